"""What a run keeps of its draws: told again from their addresses, so that the years need not carry them.

Every number is one replication's own and a pure draw: no queue and no other source moves it, and no lever but those
that say what there is to draw (projects and their prices, rounds a year).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import numpy as np
import numpy.typing as npt

from seatsim.domain.stages import STAGES
from seatsim.domain.stored_draws import FEATURES
from seatsim.model.academic_calendar import DAYS_PER_MONTH, AcademicCalendar
from seatsim.model.cohorts import age_of_entry
from seatsim.model.layout import rooms_of
from seatsim.model.luck import common_shocks, grade_shocks
from seatsim.model.recruitment import CONTRACT, ROUND, candidates_shock
from seatsim.model.staffing import leaving_shock
from seatsim.model.start import VARIANTS
from seatsim.model.state import World
from seatsim.model.streams import Draws, by_hash
from seatsim.model.works import PHASES, Works, draw_works, planned_cost

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_REVIEW, _DESIGN, _CONSTRUCTION = (PHASES.index(phase) for phase in ("review", "design", "construction"))
_SPAN = 5
"""Years up to the end of the early ones, and of the middle ones after them [years]."""
_FIRST_BIRTHS = 3
"""Years after the information date whose births stand apart: they reach school within the usual horizon [years]."""


def stored_draws(world: World, draws: Draws, replications: Ints) -> dict[str, Floats]:
    """Features of what was drawn, each of shape (replications,), by column in the order of ``FEATURES``.

    NaN where there is nothing to draw (no project, no staff, no such years); the same in every replication where a
    source is switched off.
    """
    told = {
        **_start(world),
        **_births(world),
        **_movement(world, draws, replications),
        **_projects(world, draws, replications),
        **_staff(world, draws, replications),
    }
    nothing = np.full(len(replications), np.nan)
    return {feature.column: told.get(feature.column, nothing) for feature in FEATURES}


def _start(world: World) -> dict[str, Floats]:
    told = {}
    for stage, start in world.start.stages.items():
        told[f"start_{stage}"] = start.pupils.sum(axis=(1, 2)).astype(np.float64)
        told[f"start_{stage}_entry"] = start.pupils[:, :, 0].sum(axis=1).astype(np.float64)
    drawn = [VARIANTS.index(variant) if variant else np.nan for variant in world.start.crowding]
    return told | {"crowding_2020_variant": np.array(drawn, dtype=np.float64)}


def _births(world: World) -> dict[str, Floats]:
    """Deviation of the births from their series; those to come apart from what those before them have done."""
    series, county = world.county.births[world.uncertainty.births.variant], world.county
    first = series.first_year
    # Who is born later is in no school at the horizon.
    last = world.plan.horizon - age_of_entry("kindergarten", county.grades)
    zones = by_hash([zone.id for zone in county.zones])
    walk = _walk(world.births.children[:, zones], series.births[zones])[:, : max(last + 1 - first, 0)]
    unpublished = series.last_known + 1 - first
    to_come = max(_born_by(county.information_date) + 1 - first, unpublished)
    born, rest = walk[:, unpublished:to_come], walk[:, to_come:]
    later = rest - born[:, -1:] if born.shape[1] else rest
    return {
        "births_unpublished_mean": _mean(born),
        "births_to_come_first": _mean(later[:, :_FIRST_BIRTHS]),
        "births_to_come_rest": _mean(later[:, _FIRST_BIRTHS:]),
    }


def _walk(children: Floats, series: Floats) -> Floats:
    """Log of the births of each replication over the series, which stays level past its end; 0 where it has none."""
    drawn, expected = children.sum(axis=1), series.sum(axis=0)
    level = expected[np.minimum(np.arange(drawn.shape[1]), len(expected) - 1)]
    walk: Floats = np.log(np.divide(drawn, level, out=np.ones_like(drawn), where=level > 0))
    return walk


def _born_by(information_date: str) -> int:
    """Last calendar year whose children are all born by the information date."""
    day = date.fromisoformat(information_date)
    return day.year if (day.month, day.day) == (12, 31) else day.year - 1


def _movement(world: World, draws: Draws, replications: Ints) -> dict[str, Floats]:
    """Shocks of the entry ratios and of the grades reached, mean over spans of years."""
    years = range(world.county.baseline_year + 1, world.plan.horizon + 1)
    spans = {
        "first": years[:1],
        "early": years[1:_SPAN],
        "middle": years[_SPAN : 2 * _SPAN],
        "late": years[2 * _SPAN :],
    }
    names = [name for layout in world.layout.stages.values() for name in layout.units.grades]
    nature = world.uncertainty

    common = dict(zip(years, common_shocks(nature, draws, replications, years), strict=True))

    def entry(year: int) -> Floats:
        return common[year][0]

    def grades(year: int) -> Floats:
        return common[year][1] + _mean(grade_shocks(nature.progression, names, draws, replications, year))

    return {
        f"{source}_{span}": _mean_of(shock, told, len(replications))
        for source, shock in (("migration", entry), ("progression", grades))
        for span, told in spans.items()
    }


def _projects(world: World, draws: Draws, replications: Ints) -> dict[str, Floats]:
    """Working times, cancellation and cost as drawn, whatever the projects then wait for."""
    projects, county = world.plan.projects, world.county
    if not projects:
        return {}
    planning, capital = world.plan.limits.planning, world.plan.levers.capital
    calendar = AcademicCalendar(county.baseline_year)
    works = draw_works(projects, world.uncertainty, planning, capital, draws, replications, calendar)
    turns = by_hash(sorted(projects))
    known = [projects[sorted(projects)[place]] for place in turns]
    planned = sum(planned_cost(project, planning, capital, county.baseline_year) for project in known)
    told = {"costs_growth": np.log(works.cost[:, turns].sum(axis=1) / planned)} if planned > 0 else {}
    rooms = np.array([sum(rooms_of(project).values()) for project in known], dtype=np.float64)
    due = np.array([_opened_by(county.information_date, project.opens) for project in known])
    work_left = _work_left(works)[:, turns]
    cancelled = (works.cancelled & (works.phase <= _REVIEW))[:, turns]
    for source, which in (("projects_due", due), ("projects_to_come", ~due)):
        told[f"{source}_works"] = _weighted(work_left / DAYS_PER_MONTH, rooms * which)
        told[f"{source}_cancelled"] = _weighted(cancelled.astype(np.float64), rooms * which)
    return told


def _opened_by(information_date: str, year: int) -> bool:
    """Whether the opening day of an academic year is past on the information date."""
    return date(year, 9, 1) <= date.fromisoformat(information_date)


def _work_left(works: Works) -> Floats:
    """Time of the phases that each project has still to pass, shape (replications, projects) [days]."""
    left: Floats = works.first_works + works.last_works
    left = np.where(works.phase <= _CONSTRUCTION, left, 0.0) + works.acceptance
    left = left + np.where(works.phase <= _DESIGN, works.design, 0.0)
    return left + np.where(works.phase <= _REVIEW, works.review, 0.0)


def _staff(world: World, draws: Draws, replications: Ints) -> dict[str, Floats]:
    """Shocks on leaving and on candidates, stages weighted by their staff at the baseline."""
    county, nature = world.county, world.uncertainty
    if county.staff is None:
        return {}
    staff = county.staff.stock.sum(axis=(1, 2, 3, 4)).astype(np.float64)

    def leaving(year: int) -> Floats:
        return _weighted(leaving_shock(nature, draws, replications, year), staff)

    def candidates(year: int) -> Floats:
        # What is sought in an academic year begins on the opening day after it.
        rounds = [(ROUND, number) for number in range(world.plan.levers.recruitment.rounds)]
        shocks = [
            candidates_shock(nature.recruitment, draws, replications, decision, STAGES, year - 1, number)
            for decision, number in (*rounds, (CONTRACT, 0))
        ]
        return _weighted(np.mean(shocks, axis=0), staff)

    count = len(replications)
    years = range(county.baseline_year + 1, world.plan.horizon + 1)
    past = sum(_opened_by(county.information_date, year) for year in years)
    told = {}
    for source, span in (("staff_to_date", years[:past]), ("staff_to_come", years[past:])):
        told[f"{source}_first"] = _mean_of(leaving, span[:1], count)
        told[f"{source}_leaving"] = _mean_of(leaving, span, count)
        told[f"{source}_candidates"] = _mean_of(candidates, span, count)
    return told


def _mean_of(shock: Callable[[int], Floats], years: Iterable[int], replications: int) -> Floats:
    """Mean of a year's shock over some years; NaN without any."""
    return _mean(np.array([shock(year) for year in years], dtype=np.float64).reshape(-1, replications).T)


def _mean(values: Floats) -> Floats:
    """Mean over the second axis, shape (replications,); NaN where it is empty."""
    return _weighted(values, np.ones(values.shape[1]))


def _weighted(values: Floats, weights: Floats) -> Floats:
    """Mean over the second axis by weights, shape (replications,); NaN without any weight."""
    total = weights.sum()
    if not total > 0:
        return np.full(len(values), np.nan)
    # Summed in the order of the columns, so that a replication's number is the same in a block of any size.
    mean: Floats = np.add.accumulate(values * weights, axis=1)[:, -1] / total
    return mean

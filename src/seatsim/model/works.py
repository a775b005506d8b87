"""What is drawn for a project before its first day: how long each stage of work takes and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from seatsim.domain.limits import StageSizes
from seatsim.domain.project import Project
from seatsim.domain.scenario import CapitalLever, Durations, Uncertainty
from seatsim.model.academic_calendar import DAYS_PER_MONTH, AcademicCalendar
from seatsim.model.layout import rooms_given, rooms_of
from seatsim.model.streams import Draws

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

PHASES: tuple[str, ...] = ("idea", "review", "funding", "design", "construction", "acceptance")
"""Phases in the order in which a project passes them."""
MID_WORKS = 0.5
"""Share of the construction at which the second half of the price falls due (assumed)."""
TICK = 1.0 / 1024.0
"""Times are whole multiples of this, so that sums and differences of times are exact [days]."""
FIRST_START_MONTH, LAST_START_MONTH = 3, 11
"""Works start from March to November, not in the frost (assumed; no source was read)."""
HAND_OVER_BEFORE_OPENING = (8, 1)
"""Month and day before the planned September for which a project without a start is begun (assumed)."""


@dataclass(frozen=True)
class Works:
    """Everything decided by nature about every project; projects are in the order of their sorted ids."""

    phase: Ints
    """Where each stood on day 0, as an index of ``PHASES``, shape (projects,)."""
    half_paid: Bools
    """Whether the second half of the price was paid before day 0, shape (projects,)."""
    enters: Floats
    """Day on which each enters review or goes on with its phase, shape (projects,) [days]."""
    review: Floats
    """Time at the desk, shape (replications, projects) [days]."""
    cancelled: Bools
    """Whether the review ends in cancellation, shape (replications, projects)."""
    design: Floats
    """Time from funding to a design that may be built, shape (replications, projects) [days]."""
    first_works: Floats
    """Construction up to mid-works, or what is left of it on day 0, shape (replications, projects) [days]."""
    last_works: Floats
    """Construction from mid-works on, or what is left of it on day 0, shape (replications, projects) [days]."""
    acceptance: Floats
    """Time from the end of construction to hand-over, shape (replications, projects) [days]."""
    cost: Floats
    """Final cost, shape (replications, projects) [10^4 yuan]."""


@dataclass(frozen=True)
class WorksLists:
    """The works of all replications as lists, which single numbers are read from several times faster."""

    phase: list[int]
    half_paid: list[bool]
    enters: list[float]
    review: list[list[float]]
    cancelled: list[list[bool]]
    design: list[list[float]]
    first_works: list[list[float]]
    last_works: list[list[float]]
    acceptance: list[list[float]]
    cost: list[list[float]]

    @staticmethod
    def of(works: Works) -> WorksLists:
        """Take over everything, (projects,) or (replications, projects)."""
        return WorksLists(**{name: drawn.tolist() for name, drawn in vars(works).items()})


def planned_cost(project: Project, planning: StageSizes, capital: CapitalLever, baseline_year: int) -> float:
    """Cost of a project as stated, else seats at the planning size times the price of a seat [10^4 yuan].

    Conversions and temporary rooms are priced by the room, those given up included where none is added. Prices are
    those of the planned September.
    """
    if project.capital is not None:
        return project.capital
    growth = (1.0 + capital.price_growth) ** max(project.opens - baseline_year, 0)
    by_room = {"conversion": capital.price_conversion, "temporary": capital.price_temporary}
    if project.kind in by_room:
        rooms = sum(rooms_of(project).values()) or sum(rooms_given(project).values())
        return float(rooms * by_room[project.kind] * growth)
    seats = (
        project.rooms_K * planning.kindergarten * capital.price_kindergarten
        + project.rooms_P * planning.primary * capital.price_primary
        + project.rooms_J * planning.junior * capital.price_junior
        + project.rooms_S * planning.senior * capital.price_senior
    )
    return float(seats * growth)


def median_lead(project: Project, durations: Durations) -> float:
    """Median time from entering review to hand-over when nothing has to be waited for [days]."""
    months = _design_months(project, durations) + _construction_months(project, durations) + durations.acceptance_months
    return durations.review_days + months * DAYS_PER_MONTH


def enters_review(project: Project, durations: Durations, calendar: AcademicCalendar) -> float:
    """Day on which a project enters review; a project past the idea goes on from day 0 [days].

    An idea enters on the first of its stated month, or so early that the median project is handed over a
    month before the planned September; never before day 0.
    """
    if project.phase != "idea":
        return 0.0
    if project.starts:
        year, month = (int(part) for part in project.starts.split("-"))
        return float(max(0, calendar.day(date(year, month, 1))))
    wanted = calendar.day(date(project.opens, *HAND_OVER_BEFORE_OPENING))
    return max(0.0, wanted - median_lead(project, durations))


def draw_works(
    projects: Mapping[str, Project],
    uncertainty: Uncertainty,
    planning: StageSizes,
    capital: CapitalLever,
    draws: Draws,
    replications: Ints,
    calendar: AcademicCalendar,
) -> Works:
    """Draw every project's durations, slip, cancellation and cost, each at its own address.

    Durations and costs are lognormal around their median: the median final cost is the planned one.
    A phase under way on day 0 takes the rest of its drawn duration.
    """
    ids = sorted(projects)
    known = [projects[name] for name in ids]
    durations, costs = uncertainty.durations, uncertainty.costs
    spread = durations.log_sd if durations.on else 0.0

    def lognormal(work: str, medians: list[float], log_sd: float) -> Floats:
        uniforms = draws.uniforms(f"works/{work}", ids, replications, year=0)[:, :, 0]
        return np.array(medians) * np.exp(log_sd * ndtri(uniforms))

    def same(days: float) -> list[float]:
        return [days] * len(known)

    slips = _slips(ids, durations, draws, replications)
    months = [_construction_months(p, durations) * DAYS_PER_MONTH for p in known]
    construction = lognormal("construction", months, spread) + slips
    built = np.array([p.progress if p.phase == "construction" else 0.0 for p in known])
    planned = [planned_cost(p, planning, capital, calendar.baseline_year) for p in known]
    return Works(
        phase=np.array([PHASES.index(p.phase) for p in known], dtype=np.int64),
        half_paid=built >= MID_WORKS,
        enters=_exact(np.array([enters_review(p, durations, calendar) for p in known])),
        review=_exact(lognormal("review", same(durations.review_days), spread) * _rest(known, "review")),
        cancelled=_cancelled(ids, durations, draws, replications),
        design=_exact(
            lognormal("design", [_design_months(p, durations) * DAYS_PER_MONTH for p in known], spread)
            * _rest(known, "design")
        ),
        first_works=_exact(construction * np.maximum(MID_WORKS - built, 0.0)),
        last_works=_exact(construction * np.minimum(1.0 - built, 1.0 - MID_WORKS)),
        acceptance=_exact(
            lognormal("acceptance", same(durations.acceptance_months * DAYS_PER_MONTH), spread)
            * _rest(known, "acceptance")
        ),
        cost=lognormal("cost", planned, costs.log_sd if costs.on else 0.0),
    )


def _exact(days: Floats) -> Floats:
    """Round times to whole ticks."""
    return np.rint(days / TICK) * TICK


def _construction_months(project: Project, durations: Durations) -> float:
    by_kind = {
        "extension": durations.extension_months,
        "conversion": durations.conversion_months,
        "temporary": durations.temporary_months,
    }
    return by_kind.get(project.kind, durations.construction_months)


def _design_months(project: Project, durations: Durations) -> float:
    small = project.kind in ("conversion", "temporary")
    return durations.small_design_months if small else durations.design_months


def _rest(projects: list[Project], phase: str) -> Floats:
    """Share of a phase that is still to be done, shape (projects,) [share]."""
    return np.array([1.0 - p.progress if p.phase == phase else 1.0 for p in projects])


def _cancelled(ids: list[str], durations: Durations, draws: Draws, replications: Ints) -> Bools:
    uniforms = draws.uniforms("works/cancel", ids, replications, year=0)[:, :, 0]
    return uniforms < (durations.cancel_probability if durations.on else 0.0)


def _slips(ids: list[str], durations: Durations, draws: Draws, replications: Ints) -> Floats:
    """Extra time of the constructions that slip, exponential, shape (replications, projects) [days]."""
    uniforms = draws.uniforms("works/slip", ids, replications, year=0, cells=2)
    slips = uniforms[:, :, 0] < (durations.slip_probability if durations.on else 0.0)
    return np.where(slips, -np.log1p(-uniforms[:, :, 1]), 0.0) * durations.slip_months * DAYS_PER_MONTH


def frosts(calendar: AcademicCalendar, horizon: int) -> tuple[int, ...]:
    """Days on which a time without starts of works begins and ends, in turn, past the horizon [days]."""
    winters = range(calendar.baseline_year - 1, horizon + 2)
    edges = ((date(year, LAST_START_MONTH + 1, 1), date(year + 1, FIRST_START_MONTH, 1)) for year in winters)
    return tuple(calendar.day(day) for edge in edges for day in edge)

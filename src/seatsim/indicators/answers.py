"""The answers of a run: page one of a meeting paper, as plain values in its order.

The coming September is told by zone and by school that overflows; everything else is told of the county as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt

from seatsim.domain.causes import CauseSplit
from seatsim.domain.county import County
from seatsim.domain.milestones import milestones
from seatsim.domain.outcome import WAITS, Outcome, ProjectOutcome
from seatsim.domain.scenario import Plan, Scenario, plan_of
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, Stage
from seatsim.domain.text import Text
from seatsim.indicators.admission_plans import AdmissionPlans, admission_plans, plans_block
from seatsim.indicators.causes import causes_block
from seatsim.indicators.decisions import decisions, latest_block, money
from seatsim.indicators.measures import ALL, MeasureFrame
from seatsim.indicators.plan_contents import plan_contents, plan_tree, unstated_of
from seatsim.indicators.policies import policies_block
from seatsim.indicators.posts import posts_block
from seatsim.indicators.quantiles import Plain, band, plain, rank, share
from seatsim.indicators.resolution import (
    CROWDING,
    crowded_pupil_years,
    peak_and_trough,
    resolutions,
    shortage,
    summary,
)
from seatsim.indicators.rests_on import rests_on
from seatsim.indicators.september import StageSeptember, coming_september, september_block
from seatsim.indicators.spending import cost_of_relief, cost_parts, spending_block
from seatsim.model.academic_calendar import AcademicCalendar

Block = dict[str, Any]

CROWDING_ROWS: Mapping[str, tuple[str, ...]] = {
    **{f"pupils_{limit}": (*CLASS_STAGES, ALL) for limit in CROWDING},
    "pupils_oversized": (ALL,),
}
"""Measures of the crowding block and their stages."""
FEWEST_DAYS = 1.0
"""A mean wait below this is none [days]."""
PEAK_STAGES = (*CLASS_STAGES, "vocational")
"""Stages whose peak and trough are told."""


def answers(
    scenario: Scenario,
    county: County,
    outcome: Outcome,
    frame: MeasureFrame,
    reference: Mapping[str, Any] | None = None,
    *,
    september: Mapping[Stage, StageSeptember] | None = None,
    plans: AdmissionPlans | None = None,
    latest: Sequence[Mapping[str, Any]] | None = None,
    allocation: Sequence[Mapping[str, Any]] | None = None,
    causes: CauseSplit | None = None,
    before: Plan | None = None,
) -> Block:
    """Answer a run in the order of page one.

    ``reference`` are the answers of the reference scenario, put beside each block of crowding, peaks and places.
    ``september`` is the coming September and ``plans`` are those of admission, taken from the outcome where they are
    not handed in.
    ``latest`` are the rows of latest starts (project, wanted, last_month, probability, cost_per_month), ``allocation``
    those of the best possible allocation (stage, year and its parts), ``causes`` the split of the change of crowding,
    ``before`` the reference's plan, beside which the plan is told; what is not handed in is left out.
    """
    coming = september_block(coming_september(outcome) if september is None else september, outcome, county, scenario)
    posts = posts_block(outcome, county, scenario.levers)
    beside = _beside_reference(frame, scenario, reference)
    crowding = ("crowding", "crowded_pupil_years", "first_year")
    return {
        **_head(scenario, county, outcome, frame, reference),
        "september": coming,
        **{name: beside[name] for name in crowding},
        **({} if allocation is None else {"allocation": [dict(row) for row in allocation]}),
        **({} if causes is None else {"causes": causes_block(causes)}),
        **{name: block for name, block in beside.items() if name not in crowding},
        **_plans(plans, outcome, frame, county, scenario),
        **({} if latest is None else {"latest_starts": latest_block(scenario, county, latest)}),
        "projects": project_rows(scenario, county, outcome.projects),
        **_changes(scenario),
        **_plan(scenario, before, reference),
        **_policies(outcome, scenario),
        "posts": posts,
        "money": _money(scenario, county, outcome, frame, beside["crowded_pupil_years"], reference),
        "decisions": decisions(scenario, county, coming, latest, posts),
        "rests_on": rests_on(scenario, county, outcome, frame),
    }


def _plans(
    plans: AdmissionPlans | None, outcome: Outcome, frame: MeasureFrame, county: County, scenario: Scenario
) -> Block:
    """Plans of admission that are cut and schools that empty, where there are any."""
    known = admission_plans(outcome, scenario.limits) if plans is None else plans
    found = plans_block(known, outcome, frame, county, scenario)
    return {"admission_plans": found} if found else {}


def _changes(scenario: Scenario) -> Block:
    """How many changes of the layout without a build the plan has, and the first September of any."""
    levers = scenario.levers
    parts = (levers.layout.boundaries, levers.small_schools.mergers, levers.groups.formed)
    years = [change.year for part in parts for change in part.values()]
    if not years:
        return {}
    counts = dict(zip(("boundaries", "mergers", "groups_formed"), map(len, parts), strict=True))
    return {"changes": {**counts, "first_year": min(years)}}


def _plan(scenario: Scenario, before: Plan | None, reference: Mapping[str, Any] | None) -> Block:
    """Everything in which the plan differs from the reference's, where it does and that one is known."""
    if before is None:
        return {}
    unstated = unstated_of({} if reference is None else reference.get("money", {}))
    contents = plan_contents(plan_tree(before), plan_tree(plan_of(scenario)), unstated)
    return {"plan": contents} if any(contents.values()) else {}


def _policies(outcome: Outcome, scenario: Scenario) -> Block:
    """What policies ordered, where there are any."""
    if outcome.policies is None:
        return {}
    return {"policies": policies_block(outcome.policies, scenario.policies, scenario.horizon)}


def _money(
    scenario: Scenario,
    county: County,
    outcome: Outcome,
    frame: MeasureFrame,
    crowded: Block,
    reference: Mapping[str, Any] | None,
) -> Block:
    """Capital, spending, and what the plan costs beside the reference."""
    parts = cost_parts(outcome, reference)
    means = [
        told["pupils_above_standard"][ALL]["horizon"]["mean"] for told in (crowded, crowded.get("reference")) if told
    ]
    avoided = means[1] - means[0] if len(means) > 1 else None
    return {
        **money(scenario, county, outcome.projects),
        "spending": spending_block(outcome, county, scenario, frame),
        "parts": parts,
        "cost_of_relief": cost_of_relief(parts, avoided),
    }


def _head(
    scenario: Scenario, county: County, outcome: Outcome, frame: MeasureFrame, reference: Mapping[str, Any] | None
) -> Block:
    """What was run."""
    return {
        "county": county.id,
        "county_name": _text(county.name),
        "scenario": scenario.name,
        "title": _text(scenario.title),
        "information_date": county.information_date,
        "baseline_year": outcome.years[0],
        "horizon": outcome.years[-1],
        "replications": frame.replications,
        "seed": scenario.seed,
        "limits": asdict(scenario.limits),
        "reference_scenario": None if reference is None else reference["scenario"],
    }


def _beside_reference(frame: MeasureFrame, scenario: Scenario, reference: Mapping[str, Any] | None) -> dict[str, Block]:
    """The blocks beside which the reference scenario's own stand."""
    blocks: dict[str, Block] = {
        "crowding": _crowding(frame),
        "crowded_pupil_years": _pupil_years(frame),
        "first_year": _first_year(frame, scenario),
        "peaks": _peaks(frame, scenario),
        "unplaced": _year_by_year(frame, "unplaced", (*COMPULSORY, ALL)),
        "at_home": _year_by_year(frame, "at_home", ("kindergarten",)),
        "empty_seats": _empty_seats(frame),
    }
    if reference is not None:
        for name, block in blocks.items():
            block["reference"] = {k: v for k, v in reference[name].items() if k != "reference"}
    return blocks


def _text(text: Text) -> dict[str, str]:
    """A text in both languages."""
    return {"zh": text.zh, "en": text.en}


def _milestones(frame: MeasureFrame) -> dict[str, int]:
    """Index of the years that are answered, by name."""
    told = {str(year): frame.years.index(year) for year in milestones(frame.years[0]) if year in frame.years}
    return {"now": 0, **told, "horizon": len(frame.years) - 1}


def _over_years(frame: MeasureFrame, measure: str, stages: tuple[str, ...]) -> Block:
    """A measure now, at its peak, at the milestones and at the horizon."""
    block: Block = {}
    for stage in stages:
        values = frame.county(measure, stage)
        peak_year = np.array(frame.years)[values.argmax(axis=0)]
        now, *later = _milestones(frame).items()
        block[stage] = {
            "now": band(values[now[1]]),
            "peak": {"year": _year_band(peak_year, values.max(axis=0)), "value": band(values.max(axis=0))},
            **{name: band(values[i]) for name, i in later},
        }
    return block


def _year_band(year: npt.NDArray[np.int64], peak: npt.NDArray[np.int64]) -> Mapping[str, Plain]:
    """Year of a peak over the futures that have one: nothing at all has no peak year."""
    told = year[peak > 0]
    return band(told) if len(told) else dict.fromkeys(("mean", "p10", "p50", "p90"))


def _year_by_year(frame: MeasureFrame, measure: str, stages: tuple[str, ...]) -> Block:
    """The same with every year."""
    block = _over_years(frame, measure, stages)
    for stage, told in block.items():
        values = frame.county(measure, stage)
        told["by_year"] = {str(year): band(values[i]) for i, year in enumerate(frame.years)}
    return block


def _crowding(frame: MeasureFrame) -> Block:
    """Pupils in crowded classes and in oversized campuses."""
    return {measure: _over_years(frame, measure, stages) for measure, stages in CROWDING_ROWS.items()}


def _pupil_years(frame: MeasureFrame) -> Block:
    """Pupils in crowded classes summed over the years after the baseline: no tolerance, never censored."""
    ends = {str(year): year for year in milestones(frame.years[0])[1:] if year in frame.years} | {
        "horizon": frame.years[-1]
    }
    return {
        f"pupils_{limit}": {
            stage: {name: band(crowded_pupil_years(frame, limit, stage, to)) for name, to in ends.items()}
            for stage in (*CLASS_STAGES, ALL)
        }
        for limit in CROWDING
    }


def _first_year(frame: MeasureFrame, scenario: Scenario) -> Block:
    """First year resolved by limit and stage, with the tolerances it was told under."""
    tolerances = scenario.limits.tolerances
    told: Block = {
        "tolerances": {"above_standard": tolerances.above_standard, "years": tolerances.years},
    }
    for limit, stages in resolutions(frame, scenario.limits).items():
        told[limit] = {stage: summary(found, tolerances.years) for stage, found in stages.items()}
    return told


def _peaks(frame: MeasureFrame, scenario: Scenario) -> Block:
    """Peak and trough of every stage against its seats, and the years of likely shortage."""
    block: Block = {}
    for stage in PEAK_STAGES:
        peak, trough = peak_and_trough(frame, stage)
        told: Block = {"now": band(frame.county("pupils", stage)[0])}
        for name, turn in (("peak", peak), ("trough", trough)):
            balance = None if turn.balance is None else band(turn.balance)
            told[name] = {
                "year": _year_band(turn.year, peak.pupils),
                "pupils": band(turn.pupils),
                "seat_balance": balance,
            }
        if stage in frame.values["seat_balance"]:
            told["shortage"] = shortage(frame, stage, scenario.limits)
        block[stage] = told
    return block


def _empty_seats(frame: MeasureFrame) -> Block:
    """Empty seats now and at the horizon."""
    return {
        stage: {
            "now": band(frame.county("empty_seats", stage)[0]),
            "horizon": band(frame.county("empty_seats", stage)[-1]),
        }
        for stage in (*CLASS_STAGES, ALL)
    }


def project_rows(scenario: Scenario, county: County, run: ProjectOutcome) -> list[Block]:
    """Every timed build: planned and simulated hand-over, what it waited for, and its cost."""
    calendar = AcademicCalendar(county.baseline_year)
    names = dict(zip(county.register.school_id, county.register.name, strict=True))
    return [_project_row(scenario, calendar, names, run, index) for index in range(len(run.ids))]


def _project_row(
    scenario: Scenario, calendar: AcademicCalendar, names: Mapping[str, Text], run: ProjectOutcome, index: int
) -> Block:
    """One timed build; without a name of its own it bears its school's, from ``names``."""
    project = scenario.projects[run.ids[index]]
    days = run.hand_over[:, index]
    waits = run.waits[:, index].mean(axis=0)
    planned = int(run.planned[index])
    opening = calendar.opening_day(planned)
    without = days - run.waits[:, index, WAITS.index("capital")]
    return {
        "project": run.ids[index],
        "kind": project.kind,
        "school": project.school,
        "name": _text(project.name if project.name != Text() else names.get(project.school, Text())),
        "status": project.status,
        "planned": planned,
        **{f"hand_over_{name}": _date(day, calendar) for name, day in _tens(days).items()},
        **{f"opens_{name}": _opens(day, planned, calendar) for name, day in _tens(days).items()},
        "on_time": share(days <= opening),
        "late_for_capital": share((days > opening) & (without <= opening)),
        "cancelled": share(run.cancelled[:, index]),
        "waits_for": WAITS[int(waits.argmax())] if waits.max() >= FEWEST_DAYS else None,
        "waits_days": {cause: plain(wait) for cause, wait in zip(WAITS, waits, strict=True)},
        "cost": band(run.cost[:, index]),
        "cost_stated": project.capital is not None,
    }


def _tens(days: npt.NDArray[np.float64]) -> dict[str, float]:
    """p10, p50 and p90; a project never handed over counts as later than any other."""
    ordered = np.sort(days)
    return {f"p{p}": float(ordered[rank(p, len(ordered))]) for p in (10, 50, 90)}


def _date(day: float, calendar: AcademicCalendar) -> str | None:
    """ISO date of a hand-over; None for never."""
    return calendar.date(day).isoformat() if np.isfinite(day) else None


def _opens(day: float, planned: int, calendar: AcademicCalendar) -> int | None:
    """Academic year in which the rooms open; None for never."""
    return calendar.opens_in(day, planned) if np.isfinite(day) else None

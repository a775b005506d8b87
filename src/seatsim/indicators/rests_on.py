"""What the answers rest on, and which share of them comes from assumptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from seatsim.domain.county import Bools, County, Register
from seatsim.domain.limits import Limits
from seatsim.domain.outcome import Outcome
from seatsim.domain.project import Project
from seatsim.domain.scenario import Scenario
from seatsim.domain.stages import AGED_STAGES, CLASS_STAGES, SCHOOL_STAGES, STAGES, Stage
from seatsim.indicators.demand_errors import demand_errors
from seatsim.indicators.measures import ALL, MeasureFrame
from seatsim.indicators.quantiles import Plain, band, means, percentiles, plain
from seatsim.indicators.report import report_indicators
from seatsim.indicators.report_figures import Indicator
from seatsim.indicators.sources import ask_first, sources_block
from seatsim.language.starting.marks import is_made_up
from seatsim.model.cohorts import age_of_entry
from seatsim.model.layout import rooms_of

Block = dict[str, Any]


def rests_on(scenario: Scenario, county: County, outcome: Outcome, frame: MeasureFrame) -> Block:
    """What the answers rest on; classrooms and classes first, because every count of crowding needs them."""
    on = scenario.uncertainty
    projects = sorted(scenario.projects.items())
    last_known = county.births[on.births.variant].last_known
    sources = sources_block(outcome, frame)
    return {
        "classrooms_and_classes": _told_of_rooms(county, scenario.limits),
        **_by_stage(county.register, scenario.limits),
        "crowding_at_baseline": {
            "classes_above_standard": {stage: _share_above(frame, stage) for stage in (*CLASS_STAGES, ALL)},
            "variants": _variants(outcome.crowding_variant),
            "varied": on.crowding_2020.on and county.register.synthetic,
        },
        "pupils_at_baseline": {
            "county": band(frame.county("pupils", ALL)[0]),
            "varied": on.start.on and county.reconciled is not None,
        },
        "demand_errors": {"kind": demand_errors(scenario, county)},
        "births_known_to": last_known,
        "births_continued_from": {stage: last_known + age_of_entry(stage, county.grades) + 1 for stage in AGED_STAGES},
        "shares": {
            "register_assumed": _register_assumed(county),
            "project_seats_assumed": _seats_assumed(scenario.projects, scenario.limits),
            "entrants_on_continued_births": _continued(frame, county, last_known),
            **_by_rule_shares(county.register),
        },
        "sources": sources,
        "ask_first": ask_first(sources, county, last_known),
        "report": [_report_row(row) for row in _report(scenario, county)],
        "assumed": list(county.assumed),
        **({"repairs": list(county.repairs)} if county.repairs else {}),
        "projects_assumed": [name for name, project in projects if project.status == "assumed"],
        "projects_reported": [name for name, project in projects if project.status == "reported"],
    }


def _report(scenario: Scenario, county: County) -> tuple[Indicator, ...]:
    """Indicators of the report, beside what the county's files and this plan hold."""
    return report_indicators(county, scenario.levers, scenario.limits, scenario.projects, county.reconciled)


def _report_row(row: Indicator) -> Block:
    beside = None if row.beside is None else plain(row.beside)
    return {"id": row.id, "value": plain(row.value), "unit": row.unit, "beside": beside, "against": row.against}


def _share_above(frame: MeasureFrame, stage: str) -> dict[str, Plain]:
    """Share of the baseline's classes above the standard class: the band of what is not known."""
    above = frame.county("classes_above_standard", stage)[0]
    shares = above / np.maximum(frame.classes_with_standard(stage)[0], 1)
    low, middle, high = percentiles(shares, (10, 50, 90))
    return {"p10": plain(low), "p50": plain(middle), "p90": plain(high)}


def _variants(drawn: tuple[str, ...]) -> dict[str, int]:
    """How many replications start from each crowding variant."""
    return {variant: drawn.count(variant) for variant in ("low", "middle", "high") if variant in drawn}


def _told_of_rooms(county: County, limits: Limits) -> str:
    """What is known of classrooms and classes, the weakest of it.

    Assumed (a synthetic register), neither (of some pupils neither is known: both by a stated rule), no_rooms (of
    some classrooms are not: as many as classes), mostly (neither is known of so few primary, junior and senior pupils
    that they are within the tolerance of classes above the standard), completed (classes, or some, by a stated rule)
    or registered.
    """
    register = county.register
    if register.synthetic:
        return "assumed"
    neither = register.by_rule.neither
    if _share_of(register, neither, SCHOOL_STAGES) > limits.tolerances.above_standard:
        return "neither"
    if any((rows & ~neither.get(stage, ~rows)).any() for stage, rows in register.by_rule.rooms.items()):
        return "no_rooms"
    if neither:
        return "mostly"
    return "completed" if register.completed else "registered"


def _by_stage(register: Register, limits: Limits) -> Block:
    """The same in the words of a real register for each stage by itself; a synthetic one is assumed in all."""
    if register.synthetic:
        return {}
    return {"rooms_by_stage": {stage: _told_of_stage(register, stage, limits) for stage in CLASS_STAGES}}


def _told_of_stage(register: Register, stage: Stage, limits: Limits) -> str:
    by_rule, none = register.by_rule, np.zeros(len(register.school_id), dtype=np.bool_)
    neither = by_rule.neither.get(stage, none)
    if _share_of(register, by_rule.neither, (stage,)) > limits.tolerances.above_standard:
        return "neither"
    if (by_rule.rooms.get(stage, none) & ~neither).any():
        return "no_rooms"
    if neither.any():
        return "mostly"
    return "completed" if by_rule.classes.get(stage, none).any() else "registered"


def _by_rule_shares(register: Register) -> dict[str, Plain]:
    """Shares of the pupils that a register leaves to a rule; what it leaves nowhere is absent."""
    told = {
        "pupils_without_rooms_and_classes": (register.by_rule.neither, CLASS_STAGES),
        "pupils_shared_over_grades": (register.by_rule.pupils, STAGES),
    }
    return {
        name: plain(_share_of(register, *found)) for name, found in told.items() if found[0] and not register.synthetic
    }


def _share_of(register: Register, rows: Mapping[Stage, Bools], stages: Sequence[Stage]) -> float:
    """Share of the pupils of some stages that sit in these rows, shape (schools,) by stage."""
    total = sum(int(register.pupils[stage].sum()) for stage in stages)
    return sum(int(register.pupils[stage][rows[stage]].sum()) for stage in stages if stage in rows) / max(total, 1)


def _register_assumed(county: County) -> Plain:
    """Share of the schools with classrooms of which something is synthetic, invented, assumed or completed by rule."""
    register = county.register
    rooms = np.sum([register.rooms[stage] for stage in CLASS_STAGES], axis=0)
    schools = zip(register.school_id, register.source, rooms.tolist(), strict=True)
    told = [(school, source) for school, source, count in schools if count]
    assumed = [school for school, source in told if is_made_up(source) or school in register.completed]
    return plain(len(assumed) / len(told)) if told else None


def _seats_assumed(projects: Mapping[str, Project], limits: Limits) -> Plain:
    """Share of the projects' seats that stand in projects assumed here; None without a seat."""
    seats = {name: _seats(project, limits) for name, project in projects.items()}
    total = sum(seats.values())
    assumed = sum(seats[name] for name, project in projects.items() if project.status == "assumed")
    return plain(assumed / total) if total else None


def _seats(project: Project, limits: Limits) -> int:
    """Rooms of a project times the planning size [seats]."""
    rooms = rooms_of(project)
    return sum(rooms[stage] * limits.planning.of(stage) for stage in CLASS_STAGES)


def _continued(frame: MeasureFrame, county: County, last_known: int) -> Plain:
    """Share of all kindergarten, primary and junior entrants to the horizon born after the last known year."""
    rest, total = 0.0, 0.0
    for stage in AGED_STAGES:
        entrants = means(frame.county("entrants", stage), axis=1)
        for year, mean in zip(frame.years[1:], entrants[1:].tolist(), strict=True):
            total += mean
            rest += mean * _born_later(year, stage, county, last_known)
    return plain(rest / total) if total else None


def _born_later(year: int, stage: Stage, county: County, last_known: int) -> float:
    """Share of an entry cohort born after ``last_known``: a third in the first, two thirds in its later year."""
    later = year - age_of_entry(stage, county.grades)
    return (later - 1 > last_known) / 3 + 2 * (later > last_known) / 3

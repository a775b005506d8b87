"""The program's side: what its arrays say of one future on one opening day, in plain numbers by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
from books import ByStage, Cells, Counts, HandOver, ShortageBook, StaffBook, StageBook, Uniform, YearBook
from generated_counties import Case

from seatsim.domain.staff import FIRST_AGE
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.academic_year import first_state, make_world
from seatsim.model.construction import Construction
from seatsim.model.staff_state import StaffRecord
from seatsim.model.state import World, Year, YearRecord
from seatsim.model.streams import Draws
from seatsim.study.ensemble import academic_years, baseline_year, make_office

Ints = npt.NDArray[np.int64]

_ROW_OF_CELLS = 32
"""Cells of an address that are read at once."""


def fast_years(case: Case, replications: Sequence[int]) -> list[list[YearBook]]:
    """The program's books of each replication, the baseline's first, then every academic year to the horizon."""
    numbers, draws, calendar = np.array(replications), Draws(case.seed), AcademicCalendar(case.county.baseline_year)
    world = make_world(case.county, case.plan, case.uncertainty, draws, numbers)
    works = _construction(case, numbers)
    baseline = baseline_year(first_state(world), world)
    office = make_office(baseline, world, draws, numbers)
    steps = academic_years(world, works, draws, numbers, office=office, staff=baseline.staff)
    years = [baseline, *(step.record for step in steps)]
    assert calendar.baseline_year + len(years) == case.plan.horizon + 1
    return [[year_book(year, world, row) for year in years] for row in range(len(numbers))]


def hand_overs(case: Case, replications: Sequence[int]) -> list[Mapping[str, HandOver]]:
    """What construction gives the years of each replication, by project."""
    works = _construction(case, np.array(replications))
    works.advance(AcademicCalendar(case.county.baseline_year).opening_day(case.plan.horizon))
    days = works._days
    return [
        {
            name: HandOver(*(_known(told[row, place]) for told in (days.handed_over, days.started, days.cancelled)))
            for place, name in enumerate(works.ids)
        }
        for row in range(len(replications))
    ]


def _construction(case: Case, numbers: Ints) -> Construction:
    plan, calendar = case.plan, AcademicCalendar(case.county.baseline_year)
    draws = Draws(case.seed)
    return Construction(
        plan.projects, plan.levers, case.uncertainty, plan.limits, draws, numbers, calendar, plan.horizon
    )


def _known(day: float) -> float | None:
    return float(day) if np.isfinite(day) else None


def settled_by(case: Case, given: Mapping[str, HandOver], year: int) -> dict[str, bool]:
    """Projects that have ever opened by the opening day of ``year``, or were cancelled by it."""
    day = AcademicCalendar(case.county.baseline_year).opening_day(year)
    return {
        name: (told.handed_over is not None and told.handed_over <= day and case.plan.projects[name].opens <= year)
        or (told.cancelled is not None and told.cancelled <= day)
        for name, told in given.items()
    }


def uniform_of(seed: int, replication: int) -> Uniform:
    """The uniforms of one future; a row of cells at an address is read at once and kept."""
    draws, number = Draws(seed), np.array([replication])

    @cache
    def row(decision: str, entity: str, year: int, cells: int) -> list[float]:
        found: list[float] = draws.uniforms(decision, [entity], number, year, cells)[0, 0].tolist()
        return found

    def uniform(decision: str, entity: str, year: int, cell: int) -> float:
        return row(decision, entity, year, max(_ROW_OF_CELLS, cell + 1))[cell]

    return uniform


def year_book(year: Year, world: World, row: int) -> YearBook:
    """One replication's book of an opening day."""
    zones = [zone.id for zone in world.county.zones]
    return YearBook(
        stages={
            stage: _stage_book(year.stages[stage], world.layout.stages[stage].units.school, zones, row)
            for stage in STAGES
        },
        leavers=int(year.leavers[row]),
        elsewhere=int(year.elsewhere[row]),
        left_education=int(year.left_education[row]),
        shortages={
            (family.stages[0], campus): ShortageBook(
                borrowed=int(shortage.borrowed[row, place]),
                merged=int(shortage.merged[row, place]),
                anew=bool(shortage.anew[row, place]),
                makeshift=int(shortage.makeshift[row, place]),
            )
            for family, shortage in zip(world.layout.families, year.shortages, strict=False)
            for place, campus in enumerate(shortage.campuses)
        },
        verified=None
        if year.verified is None
        else (int(year.verified.applications[row]), int(year.verified.verified[row])),
        staff=None if year.staff is None else _staff_book(year.staff, world, row),
    )


def _cells(names: Sequence[str], numbers: Ints, row: int) -> Cells:
    found: list[list[int]] = numbers[row].tolist()
    return dict(zip(names, found, strict=True))


def _counts(names: Sequence[str], numbers: Ints, row: int) -> Counts:
    found: list[int] = numbers[row].tolist()
    return dict(zip(names, found, strict=True))


def _stage_book(record: YearRecord, schools: Sequence[str], zones: Sequence[str], row: int) -> StageBook:
    return StageBook(
        pupils=_cells(schools, record.state.pupils, row),
        classes=_cells(schools, record.state.classes, row),
        waiting=_cells(zones, record.state.waiting, row),
        rooms=_counts(schools, record.rooms, row),
        borrowed=_counts(schools, record.borrowed, row),
        claims=_counts(schools, record.claims, row),
        claims_by_class=_cells(schools, record.claims_by_class, row),
        entry_rooms=_counts(schools, record.entry_rooms, row),
        entry_places=_counts(schools, record.entry_places, row),
        entrants=_counts(schools, record.entrants, row),
        sent_elsewhere=_counts(schools, record.sent_elsewhere, row),
        over_cap=_cells(schools, record.over_cap, row),
        net=_cells(zones, record.net, row),
        unstaffed=_counts(schools, record.unstaffed, row),
        temporary=_counts(schools, record.temporary, row),
    )


def _staff_book(record: StaffRecord, world: World, row: int) -> StaffBook:
    state, flows = record.state, record.flows

    def by_stage(numbers: Ints) -> ByStage:
        return dict(zip(STAGES, numbers[row].tolist(), strict=True))

    def by_campus(numbers: Mapping[Stage, Ints]) -> dict[Stage, Counts]:
        return {stage: _counts(world.layout.stages[stage].units.school, numbers[stage], row) for stage in CLASS_STAGES}

    return StaffBook(
        stock={stage: _stock(state.stock[row, place]) for place, stage in enumerate(STAGES)},
        subject=by_stage(state.subject),
        backbone=by_stage(state.backbone),
        teaching=by_stage(state.teaching),
        structural=by_stage(state.structural),
        filed=by_stage(state.filed),
        teachers=by_stage(state.teachers),
        needed=by_stage(state.needed),
        capacity={stage: by_stage(state.capacity)[stage] for stage in CLASS_STAGES},
        missing=by_stage(state.missing),
        posted=by_campus(state.posted),
        backbone_posted=by_campus(state.backbone_posted),
        filled=by_stage(record.filled),
        outside=by_stage(record.outside),
        retirements=by_stage(flows.retirements),
        leavers=by_stage(flows.leavers),
        moves=by_stage(flows.moves),
        hires=by_stage(flows.hires),
        talent=by_stage(flows.talent),
        outside_left=by_stage(flows.outside_left),
        outside_hires=by_stage(flows.outside_hires),
        approved=by_stage(record.approved),
        entitled=by_stage(record.entitled),
        reserve=by_stage(record.reserve),
        reviewed=by_stage(record.reviewed),
        advertised=by_stage(record.advertised),
        temporary=by_stage(record.temporary),
        unstaffed=by_stage(record.unstaffed),
    )


def _stock(numbers: Ints) -> dict[tuple[int, int, int, int], int]:
    """One stage's stock by (in post or outside, sex, title, age in years), zeros left out."""
    places = np.argwhere(numbers)
    return {(p, s, t, a + FIRST_AGE): int(numbers[p, s, t, a]) for p, s, t, a in places.tolist()}

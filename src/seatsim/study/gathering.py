"""What the years of a run leave behind, gathered by stage, staff and money, with the event log of replication 0."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from seatsim.domain.outcome import (
    Event,
    Outcome,
    OutsideOutcome,
    ProjectOutcome,
    SpendingOutcome,
    StaffOutcome,
    StageOutcome,
)
from seatsim.domain.scenario import Levers
from seatsim.domain.stages import AGED_STAGES, STAGES, Stage
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.construction import Construction
from seatsim.model.finance import spending
from seatsim.model.needs import subject_cover
from seatsim.model.recruitment import Recruitment
from seatsim.model.staff_state import StaffRecord
from seatsim.model.state import Shortage, World, Year, YearRecord

Ints = npt.NDArray[np.int64]


def gather(records: Sequence[Year], world: World, projects: ProjectOutcome, events: tuple[Event, ...]) -> Outcome:
    """The outcome of a run from its years, the baseline first."""
    county, layout = world.county, world.layout
    years = tuple(range(county.baseline_year, world.plan.horizon + 1))
    stages = {stage: stage_outcome(stage, records, world, years) for stage in STAGES}
    staff = _staff_outcome(records, world.plan.levers)
    return Outcome(
        years=years,
        zones=tuple(zone.id for zone in county.zones),
        campuses=layout.campuses,
        campus_kind=layout.campus_kind,
        stages=stages,
        projects=projects,
        junior_leavers=np.stack([year.leavers for year in records]),
        elsewhere=np.stack([year.elsewhere for year in records]),
        left_education=np.stack([year.left_education for year in records]),
        crowding_variant=world.start.crowding,
        events=events,
        staff=staff,
        spending=_spending(staff, stages, world),
        merged_into={m.school: m.into for m in world.plan.levers.small_schools.mergers.values()},
        equipment=world.plan.levers.equipment,
        outside=_outside(records, len(world.start.crowding)) if county.outside else None,
    )


def _outside(records: Sequence[Year], replications: int) -> OutsideOutcome:
    """Who crossed the county's border; nobody in the baseline year."""
    found = np.zeros((3, len(records), replications, len(STAGES)), dtype=np.int64)
    for year, record in enumerate(records):
        for stage, crossed in record.crossed.items():
            found[:, year, :, STAGES.index(stage)] = crossed.came, crossed.went, crossed.missing
    return OutsideOutcome(*found)


def _spending(staff: StaffOutcome | None, stages: Mapping[Stage, StageOutcome], world: World) -> SpendingOutcome | None:
    levers, money = world.plan.levers, world.county.money
    if staff is None or money is None:
        return None
    register = world.county.register
    legal = dict(zip(register.school_id, register.legal_school, strict=True))
    return spending(money, staff, stages, legal, levers.spending_rules, levers.capital, world.plan.limits)


def event_log(
    records: Sequence[Year],
    construction: Construction,
    office: Recruitment | None,
    calendar: AcademicCalendar,
    replications: Ints,
) -> tuple[Event, ...]:
    """Log of replication number 0: construction's, and what campuses did on opening days for want of rooms."""
    events = [*construction.events(), *(() if office is None else office.events())]
    for row in np.flatnonzero(replications == 0):
        for year, record in enumerate(records, start=calendar.baseline_year):
            for shortage in record.shortages:
                events += _shortage_events(shortage, int(row), float(calendar.opening_day(year)))
            events += _verification_events(record, int(row), calendar)
    return tuple(sorted(events, key=lambda event: event.day))


def _verification_events(record: Year, row: int, calendar: AcademicCalendar) -> Iterator[Event]:
    """One line a batch of the joint verification."""
    for day, served, queue in record.verified.batches if record.verified else ():
        yield Event(
            float(calendar.day(day)), "verification", "county", f"{served[row]} verified, {queue[row]} still queue"
        )


def _shortage_events(shortage: Shortage, row: int, day: float) -> Iterator[Event]:
    """In the order in which schools act: borrow, merge, divide anew, make do."""
    steps = (
        ("special rooms borrowed", shortage.borrowed, "{} rooms"),
        ("classes merged", shortage.merged, "{} classes for want of a room"),
        ("classes divided anew", shortage.anew, "every grade"),
        ("makeshift rooms", shortage.makeshift, "{} rooms missing"),
    )
    for kind, numbers, words in steps:
        for campus in np.flatnonzero(numbers[row]):
            yield Event(day, kind, shortage.campuses[campus], words.format(int(numbers[row, campus])))


def stage_outcome(stage: Stage, records: Sequence[Year], world: World, years: Sequence[int]) -> StageOutcome:
    """One stage of the ``records`` of ``years``."""
    of_stage = [year.stages[stage] for year in records]
    registered = np.zeros((len(years), len(world.start.crowding)), dtype=np.int64)
    if stage in AGED_STAGES:
        registered = np.rint([world.births.age_group(year, stage) for year in years]).astype(np.int64)
    return StageOutcome(
        units=world.layout.stages[stage].units,
        pupils=np.stack([r.state.pupils for r in of_stage]),
        classes=np.stack([r.state.classes for r in of_stage]),
        rooms=np.stack([r.rooms for r in of_stage]),
        borrowed=np.stack([r.borrowed for r in of_stage]),
        claims=np.stack([r.claims for r in of_stage]),
        claims_by_class=np.stack([r.claims_by_class for r in of_stage]),
        entry_rooms=np.stack([r.entry_rooms for r in of_stage]),
        entry_places=np.stack([r.entry_places for r in of_stage]),
        sent_elsewhere=np.stack([r.sent_elsewhere for r in of_stage]),
        over_cap=np.stack([r.over_cap.sum(axis=2) for r in of_stage]),
        entrants=np.stack([r.entrants for r in of_stage]),
        waiting=np.stack([r.state.waiting for r in of_stage]),
        registered=registered,
        backbone=np.stack([_backbone(stage, year, r) for year, r in zip(records, of_stage, strict=True)]),
    )


def _backbone(stage: Stage, year: Year, record: YearRecord) -> Ints:
    """Backbone teachers by unit; zero where they are not followed."""
    posted = None if year.staff is None else year.staff.state.backbone_posted.get(stage)
    return np.zeros_like(record.entrants) if posted is None else posted


def _staff_outcome(records: Sequence[Year], levers: Levers) -> StaffOutcome | None:
    staff = [year.staff for year in records if year.staff is not None]
    if len(staff) < len(records):
        return None

    def stacked(told: Callable[[StaffRecord], Ints]) -> Ints:
        return np.stack([told(record) for record in staff])

    subject, needed = stacked(lambda year: year.state.subject), stacked(lambda year: year.state.needed)
    return StaffOutcome(
        approved=stacked(lambda year: year.approved),
        entitled=stacked(lambda year: year.entitled),
        filled=stacked(lambda year: year.filled),
        outside=stacked(lambda year: year.outside),
        teachers=stacked(lambda year: year.state.teachers),
        needed=needed,
        teaching=stacked(lambda year: year.state.teaching),
        reviewed=stacked(lambda year: year.reviewed),
        advertised=stacked(lambda year: year.advertised),
        structural=stacked(lambda year: year.state.structural),
        missing=stacked(lambda year: year.state.missing),
        subject=subject,
        subject_cover=subject_cover(levers.lessons, levers.shared_lessons.reach, subject, needed),
        backbone=stacked(lambda year: year.state.backbone),
        filed=stacked(lambda year: year.state.filed),
        reserve=stacked(lambda year: year.reserve),
        temporary=stacked(lambda year: year.temporary),
        unstaffed=stacked(lambda year: year.unstaffed),
        retirements=stacked(lambda year: year.flows.retirements),
        leavers=stacked(lambda year: year.flows.leavers),
        moves=stacked(lambda year: year.flows.moves),
        hires=stacked(lambda year: year.flows.hires),
        talent=stacked(lambda year: year.flows.talent),
        outside_left=stacked(lambda year: year.flows.outside_left),
        outside_hires=stacked(lambda year: year.flows.outside_hires),
    )

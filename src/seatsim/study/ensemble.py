"""Many futures of one plan: the one function that ensembles, comparisons and searches all call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.limits import Limits
from seatsim.domain.outcome import Event, Outcome, ProjectOutcome, SpendingOutcome, StaffOutcome, StageOutcome
from seatsim.domain.scenario import Levers, Plan, Uncertainty
from seatsim.domain.stages import AGED_STAGES, CLASS_STAGES, STAGES, Stage
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.academic_year import academic_year, first_state, make_world
from seatsim.model.cohorts import draw_luck
from seatsim.model.construction import Construction
from seatsim.model.fills import in_force
from seatsim.model.finance import spending
from seatsim.model.needs import posts_of_pupils, subject_cover
from seatsim.model.recruitment import Recruitment
from seatsim.model.staff_state import People, StaffRecord, no_flows, without_stock
from seatsim.model.staffing import by_stages, draw_staff_luck, first_approved, first_staff, known_to_office
from seatsim.model.start import StageStart
from seatsim.model.state import Openings, Shortage, StageState, World, Year, YearRecord, plain_record, with_boundaries
from seatsim.model.stock import in_posts, outside_posts
from seatsim.model.streams import Draws

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

YearDone = Callable[[int], None]
"""Called with the academic year that has just been simulated."""


def simulate(
    county: County,
    plan: Plan,
    uncertainty: Uncertainty,
    draws: Draws,
    replications: Ints,
    year_done: YearDone | None = None,
    a_year_late: Collection[str] = (),
) -> Outcome:
    """Run one plan through the academic years of many futures.

    ``replications`` are replication numbers; all of them advance together, the leading axis of every array.
    The projects ``a_year_late`` open one September after the one that construction reaches, and count as being built
    until then; queues, money and the outcome's ``projects`` stay as they are.
    Reads no file and prints nothing. Raises Infeasible if no start fits the county's figures.
    """
    calendar = AcademicCalendar(county.baseline_year)
    world = make_world(county, plan, uncertainty, draws, replications)
    construction = Construction(
        plan.projects, plan.levers, uncertainty, plan.limits, draws, replications, calendar, plan.horizon
    )
    records = [baseline_year(first_state(world), world)]
    office = make_office(records[0], world, draws, replications)
    staff = records[0].staff
    for step in academic_years(world, construction, draws, replications, a_year_late, office, staff):
        records.append(_kept(step.record))
        if year_done is not None:
            year_done(step.year)
    events = _events(records, construction, office, calendar, replications)
    return _outcome(records, world, construction.outcome(calendar.opening_day(plan.horizon)), events)


def _kept(record: Year) -> Year:
    """What a run keeps of a year."""
    return record if record.staff is None else replace(record, staff=without_stock(record.staff))


@dataclass(frozen=True)
class Step:
    """One academic year of a block of replications."""

    year: int
    """Academic year."""
    before: Mapping[Stage, StageState]
    """State of the opening day before."""
    openings: Openings
    """What has opened."""
    record: Year
    """What the year left behind."""


def make_office(baseline: Year, world: World, draws: Draws, replications: Ints) -> Recruitment | None:
    """The personnel office on the baseline's opening day; None where staff are not followed."""
    if baseline.staff is None or world.staff is None:
        return None
    plan, nature = world.plan, world.uncertainty.recruitment
    office = Recruitment(world.county, plan, nature, baseline.staff.approved, draws, replications)
    office.tell(known_to_office(baseline.staff, _pupils(baseline), world.staff, 0), baseline.staff.approved)
    return office


def academic_years(
    world: World,
    construction: Construction,
    draws: Draws,
    replications: Ints,
    a_year_late: Collection[str] = (),
    office: Recruitment | None = None,
    staff: StaffRecord | None = None,
) -> Iterator[Step]:
    """Let construction, recruitment and the year step meet on 1 March and on every opening day to the horizon.

    ``staff`` : those of the baseline's opening day; without them and their ``office`` staff are not followed.
    """
    plan, calendar = world.plan, AcademicCalendar(world.county.baseline_year)
    state = first_state(world)
    opened = np.zeros((len(replications), len(plan.projects)), dtype=bool)
    planned = np.array([plan.projects[project].opens for project in construction.ids], dtype=np.int64)
    late = np.array([project in a_year_late for project in construction.ids], dtype=bool)
    for year in range(world.county.baseline_year + 1, plan.horizon + 1):
        construction.advance(calendar.spring_day(year - 1))
        construction.advance(calendar.opening_day(year))
        handed_over = _openings(construction, calendar, year, planned, late, opened)
        opened = handed_over.opened
        openings = with_boundaries(handed_over, in_force(plan.levers.layout.boundaries, year))
        luck = draw_luck(world.county, world.layout, world.uncertainty, draws, replications, year)
        people = None
        if office is not None and staff is not None:
            office.advance(calendar.opening_day(year))
            staff_luck = draw_staff_luck(world.uncertainty, draws, replications, year)
            settled = opened | construction.cancelled(calendar.opening_day(year))
            office.settle(dict(zip(construction.ids, settled.T, strict=True)))
            people = People(
                staff.state,
                office.begin(),
                office.approved,
                office.in_reserve(),
                office.reviewed,
                office.advertised,
                staff_luck,
            )
        record = academic_year(state, openings, luck, world, year, people)
        yield Step(year, state, openings, record)
        staff = record.staff
        if office is not None and staff is not None and world.staff is not None:
            known = known_to_office(staff, _pupils(record), world.staff, year - world.county.baseline_year)
            office.tell(known, staff.approved)
        state = {stage: record.stages[stage].state for stage in STAGES}


def _openings(
    construction: Construction, calendar: AcademicCalendar, year: int, planned: Ints, late: Bools, before: Bools
) -> Openings:
    """What has opened: handed over in time, and not before its planned September.

    A ``late`` project is where it was a year before, and under way until it opens.
    """
    day = calendar.opening_day(year)
    due = construction.handed_over(day) & (planned <= year)
    due_a_year_ago = construction.handed_over(calendar.opening_day(year - 1)) & (planned < year)
    opened = np.where(late, due_a_year_ago, due)
    return Openings(opened, opened & ~before, construction.under_way(day) | (late & due & ~due_a_year_ago))


def _pupils(year: Year) -> Ints:
    """Pupils by stage, shape (replications, stages) [pupils]."""
    return by_stages({stage: record.state.pupils.sum(axis=(1, 2)) for stage, record in year.stages.items()})


def baseline_year(state: Mapping[Stage, StageState], world: World) -> Year:
    """The record of the baseline's opening day: what was found, not simulated."""
    records = {}
    for stage in STAGES:
        start, here = world.start.stages[stage], state[stage]
        entrants = here.pupils[:, :, 0] if stage != "special" else np.zeros_like(start.plan)
        places = _places_found(stage, start, world.plan.limits) if stage in CLASS_STAGES else entrants
        records[stage] = replace(plain_record(here, entrants, places, np.zeros_like(here.waiting)), rooms=start.rooms)
    nobody = np.zeros(len(world.start.crowding), dtype=np.int64)
    return Year(records, nobody, nobody, nobody, (), None, _baseline_staff(records, world))


def _baseline_staff(records: Mapping[Stage, YearRecord], world: World) -> StaffRecord | None:
    """Staff as found: nothing has happened yet."""
    if world.staff is None:
        return None
    staff = world.staff.baseline
    state = first_staff(staff, world.county, world.plan, world.start, world.layout)
    none = np.zeros_like(state.teachers)
    pupils = by_stages({stage: record.state.pupils.sum(axis=(1, 2)) for stage, record in records.items()})
    entitled = posts_of_pupils(world.plan.levers.posts, pupils)
    return StaffRecord(
        state=state,
        filled=in_posts(state.stock),
        outside=outside_posts(state.stock),
        flows=no_flows(none),
        approved=first_approved(staff, state),
        entitled=entitled,
        reserve=none,
        reviewed=none,
        advertised=none,
        temporary=none,
        unstaffed=none,
    )


def _places_found(stage: Stage, start: StageStart, limits: Limits) -> Ints:
    """Entry places of the baseline: the rooms that the upper grades' classes left, up to the hard cap or the plan."""
    left = np.maximum(start.rooms - start.classes[:, :, 1:].sum(axis=2), 0)
    places: Ints = left * limits.hard_caps.of(stage)
    return np.minimum(places, start.plan) if stage == "senior" else places


def _outcome(records: Sequence[Year], world: World, projects: ProjectOutcome, events: tuple[Event, ...]) -> Outcome:
    county, layout = world.county, world.layout
    years = tuple(range(county.baseline_year, world.plan.horizon + 1))
    stages = {stage: _stage_outcome(stage, records, world, years) for stage in STAGES}
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
        equipment=world.plan.levers.equipment,
    )


def _spending(staff: StaffOutcome | None, stages: Mapping[Stage, StageOutcome], world: World) -> SpendingOutcome | None:
    levers, money = world.plan.levers, world.county.money
    if staff is None or money is None:
        return None
    register = world.county.register
    legal = dict(zip(register.school_id, register.legal_school, strict=True))
    return spending(money, staff, stages, legal, levers.spending_rules, levers.capital, world.plan.limits)


def _events(
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


def _stage_outcome(stage: Stage, records: Sequence[Year], world: World, years: Sequence[int]) -> StageOutcome:
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

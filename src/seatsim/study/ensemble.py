"""Many futures of one plan: the one function that ensembles, comparisons and searches all call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.limits import Limits
from seatsim.domain.outcome import Outcome
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.academic_year import academic_year, first_state, make_world
from seatsim.model.changes import Schedule
from seatsim.model.construction import Construction
from seatsim.model.luck import Luck, draw_luck
from seatsim.model.needs import posts_of_pupils
from seatsim.model.private_kindergartens import Closings
from seatsim.model.recruitment import Recruitment
from seatsim.model.staff_state import People, StaffLuck, StaffRecord, no_flows, without_stock
from seatsim.model.staffing import by_stages, draw_staff_luck, first_approved, first_staff, known_to_office
from seatsim.model.start import StageStart
from seatsim.model.state import Openings, StageState, World, Year, YearRecord, plain_record, with_changes
from seatsim.model.stock import in_posts, outside_posts
from seatsim.model.stored_draws import stored_draws
from seatsim.model.streams import Draws
from seatsim.study.gathering import event_log, gather, stage_outcome
from seatsim.study.policies import OneYear, Ordering, Policies

_FOR_GOOD = 10_000
"""More years than any run has."""

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
        plan.projects,
        plan.levers,
        uncertainty,
        plan.limits,
        draws,
        replications,
        calendar,
        plan.horizon,
        plan.waits_for("projects"),
    )
    records = [baseline_year(first_state(world), world)]
    office = make_office(records[0], world, draws, replications)
    staff = records[0].staff
    policies = Policies(world, len(replications), one_year(world)) if plan.policies else None
    if policies is None:
        construction.advance(calendar.opening_day(plan.horizon))  # nothing that the years show moves a build
    late = np.array([project in a_year_late for project in construction.ids], dtype=bool)
    for step in academic_years(world, construction, draws, replications, late, office, staff, policies):
        records.append(_kept(step.record))
        if year_done is not None:
            year_done(step.year)
    events = event_log(records, construction, office, calendar, replications)
    outcome = gather(records, world, construction.outcome(calendar.opening_day(plan.horizon)), events)
    return replace(
        outcome,
        policies=None if policies is None else policies.outcome(),
        stored_draws=stored_draws(world, draws, replications),
    )


def one_year(world: World) -> OneYear:
    """How policies read one year of a stage: as the measures do."""
    return lambda stage, record: stage_outcome(stage, [record], world, [world.county.baseline_year])


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
    late: Bools | None = None,
    office: Recruitment | None = None,
    staff: StaffRecord | None = None,
    policies: Policies | None = None,
) -> Iterator[Step]:
    """Let construction, recruitment and the year step meet on 1 March and on every opening day to the horizon.

    ``late`` : projects that open a year late, (projects,) or (replications, projects); None: none.
    ``staff`` : those of the baseline's opening day; without them and their ``office`` staff are not followed.
    """
    plan, calendar = world.plan, AcademicCalendar(world.county.baseline_year)
    state = first_state(world)
    opened = np.zeros((len(replications), len(plan.projects)), dtype=bool)
    planned = np.array([plan.projects[project].opens for project in construction.ids], dtype=np.int64)
    late = np.zeros(len(planned), dtype=bool) if late is None else late
    schedule = Schedule(plan, len(replications))
    nature = world.uncertainty.private_kindergartens
    ordering = Ordering(policies, construction, schedule, office, calendar)
    ordering.look(world.county.baseline_year, baseline_year(state, world) if policies else None)
    closings = Closings(world.layout.stages["kindergarten"], nature, draws, replications)
    stands = np.array([plan.projects[project].years or _FOR_GOOD for project in construction.ids], dtype=np.int64)
    first = np.full(opened.shape, _FOR_GOOD, dtype=np.int64)
    luck: Luck | None = None
    for year in range(world.county.baseline_year + 1, plan.horizon + 1):
        construction.advance(calendar.spring_day(year - 1))
        construction.advance(calendar.opening_day(year))
        handed_over = _openings(construction, calendar, year, planned, late, opened)
        opened = handed_over.opened
        first = np.where(handed_over.opens_now, year, first)
        standing = replace(handed_over, opened=opened & (year - first < stands), shut=closings.shut)
        openings = with_changes(standing, schedule.in_force(year), schedule.begin(year))
        luck = draw_luck(world.county, world.layout, world.uncertainty, draws, replications, year, luck)
        people = None
        if office is not None and staff is not None:
            office.advance(calendar.opening_day(year))
            settled = opened | construction.cancelled(calendar.opening_day(year))
            office.settle(dict(zip(construction.ids, settled.T, strict=True)))
            people = _people(office, staff, draw_staff_luck(world.uncertainty, draws, replications, year))
        record = academic_year(state, openings, luck, world, year, people)
        yield Step(year, state, openings, record)
        kindergarten = record.stages["kindergarten"]
        closings.look(
            kindergarten.state.pupils.sum(axis=2), kindergarten.rooms, plan.limits.planning.kindergarten, year
        )
        staff = record.staff
        if office is not None and staff is not None and world.staff is not None:
            known = known_to_office(staff, _pupils(record), world.staff, year - world.county.baseline_year)
            office.tell(known, staff.approved)
        ordering.look(year, record)
        state = {stage: record.stages[stage].state for stage in STAGES}


def _people(office: Recruitment, staff: StaffRecord, luck: StaffLuck) -> People:
    """What the year step is given of the staff: those of the year before, and who begins."""
    return People(
        staff.state,
        office.begin(),
        office.approved,
        office.in_reserve(),
        office.reviewed,
        office.advertised,
        luck,
    )


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

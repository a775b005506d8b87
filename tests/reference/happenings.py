"""What really happened in a case, read from its books: so that agreement is known to be about something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from books import HandOver, StaffBook, StageBook, YearBook
from generated_changes import stages_of
from generated_counties import Case, schools_with

from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, STAGES, Stage
from seatsim.model.academic_calendar import AcademicCalendar

_FORMED: tuple[Stage, ...] = CLASS_STAGES
_TOLD_OF_STAFF: tuple[str, ...] = (
    *("retirements", "leavers", "moves", "hires", "talent", "outside_left", "outside_hires", "reserve", "advertised"),
    *("temporary", "unstaffed", "filed", "structural", "missing", "subject", "backbone", "reviewed"),
)


def happenings(case: Case, books: list[YearBook], given: Mapping[str, HandOver]) -> frozenset[str]:
    """Everything of the list that happened in one future of the case."""
    found = set(_of_the_county(case))
    found |= set(_of_projects(case, given))
    for year, (before, now) in enumerate(pairwise(books), start=case.county.baseline_year + 1):
        found |= set(_of_a_year(case, year, before, now))
        if now.staff is not None:
            found |= {f"staff: {name}" for name in _TOLD_OF_STAFF if any(getattr(now.staff, name).values())}
            found |= set(_of_staff(now.staff))
    return frozenset(found)


def _of_the_county(case: Case) -> Iterator[str]:
    county, register, unsure = case.county, case.county.register, case.uncertainty
    if any(len(stages_of(register, row)) > 1 for row, kind in enumerate(register.kind) if kind == "nine-year"):
        yield "nine-year school"
    for stage in STAGES:
        if not schools_with(register, stage):
            yield f"empty stage: {stage}"
    for stage in COMPULSORY:
        zones = {register.zone[register.school_id.index(school)] for school in schools_with(register, stage)}
        if zones and len(zones) < len(county.zones):
            yield "zone without a stage"
    if county.grades["primary"] == 5:
        yield "five years and four"
    if county.grades["kindergarten"] == 4:
        yield "fourth kindergarten grade"
    for name, there in (
        ("catchments stated", county.catchments),
        ("feeders stated", county.feeders),
        ("retention", county.ratios.lost),
        ("statement that something is not there", [f for f in county.figures.values() if f.value == 0]),
    ):
        if there:
            yield name
    levers = case.plan.levers
    for stage in COMPULSORY:
        groups = [register.group[register.school_id.index(school)] for school in schools_with(register, stage)]
        if levers.groups.evens_out > 0 and any(name and groups.count(name) > 1 for name in groups):
            yield "pull of a group evens out"
    reach = levers.admission.reach_minutes
    if any(minutes > reach for zone in county.zones for minutes in zone.minutes):
        yield "zone out of reach"
    for name in ("births", "migration", "progression", "durations", "leaving", "recruitment", "private_kindergartens"):
        yield f"{name} {'on' if getattr(unsure, name).on else 'off'}"
    if county.staff is not None:
        yield "staff scaled" if county.staff.scaled else "staff as registered"
        yield "law of 2024" if county.staff.law.raised else "old retirement ages"


def _of_projects(case: Case, given: Mapping[str, HandOver]) -> Iterator[str]:
    calendar = AcademicCalendar(case.county.baseline_year)
    for name, told in given.items():
        project = case.plan.projects[name]
        planned = calendar.opening_day(project.opens)
        if told.cancelled is not None:
            yield "project cancelled"
        elif told.handed_over is None or told.handed_over > calendar.opening_day(case.plan.horizon):
            yield "project not handed over by the horizon"
        else:
            yield f"opened: {project.kind}"
            yield "handed over in time" if told.handed_over <= planned else "handed over late"
            if project.kind == "conversion" and not (
                project.rooms_K + project.rooms_P + project.rooms_J + project.rooms_S
            ):
                yield "conversion to nobody"
            year = calendar.opens_in(told.handed_over, project.opens)
            if project.years and year + project.years <= case.plan.horizon:
                yield "temporary rooms end"
            if project.fills == "split":
                yield "project moves grades"
            if project.takes_from and project.kind != "new-school":
                yield "other project takes from catchments"


def _of_a_year(case: Case, year: int, before: YearBook, now: YearBook) -> Iterator[str]:
    for stage in STAGES:
        yield from _of_a_stage(case, stage, before.stages[stage], now.stages[stage])
    for shortage in now.shortages.values():
        for name in ("borrowed", "merged", "anew", "makeshift"):
            if getattr(shortage, name):
                yield f"want of rooms: {name}"
    if now.verified is not None:
        yield "verified" if now.verified[0] == now.verified[1] else "verified in part"
    if now.left_education:
        yield "left education"
    if now.elsewhere:
        yield "study elsewhere"
    levers = case.plan.levers
    yield f"gate {levers.admission.gate}"
    yield f"last resort {levers.admission.last_resort}"
    yield "divided anew" if levers.admission.divide_anew else "classes live with their cohort"
    yield "special rooms" if levers.admission.borrow_special_rooms else "no special rooms"
    if any(line.year == year for line in levers.layout.boundaries.values()):
        yield "boundary"
    if any(line.year == year and line.grades for line in levers.layout.boundaries.values()):
        yield "boundary moves grades"
    if any(merger.year == year for merger in levers.small_schools.mergers.values()):
        yield "merger"
    migration = case.uncertainty.migration
    if migration.wave_share and 0 <= year - migration.wave_from < migration.wave_years:
        yield "wave"
    if levers.layout.homes_wait and "new-urban" in [zone.kind for zone in case.county.zones]:
        yield "homes wait"
    for formed in levers.groups.formed.values():
        if formed.year == year:
            yield f"group formed: {formed.kind}"
    yield from _of_sizes(case, now)


def _of_a_stage(case: Case, stage: Stage, before: StageBook, now: StageBook) -> Iterator[str]:
    register, projects = case.county.register, case.plan.projects.values()
    public = dict(zip(register.school_id, (owner == "public" for owner in register.ownership), strict=True))
    zone_of = dict(zip(register.school_id, register.zone, strict=True)) | {p.school: p.zone for p in projects if p.zone}
    built_on = {project.school for project in projects}
    yield from _of_waiting(stage, now)
    if any(any(numbers) for numbers in now.over_cap.values()):
        yield "placed over the cap"
    if any(any(numbers) for numbers in now.net.values()) and case.uncertainty.claims.spring_share > 0:
        yield "spring window"
    if stage in COMPULSORY:
        if any(now.sent_elsewhere.values()):
            yield "overflow"
        if any(not public.get(school, True) and count for school, count in now.entrants.items()):
            yield f"lottery: {stage}"
        taken: dict[str, int] = {}
        for school, zone in zone_of.items():
            taken[zone] = taken.get(zone, 0) + now.entrants.get(school, 0) - now.claims.get(school, 0)
        if any(count > 0 for count in taken.values()):
            yield "overflow between zones"
    for school, pupils in now.pupils.items():
        had, rooms = before.rooms[school], now.rooms[school]
        by_itself = not public.get(school, True) and school not in built_on
        if stage == "kindergarten" and had and not rooms and by_itself:
            yield "private kindergarten closed"
        if stage in _FORMED and had and not rooms and any(before.pupils[school]):
            yield "school lost all its rooms"
        if stage in _FORMED and had > rooms and any(pupils):
            yield "lost rooms"
            if sum(before.classes[school][:-1]) > rooms:
                yield "lost rooms with classes standing"
        yield from _of_classes(case, before, now, school)


def _of_waiting(stage: Stage, now: StageBook) -> Iterator[str]:
    if any(numbers[0] for numbers in now.waiting.values()):
        yield "at home" if stage == "kindergarten" else f"entrants await a place: {stage}"
    if any(any(numbers[1:]) for numbers in now.waiting.values()):
        yield f"pool above entry awaits a place: {stage}"


def _of_classes(case: Case, before: StageBook, now: StageBook, school: str) -> Iterator[str]:
    lever = case.plan.levers.admission
    if lever.divide_anew:
        return
    for grade in range(1, len(now.classes[school])):
        was, classes = before.classes[school][grade - 1], now.classes[school][grade]
        if 0 < was < classes and lever.split_above != "never":
            yield "class split"
        if 0 < classes < was:
            yield "fewer classes"


def _of_sizes(case: Case, now: YearBook) -> Iterator[str]:
    """Campuses that have reached their size limit, where it is small."""
    limits, register = case.plan.limits.schools, case.county.register
    for school, kind in zip(register.school_id, register.kind, strict=True):
        most = limits.of(kind)
        there = sum(sum(now.stages[stage].pupils.get(school, ())) for stage in CLASS_STAGES)
        if most is not None and there >= most and any(now.stages[s].claims.get(school, 0) for s in CLASS_STAGES):
            yield "campus at its size limit"


def _of_staff(staff: StaffBook) -> Iterator[str]:
    if any(count < 0 for count in staff.reviewed.values()):
        yield "posts struck"
    if any(staff.teaching[stage] > staff.needed[stage] for stage in CLASS_STAGES):
        yield "teachers beyond need"
    if any(staff.teaching[stage] < staff.needed[stage] for stage in CLASS_STAGES):
        yield "teachers short"

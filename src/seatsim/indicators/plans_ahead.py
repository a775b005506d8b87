"""Plans of admission that cannot be carried out, as far as it can be known before a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seatsim.domain.county import County
from seatsim.domain.phrase import Phrase
from seatsim.domain.project import Project
from seatsim.domain.scenario import Scenario, plan_of


@dataclass(frozen=True)
class _School:
    """A senior or vocational school on the baseline's opening day, with its projects."""

    id: str
    """Its id."""
    kind: str
    """Kind, by which its size is limited."""
    rooms: int
    """Senior classrooms [rooms]."""
    plan: int
    """Places planned a year [places/year]."""
    above: tuple[int, ...]
    """Senior pupils by grade [pupils]."""
    projects: tuple[Project, ...]
    """Projects that add to it, none of which waits for a policy."""


@dataclass(frozen=True)
class _Cut:
    """One September in which a plan is cut."""

    year: int
    """Academic year."""
    planned: int
    """Places planned [places]."""
    possible: int
    """Places that can be given at the most [places]."""
    why: Phrase
    """What bounds it."""


def plans_ahead(county: County, scenario: Scenario) -> Iterator[Phrase]:
    """A note on every senior plan above what rooms or the limit of the school's size allow, and on schools without.

    As if everyone stayed, every room held a class at the hard cap and every project opened when it is planned: what is
    told here a run can only find worse. What is not told here the run's answers tell.
    """
    for school in _schools(county, scenario):
        cuts = [*_cuts(school, county.baseline_year, scenario)]
        if cuts:
            worst = max(cuts, key=lambda cut: cut.planned - cut.possible)
            text = "{}: {:,} places are planned for {}, at most {:,} can be given ({}); cut in {} of the years to {}"
            told = (school.id, worst.planned, worst.year, worst.possible, worst.why, len(cuts), scenario.horizon)
            yield Phrase(text, *told)
    yield from _without_plan(county, scenario)


def _schools(county: County, scenario: Scenario) -> Iterator[_School]:
    """Schools that admit seniors by plan: those of the register, then new ones."""
    register, projects = county.register, _projects(scenario)
    for row, (school, kind) in enumerate(zip(register.school_id, register.kind, strict=True)):
        above = tuple(map(int, register.pupils["senior"][row]))
        own = tuple(project for project in projects if project.school == school)
        rooms = int(register.rooms["senior"][row])
        if rooms or any(above):
            yield _School(school, kind, rooms, int(register.plan[row]), above, own)
    for project in projects:
        if project.kind == "new-school" and project.rooms_S:
            none = (0,) * county.grades["senior"]
            own = tuple(other for other in projects if other.school == project.school)
            yield _School(project.school, "senior", 0, 0, none, own)


def _projects(scenario: Scenario) -> tuple[Project, ...]:
    waiting = plan_of(scenario).waits_for("projects")
    return tuple(project for name, project in scenario.projects.items() if name not in waiting)


def _cuts(school: _School, baseline: int, scenario: Scenario) -> Iterator[_Cut]:
    """Every September in which the plan is more than can be given, year by year."""
    grades, limits = school.above, scenario.limits
    most = limits.schools.of(school.kind)
    for year in range(baseline + 1, scenario.horizon + 1):
        opened = [p for p in school.projects if p.opens <= year and not (p.years and year >= p.opens + p.years)]
        planned = school.plan + sum(project.plan for project in opened)
        rooms = school.rooms + sum(project.rooms_S - project.gives_S for project in opened)
        going_on = sum(grades[:-1])
        held = rooms * limits.hard_caps.senior
        possible = max(held - going_on, 0)
        why = Phrase("its {} classrooms hold {:,} pupils", rooms, held)
        if most is not None and most < held:
            possible = max(most - going_on, 0)
            why = Phrase("limits.schools: {:,} pupils in a school", most)
        if planned > possible:
            yield _Cut(year, planned, possible, why)
        grades = (min(planned, possible), *grades[:-1])


def _without_plan(county: County, scenario: Scenario) -> Iterator[Phrase]:
    """Vocational schools to which nobody comes, because others have a plan and they have none."""
    register, projects = county.register, _projects(scenario)
    plans = {
        school: int(register.plan[row]) + sum(project.plan for project in projects if project.school == school)
        for row, (school, kind) in enumerate(zip(register.school_id, register.kind, strict=True))
        if kind == "vocational"
    }
    if any(plans.values()):
        for school in (name for name, plan in plans.items() if not plan):
            yield Phrase("{}: no plan of admission where other vocational schools have one: nobody enters it", school)

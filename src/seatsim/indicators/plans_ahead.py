"""Plans of admission that cannot be carried out, as far as it can be known before a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, floor, sqrt

from seatsim.domain.county import County
from seatsim.domain.phrase import Phrase
from seatsim.domain.project import Project
from seatsim.domain.scenario import Scenario, plan_of
from seatsim.domain.stages import grade_names
from seatsim.indicators.admission_plans import SLIGHT
from seatsim.model.luck import zone_pupils

_FARTHEST = 4.0
"""Standard deviations by which a grade may lose pupils beyond the usual in one year: about one cell of thirty thousand
loses more [sd]; assumed."""


@dataclass(frozen=True)
class _School:
    """A senior school on the baseline's opening day, with its projects."""

    id: str
    """Its id."""
    kind: str
    """Kind, by which its size is limited."""
    zone_pupils: float
    """Pupils of its zone, who share a shock of their own [pupils]."""
    rooms: int
    """Senior classrooms [rooms]."""
    plan: int
    """Places planned a year [places/year]."""
    pupils: tuple[int, ...]
    """Senior pupils by grade [pupils]."""
    classes: tuple[int, ...]
    """Senior classes by grade [classes]."""
    projects: tuple[Project, ...]
    """Projects that add to it, none of which waits for a policy."""
    waiting: tuple[Project, ...]
    """Those that wait for one."""


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

    What can be given is never below what a run finds: classes that go on keep their rooms as in the model, though as
    many pupils leave as hardly ever will, every room left holds a class at the hard cap, and rooms of projects are
    there when they are planned, those of policies at once. The number told is that of the first such year; later ones
    are counted as if the school admitted all it can. What is not told here the run's answers tell.
    """
    years = range(county.baseline_year + 1, scenario.horizon + 1)
    for school in _schools(county, scenario):
        cuts = [*_cuts(school, years, county, scenario)]
        if cuts:
            first = cuts[0]
            text = (
                "{}: {:,} places are planned for {}, at most {:,} can be given ({}); though it admits all it can, the"
                " plan is cut in {} of the {} years to {}"
            )
            told = (school.id, first.planned, first.year, first.possible, first.why)
            yield Phrase(text, *told, len(cuts), len(years), scenario.horizon)
    yield from _without_plan(county, scenario)


def _schools(county: County, scenario: Scenario) -> Iterator[_School]:
    """Schools that admit seniors by plan: those of the register, then new ones."""
    register, projects, waiting = county.register, _projects(scenario), _projects(scenario, waiting=True)
    in_zone = dict(zip((zone.id for zone in county.zones), zone_pupils(county).tolist(), strict=True))

    def own(school: str, some: tuple[Project, ...]) -> tuple[Project, ...]:
        return tuple(project for project in some if project.school == school)

    for row, (school, kind) in enumerate(zip(register.school_id, register.kind, strict=True)):
        pupils, classes = (tuple(map(int, of["senior"][row])) for of in (register.pupils, register.classes))
        rooms, others = int(register.rooms["senior"][row]), in_zone[register.zone[row]]
        if rooms or any(pupils):
            plan = int(register.plan[row])
            yield _School(
                school, kind, others, rooms, plan, pupils, classes, own(school, projects), own(school, waiting)
            )
    for project in projects:
        if project.kind == "new-school" and project.rooms_S:
            none = (0,) * county.grades["senior"]
            opened, later = own(project.school, projects), own(project.school, waiting)
            yield _School(project.school, "senior", 1.0, 0, 0, none, none, opened, later)


def _projects(scenario: Scenario, *, waiting: bool = False) -> tuple[Project, ...]:
    """Projects that wait for no policy, or those that do."""
    names = plan_of(scenario).waits_for("projects")
    return tuple(project for name, project in scenario.projects.items() if (name in names) == waiting)


def _cuts(school: _School, years: range, county: County, scenario: Scenario) -> Iterator[_Cut]:
    """Every September in which the plan is more than can be given, year by year."""
    pupils, classes = school.pupils, school.classes
    cap, most = scenario.limits.hard_caps.senior, scenario.limits.schools.of(school.kind)
    for year in years:
        begun = [project for project in school.projects if project.opens <= year]
        opened = [p for p in begun if not (p.years and year >= p.opens + p.years)]
        planned = school.plan + sum(project.plan for project in opened)
        # Works that take rooms, or give temporary ones back, may come late: until then the rooms are there.
        rooms = school.rooms + sum(project.rooms_S for project in (*begun, *school.waiting))
        pupils = (0, *_staying(school, pupils, county, scenario))
        classes = (0, *_going_on(pupils[1:], classes[:-1], scenario))
        # A grade that enters finds one room at the least.
        possible = max(rooms - sum(classes), 1 if rooms else 0) * cap
        text = "of its {} classrooms classes that go on keep {}, and a class holds {:,} pupils"
        why = Phrase(text, rooms, sum(classes), cap)
        if most is not None and most - sum(pupils) < possible:
            possible = max(most - sum(pupils), 0)
            why = Phrase("limits.schools: {:,} pupils in a school", most)
        if planned - possible > SLIGHT * planned:
            yield _Cut(year, planned, possible, why)
        entrants = min(planned, possible)
        pupils, classes = (entrants, *pupils[1:]), (-(-entrants // cap), *classes[1:])


def _staying(school: _School, pupils: tuple[int, ...], county: County, scenario: Scenario) -> Iterator[int]:
    """The fewest pupils of each grade but the last who sit in the next one a year on."""
    law = scenario.uncertainty.progression
    kept = county.ratios.kept(grade_names("senior", len(pupils)))
    shared = law.common_sd**2 + law.grade_sd**2 + law.zone_sd**2 + law.zone_variance / max(school.zone_pupils, 1.0)
    for grade, count in enumerate(pupils[:-1]):
        variance = shared + law.cell_sd**2 + law.cell_variance / max(count, 1)
        least = exp(-_FARTHEST * sqrt(variance)) if law.on else 1.0
        yield max(floor(count * float(kept[grade]) * least) - 1, 0)


def _going_on(pupils: tuple[int, ...], classes: tuple[int, ...], scenario: Scenario) -> tuple[int, ...]:
    """The fewest classes in which pupils who have moved up go on, by grade; ``classes`` : in which they sat."""
    if scenario.levers.admission.divide_anew:
        return tuple(-(-count // scenario.limits.hard_caps.senior) for count in pupils)
    wanted = [-(-count // scenario.limits.planning.senior) for count in pupils]
    return tuple(min(of, need) if of else need for of, need in zip(classes, wanted, strict=True))


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

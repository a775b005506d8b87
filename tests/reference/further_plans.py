"""What further counties' plans have that generated ones never do: see ``further_counties.py``."""

from __future__ import annotations

from dataclasses import replace

from dice import Dice
from generated_changes import stages_of
from generated_counties import Case
from generated_plans import BASELINE

from seatsim.domain.layout_levers import Boundary, Merger
from seatsim.domain.limits import StageSizes, StandardClass
from seatsim.domain.project import Project
from seatsim.domain.scenario import Levers, Plan

GIVEN_UP = BASELINE + 2
"""September in which a school that took over another one should give up its rooms."""


def public_rows(of: Case) -> list[int]:
    """Rows of the register's public schools."""
    return [row for row, owner in enumerate(of.county.register.ownership) if owner == "public"]


def projects_of_the_baseline_year(dice: Dice, of: Case, which: int) -> Case:
    """Every project should have opened in the baseline year, and is still built or handed over then."""
    projects = {
        key: replace(
            project,
            opens=BASELINE,
            phase=dice.pick(("acceptance", "acceptance", "construction", "review")),
            progress=dice.between(0.5, 0.99),
            starts="",
        )
        for key, project in of.plan.projects.items()
    }
    first = min(projects)
    projects[first] = replace(projects[first], phase="acceptance", progress=0.99)
    return replace(of, plan=replace(of.plan, projects=projects))


def standard_above_the_cap(dice: Dice, of: Case, which: int) -> Case:
    """Standard classes larger than the cap, with either gate, and more children than before."""
    caps = StageSizes(30, 45, 50, 50)
    planning = StageSizes(*(dice.pick((cap, cap - 5)) for cap in (30, 45, 50, 50)))
    standard = StandardClass((28, 35, 40, 45)[: of.county.grades["kindergarten"]], 46, 60, 55)
    limits = replace(of.plan.limits, standard=standard, planning=planning, hard_caps=caps)
    gate = ("strict", "open", "strict")[which]
    admission = replace(of.plan.levers.admission, gate="strict" if gate == "strict" else "open")
    ratios = replace(of.county.ratios, kindergarten_entry=1.5, primary_entry=1.5, junior_entry=1.3)
    progression = replace(of.uncertainty.progression, on=True, cell_variance=0.3)
    return replace(
        of,
        county=replace(of.county, ratios=ratios),
        uncertainty=replace(of.uncertainty, progression=progression),
        plan=replace(of.plan, limits=limits, levers=replace(of.plan.levers, admission=admission)),
    )


def line_to_a_stage_that_is_built(dice: Dice, of: Case, which: int) -> Case:
    """A boundary gives a primary school pupils before it has a junior stage, and in the stage once it is built.

    A new school takes from the stage that is built, too.
    """
    register, zone = of.county.register, dice.pick(of.county.zones).id
    school = next(
        name
        for row, name in enumerate(register.school_id)
        if row in public_rows(of) and set(stages_of(register, row)) == {"primary"} and not _built_on(of, name)
    )
    plan = _without(of.plan, [school])
    built = Project("extension", school, BASELINE + 3, "test", rooms_J=dice.whole(3, 12))
    built = replace(built, phase="construction", progress=0.8)
    beside = Project("new-school", "55-beside", BASELINE + 3, "test", zone=zone, rooms_J=6, phase="construction")
    beside = replace(beside, fills="entry", takes_from={school: 0.5, zone: 0.25})
    grades = ("P3", "P5") if which != 1 else ()
    line = Boundary(school, BASELINE + 1, {of.county.zones[0].id: dice.pick((0.5, 0.75))}, "test", grades)
    layout = replace(plan.levers.layout, boundaries={**plan.levers.layout.boundaries, "line-built": line})
    projects = {**plan.projects, "m-built": built, "n-beside": beside}
    limits = register.site_limit.copy()
    limits[register.school_id.index(school)] = 0
    county = replace(of.county, register=replace(register, site_limit=limits))
    return replace(of, county=county, plan=replace(plan, projects=projects, levers=replace(plan.levers, layout=layout)))


def mergers_into_a_school_that_is_given_up(dice: Dice, of: Case, which: int) -> Case:
    """Two schools merge into a third, the second after that one has given up all its rooms; a project takes from it."""
    register = of.county.register
    rows = [
        row
        for row in public_rows(of)
        if set(stages_of(register, row)) == {"primary"} and not _built_on(of, register.school_id[row])
    ]
    rows = sorted(rows, key=lambda row: int(register.pupils["primary"][row].sum()))[-3:]
    one, other, into = dice.some([register.school_id[row] for row in rows], least=3)
    plan = _without(of.plan, [one, other, into])
    mergers = {
        "merger-a": Merger(one, into, BASELINE + 1, "test"),
        "merger-b": Merger(other, into, GIVEN_UP + 1, "test"),
    }
    rooms = int(register.rooms["primary"][register.school_id.index(into)])
    given = Project("conversion", into, GIVEN_UP, "test", gives_P=rooms, phase="acceptance", progress=0.5)
    zone = dice.pick(of.county.zones).id
    new = Project("new-school", "44-takes", BASELINE + 1, "test", zone=zone, rooms_P=8, phase="acceptance")
    new = replace(new, fills="split", grades=("P2", "P4"), takes_from={other: 0.3, into: 0.6, one: 0.2})
    levers: Levers = replace(plan.levers, small_schools=replace(plan.levers.small_schools, mergers=mergers))
    projects = {**plan.projects, "k-given": given, "q-takes": new}
    return replace(of, plan=replace(plan, levers=levers, projects=projects))


def _built_on(of: Case, school: str) -> bool:
    return any(project.school == school for project in of.plan.projects.values())


def _without(plan: Plan, schools: list[str]) -> Plan:
    """The plan without mergers of these schools."""
    mergers = {
        key: merger
        for key, merger in plan.levers.small_schools.mergers.items()
        if merger.school not in schools and merger.into not in schools
    }
    return replace(plan, levers=replace(plan.levers, small_schools=replace(plan.levers.small_schools, mergers=mergers)))

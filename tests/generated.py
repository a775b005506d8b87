"""Generated counties for property tests: nine-year schools, splits, lost rooms, empty stages, private kindergartens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np
from hypothesis import strategies as st

from counties import GRADES, School, make_county, make_plan, make_uncertainty
from seatsim.domain.county import County, Ratios, Zone
from seatsim.domain.layout_levers import Boundary, Group, GroupsLever, LayoutLever, Merger, SmallSchoolsLever
from seatsim.domain.project import Project
from seatsim.domain.scenario import Plan, Uncertainty, VerificationLever
from seatsim.domain.stages import STAGES, STAGES_OF_KIND, Stage
from seatsim.domain.text import Text
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.academic_year import first_state, make_world
from seatsim.model.construction import Construction
from seatsim.model.state import World
from seatsim.model.streams import Draws
from seatsim.study.ensemble import Step, academic_years, baseline_year, make_office
from staffed import money_of, staff_of, with_staff

GATES: tuple[Literal["open", "strict"], ...] = ("open", "strict")
LAST_RESORTS: tuple[Literal["wait", "over-cap"], ...] = ("wait", "over-cap")
_FORMING = ("kindergarten", "primary", "junior", "senior")


@st.composite
def schools(draw: st.DrawFn, name: str, zone: str) -> School:
    """A school with a plausible or an absurd number of pupils in few or many classes and rooms."""
    kind = draw(st.sampled_from(sorted(STAGES_OF_KIND)))
    pupils, classes, rooms = {}, {}, {}
    for stage in STAGES_OF_KIND[kind]:
        counts = draw(st.lists(st.integers(0, 200), min_size=GRADES[stage], max_size=GRADES[stage]))
        pupils[stage] = counts
        if stage in _FORMING:
            size = draw(st.integers(20, 70))
            classes[stage] = [-(-n // size) for n in counts]
            rooms[stage] = sum(classes[stage]) + draw(st.integers(0, 4))
    return School(
        name,
        kind,
        zone,
        rooms,
        pupils,
        classes,
        special_rooms=draw(st.integers(0, 3)),
        plan=draw(st.integers(0, 200)),
        ownership=draw(st.sampled_from(["public", "private"])),
        group=draw(st.sampled_from(["", "", "g"])),
    )


@st.composite
def counties(draw: st.DrawFn) -> County:
    """One to three zones in a row, some without a school of some stage."""
    count = draw(st.integers(1, 3))
    names = [f"z{i}" for i in range(count)]
    kinds = ["old-town", "new-urban", "town"]
    zones = [
        Zone(
            name,
            Text(),
            kinds[i],
            tuple(n for n in (f"z{i - 1}", f"z{i + 1}") if n in names),
            tuple(draw(st.sampled_from([10.0, 45.0])) for n in (f"z{i - 1}", f"z{i + 1}") if n in names),
        )
        for i, name in enumerate(names)
    ]
    base = [School("p0", "primary", "z0", {"primary": 12}, {"primary": [80] * 6}, {"primary": [2] * 6})]
    base += [School("p1", "primary", names[-1], {"primary": 6}, {"primary": [12] * 6}, {"primary": [1] * 6}, group="h")]
    base += [School("j0", "junior", "z0", {"junior": 6}, {"junior": [90] * 3}, {"junior": [2] * 3})]
    base += [
        School("k0", "kindergarten", "z0", {"kindergarten": 6}, {"kindergarten": [50] * 3}, {"kindergarten": [2] * 3})
    ]
    more = draw(st.integers(0, 5))
    base += [draw(schools(f"x{i}", draw(st.sampled_from(names)))) for i in range(more)]
    ratio = st.floats(0.9, 1.3)
    return make_county(
        base,
        births={name: float(draw(st.integers(0, 400))) for name in names},
        zones=zones,
        ratios=Ratios(draw(ratio), draw(ratio), draw(ratio), draw(st.floats(0.8, 1.0))),
    )


@st.composite
def plans(draw: st.DrawFn, county: County) -> Plan:
    """A new primary school that fills by entry or split, and an extension that closes rooms while it is built."""
    fills = draw(st.sampled_from(["entry", "split"]))
    new = Project(
        kind="new-school",
        school="new",
        opens=2022,
        source="test",
        zone=county.zones[-1].id,
        rooms_P=draw(st.integers(1, 30)),
        fills="split" if fills == "split" else "entry",
        grades=("P1", "P2", "P3") if fills == "split" else (),
        takes_from={"z0": draw(st.floats(0.0, 1.0)), "p0": draw(st.floats(0.0, 1.0))},
    )
    extension = Project(
        kind="extension",
        school="p0",
        opens=2022,
        source="test",
        rooms_P=draw(st.integers(1, 6)),
        closes_rooms=draw(st.integers(0, 12)),
        phase=draw(st.sampled_from(["idea", "construction"])),
    )
    moving = Project(kind="move", school="j0", opens=2023, source="test", rooms_J=draw(st.integers(1, 12)))
    converted = Project(
        "conversion", "p0", 2022, "test", rooms_J=2, gives_P=draw(st.integers(1, 3)), phase="acceptance"
    )
    nursery = Project("conversion", "k0", 2021, "test", gives_K=draw(st.integers(1, 9)), phase="acceptance")
    years = draw(st.sampled_from([0, 2]))
    huts = Project("temporary", "j0", 2021, "test", rooms_J=3, years=years, phase="acceptance")
    projects = {
        "new": new,
        "extension": extension,
        "moving": moving,
        "converted": converted,
        "nursery": nursery,
        "huts": huts,
    }
    chosen = draw(st.sets(st.sampled_from(sorted(projects))))
    grades = draw(st.sampled_from([(), ("P2", "P4", "J3")]))
    boundary = Boundary("j0" if draw(st.booleans()) else "p0", 2023, {"z0": draw(st.floats(0.0, 1.0))}, "test", grades)
    plan = make_plan(
        {name: projects[name] for name in sorted(chosen)},
        horizon=2026,
        hard_cap=draw(st.sampled_from([50, 55, 65])),
        split_above=draw(st.one_of(st.just("never"), st.sampled_from([45, 55]))),
        divide_anew=draw(st.booleans()),
        gate=draw(st.sampled_from(GATES)),
        last_resort=draw(st.sampled_from(LAST_RESORTS)),
        verification=VerificationLever(
            draw(st.booleans()), draw(st.integers(0, 2)), draw(st.sampled_from([5, 50, 500]))
        ),
    )
    layout = LayoutLever(draw(st.booleans()), {"line": boundary} if draw(st.booleans()) else {})
    merger = {"small": Merger("p1", "p0", 2023, "test")} if draw(st.booleans()) else {}
    together = Group(draw(st.sampled_from(["一体型", "联盟型", "辐射型"])), ("p0", "p1"), 2022, "test")
    groups = GroupsLever(draw(st.sampled_from([0.0, 0.3, 1.0])), {"together": together} if draw(st.booleans()) else {})
    levers = replace(plan.levers, layout=layout, small_schools=SmallSchoolsLever(merger), groups=groups)
    return replace(plan, levers=levers)


@st.composite
def cases(draw: st.DrawFn) -> tuple[County, Plan, Uncertainty]:
    """A county, a plan for it and uncertainties, all on or all off."""
    county = draw(counties())
    if draw(st.booleans()):
        posts: dict[Stage, int] = {stage: draw(st.integers(0, 60)) for stage in STAGES}
        people = staff_of(posts, posts, ages=draw(st.sampled_from([(25, 54), (50, 66)])))
        people = replace(people, structural_shortage=0.1, backbone_share=0.3)
        county = with_staff(county, people, money_of(5000.0))
    return county, draw(plans(county)), make_uncertainty(draw(st.booleans()), spring_share=draw(st.floats(0.0, 1.0)))


def steps(
    county: County, plan: Plan, uncertainty: Uncertainty, seed: int = 1, replications: int = 3
) -> Iterator[tuple[World, Step]]:
    """Every academic year as a run takes it, with what never changes."""
    numbers, draws = np.arange(replications), Draws(seed)
    calendar = AcademicCalendar(county.baseline_year)
    world = make_world(county, plan, uncertainty, draws, numbers)
    works = Construction(plan.projects, plan.levers, uncertainty, plan.limits, draws, numbers, calendar, plan.horizon)
    baseline = baseline_year(first_state(world), world)
    office = make_office(baseline, world, draws, numbers)
    for step in academic_years(world, works, draws, numbers, office=office, staff=baseline.staff):
        yield world, step

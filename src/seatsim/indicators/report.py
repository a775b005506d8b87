"""Indicators of the report: its figures beside what the county's files and the plan hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from seatsim.domain.county import County
from seatsim.domain.figures import Figure, Reconciled
from seatsim.domain.limits import Limits
from seatsim.domain.measures import RESOURCES
from seatsim.domain.project import Project
from seatsim.domain.scenario import Levers
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, LETTER, Stage
from seatsim.domain.text import Text
from seatsim.indicators.between_schools import TEACHING_POINT
from seatsim.indicators.class_sizes import class_sizes
from seatsim.indicators.report_figures import Indicator, from_figures
from seatsim.indicators.staff_measures import AFFORDABLE
from seatsim.indicators.variation import variation

_UNDER_WAY = "construction"


def report_indicators(
    county: County, levers: Levers, limits: Limits, projects: Mapping[str, Project], reconciled: Reconciled | None
) -> tuple[Indicator, ...]:
    """Every indicator whose figures the county has, the report's own order within each group."""
    figures = county.figures
    found = [*from_figures(figures), *_of_county(county, limits, reconciled), *_of_plan(county, levers, projects)]
    return tuple(found)


def _beside(
    figures: Mapping[str, Figure], figure: str, name: str, text: Text, against: str, beside: float | None
) -> Iterator[Indicator]:
    """A figure as it is, beside another number; nothing where the figure is not known."""
    if figure in figures:
        known = figures[figure]
        yield Indicator(name, text, (figure,), known.unit, known.value, against if beside is not None else "", beside)


def _of_county(county: County, limits: Limits, reconciled: Reconciled | None) -> Iterator[Indicator]:
    """Beside what the county's files hold."""
    f = county.figures
    text = Text("普惠性幼儿园覆盖率,旁为名册", "children in public or affordable kindergartens, beside the register")
    yield from _beside(f, "F13.affordable", "affordable", text, "county", _affordable(county))
    for stage in COMPULSORY:
        zh = "小学" if stage == "primary" else "初中"
        text = Text(f"{zh}校际均衡差异系数,旁为名册", f"variation between schools, {stage}, beside the register")
        yield from _beside(f, f"F16.{stage}", f"variation_{stage}", text, "county", _composite(stage, county))
    text = Text(
        "报告所述超班额(1为是),旁为名册中的大班数", "crowding as stated (1 = yes), beside the register's large classes"
    )
    yield from _beside(f, "F18", "crowding_stated", text, "county", _large_classes(county, limits))
    yield from _studios(county)
    if reconciled is not None:
        yield from _neighbour(f, reconciled)


def _studios(county: County) -> Iterator[Indicator]:
    """Studios of master teachers over the teachers of the baseline."""
    if "F15.studios" not in county.figures or county.staff is None:
        return
    in_posts, outside = county.staff.stock[:, 0].sum(axis=(1, 2, 3)), county.staff.stock[:, 1].sum(axis=(1, 2, 3))
    teachers = float((in_posts * county.staff.teaching_share + outside).sum())
    if teachers > 0:
        text = Text("每千名专任教师的名师工作室", "master-teacher studios per 1,000 full-time teachers")
        value = 1000 * county.figures["F15.studios"].value / teachers
        yield Indicator("studios_per_1000", text, ("F15.studios",), "studios/1,000", value, "", None)


def _neighbour(figures: Mapping[str, Figure], reconciled: Reconciled) -> Iterator[Indicator]:
    """Kindergarten children per school pupil here and in the neighbouring county."""
    names = ("T.kindergarten_children", "T.school_pupils")
    if any(name not in figures or figures[name].value <= 0 for name in names):
        return
    cells = dict(zip(reconciled.cells, reconciled.mean.tolist(), strict=True))
    school: tuple[Stage, ...] = ("primary", "junior", "senior", "vocational")
    here = {
        stage: sum(n for cell, n in cells.items() if cell[0] == LETTER[stage]) for stage in ("kindergarten", *school)
    }
    text = Text(
        "每百名中小学生的幼儿数:邻县,旁为本县", "kindergarten children per 100 school pupils: neighbour, beside here"
    )
    value = 100 * figures[names[0]].value / figures[names[1]].value
    beside = 100 * here["kindergarten"] / sum(here[stage] for stage in school)
    yield Indicator("kindergarten_per_100", text, names, "children/100 pupils", value, "county", beside)


def _affordable(county: County) -> float | None:
    """Share of the register's kindergarten children in public or affordable kindergartens [%]."""
    children = county.register.pupils["kindergarten"].sum(axis=1)
    counts = np.array([owner in AFFORDABLE for owner in county.register.ownership])
    return 100 * float((children * counts).sum() / children.sum()) if children.sum() else None


def _composite(stage: Stage, county: County) -> float | None:
    """Mean of the single coefficients of what the register holds; None where nothing is on record."""
    pupils = county.register.pupils[stage].sum(axis=1)
    single = []
    for indicator in RESOURCES:
        held = np.array([county.resources.get((s, stage, indicator), np.nan) for s in county.register.school_id])
        if not np.isnan(held).all():
            single.append(float(variation(held, pupils, fewest=TEACHING_POINT)))
    return sum(single) / len(single) if single else None


def _large_classes(county: County, limits: Limits) -> float:
    """Classes of the register that are large [classes]."""
    register = county.register
    sizes = [class_sizes(register.pupils[stage], register.classes[stage]) for stage in CLASS_STAGES]
    return float(sum(size.classes_from(limits.classes.large).sum() for size in sizes))


def _of_plan(county: County, levers: Levers, projects: Mapping[str, Project]) -> Iterator[Indicator]:
    """Beside what the plan holds; projects only where there are any."""
    f, first = county.figures, county.baseline_year
    exchange = levers.exchange
    text = Text("集团内交流教师占比,旁为方案", "teachers exchanged within groups, beside the plan")
    yield from _beside(f, "F17.teachers", "exchange_teachers", text, "plan", 100 * exchange.teachers)
    text = Text("骨干教师交流占比,旁为方案", "backbone teachers exchanged, beside the plan")
    yield from _beside(f, "F17.backbone", "exchange_backbone", text, "plan", 100 * exchange.backbone)
    text = Text("新增骨干教师,旁为方案每年", "new backbone teachers, beside the plan's a year")
    yield from _beside(f, "F15.new_backbone", "new_backbone", text, "plan", float(levers.backbone.new_a_year))
    text = Text("引进高层次教师,旁为方案", "high-level teachers sought, beside the plan")
    yield from _beside(f, "L9.teachers", "talent_teachers", text, "plan", float(levers.talent.teachers))
    text = Text("引进年限,旁为方案", "years in which they are sought, beside the plan")
    yield from _beside(f, "L9.years", "talent_years", text, "plan", float(levers.talent.years))
    under_way = [project for project in projects.values() if project.phase == _UNDER_WAY]
    starts = [project for project in projects.values() if project.phase not in (_UNDER_WAY, "acceptance")]
    for figure, name, zh, en, count in (
        ("F11.projects", "projects_under_way", "在建项目", "projects under way", len(under_way)),
        ("L2.starts", "projects_started", "次年开工项目", "projects to start in the next year", len(starts)),
        (
            "L2.completions",
            "projects_completed",
            "次年完工项目",
            "projects to be completed in the next year",
            sum(p.opens == first + 1 for p in under_way),
        ),
    ):
        text = Text(f"{zh},旁为方案", f"{en}, beside the plan")
        yield from _beside(f, figure, name, text, "plan", float(count) if projects else None)

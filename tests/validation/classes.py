"""Number of classes by the program's class rules against every class of a district.

    python tests/validation/classes.py [SECTIONS.csv] [--fixed-until 2017] [--leave-out 2020 --leave-out 2021]

SECTIONS.csv has one row a class: ``school,year,grade,section,size``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from class_counts import (
    Bools,
    Counts,
    Ints,
    Sizes,
    Trials,
    above,
    best_caps,
    by_cap,
    carried,
    formed,
    read_sections,
    rolled,
    school_caps,
    truly_above,
)
from scored import DATA, as_json, interval, span, table

_RULES = "class rules, two sizes a grade"
_COHORT = "as many as the cohort had"


@dataclass(frozen=True)
class Scored:
    """What one way to tell the number of classes comes to."""

    name: str
    """What is told from what."""
    classes: Ints
    """Classes told, shape (schools, years, grades)."""
    cells: Bools
    """Cells in which it is scored, same shape."""


def ways(counts: Counts, cells: Bools, fixed_until: int, left_out: tuple[int, ...]) -> tuple[list[Scored], Sizes]:
    """Every way to tell the number of classes, and the sizes that the rules were given.

    Sizes and caps are chosen on the cells of years up to ``fixed_until`` alone.
    """
    early = cells & (counts.years <= fixed_until)[None, :, None]
    trials = Trials.of(counts)
    sizes, pair = trials.best(early), trials.best(early, by_grade=False)
    caps, one_cap = best_caps(counts, early, by_grade=True), best_caps(counts, early, by_grade=False)
    carried_on, followed = carried(counts, sizes, left_out)
    earlier, told = rolled(counts, trials, cells)
    one = f"class rules, {pair.planning[0]} and {pair.split_above[0]} in all grades"
    return [
        Scored(_RULES, formed(counts.pupils, counts.before, sizes), cells),
        Scored("the same, sizes of earlier years only", earlier, told),
        Scored(one, formed(counts.pupils, counts.before, pair), cells),
        Scored("carried on from the entry classes", carried_on, cells & followed),
        Scored(_COHORT, counts.before, cells),
        Scored(f"pupils / {one_cap[0]}, rounded up", by_cap(counts, one_cap), cells),
        Scored("pupils / a cap for each grade, rounded up", by_cap(counts, caps), cells),
    ], sizes


def exact(counts: Counts, way: Scored, years: Bools) -> float | None:
    """Share of cells of the ``years`` with the true number of classes [%]."""
    cells = way.cells & years[None, :, None]
    return float((way.classes == counts.classes)[cells].mean() * 100) if cells.any() else None


def entry_ways(counts: Counts, largest: int, fixed_until: int, left_out: tuple[int, ...]) -> list[Scored]:
    """Entry classes to one planning size, to one for each school, and as many as the school's had last year."""
    usual = (counts.classes > 0) & (counts.largest <= largest) & ~np.isin(counts.years, left_out)[None, :, None]
    first = np.zeros_like(usual)
    first[:, 1:, 0] = usual[:, 1:, 0] & (counts.classes[:, :-1, 0] > 0)
    early = first & (counts.years <= fixed_until)[None, :, None]
    size, sizes = best_caps(counts, early, by_grade=False), school_caps(counts, early)
    last_year = np.zeros_like(counts.classes)
    last_year[:, 1:] = counts.classes[:, :-1]
    return [
        Scored(f"one planning size, {size[0]}", by_cap(counts, size), first),
        Scored(f"one for each school, {sizes.min()} to {sizes.max()}", by_cap(counts, sizes), first),
        Scored("as many as last year's entry grade", last_year, first),
    ]


def last_to_choose_on(counts: Counts, cells: Bools, until: int) -> int:
    """Last year on which sizes are chosen: ``until``, but in a history that begins later the middle of its years.

    Raises ValueError where no cohort can be followed from one year to the next.
    """
    years = counts.years[cells.any(axis=(0, 2))]
    if not len(years):
        raise ValueError("no cohort has a class in two years running")
    return until if years[0] <= until else int(years[(len(years) - 1) // 2])


def report(path: Path, fixed_until: int, left_out: tuple[int, ...], largest: int) -> dict[str, Any]:
    """All figures of one file."""
    counts = read_sections(path)
    cells = counts.targets(largest, left_out)
    fixed_until = last_to_choose_on(counts, cells, fixed_until)
    entering = entry_ways(counts, largest, fixed_until, left_out)
    told, sizes = ways(counts, cells, fixed_until, left_out)
    early = counts.years <= fixed_until
    spans = {"all": early | ~early, "early": early, "late": ~early}
    pandemic = counts.targets(largest) & ~cells
    return {
        "file": path.name,
        "cells": {name: int((cells & years[None, :, None]).sum()) for name, years in spans.items()},
        "fixed_until": fixed_until,
        "left_out": list(left_out),
        "grades": counts.grades[1:].tolist(),
        "planning": sizes.planning[1:].tolist(),
        "split_above": sizes.split_above[1:].tolist(),
        "exact": _exact(counts, told, spans),
        "interval": {way.name: _interval(counts, way) for way in told},
        "gain": _gain(counts, told, cells),
        "by_grade": _by_grade(counts, told[0]),
        "left_out_exact": {
            way.name: exact(counts, Scored(way.name, way.classes, pandemic), spans["all"])
            for way in told
            if way.name in (_RULES, _COHORT)
        },
        "entry_cells": int(entering[0].cells.sum()),
        "entry": _exact(counts, entering, spans),
        "above": _crowding(counts, told[0]),
    }


def _exact(counts: Counts, told: list[Scored], spans: dict[str, Bools]) -> dict[str, dict[str, float | None]]:
    return {way.name: {which: exact(counts, way, years) for which, years in spans.items()} for way in told}


def _interval(counts: Counts, way: Scored) -> tuple[float, float] | None:
    years = np.broadcast_to(counts.years[None, :, None], way.cells.shape)[way.cells]
    return interval((way.classes == counts.classes)[way.cells] * 100.0, years)


def _gain(counts: Counts, told: list[Scored], cells: Bools) -> tuple[float, float] | None:
    """Interval of how much oftener the rules are exact than the cohort's own number [points]."""
    hits = {way.name: (way.classes == counts.classes)[cells].astype(float) for way in told}
    years = np.broadcast_to(counts.years[None, :, None], cells.shape)[cells]
    return interval((hits[_RULES] - hits[_COHORT]) * 100, years)


def _by_grade(counts: Counts, way: Scored) -> dict[str, float]:
    hits = way.classes == counts.classes
    return {
        str(grade): float(hits[:, :, place][way.cells[:, :, place]].mean() * 100)
        for place, grade in enumerate(counts.grades)
        if way.cells[:, :, place].any()
    }


def _crowding(counts: Counts, way: Scored) -> dict[str, dict[str, float]]:
    """Share of pupils in classes above a size: truly, with the true classes divided evenly, and by the rules [%]."""
    ordered = np.sort(counts.pupils[way.cells] / counts.classes[way.cells])
    first, last = int(ordered[len(ordered) // 2]), int(ordered[-1])
    return {
        str(size): {
            "true": 100 * truly_above(counts, way.cells, size),
            "true classes, even": 100 * above(counts, counts.classes, way.cells, size),
            "rules": 100 * above(counts, way.classes, way.cells, size),
        }
        for size in range(first, last + 1, 2)
    }


_SPANS = ("all", "early", "late")


def printed(figures: dict[str, Any]) -> str:
    """The figures as tables in plain text."""
    until = figures["fixed_until"]
    cells, left_out = figures["cells"], ", ".join(str(year) for year in figures["left_out"]) or "none"
    rows = [
        [name, *(_share(spans[which]) for which in _SPANS), span(figures["interval"][name])]
        for name, spans in figures["exact"].items()
    ]
    entering = [[name, *(_share(hit[which]) for which in _SPANS)] for name, hit in figures["entry"].items()]
    crowded = [[size, *(_share(share) for share in shares.values())] for size, shares in figures["above"].items()]
    parts = [
        f"{figures['file']}: {cells['all']} cells, {cells['early']} up to {until}, {cells['late']} later; "
        f"years left out: {left_out}",
        f"Planning size and split_above, chosen on years up to {until}: " + _pairs(figures),
        "Exact number of classes, % of cells",
        table(["told by", "all", f"<= {until}", "later", "90 % interval"], rows),
        "Exact oftener than the cohort's own number, in points (90 %): " + span(figures["gain"]),
        table(["grade", "rules"], [[grade, _share(share)] for grade, share in figures["by_grade"].items()]),
        "Years left out: " + ", ".join(f"{name} {_share(hit)}" for name, hit in figures["left_out_exact"].items()),
        f"Exact number of entry classes, % of {figures['entry_cells']} cells",
        table(["told by", "all", f"<= {until}", "later"], entering),
        "Pupils in classes above a size, %",
        table(["above", "true", "true classes, even", "rules"], crowded),
    ]
    return "\n\n".join(parts)


def _pairs(figures: dict[str, Any]) -> str:
    pairs = zip(figures["grades"], figures["planning"], figures["split_above"], strict=True)
    return "; ".join(f"grade {grade}: {low} and {high}" for grade, low, high in pairs)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


@click.command()
@click.argument("sections", type=click.Path(path_type=Path), default=DATA / "ecasd_classes" / "sections.csv")
@click.option("--fixed-until", default=2017, show_default=True, help="Last year on which sizes are chosen.")
@click.option("--leave-out", multiple=True, type=int, default=(2020, 2021), show_default=True, help="Years not scored.")
@click.option("--largest", default=35, show_default=True, help="Grades with a class above this are not scored.")
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object.")
def main(sections: Path, fixed_until: int, leave_out: tuple[int, ...], largest: int, as_object: bool) -> None:
    """Number of classes by the program's class rules against every class of a district."""
    figures = report(sections, fixed_until, leave_out, largest)
    click.echo(as_json(figures) if as_object else printed(figures))


if __name__ == "__main__":
    main()

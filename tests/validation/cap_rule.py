"""Number of classes under a cap by the program's entry classes against real grades.

    python tests/validation/cap_rule.py [CLASSES.csv] [--cap 40] [--complete 0.95]

CLASSES.csv has one row a class: ``schlcode,grade,classid,classize`` and, if known, ``c_size``, the grade's enrolment in
September. A grade is complete if its classes hold almost as many pupils as were enrolled; without enrolments
every grade whose class sizes are all known is complete and its enrolment is their sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import click
import numpy as np
import numpy.typing as npt
import polars as pl
from scored import DATA, as_json, table

from seatsim.model.classes import form_entry, size_of_largest

Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]

_SHARES = (1.0, 0.95, 0.9)
"""How complete a grade has to be, beside the one asked for [share of the enrolment]."""


@dataclass(frozen=True)
class Grades:
    """Grades of schools, arrays (grades,)."""

    enrolled: Ints
    """Pupils enrolled in September [pupils]."""
    seated: Ints
    """Pupils of all its classes [pupils]."""
    classes: Ints
    """Classes [classes]."""
    sizes: tuple[Ints, ...]
    """Sizes of its classes [pupils]."""

    def complete(self, share: float) -> Bools:
        """Whether the classes hold the enrolment, give or take what is missing from the ``share``."""
        whole: Bools = np.abs(self.seated - self.enrolled) <= (1.0 - share) * self.enrolled + 1e-9
        return whole


def read_classes(path: Path) -> Grades:
    """Read grades; those with a class of unknown size are passed over."""
    rows = pl.read_csv(path)
    enrolled = pl.col("c_size").first() if "c_size" in rows.columns else pl.col("classize").sum()
    grades = (
        rows.group_by("schlcode", "grade", maintain_order=True)
        .agg(
            enrolled.alias("enrolled"),
            pl.col("classize").sum().alias("seated"),
            pl.len().alias("classes"),
            pl.col("classize").is_null().any().alias("unknown"),
            pl.col("classize").alias("sizes"),
        )
        .filter(~pl.col("unknown") & pl.col("enrolled").is_not_null())
    )
    whole = {name: grades[name].cast(pl.Int64).to_numpy() for name in ("enrolled", "seated", "classes")}
    sizes = tuple(np.array(each, dtype=np.int64) for each in grades["sizes"].to_list())
    return Grades(whole["enrolled"], whole["seated"], whole["classes"], sizes)


def told(grades: Grades, cap: int) -> Ints:
    """Classes by the program's rule for entry classes where a room is there for each, (grades,) [classes]."""
    return form_entry(grades.enrolled, cap, grades.enrolled)


def report(path: Path, cap: int, share: float) -> dict[str, Any]:
    """All figures of one file."""
    grades = read_classes(path)
    classes = told(grades, cap)
    exact, complete = classes == grades.classes, grades.complete(share)
    shares = sorted({*_SHARES, share}, reverse=True)
    sizes = np.concatenate([size for size, kept in zip(grades.sizes, complete, strict=True) if kept])
    return {
        "file": path.name,
        "cap": cap,
        "complete": share,
        "grades": int(complete.sum()),
        "exact": _percent(exact[complete]),
        "more": _percent((classes > grades.classes)[complete]),
        "fewer": _percent((classes < grades.classes)[complete]),
        "by_completeness": {str(each): _of(grades.complete(each), exact) for each in shares},
        "all": {"grades": len(exact), "exact": _percent(exact)},
        "largest": {
            "true": float(np.mean([size.max() for size in _kept(grades.sizes, complete)])),
            "told": float(size_of_largest(grades.enrolled, classes)[complete].mean()),
        },
        "above_cap": {"true": _percent(sizes > cap), "told": 0.0},
    }


def _kept(sizes: tuple[Ints, ...], kept: Bools) -> list[Ints]:
    return [size for size, here in zip(sizes, kept, strict=True) if here]


def _of(kept: Bools, exact: Bools) -> dict[str, float]:
    return {"grades": int(kept.sum()), "exact": _percent(exact[kept])}


def _percent(where: Bools) -> float:
    return float(where.mean() * 100)


def printed(figures: dict[str, Any]) -> str:
    """The figures in plain text."""
    rows = [
        [f">= {float(share):.0%}", str(kept["grades"]), f"{kept['exact']:.1f}"]
        for share, kept in figures["by_completeness"].items()
    ]
    rows.append(["all", str(figures["all"]["grades"]), f"{figures['all']['exact']:.1f}"])
    return "\n\n".join(
        (
            f"{figures['file']}: {figures['grades']} grades complete to {figures['complete']:.0%}, "
            f"cap {figures['cap']}: exact {figures['exact']:.1f} %, a class too many {figures['more']:.1f} %, "
            f"too few {figures['fewer']:.1f} %",
            table(["complete", "grades", "exact, %"], rows),
            "Largest class, mean: true {true:.1f}, told {told:.1f}".format(**figures["largest"]),
            f"Classes above the cap: true {figures['above_cap']['true']:.1f} %, told none",
        )
    )


@click.command()
@click.argument("classes", type=click.Path(path_type=Path), default=DATA / "maimonides" / "classes_1991.csv")
@click.option("--cap", default=40, show_default=True, help="Size that no class passes.")
@click.option("--complete", default=0.95, show_default=True, help="Share of the enrolment that the classes hold.")
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object.")
def main(classes: Path, cap: int, complete: float, as_object: bool) -> None:
    """Number of classes under a cap by the program's entry classes against real grades."""
    figures = report(classes, cap, complete)
    click.echo(as_json(figures) if as_object else printed(figures))


if __name__ == "__main__":
    main()

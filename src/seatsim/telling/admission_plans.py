"""Plans of admission that are cut, and vocational schools that run out of pupils, in words."""

from __future__ import annotations

from collections.abc import Iterator

from seatsim.language.words import Words
from seatsim.telling.cells import Block, middle, percent, year_ranges


def plan_lines(answers: Block, words: Words) -> Iterator[str]:
    """A sentence on plans that are cut and one on each school that empties; nothing where there is none."""
    found = answers.get("admission_plans", {})
    if cut := found.get("cut"):
        yield words("plans_cut").format(schools=words.join([cut_plan(row, words) for row in cut]))
    for row in found.get("emptied", ()):
        yield words("emptied").format(
            school=words.text(row["name"], row["school"]),
            stage=words.stage(row["stage"]),
            year=row["from"],
            chance=percent(row["probability"]),
            why=words(f"empty_{row['why']}"),
        )


def cut_plan(row: Block, words: Words) -> str:
    """One school whose plan is cut: in which years, the worst of them in numbers, and why."""
    return words("plan_cut").format(
        school=words.text(row["name"], row["school"]),
        stage=words.stage(row["stage"]),
        years=year_ranges(row["years"]),
        year=row["year"],
        planned=middle(row["planned"]),
        places=middle(row["entry_places"]),
        entrants=middle(row["entrants"]),
        why=words(f"cut_by_{row['why']}"),
    )

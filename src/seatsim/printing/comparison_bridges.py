"""Bridge or build, as it is printed: the projects that serve most, and those of a zone and stage together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatsim.language.words import Words
from seatsim.printing.comparison_lines import Line, head, legend, table
from seatsim.telling.cells import Block, project_name
from seatsim.telling.idle_builds import idle_told

_MOST = 12
"""Rows shown of one plan."""


def bridge_lines(comparison: Block, words: Words) -> Iterator[Line]:
    """Every plan that builds; what the columns mean stands once, at the end."""
    told = False
    for run in (comparison["base"], *comparison["others"]):
        projects, zones = (
            [row for row in comparison[name] if row["run"] == run["run"]]
            for name in ("bridge_or_build", "bridge_or_build_zones")
        )
        if projects:
            told = True
            yield from head(words("bridges").format(title=words.text(run["title"], run["run"])))
            yield from _rows(projects, words)
            if zones:
                yield Line(words("bridges_zones"), bold=True)
                yield from _rows(zones, words)
            for sentence in idle_told(comparison, run["run"], words.lang):
                yield Line(sentence)
    if told:
        yield from legend(words("bridges_legend"))
        yield from legend(words("assumed_mark"))
    else:
        yield from head(words("bridges_none"))


def _rows(rows: Sequence[Block], words: Words) -> Iterator[Line]:
    name = "project" if "project" in rows[0] else "zone"
    heads = [
        words(n) for n in (name, "short_stage", "served", "build", "bridge", "temporary", "cheaper", "births", "even")
    ]
    ordered = sorted(rows, key=lambda row: -(row["served"] or {"mean": -1})["mean"])
    yield from table(heads, [_row(row, words) for row in ordered[:_MOST]])
    if len(ordered) > _MOST:
        yield Line(words("more_rows").format(n=len(ordered) - _MOST))


def _row(row: Block, words: Words) -> tuple[str, ...]:
    numbers = words.numbers
    stage = words(f"short_{row['stage']}")
    if "project" in row:
        name = project_name(row, words)
    else:
        name = f"{words.text(row['zone_name'], row['zone'])} ({len(row['projects'])})"
    if row["served"] is None:
        return (name, stage, "–", words("never_opens"), *["–"] * 5)
    build, cheapest = row["build"], row["cheapest"]
    level = row["birth_level"]
    cost = numbers.count(row["bridges"][cheapest]["mean"]) if cheapest else ""
    return (
        name,
        stage,
        numbers.count(row["served"]["mean"]),
        f"{numbers.count(build['total']['mean'])} ({numbers.count(build['spread']['mean'])})",
        words(f"bridge_{cheapest}").format(cost=cost) if cheapest else words("bridge_none"),
        numbers.count(row["bridges"]["temporary"]["mean"]),
        numbers.percent(row["chance_bridge_cheaper"]),
        words(f"level_{level['state']}").format(factor=numbers.decimal(level["factor"])),
        numbers.count(row["break_even"]),
    )

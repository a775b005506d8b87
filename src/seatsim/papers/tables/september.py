"""The September sheet: what each school is asked for and can give at the coming admission."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from seatsim.language.words import Words
from seatsim.papers.blocks import Block, Cell, Grid, Row, Sentence
from seatsim.papers.runs import Run
from seatsim.papers.tables.schools import by_rule_note

_COUNTS = (
    "claims_1",
    "claims_2",
    "claims_3",
    "entry_rooms",
    "entry_places",
    "classes_open",
    "class_size",
    "sent_elsewhere",
    "awaiting",
)
_BANDS = ("sent_elsewhere", "awaiting")
_NO_SUM = "class_size"
ALL = "all"


def september(run: Run, words: Words) -> tuple[Block, ...]:
    """One row a school and stage, with sums for every choice of stage and zone."""
    table = list(run.table("september.csv").iter_rows(named=True))
    if not table:
        return (Sentence(words("september_none")),)
    year = table[0]["year"]
    rows = [_row(run, row, words) for row in sorted(table, key=lambda row: -(row["sent_elsewhere_mean"] or 0))]
    heads = [words("school_head"), words("stage_head"), words("zone_head")]
    heads += [words.term("september", name) for name in _COUNTS]
    grid = Grid(
        words("september_caption").format(year=words.numbers.school_year(year)),
        heads,
        rows,
        words("september_empty"),
        left=(0, 1, 2),
        foot=list(_sums(run, table, words)),
        css="named",
    )
    return (grid, Sentence(words("september_note") + by_rule_note(run, words), "note"))


def _row(run: Run, row: dict[str, Any], words: Words) -> Row:
    school = run.schools.get(row["school_id"])
    name, zone = (school.shown, school.zone) if school else (row["school_id"], "")
    cells = [_cell(name, row, words) for name in _COUNTS]
    css = "w" if (row["sent_elsewhere_p50"] or 0) > 0 else ""
    return Row((name, words.stage(row["stage"]), run.zone(zone), *cells), row["stage"], zone, css)


def _cell(name: str, row: dict[str, Any], words: Words) -> Cell:
    """The mean; behind it the 80 % band of who cannot be taken."""
    mean, low, high = (row[f"{name}_{statistic}"] for statistic in ("mean", "p10", "p90"))
    told = words.numbers.decimal(mean, 1) if name == _NO_SUM else words.numbers.count(mean)
    if name in _BANDS and mean is not None and low != high:
        told += f" ({words.numbers.span(words.numbers.count(low), words.numbers.count(high))})"
    return Cell(told, "loud" if name in _BANDS and (row[f"{name}_p50"] or 0) > 0 else "")


def _sums(run: Run, table: Sequence[dict[str, Any]], words: Words) -> Iterator[Row]:
    """Sums of means, which add up, for each stage and zone that is there."""
    zone_of = {row["school_id"]: run.schools[row["school_id"]].zone for row in table if row["school_id"] in run.schools}
    stages = list(dict.fromkeys(row["stage"] for row in table))
    for stage in (*stages, ALL):
        for zone in (*run.zones, ALL):
            part = [
                row for row in table if stage in (ALL, row["stage"]) and zone in (ALL, zone_of.get(row["school_id"]))
            ]
            if part:
                cells = [_summed(name, part, words) for name in _COUNTS]
                place = words("county_row") if zone == ALL else run.zone(zone)
                yield Row((words("sum_row"), words.stage(stage), place, *cells), stage, zone)


def _summed(name: str, part: Sequence[dict[str, Any]], words: Words) -> str:
    values = [row[f"{name}_mean"] for row in part if row[f"{name}_mean"] is not None]
    return "–" if name == _NO_SUM or not values else words.numbers.count(sum(values))

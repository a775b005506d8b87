"""Rows of totals among the rows of a table: left out if they agree with what they add up, else a fault."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import isclose

import polars as pl

from seatsim.domain.phrase import Phrase
from seatsim.inputs.cell_numbers import Asked, number
from seatsim.inputs.laid_out import LaidOut
from seatsim.inputs.repairs import Repairs
from seatsim.language.cell_words import is_footer, is_total, texts, written
from seatsim.language.headers import headers, table_names

_LABELS = ("school_id", "name_zh", "zone", "stage", "from_school", "year", "id")
"""Columns in which a row of totals may say so, beside its first cell."""
_FIRST = 6
"""Columns among which the first cell of a row is looked for."""
_ADDED = ("rooms", "classes", "pupils", "places/year", "births", "staff", "posts")
"""Units of columns that can be added up."""
_CLOSE = 1e-6
Row = Mapping[str, str]


def without_totals(found: LaidOut, repairs: Repairs) -> None:
    """Leave out rows of totals and remarks below the table; both are told, and totals that do not agree are faults."""
    assert found.cells is not None
    rows = found.cells.rows
    dropped = [*_remarks(found, rows, repairs)]
    marked = _marked(rows, found.totals)
    if marked:
        _hold(found, rows, marked, repairs)
        dropped += marked
    if dropped:
        kept = rows.filter(~pl.col("_row").is_in(dropped)).drop("_at").with_row_index("_at")
        found.cells.rows, found.text = kept.select(rows.columns), ""


def _remarks(found: LaidOut, rows: pl.DataFrame, repairs: Repairs) -> Iterator[int]:
    """Rows at the end that hold nothing but remarks and names of those who filled the table in."""
    columns = rows.columns[2:]
    for at in range(rows.height - 1, -1, -1):
        given = [cell for cell in rows.row(at)[2:] if cell]
        if len(given) >= max(len(columns) / 2, 2) or not all(map(is_footer, given)):
            return
        place = int(rows["_row"][at])
        repairs.note(found.file, (found.place_line(place),), Phrase("remark below the table, left out"))
        yield place


def totals_in(rows: pl.DataFrame, columns: Iterable[str]) -> frozenset[int]:
    """Places of the rows that a cell of some columns calls totals."""
    return frozenset(
        int(place)
        for name in columns
        for place, cell in rows.select("_row", name).iter_rows()
        if cell and is_total(cell)
    )


def _marked(rows: pl.DataFrame, elsewhere: Collection[int]) -> list[int]:
    """Places of the rows that call themselves totals.

    ``elsewhere`` : those that a column which is not read calls so; what such a column says of a row with a name or
    another label may be a remark, and the row stays.
    """
    columns = rows.columns[2:]
    if not columns or not rows.height:
        return []
    words = "|".join(re.escape(text) for text in sorted(texts("total") | texts("total_ending")))
    labels = [name for name in _LABELS if name in columns]
    first = pl.coalesce(*(pl.when(pl.col(name) != "").then(pl.col(name)) for name in columns[:_FIRST])).alias("_first")
    likely = rows.with_columns(first).filter(
        pl.any_horizontal(
            pl.col(name).str.replace_all(r"\s", "").str.contains(f"(?i){words}") for name in ("_first", *labels)
        )
    )
    own = {
        int(row["_row"])
        for row in likely.iter_rows(named=True)
        if any(row[name] and is_total(row[name]) for name in ("_first", *labels))
    }
    nameless = rows.filter(pl.all_horizontal(pl.lit(value=True), *(pl.col(name) == "" for name in labels)))
    return sorted(own | {int(place) for place in nameless["_row"] if int(place) in elsewhere})


def _hold(found: LaidOut, rows: pl.DataFrame, marked: Sequence[int], repairs: Repairs) -> None:
    """Compare every row of totals with the sums that it may mean."""
    known = headers(found.table) if found.table in table_names() else ()
    asked = {each.column: Asked(each.unit, False) for each in known if each.unit in _ADDED}
    asked = {name: of for name, of in asked.items() if name in rows.columns}
    table = [(int(row["_row"]), row) for row in rows.iter_rows(named=True)]
    for place in marked:
        total = next(row for each, row in table if each == place)
        sets = list(_sets(table, place, marked, total, set(asked)))
        differs = _least_wrong(total, sets, asked)
        if not differs:
            words = Phrase("row of totals, left out; its numbers are the sums of the rows")
            repairs.note(found.file, (found.place_line(place),), words)
        for name, said, summed in differs:
            words = Phrase("the rows add up to {}: which is right? Correct it, or leave the row of totals out", summed)
            found.fault(place, name, said, words, "totals")


def _sets(
    table: Sequence[tuple[int, Row]], place: int, marked: Sequence[int], total: Row, added: set[str]
) -> Iterator[list[Row]]:
    """Rows that a total may add up: all, those above or below, up to the next total, and those it names itself."""
    others = [(each, row) for each, row in table if each not in marked]
    before = max((each for each in marked if each < place), default=-1)
    after = min((each for each in marked if each > place), default=table[-1][0] + 1)
    yield [row for _, row in others]
    yield [row for each, row in others if before < each < place]
    yield [row for each, row in others if place < each < after]
    yield [row for each, row in others if each < place]
    yield [row for each, row in others if each > place]
    keys = [
        name
        for name, cell in total.items()
        if cell and not name.startswith("_") and name not in added and name != "source" and not is_total(cell)
    ]
    if keys:
        yield [row for _, row in others if all(row[name] == total[name] for name in keys)]


def _least_wrong(
    total: Row, sets: Sequence[Sequence[Row]], asked: Mapping[str, Asked]
) -> Sequence[tuple[str, str, str]]:
    """Where the total differs from the nearest of the sets of rows; nowhere if it agrees with one of them."""
    best: list[tuple[str, str, str]] | None = None
    blank = written("missing") | {""}
    for rows in sets:
        wrong = [
            each
            for name, of in asked.items()
            if total[name].casefold() not in blank and (each := _differs(name, of, total, rows))
        ]
        if not wrong:
            return ()
        if best is None or len(wrong) < len(best):
            best = wrong
    return best or ()


def _differs(name: str, asked: Asked, total: Row, rows: Sequence[Row]) -> tuple[str, str, str] | None:
    """How a column's total differs from its rows; a cell that is no number is a fault of its own row."""
    said = number(total[name], asked).value
    values = [number(row[name], asked).value for row in rows if row[name]]
    summed = sum(float(value) for value in values if value)
    if said and isclose(float(said), summed, rel_tol=_CLOSE, abs_tol=_CLOSE):
        return None
    return name, total[name], f"{summed:,.6f}".rstrip("0").rstrip(".")

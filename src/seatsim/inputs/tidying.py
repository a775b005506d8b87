"""Cells of a table put into the words that readers know; what was changed beyond that is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from seatsim.domain.phrase import Phrase
from seatsim.inputs.cell_numbers import Asked, number
from seatsim.inputs.laid_out import LaidOut
from seatsim.inputs.other_columns import advice, told_unread
from seatsim.inputs.repairs import Change, Repairs
from seatsim.inputs.totals import totals_in, without_totals
from seatsim.language.cell_words import is_total, is_word, key_of, texts, written
from seatsim.language.headers import column_of, headers, plain, table_names

_CODED: Mapping[tuple[str, str], str] = {
    ("schools", "kind"): "school_kind",
    ("schools", "ownership"): "ownership",
    ("schools", "group_kind"): "group_kind",
    ("zones", "kind"): "zone_kind",
    ("births", "variant"): "variant",
    ("crowding", "variant"): "variant",
    ("catchments", "stage"): "stage",
    ("staff", "stage"): "stage",
    ("staff", "sex"): "sex",
    ("staff", "senior_title"): "answer",
    ("staff", "in_post"): "answer",
    ("posts", "stage"): "stage",
    ("resources", "stage"): "stage",
    ("resources", "indicator"): "resource",
    ("figures", "kind"): "figure_kind",
    ("history", "grade"): "grade",
    ("crowding", "grade"): "grade",
}
"""Columns whose cells are one of few words, and the group of those words."""
_REFERENCES: Mapping[tuple[str, str], str] = {
    ("schools", "zone"): "zones",
    ("schools", "legal_school"): "schools",
    ("zones", "neighbours"): "zones",
    ("births", "zone"): "zones",
    ("catchments", "zone"): "zones",
    ("catchments", "school_id"): "schools",
    ("feeders", "from_school"): "schools",
    ("feeders", "to_school"): "schools",
    ("history", "school_id"): "schools",
    ("resources", "school_id"): "schools",
    ("crowding", "school_id"): "schools",
}
"""Columns that name a row of another table, by its id or by its name."""
_KEYS = {"schools": "school_id", "zones": "zone"}
_SUMMED = ("pupils_", "classes_", "rooms_")
_LISTS = (("zones", "neighbours"), ("zones", "minutes"))
_DATE = re.compile(r"(\d{4})[^\d\s](?:(\d{1,2})(?:[^\d\s](\d{1,2})[^\d\s]?|[^\d\s])?)?")
"""A day, a month or a year; two numbers with / between may be a school year, and are left."""
LETTERS = Phrase("letters in capitals or of another width")
NO_VALUE = Phrase("a word for no value")
LIST = Phrase("written with ; between")
DATE = Phrase("date written YYYY-MM-DD")


@dataclass(frozen=True)
class Names:
    """Rows that other tables may name."""

    ids: frozenset[str] = frozenset()
    """Ids."""
    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids by name, plain as ``headers.plain`` makes it."""

    def meant(self, text: str) -> tuple[str, ...]:
        """Ids that a text may mean."""
        return (text,) if text in self.ids else self.by_name.get(plain(text), ())


def tidy(found: LaidOut, grades: tuple[int, ...], other: Callable[[str], LaidOut | None], repairs: Repairs) -> None:
    """Put a table's cells into the readers' words; ``other`` gives another table."""
    if found.cells is None:
        return
    _columns_aside(found, grades, repairs)
    without_totals(found, repairs)
    columns = found.cells.rows.columns[2:]
    for name, group in ((name, _CODED.get((found.table, name))) for name in columns):
        if group is not None:
            _coded(found, name, group, grades, repairs)
    for name in _with_marks(found.cells.rows):
        _errors(found, name)
        _missing(found, name, repairs)
    for (column, place), (words, code) in found.bad.items():
        if code == "formula":
            found.fault(place, column, "", words, code)
    for table, name in _LISTS:
        if table == found.table and name in columns:
            _lists(found, name, repairs)
    for (table, name), of in _REFERENCES.items():
        if table == found.table and name in columns:
            _refer(found, name, found if of == table else other(of))
    if found.table == "figures":
        _figures(found, repairs)


def _ids(rows: pl.DataFrame, key: str) -> pl.Series:
    """Id of each row, which is its name where it has no other."""
    names = rows["name_zh"] if "name_zh" in rows.columns else pl.Series(key, [""] * rows.height)
    return (
        rows.select(pl.when(pl.col(key) != "").then(pl.col(key)).otherwise(names))[key]
        if key in rows.columns
        else names
    )


def _names(found: LaidOut) -> Names:
    """Ids and names of a table's rows."""
    assert found.cells is not None
    rows = found.cells.rows
    ids = _ids(rows, _KEYS[found.table]).to_list()
    by_name: dict[str, dict[str, None]] = {}
    for column in ("name_zh", "name_en"):
        for own, name in zip(ids, rows[column].to_list(), strict=True) if column in rows.columns else ():
            if name:
                by_name.setdefault(plain(name), {})[own] = None
    return Names(frozenset(ids), {name: tuple(those) for name, those in by_name.items()})


def _replace(found: LaidOut, name: str, taken: Mapping[str, str], told: Mapping[str, Phrase], repairs: Repairs) -> None:
    """Put other words in the place of some; ``told`` says of which of them, and why."""
    assert found.cells is not None
    rows = found.cells.rows
    for place, cell in rows.filter(pl.col(name).is_in(list(told))).select("_row", name).iter_rows():
        change = Change(told[cell], cell, taken[cell])
        repairs.cell(found.file, found.place_line(int(place)), found.shown.get(name, name), change)
    found.cells.rows = rows.with_columns(rows[name].replace(dict(taken)))
    found.text = ""


def _columns_aside(found: LaidOut, grades: tuple[int, ...], repairs: Repairs) -> None:
    """Leave out columns that number the rows, sums of other columns that agree, and totals of what is not asked."""
    assert found.cells is not None
    known = {each.column for each in headers(found.table)} if found.table in table_names() else set()
    for name in [name for name in found.columns if name not in known and known]:
        shown, words = found.shown.get(name, name), _aside(found, name)
        if words is not None:
            repairs.note(found.file, (), words, shown)
        elif is_total(name) and not is_word("total", name) and not advice(found.table, name, grades, found.columns):
            filled = int((found.cells.rows[name] != "").sum())
            found.unread += told_unread(found.file, found.line, [(shown, filled)], repairs)
        else:
            continue
        found.columns = tuple(each for each in found.columns if each != name)
        found.totals |= totals_in(found.cells.rows, [name])
        found.cells.rows, found.text = found.cells.rows.drop(name), ""


def _aside(found: LaidOut, name: str) -> Phrase | None:
    """Why a column that the table does not know is left out; None if it neither numbers the rows nor sums columns."""
    assert found.cells is not None
    if is_word("order_column", name):
        return Phrase("numbers the rows, left out")
    if not is_total(name):
        return None
    if _is_sum(found, name):
        return Phrase("sum of other columns, left out; its numbers agree with them")
    wrong = _almost_sum(found, name)
    if wrong is None:
        return None
    place, added = wrong
    words = Phrase("the columns add up to {}: which is right? Correct it, or leave the column out", added)
    found.fault(place, name, str(found.cells.rows[name][place]), words, "totals")
    return Phrase("sum of other columns, left out")


def _is_sum(found: LaidOut, name: str) -> bool:
    """Whether a column is the sum, row by row, of all pupils, classes or rooms, or of those of one stage."""
    return any(bool((each == 0).all()) for each in _beyond_sums(found, name))


def _almost_sum(found: LaidOut, name: str) -> tuple[int, str] | None:
    """First place and sum where a column that is such a sum in most rows is not; None where it is none in most."""
    assert found.cells is not None
    wrong = min(_beyond_sums(found, name), key=lambda each: int((each != 0).sum()), default=None)
    if wrong is None or int((wrong != 0).sum()) * 2 >= len(wrong):
        return None
    place = int((wrong != 0).arg_true()[0])
    said = number(str(found.cells.rows[name][place]), Asked("", False)).value
    return (place, f"{float(said) - float(wrong[place]):g}") if said else None


def _beyond_sums(found: LaidOut, name: str) -> list[pl.Series]:
    """By how much a column is more, row by row, than sums of other columns that it may mean; none without rows."""
    assert found.cells is not None
    rows = found.cells.rows
    counts = pl.col("*").exclude("_row", "_at").cast(pl.Float64, strict=False).fill_null(0.0)
    numbers = rows.select(counts)
    stems = {each[: len(stem) + 1] for stem in _SUMMED for each in found.columns if each.startswith(stem)} | {*_SUMMED}
    groups = [[each for each in found.columns if each.startswith(stem)] for stem in stems]
    sums = [numbers.select(pl.sum_horizontal(group)).to_series() for group in groups if group]
    return [numbers[name] - each for each in sums] if rows.height else []


def _with_marks(rows: pl.DataFrame) -> list[str]:
    """Columns in which some cell is a mark for no value, or an error of a spreadsheet."""
    marks = written("missing") | written("error")
    every = [each for mark in sorted(marks) for each in dict.fromkeys((mark, mark.upper(), mark.title()))]
    columns = rows.columns[2:]
    if not columns:
        return []
    held = rows.select(pl.col(columns).is_in(every).any()).row(0)
    return [name for name, some in zip(columns, held, strict=True) if some]


def _errors(found: LaidOut, name: str) -> None:
    """Note the errors of a spreadsheet, which are no values whatever the column."""
    assert found.cells is not None
    rows = found.cells.rows
    hits = rows.filter(rows[name].str.starts_with("#") & rows[name].str.to_lowercase().is_in(sorted(texts("error"))))
    for place, cell in hits.select("_row", name).iter_rows():
        spot = name, int(place)
        found.bad.setdefault(spot, (Phrase("is an error of Excel; correct the cell"), "error-cell"))
        found.fault(int(place), name, cell, *found.bad[spot])


def _coded(found: LaidOut, name: str, group: str, grades: tuple[int, ...], repairs: Repairs) -> None:
    assert found.cells is not None
    taken, told = dict[str, str](), dict[str, Phrase]()
    for cell in found.cells.rows[name].unique().to_list():
        key = _grade(cell, grades) if group == "grade" else key_of(group, cell) if cell else None
        if key is not None and key != cell:
            taken[cell] = key
            if plain(cell) == plain(key):
                told[cell] = LETTERS
    if taken:
        _replace(found, name, taken, told, repairs)


def _grade(cell: str, grades: tuple[int, ...]) -> str | None:
    """Short name of a grade, as ``P1``, from its Chinese name."""
    column = column_of("schools", cell, grades) if cell else None
    if column is None or not column.startswith("pupils_"):
        return None
    short = column.removeprefix("pupils_")
    return short if len(short) > 1 else None


def _missing(found: LaidOut, name: str, repairs: Repairs) -> None:
    assert found.cells is not None
    column = found.cells.rows[name]
    said = column.filter(column.str.to_lowercase().is_in(sorted(written("missing")))).unique().to_list()
    if said:
        _replace(found, name, dict.fromkeys(said, ""), dict.fromkeys(said, NO_VALUE), repairs)


def _lists(found: LaidOut, name: str, repairs: Repairs) -> None:
    """Lists with other marks between than the semicolon."""
    assert found.cells is not None
    marks = re.compile("|".join(re.escape(mark) for mark in sorted(written("list_mark"))))
    taken = dict[str, str]()
    for cell in found.cells.rows[name].unique().to_list():
        if ";" not in cell and marks.search(cell):
            taken[cell] = ";".join(part.strip() for part in marks.split(cell) if part.strip())
    if taken:
        _replace(found, name, taken, dict.fromkeys(taken, LIST), repairs)


def _refer(found: LaidOut, name: str, other: LaidOut | None) -> None:
    """Put ids in the place of names; a name of several is left, and said to be one."""
    assert found.cells is not None
    if other is None or other.cells is None:
        return
    column, ids = found.cells.rows[name], _ids(other.cells.rows, _KEYS[other.table])
    if bool((column.is_in(ids.implode()) | (column == "")).all()):
        return
    names = _names(other)
    taken = dict[str, str]()
    several = dict[str, tuple[str, ...]]()
    for cell in found.cells.rows[name].unique().to_list():
        parts = cell.split(";") if name == "neighbours" else [cell]
        meant = [names.meant(part.strip()) if part else () for part in parts]
        for those in meant:
            if len(those) > 1:
                several[cell] = those
        said = ";".join(those[0] if len(those) == 1 else part for part, those in zip(parts, meant, strict=True))
        if said != cell:
            taken[cell] = said
    if taken:
        _replace(found, name, taken, {}, Repairs())
    for place, cell in found.cells.rows.select("_row", name).iter_rows() if several else ():
        if cell in several:
            words = Phrase("is the name of several ({}); write the code", ", ".join(several[cell]))
            found.bad[name, int(place)] = words, "ambiguous"


def _figures(found: LaidOut, repairs: Repairs) -> None:
    """Values and dates of figures, whose reader takes text."""
    assert found.cells is not None
    rows = found.cells.rows
    if not {"value", "unit", "date"} <= set(rows.columns):
        return
    dates = {cell: day for cell in rows["date"].unique().to_list() if (day := _day(cell)) not in ("", cell)}
    if dates:
        _replace(found, "date", dates, dict.fromkeys(dates, DATE), repairs)
    values = rows["value"].to_list()
    plain_numbers = rows["value"].cast(pl.Float64, strict=False).is_not_null().to_list()
    for at, (place, unit) in enumerate(rows.select("_row", "unit").iter_rows()):
        if plain_numbers[at] or not values[at]:
            continue
        seen = number(values[at], Asked("%" if plain(unit) in _PERCENT else unit, False))
        if seen.value:
            for kind in seen.kinds:
                change = Change(kind, values[at], seen.value)
                repairs.cell(found.file, found.place_line(int(place)), found.shown.get("value", "value"), change)
            values[at], found.text = seen.value, ""
        elif seen.trouble is not None:
            found.fault(int(place), "value", values[at], seen.trouble, "ambiguous")
    found.cells.rows = found.cells.rows.with_columns(pl.Series("value", values, dtype=pl.String))


_PERCENT = ("%", "percent")


def _day(cell: str) -> str:
    """A date as ISO writes it; empty where it is none, or one already."""
    match = _DATE.fullmatch(cell)
    if match is None:
        return ""
    year, month, day = match.groups()
    if month is None or not 1 <= int(month) <= 12 or (day is None and "/" in cell):
        return year if month is None and cell[-1] not in "-/" else ""
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")

"""Numbers of an opened table that are written in other ways: read, and told, each column once."""

from __future__ import annotations

import polars as pl

from seatsim.inputs.cell_numbers import Asked, number
from seatsim.inputs.laid_out import LaidOut
from seatsim.inputs.repairs import Change, Repairs
from seatsim.language.headers import headers, table_names

_LARGEST = 2**62
"""Beyond this a number is none: it would not fit where counts are kept."""


class Mending:
    """Reads the cells of a table that are no plain numbers."""

    def __init__(self, found: LaidOut, repairs: Repairs, grades: tuple[int, ...]) -> None:
        self._found, self._repairs = found, repairs
        known = headers(found.table, grades) if found.table in table_names() else ()
        self._units = {each.column: each.unit for each in known}

    def __call__(self, column: str, cells: pl.Series, read: pl.Series) -> pl.Series:
        """A column as numbers; only ``cells`` that are none as they stand, null in ``read``, are looked at."""
        odd = (read.is_null() & (cells != "")).arg_true()
        if not len(odd):
            return read
        asked = Asked(self._units.get(column, ""), read.dtype == pl.Int64)
        values = read.to_list()
        for at in odd.to_list():
            values[at] = self._number(column, at, cells[at], asked)
        return pl.Series(column, values, dtype=read.dtype)

    def _number(self, column: str, at: int, cell: str, asked: Asked) -> int | float | None:
        assert self._found.cells is not None
        seen, place = number(cell, asked), int(self._found.cells.rows["_row"][at])
        if seen.trouble is not None:
            self._found.bad.setdefault((column, place), (seen.trouble, "ambiguous"))
        if not seen.value:
            return None
        for kind in seen.kinds:
            line, name = self._found.place_line(place), self._found.shown.get(column, column)
            self._repairs.cell(self._found.file, line, name, Change(kind, cell, seen.value))
        value = int(seen.value) if asked.whole else float(seen.value)
        return value if abs(value) < _LARGEST else None

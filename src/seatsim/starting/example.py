"""Rows of the invented county that a new folder begins with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seatsim.language.starting.documents import rows
from seatsim.language.starting.marks import EXAMPLE
from seatsim.starting.cells import GROUPS, said

Row = Mapping[str, str]


def example_rows(table: str, lang: str, year: int) -> Sequence[Row]:
    """The example's rows of a table by English column name, in the words of ``zh`` or ``en``; often none.

    ``year`` : the academic year of the register.
    """
    zones = {zone["zone"]: zone["name_zh"] for zone in rows("zones")} if lang == "zh" and table != "zones" else {}
    made: list[Row] = []
    for row in rows(table):
        dated = {**row, **_dated(table, row, lang, year), "source": EXAMPLE[lang]}
        cells = {column: _word(table, column, cell, lang) for column, cell in dated.items()}
        made.append(cells | {"zone": zones.get(cells["zone"], cells["zone"])} if "zone" in cells else cells)
    return made


def _dated(table: str, row: Row, lang: str, year: int) -> Row:
    """Cells that depend on the year of the register or the language."""
    if table == "births":
        return {"year": str(year - int(row["years_ago"])), "variant": "reference"}
    return {"date": str(year), "note": row[f"note_{lang}"]} if table == "figures" else {}


def _word(table: str, column: str, cell: str, lang: str) -> str:
    """A cell in the words of the language."""
    group = GROUPS.get((table, column))
    return cell if group is None or not cell else said(group, cell, lang)

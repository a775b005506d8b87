"""``seatsim init DIR``: a county folder to fill in, with an invented one in it that runs as it is."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from seatsim.inputs.editor_files import editor_files
from seatsim.language.headers import headers
from seatsim.language.starting.documents import document, rows
from seatsim.starting.place import make_folder, write_files
from seatsim.starting.workbook import register, sheet_name, sheets

DOCUMENTS = ("README.md", "county.toml", "reference.toml", "plan.toml")
REGISTER = "register.xlsx"
_OPENS = 9
"""Month in which an academic year begins."""
_YEARS = 15
"""Years that the scenarios look ahead [years]."""


def new_county(folder: Path, lang: str, today: date) -> list[str]:
    """Make a county folder in ``zh`` or ``en`` and return the names of its files. Raises RefusedFolder."""
    files = county_files(lang, today.year if today.month >= _OPENS else today.year - 1)

    make_folder(folder, lambda draft: write_files(draft, files))
    return list(files)


def county_files(lang: str, year: int) -> dict[str, bytes]:
    """Files of a new county by name.

    ``year`` : academic year of its register.
    """
    values = {
        "year": year,
        "horizon": year + _YEARS,
        "soon": year + 1,
        "opens": year + 4,
        "tables": _told_of_tables(lang),
    }
    texts = {name: document(name, lang, values).encode() for name in DOCUMENTS}
    blank = {f"{table}.csv": header_only(table, lang) for table in sheets()}
    return {**texts, REGISTER: register(lang, year), **blank, **for_editors(lang)}


def for_editors(lang: str) -> dict[str, bytes]:
    """Files that let an editor complete and check scenarios, by path in the folder."""
    return {name: text.encode() for name, text in editor_files(lang).items()}


def header_only(table: str, lang: str) -> bytes:
    """A table as CSV with a header and no rows; the mark at its beginning tells Excel that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([header.name(lang) for header in headers(table)])
    return text.getvalue().encode("utf-8-sig")


def _told_of_tables(lang: str) -> str:
    """The rows of the README's table of tables."""
    told = {row["table"]: row for row in rows("tables")}
    lines = [
        f"| {sheet_name(table, lang)}{f' ({table}.csv)' if lang == 'zh' else ''} | {told[table][lang]} |"
        f" {told[table][f'without_{lang}']} |"
        for table in sheets()
    ]
    return "\n".join(lines)

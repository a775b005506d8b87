"""The little county filled in as people fill it in: workbooks and untidy CSV files made on the fly."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import openpyxl

from seatsim.domain.county import County
from seatsim.inputs.county import CountyDraft, draft_county

Untyped: TypeAlias = Any
"""A sheet or a workbook: openpyxl has no types."""
LITTLE = Path(__file__).parent / "bad_input" / "county"
SCHOOLS = list(csv.reader((LITTLE / "schools.csv").read_text(encoding="utf-8").splitlines()))
ZONES = list(csv.reader((LITTLE / "zones.csv").read_text(encoding="utf-8").splitlines()))
TOLD_APART = ("digest", "repairs", "assumed", "information_date")
Rows = Sequence[Sequence[str]]


def little(tmp_path: Path) -> Path:
    """A copy of the little county."""
    folder = tmp_path / "county"
    shutil.copytree(LITTLE, folder)
    return folder


def place(column: str) -> int:
    """Column of the register [1-based], as openpyxl counts."""
    return SCHOOLS[0].index(column) + 1


def workbook(rows: Rows = SCHOOLS, title: str = "学校") -> Untyped:
    """A workbook of one sheet with these rows, numbers as numbers."""
    book: Untyped = openpyxl.Workbook()
    book.active.title = title
    add(book.active, rows)
    return book


def add(sheet: Untyped, rows: Rows) -> None:
    """Append rows to a sheet, whole numbers as numbers and nothing for empty cells."""
    for row in rows:
        sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])


def in_workbook(folder: Path, edit: Callable[[Untyped], object], keep: bool = False) -> CountyDraft:
    """The county with its register in ``schools.xlsx``, after an edit of its sheet."""
    book = workbook()
    edit(book.active)
    book.save(folder / "schools.xlsx")
    if not keep:
        (folder / "schools.csv").unlink()
    return draft_county(folder)


def with_text(folder: Path, name: str, text: str, encoding: str = "utf-8") -> CountyDraft:
    """The county with one file's text replaced."""
    (folder / name).write_bytes(text.encode(encoding))
    return draft_county(folder)


def said(found: CountyDraft, folder: Path) -> list[str]:
    """Faults in words, paths from the folder."""
    return [str(fault).replace(f"{folder}/", "") for fault in found.faults]


def repaired(found: CountyDraft, folder: Path) -> list[str]:
    """Repairs in words, paths from the folder."""
    return [str(repair.words).replace(f"{folder}/", "") for repair in found.repairs]


def differences(one: object, other: object, where: str = "") -> list[str]:
    """Where two counties, or parts of them, differ in a value."""
    if isinstance(one, np.ndarray):
        same = np.array_equal(one, np.asarray(other), equal_nan=one.dtype.kind == "f")
        return [] if same else [where]
    if is_dataclass(one) and not isinstance(one, type):
        names = [each.name for each in fields(one) if not (isinstance(one, County) and each.name in TOLD_APART)]
        return [d for name in names for d in differences(getattr(one, name), getattr(other, name), f"{where}.{name}")]
    if isinstance(one, Mapping) and isinstance(other, Mapping) and one.keys() == other.keys():
        return [d for key in one for d in differences(one[key], other[key], f"{where}[{key}]")]
    return [] if one == other else [where]


def unchanged(sheet: Untyped) -> None:
    """Leave a sheet as it is."""
    assert sheet.max_row > 1

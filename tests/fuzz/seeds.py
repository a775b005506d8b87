"""What fuzzing starts from: sound files of every kind, the bad ones that are known, and how each kind is changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import openpyxl
from mutations import (
    changed_json,
    changed_package,
    changed_table,
    changed_text,
    changed_toml,
    changed_xml,
)
from openpyxl.formatting.rule import CellIsRule
from openpyxl.worksheet.datavalidation import DataValidation
from targets import COUNTY, ENROLMENT, EXPRESSIONS, SCENARIOS, SOUND, Place, headed, parted

from seatsim.domain.scenario import Scenario
from seatsim.inputs.county_file import CountyFile
from seatsim.inputs.members import FILES
from seatsim.inputs.schema import known_keys
from seatsim.results.columns import TABLES

Untyped: TypeAlias = Any
"""A workbook: openpyxl has no types."""
Change: TypeAlias = Callable[[bytes, Random], bytes]
_ROOT = Path(__file__).parents[2]
TYPED: Mapping[str, Sequence[str]] = {
    "set": ("horizon=2030", "levers.construction.on=true", "seed=1", 'title.zh="x"', "limits.hard_caps.primary=50"),
    "county": ("../county", "scenarios", "province#north", "../county#x", "#", "a" * 300, "/"),
    "precision": ("seats@town/primary 2025 25", "spending 2024 0.5", "seats 2025 １"),
    "threshold": (
        "seat_use@a b/primary 2025 p90 > 1.05",
        "empty_seats@c/d 2024 mean <= 5",
        "seats@e@f/junior 2030 p50 ≥ 3",
    ),
}
"""What is typed at a command."""
TABLES_OF: Mapping[str, bytes] = {
    "births.csv": b"zone,year,births,variant,source\n"
    + b"".join(
        f"{zone},{year},90,reference,x\n".encode() for zone in ("town", "village") for year in range(2012, 2021)
    ),
    "catchments.csv": b"zone,school_id,stage,share,source\ntown,town-primary,primary,1,x\n",
    "feeders.csv": b"from_school,to_school,share,source\ntown-primary,village-nine-year,1,x\n",
    "history.csv": b"year,school_id,grade,pupils,source\n2019,town-primary,P1,90,x\n2018,town-primary,P1,88,x\n",
    "resources.csv": b"school_id,stage,indicator,value,source\ntown-primary,primary,qualified_teachers,12,x\n",
    "staff.csv": b"stage,age,sex,senior_title,in_post,count,source\nprimary,40,female,yes,yes,3,x\n",
    "posts.csv": b"stage,approved,source\nprimary,40,x\n",
}
"""Sound tables of the little county beside those that it has."""


def workbook(rows: Sequence[Sequence[str]]) -> Untyped:
    """A workbook of the little county's schools, numbers as numbers."""
    book: Untyped = openpyxl.Workbook()
    book.active.title = "学校"
    for row in rows:
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    return book


@cache
def book() -> bytes:
    """The little county's workbook, with a date, a formula, a merged cell and a hidden row beside its schools."""
    rows = list(csv.reader((COUNTY / "schools.csv").read_text(encoding="utf-8").splitlines()))
    made = workbook(rows)
    sheet = made.create_sheet("片区")
    for row in csv.reader((COUNTY / "zones.csv").read_text(encoding="utf-8").splitlines()):
        sheet.append(row)
    other = made.create_sheet("notes")
    other.append(["=1+1", True, 1.5])
    other.merge_cells("A3:B4")
    other.row_dimensions[1].hidden = True
    other["C1"].number_format = "yyyy-mm-dd"
    other["C1"].hyperlink = "https://example.org"
    other.column_dimensions["B"].hidden = True
    other.auto_filter.ref = "A1:C4"
    other.print_title_rows = "1:1"
    other.conditional_formatting.add("A1:C4", CellIsRule("equal", ["1"]))
    other.add_data_validation(DataValidation("list", '"a,b"', sqref="A1:B2"))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def seeds_of(target: str, place: Place) -> Iterator[bytes]:
    """Inputs to start from."""
    if target == "scenario":
        for folder in (SCENARIOS, _ROOT / "scenarios"):
            yield from (path.read_bytes() for path in sorted(folder.glob("*.toml")))
    elif target == "register":
        for name in FILES:
            for path in (COUNTY / name, _ROOT / "seeds" / name):
                if path.exists():
                    yield headed(name, path.read_bytes())
        yield from (headed(name, content) for name, content in TABLES_OF.items())
    elif target == "spreadsheet":
        yield book()
    elif target == "results":
        names = ("manifest.json", "answers.json", "scenario.toml", *TABLES)
        paths = [place.folder / "run" / name for name in names]
        yield from (headed(path.name, path.read_bytes()) for path in paths if path.exists())
    elif target == "enrolment":
        yield from (headed(name, content) for name, content in SOUND.items())
    else:
        yield from (headed(kind, text.encode()) for kind, texts in TYPED.items() for text in texts)
    found = Path(__file__).parent / "found"
    yield from (path.read_bytes() for path in sorted(found.glob(f"{target}-*")))


@cache
def keys_of(kind: type) -> tuple[str, ...]:
    """Keys of a format, dotted; ``*`` stands for a free name."""
    return tuple(".".join(path) for path in known_keys(kind))


def change_of(target: str) -> Change:
    """How inputs of a target are changed."""
    if target == "scenario":
        return partial(changed_toml, keys=keys_of(Scenario))
    if target == "spreadsheet":
        return partial(changed_package, change=changed_xml)
    names = {"register": FILES, "enrolment": ENROLMENT, "expressions": EXPRESSIONS}.get(
        target, ("manifest.json", "answers.json", "scenario.toml", *TABLES)
    )
    return partial(_changed_file, names=names)


def _changed_file(data: bytes, rng: Random, names: tuple[str, ...]) -> bytes:
    """The content of a file changed as its kind is; seldom it becomes another file."""
    name, content = parted(data, names)
    if rng.random() < 0.02:
        return headed(rng.choice(names), content)
    if name == "county.toml":
        return headed(name, changed_toml(content, rng, keys_of(CountyFile)))
    if name.endswith(".toml"):
        return headed(name, changed_toml(content, rng, keys_of(Scenario)))
    if name.endswith(".json"):
        return headed(name, changed_json(content, rng))
    if name.endswith(".csv") or names is ENROLMENT:
        return headed(name, changed_table(content, rng))
    return headed(name, changed_text(content, rng))

"""Readers under damaged inputs: read, or refused with faults that hold; never a traceback, never a hang.

What a file of ``found/`` holds once broke a reader; its name begins with the reader's (``targets.TARGETS``).
"""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import ODD_CELLS, ODD_VALUES, changed_package, changed_xml
from seeds import TABLES_OF, book, change_of, keys_of, seeds_of, workbook
from targets import COUNTY, ENROLMENT, EXPRESSIONS, SCENARIOS, SOUND, TARGETS, Place, headed
from verdict import Finding, Hang, judge

from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import Scenario
from seatsim.inputs.county_file import CountyFile
from seatsim.inputs.load import load

Untyped: TypeAlias = Any
"""A workbook: openpyxl has no types."""
FOUND = sorted((Path(__file__).parent / "found").iterdir())
BASE = (SCENARIOS / "base.toml").read_text(encoding="utf-8")
VALUES_OF_TYPES = ("1", "-1.5", "nan", "true", '"town"', "[]", "[1, [2]]", "{}", "2020-01-01", "07:00:00")
RANDOMS = st.randoms(use_true_random=False)
FEW = settings(max_examples=12)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place.make(tmp_path_factory.mktemp("fuzzed"))


def seldom(data: bytes) -> bool:
    """Whether this input is read twice, and runs."""
    return hashlib.sha256(data).digest()[0] % 4 == 0


@pytest.mark.parametrize("path", FOUND, ids=[path.name for path in FOUND])
def test_what_once_broke_a_reader_is_refused(path: Path, place: Place) -> None:
    assert not TARGETS[path.name.split("-")[0]](place, path.read_bytes(), True)


def leaves(kind: type) -> list[str]:
    """Keys of a format that hold values, with a name of the county for free ones."""
    keys = keys_of(kind)
    above = {key.rpartition(".")[0] for key in keys}
    return [key.replace("*", "primary") for key in keys if key not in above]


@pytest.mark.parametrize("value", VALUES_OF_TYPES)
def test_a_value_of_every_type_at_every_key_of_a_scenario(value: str, place: Place) -> None:
    keys = [key for key in leaves(Scenario) if not key.startswith(("format", "name", "county", "extends", "title"))]
    assert len(keys) > 150
    assert not TARGETS["scenario"](place, (BASE + "".join(f"{key} = {value}\n" for key in keys)).encode(), False)


@pytest.mark.parametrize("value", VALUES_OF_TYPES)
def test_a_value_of_every_type_at_every_key_of_a_county(value: str, place: Place) -> None:
    text = "".join(f"{key} = {value}\n" for key in leaves(CountyFile))
    assert not TARGETS["register"](place, headed("county.toml", text.encode()), False)


@FEW
@given(
    edits=st.lists(st.tuples(st.sampled_from(keys_of(Scenario)), st.sampled_from(ODD_VALUES)), min_size=1, max_size=3)
)
def test_odd_values_in_a_scenario(edits: list[tuple[str, str]], place: Place) -> None:
    data = (BASE + "".join(f"{key.replace('*', 'one')} = {value}\n" for key, value in edits)).encode()
    TARGETS["scenario"](place, data, seldom(data))


SCHOOLS, ZONES = (
    [*csv.reader((COUNTY / name).read_text(encoding="utf-8").splitlines())] for name in ("schools.csv", "zones.csv")
)


@FEW
@given(
    edits=st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, len(SCHOOLS[0]) - 1), st.sampled_from(ODD_CELLS)),
        min_size=1,
        max_size=4,
    ),
    encoding=st.sampled_from(("utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-32")),
    end=st.sampled_from(("\n", "\n", "\r\n", "\r")),
)
def test_odd_cells_in_a_register(edits: list[tuple[int, int, str]], encoding: str, end: str, place: Place) -> None:
    rows = [[*row] for row in SCHOOLS]
    for row, column, cell in edits:
        rows[row][column] = cell
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows(rows)
    data = headed("schools.csv", text.getvalue().encode(encoding, "replace"))
    TARGETS["register"](place, data, seldom(data))


ODD_PYTHON = st.one_of(
    st.sampled_from([cell for cell in ODD_CELLS if len(cell) < 32_000 and cell.isprintable()]),
    st.sampled_from((True, False, 0.1 + 0.2, 1e300, -5, 10**15, 2.5, None, "=1/0", "=SUM(A1:A9)", "#N/A")),
    st.sampled_from((date(2020, 5, 1), datetime(1900, 1, 1), datetime(9999, 12, 31), time(7), timedelta(days=3))),
)
FORMATS = ("General", "0%", "000000", "yyyy", "yyyy-mm", '0.00"人"', "[Red]0;;;", "@", "[h]:mm")


@FEW
@given(
    edits=st.lists(
        st.tuples(st.integers(1, 7), st.integers(1, len(SCHOOLS[0]) + 2), ODD_PYTHON, st.sampled_from(FORMATS)),
        min_size=1,
        max_size=5,
    ),
    merged=st.booleans(),
    title=st.sampled_from(("学校", "Sheet1", "schools", "片区", "x'y", "a#b")),
)
def test_odd_cells_in_a_workbook(
    edits: list[tuple[int, int, object, str]], merged: bool, title: str, place: Place
) -> None:
    made: Untyped = workbook(SCHOOLS)
    sheet: Untyped = made.active
    sheet.title = title
    for row, column, value, look in edits:
        cell = sheet.cell(row, column)
        cell.value, cell.number_format = value, look
    if merged:
        row, column, _, _ = edits[0]
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column + 1)
    stream = io.BytesIO()
    made.save(stream)
    TARGETS["spreadsheet"](place, stream.getvalue(), seldom(stream.getvalue()))


@FEW
@given(rng=RANDOMS, changes=st.integers(1, 4))
def test_damaged_workbooks(rng: Random, changes: int, place: Place) -> None:
    data = book()
    for _ in range(changes):
        data = changed_package(data, rng, changed_xml)
    TARGETS["spreadsheet"](place, data, seldom(data))


@pytest.mark.parametrize(
    ("target", "examples"),
    [("scenario", 12), ("register", 14), ("results", 40), ("enrolment", 60), ("expressions", 40)],
)
def test_changed_files(target: str, examples: int, place: Place) -> None:
    starts = [*seeds_of(target, place)]
    change = change_of(target)

    @settings(max_examples=examples)
    @given(start=st.sampled_from(starts), rng=RANDOMS, changes=st.integers(1, 3))
    def changed(start: bytes, rng: Random, changes: int) -> None:
        data = start
        for _ in range(changes):
            data = change(data, rng)
        TARGETS[target](place, data, seldom(data))

    changed()


@settings(max_examples=60)
@given(kind=st.sampled_from(EXPRESSIONS[2:]), words=st.lists(st.text(max_size=12), max_size=7))
def test_any_words_as_expressions(kind: str, words: list[str], place: Place) -> None:
    TARGETS["expressions"](place, headed(kind, " ".join(words).encode("utf-8", "surrogateescape")), True)


def test_what_is_sound_is_read_and_runs(place: Place) -> None:
    """Else the properties above would hold of readers that refuse everything."""
    assert TARGETS["scenario"](place, BASE.encode(), True)
    assert TARGETS["spreadsheet"](place, book(), True)
    for name, content in TABLES_OF.items():
        assert TARGETS["register"](place, headed(name, content), False), name
    for name in ENROLMENT:
        assert TARGETS["enrolment"](place, headed(name, SOUND[name]), False)
    broken = {path.read_bytes() for path in FOUND}
    for start in {*seeds_of("results", place)} - broken:
        assert TARGETS["results"](place, start, False), start[:40]
    assert TARGETS["expressions"](place, b"threshold\nseats@c/d/primary 2025 p90 > 1.05", False)


def refuse(*faults: Fault) -> None:
    raise InvalidInput(faults)


WORDS = Phrase("must not be empty")


@pytest.mark.parametrize(
    "fault",
    [
        Fault("nowhere.csv", 1, "", "", WORDS, "value"),
        Fault(str(COUNTY / "zones.csv"), 99, "", "", WORDS, "value"),
        Fault(str(COUNTY / "zones.csv"), 0, "", "", WORDS, "value"),
        Fault(str(COUNTY / "zones.csv"), 1, "", "", WORDS, ""),
        Fault(str(COUNTY / "zones.csv"), 1, "", "", Phrase(" "), "value"),
    ],
)
def test_the_judge_finds_faults_that_do_not_hold(fault: Fault) -> None:
    with pytest.raises(Finding):
        judge(lambda: refuse(fault))
    judge(lambda: refuse(Fault(str(COUNTY / "zones.csv"), 2, "zone", "x", WORDS, "value")))


def test_the_judge_finds_what_ends_otherwise_the_second_time(tmp_path: Path) -> None:
    told = iter("ab")
    with pytest.raises(Finding, match="second read"):
        judge(lambda: refuse(Fault(str(COUNTY / "zones.csv"), 2, "zone", next(told), WORDS, "value")))
    with pytest.raises(ZeroDivisionError):
        judge(lambda: 1 // 0)
    assert judge(lambda: load(SCENARIOS / "base.toml"))


def test_the_judge_finds_a_hang() -> None:
    def hang() -> None:
        while True:
            pass

    with pytest.raises(Hang):
        judge(hang, seconds=1)

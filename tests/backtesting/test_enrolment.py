"""Reading enrolments, births and groups: what is wrong is told with file, line, column and what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from seatsim.backtesting.arrange import panel_of
from seatsim.domain.faults import Fault, InvalidInput
from seatsim.inputs.enrolment import Enrolment, read_enrolment

Write = Callable[[str, str], Path]
HEAD = "entity,year,grade,value\n"
YEARS = range(2010, 2016)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def enrol(entities: Sequence[str] = ("North", "South"), years: Sequence[int] = YEARS) -> str:
    """Two grades of each entity in each year: 100, 101, ... in order."""
    rows = [f"{entity},{year},{grade}" for entity in entities for year in years for grade in (0, 1)]
    return HEAD + "".join(f"{row},{100 + place}\n" for place, row in enumerate(rows))


def faults(enrolment: Path, births: Path | None = None, group: Path | None = None) -> list[Fault]:
    with pytest.raises(InvalidInput) as raised:
        read_enrolment(enrolment, births, group)
    return list(raised.value.faults)


def notes(found: Enrolment) -> list[str]:
    return [note["en"] for note in found.notes]


def test_rows_become_a_panel_whatever_their_order(write: Write) -> None:
    lines = enrol().splitlines()
    born = "entity,year,births\nSouth,2006,90.5\nSouth,2005,80\nNorth,2006,\n"
    panels = [
        panel_of(read_enrolment(write(name, "\n".join([lines[0], *rows])), write("b.csv", born)))
        for name, rows in (("a.csv", lines[1:]), ("z.csv", lines[:0:-1]))
    ]
    for panel in panels:
        assert (panel.entities, panel.groups, panel.first_year, panel.grades) == (
            ("North", "South"),
            ("",),
            2010,
            (0, 1),
        )
        assert panel.group_of.tolist() == [0, 0]
        np.testing.assert_array_equal(panel.pupils, 100 + np.arange(24.0).reshape(2, 6, 2))
        assert panel.births is not None
        assert panel.births_first == 2005
        np.testing.assert_array_equal(panel.births, [[np.nan, np.nan], [80.0, 90.5]])
        assert panel.group_births is None


def test_missing_cells_years_and_blanks_are_not_known(write: Write) -> None:
    text = enrol(["Only"], [2010, 2011, 2013, 2014, 2015]).replace("Only,2014,1,107", "Only,2014,1,")
    panel = panel_of(read_enrolment(write("a.csv", text)))
    expected = [[100, 101], [102, 103], [np.nan] * 2, [104, 105], [106, np.nan], [108, 109]]
    np.testing.assert_array_equal(panel.pupils[0], expected)


def test_fractions_marks_and_line_ends_are_read(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "带 标记.csv"
    path.write_bytes(enrol(["靖江"]).replace("100", "99.5").replace("\n", "\r\n").encode("utf-8-sig"))
    panel = panel_of(read_enrolment(path))
    assert panel.entities == ("靖江",)
    assert panel.pupils[0, 0, 0] == 99.5


def test_further_columns_are_said_once(write: Write) -> None:
    lines = enrol().splitlines()
    text = "\n".join([lines[0] + ",classes,largest", *(f"{line},1,30" for line in lines[1:])])
    assert notes(read_enrolment(write("a.csv", text))) == ["a.csv: columns that are not read: classes, largest."]


def test_names_that_look_like_formulas_are_faults(write: Write) -> None:
    name = "=cmd|' /C calc'!A0"
    with pytest.raises(InvalidInput, match="must not begin with =: a spreadsheet would take it for a formula"):
        read_enrolment(write("a.csv", enrol([name])))


CELLS = [
    ("North,2010,0,100", "North,2010,0,-1", "value", "-1", "must be a number ≥ 0 (pupils)"),
    ("North,2010,0,100", "North,2010,0,many", "value", "many", "must be a number ≥ 0 (pupils)"),
    ("North,2010,0,100", "North,2010,0,nan", "value", "nan", "must be a number ≥ 0 (pupils)"),
    ("North,2010,0,100", "North,2010,0,inf", "value", "inf", "must be at most 1,000,000,000"),
    ("North,2010,0,100", "North,2010,0,1e12", "value", "1e12", "must be at most 1,000,000,000"),
    ("North,2010,0,100", ",2010,0,100", "entity", "", "must not be empty"),
    ("North,2010,0,100", "North,2010/11,0,100", "year", "2010/11", "must be a whole number from 1900 to 2200"),
    ("North,2010,0,100", "North,2010.5,0,100", "year", "2010.5", "must be a whole number from 1900 to 2200"),
    ("North,2010,0,100", "North,10,0,100", "year", "10", "must be a whole number from 1900 to 2200"),
    ("North,2010,0,100", "North,20100,0,100", "year", "20100", "must be a whole number from 1900 to 2200"),
    ("North,2010,0,100", "North,,0,100", "year", "", "must be a whole number from 1900 to 2200"),
    ("North,2010,0,100", "North,2010,P1,100", "grade", "P1", "must be a whole number from -5 to 30 (grade)"),
    ("North,2010,0,100", "North,2010,99,100", "grade", "99", "must be a whole number from -5 to 30 (grade)"),
]


@pytest.mark.parametrize(("old", "new", "key", "found", "allowed"), CELLS, ids=[case[1] for case in CELLS])
def test_a_faulty_cell_is_told(write: Write, old: str, new: str, key: str, found: str, allowed: str) -> None:
    path = write("a.csv", enrol().replace(old, new))
    (fault,) = faults(path)
    assert (fault.file, fault.line, fault.key, fault.found) == (str(path), 2, key, found)
    assert fault.allowed.startswith(allowed)


def test_a_cell_that_stands_twice_is_told_with_both_lines(write: Write) -> None:
    (fault,) = faults(write("a.csv", enrol() + "North,2010,0,5\n"))
    assert (fault.line, fault.key, fault.found) == (26, "entity, year, grade", "North, 2010, 0")
    assert fault.allowed == "stands on line 2 too"


FILES = [
    ("", "is empty"),
    ("entity,year,grade\nN,2010,0\n", "missing column"),
    (HEAD, "has no row under its header"),
    (HEAD + "N,2010,0,1,9\n", "must have 4 cells, has 5"),
    ("entity,year,grade,value,value\n", "column stands here twice"),
    (enrol(years=range(2010, 2014)), "must be at least 5: four to learn from and one to forecast"),
    (enrol() + "North,2102,0,5\n", "no row from 2016 to 2101: at most 10 years may be missing"),
    (enrol() + "North,2010,3,5\n", "no row has grade 2: grades must follow one another from 0 to 3"),
]


@pytest.mark.parametrize(("text", "allowed"), FILES, ids=[allowed for _, allowed in FILES])
def test_a_faulty_file_is_told(write: Write, text: str, allowed: str) -> None:
    (fault,) = faults(write("a.csv", text))
    assert fault.allowed == allowed


def test_another_encoding_and_a_file_that_is_not_there_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(enrol(["靖江"]).encode("gb18030"))
    (fault,) = faults(path)
    assert (fault.line, fault.allowed) == (2, "must be UTF-8 text (in Excel: save as 'CSV UTF-8')")
    (fault,) = faults(tmp_path / "none.csv")
    assert fault.allowed == "no such file"


def test_all_faults_of_all_files_come_together(write: Write) -> None:
    enrolment = write("a.csv", enrol().replace("North,2010,0,100", "North,2010,0,-1"))
    births = write("b.csv", "entity,year,births\nNorth,2005,x\nNoth,2005,7\nNorth,2006,-7\nNorth,2006,7\n")
    group = write("g.csv", "entity,group\nNorth,\nNorth,A\n")
    told = [(Path(fault.file).name, fault.line, fault.key, fault.allowed) for fault in faults(enrolment, births, group)]
    assert told == [
        ("a.csv", 2, "value", "must be a number ≥ 0 (pupils)"),
        ("b.csv", 2, "births", "must be a number ≥ 0 (children)"),
        ("b.csv", 3, "entity", "unknown entity; did you mean 'North'?"),
        ("b.csv", 4, "births", "must be a number ≥ 0 (children)"),
        ("g.csv", None, "entity", "has no group: every entity needs a row"),
        ("g.csv", 2, "group", "must not be empty"),
        ("g.csv", 3, "entity", "stands on line 2 too"),
    ]


TWO = "entity,group\nNorth,Old\nSouth,New\nEast,Old\n"


def test_births_belong_to_entities_or_groups(write: Write) -> None:
    group = write("g.csv", TWO)
    born = "entity,year,births\nNorth,2005,70\nOld,2005,120\nNew,2006,60\n"
    found = read_enrolment(write("a.csv", enrol()), write("b.csv", born), group)
    panel = panel_of(found)
    assert (panel.groups, panel.group_of.tolist()) == (("New", "Old"), [1, 0])
    np.testing.assert_array_equal(panel.births, [[70, np.nan], [np.nan, np.nan]])
    np.testing.assert_array_equal(panel.group_births, [[np.nan, 60], [120, np.nan]])
    assert notes(found) == ["g.csv: entities that are not among the enrolments, and not used: 1."]


def test_births_of_neither_are_a_fault_with_several_groups(write: Write) -> None:
    born = write("b.csv", "entity,year,births\nOlde,2005,120\nOlde,2006,110\nMars,2005,1\n")
    told = [
        (fault.line, fault.found, fault.allowed) for fault in faults(write("a.csv", enrol()), born, write("g.csv", TWO))
    ]
    assert told == [
        (2, "Olde", "unknown entity; did you mean 'Old'?"),
        (4, "Mars", "unknown entity; must be an entity of the enrolments or a group"),
    ]


def test_a_name_of_both_is_a_fault(write: Write) -> None:
    born = write("b.csv", "entity,year,births\nNorth,2005,120\n")
    (fault,) = faults(write("a.csv", enrol()), born, write("g.csv", "entity,group\nNorth,North\nSouth,North\n"))
    assert (fault.line, fault.allowed) == (2, "is an entity and a group: give one of them another name")


def test_births_of_no_entity_are_the_one_groups(write: Write) -> None:
    born = "entity,year,births\nTown,2005,100\nTown,2006,110\nRest,2006,5\n"
    found = read_enrolment(write("a.csv", enrol()), write("b.csv", born))
    panel = panel_of(found)
    assert panel.births is None
    np.testing.assert_array_equal(panel.group_births, [[np.nan, 115]])  # both of them are known in 2006 alone
    assert not found.notes


def test_births_of_others_are_not_used_where_every_entity_has_its_own(write: Write) -> None:
    born = "entity,year,births\nNorth,2005,100\nSouth,2005,110\nRest,2006,5\n"
    found = read_enrolment(write("a.csv", enrol()), write("b.csv", born))
    assert panel_of(found).group_births is None
    assert notes(found) == ["b.csv: every entity has births of its own; other names, not used: 1."]


def test_births_of_others_serve_where_an_entity_has_none_and_it_is_said(write: Write) -> None:
    born = "entity,year,births\nNorth,2005,100\nSoth,2005,110\n"
    found = read_enrolment(write("a.csv", enrol()), write("b.csv", born))
    np.testing.assert_array_equal(panel_of(found).group_births, [[110]])
    (note,) = notes(found)
    assert note.startswith("b.csv: Soth are not among the enrolments")


def test_files_are_told_by_name_and_digest(write: Write) -> None:
    path = write("a.csv", enrol())
    digests = read_enrolment(path).digests
    assert [*digests] == ["enrolment"]
    assert digests["enrolment"]["file"] == "a.csv"
    assert len(digests["enrolment"]["sha256"] or "") == 64

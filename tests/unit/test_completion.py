"""What a register leaves out is completed by the rules of ``docs/completion.md``, and marked."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import outcomes
from seatsim.domain.county import County
from seatsim.domain.phrase import Phrase
from seatsim.inputs.county import draft_county, read_county
from seatsim.language.phrases import recalled
from seatsim.language.phrases import said as in_language
from seatsim.results.places import register_rows

LITTLE = Path(__file__).parents[1] / "bad_input" / "county"
SCHOOLS = "name_zh,zone,kind,ownership,pupils_K,pupils_P,pupils_J,pupils_S"
ROWS = (
    "幼儿园,town,kindergarten,public,100,,,",
    "小学,town,primary,public,,545,,",
    "九年一贯,village,nine-year,public,,180,95,",
    "高中,town,senior,public,,,,301",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(LITTLE, tmp_path / "county")
    return tmp_path / "county"


def register(folder: Path, header: str, rows: Sequence[str], source: bool = True) -> Path:
    """Write a register; its source stands in county.toml."""
    (folder / "schools.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    if source:
        with (folder / "county.toml").open("a", encoding="utf-8") as file:
            file.write('"schools.csv" = "returns of 2020"\n')
    return folder


def faults(folder: Path) -> list[str]:
    """Faults without the folder's name, by line."""
    return [str(each).replace(f"{folder}/", "") for each in draft_county(folder).faults]


def noted(county: County, words: str) -> bool:
    """Whether a note says so, as a phrase that can be said in Chinese."""
    return any(words in note and isinstance(note, Phrase) for note in county.assumed)


def test_names_kinds_zones_and_pupils_by_stage_are_enough(folder: Path) -> None:
    county = read_county(register(folder, SCHOOLS, ROWS))
    own = county.register
    assert own.school_id == ("幼儿园", "小学", "九年一贯", "高中")
    assert own.source == ("returns of 2020",) * 4
    assert own.pupils["kindergarten"][0].tolist() == [34, 33, 33]
    assert own.pupils["primary"][1].tolist() == [91, 91, 91, 91, 91, 90]
    assert own.pupils["junior"][2].tolist() == [32, 32, 31]
    assert own.pupils["senior"][3].tolist() == [101, 100, 100]
    assert own.pupils["vocational"].sum() == own.pupils["special"].sum() == 0
    # The standard sizes are 25, 30 and 35, 45, and 50: none above, and one class less would be.
    assert own.classes["kindergarten"][0].tolist() == [2, 2, 1]
    assert own.classes["primary"][1].tolist() == [3, 3, 3, 3, 3, 2]
    assert own.classes["junior"][2].tolist() == [1, 1, 1]
    assert own.rooms["primary"].tolist() == [0, 17, 6, 0]
    assert own.completed == own.school_id
    assert own.by_rule.neither["primary"].tolist() == [False, True, True, False]
    assert own.by_rule.pupils["senior"].tolist() == [False, False, False, True]
    assert own.plan.tolist() == [0, 0, 0, 101]
    assert own.planned_by_rule == ("高中",)
    for words in (
        "school_id of 4 schools: left out",
        "pupils of vocational, special: no column in schools.csv and no school of the kind, none taken",
        "primary pupils of 2 schools: known by stage only, shared over the grades evenly",
        "classrooms and classes of 4 schools: not in schools.csv",
        "crowding today cannot be told",
        "plan of 1 senior or private schools",
    ):
        assert noted(county, words), words


def test_rooms_that_are_left_out_are_as_many_as_the_classes(folder: Path) -> None:
    header = f"{SCHOOLS},classes_K,classes_P,classes_J,classes_S"
    rows = [f"{row},{classes}" for row, classes in zip(ROWS, ("4,,,", ",12,,", ",6,3,", ",,,6"), strict=True)]
    county = read_county(register(folder, header, rows))
    own = county.register
    assert own.classes["kindergarten"][0].tolist() == [2, 1, 1]
    assert own.classes["primary"][1].tolist() == [2] * 6
    assert own.rooms["primary"].tolist() == [0, 12, 6, 0]
    assert own.rooms["junior"].tolist() == [0, 0, 3, 0]
    assert not own.by_rule.neither
    assert own.by_rule.rooms["primary"].tolist() == [False, True, True, False]
    assert noted(county, "classrooms of 4 schools: not in schools.csv, as many as their classes")
    assert noted(county, "classes of 4 schools: known by stage only")
    assert not noted(county, "crowding today")


def test_rooms_that_are_given_set_the_classes_as_ever(folder: Path) -> None:
    """A nine-year school's rooms may all stand in one column; an empty cell is then no gap."""
    header = f"{SCHOOLS},rooms_K,rooms_P,rooms_J,rooms_S"
    rows = [f"{row},{rooms}" for row, rooms in zip(ROWS, ("4,,,", ",12,,", ",10,,", ",,,6"), strict=True)]
    county = read_county(register(folder, header, rows))
    assert not county.register.by_rule.rooms
    assert county.register.rooms["primary"].tolist() == [0, 12, 10, 0]
    assert county.register.classes["primary"][1].tolist() == [2] * 6
    assert noted(county, "smallest common class size the rooms allow")


def test_an_empty_cell_of_rooms_is_completed_beside_full_ones(folder: Path) -> None:
    path = folder / "schools.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",12,,,,,18,", ",,,,,,18,"), encoding="utf-8")
    county = read_county(folder)
    assert county.register.rooms["primary"].tolist() == [0, 12, 6, 0]
    assert county.register.by_rule.rooms["primary"].tolist() == [False, True, False, False]
    assert county.register.completed == ("town-primary", "village-nine-year", "town-senior")


def test_grades_speak_for_others_if_they_hold_half_of_the_stage(folder: Path) -> None:
    """Then 100, 90, ... 50 of the school by grade; else evenly."""
    grades = ",".join(f"pupils_P{grade}" for grade in range(1, 7))
    told = "甲,town,primary,public,,,,,100,90,80,70,60,50"
    rows = [*(f"{row},,,,,," for row in ROWS), told]
    county = read_county(register(folder, f"{SCHOOLS},{grades}", rows))
    assert county.register.pupils["primary"][2].tolist() == [30] * 6
    rows[1] = rows[1].replace("545", "270")
    county = read_county(register(folder, f"{SCHOOLS},{grades}", rows, source=False))
    assert county.register.pupils["primary"][2].tolist() == [40, 36, 32, 28, 24, 20]
    assert noted(county, "as in the schools that give them")


def test_births_share_the_pupils_where_all_their_years_are_known(folder: Path) -> None:
    register(folder, SCHOOLS, ROWS)
    lines = ["zone,year,births,variant,source"]
    for year in range(2008, 2021):
        births = 300 if year >= 2016 else 100
        lines += [f"town,{year},{births},reference,x", f"village,{year},0,reference,x"]
    (folder / "births.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    county = read_county(folder)
    # K1, born 2016 and 2017, has 300; K2, born 2015 and 2016, 100/3 + 200; K3 has 100.
    assert county.register.pupils["kindergarten"][0].tolist() == [47, 37, 16]
    assert noted(county, "shared over the grades by the births of their years")
    assert noted(county, "junior pupils of 1 schools: known by stage only, shared over the grades evenly")


@pytest.mark.parametrize(
    ("extra", "cells", "fault"),
    [
        (
            "pupils_P1,pupils_P2",
            "1,2",
            "schools.csv:1: pupils_P3: missing column: other grades of the stage have theirs",
        ),
        ("classes_P", "3", "schools.csv:3: classes_P = 3: too few for 6 grades with pupils, one class each at least"),
        ("classes_P", "546", "schools.csv:3: classes_P = 546: must be at most the stage's pupils (545)"),
        ("classes_P,classes_P1", "12,2", "schools.csv:3: classes_P = 12: must not stand beside the classes of some"),
        (
            "classes_P,classes_P1,classes_P2,classes_P3,classes_P4,classes_P5,classes_P6",
            "13,2,2,2,2,2,2",
            "schools.csv:3: classes_P = 13: must be the sum of its grades, 12; or leave it out",
        ),
        (
            "pupils_P1,pupils_P2,pupils_P3,pupils_P4,pupils_P5,pupils_P6",
            "90,90,90,90,90,90",
            "schools.csv:3: pupils_P = 545: must be the sum of pupils_P1 to pupils_P6, 540; or leave it out",
        ),
        ("rooms_P", "0", "schools.csv:3: rooms_P = 0: must be above 0: the stage has 545 pupils (leave it empty if"),
        ("pupils_Q", "", "schools.csv:1: pupils_Q: unknown column"),
    ],
)
def test_what_cannot_be_completed_is_a_fault(folder: Path, extra: str, cells: str, fault: str) -> None:
    blank = "," * extra.count(",")
    rows = [f"{row},{cells if place == 1 else blank}" for place, row in enumerate(ROWS)]
    said = faults(register(folder, f"{SCHOOLS},{extra}", rows))
    assert any(each.startswith(fault) for each in said), said


def test_an_empty_grade_beside_full_ones_may_mean_two_things(folder: Path) -> None:
    path = folder / "schools.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(",90,90,90,90,90,90,", ",90,90,,90,90,90,"), encoding="utf-8"
    )
    words = "schools.csv:3: pupils_P3: must be given, 0 if there are none: the school has pupils in other grades"
    assert [each for each in faults(folder) if each.startswith(words)]
    assert len(faults(folder)) == 1


def test_a_stage_without_columns_needs_no_school_of_it(folder: Path) -> None:
    header = SCHOOLS.replace(",pupils_S", "")
    rows = [row.rsplit(",", 1)[0] for row in ROWS]
    said = faults(register(folder, header, rows))
    assert said == [
        "schools.csv:1: pupils_S: missing column: the register has schools of kind 'senior' "
        "(or one column for each grade)"
    ]
    county = read_county(register(folder, header, rows[:3], source=False))
    assert noted(county, "pupils of senior, vocational, special: no column")


def test_names_stand_in_for_ids_and_must_differ_then(folder: Path) -> None:
    said = faults(register(folder, SCHOOLS, [*ROWS, ROWS[1]]))
    assert said == ["schools.csv:6: name_zh = 小学: stands on line 3 too: give each a school_id of its own"]


def test_zones_need_a_name_and_a_kind(folder: Path) -> None:
    register(folder, SCHOOLS, [row.replace("town", "城区").replace("village", "乡村") for row in ROWS])
    (folder / "zones.csv").write_text("name_zh,kind,source\n城区,old-town,x\n乡村,town,x\n", encoding="utf-8")
    # The village's children would have no kindergarten, the town's no junior school, and there is no way over.
    words = "zones.csv:{}: neighbours: no school of {} here, and no way over neighbours to a zone that has one: its"
    for said, place in zip(faults(folder), ((2, "junior"), (3, "kindergarten")), strict=True):
        assert said.startswith(words.format(*place))
    with (folder / "schools.csv").open("a", encoding="utf-8") as file:
        file.write("乡幼,乡村,kindergarten,public,30,,,\n城中,城区,junior,public,,,90,\n")
    county = read_county(folder)
    assert [zone.id for zone in county.zones] == ["城区", "乡村"]
    assert noted(county, "zone of 2 zones: left out, their names taken")
    assert noted(county, "no child is sent to a school of another zone")


def test_a_cell_may_hold_a_zones_or_schools_name(folder: Path) -> None:
    path = folder / "schools.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",,,village,", ",,,乡村,"), encoding="utf-8")
    feeders = "from_school,to_school,share,source\n城区小学,乡村九年制学校,0.4,x\n"
    (folder / "feeders.csv").write_text(feeders, encoding="utf-8")
    county = read_county(folder)
    assert county.register.zone[2] == "village"
    assert county.feeders == {("town-primary", "village-nine-year"): 0.4}


def test_a_source_is_stated_once_or_row_by_row(folder: Path) -> None:
    said = faults(register(folder, SCHOOLS, ROWS, source=False))
    assert said == [
        "schools.csv:1: source: missing column; one source for the whole table may stand in county.toml, as [sources] "
        '"schools.csv"'
    ]
    rows = [f"{row},{'own' if place == 2 else ''}" for place, row in enumerate(ROWS)]
    county = read_county(register(folder, f"{SCHOOLS},source", rows))
    assert county.register.source == ("returns of 2020", "returns of 2020", "own", "returns of 2020")


def test_the_register_counts_where_the_report_says_otherwise(folder: Path) -> None:
    """1,221 pupils: 100, 545, 180, 95 and 301."""
    register(folder, SCHOOLS, ROWS)
    for value, told in ((1221, False), (1300, True)):
        text = f"id,value,unit,date,section,source,kind,note\nF4,{value},pupils,2020,,x,reported,\n"
        (folder / "figures.csv").write_text(text, encoding="utf-8")
        words = "F4 says 1,300 pupils, the register holds 1,221: the register counts"
        assert noted(read_county(folder), words) == told


def test_a_plan_of_none_is_no_gap(folder: Path) -> None:
    county = read_county(register(folder, f"{SCHOOLS},plan", [f"{row},0" for row in ROWS]))
    assert county.register.plan.tolist() == [0] * 4
    assert not county.register.planned_by_rule
    assert not noted(county, "not used")


def test_plans_that_hold_nobody_are_told(folder: Path) -> None:
    plans = (90, 80, 70, 60)
    rows = [f"{row},,{plan}" for row, plan in zip(ROWS, plans, strict=True)]
    more = (
        "民办园,town,kindergarten,private,60,,,,,50",
        "职校,town,vocational,public,,,,,120,40",
        "民小,town,primary,private,,60,,,,20",
    )
    county = read_county(register(folder, f"{SCHOOLS},pupils_V,plan", [*rows, *more]))
    told = [note for note in county.assumed if note.startswith("plan of")]
    assert [note.split(",")[0].split(";")[0] for note in told] == [
        "plan of 4 schools: not used",
        "plan of 1 vocational schools: no limit",
    ]
    assert "幼儿园, 小学, 九年一贯" in told[0]
    assert "职校" in told[1]


def test_a_private_school_draws_as_many_as_entered(folder: Path) -> None:
    rows = [*ROWS, "民办小学,town,primary,private,,120,,"]
    county = read_county(register(folder, SCHOOLS, rows))
    assert county.register.plan.tolist() == [0, 0, 0, 101, 20]


def test_schools_completed_by_rule_are_told_so_in_results(folder: Path) -> None:
    rows = [f"{row},{rooms}" for row, rooms in zip(ROWS, ("", "12", "", ""), strict=True)]
    county = read_county(register(folder, f"{SCHOOLS},rooms_P,classes_P", [f"{row}," for row in rows]))
    assert county.register.completed == ("幼儿园", "小学", "九年一贯", "高中")
    partly = replace(county, register=replace(county.register, completed=("小学",)))
    made_up = replace(partly, register=replace(partly.register, source=("assumed: a guess",) * 4))
    for of, status in ((partly, "registered completed registered registered"), (made_up, " ".join(["assumed"] * 4))):
        told = list(register_rows(of, outcomes.scenario(), replace(outcomes.outcome(), campuses=(), campus_kind=())))
        assert " ".join(str(row[-1]) for row in told) == status


@given(pupils=st.integers(1, 3000), classes=st.integers(1, 80))
def test_shared_numbers_keep_their_sum(tmp_path_factory: pytest.TempPathFactory, pupils: int, classes: int) -> None:
    folder = tmp_path_factory.mktemp("shared") / "county"
    shutil.copytree(LITTLE, folder)
    rows = [f"{row}," for row in ROWS]
    rows[1] = f"小学,town,primary,public,,{pupils},,,{classes}"
    draft = draft_county(register(folder, f"{SCHOOLS},classes_P", rows))
    if min(pupils, 6) <= classes <= pupils:
        assert draft.county is not None, draft.faults
        own = draft.county.register
        assert own.pupils["primary"][1].sum() == pupils
        assert np.ptp(own.pupils["primary"][1]) <= 1
        assert own.classes["primary"][1].sum() == classes == own.rooms["primary"][1]
        assert ((own.classes["primary"][1] > 0) == (own.pupils["primary"][1] > 0)).all()
    else:
        assert [fault.code for fault in draft.faults] == ["classes-by-stage"]


def test_notes_that_count_schools_name_the_first_five(folder: Path) -> None:
    rows = [f"s{n},学校{n},town,primary,public,{','.join(['20'] * 6)},x" for n in range(7)]
    head = f"school_id,name_zh,zone,kind,ownership,{','.join(f'pupils_P{n}' for n in range(1, 7))},source"
    county = read_county(register(folder, head, rows))
    (note,) = [note for note in county.assumed if note.startswith("classrooms and classes of 7")]
    assert note.endswith("(schools: 学校0, 学校1, 学校2, 学校3, 学校4, …)")
    for told in (in_language(note, "zh"), recalled(str(note), "zh", {})):
        assert told.startswith("7 所学校的教室数与班级数")
        assert "学校4" in told


@pytest.mark.parametrize(
    ("pupils", "rooms", "told"),
    [
        (["368"] * 6, 40, []),
        (["3680", *["368"] * 5], 200, ["学校0，小学一年级学生数：3,680 人，该学段其余年级平均 368 人：是否录入有误？"]),
        (["99", *["20"] * 5], 10, []),
        (["368"] * 6, 20, ["学校0，小学：学生 2,208 人，教室 20 间，每间超过 80 人：是否录入有误？"]),
    ],
)
def test_what_looks_mistyped_is_noted(pupils: list[str], rooms: int, told: list[str], folder: Path) -> None:
    row = f"s0,学校0,town,primary,public,{rooms},{','.join(pupils)},x"
    other = f"s1,学校1,town,primary,public,20,{','.join(['90'] * 6)},x"
    head = f"school_id,name_zh,zone,kind,ownership,rooms_P,{','.join(f'pupils_P{n}' for n in range(1, 7))},source"
    county = read_county(register(folder, head, [row, other]))
    assert [in_language(note, "zh") for note in county.assumed if "keyboard" in note] == told

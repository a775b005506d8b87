"""Words in cells: choices in Chinese, names in the place of ids, years, shares, lists; and what of it is ambiguous."""

from pathlib import Path

import pytest

from filled_in import LITTLE, differences, little, repaired, said, with_text
from seatsim.inputs.county import draft_county
from seatsim.language.phrases import recalled
from seatsim.language.phrases import said as in_language

SCHOOLS = (LITTLE / "schools.csv").read_text(encoding="utf-8")
ZONES = (LITTLE / "zones.csv").read_text(encoding="utf-8")
CLEAN = draft_county(LITTLE).county


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return little(tmp_path)


@pytest.mark.parametrize(
    ("english", "words"),
    [
        (",kindergarten,public", ",幼儿园,公办园"),
        (",primary,public", ",小学,公立"),
        (",nine-year,public", ",九年制学校,公办"),
        (",nine-year,public", ",九年一贯制学校,public"),
        (",senior,public", ",普通高中,教育部门"),
        (",,village,,", ",,乡村,,"),
        (",,village,,", ",,Village,,"),
    ],
)
def test_chinese_words_and_names_are_part_of_the_format(english: str, words: str, folder: Path) -> None:
    assert english in SCHOOLS
    found = with_text(folder, "schools.csv", SCHOOLS.replace(english, words))
    assert said(found, folder) == []
    assert repaired(found, folder) == []
    assert differences(CLEAN, found.county) == []


def test_every_table_takes_words_and_names(folder: Path) -> None:
    english = {
        "catchments.csv": "zone,school_id,stage,share,source\ntown,town-primary,primary,0.3,x\n",
        "history.csv": "year,school_id,grade,pupils,source\n2019,town-primary,P1,88,x\n2019,town-senior,S3,90,x\n",
        "posts.csv": "stage,approved,source\nprimary,30,x\njunior,15,x\n",
        "staff.csv": "stage,age,sex,senior_title,in_post,count,source\nprimary,40,female,yes,no,12,x\n",
        "resources.csv": "school_id,stage,indicator,value,source\ntown-primary,primary,floor_area,1200,x\n",
        "births.csv": "zone,year,births,variant,source\n"
        + "".join(f"{zone},{year},50,reference,x\n" for year in range(2012, 2021) for zone in ("town", "village")),
    }
    chinese = {
        "catchments.csv": "所在片区,学校,学段,比例,来源\n城区,城区小学,小学,30%,x\n",
        "history.csv": "学年,校名,年级,人数,来源\n"
        "2019-2020学年,城区小学,小学一年级,88人,x\n2019,town-senior,高三,90,x\n",
        "posts.csv": "学段,编制数,来源\n小学,30,x\n初中,15,x\n合计,45,\n",
        "staff.csv": "学段,年龄,性别,高级职称,在编,人数,来源\n小学,40岁,女,是,否,12,x\n",
        "resources.csv": '学校,学段,指标,数量,来源\n城区小学,小学,教学及辅助用房面积,"1,200",x\n',
        "births.csv": "片区,年份,出生人口,方案,来源\n"
        + "".join(f"{zone},{year}年,50,基准,x\n" for year in range(2012, 2021) for zone in ("城区", "乡村")),
    }
    for name, text in english.items():
        (folder / name).write_text(text, encoding="utf-8")
    first = draft_county(folder)
    for name, text in chinese.items():
        (folder / name).write_text(text, encoding="utf-8")
    found = draft_county(folder)
    assert said(first, folder) == said(found, folder) == []
    assert differences(first.county, found.county) == []
    assert repaired(first, folder) == []
    years = "2012年 taken as 2012; 2013年 taken as 2013; 2014年 taken as 2014; 2015年 taken as 2015; and 5 others"
    assert repaired(found, folder) == [
        f"births.csv:2-19: 年份: unit left out: {years}",
        "catchments.csv:2: 比例: percent sign: 30% taken as 0.3",
        "history.csv:2: 人数: unit left out: 88人 taken as 88",
        "history.csv:2: 学年: the year in which the school year begins: 2019-2020学年 taken as 2019",
        "posts.csv:4: row of totals, left out; its numbers are the sums of the rows",
        "resources.csv:2: 数量: thousands separators left out: 1,200 taken as 1200",
        "staff.csv:2: 年龄: unit left out: 40岁 taken as 40",
    ]


def test_a_name_of_two_schools_is_ambiguous(folder: Path) -> None:
    (folder / "schools.csv").write_text(SCHOOLS.replace("乡村九年制学校", "城区小学"), encoding="utf-8")
    text = "zone,school_id,stage,share,source\ntown,城区小学,primary,0.3,x\n"
    assert said(with_text(folder, "catchments.csv", text), folder) == [
        "catchments.csv:2: school_id = 城区小学: is the name of several (town-primary, village-nine-year); write the "
        "code"
    ]


def test_lists_may_have_other_marks_between(folder: Path) -> None:
    three = (
        ZONES.replace("village,20", "乡村、harbour,20，15") + "harbour,港区,Harbour,乡镇,town；乡村,15、30,assumed\n"
    )
    other = (
        ZONES.replace("village,20", "village;harbour,20;15") + "harbour,港区,Harbour,town,town;village,15;30,assumed\n"
    )
    first = with_text(folder, "zones.csv", other)
    found = with_text(folder, "zones.csv", three)
    assert said(found, folder) == []
    assert differences(first.county, found.county) == []
    assert repaired(found, folder) == [
        "zones.csv:2,4: minutes: written with ; between: 20，15 taken as 20;15; 15、30 taken as 15;30",
        "zones.csv:2,4: neighbours: written with ; between: 乡村、harbour taken as 乡村;harbour; town；乡村 taken as "
        "town;乡村",
    ]


def test_figures_are_read_by_their_units(folder: Path) -> None:
    head = "指标编号,数值,单位,时间,章节,来源,性质,备注\n"
    text = f"{head}F5.preschool,95%,%,2020年,,x,报告,-\nF6.going_on,９８,%,2020年9月,,x,推算,\n"
    found = with_text(folder, "figures.csv", text)
    assert said(found, folder) == []
    assert repaired(found, folder) == [
        "figures.csv:2: 备注: a word for no value: - taken as nothing",
        "figures.csv:2: 数值: percent sign: 95% taken as 95",
        "figures.csv:2-3: 时间: date written YYYY-MM-DD: 2020年 taken as 2020; 2020年9月 taken as 2020-09",
        "figures.csv:3: 数值: full-width characters: ９８ taken as 98",
    ]
    assert found.county is not None
    figure = found.county.figures["F6.going_on"]
    assert (figure.value, figure.date, figure.kind, figure.line) == (98.0, "2020-09", "derived", 3)
    text = f'{head}F5.preschool,"9,5",%,2020,,x,报告,\nF1.area,12间,km2,2020,,x,报告,\nF4,无,人,2020/21,,x,报告,\n'
    found = with_text(folder, "figures.csv", text)
    assert said(found, folder)[:2] == [
        "figures.csv:2: 数值 = 9,5: can be read in two ways: as a decimal or with thousands; write 1234 or 12.34",
        "figures.csv:3: 数值 = 12间: '间' stands behind the number; must be a number alone (km2)",
    ]
    assert [text.split(":")[1] for text in said(found, folder)[2:]] == ["4", "4"]


def test_faults_name_columns_as_the_file_does(folder: Path) -> None:
    head, _, rest = SCHOOLS.partition("\n")
    chinese = (
        head.replace("school_id", "学校代码").replace("name_zh", "学校名称").replace("pupils_P1", "小学一年级学生数")
    )
    found = with_text(folder, "schools.csv", f"{chinese}\n{rest.replace(',90,', ',-4,')}")
    assert any(
        text.startswith("schools.csv:3: 小学一年级学生数 = -4: must be a whole number") for text in said(found, folder)
    )
    assert any(text.startswith("schools.csv:3: pupils_P3 = -4: must be a whole number") for text in said(found, folder))
    with_text(folder, "schools.csv", SCHOOLS)
    text = "所在片区,学校名称,学断,比例,来源\n城区,城区小学,小学,0.3,x\n"
    assert said(with_text(folder, "catchments.csv", text), folder)[-1:] == [
        "catchments.csv:1: 学段: missing column; is it one of those that are not known: 学断?",
    ]


def test_the_noise_of_a_spreadsheets_sums_is_no_fraction(folder: Path) -> None:
    for cell, pupils in (("89.9999999999999", 90), ("90.0000000001", 90), ("89.99", None)):
        found = with_text(folder, "schools.csv", SCHOOLS.replace(",90,", f",{cell},", 1))
        if pupils is None:
            assert found.county is None
        else:
            assert differences(CLEAN, found.county) == []
            assert f"a whole number but for a spreadsheet's rounding: {cell} taken as 90" in repaired(found, folder)[0]


def test_choices_are_listed_in_the_words_of_the_language(folder: Path) -> None:
    found = with_text(folder, "schools.csv", SCHOOLS.replace(",kindergarten,public", ",托管班,public"))
    (fault,) = found.faults
    assert "must be one of kindergarten, primary, junior, nine-year, senior" in str(fault.allowed)
    words = in_language(fault.allowed, "zh")
    assert "须为下列之一：幼儿园、小学、初中、九年一贯制学校、高中、" in words


@pytest.mark.parametrize("kind", ["完全中学", "complete", "Complete Secondary", "complete secondary school"])
def test_a_school_of_junior_and_senior_grades_is_told_what_to_do(folder: Path, kind: str) -> None:
    found = with_text(folder, "schools.csv", SCHOOLS.replace(",senior,public", f",{kind},public"))
    (fault,) = found.faults
    assert "enter it as 'senior', with its junior pupils in pupils_J1 to pupils_J3 or pupils_J" in str(fault.allowed)
    words = in_language(fault.allowed, "zh")
    assert "兼有初中和高中年级：类别填“普通高中”" in words
    assert "初中学生数" in words
    assert "pupils" not in words
    header, *rows = SCHOOLS.splitlines()
    names = header.split(",")
    cells = dict(zip(names, rows[3].split(","), strict=True))
    cells |= {
        "rooms_J": "6",
        "pupils_J1": "80",
        "pupils_J2": "80",
        "pupils_J3": "80",
    }
    text = "\n".join([header, *rows[:3], ",".join(cells[name] for name in names), ""])
    assert with_text(folder, "schools.csv", text).county is not None


def test_notes_name_columns_as_headers_do(folder: Path) -> None:
    names = SCHOOLS.split("\n", 1)[0].split(",")
    rows = [dict(zip(names, line.split(","), strict=True)) | {"school_id": ""} for line in SCHOOLS.splitlines()[1:]]
    text = "\n".join([",".join(names), *(",".join(row[name] for name in names) for row in rows), ""])
    county = with_text(folder, "schools.csv", text).county
    assert county is not None
    notes = [note for note in county.assumed if note.startswith("school_id of")]
    assert [in_language(note, "zh") for note in notes] == ["学校代码 未填 4 处（学校）：以名称代替"]
    assert [recalled(str(note), "zh", {}) for note in notes] == ["学校代码 未填 4 处（学校）：以名称代替"]


def test_a_figure_is_in_its_own_unit_however_it_is_written(folder: Path) -> None:
    """A value in another unit would be taken for so much of its own: 12.6 of 亿元 for 12.6 of 万元."""
    head = "指标编号,数值,单位,时间,章节,来源,性质,备注\n"
    rows = ["F7,126000,万元", "F8.primary,1.5,万元/生", "F8.special,9,万元/人", "F1.area,665,平方公里", "F4,900,名"]
    rows += ["F5.primary,100,％", "F7.2019,114000,10^4 yuan", "F16.primary,0.3,1", "B.2015,46731,人", "F3.schools,4,个"]
    found = with_text(folder, "figures.csv", head + "".join(f"{row},2020,,x,报告,\n" for row in rows))
    assert found.faults == ()
    assert found.county is not None
    units = {name: figure.unit for name, figure in found.county.figures.items()}
    assert (units["F7"], units["F1.area"], units["F4"]) == ("10^4 yuan", "km2", "pupils")
    rows = ["F7,12.6,亿元", "F8.primary,15000,元/生", "F5.primary,0.99,比值", "F4,9,千人", "F1.area,665,亩", "F18,1,项"]
    found = with_text(folder, "figures.csv", head + "".join(f"{row},2020,,x,报告,\n" for row in rows))
    assert said(found, folder) == [
        "figures.csv:2: unit = 亿元: must be 10^4 yuan, the unit of F7; put the value into it",
        "figures.csv:3: unit = 元/生: must be 10^4 yuan/pupil, the unit of F8.primary; put the value into it",
        "figures.csv:4: unit = 比值: must be %, the unit of F5.primary; put the value into it",
        "figures.csv:5: unit = 千人: must be pupils, the unit of F4; put the value into it",
        "figures.csv:6: unit = 亩: must be km2, the unit of F1.area; put the value into it",
        "figures.csv:7: unit = 项: must be stated (1 = yes), the unit of F18; put the value into it",
    ]
    assert in_language(found.faults[0].allowed, "zh") == "须为万元（指标 F7 的单位）；请将数值换算后填写"

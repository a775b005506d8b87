"""A workbook with much of what people do to one is the clean county number for number, and every repair is listed."""

import json
from pathlib import Path

import pytest

from filled_in import LITTLE, SCHOOLS, ZONES, Untyped, differences, little, place, repaired, said
from seatsim.cli import main
from seatsim.inputs.county import draft_county
from seatsim.language.headers import headers

SHIFT, FIRST = 1, 6
"""Columns before the table, and the row of its first school."""
WORDS = {
    "town": "城区",
    "village": "乡村",
    "primary": "小学",
    "nine-year": "九年一贯制",
    "senior": "普高",
    "public": "公办",
}
BIRTHS = [(zone, year, births) for year in range(2010, 2021) for zone, births in (("town", 1234), ("village", 56))]


def schools(sheet: Untyped) -> None:
    """The register under a title, with a column of numbers before it, and totals and a remark below."""
    chinese = {each.column: each.zh for each in headers("schools")}
    sheet.cell(1, 1).value = "2020年学校基本情况统计表"
    sheet.merge_cells("A1:P1")
    sheet.cell(2, 1).value = "填报单位：教育局"
    for row, cells in enumerate(SCHOOLS):
        sheet.cell(FIRST - 1 + row, 1).value = row or "序号"
        for column, text in enumerate(cells, start=1 + SHIFT):
            value = WORDS.get(text, text) if row else chinese[text]
            sheet.cell(FIRST - 1 + row, column).value = int(value) if value.isdigit() else value or None
    total = FIRST + len(SCHOOLS) - 1
    sheet.cell(total, 1 + SHIFT).value = "合　计"
    for name in ("rooms_K", "rooms_P", "pupils_P1", "pupils_S1", "plan"):
        held = [cells[place(name) - 1] for cells in SCHOOLS[1:]]
        sheet.cell(total, place(name) + SHIFT).value = sum(int(cell or 0) for cell in held)
    sheet.cell(total + 1, 1).value = "注：在校生数为9月1日数"


def spoil(sheet: Untyped) -> None:
    """Numbers and words in the cells of the register as they are found."""
    spoilt = {
        (FIRST, "pupils_K1"): "９０",
        (FIRST, "pupils_K2"): "90人",
        (FIRST, "rooms_K"): "9 间",
        (FIRST, "group"): "无",
        (FIRST, "plan"): "-",
        (FIRST + 1, "pupils_P1"): "90.0",
        (FIRST + 1, "legal_school"): "/",
        (FIRST + 2, "ownership"): "PUBLIC",
    }
    for (row, name), value in spoilt.items():
        sheet.cell(row, place(name) + SHIFT).value = value
    column = place("zone") + SHIFT
    sheet.cell(FIRST + 1, column).value = None
    sheet.merge_cells(start_row=FIRST, end_row=FIRST + 1, start_column=column, end_column=column)
    sheet.row_dimensions[FIRST + 3].hidden = True


def births(sheet: Untyped) -> None:
    sheet.append(["片区", "年份", "出生人口", "方案", "来源"])
    for zone, year, count in BIRTHS:
        sheet.append([WORDS[zone], f"{year}年", f"{count:,}", "基准", "x"])
    sheet.append(["合计", None, sum(count for _, _, count in BIRTHS)])


@pytest.fixture
def ugly(tmp_path: Path) -> Path:
    from filled_in import workbook

    folder = little(tmp_path)
    book = workbook([])
    schools(book.active)
    spoil(book.active)
    zones = book.create_sheet("片区")
    for cells in ZONES:
        zones.append(cells)
    zones.sheet_state = "hidden"
    births(book.create_sheet("出生人口"))
    book.create_sheet("说明")["A1"] = "每校一行"
    book.save(folder / "register.xlsx")
    for name in ("schools.csv", "zones.csv"):
        (folder / name).unlink()
    return folder


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    folder = little(tmp_path / "clean")
    rows = "".join(f"{zone},{year},{count},reference,x\n" for zone, year, count in BIRTHS)
    (folder / "births.csv").write_text(f"zone,year,births,variant,source\n{rows}", encoding="utf-8")
    return folder


SHEET = "register.xlsx#学校"
EXPECTED = [
    "register.xlsx#出生人口:2,4,6,8,10,12,14,16,18,20,22: 出生人口: thousands separators left out: 1,234 taken as 1234",
    "register.xlsx#出生人口:2-23: 年份: unit left out: 2010年 taken as 2010; 2011年 taken as 2011; 2012年 taken as 2012"
    "; 2013年 taken as 2013; and 7 others",
    "register.xlsx#出生人口:24: row of totals, left out; its numbers are the sums of the rows",
    f"{SHEET}: 序号: numbers the rows, left out",
    f"{SHEET}:1-2: above the header, left out",
    f"{SHEET}:6: 幼儿园教室数: unit left out: 9 间 taken as 9",
    f"{SHEET}:6: 幼儿园小班学生数: full-width characters: ９０ taken as 90",
    f"{SHEET}:6: 幼儿园中班学生数: unit left out: 90人 taken as 90",
    f"{SHEET}:6: 教育集团: a word for no value: 无 taken as nothing",
    f"{SHEET}:6: 招生计划: a word for no value: - taken as nothing",
    f"{SHEET}:7: 小学一年级学生数: whole number written with decimals: 90.0 taken as 90",
    f"{SHEET}:7: 所在片区: merged cells, each line holds their text: 城区",
    f"{SHEET}:7: 所属学校: a word for no value: / taken as nothing",
    f"{SHEET}:8: 举办性质: letters in capitals or of another width: PUBLIC taken as public",
    f"{SHEET}:9: hidden rows, read all the same",
    f"{SHEET}:10: row of totals, left out; its numbers are the sums of the rows",
    f"{SHEET}:11: remark below the table, left out",
    "register.xlsx#片区: hidden sheet, read all the same",
]


def test_the_ugly_workbook_is_the_clean_county_and_every_repair_is_listed(ugly: Path, clean: Path) -> None:
    found, other = draft_county(ugly), draft_county(clean)
    assert said(found, ugly) == said(other, clean) == []
    assert differences(other.county, found.county) == []
    assert other.repairs == ()
    assert sorted(repaired(found, ugly)) == sorted(EXPECTED)
    assert found.county is not None
    assert found.county.repairs == tuple(str(repair.words) for repair in found.repairs)


def test_check_lists_the_repairs(ugly: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(ugly), "--lang", "en"]) == 0
    said = capsys.readouterr().out.replace(f"{ugly}/", "").splitlines()
    assert said[1] == "repaired while reading:"
    assert sorted(line.removeprefix("  - ") for line in said[2 : 2 + len(EXPECTED)]) == sorted(EXPECTED)
    assert main(["check", str(ugly), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert sorted(text.replace(f"{ugly}/", "") for text in told["repairs"]) == sorted(EXPECTED)
    assert main(["check", str(ugly), "--lang", "zh"]) == 0
    assert "读取时作了修正：" in capsys.readouterr().out


def test_a_run_says_how_many_there_are_and_keeps_them(
    ugly: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ugly.parent)
    (ugly.parent / "base.toml").write_bytes(
        (LITTLE.parent / "scenarios" / "base.toml").read_bytes().replace(b"../", b"")
    )
    assert main(["run", "base.toml", "--replications", "2", "--jobs", "1", "--no-reference", "--out", "out"]) == 0
    assert f"repairs while reading the county's files: {len(EXPECTED)};" in capsys.readouterr().err
    answers = json.loads(Path("out/answers.json").read_text(encoding="utf-8"))
    assert sorted(text.removeprefix("county/") for text in answers["rests_on"]["repairs"]) == sorted(EXPECTED)
    assert main(["check", "base.toml", "--lang", "en"]) == 0
    assert "repaired while reading:" in capsys.readouterr().out

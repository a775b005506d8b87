"""A register's own columns, such as telephones, are told and not read; what may be meant for another is a fault."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from filled_in import LITTLE, SCHOOLS, Rows, add, differences, little, repaired, said, with_text, workbook
from seatsim import api
from seatsim.cli import main
from seatsim.inputs.county import draft_county

CLEAN = draft_county(LITTLE).county
OWN = ["电话", "校长", "备注", "phone", "电话"]
"""Headings that no table knows; a remark is as good in a table that has none."""
CELLS = [
    ["0000-8675309", "欧阳未读", "", "n/a", "1"],
    ["", "司马未读", "unread-remark-17", "#REF!", ""],
    ["0000-8675310", "诸葛未读", "", "", "3"],
    ["", "", "", "", ""],
]
COUNTS = "2, 3, 1, 2, 2"
SECRETS = ("8675309", "8675310", "欧阳未读", "司马未读", "诸葛未读", "unread-remark-17")


def widened(own: list[str] = OWN, cells: list[list[str]] | None = None, at: int = 3) -> Rows:
    """The register with columns of its own among the others."""
    beside = [own, *(CELLS if cells is None else cells)]
    return [[*row[:at], *extra, *row[at:]] for row, extra in zip(SCHOOLS, beside, strict=True)]


def as_csv(rows: Rows) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def as_file(folder: Path) -> str:
    (folder / "schools.csv").write_text(as_csv(widened()), encoding="utf-8")
    return "schools.csv:1"


def as_office_file(folder: Path) -> str:
    """With a title above and semicolons between."""
    text = "基本情况表\n\n" + as_csv(widened()).replace(";", "、").replace(",", ";")
    (folder / "schools.csv").write_bytes(text.encode("gb18030"))
    return "schools.csv:3"


def as_workbook(folder: Path) -> str:
    workbook(widened()).save(folder / "schools.xlsx")
    (folder / "schools.csv").unlink()
    return "schools.xlsx#学校:1"


def as_sheet(folder: Path) -> str:
    book = workbook(widened())
    add(book.create_sheet("说明"), [["x"]])
    book.save(folder / "register.xlsx")
    (folder / "schools.csv").unlink()
    return "register.xlsx#学校:1"


@pytest.mark.parametrize("written", [as_file, as_office_file, as_workbook, as_sheet])
def test_columns_that_no_table_knows_are_told_and_not_read(written: Callable[[Path], str], tmp_path: Path) -> None:
    folder = little(tmp_path)
    place = written(folder)
    found = draft_county(folder)
    assert found.faults == ()
    assert differences(CLEAN, found.county) == []
    words = f"{place}: {', '.join(OWN)}: not read, for no table has such a column; filled cells: {COUNTS}"
    assert words in repaired(found, folder)


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("pupils_P33", "'pupils_P3' stands here too: leave one out, or give this one quite another name"),
        ("pupils_P9", "the county has no such grade ([grades] in county.toml)"),
        ("高四学生数", "the county has no such grade ([grades] in county.toml)"),
        ("小学班级教", "did you mean '小学班级'?"),
        ("班级教", "did you mean '幼儿园班级数'?"),
        ("小学教师数", "'小学教室数' stands here too: leave one out, or give this one quite another name"),
        ("教师数", "it is one of staff.csv: write it there, leave it out, or give it another name"),
        ("births", "it is one of births.csv: write it there, leave it out, or give it another name"),
        ("学校名称", "means the same column as 'name_zh'"),
    ],
)
def test_a_column_that_may_be_meant_for_another_is_a_fault(heading: str, words: str, tmp_path: Path) -> None:
    folder = little(tmp_path)
    rows = widened([heading], [["1"]] * (len(SCHOOLS) - 1), at=len(SCHOOLS[0]))
    found = with_text(folder, "schools.csv", as_csv(rows))
    beside = "" if words.startswith("means") else "unknown column; "
    assert said(found, folder) == [f"schools.csv:1: {heading}: {beside}{words}"]


def test_in_other_tables_too(tmp_path: Path) -> None:
    folder = little(tmp_path)
    zones = (folder / "zones.csv").read_text(encoding="utf-8").splitlines()
    text = "\n".join(f"{line},{cell}" for line, cell in zip(zones, ["联系人", "甲", ""], strict=True))
    found = with_text(folder, "zones.csv", text)
    assert "zones.csv:1: 联系人: not read, for no table has such a column; filled cells: 1" in repaired(found, folder)
    assert differences(CLEAN, found.county) == []
    found = with_text(folder, "zones.csv", text.replace("联系人", "kinds"))
    assert said(found, folder) == [
        "zones.csv:1: kinds: unknown column; 'kind' stands here too: leave one out, or give this one quite another name"
    ]
    figures = "id,value,unit,date,section,source,kind,note,审核人\nF1.area,9,km2,2020,,x,reported,,某某\n"
    (folder / "zones.csv").write_text("\n".join(zones), encoding="utf-8")
    found = with_text(folder, "figures.csv", figures)
    assert "figures.csv:1: 审核人: not read, for no table has such a column; filled cells: 1" in repaired(found, folder)
    assert found.county is not None
    assert found.county.figures["F1.area"].value == 9


def test_totals_of_what_is_not_asked_are_not_read(tmp_path: Path) -> None:
    folder = little(tmp_path)
    found = with_text(folder, "schools.csv", as_csv(widened(["教职工合计"], [["31"], ["42"], ["53"], ["64"]])))
    assert "schools.csv:1: 教职工合计: not read, for no table has such a column; filled cells: 4" in repaired(
        found, folder
    )
    found = with_text(folder, "schools.csv", as_csv(widened(["合计"], [["31"], ["42"], ["53"], ["64"]])))
    assert said(found, folder) == ["schools.csv:1: 合计: unknown column"]


def total(label: list[str]) -> list[str]:
    """The sums of the register's rows, behind cells of columns that are not read."""
    header, *rows = SCHOOLS
    counted = [name.startswith(("rooms", "pupils", "classes")) for name in header]
    sums = [str(sum(int(row[at] or 0) for row in rows)) if counted[at] else "" for at in range(len(header))]
    return [*label, *sums]


@pytest.mark.parametrize("written", [as_csv, lambda rows: "基本情况表\n\n" + as_csv(rows).replace(",", "\t")])
@pytest.mark.parametrize("heading", ["序号", "电话"])
def test_a_row_of_totals_may_say_so_in_a_column_that_is_not_read(
    heading: str, written: Callable[[Rows], str], tmp_path: Path
) -> None:
    folder = little(tmp_path)
    rows = widened([heading], [[str(place)] for place in range(1, len(SCHOOLS))], at=0)
    found = with_text(folder, "schools.csv", written([*rows, total(["合 计"])]))
    assert said(found, folder) == []
    assert any("row of totals, left out; its numbers are the sums" in each for each in repaired(found, folder))
    assert differences(CLEAN, found.county) == []
    wrong = total(["合计"])
    at = SCHOOLS[0].index("rooms_K")
    wrong[1 + at] = str(int(wrong[1 + at]) + 1)
    found = with_text(folder, "schools.csv", written([*rows, wrong]))
    (fault,) = found.faults
    assert fault.code == "totals"


def test_a_remark_of_a_school_makes_no_total_of_it(tmp_path: Path) -> None:
    folder = little(tmp_path)
    rows = widened(["电话"], [["合计"], *([[""]] * (len(SCHOOLS) - 2))], at=len(SCHOOLS[0]))
    assert differences(CLEAN, with_text(folder, "schools.csv", as_csv(rows)).county) == []


def test_a_blank_heading_above_values_stays_a_fault(tmp_path: Path) -> None:
    folder = little(tmp_path)
    found = with_text(folder, "schools.csv", as_csv(widened(["", "电话"], [["1", "2"]] * (len(SCHOOLS) - 1))))
    assert said(found, folder) == ["schools.csv:1: column 4: has no name"]


def test_a_column_that_is_missing_may_be_among_the_unread(tmp_path: Path) -> None:
    folder = little(tmp_path)
    rows = [[cell.replace("ownership", "公办还是私人办") for cell in row] for row in widened(["电话"], [["1"]] * 4)]
    found = with_text(folder, "schools.csv", as_csv(rows))
    assert said(found, folder) == [
        "schools.csv:1: ownership: missing column; is it one of those that are not known: 电话, 公办还是私人办?"
    ]


def texts(path: Path) -> Iterator[bytes]:
    """A file's bytes, and those of the files packed in it."""
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            yield from (package.read(name) for name in package.namelist())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_not_read_is_in_no_result_and_no_paper(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_file(little(tmp_path))
    (tmp_path / "plan.toml").write_text('format = 1\nname = "plan"\ncounty = "county"\nhorizon = 2022\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check", "plan.toml", "--lang", lang]) == 0
    checked = capsys.readouterr().out
    assert main(["run", "plan.toml", "--replications", "2", "--jobs", "1", "--no-reference", "--lang", lang]) == 0
    told = capsys.readouterr()
    for text in (checked, told.err):  # by name alone
        assert re.search(r"schools\.csv:1.*电话, 校长, 备注, phone, 电话", text)
        assert ("未读" if lang == "zh" else "not read") in text
    api.report([Path("results/plan")], lang=lang, formats=["html", "xlsx"])
    written = [path for path in Path("results").rglob("*") if path.is_file()]
    assert {path.suffix for path in written} >= {".json", ".csv", ".parquet", ".toml", ".html", ".xlsx"}
    said_ = [checked.encode(), told.out.encode(), told.err.encode()]
    found = [
        (str(path), secret)
        for path in written
        for secret in SECRETS
        for text in texts(path)
        if secret.encode() in text or secret.encode("unicode_escape") in text
    ]
    assert found == []
    assert [secret for secret in SECRETS for text in said_ if secret.encode() in text] == []
    assert "电话" in Path("results/plan/answers.json").read_text(encoding="utf-8")

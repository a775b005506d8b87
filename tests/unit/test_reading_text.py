"""CSV files as people save them: encodings, separators, titles, totals, blank columns; every repair is told."""

from pathlib import Path

import pytest

from filled_in import LITTLE, SCHOOLS, differences, little, repaired, said, with_text
from seatsim.inputs.county import READ, draft_county
from seatsim.inputs.opened import open_folder
from seatsim.inputs.part import digest_of

TEXT = (LITTLE / "schools.csv").read_text(encoding="utf-8")
CLEAN = draft_county(LITTLE).county


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return little(tmp_path)


def edited(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new)


SENIOR = ",100,100,100,"
BLANK = "\n".join(f"{line},," for line in TEXT.splitlines()) + "\n"
TITLE = "2020年学校基本情况,,,\n单位：人,,\n\n"
TOTAL = "合 计,,,,,,,,,9,18,4,6\n"
GROUPED = TEXT.splitlines()
SUBTOTALS = (
    "\n".join([*GROUPED[:3], "小计,,,,,,,,,9,12", *GROUPED[3:], "小计,,,,,,,,,,6,4,6", "总计,,,,,,,,,9,18,4,6"]) + "\n"
)
REPAIRED: list[tuple[str, str, str, list[str]]] = [
    ("GB18030", TEXT, "gb18030", ["schools.csv: read as GB18030"]),
    (
        "UTF-16",
        TEXT.replace(",", "\t"),
        "utf-16",
        ["schools.csv: read as UTF-16", "schools.csv: cells with 'tab' between"],
    ),
    ("semicolons", TEXT.replace(",", ";"), "utf-8", ["schools.csv: cells with ';' between"]),
    ("a title", TITLE + TEXT, "utf-8", ["schools.csv:1-2: above the header, left out"]),
    ("blank columns", BLANK, "utf-8", []),
    ("blank lines", TEXT.replace("\n", "\n\n,,,\n"), "utf-8", []),
    (
        "the header again",
        "\n".join([*GROUPED[:3], GROUPED[0], *GROUPED[3:]]) + "\n",
        "utf-8",
        ["schools.csv:4: the header again, left out"],
    ),
    ("totals", TEXT + TOTAL, "utf-8", ["schools.csv:6: row of totals, left out; its numbers are the sums of the rows"]),
    (
        "totals of parts",
        SUBTOTALS,
        "utf-8",
        ["schools.csv:4,7-8: row of totals, left out; its numbers are the sums of the rows"],
    ),
    (
        "totals without numbers, and who wrote them",
        f"{TEXT}总计\n制表人：张三,,审核：李四\n",
        "utf-8",
        [
            "schools.csv:6: row of totals, left out; its numbers are the sums of the rows",
            "schools.csv:7: remark below the table, left out",
        ],
    ),
    (
        "numbers",
        edited(SENIOR, ",１００,100人,100.0,"),
        "utf-8",
        [
            "schools.csv:5: pupils_S1: full-width characters: １００ taken as 100",
            "schools.csv:5: pupils_S2: unit left out: 100人 taken as 100",
            "schools.csv:5: pupils_S3: whole number written with decimals: 100.0 taken as 100",
        ],
    ),
    (
        "marks for nothing",
        edited("town-senior,城区高级中学,,,town,,", "town-senior,城区高级中学,-,N/A,town,无,—"),
        "utf-8",
        [
            "schools.csv:5: name_en: a word for no value: - taken as nothing",
            "schools.csv:5: legal_school: a word for no value: N/A taken as nothing",
            "schools.csv:5: group: a word for no value: 无 taken as nothing",
            "schools.csv:5: group_kind: a word for no value: — taken as nothing",
        ],
    ),
    (
        "capitals",
        edited(",senior,public", ",Senior,PUBLIC"),
        "utf-8",
        [
            "schools.csv:5: kind: letters in capitals or of another width: Senior taken as senior",
            "schools.csv:5: ownership: letters in capitals or of another width: PUBLIC taken as public",
        ],
    ),
    (
        "rows that are numbered, and sums beside them",
        "\n".join(
            f"{at or 'No.'},{line},{total}"
            for at, (line, total) in enumerate(zip(GROUPED, ("学生合计", "270", "540", "350", "300"), strict=True))
        ),
        "utf-8",
        [
            "schools.csv: No.: numbers the rows, left out",
            "schools.csv: 学生合计: sum of other columns, left out; its numbers agree with them",
        ],
    ),
]


@pytest.mark.parametrize(
    ("text", "encoding", "told"), [case[1:] for case in REPAIRED], ids=[case[0] for case in REPAIRED]
)
def test_an_untidy_file_is_the_same_county_and_every_repair_is_told(
    text: str, encoding: str, told: list[str], folder: Path
) -> None:
    found = with_text(folder, "schools.csv", text, encoding)
    assert said(found, folder) == []
    assert differences(CLEAN, found.county) == []
    assert sorted(repaired(found, folder)) == sorted(told)
    assert found.county is not None
    assert len(found.county.repairs) == len(told)


REFUSED: list[tuple[str, bytes, str]] = [
    (
        "totals that do not agree",
        (TEXT + "合计,,,,,,,,,9,19,4,6\n").encode(),
        "schools.csv:6: rooms_P = 19: the rows add up to 18: which is right? Correct it, or leave the row of totals",
    ),
    (
        "a comma in a number",
        edited(SENIOR, ',"12,34",100,100,').encode(),
        "schools.csv:5: pupils_S1 = 12,34: can be read in two ways",
    ),
    ("part of a pupil", edited(SENIOR, ",45.5,100,100,").encode(), "schools.csv:5: pupils_S1 = 45.5: must be a whole"),
    ("an error", edited(SENIOR, ",#REF!,100,100,").encode(), "schools.csv:5: pupils_S1 = #REF!: is an error of Excel"),
    ("an error in a name", edited("城区高级中学", "#N/A").encode(), "schools.csv:5: name_zh = #N/A: is an error"),
    (
        "a total that is no number",
        (TEXT + '合计,,,,,,,,,9,"1,8",4,6\n').encode(),
        "schools.csv:6: rooms_P = 1,8: the rows add up to 18",
    ),
    ("a mark of UTF-8 over GB18030", b"\xef\xbb\xbf" + TEXT.encode("gb18030"), "schools.csv:2: must be UTF-8 text"),
    ("nonsense", TEXT.encode().decode("gb18030", "replace").encode("gb18030"), "schools.csv:2: must be UTF-8 text"),
    ("another encoding", TEXT.encode("big5", "ignore"), "schools.csv:2: must be UTF-8 text"),
    ("two encodings", TEXT.encode() + "乡村".encode("gb18030"), "schools.csv:6: must be UTF-8 text"),
    ("letters that are none", (TEXT + "\0").encode(), "schools.csv:6: holds characters that no text has"),
    ("UTF-16 without its mark", TEXT.replace("城", "c").encode("utf-16-le"), "schools.csv:2: must be UTF-8 text"),
    ("a workbook", b"PK\x03\x04" + TEXT.encode(), "schools.csv: is a workbook and no CSV; name it .xlsx"),
    ("one column twice", edited("name_en", "校名").encode(), "schools.csv:1: 校名: means the same column as 'name_zh'"),
    ("a quote that is not closed", (TITLE + TEXT + '"a').encode(), "schools.csv:9: no valid CSV"),
    ("a column without a name", edited("source\n", "source,\n").encode(), "schools.csv:1: column 52: has no name"),
]


@pytest.mark.parametrize(("content", "fault"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_cannot_be_read_in_one_way_is_a_fault(content: bytes, fault: str, folder: Path) -> None:
    (folder / "schools.csv").write_bytes(content)
    found = draft_county(folder)
    assert found.county is None
    assert [text for text in said(found, folder) if text.startswith(fault)], said(found, folder)


def test_a_clean_folder_is_told_nothing_and_keeps_its_digest(folder: Path) -> None:
    opened = open_folder(folder)
    assert digest_of(opened, READ) == digest_of(folder, READ)
    assert draft_county(folder).repairs == ()
    assert open_folder(folder).faults == []


def test_capitals_in_a_file_s_name_are_no_other_file(folder: Path) -> None:
    (folder / "schools.csv").rename(folder / "Schools.CSV")
    found = draft_county(folder)
    assert differences(CLEAN, found.county) == []
    assert found.county is not None
    assert CLEAN is not None
    assert found.county.digest != CLEAN.digest


def test_files_are_known_by_what_is_read(folder: Path) -> None:
    before = digest_of(open_folder(folder), READ)
    (folder / "~$schools.xlsx").write_bytes(b"held open")
    (folder / "notes.txt").write_text("of no table")
    assert digest_of(open_folder(folder), READ) == before
    assert len(SCHOOLS) == 5

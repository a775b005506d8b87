"""What the data can and cannot support: true to the model, ordered, and in both languages."""

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from seatsim.cli import main
from seatsim.domain.phrase import Phrase, listed
from seatsim.indicators.supports import Supports, supports, supports_of
from seatsim.inputs.county import read_county
from seatsim.language.phrases import said

LITTLE = Path(__file__).parents[1] / "bad_input" / "county"
SEEDS = Path(__file__).parents[2] / "seeds"
BIRTHS = "zone,year,births,variant,source\n" + "".join(
    f"{zone},{year},{60 if year < 2016 else 45},reference,x\n"
    for zone in ("town", "village")
    for year in range(2012, 2020)
)
"""As many as the first grades of primary (120) and of kindergarten (90) have."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(LITTLE, tmp_path / "county")
    (tmp_path / "county" / "births.csv").write_text(BIRTHS, encoding="utf-8")
    return tmp_path / "county"


def starts(lines: tuple[Phrase, ...]) -> list[str]:
    """First words of each line."""
    return [line.split(":")[0] for line in lines]


def without(folder: Path, columns: str) -> None:
    """Leave columns out of the register, by the beginning of their names."""
    path = folder / "schools.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    kept = [place for place, name in enumerate(rows[0]) if not name.startswith(columns)]
    path.write_text("".join(",".join(row[place] for place in kept) + "\n" for row in rows), encoding="utf-8")


def test_gaps_come_by_what_they_would_narrow(folder: Path) -> None:
    told = supports(read_county(folder))
    # Classes by rule: those of the nine-year school's 180 and 170 pupils and of the senior one's 300, of 1,460.
    assert starts(told.cannot) == [
        "no resources.csv",
        "no F7, F8.primary, F8.junior in figures.csv",
        "no catchments.csv",
        "no kindergarten school in Village",
        "no junior school in Town",
        "no complete staff.csv",
        "no F6.going_on",
        "no history.csv",
        "no births after 2019",
        "no classes by grade of 45% of the pupils",
    ]
    assert told.first == "classes by grade would narrow the answers most"
    assert starts(told.can) == ["pupils", "entrants"]


def test_years_are_those_in_which_the_first_child_of_unknown_births_enters(folder: Path) -> None:
    """Born in 2020 from January to August: three on 1 September 2023, six in 2026, and twelve in 2032."""
    told = supports(read_county(folder))
    gap = next(line for line in told.cannot if line.startswith("no births after"))
    assert gap.values == (2019, 2023, 2026, 2032)
    assert "entrants: of kindergarten to 2022, primary to 2025 and junior to 2031 the children are counted" in told.can


def test_without_births_the_pupils_stand_in(folder: Path) -> None:
    (folder / "births.csv").unlink()
    gap = next(line for line in supports(read_county(folder)).cannot if line.startswith("no births.csv"))
    assert gap.values == (2017, 2021, 2024, 2030)


def test_rooms_and_classes_that_are_known_are_no_gap(folder: Path) -> None:
    county = read_county(folder)
    told = supports(
        replace(county, register=replace(county.register, completed=(), by_rule=type(county.register.by_rule)()))
    )
    assert "crowding today and later" in starts(told.can)
    assert told.first == "the children born after 2019, by zone would narrow the answers most"


@pytest.mark.parametrize(
    ("columns", "gap", "first"),
    [
        ("rooms_", "no classrooms of ", "classrooms and classes by grade of each school"),
        ("classes_", "no classes by grade of 100% of the pupils", "classes by grade"),
        (("rooms_", "classes_"), "neither classrooms nor classes of 100% of the pupils", "classrooms and classes by"),
    ],
)
def test_what_the_register_leaves_out_is_asked_for_first(folder: Path, columns: str, gap: str, first: str) -> None:
    without(folder, columns)
    told = supports(read_county(folder))
    assert any(line.startswith(gap) for line in told.cannot), told.cannot
    assert told.first.startswith(first)


@pytest.mark.parametrize(("town", "first"), [("600,580,560", False), ("60,50,40", True)])
def test_grades_missing_of_few_pupils_are_told_as_few(folder: Path, town: str, first: bool) -> None:
    path = folder / "schools.csv"
    header, *rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    village = rows[2]
    own = dict(zip(header, village, strict=True))
    own |= {"school_id": "town-junior", "name_zh": "town-junior", "kind": "junior", "zone": "town", "rooms_J": "36"}
    own |= {name: "" for name in header if name.startswith(("pupils_P", "classes_P", "rooms_P"))}
    own |= dict(zip(("pupils_J1", "pupils_J2", "pupils_J3"), town.split(","), strict=True))
    for name in ("pupils_J1", "pupils_J2", "pupils_J3"):
        village[header.index(name)] = ""
    lines = [[*header, "pupils_J"], *([*row, "170" if row is village else ""] for row in rows), [*own.values(), ""]]
    path.write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
    told = supports(read_county(folder))
    whole = 170 + sum(map(int, town.split(",")))
    gap = f"no pupils by grade of 1 of 2 junior schools (170 of {whole:,} pupils): who moves up and who leaves there"
    assert any(line.startswith(gap) for line in told.cannot), told.cannot
    assert told.cannot[0].startswith("no pupils by grade") is not first
    assert said(told.cannot[-1 if first else 0], "zh")


def test_spending_of_another_year_is_told_to_be_that(folder: Path) -> None:
    """F7.2019 is there, and F7 and F8 are not: what is missing is named, and which year F7 is of."""
    row = "F7.2019,61200,10^4 yuan,2019,,bulletin,reported,"
    (folder / "figures.csv").write_text(f"id,value,unit,date,section,source,kind,note\n{row}\n", encoding="utf-8")
    told = supports(read_county(folder)).cannot
    missing = "no F7, F8.primary, F8.junior in figures.csv: no spending is told"
    assert f"{missing} (F7 is the total of 2020; of other years there is F7.2019)" in told


def test_more_data_close_gaps(folder: Path) -> None:
    """Each file takes its line away, and none comes instead."""
    before = supports(read_county(folder))
    (folder / "history.csv").write_text("year,school_id,grade,pupils,source\n2019,town-primary,P1,90,x\n")
    resources = "school_id,stage,indicator,value,source\ntown-primary,primary,floor_area,9,x\n"
    (folder / "resources.csv").write_text(resources)
    catchments = [("town", "town-kindergarten", "kindergarten"), ("village", "town-kindergarten", "kindergarten")]
    rows = "".join(f"{zone},{school},{stage},1,x\n" for zone, school, stage in catchments)
    (folder / "catchments.csv").write_text(f"zone,school_id,stage,share,source\n{rows}")
    after = supports(read_county(folder))
    gone = set(starts(before.cannot)) - set(starts(after.cannot))
    assert gone == {"no history.csv", "no resources.csv", "no catchments.csv", "no kindergarten school in Village"}
    assert not set(after.cannot) - set(before.cannot)
    assert {"how pupils enter and move up", "differences between schools"} <= set(starts(after.can))


def test_the_worked_county_lacks_a_register_first_of_all() -> None:
    told = supports(read_county(SEEDS))
    assert told.cannot[-1].startswith("no register of schools")
    assert told.first.startswith("the register with classrooms, classes and pupils by grade")
    assert "spending" in starts(told.can)
    assert "pupils" not in starts(told.can)


def test_many_counties_say_each_line_once(folder: Path) -> None:
    one = read_county(folder)
    births = {name: replace(series, last_known=2018) for name, series in one.births.items()}
    told = supports_of([(one, None), (replace(one, births=births, resources={("a", "primary", "x"): 1.0}), None)])
    assert sum(line.startswith("no births after") for line in told.cannot) == 1
    assert "no resources.csv: how much schools differ cannot be told (1 counties)" in told.cannot
    assert any("the first of 2 counties; the others have their own numbers" in line for line in told.cannot)
    assert sum(line.startswith("no history.csv") for line in told.cannot) == 1


def phrases_of(value: object) -> list[Phrase]:
    """A phrase and all that stand in it."""
    if not isinstance(value, Phrase):
        return []
    return [value, *(inner for each in value.values for inner in phrases_of(each))]


def every_kind(folder: Path) -> list[Supports]:
    """Counties that lack this and that."""
    found = [supports(read_county(SEEDS)), supports(read_county(folder))]
    without(folder, "rooms_")
    found.append(supports(read_county(folder)))
    without(folder, "classes_")
    found.append(supports(read_county(folder)))
    (folder / "births.csv").unlink()
    found.append(supports(read_county(folder)))
    return found


def test_every_line_is_said_in_chinese(folder: Path) -> None:
    for told in every_kind(folder):
        for line in (*told.can, *told.cannot, told.first):
            for phrase in phrases_of(line):
                chinese = said(phrase, "zh")
                assert chinese != phrase or phrase.template in ("{}",), phrase
                assert said(phrase, "en") == phrase
            assert any("\u4e00" <= letter <= "\u9fff" for letter in said(line, "zh")), line


def test_words_one_after_another() -> None:
    words = listed([Phrase("primary"), "town", Phrase("junior")])
    assert words == "primary, town, junior"
    assert said(words, "zh").count("\u3001") == 2
    with pytest.raises(TypeError):
        listed([])


def test_check_prints_them_last(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder), "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "ask first: classes by grade would narrow the answers most."
    assert lines.index("what the data can support:") > lines.index("completed by rule, or worth knowing:")
    assert main(["check", str(folder), "--lang", "zh"]) == 0
    assert all(any(letter >= "\u4e00" for letter in line) for line in capsys.readouterr().out.splitlines()[-12:])
    assert main(["check", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["supports"]["first"] == "classes by grade would narrow the answers most"
    assert told["supports"]["cannot"][-1].startswith("no classes by grade")
    assert len(told["supports"]["can"]) == 2

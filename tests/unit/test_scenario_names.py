"""Schools and zones of a scenario by what they are called, in either language, where one alone is called so."""

import shutil
from pathlib import Path

import pytest

from seatsim.domain.faults import InvalidInput
from seatsim.inputs.county import read_county
from seatsim.inputs.load import Loaded, load
from seatsim.language.phrases import said

LITTLE = Path(__file__).parents[1] / "bad_input" / "county"
BIRTHS = "zone,year,births,variant,source\n" + "".join(
    f"{zone},{year},60,reference,x\n" for zone in ("town", "village") for year in range(2012, 2020)
)
BY_ID = """format = 1
name = "plan"
county = "county"
[projects.annex]
kind = "extension"
school = "town-primary"
rooms_P = 6
opens = 2022
fills = "entry"
takes_from = { village-nine-year = 0.1, village = 0.2, second = 0.1 }
source = "plan"
[projects.second]
kind = "new-school"
school = "second"
name.zh = "城区第二小学"
name.en = "Town No. 2 Primary"
zone = "town"
rooms_P = 12
opens = 2023
takes_from = { town-primary = 0.3 }
source = "plan"
[levers.layout.boundaries.line]
school = "town-primary"
year = 2021
takes_from = { village-nine-year = 0.05 }
source = "plan"
[levers.groups.formed.pair]
schools = ["town-primary", "village-nine-year"]
kind = "一体型"
year = 2021
source = "plan"
[policies.watch]
when = { measure = "seat_use", zone = "village", stage = "primary", above = 1.05, years = 2 }
order = "stop-hiring"
"""
CHINESE = {
    "town-primary": "城区小学",
    "village-nine-year": "乡村九年制学校",
    "village": "乡村",
    "town": "城区",
    "second": "城区第二小学",
}
ENGLISH = {
    "town-primary": "Town Primary School",
    "village-nine-year": "Village Nine-Year School",
    "village": "The Village",
    "town": "County Town",
    "second": "Town No. 2 Primary",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The little county with its names in both languages."""
    shutil.copytree(LITTLE, tmp_path / "county")
    (tmp_path / "county" / "births.csv").write_text(BIRTHS, encoding="utf-8")
    for table in ("zones.csv", "schools.csv"):
        path = tmp_path / "county" / table
        lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
        zh, en = lines[0].index("name_zh"), lines[0].index("name_en")
        for cells in lines[1:]:
            cells[zh], cells[en] = CHINESE.get(cells[0], cells[zh]), ENGLISH.get(cells[0], cells[en])
        path.write_text("".join(",".join(cells) + "\n" for cells in lines), encoding="utf-8")
    return tmp_path


def loaded(folder: Path, text: str) -> Loaded:
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def named(names: dict[str, str]) -> str:
    """The scenario with names in place of ids; a school to be built keeps its own where it is built."""
    text = BY_ID
    for own, name in sorted(names.items(), key=lambda each: -len(each[0])):
        if own != "second":
            text = text.replace(f'"{own}"', f'"{name}"')
        text = text.replace(f"{own} = 0", f'"{name}" = 0')
    return text


@pytest.mark.parametrize("names", [CHINESE, ENGLISH, CHINESE | {"town-primary": ENGLISH["town-primary"]}])
def test_names_of_either_language_mean_their_ids(folder: Path, names: dict[str, str]) -> None:
    by_id, by_name = loaded(folder, BY_ID), loaded(folder, named(names))
    assert named(names).count(names["town-primary"]) == 4
    assert by_name.scenario == by_id.scenario
    assert by_name.tree == by_id.tree
    assert by_name.scenario.projects["annex"].takes_from == {"village-nine-year": 0.1, "village": 0.2, "second": 0.1}


def faults(folder: Path, text: str) -> dict[str, tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        loaded(folder, text)
    assert all(any(letter >= "\u4e00" for letter in said(fault.allowed, "zh")) for fault in caught.value.faults)
    return {fault.key.split(" ")[0] + fault.key[-12:]: (fault.code, fault.allowed) for fault in caught.value.faults}


def test_an_unknown_name_is_told_the_nearest_of_both_languages(folder: Path) -> None:
    text = BY_ID.replace('school = "town-primary"\nrooms', 'school = "Town Primary Schol"\nrooms')
    text = text.replace('zone = "town"', 'zone = "County Towns"').replace("village = 0.2", '"乡村村" = 0.2')
    told = [allowed for _, allowed in faults(folder, text).values()]
    assert told == [
        "unknown school; did you mean 'Town Primary School'?",
        "unknown school or zone; did you mean '乡村'?",
        "unknown zone; did you mean 'County Town'?",
    ]


def test_the_county_that_holds_not_gives_names_all_the_same(folder: Path) -> None:
    (folder / "county" / "births.csv").write_text("zone,year,births,variant,source\ntown,x,1,reference,x\n")
    text = named(ENGLISH).replace("Town Primary School", "Town Primary Schol", 1)
    told = [allowed for _, allowed in faults(folder, text).values()]
    assert "unknown school; did you mean 'Town Primary School'?" in told
    assert sum("unknown" in allowed for allowed in told) == 1


def test_a_name_that_two_bear_is_refused(folder: Path) -> None:
    path = folder / "county" / "schools.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Village Nine-Year School", "Town Primary School"), "utf-8"
    )
    assert read_county(folder / "county").register.name[2].en == "Town Primary School"
    text = BY_ID.replace('schools = ["town-primary"', 'schools = ["Town Primary School"')
    ((code, allowed),) = faults(folder, text).values()
    assert (code, allowed) == (
        "ambiguous",
        "is what 'town-primary' and 'village-nine-year' are called: write one of these ids",
    )


def test_one_source_under_two_names_is_refused(folder: Path) -> None:
    text = BY_ID.replace("village = 0.2", '"The Village" = 0.2, village = 0.1')
    ((code, allowed),) = faults(folder, text).values()
    assert (code, allowed) == ("duplicate", "stands here twice: it is 'village' too")


def test_an_id_means_its_own_whatever_others_are_called(folder: Path) -> None:
    """The senior school is called what another's id is."""
    path = folder / "county" / "schools.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("town-senior,城区高级中学,", "town-senior,城区高级中学,town-primary"),
        "utf-8",
    )
    assert loaded(folder, BY_ID).scenario.projects["annex"].school == "town-primary"


def test_tables_of_a_county_take_either_name(folder: Path) -> None:
    rows = "Village Nine-Year School,乡村九年制学校,0.5,x\ntown-primary,Village Nine-Year School,0.4,x\n"
    (folder / "county" / "feeders.csv").write_text(f"from_school,to_school,share,source\n{rows}", encoding="utf-8")
    assert read_county(folder / "county").feeders == {
        ("village-nine-year", "village-nine-year"): 0.5,
        ("town-primary", "village-nine-year"): 0.4,
    }

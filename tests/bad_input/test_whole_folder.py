"""Faults of a whole folder at once: what is wrong in one file hides nothing in another, and nothing vanishes with it."""

import shutil
from pathlib import Path

import pytest

from seatsim.cli import main

HERE = Path(__file__).parent
GOOD_BIRTHS = "zone,year,births,variant,source\n" + "".join(
    f"{zone},{year},90,reference,x\n" for zone in ("town", "village") for year in range(2012, 2021)
)
FILES = {
    "births.csv": "zone,year,births,variant,source\ntwon,2014,3,reference,x\n",
    "catchments.csv": "zone,school_id,stage,share,source\ntown,town-primery,primary,1,x\ntown,town-primary,primary,2,x\n",
    "feeders.csv": "from_school,to_school,share,source\ntown-primary,nowhere,1,x\n",
    "history.csv": "year,school_id,grade,pupils,source\n2019,gone,P1,3,x\n",
    "resources.csv": "school_id,stage,indicator,value,source\ntown-primary,primary,floor_area,x,x\n",
    "staff.csv": "stage,age,sex,senior_title,in_post,count,source\nvocational,40,female,yes,yes,3,x\n",
    "posts.csv": "stage,approved,source\nspecial,3,x\nprimary,40,x\n",
    "figures.csv": "id,value,unit,date,section,source,kind,note\nF4,1,p,2020,,x,told,\n",
}
"""One fault in each."""
SAID = (
    "births.csv:2: zone = twon: unknown zone; did you mean 'town'?",
    "catchments.csv:2: school_id = town-primery: unknown school; did you mean 'town-primary'?",
    "catchments.csv:3: share = 2: must be at most 1",
    "feeders.csv:2: to_school = nowhere: unknown school; must be one of town-kindergarten,",
    "figures.csv:2: kind = told: must be one of",
    "history.csv:2: school_id = gone: unknown school; must be one of",
    "posts.csv:2: stage = special: no school of the register has this stage",
    "resources.csv:2: value = x: must be a number",
    "staff.csv:2: stage = vocational: no school of the register has this stage",
)
PROJECTS = """
format = 1
name = "projects"
extends = "base.toml"
[projects.one]
kind = "extension"
school = "town-primery"
rooms_P = 1
opens = 2022
source = "x"
[projects.two]
kind = "new-school"
school = "new"
zone = "vilage"
rooms_P = 6
opens = 2022
source = "x"
takes_from = { twon = 0.5 }
[policies.watch]
when = { measure = "seat_use", zone = "vilage", stage = "primary", above = 1.05, years = 2 }
order = "projects.one"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the little county and the scenarios."""
    for name in ("county", "scenarios"):
        shutil.copytree(HERE / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C")
    return tmp_path / "county"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def said(capsys: pytest.CaptureFixture[str], what: str = "county") -> list[str]:
    """Faults of a check that finds some, without the folder's name."""
    assert main(["check", what]) == 3
    return [line.removeprefix("county/") for line in capsys.readouterr().err.splitlines()]


def assert_told(found: list[str], expected: tuple[str, ...]) -> None:
    """Each fault, and none besides."""
    for fault in expected:
        assert [line for line in found if line.startswith(fault)], (fault, found)
    assert len(found) == len(expected), found


def test_all_files_are_told_together(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, FILES)
    assert_told(said(capsys), SAID)


def test_a_faulty_register_hides_no_other_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A school whose cell is faulty is known all the same; which stages there are then nobody knows."""
    write(folder, FILES)
    edit(folder, "schools.csv", ",90,", ",-4,")
    own = ("schools.csv:2: pupils_K1 = -4: must be a whole number",)
    assert_told(said(capsys), (*own, *(fault for fault in SAID if "this stage" not in fault)))


def test_faulty_zones_hide_no_other_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, FILES)
    edit(folder, "zones.csv", ",20,", ",0,")
    assert_told(said(capsys), ("zones.csv:2: minutes = 0: must be above 0", *SAID))


def test_without_zones_no_zone_is_called_unknown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, FILES)
    (folder / "zones.csv").unlink()
    assert_told(said(capsys), ("zones.csv: no such file", *(fault for fault in SAID if "unknown zone" not in fault)))


def test_without_a_register_no_school_is_called_unknown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, FILES)
    (folder / "schools.csv").unlink()
    hidden = ("unknown school", "this stage")
    rest = tuple(fault for fault in SAID if not any(word in fault for word in hidden))
    assert_told(said(capsys), ("schools.csv: no such file", *rest))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("baseline_year = 2020", 'baseline_year = "x"', "county.toml:4: baseline_year ="),
        ("format = 1", "format =", "county.toml:1: no valid TOML"),
        ("primary = 50", "primary = 40", "county.toml:8: [limits.hard_caps] primary = 40"),
    ],
)
def test_a_faulty_head_hides_no_other_file(
    old: str, new: str, fault: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, FILES)
    edit(folder, "county.toml", old, new)
    found = said(capsys)
    assert any(line.startswith(fault) for line in found), found
    rest = [line for line in found if not line.startswith("county.toml")]
    assert_told(rest, SAID)


def test_a_head_that_cannot_be_read_leaves_the_grades_to_the_register(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A county of five primary grades with a head that is no TOML: nothing is said of a sixth."""
    text = (folder / "schools.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.splitlines()]
    gone = [rows[0].index(name) for name in ("pupils_P6", "classes_P6")]
    kept = [[cell for place, cell in enumerate(row) if place not in gone] for row in rows]
    write(folder, {"schools.csv": "".join(",".join(row) + "\n" for row in kept), "county.toml": "[["})
    assert_told(said(capsys), ("county.toml:1: no valid TOML",))


def test_births_of_a_faulty_register_are_held_against_its_year(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(folder, "schools.csv", ",90,", ",-4,")
    write(folder, {"births.csv": GOOD_BIRTHS.replace("2012", "2021").replace("2013", "2022")})
    assert "births.csv:2: year = 2014: must begin by 2013: primary entrants' births" in said(capsys)
    edit(folder, "county.toml", "baseline_year = 2020", "baseline_year = true")
    assert not [line for line in said(capsys) if "must begin" in line]


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        (
            "catchments.csv",
            "zone,school_id,stage,share,source\ntown,town-primary,junior,1,x\n",
            "catchments.csv:2: school_id = town-primary: must be a school with the stage junior: it has primary",
        ),
        (
            "catchments.csv",
            "zone,school_id,stage,share,source\ntown,private,primary,1,x\n",
            "catchments.csv:2: school_id = private: must be a public school: a private one draws by lottery",
        ),
        (
            "feeders.csv",
            "from_school,to_school,share,source\ntown-senior,village-nine-year,1,x\n",
            "feeders.csv:2: from_school = town-senior: must be a school with the stage primary: it has senior",
        ),
        (
            "feeders.csv",
            "from_school,to_school,share,source\ntown-primary,town-senior,1,x\n",
            "feeders.csv:2: to_school = town-senior: must be a school with the stage junior: it has senior",
        ),
        (
            "resources.csv",
            "school_id,stage,indicator,value,source\ntown-primary,senior,floor_area,3,x\n",
            "resources.csv:2: school_id = town-primary: must be a school with the stage senior: it has primary",
        ),
        (
            "births.csv",
            GOOD_BIRTHS.replace("village,", "vilage,"),
            "births.csv:11: zone = vilage: unknown zone; did you mean 'village'?",
        ),
    ],
)
def test_files_that_contradict_the_register(
    file: str, text: str, fault: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "schools.csv").open("a", encoding="utf-8") as schools:
        schools.write(f"private,民办小学,,,town,,,primary,private{',' * 42}register of 2020\n")
    write(folder, {file: text})
    found = said(capsys)
    assert found[0].startswith(fault), found


def test_people_of_nobody_may_be_told(folder: Path) -> None:
    """A row of 0 says that there is nobody."""
    write(folder, {"posts.csv": "stage,approved,source\nspecial,0,x\nprimary,40,x\n"})
    assert main(["check", "county"]) == 0


def test_a_zone_without_a_stage_needs_a_way_to_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The town has no junior school and the village no kindergarten: over their border each has the other's."""
    assert main(["check", "county"]) == 0
    capsys.readouterr()
    (folder / "zones.csv").write_text("zone,name_zh,kind,source\ntown,a,town,x\nvillage,b,town,x\n", encoding="utf-8")
    words = "zones.csv:{}: neighbours: no school of {} here, and no way over neighbours to a zone that has one"
    assert_told(said(capsys), (words.format(2, "junior"), words.format(3, "kindergarten")))
    catchments = "zone,school_id,stage,share,source\nvillage,town-kindergarten,kindergarten,1,x\n"
    write(folder, {"catchments.csv": catchments})
    assert_told(said(capsys), (words.format(2, "junior"),))


@pytest.mark.parametrize("broken", ["", "county", "scenario"])
def test_names_of_a_scenario_are_told_whatever_else_is_wrong(
    broken: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = PROJECTS + ("[projects.three]\nkind = 3\n" if broken == "scenario" else "")
    Path("scenarios/projects.toml").write_text(text.lstrip("\n"), encoding="utf-8")
    if broken == "county":
        edit(folder, "schools.csv", ",90,", ",-4,")
    found = said(capsys, "scenarios/projects.toml")
    for fault in (
        "scenarios/projects.toml:6: [projects.one] school = \"town-primery\": unknown school; did you mean 'town-primary'?",
        "scenarios/projects.toml:13: [projects.two] zone = \"vilage\": unknown zone; did you mean 'village'?",
        "scenarios/projects.toml:17: [projects.two.takes_from] twon = 0.5: unknown school or zone; did you mean 'town'?",
        "scenarios/projects.toml:19: [policies.watch.when] zone = \"vilage\": unknown zone; did you mean 'village'?",
    ):
        assert fault in found, found
    assert any(line.startswith("schools.csv:2") for line in found) == (broken == "county")


def test_names_of_a_county_that_cannot_be_read_are_not_called_unknown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("scenarios/projects.toml").write_text(PROJECTS.lstrip("\n"), encoding="utf-8")
    (folder / "schools.csv").unlink()
    (folder / "zones.csv").unlink()
    assert_told(said(capsys, "scenarios/projects.toml"), ("schools.csv: no such file", "zones.csv: no such file"))

"""Bad input: exit 3, every fault with file, line, key and what is allowed, and nothing written.

Each file in ``scenarios/`` ends with the faults it must give, as ``#! line: fault`` (or ``#! file:line: fault``
where another file is at fault; line 0 stands for the whole file).
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from seatsim.cli import main
from seatsim.inputs.county import draft_county

HERE = Path(__file__).parent
Edit = Callable[[str], str]

FILES = sorted(path.name for path in (HERE / "scenarios").glob("*.toml") if "#! " in path.read_text())
assert len(FILES) >= 12


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the little county and the scenarios."""
    for name in ("county", "scenarios"):
        shutil.copytree(HERE / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C")
    return tmp_path


def expected(name: str) -> list[str]:
    faults = []
    for line in Path("scenarios", name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#! "):
            place, _, fault = line[3:].partition(": ")
            file, _, number = place.rpartition(":")
            faults.append(f"scenarios/{file or name}{'' if number == '0' else f':{number}'}: {fault}")
    return faults


def written(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_scenario_gives_every_fault(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", f"scenarios/{name}"]) == 3
    assert sorted(capsys.readouterr().err.splitlines()) == sorted(expected(name))


@pytest.mark.parametrize("name", FILES)
def test_a_bad_scenario_is_not_run_and_nothing_is_written(name: str, folder: Path) -> None:
    before = written(folder)
    assert main(["run", f"scenarios/{name}", "--out", "out"]) == 3
    assert written(folder) == before
    assert not Path("out").exists()


def test_two_files_that_set_one_key_clash_unless_the_scenario_sets_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "scenarios/clash.toml"]) == 3
    assert capsys.readouterr().err == (
        "scenarios/two-desks.toml:5: [levers.construction] desks = 2 and scenarios/three-desks.toml:5: desks = 3:"
        " set it here (scenarios/clash.toml), or extend one of them\n"
    )
    clash = Path("scenarios/clash.toml")
    clash.write_text(f"{clash.read_text()}levers.construction.desks = 4\n")
    assert main(["check", "scenarios/clash.toml"]) == 0


def with_line(number: int, old: str, new: str) -> Edit:
    """Replace the first ``old`` on line ``number``."""

    def edit(text: str) -> str:
        lines = text.split("\n")
        assert old in lines[number - 1]
        lines[number - 1] = lines[number - 1].replace(old, new, 1)
        return "\n".join(lines)

    return edit


def with_more(line: str) -> Edit:
    return lambda text: f"{text}{line}\n"


def without_column(name: str) -> Edit:
    def edit(text: str) -> str:
        rows = [line.split(",") for line in text.splitlines()]
        place = rows[0].index(name)
        return "".join(",".join(row[:place] + row[place + 1 :]) + "\n" for row in rows)

    return edit


SCHOOLS, ZONES, COUNTY = "schools.csv", "zones.csv", "county.toml"
BAD_COUNTIES: list[tuple[str, Edit, str]] = [
    (SCHOOLS, with_line(3, ",90,", ",-4,"), "schools.csv:3: pupils_P1 = -4: must be a whole number ≥ 0 (pupils)"),
    (SCHOOLS, with_line(3, ",90,", ",9.5,"), "schools.csv:3: pupils_P1 = 9.5: must be a whole number ≥ 0 (pupils)"),
    (SCHOOLS, with_line(3, ",90,", ",NaN,"), "schools.csv:3: pupils_P1 = NaN: must be a whole number ≥ 0 (pupils)"),
    (SCHOOLS, with_line(3, ",90,", ",90000000,"), "schools.csv:3: pupils_P1 = 90000000: must be at most 10,000,000"),
    (SCHOOLS, with_line(3, ",90,", ",9000000,"), "schools.csv: pupils_P1 = 9000030 in all: must sum to 1,000,000 at"),
    (SCHOOLS, with_line(1, "source", "source,"), "schools.csv:1: column 52: has no name"),
    (SCHOOLS, with_more("x" * 200_000), "schools.csv:6: kind: must not be empty"),
    (SCHOOLS, lambda text: '"' + "x" * 200_000 + '"\n', "schools.csv:1: no valid CSV: field larger than field limit"),
    (
        SCHOOLS,
        with_line(4, ",village,", ",vilage,"),
        "schools.csv:4: zone = vilage: unknown zone; did you mean 'village'?",
    ),
    (SCHOOLS, with_line(4, ",village,", ",,"), "schools.csv:4: zone: must not be empty"),
    (
        SCHOOLS,
        with_line(5, "town-senior", "town-primary"),
        "schools.csv:5: school_id = town-primary: stands on line 3 too",
    ),
    (SCHOOLS, with_line(5, "town-senior", "village"), "schools.csv:5: school_id = village: is a zone's name too;"),
    (SCHOOLS, with_line(3, ",primary,", ",primery,"), "schools.csv:3: kind = primery: unknown kind of school"),
    (
        SCHOOLS,
        with_line(3, ",12,", ",11,"),
        "schools.csv:3: rooms_P = 11: must be at least the 12 classes of the stage",
    ),
    (SCHOOLS, with_line(3, ",12,", ",0,"), "schools.csv:3: rooms_P = 0: must be above 0: the stage has 540 pupils"),
    (SCHOOLS, with_line(4, ",4,", ",2,"), "schools.csv:4: rooms_P + rooms_J = 8: too few for 9 grades with pupils"),
    (SCHOOLS, with_line(3, "register of 2020", ""), "schools.csv:3: source: every row needs its source"),
    (SCHOOLS, with_line(1, "pupils_P3", "pupil_P3"), "schools.csv:1: pupils_P3: missing column"),
    (
        SCHOOLS,
        with_line(1, "pupils_P3", "pupil_P3"),
        "schools.csv:1: pupil_P3: unknown column; did you mean 'pupils_P3'?",
    ),
    (SCHOOLS, without_column("ownership"), "schools.csv:1: ownership: missing column"),
    (SCHOOLS, with_more("a," * 70), "schools.csv:6: must have 51 cells, has 71"),
    (SCHOOLS, with_more('"a,b'), "schools.csv:6: no valid CSV"),
    (SCHOOLS, lambda text: text.split("\n")[0] + "\n", "schools.csv:1: holds no school"),
    (SCHOOLS, lambda _: "", "schools.csv: is empty"),
    (
        ZONES,
        with_line(2, "village", "vilage"),
        "zones.csv:2: neighbours = vilage: unknown zone; did you mean 'village'?",
    ),
    (ZONES, with_line(2, ",20,", ",20;30,"), "zones.csv:2: minutes = 20;30: must be 1 numbers with ; between"),
    (ZONES, with_line(2, ",20,", ",nan,"), "zones.csv:2: minutes = nan: must be above 0"),
    (ZONES, with_line(3, "village,", "town,"), "zones.csv:3: zone = town: stands on line 2 too"),
    (
        COUNTY,
        with_line(11, "limits.hard_caps.primary", "limits.hard_caps.primry"),
        "county.toml:8: [limits.hard_caps] primary = 50: needs its source",
    ),
    (
        COUNTY,
        with_line(8, "50", "40"),
        "county.toml:8: [limits.hard_caps] primary = 40: must be at least limits.planning.primary = 45",
    ),
    (
        COUNTY,
        with_line(8, "primary", "primry"),
        "county.toml:8: [limits.hard_caps] primry: unknown key; did you mean 'primary'?",
    ),
    (COUNTY, lambda _: "# nothing yet", "county.toml: is empty"),
    (
        COUNTY,
        lambda text: f"{text}[grades]\nkindergarten = 2\n",
        "county.toml: [limits.standard] kindergarten = [25, 30, 35]: must be 2 sizes, one for each kindergarten grade",
    ),
    (COUNTY, with_line(5, "2021-05-31", '"May"'), 'county.toml:5: information_date = "May": must be a date'),
    (COUNTY, with_line(4, "2020", "true"), "county.toml:4: baseline_year = true: must be a whole number"),
    (
        COUNTY,
        with_line(4, "baseline_year", "base_year"),
        "county.toml:4: base_year: unknown key; did you mean 'baseline_year'?",
    ),
]


@pytest.mark.parametrize(("file", "edit", "fault"), BAD_COUNTIES)
def test_a_bad_county_gives_its_fault(
    file: str, edit: Edit, fault: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path("county", file)
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    for what in ("county", "scenarios/base.toml"):
        assert main(["check", what]) == 3
        lines = capsys.readouterr().err.splitlines()
        assert [line for line in lines if line.startswith(f"county/{fault}")], lines


OPTIONAL: list[tuple[str, str, str]] = [
    (
        "births.csv",
        "zone,year,births,variant,source\ntown,2014,-3,reference,x",
        ":2: births = -3: must be a number ≥ 0",
    ),
    ("births.csv", "zone,year,births,variant,source\ntown,2014,3,low,x", ":1: variant: must hold rows of the variant"),
    (
        "births.csv",
        "zone,year,births,variant,source\ntown,2014,3,reference,x",
        ": births (village, reference): no row; every zone needs 2014 to 2014",
    ),
    (
        "births.csv",
        "zone,year,births,variant,source\ntown,2014,2000000,reference,x",
        ":2: births (2014, reference) = 2000000 in all: must sum to 1,000,000 at most (children)",
    ),
    ("births.csv", "zone,year,births,variant,source\ntown,2014,3,reference,x", ":2: year = 2014: must begin by 2013"),
    (
        "catchments.csv",
        "zone,school_id,stage,share,source\ntown,town-primary,primery,1,x",
        ":2: stage = primery: unknown",
    ),
    (
        "catchments.csv",
        "zone,school_id,stage,share,source\ntown,town-primary,primary,1.5,x",
        ":2: share = 1.5: must be at",
    ),
    ("feeders.csv", "from_school,to_school,share,source\ntown-primary,nowhere,1,x", ":2: to_school = nowhere: unknown"),
    (
        "feeders.csv",
        "from_school,to_school,share,source\ntown-primary,village-nine-year,.7,x\ntown-primary,town-senior,.6,x",
        ":3: share = 1.3 in all: the shares of town-primary must sum to 1 at most",
    ),
    (
        "feeders.csv",
        "from_school,to_school,share,source\ntown-primary,private-junior,.7,x",
        ":2: to_school = private-junior: must be a public school: a private one draws by lottery, up to its plan",
    ),
    ("history.csv", "year,school_id,grade,pupils\n", ":1: source: missing column"),
    (
        "history.csv",
        "year,school_id,grade,pupils,source\n2019,town-primary,P1,-3,x",
        ":2: pupils = -3: must be a whole number ≥ 0 (pupils)",
    ),
    (
        "history.csv",
        "year,school_id,grade,pupils,source\n2019,town-primary,P1,,x",
        ":2: pupils: must be a whole number ≥ 0 (pupils)",
    ),
    (
        "history.csv",
        "year,school_id,grade,pupils,source\n2019,town-primary,P1,3,",
        ":2: source: every row needs its source",
    ),
    (
        "history.csv",
        "year,school_id,grade,pupils,source\n2019,town-primery,P1,3,x",
        ":2: school_id = town-primery: unknown school; did you mean 'town-primary'?; history is that of the register's",
    ),
    (
        "history.csv",
        "year,school_id,grade,pupils,source\n2019,town-primary,P7,3,x",
        ":2: grade = P7: unknown grade",
    ),
    (
        "history.csv",
        "year,school_id,grade,pupils,source\n2019,town-primary,P1,3,x\n2018,town-primary,P1,3,x\n2019,town-primary,P1,4,x",
        ":4: year, school_id, grade = 2019, town-primary, P1: stands on line 2 too",
    ),
    (
        "history.csv",
        "year,school_id,grade,pupils,source\n2021,town-primary,P1,3,x",
        ":2: year = 2021: must be 1980 to the baseline year 2020",
    ),
    (
        "history.csv",
        "year,school_id,grade,pupils,source\n202,town-primary,P1,3,x",
        ":2: year = 202: must be 1980 to the baseline year 2020",
    ),
    (
        "history.csv",
        "year,school_id,grade,pupils,source\nx,town-primary,P1,3,x",
        ":2: year = x: must be a whole number ≥ 0 (academic year)",
    ),
    (
        "history.csv",
        "year,school_id,grade,pupils,source\n2019,town-primary,P1,3,x\n2020,town-primary,P1,91,x",
        ":3: pupils = 91: must be the 90 pupils of schools.csv in the baseline year (or leave that year out)",
    ),
    (
        "resources.csv",
        "school_id,stage,indicator,value,source\ntown-primary,primary,floor_area,x,x",
        ":2: value = x: must be",
    ),
    ("figures.csv", "id,value,unit,date,section,source,kind,note\nF4,1,pupils,2020,,,reported,", ":2: source: a value"),
    (
        "figures.csv",
        "id,value,unit,date,section,source,kind,note\nF4,nan,p,2020,,x,reported,",
        ":2: value = nan: must be",
    ),
    (
        "figures.csv",
        "id,value,unit,date,section,source,kind,note\nF4,1,p,2020,,x,told,",
        ":2: kind = told: must be one of",
    ),
]


def test_a_stage_of_private_schools_alone_has_no_catchment(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schools = Path("county", "schools.csv")
    text = schools.read_text(encoding="utf-8").replace("nine-year,public", "nine-year,private")
    schools.write_text(text, encoding="utf-8")
    assert main(["check", "county"]) == 3
    assert capsys.readouterr().err == (
        "county/schools.csv:4: ownership = private: must be public in one junior school at least: private ones draw by "
        "lottery, up to their plans\n"
    )


@pytest.mark.parametrize(("file", "text", "fault"), OPTIONAL)
def test_a_bad_optional_file_gives_its_fault(
    file: str, text: str, fault: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("county", "schools.csv").open("a", encoding="utf-8") as schools:
        schools.write(f"private-junior,民办初中,,,town,,,junior,private{',' * 42}register of 2020\n")
    Path("county", file).write_text(f"{text}\n", encoding="utf-8")
    assert main(["check", "county"]) == 3
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if line.startswith(f"county/{file}{fault}")], lines


@pytest.mark.parametrize("name", ["county.toml", "zones.csv", "schools.csv"])
def test_a_required_file_that_is_missing(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("county", name).unlink()
    assert main(["check", "scenarios/base.toml"]) == 3
    assert capsys.readouterr().err == f"county/{name}: no such file\n"


def test_a_scenario_or_county_that_is_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "scenarios/nowhere.toml"]) == 3
    assert main(["check", "scenarios/empty.toml"]) == 3
    assert main(["check", "scenarios"]) == 3
    assert capsys.readouterr().err.splitlines() == [
        "scenarios/nowhere.toml: no such file",
        "scenarios/empty.toml: is empty",
        "scenarios/county.toml: no such file",
        "scenarios/schools.csv: no such file",
        "scenarios/zones.csv: no such file",
    ]


def test_faults_of_scenario_and_county_come_together(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schools = Path("county/schools.csv")
    schools.write_text(schools.read_text(encoding="utf-8").replace(",90", ",-4"), encoding="utf-8")
    assert main(["check", "scenarios/unknown-keys.toml"]) == 3
    lines = capsys.readouterr().err.splitlines()
    assert sum(line.startswith("county/schools.csv") for line in lines) == 9
    assert sum(line.startswith("scenarios/unknown-keys.toml") for line in lines) == 10


def test_text_that_is_no_utf8(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("county/zones.csv").write_bytes(Path("county/zones.csv").read_bytes() + "村,".encode("gb18030"))
    assert main(["check", "county"]) == 3
    assert capsys.readouterr().err == "county/zones.csv:4: must be UTF-8 text (in Excel: save as 'CSV UTF-8')\n"


def test_a_byte_order_mark_and_chinese_paths_are_fine(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (*Path("county").iterdir(), Path("scenarios/base.toml")):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    Path("county").rename("县 一")
    base = Path("scenarios/base.toml")
    text = base.read_text(encoding="utf-8").replace("../county", "../县 一").replace('"base"', '"基准-1"')
    base.rename("scenarios/基准.toml").write_text(text, encoding="utf-8")
    assert main(["check", "scenarios/基准.toml"]) == 0
    Path("县 一/zones.csv").write_text("", encoding="utf-8")
    assert main(["check", "scenarios/基准.toml"]) == 3
    assert capsys.readouterr().err == "县 一/zones.csv: is empty\n"


@pytest.mark.parametrize(
    ("override", "fault"),
    [
        ("levers.construction.desk=2", "[levers.construction] desk: unknown key; did you mean 'desks'?"),
        ("levers.construction.desks=two", '[levers.construction] desks = "two": must be a whole number'),
        ("levers.construction.desks=-2", "[levers.construction] desks = -2: must be 1 to 1,000 (desks)"),
        ("limits.planning.junior=60", "[limits.planning] junior = 60: must be at most limits.hard_caps.junior = 55"),
        ("horizon", "horizon: must be written key=value, e.g. a.b=2"),
        ("levers.construction.desks=" + "[" * 3000, '[levers.construction] desks = "[['),
        ("format=true", "format = true: must be 1 (required)"),
        ("uncertainty.births.growth_sd=2.0", "[uncertainty.births] growth_sd = 2.0: must be 0 to 0.2 (log/year)"),
        ("projects.新校.opens=99999", "[projects.新校] kind: is required"),
        ("a\ud800=1", "a\\ud800=1: must be written key=value, e.g. a.b=2"),
        ("extends=a.toml", "extends: a file extends others, an option cannot"),
    ],
)
def test_a_bad_override(override: str, fault: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "scenarios/base.toml", "--set", override]) == 3
    said = capsys.readouterr().err
    assert said.startswith("--set")
    assert f": {fault}" in said


def test_an_empty_county_path_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "scenarios/base.toml", "--set", "county="]) == 3
    assert "county.toml: no such file" in capsys.readouterr().err


def test_a_project_beyond_the_calendar(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("scenarios/late.toml").write_text(
        'format = 1\nname = "late"\nextends = "base.toml"\n[projects.late]\nkind = "extension"\n'
        'school = "town-primary"\nrooms_P = 1\nopens = 10000\nsource = "a test"\n'
    )
    assert main(["check", "scenarios/late.toml"]) == 3
    assert capsys.readouterr().err == (
        "scenarios/late.toml:8: [projects.late] opens = 10000: must be 9999 or earlier (academic year)\n"
    )


def test_every_zone_without_births_is_named_with_a_scenario_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("county/births.csv").write_text(
        "zone,year,births,variant,source\ntown,2012,3,reference,x\nvillage,2014,3,reference,x\n"
    )
    for what in ("county", "scenarios/base.toml"):
        assert main(["check", what]) == 3
        said = capsys.readouterr().err
        assert "births (town, 2014, reference): no row" in said
        assert "births (village, 2012, reference): no row" in said


@pytest.mark.parametrize("name", ["births.csv", "crowding.csv", "resources.csv", "figures.csv", "history.csv"])
def test_an_optional_file_that_cannot_be_read_is_not_taken_as_absent(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schools = Path("county/schools.csv")  # crowding variants are those of a synthetic register
    schools.write_text(schools.read_text(encoding="utf-8").replace("register of 2020", "synthetic"), encoding="utf-8")
    path = Path("county", name)
    path.symlink_to("nowhere")
    assert main(["check", "county"]) == 3
    assert capsys.readouterr().err == f"county/{name}: no such file\n"
    path.unlink()
    path.mkdir()
    assert main(["check", "county"]) == 3
    assert capsys.readouterr().err == f"county/{name}: cannot be read (Is a directory)\n"


def test_line_ends_of_any_system_are_fine(folder: Path) -> None:
    for end in (b"\r\n", b"\r"):
        for name in (SCHOOLS, ZONES):
            path = Path("county", name)
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", end))
        assert main(["check", "county"]) == 0


def test_a_path_that_is_no_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "scenarios/\udce6.toml"]) == 3
    assert capsys.readouterr().err == (
        "scenarios/\\udce6.toml: the path cannot be read as text: rename it, or choose a locale of UTF-8\n"
    )


def test_a_fault_is_one_line_whatever_the_key(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = Path("scenarios/base.toml")
    base.write_text('"a\\nb\\u001b[31m" = 1\n' + base.read_text())
    assert main(["check", "scenarios/base.toml"]) == 3
    assert capsys.readouterr().err == "scenarios/base.toml:1: a\\nb\\x1b[31m: unknown key\n"


@pytest.mark.parametrize(
    ("row", "told"),
    [("F5.preschol", "did you mean 'F5.preschool'?"), ("学前教育毛入园比率", "did you mean 'F5.preschool'?")],
)
def test_a_figure_that_no_reader_looks_for_is_refused(
    row: str, told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"id,value,unit,date,section,source,kind,note\n{row},95,%,2020,,x,reported,\n"
    Path("county", "figures.csv").write_text(text, encoding="utf-8")
    assert main(["check", "county"]) == 3
    assert capsys.readouterr().err.startswith(f"county/figures.csv:2: id = {row}: unknown figure; {told}")


def test_a_figure_may_have_its_chinese_name_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("county", "figures.csv")
    text = "id,value,unit,date,section,source,kind,note\n学前教育毛入园率,95,%,2020,,x,reported,\n"
    path.write_text(text, encoding="utf-8")
    read = draft_county(Path("county")).county
    assert read is not None
    assert read.figures["F5.preschool"].value == 95
    path.write_text(f"{text}F5.preschool,96,%,2020,,x,reported,\n", encoding="utf-8")
    assert main(["check", "county"]) == 3
    assert "figures.csv:3: id = F5.preschool: stands on line 2 too" in capsys.readouterr().err


def test_a_cost_is_told_the_key_of_capital(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = 'format = 1\nname = "s"\ncounty = "../county"\n[projects.a]\nkind = "new-school"\ncost = 900\n'
    Path("scenarios", "cost.toml").write_text(text, encoding="utf-8")
    assert main(["check", "scenarios/cost.toml"]) == 3
    assert "cost.toml:6: [projects.a] cost: unknown key; did you mean 'capital'?" in capsys.readouterr().err

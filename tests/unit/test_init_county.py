"""The invented county of ``seatsim init``: sound, run as it is, and never taken for a county's own data."""

import csv
from pathlib import Path

import pytest

from seatsim import api
from seatsim.cli import main
from seatsim.inputs.county import read_county
from seatsim.inputs.load import load
from seatsim.language.headers import headers
from seatsim.language.starting.marks import EXAMPLE, is_invented
from seatsim.results.read import read_results
from seatsim.starting.county import DOCUMENTS, county_files
from seatsim.starting.example import example_rows
from seatsim.starting.workbook import sheets

YEAR = 2026
_BY_STAGE = ("pupils_K", "pupils_P", "pupils_J", "pupils_S", "pupils_V", "classes_K", "classes_P", "classes_J")


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """The documents of a new county with the example's rows as CSV."""
    files = county_files("en", YEAR)
    for name in DOCUMENTS:
        (tmp_path / name).write_bytes(files[name])
    for table in sheets():
        write(tmp_path, table, [dict(row) for row in example_rows(table, "en", YEAR)])
    return tmp_path


def write(folder: Path, table: str, rows: list[dict[str, str]]) -> None:
    if not rows:
        return
    names = [each.column for each in headers(table) if each.column not in (*_BY_STAGE, "classes_S")]
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def checked(plan: Path) -> list[str]:
    """What is worth knowing of a plan and its county."""
    found = load(plan)
    return [*found.county.assumed, *found.notes]


def notes(folder: Path) -> list[str]:
    """Notes that speak of what is invented."""
    return [note for note in checked(folder / "plan.toml") if "invented" in note]


def test_the_example_is_sound_and_invented_rows_are_told(county: Path) -> None:
    found = read_county(county)
    assert (len(found.zones), len(found.register.school_id)) == (3, 8)
    assert not found.register.synthetic
    assert found.baseline_year == YEAR
    told = {note.values[:2] for note in found.assumed}
    assert {("zones.csv", 3), ("schools.csv", 8), ("births.csv", 48), ("figures.csv", 2)} <= told
    assert [note for note in notes(county) if note.startswith("projects.new-town-primary-2 is invented")]
    assert len(notes(county)) == 5  # each once


def test_notes_go_as_rows_and_projects_are_replaced(county: Path) -> None:
    for table in ("zones", "schools", "births", "figures"):
        own = [{**row, "source": "our return of 2026"} for row in example_rows(table, "en", YEAR)]
        if table == "schools":
            own[0]["source"] = f" {EXAMPLE['zh']}"
        write(county, table, own)
    plan = (county / "plan.toml").read_text(encoding="utf-8")
    (county / "plan.toml").write_text(plan.replace("invented: an example project", "our plan"), encoding="utf-8")
    assert [note.split(":")[:2] for note in notes(county)] == [
        ["schools.csv", " 1 of 8 rows are invented (their source says so)"]
    ]


def test_a_run_says_so_and_counts_invented_schools_as_assumed(county: Path) -> None:
    done = api.run(county / "plan.toml", out=county / "out", replications=4)
    assert [note for note in done.notes if "schools.csv: 8 of 8 rows are invented" in note]
    assert [note for note in done.notes if note.startswith("projects.new-town-primary-2")]
    assert done.answers["rests_on"]["shares"]["register_assumed"] == 1
    places = (county / "out" / "register.csv").read_text(encoding="utf-8")
    assert places.count(",assumed") == 8
    assert read_results(county / "reference").answers["scenario"]


def test_the_commented_examples_of_a_plan_are_sound(county: Path) -> None:
    """Taking the # away gives a plan that is valid."""
    text = (county / "plan.toml").read_text(encoding="utf-8")
    head, _, rest = text.partition("# ---- An extension")
    bare = [line[2:] if line.startswith("# ") and not line.startswith("# ----") else line for line in rest.splitlines()]
    (county / "plan.toml").write_text(head + "\n".join(["#", *bare[1:]]) + "\n", encoding="utf-8")
    assert "\n[projects.shiyan-primary-temporary]" in (county / "plan.toml").read_text(encoding="utf-8")
    checked(county / "plan.toml")


def test_the_commented_limit_of_a_county_is_sound(county: Path) -> None:
    path = county / "county.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("# [limits.schools]\n# primary", "[limits.schools]\nprimary")
    text = text.replace("[sources]\n", '[sources]\n"limits.schools.primary" = "which document"\n', 1)
    path.write_text(text, encoding="utf-8")
    assert "\n[limits.schools]" in text
    assert not any("limits" in note for note in checked(county / "plan.toml"))


@pytest.mark.parametrize("name", ["county.toml", "plan.toml", "reference.toml"])
def test_both_languages_say_the_same(name: str) -> None:
    """Comments apart, which are in one of them."""
    import tomllib

    zh, en = (tomllib.loads(county_files(lang, YEAR)[name].decode()) for lang in ("zh", "en"))
    for one in (zh, en):
        one.pop("sources", None)
        for project in one.get("projects", {}).values():
            assert is_invented(project.pop("source"))
    assert zh == en


def test_check_of_the_folder_ends_well(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(county)]) == 0
    assert "schools.csv: 8 of 8 rows are invented" in capsys.readouterr().out

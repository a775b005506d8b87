"""A scenario file may name what lies around it or the working folder; the user may name anything (decision 0031)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from little import check, scenario, told, work

from seatsim import api
from seatsim.cli import main
from seatsim.inputs import places

SECRET = "password-of-the-treasurer"
OUTSIDE = "lies outside of the working folder and of the folder above the scenario's"


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario with its county in ``mine``; the working folder is elsewhere."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return work(tmp_path / "mine")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A folder that is nobody's business, with files of a county's names."""
    folder = tmp_path / "secret"
    folder.mkdir()
    for name in ("county.toml", "zones.csv", "schools.csv", "notes.toml"):
        (folder / name).write_text(f"{SECRET} = 1\n", encoding="utf-8")
    return folder


def test_the_folder_beside_the_scenarios_is_around(plan: Path) -> None:
    assert check(plan) == 0


def test_the_working_folder_is_around(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = scenario(plan.parent / "a" / "b" / "c" / "deep.toml", "../../../../county")
    assert check(deep) == 3
    monkeypatch.chdir(plan.parent.parent)
    assert check(deep) == 0


@pytest.mark.parametrize("absolute", [True, False])
def test_a_county_elsewhere_is_refused_and_nothing_of_it_is_shown(
    plan: Path, secret: Path, absolute: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    name = str(secret) if absolute else os.path.relpath(secret, plan.parent)
    scenario(plan, name)
    assert check(plan) == 3
    said = told(capsys)
    assert OUTSIDE in said
    assert "--set county=" in said
    assert said.startswith(f"{plan}:5: county = ")
    assert SECRET not in said
    assert main(["run", str(plan), "--out", "out"]) == 3
    assert main(["show", str(plan)]) == 3
    assert main(["baseline", str(plan)]) == 3
    assert SECRET not in "".join(capsys.readouterr())
    assert not Path("out").exists()


def test_the_user_may_name_any_county(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    moved = shutil.move(plan.parent.parent / "county", tmp_path / "elsewhere-else")
    scenario(plan, str(moved))
    assert check(plan) == 3
    assert check(plan, "--set", f"county={moved}") == 0
    assert check(Path(moved)) == 0


@pytest.mark.parametrize("name", ["../../secret/notes.toml", "{secret}/notes.toml", "link.toml"])
def test_an_extended_file_elsewhere_is_refused(
    plan: Path, secret: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (plan.parent / "link.toml").symlink_to(secret / "notes.toml")
    other = plan.with_name("other.toml")
    other.write_text(f'format = 1\nname = "other"\nextends = "{name.format(secret=secret)}"\n', encoding="utf-8")
    assert check(other) == 3
    said = told(capsys)
    assert any(line.startswith(f"{other}:3: extends = ") for line in said.splitlines())
    assert OUTSIDE in said
    assert SECRET not in said


def test_a_linked_county_elsewhere_is_refused(plan: Path, secret: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plan.parent.parent / "linked").symlink_to(secret)
    scenario(plan, "../linked")
    assert check(plan) == 3
    assert OUTSIDE in told(capsys)


def test_hidden_folders_are_not_around(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = plan.parent.parent
    shutil.copytree(mine / "county", mine / ".keys")
    scenario(plan, "../.keys")
    assert check(plan) == 3
    assert OUTSIDE in told(capsys)


def test_neither_a_drive_nor_the_home_folder_is_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home" / "user"
    (home / "downloads").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.chdir(home / "downloads")
    assert places.grounds(Path("plan.toml")) == (home / "downloads",)
    assert places.grounds(home / "plan.toml") == (home / "downloads", home)
    assert places.grounds(home / "a" / "b" / "plan.toml") == (home / "downloads", home / "a" / "b", home / "a")
    monkeypatch.chdir("/")
    assert Path("/") not in places.grounds(Path("plan.toml"))
    assert Path("/") not in places.grounds(Path("/plans/plan.toml"))
    assert not places.is_around(Path("/etc"), places.grounds(Path("/plans/plan.toml")))


def test_a_resolved_scenario_may_name_the_county_whose_digest_it_states(
    plan: Path, secret: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "far" / "away" / "plan"
    first = api.run(plan, out=out, reference=False)
    again = out / "scenario.toml"
    assert check(again) == 0
    second = api.run(again, out=tmp_path / "again", reference=False)
    assert first.answers == second.answers
    schools = plan.parent.parent / "county" / "schools.csv"
    schools.write_text(schools.read_text(encoding="utf-8").replace("P1", SECRET), encoding="utf-8")
    capsys.readouterr()
    assert check(again) == 3
    said = told(capsys)
    assert OUTSIDE in said
    assert SECRET not in said


def test_the_reference_beside_is_held_to_the_same(plan: Path, secret: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario(plan.with_name("reference.toml"), str(secret))
    assert main(["run", str(plan), "--out", "out"]) == 3
    assert SECRET not in told(capsys)
    plan.with_name("reference.toml").unlink()
    plan.with_name("reference.toml").symlink_to(secret / "notes.toml")
    assert main(["run", str(plan), "--out", "out", "--lang", "en"]) == 0
    assert SECRET not in told(capsys)


@pytest.mark.parametrize(
    "name", ["..", "/", "\\\\", "\\u0000", "a" * 5000, "CON", "county. ", "../county/../../secret", "x#../../secret"]
)
def test_no_name_of_a_county_leads_out_or_ends_badly(
    plan: Path, secret: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario(plan, name)
    assert check(plan) == 3
    said = told(capsys)
    assert SECRET not in said
    assert all(
        f"{plan}:5: county" in line or "county folder" in line or "no such" in line for line in said.splitlines()
    )


@pytest.mark.parametrize("name", ["..", "/", "\\\\", "\\u0000", "a" * 5000, "CON", "plan.toml ", "plan.toml."])
def test_no_name_of_an_extended_file_ends_badly(plan: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    other = plan.with_name("other.toml")
    other.write_text(f'format = 1\nname = "other"\nextends = "{name}"\n', encoding="utf-8")
    assert check(other) == 3
    assert "internal" not in told(capsys)


@pytest.mark.parametrize(
    "name", ["../x", "/x", "x/y", "x\\\\y", "\\u0000", "CON", "com1", "nul", "x ", "x.", "", "a" * 61]
)
def test_no_name_of_a_scenario_leads_out(plan: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = plan.read_text(encoding="utf-8").replace('"plan"', f'"{name}"')
    plan.write_text(text, encoding="utf-8")
    assert main(["run", str(plan)]) == 3
    assert f"{plan}:2: name" in told(capsys)
    assert not Path("results").exists()


@pytest.mark.parametrize("county", ["..", "/", "a/b", "a\\b", "CON/..", "x.", "x ", ""])
def test_no_county_of_a_set_leads_out(plan: Path, county: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(plan), "--county", county, "--out", "out"]) == 3
    assert "must be letters, digits, hyphens" in told(capsys)
    assert not Path("out").exists()

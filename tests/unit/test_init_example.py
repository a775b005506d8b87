"""``seatsim init --example``: the worked county and the shipped scenarios, as they are."""

from pathlib import Path

import pytest

from seatsim import api
from seatsim.cli import main
from seatsim.results.read import read_results

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("folder", ["seeds", "scenarios"])
def test_everything_is_copied_as_it_is(folder: str, tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "ex"), "--example", "--lang", "zh"]) == 0
    here = {path.name: path.read_bytes() for path in (ROOT / folder).iterdir() if path.is_file()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "ex" / folder).iterdir()} == here
    readme = (tmp_path / "ex" / "README.md").read_text(encoding="utf-8")
    assert f"{len(list((ROOT / 'scenarios').glob('*.toml')))} 个情景" in readme


def test_it_runs_as_it_is_with_the_same_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["init", str(tmp_path / "ex"), "--example"]) == 0
    plan = Path("scenarios") / "combined-plan.toml"
    here = api.run(ROOT / plan, out=tmp_path / "here", replications=2, reference=False)
    monkeypatch.chdir(tmp_path / "ex")
    assert main(["run", str(plan), "--replications", "2", "--no-reference", "--quiet", "--jobs", "1"]) == 0
    there = Path("results") / "combined-plan"
    assert read_results(there).content["digest"] == read_results(here.folder).content["digest"]


def test_a_package_without_the_county_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatsim.starting.worked.FOLDERS", ("no-such-folder", "scenarios"))
    assert main(["init", str(tmp_path / "ex"), "--example"]) == 2
    assert not (tmp_path / "ex").exists()

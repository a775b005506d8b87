"""Projects as a results folder tells them: where, what they add, what stands near, in which futures."""

from __future__ import annotations

from pathlib import Path

from compared import copied
from seatsim.comparing.project_sites import ProjectSite, ProjectSites
from seatsim.comparing.runs import shared_futures
from seatsim.results.read import read_results


def sites_of(folder: Path, futures: int = 12) -> list[ProjectSite]:
    results = read_results(folder)
    return list(ProjectSites(results, shared_futures(results.frame(), futures)))


def told_otherwise(runs: Path, to: Path, old: str, new: str) -> Path:
    """The wing's results with another line in their scenario."""
    folder = copied(runs / "wing", to)
    path = folder / "scenario.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_buses_go_within_the_reach_of_the_run(runs: Path, tmp_path: Path) -> None:
    (site,) = sites_of(runs / "wing")
    village = read_results(runs / "wing").frame().values["empty_seats"]["primary"][:, :, 1]
    assert [stock.empty.tolist() for stock in site.near] == [village.tolist()]
    assert len(site.others) == 3
    near = told_otherwise(runs, tmp_path / "near", "reach_minutes = 30.0", "reach_minutes = 19.0")
    assert [len(site.near) for site in sites_of(near)] == [0]


def test_temporary_rooms_are_no_building(runs: Path, tmp_path: Path) -> None:
    assert sites_of(told_otherwise(runs, tmp_path / "other", 'kind = "extension"', 'kind = "temporary"')) == []


def test_projects_are_told_of_the_futures_that_are_compared(runs: Path) -> None:
    table = read_results(runs / "wing").table("hand_overs.parquet").sort("replication")
    opens = [float("inf") if year is None else year for year in table["opens"].to_list()]
    assert len(set(table["cost"].to_list())) > 1
    (site,) = sites_of(runs / "wing", futures=5)
    assert site.opens.tolist() == opens[:5]
    assert site.capital.tolist() == table["cost"].to_list()[:5]
    assert site.here.pupils.shape[1] == 5

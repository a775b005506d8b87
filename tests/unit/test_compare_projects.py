"""Projects as a results folder tells them: where, what they add, what stands near, in which futures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from compared import copied, retold
from seatsim.comparing.bridge_or_build import project_rows
from seatsim.comparing.project_sites import ProjectSite, ProjectSites
from seatsim.comparing.runs import shared_futures
from seatsim.comparing.stock import Stock, stock_of
from seatsim.indicators.measures import MeasureFrame
from seatsim.results.read import read_results


def sites_of(folder: Path, futures: int = 12) -> list[ProjectSite]:
    results = read_results(folder)
    return list(ProjectSites(results, shared_futures(results.frame(), futures)))


def told_otherwise(runs: Path, to: Path, *changes: tuple[str, str]) -> Path:
    """The wing's results with other lines in their scenario."""
    folder = copied(runs / "wing", to)
    path = folder / "scenario.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return folder


def test_buses_go_within_the_reach_of_the_run(runs: Path, tmp_path: Path) -> None:
    (site,) = sites_of(runs / "wing")
    village = read_results(runs / "wing").frame().values["empty_seats"]["primary"][:, :, 1]
    assert [stock.empty.tolist() for stock in site.near] == [village.tolist()]
    assert len(site.others) == 3
    near = told_otherwise(runs, tmp_path / "near", ("reach_minutes = 30.0", "reach_minutes = 19.0"))
    assert [len(site.near) for site in sites_of(near)] == [0]


def test_temporary_rooms_are_no_building(runs: Path, tmp_path: Path) -> None:
    assert sites_of(told_otherwise(runs, tmp_path / "other", ('kind = "extension"', 'kind = "temporary"'))) == []


def test_projects_are_told_of_the_futures_that_are_compared(runs: Path) -> None:
    table = read_results(runs / "wing").table("hand_overs.parquet").sort("replication")
    opens = [float("inf") if year is None else year for year in table["opens"].to_list()]
    assert len(set(table["cost"].to_list())) > 1
    (site,) = sites_of(runs / "wing", futures=5)
    assert site.opens.tolist() == opens[:5]
    assert site.capital.tolist() == table["cost"].to_list()[:5]
    assert site.here.pupils.shape[1] == 5


def test_neighbours_are_neighbours_both_ways_at_the_smaller_time(runs: Path, tmp_path: Path) -> None:
    one_way = copied(runs / "wing", tmp_path / "one-way")
    retold(one_way, "zones.csv", lambda text: text.replace("old-town,village,20", "old-town,,"))
    assert [len(site.near) for site in sites_of(one_way)] == [1]
    shorter = copied(runs / "wing", tmp_path / "shorter")
    retold(shorter, "zones.csv", lambda text: text.replace("old-town,village,20", "old-town,village,40"))
    assert [len(site.near) for site in sites_of(shorter)] == [1]


def test_a_move_adds_what_the_school_did_not_have(runs: Path, tmp_path: Path) -> None:
    move = ('kind = "extension"', 'kind = "move"')
    # Twelve rooms of 45 in the baseline year.
    larger = told_otherwise(runs, tmp_path / "larger", move, ("rooms_P = 4", "rooms_P = 15"))
    assert [site.seats for site in sites_of(larger)] == [15 * 45 - 540]
    smaller = told_otherwise(runs, tmp_path / "smaller", move, ("rooms_P = 4", "rooms_P = 10"))
    (site,) = sites_of(smaller)
    assert site.seats == 0
    assert site.capital.tolist() == sites_of(runs / "wing")[0].capital.tolist()  # the whole cost all the same
    # A stage that the school did not have counts whole.
    new_stage = told_otherwise(runs, tmp_path / "new", move, ("rooms_P = 4", "rooms_P = 15\nrooms_J = 3"))
    assert {site.names["stage"]: site.seats for site in sites_of(new_stage)} == {"primary": 135, "junior": 150}
    assert {site.names["stage"]: dict(site.beside) for site in sites_of(new_stage)} == {
        "primary": {"kindergarten": 0, "junior": 150, "senior": 0},
        "junior": {"kindergarten": 0, "primary": 135, "senior": 0},
    }


def test_stages_share_the_cost_by_what_they_are_planned_to_cost(runs: Path, tmp_path: Path) -> None:
    both = ("rooms_P = 4", "rooms_P = 4\nrooms_J = 3")
    primary, junior = sites_of(told_otherwise(runs, tmp_path / "both", both))
    (whole,) = sites_of(runs / "wing")
    planned = 4 * 45 * 9.1, 3 * 50 * 14.0
    assert primary.capital == pytest.approx(whole.capital * planned[0] / sum(planned))
    assert (primary.capital + junior.capital) == pytest.approx(whole.capital)
    assert primary.opens.tolist() == junior.opens.tolist() == whole.opens.tolist()
    assert (primary.seats, junior.seats) == (180, 150)
    free = [("price_primary = 9.1", "price_primary = 0.0"), ("price_junior = 14.0", "price_junior = 0.0")]
    primary, junior = sites_of(told_otherwise(runs, tmp_path / "free", both, *free))
    assert primary.capital == pytest.approx(whole.capital * 180 / 330)  # without prices by seats


def test_own_seats_of_another_stage_free_no_room(runs: Path, tmp_path: Path) -> None:
    """170 junior seats stand empty, 150 of them the project's own: the other 20 make no room."""
    folder = told_otherwise(runs, tmp_path / "both", ("rooms_P = 4", "rooms_P = 4\nrooms_J = 3"))
    primary = sites_of(folder)[0]
    empty = np.full_like(primary.here.pupils, 170)
    crowded = replace(primary.here, pupils=primary.here.seats + 100)
    found = replace(primary, here=crowded, others={"junior": replace(primary.others["junior"], empty=empty)})
    (row,) = project_rows([found])
    (alone,) = project_rows([replace(found, beside={})])
    assert alone["bridges"]["freed_rooms"]["own_share"] > 0
    assert row["bridges"]["freed_rooms"]["own_share"] == 0


def test_a_stage_in_a_zone_is_read_once(runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def counted(frame: MeasureFrame, stage: str, zone: str, planning: int, later: np.ndarray) -> Stock:
        asked.append((stage, zone))
        return stock_of(frame, stage, zone, planning, later)

    monkeypatch.setattr("seatsim.comparing.project_sites.stock_of", counted)
    sites = sites_of(told_otherwise(runs, tmp_path / "both", ("rooms_P = 4", "rooms_P = 4\nrooms_J = 3")))
    assert len(sites) == 2
    assert len(asked) == len(set(asked)) == 4 + 2  # four stages here, primary and junior in the village
    everywhere = np.ones(12, dtype=bool)
    assert sites[0].here.of(everywhere) is sites[0].here  # nothing is copied where all futures are meant
    assert sites[0].here.of(sites[0].opens < 2023).pupils.shape[1] == np.count_nonzero(sites[0].opens < 2023)

"""Many counties on a real cluster that loses a worker: the digest of one job."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dask_cluster import DaskCluster, kill

from many_counties import some, write_folder, write_scenario
from processes import needs_proc
from seatsim import api

pytestmark = needs_proc
COUNTIES = 12


def digest(folder: Path) -> str:
    found: str = json.loads((folder / "manifest.json").read_text())["content"]["digest"]
    return found


@pytest.mark.parametrize("kills", [False, True])
def test_many_counties_on_a_cluster_give_the_bytes_of_one_job(kills: bool, two: DaskCluster, tmp_path: Path) -> None:
    flows = (("c00", "c01", "primary", 12.5, "test", 0.2), ("c01", "c02", "junior", 3.3, "test", ""))
    write_folder(tmp_path / "set", some(COUNTIES), flows)
    scenario = write_scenario(tmp_path / "many.toml", "set")
    alone = api.run(scenario, out=tmp_path / "alone").folder
    killed: list[int] = []

    def told(what: str, done: int, to_do: int) -> None:
        if kills and not killed and what != "counties" and 0 < done < to_do:
            killed.append(done)
            kill(two.workers[0])

    there = api.run(scenario, out=tmp_path / "there", cluster=two.address, block=3, progress=told).folder
    assert bool(killed) == kills
    assert digest(there) == digest(alone)
    run = json.loads((there / "manifest.json").read_text())["run"]
    assert run["cluster"] == two.address
    assert two.tasks() == 0

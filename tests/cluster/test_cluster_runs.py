"""Runs on a real cluster: one digest whatever happens to its workers, and plain words where it cannot go on."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest
from dask_cluster import DaskCluster, kill

from interrupted import Case
from many_counties import some, write_folder, write_scenario
from processes import needs_proc, wait_until
from seatsim import api
from seatsim.cli import main
from seatsim.domain.faults import WorkerLost
from seatsim.running import cluster as under_test
from seatsim.running.whole_run import SAMPLE

pytestmark = needs_proc
MANY = 60
"""Futures of a run that takes long enough to be caught."""
WAIT = 3.0
"""How long a run waits for a worker here [s]."""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """The little county with many futures."""
    return Case.make(tmp_path, MANY)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Digest of the run on this machine alone."""
    case = Case.make(tmp_path_factory.mktemp("undisturbed"), MANY)
    assert main([*case.command("out", "--jobs", "1"), "--quiet"]) == 0
    return case.digest("out")


def test_a_cluster_gives_the_same_bytes_and_the_manifest_says_so(
    two: DaskCluster, case: Case, undisturbed: str
) -> None:
    assert main([*case.command("out", "--cluster", two.address), "--quiet"]) == 0
    assert case.digest("out") == undisturbed
    assert case.names() == ["out"]
    run = json.loads((case.folder / "out" / "manifest.json").read_text())["run"]
    assert (run["cluster"], run["jobs"]) == (two.address, 2)
    assert two.tasks() == 0


def run(case: Case, address: str, progress: api.Progress) -> None:
    """The run from Python, in small blocks, telling how far it is."""
    api.run(
        case.scenario,
        out=case.folder / "out",
        overrides=[f"horizon={case.horizon}"],
        replications=MANY,
        reference=False,
        progress=progress,
        cluster=address,
        block=5,
    )


def test_a_worker_that_is_killed_in_mid_run_changes_no_byte(two: DaskCluster, case: Case, undisturbed: str) -> None:
    killed: list[int] = []

    def told(what: str, done: int, to_do: int) -> None:
        if SAMPLE + 10 <= done < MANY and to_do == MANY and not killed:
            killed.append(done)
            kill(two.workers[0])

    run(case, two.address, told)
    assert killed
    assert case.digest("out") == undisturbed


def test_without_workers_a_run_ends_and_is_gone_on_with(
    two: DaskCluster, case: Case, undisturbed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(under_test, "WAIT", WAIT)

    def told(what: str, done: int, to_do: int) -> None:
        if SAMPLE + 10 <= done < MANY and to_do == MANY:
            for worker in two.workers:
                kill(worker)

    with pytest.raises(WorkerLost, match=r"no worker there for 3 s") as caught:
        run(case, two.address, told)
    assert "--resume goes on with them" in str(caught.value.__notes__)
    kept = case.kept("out")
    assert (0, SAMPLE) in kept
    assert len(kept) > 2
    assert main([*case.command("out", "--jobs", "1", "--resume"), "--quiet"]) == 0
    assert case.digest("out") == undisturbed


def test_an_interrupt_ends_a_run_here_and_there(two: DaskCluster, case: Case, undisturbed: str) -> None:
    process = case.start("out", "--cluster", two.address, "--block", "3", "--quiet")
    wait_until(lambda: len(case.kept("out")) > 3)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "--resume goes on with them" in said
    assert "Traceback" not in said
    wait_until(lambda: two.tasks() == 0)
    assert main([*case.command("out", "--cluster", two.address, "--resume"), "--quiet"]) == 0
    assert case.digest("out") == undisturbed


def test_many_counties_give_the_same_bytes_on_a_cluster(two: DaskCluster, tmp_path: Path) -> None:
    write_folder(tmp_path / "set", some(4), [("c00", "c01", "primary", 12.5, "test", 0.2)])
    path = write_scenario(tmp_path / "many.toml", "set")
    digests = set()
    for name, cluster in (("here", None), ("there", two.address)):
        out = api.run(path, out=tmp_path / name, cluster=cluster, block=3).folder
        digests.add(json.loads((out / "manifest.json").read_text())["content"]["digest"])
    assert len(digests) == 1
    assert two.tasks() == 0

"""Tasks on a real cluster: what is sent, what comes back, what goes wrong there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cluster_tasks import Text, Told, fail, fail_always, leave, refuse, size, text
from dask_cluster import DaskCluster, kill

from processes import needs_proc
from seatsim.cli import main
from seatsim.domain.faults import MissingExtra, RefusedCluster, RefusedFolder, WorkerLost
from seatsim.running import cluster as under_test
from seatsim.running.cluster import Cluster
from seatsim.running.workers import Task

pytestmark = needs_proc
BASE = Path(__file__).parent.parent / "bad_input" / "scenarios" / "base.toml"


def sizes(told: Told, count: int, seconds: float = 0.0) -> list[Task]:
    return [Task(size, (told, number, seconds), f"size {number}", number + 1) for number in range(count)]


def test_inputs_are_sent_once_and_few_tasks_are_under_way(two: DaskCluster, tmp_path: Path) -> None:
    shares: list[float] = []
    told, under_way, found = Told(tmp_path), 0, {}
    with Cluster(two.address) as cluster:
        assert cluster.jobs == 2
        for place, result in cluster.work(sizes(told, 12, 0.02), shares.append):
            found[place] = result
            under_way = max(under_way, two.tasks())
        assert two.tasks() == 0
    assert found == {number: (200_000, number) for number in range(12)}
    assert 2 <= under_way <= 2 * 2 + 1
    readers = (tmp_path / "read").read_text().split()
    assert len(readers) == 2
    assert set(readers) == {str(worker.pid) for worker in two.workers}
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_inputs_that_are_lost_with_all_workers_are_sent_again(two: DaskCluster, tmp_path: Path) -> None:
    told, found, lost = Told(tmp_path), {}, [*two.workers]
    with Cluster(two.address) as cluster:
        for place, result in cluster.work(sizes(told, 8, 0.1)):
            found[place] = result
            if len(found) == 2:
                two.add()
                for worker in lost:
                    kill(worker)
    assert found == {number: (200_000, number) for number in range(8)}
    readers = (tmp_path / "read").read_text().split()
    assert len(readers) == 3


def test_what_is_kept_is_packed_there_and_written_here(two: DaskCluster, tmp_path: Path) -> None:
    with Cluster(two.address) as cluster:
        assert list(cluster.work([Task(text, (), "a text", keep=Text(tmp_path / "kept"))])) == [(0, None)]
    word, there, here = (tmp_path / "kept").read_text().split()
    assert (word, here) == ("kept", str(os.getpid()))
    assert there in {str(worker.pid) for worker in two.workers}


def test_errors_come_through_and_nothing_is_left_there(two: DaskCluster, tmp_path: Path) -> None:
    told, tries = Told(tmp_path), tmp_path / "tries"
    with Cluster(two.address) as cluster:
        with pytest.raises(RefusedFolder, match="not this one") as caught:
            list(cluster.work([Task(refuse, (), "refuses"), *sizes(told, 4, 0.2)]))
        assert "cluster_tasks.py" in str(caught.value.__cause__)
        with pytest.raises(ZeroDivisionError, match="always"):
            list(cluster.work([Task(fail_always, (), "fails")]))
        assert list(cluster.work([Task(fail, (tries,), "fails once")])) == [(0, 2)]
        assert list(cluster.work([])) == []
    assert two.tasks() == 0


def test_a_task_that_kills_its_workers_is_named(tmp_path: Path) -> None:
    with DaskCluster(tmp_path, {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}) as dask:
        dask.at_work(2)
        with pytest.raises(WorkerLost, match=r"worked on futures 0-9.*--block"), Cluster(dask.address) as cluster:
            list(cluster.work([Task(leave, (), "futures 0-9")]))


def test_a_scheduler_that_goes_away_is_told(tmp_path: Path) -> None:
    with DaskCluster(tmp_path) as dask:
        dask.at_work(1)
        with Cluster(dask.address) as cluster:
            work = cluster.work(sizes(Told(tmp_path), 9, 0.5))
            next(work)
            dask.end_scheduler()
            with pytest.raises(WorkerLost, match="the scheduler does not answer any more"):
                list(work)


def test_a_worker_without_seatsim_is_told_before_work_begins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with DaskCluster(tmp_path) as dask:
        dask.add(1, dask.without_seatsim())
        out = tmp_path / "out"
        assert main(["run", str(BASE), "--out", str(out), "--no-reference", "--cluster", dask.address]) == 2
    said = capsys.readouterr().err
    assert "has no seatsim" in said
    assert 'pip install "seatsim[cluster]"' in said
    assert not list(tmp_path.glob("out*"))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere", "http://127.0.0.1:9", "no.such.host.invalid:8786"])
def test_an_address_at_which_nobody_answers(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert under_test._CONNECT + 1 < 10
    monkeypatch.setattr(under_test, "_CONNECT", 1.0)
    start = time.monotonic()
    assert main(["run", str(BASE), "--out", str(tmp_path / "out"), "--no-reference", "--cluster", address]) == 2
    assert time.monotonic() - start < 10
    said = capsys.readouterr().err
    assert f"--cluster {address}: must be the address of a Dask scheduler" in said
    assert len(said.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("address", ["nowhere", "http://127.0.0.1:9"])
def test_what_is_no_address_ends_in_one_line_and_no_more_at_exit(address: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "seatsim", "run", str(BASE), "--out", str(tmp_path / "out"), "--cluster", address]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 2
    assert len(ended.stderr.strip().splitlines()) == 1


def test_an_encrypted_address_wants_certificates() -> None:
    with pytest.raises(RefusedCluster, match="wants certificates"):
        Cluster("tls://127.0.0.1:9").__enter__()


def test_a_service_that_is_no_scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr(under_test, "_CONNECT", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(RefusedCluster, match="must be the address"):
        Cluster(f"tcp://127.0.0.1:{silent.getsockname()[1]}").__enter__()


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(MissingExtra, match=r"seatsim\[cluster\]"):
        Cluster("tcp://127.0.0.1:8786").__enter__()


def test_jobs_are_not_for_a_cluster(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(BASE), "--cluster", "tcp://127.0.0.1:9", "--jobs", "2"]) == 2
    assert "--jobs is for this machine" in capsys.readouterr().err

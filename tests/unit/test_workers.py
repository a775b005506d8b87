"""Tasks over processes: order, errors, deaths, interrupts, and that no process is left."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NoReturn

import pytest

from processes import alive, living, needs_proc, wait_until
from seatsim.domain.allocation import AllocationError
from seatsim.domain.faults import (
    BadExpression,
    Fault,
    Infeasible,
    InvalidInput,
    RefusedFolder,
    SeatsimError,
    WorkerLost,
)
from seatsim.domain.phrase import Phrase
from seatsim.running.workers import Task, Tell, Workers

METHODS = multiprocessing.get_all_start_methods()
FAULT = Fault("plan.toml", 3, "horizon", "1900", Phrase("later"), "range")
ERRORS: list[SeatsimError] = [
    InvalidInput([FAULT, FAULT]),
    Infeasible(Phrase("these cannot all hold: F4, F7"), ["F4", "F7"]),
    RefusedFolder(Phrase("results/x holds something else")),
    AllocationError("primary", 2025, [3, 4], "a pupil was lost"),
    BadExpression("pupils 2025", [Phrase("no width"), Phrase("no stage")]),
    WorkerLost(Phrase("gone")),
]


def square(number: int, seconds: float, tell: Tell) -> tuple[int, int]:
    """A square, a while later, and who worked it."""
    tell(0.5)
    time.sleep(seconds)
    tell(1.0)
    return number**2, os.getpid()


def fail(place: int, tell: Tell) -> NoReturn:
    raise ERRORS[place]


def fail_strangely(_: Tell) -> NoReturn:
    error = ValueError("with a lock")
    error.args += (threading.Lock(),)
    raise error


def no_answer(tell: Tell) -> object:
    return threading.Lock()


def leave(how: str, tell: Tell) -> bytes:
    """Die at once, or while a large answer is on its way to a parent that is busy."""
    if how == "exit":
        os._exit(3)
    if how == "at once":
        os.kill(os.getpid(), signal.SIGKILL)
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGKILL)).start()
    tell(0.5)
    return bytes(64_000_000)


def squares(seconds: list[float]) -> list[Task]:
    return [Task(square, (n, s), f"square {n}", n + 1) for n, s in enumerate(seconds)]


@pytest.mark.parametrize("method", METHODS)
def test_every_task_is_done_once_in_any_order(method: str) -> None:
    with Workers(2, method) as workers:
        found = list(workers.work(squares([0.4, 0.0, 0.0, 0.1, 0.0])))
        again = dict(workers.work(squares([0.0, 0.0])))
    assert [place for place, _ in found] != sorted(place for place, _ in found)
    assert {place: result[0] for place, result in found} == {n: n**2 for n in range(5)}
    pids = {result[1] for _, result in found}
    assert len(pids) == 2
    assert os.getpid() not in pids
    assert {result[1] for result in again.values()} <= pids
    assert not any(alive(pid) for pid in pids)


def test_one_job_is_this_process() -> None:
    with Workers(1) as workers:
        found = list(workers.work(squares([0.0, 0.0, 0.0])))
    assert found == [(n, (n**2, os.getpid())) for n in range(3)]


@pytest.mark.parametrize("jobs", [1, 3])
def test_no_task_is_no_work(jobs: int) -> None:
    with Workers(jobs) as workers:
        assert list(workers.work([], lambda share: pytest.fail(str(share)))) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_shares_go_up_to_one_by_weight(jobs: int) -> None:
    shares: list[float] = []
    with Workers(jobs) as workers:
        for _ in workers.work(squares([0.0, 0.0, 0.2]), shares.append):
            pass
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert {round(6 * share, 9) for share in shares} <= {half / 2 for half in range(13)}


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("place", range(len(ERRORS)), ids=lambda place: type(ERRORS[place]).__name__)
def test_errors_come_through_as_they_are(jobs: int, place: int) -> None:
    with pytest.raises(type(ERRORS[place])) as caught, Workers(jobs) as workers:
        list(workers.work([Task(fail, (place,), "fails")]))
    assert type(caught.value) is type(ERRORS[place])
    assert str(caught.value) == str(ERRORS[place])
    assert vars(caught.value) == vars(ERRORS[place])


def test_an_error_says_where_it_came_from() -> None:
    with pytest.raises(RefusedFolder) as caught, Workers(2) as workers:
        list(workers.work([Task(fail, (2,), "fails")]))
    assert "raise ERRORS[place]" in str(caught.value.__cause__)


def test_an_error_that_cannot_be_sent_is_told_in_words() -> None:
    with pytest.raises(RuntimeError, match=r"ValueError: .*with a lock"), Workers(2) as workers:
        list(workers.work([Task(fail_strangely, (), "fails")]))


def test_an_answer_that_cannot_be_sent_is_an_error() -> None:
    with pytest.raises(TypeError, match="pickle"), Workers(2) as workers:
        list(workers.work([Task(no_answer, (), "a lock")]))


def test_a_task_that_cannot_be_sent_is_an_error_and_nothing_is_left() -> None:
    with pytest.raises(TypeError, match="pickle"), Workers(2) as workers:
        list(workers.work([*squares([5.0]), Task(square, (threading.Lock(), 0.0), "a lock")]))
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("how", ["exit", "at once", "while it answers"])
def test_a_death_names_its_futures_and_does_not_hang(how: str, method: str) -> None:
    def busy(_: float) -> None:
        time.sleep(1.0 if how == "while it answers" else 0.0)

    begin = time.monotonic()
    tasks = [*squares([30.0]), Task(leave, (how,), "futures 256-511")]
    with pytest.raises(WorkerLost, match=r"worked on futures 256-511 .*--block"), Workers(2, method) as workers:
        list(workers.work(tasks, busy))
    assert time.monotonic() - begin < 20
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("broken", [Task(fail, (2,), "fails"), Task(leave, ("at once",), "dies")])
def test_after_an_error_nothing_is_under_way_and_work_can_go_on(broken: Task) -> None:
    shares: list[float] = []
    with Workers(3) as workers:
        with pytest.raises(SeatsimError):
            list(workers.work([*squares([30.0, 30.0]), broken]))
        assert not multiprocessing.active_children()
        assert [place for place, _ in workers.work(squares([0.0]), shares.append)] == [0]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_an_interrupt_ends_the_processes() -> None:
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    with Workers(2) as workers:
        with pytest.raises(KeyboardInterrupt):
            list(workers.work(squares([30.0, 30.0]), interrupt))
        assert not multiprocessing.active_children()


def test_who_stops_listening_ends_the_processes_that_still_work() -> None:
    with Workers(2) as workers:
        for _ in workers.work(squares([0.0, 30.0])):
            break
        assert not multiprocessing.active_children()


PARENT = """
import os, sys, time
sys.path.insert(0, {here!r})
from test_workers import square
from seatsim.domain.phrase import Phrase
from seatsim.running.workers import Task, Workers
if __name__ == "__main__":
    with Workers(2, {method!r}) as workers:
        tasks = [Task(square, (n, 60.0), "a square") for n in range(4)]
        for _ in workers.work(tasks, lambda share: print(share, flush=True)):
            pass
"""


@needs_proc
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nobody_outlives_a_parent(method: str, sign: signal.Signals, tmp_path: Path) -> None:
    """Killed, terminated, or interrupted alone: its processes end, and no process of the system complains."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT.format(here=str(Path(__file__).parent), method=method), encoding="utf-8")
    path = os.pathsep.join(sys.path)
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert parent.stdout is not None
    parent.stdout.readline()
    parent.stdout.readline()
    os.kill(parent.pid, sign)
    _, complaints = parent.communicate(timeout=30)
    wait_until(lambda: not living(parent.pid), 20)
    assert complaints == "" if sign != signal.SIGINT else complaints.count("KeyboardInterrupt") == 1

"""Which workers may work: versions and settings, told before work begins; who comes later; who stays away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from seatsim.domain.faults import RefusedCluster, WorkerLost
from seatsim.exits import failed
from seatsim.running import roster as under_test
from seatsim.running.on_worker import programs, state
from seatsim.running.roster import Roster, State

FIT: State = (programs(), [])
OTHER: State = ({**programs(), "numpy": "1.0"}, [])
A, B, C = "tcp://a:1", "tcp://b:1", "tcp://c:1"


class Scheduler:
    """Speaks as the library's client does, of workers that a test names."""

    status = "running"

    def __init__(self, **answers: object) -> None:
        self.version: object = programs()
        self.there: dict[str, object] = {f"tcp://{name}:1": answer for name, answer in answers.items()}
        self.asked: list[str] = []

    def nthreads(self) -> dict[str, int]:
        """Two threads each."""
        return dict.fromkeys(self.there, 2)

    def run(self, function: Callable[[], object], workers: Sequence[str], on_error: str) -> Mapping[str, object]:
        """What each says."""
        assert function is state
        assert on_error == "return"
        self.asked += workers
        return {worker: self.there[worker] for worker in workers}

    def run_on_scheduler(self, function: Callable[[], object]) -> object:
        """What the scheduler says."""
        assert function is programs
        if isinstance(self.version, Exception):
            raise self.version
        return self.version


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No look is too early."""
    monkeypatch.setattr(under_test, "_EVERY", 0.0)


def roster(scheduler: Any, wait: float = 30.0) -> Roster:  # noqa: ANN401 - stands for a library without types
    return Roster(scheduler, "tcp://s:8786", wait)


def refused(scheduler: Scheduler) -> str:
    with pytest.raises(RefusedCluster) as caught:
        roster(scheduler, 0.0 if not scheduler.there else 30.0).open()
    assert failed(caught.value) == 2
    return str(caught.value)


def test_fit_workers_are_asked_once() -> None:
    scheduler = Scheduler(a=FIT, b=FIT)
    found = roster(scheduler)
    found.open()
    found.look()
    assert found.threads == {A: 2, B: 2}
    assert found.jobs == 4
    assert scheduler.asked == [A, B]
    assert found.said() == ()


@pytest.mark.parametrize("name", ["seatsim", "numpy", "scipy", "polars", "simpy"])
def test_another_version_is_told_before_work_begins(name: str) -> None:
    other: State = ({**programs(), name: "0.0.9"}, [])
    said = refused(Scheduler(a=FIT, b=other))
    assert (
        said == f"tcp://s:8786: worker {B} has {name} 0.0.9 (here {programs()[name]}): install the same there as here"
    )


def test_a_library_that_is_not_there_is_told() -> None:
    there = {name: version for name, version in programs().items() if name != "scipy"}
    assert "has scipy none (here" in refused(Scheduler(a=(there, [])))


def test_several_threads_are_told_with_what_to_set() -> None:
    said = refused(Scheduler(a=(programs(), ["OMP_NUM_THREADS=", "MKL_NUM_THREADS=4"])))
    assert "start it with OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 (as" in said


def test_settings_of_a_worker_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "2")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    assert state() == (programs(), ["OPENBLAS_NUM_THREADS=2", "MKL_NUM_THREADS="])


def test_no_seatsim_is_told() -> None:
    assert "has no seatsim: pip install" in refused(Scheduler(a=Exception("No module named 'seatsim'")))
    assert "cannot run this seatsim" in refused(Scheduler(a=AttributeError("no state in module")))


def test_of_many_workers_three_are_named() -> None:
    said = refused(Scheduler(**dict.fromkeys("abcdefg", OTHER))).splitlines()
    assert len(said) == 4
    assert said[3] == "tcp://s:8786: and 4 more workers"


def test_the_scheduler_needs_the_same_seatsim() -> None:
    scheduler = Scheduler(a=FIT)
    scheduler.version = {**programs(), "seatsim": "0.0.9"}
    assert "the scheduler has seatsim 0.0.9, this machine" in refused(scheduler)
    scheduler.version = ModuleNotFoundError("No module named 'seatsim'")
    assert "the scheduler has no seatsim" in refused(scheduler)
    scheduler.version = {**programs(), "numpy": "1.0"}
    roster(scheduler).open()


def test_no_worker_at_all_is_told() -> None:
    assert "no worker there for 0 s" in refused(Scheduler())


def test_workers_that_come_later_are_asked_and_left_out_with_a_note() -> None:
    scheduler = Scheduler(a=FIT)
    found = roster(scheduler)
    found.open()
    scheduler.there |= {B: OTHER, C: FIT}
    found.look()
    assert found.threads == {A: 2, C: 2}
    del scheduler.there[B]
    found.look()
    [note] = found.said()
    assert note.startswith(f"tcp://s:8786: worker {B} has numpy 1.0")


def test_a_worker_that_does_not_answer_is_asked_again() -> None:
    scheduler = Scheduler(a=FIT, b=OSError("gone"))
    found = roster(scheduler)
    found.open()
    assert found.threads == {A: 2}
    scheduler.there[B] = FIT
    found.look()
    assert found.threads == {A: 2, B: 2}


def test_without_workers_a_run_waits_and_then_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(under_test, "monotonic", lambda: clock[0])
    scheduler = Scheduler(a=FIT)
    found = roster(scheduler, 30.0)
    found.open()
    scheduler.there.clear()
    clock[0] = 29.0
    found.look()
    assert found.jobs == 0
    assert not found.any_of([A])
    scheduler.there[B] = FIT
    clock[0] = 31.0
    found.look()
    assert found.any_of([A, B])
    scheduler.there.clear()
    clock[0] = 61.0
    found.look()
    clock[0] = 62.0
    with pytest.raises(WorkerLost, match="no worker there for 30 s") as caught:
        found.look()
    assert failed(caught.value) == 1


def test_a_scheduler_that_has_gone_is_told() -> None:
    scheduler = Scheduler(a=FIT)
    found = roster(scheduler)
    found.open()
    scheduler.status = "connecting"
    with pytest.raises(WorkerLost, match="the scheduler does not answer any more"):
        found.look()

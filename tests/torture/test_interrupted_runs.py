"""Interrupts, dead processes and kills, as a user meets them: what is finished is kept, and no byte depends on it."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest
from killed_runs import torture

from interrupted import MANY, Case
from processes import living, needs_proc, wait_until, workers_of
from seatsim.cli import main
from seatsim.inputs.load import load
from seatsim.results import prepare_folder
from seatsim.running.whole_run import SAMPLE, How, run_whole
from seatsim.running.workers import Workers

pytestmark = needs_proc


def _here(case: Case, out: str, *options: str) -> int:
    """The same command in this process, which saves the imports."""
    return main(case.command(out, *options))


def futures(blocks: list[tuple[int, int]]) -> int:
    return sum(last - first for first, last in blocks)


@pytest.mark.parametrize(
    "options", [["--jobs", "2"], ["--block", "7", "--jobs", "1"], ["--jobs", "2", "--block", "13"], ["--resume"]]
)
def test_no_byte_depends_on_how_a_run_is_worked(options: list[str], case: Case, undisturbed: str) -> None:
    assert _here(case, "out", *options) == 0
    assert case.digest("out") == undisturbed
    assert case.names() == ["out"]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_no_byte_depends_on_how_processes_start(method: str, case: Case, undisturbed: str) -> None:
    loaded = load(case.scenario, [f"replications={MANY}", f"horizon={case.horizon}"])
    with prepare_folder(case.folder / "out", loaded.scenario.name) as folder, Workers(2, method) as workers:
        run_whole(loaded, folder, How(workers), lambda _: (None, None))
    assert case.digest("out") == undisturbed


def test_fewer_or_more_futures_than_are_kept(case: Case, undisturbed: str) -> None:
    """Blocks of a run of some futures serve a run of more, and of fewer, to the same bytes."""
    process = case.start("out", "--jobs", "1", "--block", "3")
    wait_until(lambda: futures(case.kept("out")) > 60)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    few = replace(case, replications=45)
    assert _here(few, "few", "--jobs", "1") == 0
    (case.folder / "out.unfinished").rename(case.folder / "again.unfinished")
    assert _here(few, "again", "--jobs", "1", "--resume") == 0
    assert few.digest("again") == few.digest("few")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_keeps_what_is_finished_and_says_how_to_go_on(jobs: str, case: Case, undisturbed: str) -> None:
    process = case.start("out", "--jobs", jobs, "--block", "2")
    wait_until(lambda: futures(case.kept("out")) > SAMPLE + 10)
    begin = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    out, said = process.communicate(timeout=60)
    assert time.monotonic() - begin < 10
    assert (process.returncode, out) == (130, "")
    wait_until(lambda: not living(process.pid), 10)
    assert case.names() == ["out.unfinished"]
    kept = futures(case.kept("out"))
    assert SAMPLE < kept < MANY
    assert "interrupted" in said
    assert f"{kept} finished futures are kept" in said
    assert "--resume goes on with them" in said
    assert "Traceback" not in said
    assert _here(case, "out", "--jobs", "1") == 2
    assert case.kept("out")
    assert _here(case, "out", "--jobs", "2", "--resume") == 0
    assert case.digest("out") == undisturbed
    assert case.names() == ["out"]


@pytest.mark.parametrize("moment", ["before its first block", "while its processes start"])
def test_an_early_interrupt_leaves_nothing(moment: str, case: Case) -> None:
    process = case.start("out", "--jobs", "2", "--block", "60")
    early = moment == "before its first block"
    wait_until(lambda: (case.folder / "out.unfinished").exists() if early else workers_of(process.pid))
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    wait_until(lambda: not living(process.pid), 10)
    assert case.names() == []


def test_two_live_runs_into_one_folder(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    process = case.start("out", "--jobs", "1", "--block", "1")
    wait_until(lambda: futures(case.kept("out")) > SAMPLE)
    for options in ([], ["--resume"]):
        assert _here(case, "out", *options) == 2
        assert f"a run holds it (process {process.pid} on " in capsys.readouterr().err
    assert process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_a_process_that_is_killed_names_its_futures(case: Case, undisturbed: str) -> None:
    process = case.start("out", "--jobs", "2", "--block", "5")
    wait_until(lambda: futures(case.kept("out")) > SAMPLE)
    os.kill(workers_of(process.pid)[0], signal.SIGKILL)
    out, said = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert "a process died while it worked on futures " in said
    assert "--resume" in said
    assert "report it" not in said
    wait_until(lambda: not living(process.pid), 10)
    assert case.names() == ["out.unfinished"]
    assert _here(case, "out", "--jobs", "1", "--resume") == 0
    assert case.digest("out") == undisturbed


def test_another_run_is_not_gone_on_with(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    process = case.start("out", "--jobs", "1", "--block", "3")
    wait_until(lambda: futures(case.kept("out")) > SAMPLE)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    kept, zones = case.kept("out"), case.folder / "county" / "zones.csv"
    for changed, key in ((["--seed", "7"], "seed"), (["--set", "levers.construction.desks=2"], "scenario_digest")):
        assert _here(case, "out", "--resume", *changed) == 2
        assert f"the unfinished run is another one ({key}: " in capsys.readouterr().err
    zones.write_text(zones.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert _here(case, "out", "--resume") == 2
    assert "the unfinished run is another one (county_digest: " in capsys.readouterr().err
    assert case.kept("out") == kept


def test_killed_at_any_moment(tmp_path: Path) -> None:
    assert [found for found in torture(tmp_path, moments=3, seed=1) if not found.same] == []

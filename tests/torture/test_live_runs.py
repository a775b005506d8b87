"""Runs with processes of their own: asked to end, robbed of any of them, and beside each other."""

from __future__ import annotations

import contextlib
import os
import pty
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from interrupted import Case
from processes import living, needs_proc, wait_until, workers_of
from seatsim.cli import main
from seatsim.running.whole_run import SAMPLE

pytestmark = needs_proc


def goes_on(case: Case, digest: str) -> None:
    assert main(case.command("out", "--jobs", "1", "--resume")) == 0
    assert case.digest("out") == digest
    assert case.names() == ["out"]


def test_a_group_that_is_asked_to_end_keeps_what_is_finished(case: Case, undisturbed: str) -> None:
    """As a service that is stopped, or a batch system at its limit: all processes hear it."""
    process = case.start("out", "--jobs", "2", "--block", "2")
    wait_until(lambda: len(case.kept("out")) > 2)
    begin = time.monotonic()
    os.killpg(process.pid, signal.SIGTERM)
    out, said = process.communicate(timeout=60)
    assert time.monotonic() - begin < 10
    assert (process.returncode, out) == (130, "")
    assert said.strip().startswith("interrupted; ")
    assert "--resume goes on with them" in said
    assert len(said.strip().splitlines()) == 1
    wait_until(lambda: not living(process.pid), 10)
    assert case.names() == ["out.unfinished"]
    goes_on(case, undisturbed)


def test_a_terminal_that_is_gone(case: Case) -> None:
    """Nothing can be said to it any more: neither progress nor how the run ended."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "seatsim", *case.command("out", "--jobs", "1", "--block", "1")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TERM": "xterm"}
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # which is ignored where nohup runs the tests
    try:
        process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True)
    finally:
        signal.signal(signal.SIGHUP, before)
    os.close(theirs)
    heard = threading.Thread(target=_listen, args=(ours,), daemon=True)
    heard.start()
    wait_until(lambda: len(case.kept("out")) > 2)
    os.kill(process.pid, signal.SIGSTOP)
    os.close(ours)
    os.kill(process.pid, signal.SIGHUP)
    os.kill(process.pid, signal.SIGCONT)
    assert process.wait(60) == 130
    assert case.names() == ["out.unfinished"]


def _listen(terminal: int) -> None:
    """Read what a terminal is sent, until it is closed."""
    with contextlib.suppress(OSError):
        while os.read(terminal, 4096):
            pass


@pytest.mark.parametrize("who", ["the first as soon as it stands", "all of them", "their server"])
def test_processes_that_are_killed(who: str, case: Case, undisturbed: str) -> None:
    process = case.start("out", "--jobs", "2", "--block", "5")
    if who == "the first as soon as it stands":
        wait_until(lambda: workers_of(process.pid))
        victims = workers_of(process.pid)[:1]
    else:
        wait_until(lambda: len(case.kept("out")) > 1 and len(workers_of(process.pid)) == 2)
        victims = workers_of(process.pid)
        if who == "their server":
            victims = [pid for pid in living(process.pid) if pid not in (process.pid, *victims)]
    for victim in victims:
        os.kill(victim, signal.SIGKILL)
    _, said = process.communicate(timeout=60)
    assert "Traceback" not in said
    assert "internal fault" not in said
    if who != "their server":  # those at work need it no more
        assert process.returncode == 1
        assert "a process died while it worked on futures " in said
    assert sum(last - first for first, last in case.kept("out")) > SAMPLE or case.names() in ([], ["out"])
    wait_until(lambda: not living(process.pid), 10)
    goes_on(case, undisturbed)


def test_two_live_runs_beside_each_other_share_their_reference(tmp_path: Path) -> None:
    case = Case.make(tmp_path, 6, 2021)
    base = case.scenario.read_text(encoding="utf-8")
    assert base.count('name = "base"') == 1
    reference = base.replace('name = "base"', 'name = "reference"')
    case.scenario.with_name("reference.toml").write_text(reference, encoding="utf-8")
    apart = tmp_path / "apart"
    shutil.copytree(tmp_path / "county", apart / "county")
    shutil.copytree(tmp_path / "scenarios", apart / "scenarios")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Case, "command", _with_reference)
        processes = [case.start(name, "--jobs", "1") for name in ("one", "two")]
        said = [process.communicate(timeout=120)[1] for process in processes]
        assert [process.returncode for process in processes] == [0, 0], said
        assert main(Case(apart, 6, 2021).command("one", "--jobs", "1")) == 0
    digest = Case(apart).digest("one")
    assert [case.digest(name) for name in ("one", "two")] == [digest, digest]
    assert case.digest("reference") == Case(apart).digest("reference")
    assert case.names() == ["apart", "one", "reference", "two"]


_COMMAND = Case.command


def _with_reference(case: Case, out: str, *options: str) -> list[str]:
    return [part for part in _COMMAND(case, out, *options) if part != "--no-reference"]


def test_a_reader_that_goes_away_is_no_fault(case: Case) -> None:
    """As ``seatsim run … | head -1`` and a pipe that nobody reads: the results stand all the same."""
    few = Case(case.folder, 2, 2021)
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "seatsim", *few.command("out", "--jobs", "1", "--quiet")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False, env=env)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
    assert few.names() == ["out"]

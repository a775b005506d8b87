"""A disk that fills, fails or vanishes, a run that is killed or asked to end, at every file that it writes."""

from __future__ import annotations

import csv
import errno
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from harmed_runs import KINDS, Trial, Trials
from warm import Ended, Harm, Torment, Warm
from whole import digest_of, one_line

from interrupted import Case
from seatsim.results.columns import TABLES

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("cc") is None, reason="needs Linux and a C compiler"
)
BOTH = ("datapackage.json", "manifest.json", "answers.json", "scenario.toml")


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    """What runs commands and torments them."""
    with Warm() as found:
        yield found


@pytest.fixture(scope="module")
def trials(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> Trials:
    """An older run of the little county, and the run that is to replace it."""
    return Trials(tmp_path_factory.mktemp("harmed").resolve(), warm)


def bad(found: Sequence[Trial]) -> list[Trial]:
    return [trial for trial in found if trial.wrong]


def numbers(trials: Trials, *wanted: str) -> list[int]:
    """The first change of each kind: of those that begin and end so."""
    found = []
    for each in wanted:
        kind, end = each.split(" ")
        hits = (n for n, told in enumerate(trials.changes, 1) if told.startswith(f"{kind} ") and told.endswith(end))
        found.append(next(hits))
    return found


def test_every_file_of_a_results_folder_is_among_those_that_are_harmed(trials: Trials) -> None:
    files = {name for name, _ in trials.files()}
    assert files >= {f"/.out.draft/{name}" for name in (*TABLES, *BOTH)}
    assert files >= {"/.out.lock", "/out.unfinished/unfinished.json", "/.out.draft", "/out"}


def test_killed_while_it_writes_each_file(trials: Trials) -> None:
    found = list(trials.one_after_another(KINDS["kill"]))
    assert bad(found) == []
    assert [trial.change for trial in found if not trial.felt] == ["the end"]


def test_the_disk_is_full_at_each_file(trials: Trials) -> None:
    found = list(trials.one_after_another(KINDS["full"]))
    assert bad(found) == []
    assert sum(trial.felt for trial in found) >= len(TABLES) + len(BOTH)


def test_killed_while_it_takes_its_lock_or_keeps_a_block(trials: Trials) -> None:
    process = next(told.rsplit(".", 1)[1] for told in trials.changes if told.startswith("open /.out.lock."))
    moments = numbers(trials, f"write .out.lock.{process}", f"write {process}.part", f"move {process}.part")
    assert bad([trials.harmed(KINDS["kill"], at) for at in moments]) == []
    assert bad([trials.harmed(KINDS["full"], moments[1])]) == []


@pytest.mark.parametrize("kind", ["terminate", "interrupt"])
def test_asked_to_end_it_keeps_what_is_finished(kind: str, trials: Trials) -> None:
    moments = numbers(trials, "write schools.csv", "move /out", "delete .out.old/summary.csv")
    found = [trials.harmed(KINDS[kind], at) for at in moments]
    assert bad(found) == []
    assert all(trial.felt for trial in found)


def test_a_disk_that_becomes_read_only(trials: Trials) -> None:
    assert bad([trials.harmed(KINDS["read-only"], numbers(trials, "write teachers.csv")[0])]) == []


@pytest.mark.parametrize("gone", ["out.unfinished", ".out.draft"])
def test_a_folder_that_vanishes(gone: str, trials: Trials) -> None:
    trials.fresh()
    place = trials.case.folder
    at = numbers(trials, "open zones.csv")[0]
    ended = trials.ran(Torment(place, at, Harm.COMMAND, command=f"rm -rf '{place / gone}'"))
    if gone == ".out.draft":
        assert (ended.code, one_line(ended.err)) == (2, True), ended.err
        assert "No such file or directory" in ended.err
        assert digest_of(place / "out") == trials.old
    else:  # all of it is known by then
        assert digest_of(place / "out") in (trials.old, trials.new)
    assert [*trials.wrong_in_the_end()] == []


def test_all_vanishes_under_a_run(warm: Warm, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    case = Case.make(place, 21, 2021)
    command = case.command("out", "--jobs", "1", "--quiet")
    ended = warm.run(command, Torment(place, 8, Harm.COMMAND, command=f"rm -rf '{place}'"), cwd=place)
    assert (ended.code, one_line(ended.err)) == (2, True), ended.err
    assert not place.exists()


def test_the_county_may_vanish_or_change_once_it_is_read(trials: Trials) -> None:
    trials.fresh()
    place = trials.case.folder
    changed = f"echo x >'{place}/county/schools.csv'; rm '{place}/county/zones.csv'"
    ended = trials.ran(Torment(place, numbers(trials, "open unfinished.json")[0], Harm.COMMAND, command=changed))
    assert (ended.code, ended.err) == (0, "")
    assert digest_of(place / "out") == trials.new


@pytest.mark.parametrize("clock", [10 * 365 * 86400.0, -1.7e9], ids=["ten years on", "back to 1970"])
def test_no_byte_depends_on_the_clock(clock: float, trials: Trials) -> None:
    trials.fresh()
    assert trials.ran(Torment(clock=clock)).code == 0
    assert digest_of(trials.case.folder / "out") == trials.new


def test_a_folder_that_must_not_be_written(trials: Trials) -> None:
    trials.fresh()
    place = trials.case.folder
    for folder, said in ((place, "cannot be written: Permission denied"), (place / "out", "is read-only")):
        folder.chmod(0o555)
        try:
            ended = trials.ran(Torment(plain=True))
        finally:
            folder.chmod(0o755)
        assert (ended.code, one_line(ended.err)) == (2, True)
        assert said in ended.err
        assert digest_of(place / "out") == trials.old
        assert trials.case.names() == ["out"]


@pytest.mark.parametrize(
    ("torment", "code", "said"),
    [
        (Torment(mask=0o077), 0, ""),
        (Torment(closed=(0, 1, 2)), 0, ""),
        (Torment(limits={"RLIMIT_NOFILE": 32}), 0, ""),
        (Torment(limits={"RLIMIT_FSIZE": 60_000}), 2, "the file is larger than this system allows"),
        (Torment(limits={"RLIMIT_AS": 1_000_000_000}), 3, "GB of memory are needed"),
    ],
    ids=["rights of one alone", "nothing to read or write", "32 files", "small files", "addresses"],
)
def test_little_of_everything(torment: Torment, code: int, said: str, trials: Trials) -> None:
    trials.fresh()
    ended = trials.ran(torment)
    assert ended.code == code, ended.err
    assert said in ended.err
    assert not code or one_line(ended.err)
    assert digest_of(trials.case.folder / "out") == (trials.old if code else trials.new)
    assert trials.case.names() == ["out"]


def full(warm: Warm, args: Sequence[object], below: Path, at: int) -> Ended:
    """A command whose disk is full from a change on."""
    ended = warm.run(args, Torment(below, at, Harm.FULL, errno.ENOSPC))
    assert (ended.code, one_line(ended.err)) == (2, True), ended.err
    assert "the disk is full" in ended.err
    return ended


@pytest.mark.parametrize("at", [2, 4])
def test_the_disk_is_full_while_a_comparison_is_written(at: int, warm: Warm, runs: Path, tmp_path: Path) -> None:
    command = ["compare", runs / "base", runs / "wing", "--quiet", "--out", tmp_path / "out"]
    assert warm.run(command).code == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    full(warm, command, tmp_path / "out", at)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_the_disk_is_full_while_a_paper_is_written(warm: Warm, runs: Path, tmp_path: Path) -> None:
    command = ["report", runs / "base", "--quiet", "--format", "xlsx", "--out", tmp_path / "out"]
    assert warm.run(command).code == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert f"{next(iter(before))}: " in full(warm, command, tmp_path / "out", 2).err
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_the_disk_is_full_while_a_baseline_is_written(warm: Warm, tmp_path: Path) -> None:
    command = ["baseline", Path(__file__).parents[2] / "seeds", "--out", tmp_path / "out"]
    assert warm.run(command).code == 0
    before = (tmp_path / "out" / "baseline.json").read_bytes()
    full(warm, command, tmp_path / "out", 2)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["baseline.json"]
    assert (tmp_path / "out" / "baseline.json").read_bytes() == before


def enrolment(path: Path) -> Path:
    """Enrolments of two schools, twelve years of three grades."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [
            (school, year, grade, 100 + 7 * ((year * 3 + grade) % 5) + 10 * place)
            for place, school in enumerate(("one", "two"))
            for year in range(2008, 2020)
            for grade in (1, 2, 3)
        ]
        csv.writer(file, lineterminator="\n").writerows([("entity", "year", "grade", "value"), *rows])
    return path


def test_the_disk_is_full_while_a_back_test_is_written(warm: Warm, tmp_path: Path) -> None:
    command = ["backtest", enrolment(tmp_path / "enrol.csv"), "--quiet", "--out", tmp_path / "out"]
    assert warm.run(command).code == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    ended = full(warm, command, tmp_path / ".out.draft", 5)
    assert "forecasts.csv: the disk is full" in ended.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["enrol.csv", "out"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_a_run_of_many_counties_is_harmed(warm: Warm, tmp_path: Path) -> None:
    trials = Trials(tmp_path.resolve(), warm, many=True)
    for kind in ("kill", "full"):
        moments = numbers(trials, "write rows/000001.part", "write totals.part", "write .out.draft/counties.parquet")
        assert bad([trials.harmed(KINDS[kind], at) for at in moments]) == []


def test_a_small_disk_that_is_really_full(tmp_path: Path, warm: Warm) -> None:
    """A file system of its own, where this machine lets one be made."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.system(f"mount -t tmpfs -o size=400k tmpfs '{disk}' 2>/dev/null"):
        pytest.skip("needs the right to mount")
    try:
        case = Case.make(tmp_path, 40, 2021)
        command = case.command("out", "--jobs", "2", "--block", "1", "--quiet")
        command[command.index("--out") + 1] = str(disk / "out")
        ended = warm.run(command)
        assert (ended.code, one_line(ended.err)) == (2, True), ended.err
        assert "the disk is full" in ended.err or "of disk, " in ended.err  # told before it is full
        assert {path.name for path in disk.iterdir()} <= {"out.unfinished"}
        assert not os.system(f"mount -o remount,size=40m '{disk}'")
        assert warm.run([*command, "--resume"]).code == 0
        command[command.index("--out") + 1] = str(tmp_path / "out")
        assert warm.run(command).code == 0
        assert digest_of(disk / "out") == digest_of(tmp_path / "out")
    finally:
        os.system(f"umount '{disk}'")


def test_a_signal_that_is_ignored_stays_so() -> None:
    """As under ``nohup``: a closed terminal does not end the run."""
    from seatsim.exits import ended_by_signals

    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with ended_by_signals():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGHUP, before)

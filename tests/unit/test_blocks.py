"""Finished blocks of an unfinished run: gaps, damage, full disks, and whose run it is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatsim.domain.faults import RefusedFolder
from seatsim.results.blocks import BlockFiles

RUN: dict[str, Any] = {
    "scenario": "plan",
    "seed": 1,
    "seatsim": "0.1",
    "county_digest": "c" * 64,
    "scenario_digest": "d" * 64,
}


@pytest.fixture
def files(tmp_path: Path) -> Iterator[BlockFiles]:
    """Blocks of a run that has begun."""
    with BlockFiles(tmp_path / "plan.unfinished") as found:
        found.start(RUN, resume=False)
        yield found


def column(first: int, last: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.asarray(np.arange(first, last)[:, None] + np.array([0.0, 0.5]))


def keep(files: BlockFiles, *blocks: tuple[int, int]) -> None:
    for first, last in blocks:
        files.write(first, last, {"x": column(first, last), "names": np.full(last - first, "middle")})


def names(files: BlockFiles) -> list[str]:
    return sorted(path.name for path in files.folder.iterdir())


def test_gaps_are_what_is_missing(files: BlockFiles) -> None:
    assert (files.finished(), files.missing(0), files.missing(5)) == ([], [], [(0, 5)])
    keep(files, (3, 5), (9, 10))
    assert files.finished() == [(3, 5), (9, 10)]
    assert files.missing(12) == [(0, 3), (5, 9), (10, 12)]
    assert files.missing(10) == [(0, 3), (5, 9)]
    assert files.missing(7) == [(0, 3), (5, 7)]
    assert files.missing(4) == [(0, 3)]
    assert files.missing(2) == [(0, 2)]


def test_blocks_that_overlap_are_counted_once(files: BlockFiles) -> None:
    keep(files, (0, 4), (2, 6), (4, 9), (4, 5))
    assert files.finished() == [(0, 4), (4, 5)]
    assert files.missing(9) == [(5, 9)]
    keep(files, (5, 9))
    assert np.array_equal(files.column("x", 0, 9), column(0, 9))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), max_size=8), st.integers(0, 40))
def test_finished_and_missing_make_the_whole(blocks: list[tuple[int, int]], count: int) -> None:
    files = BlockFiles(Path("nowhere"))
    files._ranges = lambda: iter((first, first + size) for first, size in blocks)  # type: ignore[method-assign]
    there, gaps = files.finished(), files.missing(count)
    numbers = [n for first, last in (*there, *gaps) for n in range(first, min(last, count))]
    assert sorted(numbers) == list(range(count))
    assert all(first < last <= count for first, last in gaps)
    assert {n for part in there for n in range(*part)} <= {n for f, s in blocks for n in range(f, f + s)}


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.data())
def test_a_column_is_read_from_any_blocks(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], data: st.DataObject
) -> None:
    ends = np.cumsum(sizes).tolist()
    with BlockFiles(tmp_path_factory.mktemp("run") / "x.unfinished") as files:
        files.start(RUN, resume=False)
        keep(files, *zip([0, *ends], ends, strict=False))
        start = data.draw(st.integers(0, ends[-1] - 1))
        stop = data.draw(st.integers(start + 1, ends[-1]))
        assert np.array_equal(files.column("x", start, stop), column(start, stop))
        assert files.column("names", start, stop).tolist() == ["middle"] * (stop - start)


def test_more_blocks_than_files_can_be_open(files: BlockFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatsim.results.blocks._MOST_OPEN", 2)
    keep(files, *((n, n + 1) for n in range(6)))
    for _ in range(2):
        assert np.array_equal(files.column("x", 0, 6), column(0, 6))


@pytest.mark.parametrize("damage", ["cut", "empty", "flipped", "other", "unnamed"])
def test_a_damaged_block_is_dropped_and_the_others_stay(files: BlockFiles, damage: str) -> None:
    keep(files, (0, 4), (4, 8), (8, 9))
    path = files.folder / "000000004-000000008.npz"
    sound = path.read_bytes()
    changed = bytearray(sound)
    changed[len(sound) // 3] ^= 1
    nothing = b"PK\x05\x06" + bytes(18)
    path.write_bytes(
        {"cut": sound[:-30], "empty": b"", "flipped": bytes(changed), "other": b"x" * 99, "unnamed": nothing}[damage]
    )
    files.check()
    assert files.finished() == [(0, 4), (8, 9)]
    keep(files, *files.missing(9))
    assert path.read_bytes() == sound
    assert np.array_equal(files.column("x", 0, 9), column(0, 9))


def test_no_damage_goes_unseen_or_stops_the_check(files: BlockFiles) -> None:
    """Every cut and many a flipped bit: the block is dropped, or still says the same."""
    keep(files, (0, 4))
    path = files.folder / "000000000-000000004.npz"
    sound = path.read_bytes()
    damaged = [sound[:length] for length in range(0, len(sound), 7)]
    for place in range(0, len(sound), 5):
        for bit in (1, 128):
            damaged.append(sound[:place] + bytes([sound[place] ^ bit]) + sound[place + 1 :])
    for content in damaged:
        path.write_bytes(content)
        files.check()
        if files.finished():
            with BlockFiles(files.folder) as again:
                assert np.array_equal(again.column("x", 0, 4), column(0, 4))


def test_a_block_that_breaks_later_is_told(files: BlockFiles) -> None:
    keep(files, (0, 4))
    (files.folder / "000000000-000000004.npz").write_bytes(b"")
    with pytest.raises(RefusedFolder, match=r"000000000-000000004\.npz: cannot be read .*--resume"):
        files.column("x", 0, 4)


def test_a_block_is_written_whole_or_not_at_all(files: BlockFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(files, (0, 4))

    def full(file: Any, **columns: object) -> None:  # noqa: ANN401 - whatever is opened
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(RefusedFolder, match=r"futures 4-7 not kept \(the disk is full\)"):
        keep(files, (4, 8))
    assert names(files) == ["000000000-000000004.npz", "unfinished.json"]


FILL = """
import resource, signal, sys
from pathlib import Path
import numpy as np
from seatsim.domain.faults import RefusedFolder
from seatsim.results.blocks import BlockFiles
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
files = BlockFiles(Path(sys.argv[1]))
files.start({"seed": 1}, False)
files.write(0, 10, {"x": np.zeros((10, 100))})
try:
    files.write(10, 20, {"x": np.zeros((10, 9_000)), "y": np.zeros(10)})
except RefusedFolder as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="no limit of a file's size here")
def test_a_disk_that_really_ends(tmp_path: Path) -> None:
    """The system itself refuses to write on: nothing half-written is left, and nobody complains beside the refusal."""
    folder = tmp_path / "x.unfinished"
    done = subprocess.run([sys.executable, "-c", FILL, str(folder)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "futures 10-19 not kept (the file is larger than this system allows)" in done.stdout
    assert sorted(path.name for path in folder.iterdir()) == ["000000000-000000010.npz", "unfinished.json"]


def test_parts_that_a_killed_run_left_are_dropped(files: BlockFiles) -> None:
    keep(files, (0, 4))
    (files.folder / "000000004-000000008.4711.part").write_bytes(b"half")
    assert files.finished() == [(0, 4)]
    files.check()
    assert names(files) == ["000000000-000000004.npz", "unfinished.json"]


def test_two_processes_may_write_the_same_block(files: BlockFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of a killed run, and that of the run that goes on with it."""
    other = files.folder / "000000000-000000004.4711.part"
    other.write_bytes(b"half")
    keep(files, (0, 4))
    assert other.read_bytes() == b"half"
    assert files.finished() == [(0, 4)]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(RefusedFolder, match="cannot be written: Permission denied"):
            BlockFiles(tmp_path / "x.unfinished").start(RUN, resume=False)
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("resume", [False, True])
def test_a_place_that_is_no_folder_is_refused(tmp_path: Path, resume: bool) -> None:
    (tmp_path / "x.unfinished").write_text("mine")
    with pytest.raises(RefusedFolder, match="cannot be written: File exists"):
        BlockFiles(tmp_path / "x.unfinished").start(RUN, resume)
    assert (tmp_path / "x.unfinished").read_text() == "mine"


def test_a_start_on_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("seatsim.results.blocks.new_file", full)
    with pytest.raises(RefusedFolder, match="cannot be written: the disk is full"):
        BlockFiles(tmp_path / "x.unfinished").start(RUN, resume=False)
    assert not list(tmp_path.iterdir())


def test_what_others_keep_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "x.unfinished"
    (folder / "more").mkdir(parents=True)
    (folder / "notes.txt").write_text("mine")
    files = BlockFiles(folder)
    files.start(RUN, resume=False)
    keep(files, (0, 4))
    files.check()
    files.discard()
    assert names(files) == ["more", "notes.txt"]


def test_an_unfinished_run_is_not_overwritten_unasked(files: BlockFiles) -> None:
    keep(files, (0, 20), (30, 40))
    with pytest.raises(RefusedFolder, match=r"an unfinished run is kept here \(30 futures\): --resume"):
        BlockFiles(files.folder).start(RUN, resume=False)
    BlockFiles(files.folder).start(RUN, resume=True)
    assert files.finished() == [(0, 20), (30, 40)]


@pytest.mark.parametrize("key", RUN)
def test_another_run_is_refused_with_the_reason(files: BlockFiles, key: str) -> None:
    keep(files, (0, 4))
    before = (files.folder / "unfinished.json").read_bytes()
    with pytest.raises(RefusedFolder, match=rf"another one \({key}: {RUN[key]}, not other\)"):
        BlockFiles(files.folder).start({**RUN, key: "other"}, resume=True)
    assert files.finished() == [(0, 4)]
    assert (files.folder / "unfinished.json").read_bytes() == before


@pytest.mark.parametrize("content", [None, b"", b"[]", b"{", b"\xff\xfe", b"null"])
def test_blocks_that_do_not_say_whose_they_are_are_refused(files: BlockFiles, content: bytes | None) -> None:
    keep(files, (0, 4))
    head = files.folder / "unfinished.json"
    head.unlink() if content is None else head.write_bytes(content)
    with pytest.raises(RefusedFolder, match="does not say which run it is of; delete it"):
        BlockFiles(files.folder).start(RUN, resume=True)
    assert files.finished() == [(0, 4)]


@pytest.mark.parametrize("content", [b"", b"{", b'{"seed": 9}'])
def test_without_blocks_whatever_stands_there_is_no_run(tmp_path: Path, content: bytes) -> None:
    """A run that was killed before its first block."""
    files = BlockFiles(tmp_path / "x.unfinished")
    files.folder.mkdir()
    (files.folder / "unfinished.json").write_bytes(content)
    for resume in (False, True):
        files.start(RUN, resume)
        assert json.loads((files.folder / "unfinished.json").read_text()) == RUN


def test_a_users_own_file_of_that_name_is_not_written_over(tmp_path: Path) -> None:
    files = BlockFiles(tmp_path / "x.unfinished")
    files.folder.mkdir()
    (files.folder / "unfinished.json").write_text("MY NOTES")
    with pytest.raises(RefusedFolder, match="was not written by seatsim"):
        files.start(RUN, resume=False)
    assert (files.folder / "unfinished.json").read_text() == "MY NOTES"


def test_a_block_under_another_name_is_none(files: BlockFiles) -> None:
    keep(files, (0, 4))
    (files.folder / "000000000-000000004.npz").rename(files.folder / "000000004-000000008.npz")
    files.check()
    assert files.finished() == []


def test_going_on_does_not_touch_what_says_whose_run_it_is(files: BlockFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill while it is written anew would make the blocks useless."""
    keep(files, (0, 4))
    monkeypatch.setattr("seatsim.results.blocks.new_file", lambda *_: pytest.fail("written anew"))
    BlockFiles(files.folder).start(RUN, resume=True)

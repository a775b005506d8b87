"""What a disk says when it fails, in words; and that everything is on it before anything older goes."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import polars as pl
import pytest

from seatsim.domain.phrase import Phrase
from seatsim.results.disk import at_file, naming, naming_tables, settle, why


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (OSError(errno.EROFS, "Read-only file system"), "the disk is read-only"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "the disk quota is used up"),
        (OSError(errno.EACCES, "Permission denied"), "Permission denied"),
        (OSError("something else"), "something else"),
    ],
)
def test_why(error: OSError, words: str) -> None:
    assert why(error) == words


def test_an_error_names_its_file(tmp_path: Path) -> None:
    for raised in (OSError(errno.ENOSPC, "x"), OSError(f"No space left on device (os error {errno.ENOSPC})")):
        with pytest.raises(OSError, match="No space left") as caught, naming(tmp_path / "summary.csv"):
            raise raised
        told = at_file(caught.value)
        assert told == "summary.csv: the disk is full"
        assert isinstance(told, Phrase)
    with pytest.raises(OSError, match=r"^strange$") as caught, naming(tmp_path / "summary.csv"):
        raise OSError("strange")
    assert at_file(caught.value) == "strange"


def test_polars_that_does_not_say_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "x")

    path = tmp_path / "draws.parquet"
    with pytest.raises(OSError, match=r"^transport error$"), naming_tables(path):
        raise pl.exceptions.ComputeError("transport error")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as caught, naming_tables(path):
        raise pl.exceptions.ComputeError("transport error")
    assert at_file(caught.value) == "draws.parquet: the disk is full"


def test_all_files_and_the_folder_are_settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"x")
    seen: list[str] = []
    real = os.fsync

    def settled(handle: int) -> None:
        seen.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        real(handle)

    if Path("/proc/self/fd").exists():
        monkeypatch.setattr(os, "fsync", settled)
        settle(tmp_path)
        assert seen == ["a", "b", tmp_path.name]


@pytest.mark.parametrize(("number", "passes"), [(errno.EINVAL, True), (errno.EIO, False), (errno.EDQUOT, False)])
def test_a_disk_that_cannot_settle_is_no_fault(
    number: int, passes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: int) -> None:
        raise OSError(number, "x")

    (tmp_path / "a").write_bytes(b"x")
    monkeypatch.setattr(os, "fsync", refused)
    if passes:
        settle(tmp_path)
        return
    with pytest.raises(OSError, match=os.strerror(number)) as caught:
        settle(tmp_path)
    assert caught.value.filename == str(tmp_path / "a")

"""What a disk says when it fails, in words for people; and what must be on it before anything older is removed."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from seatsim.domain.phrase import Phrase

_WORDS: Mapping[int, Phrase] = {
    errno.ENOSPC: Phrase("the disk is full"),
    errno.EROFS: Phrase("the disk is read-only"),
    errno.EFBIG: Phrase("the file is larger than this system allows"),
    errno.EMFILE: Phrase("too many files are open (ulimit -n)"),
    errno.ENAMETOOLONG: Phrase("the path is too long for this system"),
    **({errno.EDQUOT: Phrase("the disk quota is used up")} if hasattr(errno, "EDQUOT") else {}),
}
_PROBE = 1 << 16
"""What a disk must take to count as not full [bytes]."""
_NUMBER = re.compile(r"\(os error (\d+)\)")
"""How polars tells a system's error, whose number Python does not get."""


def why(error: OSError) -> str:
    """Why the disk refused, in words."""
    number = error.errno
    return str(error) if number is None else _WORDS.get(number, error.strerror or os.strerror(number))


def at_file(error: OSError) -> str:
    """The same, and at which file where that is known: ``summary.csv: the disk is full``."""
    name = error.filename
    return why(error) if not isinstance(name, str) else Phrase("{}: {}", Path(name).name, why(error))


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Errors of writing a file name it, which Python's do only where it could not be opened. Raises OSError."""
    try:
        yield
    except OSError as error:
        number = error.errno
        if number is None and (found := _NUMBER.search(str(error))):
            number = int(found[1])
        if number is None:
            raise
        raise OSError(number, os.strerror(number), str(path)) from error


@contextmanager
def naming_tables(path: Path) -> Iterator[None]:
    """The same of a table that polars writes, which tells of a disk in words of its own. Raises OSError."""
    import polars as pl

    with naming(path):
        try:
            yield
        except pl.exceptions.PolarsError as error:
            _refuse_full(path)
            raise OSError(str(error)) from error


def _refuse_full(path: Path) -> None:
    """Raise OSError where the disk takes no more of a file that polars could not write and did not say why."""
    with path.open("ab") as file:
        file.write(bytes(_PROBE))
        file.flush()
        os.fsync(file.fileno())


def settle(folder: Path) -> None:
    """Wait until the disk has a folder's files: what some systems tell only then (a quota, a server's full disk).

    A power cut afterwards loses none of them. Raises OSError.
    """
    for path in sorted(folder.iterdir()):
        if path.is_file():
            with naming(path), path.open("r+b") as file:
                _synced(file.fileno())
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with naming(folder):
                _synced(handle)
        finally:
            os.close(handle)


def _synced(handle: int) -> None:
    """Raises OSError; a file system that has no such thing is no reason to fail."""
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise

"""What a file must be before its content is taken into memory: a file, within its folder, not too large."""

from __future__ import annotations

import os
import stat
from functools import partial
from pathlib import Path
from typing import IO

from seatsim.domain.phrase import Phrase

MILLION = 1_000_000
MOST_TABLE = 300 * MILLION
"""Largest table; the register of a country of 500,000 schools has 106 million [bytes]."""
MOST_FIGURES = 50 * MILLION
"""Largest file of figures, which are read one by one; those of 2,850 counties have 5 million [bytes]."""
MOST_TOML = 4 * MILLION
"""Largest TOML file; the shipped scenarios have some thousand [bytes]."""
MOST_ROWS = 10 * MILLION
"""Most lines of a table."""
MOST_VALUES = 10_000
"""Most values of a TOML file; a county's plan has some hundreds."""
MOST_ZONES = 1_000
"""Most zones of one county."""
MOST_SCHOOLS = 20_000
"""Most schools of one county; the largest counties have 3,000. A register of many counties may have any number."""
_AT_ONCE = 1 << 20
"""So much of a pipe is read at once [bytes]."""
_HEADER = 65_536
"""A table's header ends within so many [bytes]."""
_PIPE, _DEVICE = Phrase("is a pipe, must be a file"), Phrase("is a device, must be a file")


class Unfit(ValueError):  # noqa: N818 - says what the file is, which its reader makes a fault of
    """A file that is not read: why, and the code of its fault."""

    def __init__(self, allowed: Phrase, code: str) -> None:
        self.allowed, self.code = allowed, code
        super().__init__(allowed)


def content_of(path: Path, most: int, typed: bool = False) -> bytes:
    """The bytes of a file, at most ``most``. Raises Unfit for what is no such file, and OSError.

    ``typed`` : whether the user named this very file, which may then be a pipe or a link. One that another file names,
    or that stands in a folder, must be a file that stays in its folder: a pipe would be waited for without end.
    """
    if not typed and leads_out(path):
        raise Unfit(Phrase("is a link out of its folder: put a copy of the file in its place"), "outside")
    with open(path, "rb", opener=partial(_opened, typed=typed)) as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) and not typed:
            raise Unfit(_PIPE if stat.S_ISFIFO(found.st_mode) else _DEVICE, "no-file")
        if found.st_size > most:
            raise Unfit(_too_large(found.st_size, most), "too-large")
        content = _at_most(file, most, found.st_size)
    if len(content) > most:
        raise Unfit(_too_large(None, most), "too-large")
    return content


def too_many(what: Phrase, count: int, most: int) -> Phrase | None:
    """Why so many lines, values, zones or schools are not read; None where they are."""
    return Phrase("has {} {}, {} are read at most", f"{count:,}", what, f"{most:,}") if count > most else None


def header_of(path: Path) -> str:
    """The beginning of a table, enough for its header; empty where it is no file that is read."""
    try:
        if leads_out(path) or not path.is_file():
            return ""
        with path.open("rb") as file:
            return file.read(_HEADER).decode("utf-8-sig", errors="replace")
    except OSError:
        return ""


def leads_out(path: Path) -> bool:
    """Whether a name is a link to what is not within its folder; a broken link within it is none."""
    if not path.is_symlink():
        return False
    try:
        return path.parent.resolve() not in path.resolve().parents
    except (OSError, RuntimeError):  # links in a circle
        return False


def _opened(path: str, flags: int, typed: bool) -> int:
    """Open a file; a pipe that nobody writes to is waited for only where it was typed."""
    waiting = typed and Path(path).is_fifo()
    return os.open(path, flags | (0 if waiting else getattr(os, "O_NONBLOCK", 0)))


def _at_most(file: IO[bytes], most: int, size: int) -> bytes:
    """The bytes of a file up to one more than ``most``; memory is asked for as much as there is, not for ``most``."""
    parts = [file.read(min(size, most) + 1)]
    left = most + 1 - len(parts[0])
    while left > 0 and (more := file.read(min(left, _AT_ONCE))):
        parts.append(more)
        left -= len(more)
    return b"".join(parts)


def _too_large(size: int | None, most: int) -> Phrase:
    if size is None:
        return Phrase("is larger than the {} MB that are read at most", f"{most / MILLION:,.0f}")
    return Phrase("has {} MB, {} MB are read at most", f"{size / MILLION:,.0f}", f"{most / MILLION:,.0f}")

"""Files of folders that others may have written into: read within limits, and made anew, never through a link."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from seatsim.domain.faults import RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.inputs.sizes import content_of, leads_out
from seatsim.study.memory import bytes_free

if TYPE_CHECKING:
    import polars as pl

MOST_JSON = 200_000_000
"""Largest JSON that is read; the answers of the largest county have some million [bytes]."""
_NUMBER = 8
"""A number of a table in memory [bytes]."""
_TIMES = 3
"""A table is held about so many times while it is taken apart."""


def read_json(path: Path, most: int = MOST_JSON) -> Any:  # noqa: ANN401 - whatever stands there
    """What a JSON file holds. Raises OSError, and ValueError for what is no JSON or no file that is read."""
    try:
        return json.loads(content_of(path, most).decode())
    except RecursionError as error:
        raise ValueError(Phrase("nested without end")) from error


def read_kept(path: Path) -> bytes:
    """The bytes of a file, which half of the free memory must hold. Raises OSError, ValueError."""
    free = bytes_free()
    return content_of(path, 2**63 if free is None else free // 2)


def refuse_flood(path: Path, frame: pl.LazyFrame) -> None:
    """Raise RefusedFolder where a table claims more rows than memory can hold: a small file may claim any number."""
    import polars as pl

    free, columns = bytes_free(), len(frame.collect_schema())
    rows = int(frame.select(pl.len()).collect().item())
    needed = rows * columns * _NUMBER * _TIMES
    if free is not None and needed > free:
        raise RefusedFolder(
            Phrase(
                "{}: its {:,} rows of {} columns need about {:.1f} GB of memory, {:.1f} GB are free",
                path,
                rows,
                columns,
                needed / 1e9,
                free / 1e9,
            )
        )


def refuse_link(folder: Path) -> None:
    """Raise RefusedFolder for a link where seatsim keeps a folder of its own: another may have put it there."""
    if folder.is_symlink():
        raise RefusedFolder(
            Phrase("{}: is a link, through which nothing is written; delete it, or choose another --out", folder)
        )


def refuse_way_out(folder: Path) -> None:
    """Raise RefusedFolder where a folder within a results folder is a link that leads out of it."""
    if leads_out(folder):
        raise RefusedFolder(Phrase("{}: is a link out of the results folder; choose another --out", folder))


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that is made here and now: what stood at the place goes, and no link is followed. Raises OSError."""
    with suppress(FileNotFoundError):
        path.unlink()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(handle, "wb") as file:
        yield file

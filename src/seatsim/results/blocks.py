"""Finished blocks of an unfinished run: one file a block, moved into place whole, read column by column."""

from __future__ import annotations

import io
import json
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from seatsim.domain.faults import RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.inputs.sizes import Unfit, content_of, leads_out
from seatsim.results.disk import why
from seatsim.results.stored import MOST_JSON, new_file, read_json

Array: TypeAlias = npt.NDArray[Any]

_RUN = "unfinished.json"
_NAME = re.compile(r"(\d{9})-(\d{9})\.npz")
_PART = re.compile(r"\d{9}-\d{9}\.\d+\.part")
"""A block that is being written, by the process of that number."""
_NUMBERS = "replication"
"""Column of the replications' own numbers: a block under another's name is none."""
_MOST_OPEN = 200
"""Files kept open; systems allow about a thousand."""
_BROKEN = (OSError, EOFError, ValueError, KeyError, RuntimeError, struct.error, zipfile.BadZipFile, zlib.error)
"""What a damaged file can make its reader raise."""


class BlockFiles:
    """The blocks of one run, in a folder of their own; leaving the ``with`` block closes the files."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is made with the first block."""
        self.folder = folder
        self._open: dict[Path, Any] = {}
        self._listed: list[tuple[int, int]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, run: Mapping[str, Any], resume: bool) -> None:
        """Begin, or go on with, a run that ``run`` describes (name, digests, seed, version).

        Raises RefusedFolder where blocks are kept and ``resume`` is not asked for, or they are another run's.
        """
        try:
            if self._has_blocks():
                self._refuse(run, resume)
                return
            if not self._may_be_ours():
                raise RefusedFolder(Phrase("{}: was not written by seatsim; choose another --out", self.folder / _RUN))
            self._begin(run)
        except OSError as error:
            with suppress(OSError):
                self.discard()
            raise RefusedFolder(
                Phrase("{}: cannot be written: {}; choose another --out", self.folder, why(error))
            ) from error

    def _begin(self, run: Mapping[str, Any]) -> None:
        """Make the folder; an interrupt meanwhile leaves none. Raises OSError."""
        try:
            self.folder.mkdir(exist_ok=True)
            with new_file(self.folder / _RUN) as file:
                file.write(json.dumps(dict(run), indent=1, ensure_ascii=False).encode())
        except KeyboardInterrupt:
            with suppress(OSError):
                self.discard()
            raise

    def finished(self) -> list[tuple[int, int]]:
        """Finished blocks, each from its first replication to before its last, without overlap, in order."""
        found: list[tuple[int, int]] = []
        for first, last in sorted(self._ranges()):
            if first >= (found[-1][1] if found else 0) and last > first:
                found.append((first, last))
        return found

    def told(self) -> Phrase:
        """What is kept, in words."""
        return Phrase("{:,} futures", sum(last - first for first, last in self.finished()))

    def missing(self, replications: int) -> list[tuple[int, int]]:
        """What is not finished of the first ``replications``, in order."""
        gaps, reached = [], 0
        for first, last in [*self.finished(), (replications, replications)]:
            if reached < min(first, replications):
                gaps.append((reached, min(first, replications)))
            reached = max(reached, last)
        return gaps

    def check(self) -> None:
        """Drop blocks that cannot be read, and parts of blocks: they will be worked again. Raises RefusedFolder."""
        self._listed = []
        parts = [path for path in self._ours() if _PART.fullmatch(path.name)]
        try:
            for path in [*parts, *(self._path(*block) for block in self._ranges() if not self._is_sound(*block))]:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise RefusedFolder(Phrase("{}: cannot be written: {}", self.folder, why(error))) from error

    def write(self, first: int, last: int, columns: Mapping[str, Array]) -> None:
        """Keep the columns of the replications from ``first`` to before ``last``. Raises RefusedFolder."""
        self._write(first, last, lambda file: _save(file, first, last, columns))

    def put(self, first: int, last: int, packed: bytes) -> None:
        """Keep a block that ``pack`` has packed. Raises RefusedFolder."""
        self._write(first, last, lambda file: file.write(packed))

    def _write(self, first: int, last: int, into: Callable[[IO[bytes]], object]) -> None:
        path = self._path(first, last)
        beside = path.with_suffix(f".{os.getpid()}.part")  # a killed run's process may still write its own
        try:
            with new_file(beside) as file:
                into(file)
            beside.replace(path)
        except OSError as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise RefusedFolder(
                Phrase("{}: futures {}-{} not kept ({})", self.folder, first, last - 1, why(error))
            ) from error

    def column(self, name: str, start: int, stop: int) -> Array:
        """One column of the replications from ``start`` to before ``stop``, all of which are finished.

        Raises RefusedFolder where a block has become unreadable.
        """
        if not self._listed or self._listed[-1][1] < stop:
            self._listed = self.finished()
        column: Array | None = None
        for first, last in self._listed:
            begin, end = max(start, first), min(stop, last)
            if begin < end:
                part = self._read(first, last, name)
                if column is None:
                    column = np.empty((stop - start, *part.shape[1:]), part.dtype)
                column[begin - start : end - start] = part[begin - first : end - first]
        assert column is not None
        return column

    def close(self) -> None:
        """Close the files."""
        for file in self._open.values():
            file.close()
        self._open.clear()

    def discard(self) -> None:
        """Delete the blocks, and their folder unless there is something else in it.

        What says whose they are goes last: what a kill leaves here can still be gone on with.
        """
        self.close()
        for path in sorted(self._ours(), key=lambda path: path.name == _RUN):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        with suppress(OSError):
            self.folder.rmdir()

    def _path(self, first: int, last: int) -> Path:
        return self.folder / f"{first:09}-{last:09}.npz"

    def _ranges(self) -> Iterator[tuple[int, int]]:
        names = [path.name for path in self.folder.iterdir() if _is_block(path)] if self.folder.is_dir() else []
        for match in filter(None, map(_NAME.fullmatch, names)):
            yield int(match[1]), int(match[2])

    def _is_sound(self, first: int, last: int) -> bool:
        """Whether a block holds what its name says, and every byte is as it was written."""
        path = self._path(first, last)
        try:
            with zipfile.ZipFile(path) as archive:
                whole = _is_plain(archive) and archive.testzip() is None
            with np.load(path, allow_pickle=False) as file:
                return whole and np.array_equal(file[_NUMBERS], np.arange(first, last))
        except (*_BROKEN, MemoryError):  # an array that claims to be larger than its file
            return False

    def _ours(self) -> list[Path]:
        """Files of this folder that a run has put there."""
        found = self.folder.iterdir() if self.folder.is_dir() else ()
        return [p for p in found if p.name == _RUN or _NAME.fullmatch(p.name) or _PART.fullmatch(p.name)]

    def _has_blocks(self) -> bool:
        return any(True for _ in self._ranges())

    def _read(self, first: int, last: int, name: str) -> Array:
        path = self._path(first, last)
        try:
            if path in self._open:
                return np.asarray(self._open[path][name])
            file = np.load(path, allow_pickle=False)
            if len(self._open) < _MOST_OPEN:
                self._open[path] = file
                return np.asarray(file[name])
            with file:
                return np.asarray(file[name])
        except _BROKEN as error:
            raise RefusedFolder(
                Phrase("{}: cannot be read ({}); delete it, and --resume works its futures again", path, str(error))
            ) from error

    def _may_be_ours(self) -> bool:
        """Whether what stands for the run is nothing, or the beginning of what a killed run was writing."""
        path = self.folder / _RUN
        try:
            return not os.path.lexists(path) or (path.is_file() and content_of(path, MOST_JSON)[:1] in (b"", b"{"))
        except Unfit:
            return False

    def _kept_run(self) -> dict[str, Any] | None:
        """What the blocks are of; None where nothing says so."""
        try:
            kept = read_json(self.folder / _RUN)
        except (OSError, ValueError):
            return None
        return kept if isinstance(kept, dict) else None

    def _refuse(self, run: Mapping[str, Any], resume: bool) -> None:
        if not resume:
            raise RefusedFolder(
                Phrase(
                    "{}: an unfinished run is kept here ({}): --resume goes on with it, another --out leaves it, "
                    "and it may be deleted",
                    self.folder,
                    self.told(),
                )
            )
        kept = self._kept_run()
        if kept is None:
            raise RefusedFolder(
                Phrase("{}: does not say which run it is of; delete it, or choose another --out", self.folder)
            )
        for key, wanted in run.items():
            if kept.get(key) != wanted:
                raise RefusedFolder(
                    Phrase(
                        "{}: the unfinished run is another one ({}: {}, not {}); delete it, or choose another --out",
                        self.folder,
                        key,
                        kept.get(key),
                        wanted,
                    )
                )


@dataclass(frozen=True)
class KeptBlock:
    """Where one block of a run is kept."""

    folder: Path
    """The unfinished run's."""
    first: int
    """Its first replication."""
    last: int
    """The one after its last."""

    def keep(self, found: Mapping[str, Array]) -> None:
        """Write its columns. Raises RefusedFolder."""
        BlockFiles(self.folder).write(self.first, self.last, found)

    def pack(self, found: Mapping[str, Array]) -> bytes:
        """Its columns as the bytes of its file."""
        packed = io.BytesIO()
        _save(packed, self.first, self.last, found)
        return packed.getvalue()

    def put(self, packed: bytes) -> None:
        """Write what ``pack`` gave elsewhere. Raises RefusedFolder."""
        BlockFiles(self.folder).put(self.first, self.last, packed)


def _is_block(path: Path) -> bool:
    """Whether a name is a file of the folder itself."""
    return path.is_file() and not leads_out(path)


def _is_plain(archive: zipfile.ZipFile) -> bool:
    """Whether nothing in it is packed, as a run writes it: what is could unpack to any size."""
    return all(part.compress_type == zipfile.ZIP_STORED for part in archive.infolist())


def _save(file: IO[bytes], first: int, last: int, columns: Mapping[str, Array]) -> None:
    np.savez(file, **{_NUMBERS: np.arange(first, last)}, **columns)  # type: ignore[arg-type]

"""A results folder from claim to hand-over: locked while running, written aside, moved into place whole."""

from __future__ import annotations

import glob
import json
import os
import re
import shutil
import socket
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from seatsim.domain.faults import RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.results.disk import settle, why
from seatsim.results.former import is_papers, keep_papers
from seatsim.results.manifest import RESULTS_FORMAT
from seatsim.results.stored import new_file, read_json, refuse_link

MANIFEST = "manifest.json"
_DIGEST = re.compile("[0-9a-f]{8,}")
_LONGEST = 220
"""Longest name of a results folder: its siblings' names are longer, and systems allow 255 [bytes]."""
_MOST_LOCK = 10_000
"""Largest lock file that is read [bytes]."""
_HELD: set[Path] = set()
"""Locks of this process: a lock with its number that is not here was another's, before the system started anew."""
LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What operating systems leave in folders of anybody's."""


@dataclass(frozen=True)
class RunFolder:
    """A results folder that this process has claimed; leaving the ``with`` block gives it up."""

    out: Path
    """Where the finished folder will stand."""
    notes: list[Phrase] = field(default_factory=list, compare=False)
    """What is to be said of what stood there."""

    @property
    def lock(self) -> Path:
        """Lock file, beside the folder."""
        return self.out.with_name(f".{self.out.name}.lock")

    @property
    def draft(self) -> Path:
        """Hidden sibling in which the run writes."""
        return self.out.with_name(f".{self.out.name}.draft")

    @property
    def aside(self) -> Path:
        """Where the older folder waits while the new one is moved into place."""
        return self.out.with_name(f".{self.out.name}.old")

    @property
    def unfinished(self) -> Path:
        """Sibling in which finished blocks wait for the rest of the run; it outlives an interrupt."""
        return self.out.with_name(f"{self.out.name}.unfinished")

    def __enter__(self) -> RunFolder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Give the folder up: nothing half-written stays behind. Safe to call twice."""
        if self.lock in _HELD:
            shutil.rmtree(self.draft, ignore_errors=True)
            if self.out.exists():  # an interrupt may have come while the older folder was deleted
                with suppress(OSError):
                    self._discard()
            self.lock.unlink(missing_ok=True)
            _HELD.discard(self.lock)

    def new_draft(self) -> Path:
        """An empty folder to write into. Raises OSError."""
        shutil.rmtree(self.draft, ignore_errors=True)
        self.draft.mkdir()
        return self.draft

    def publish(self) -> None:
        """Move the draft into place once the disk has it; an older folder is put back if that fails. Raises OSError."""
        settle(self.draft)
        try:
            if self.out.exists():
                self.out.replace(self.aside)
            self.draft.replace(self.out)
        except BaseException:  # Ctrl-C too, right after the first move
            self._restore()
            raise
        try:
            self._discard()
        except OSError as error:  # the results stand; the next run tries again
            words = "{}: papers of the results that were replaced wait here, they could not be moved ({})"
            self.notes.append(Phrase(words, self.aside, why(error)))

    def recover(self) -> None:
        """Finish or undo what a run that was killed between two moves left behind. Raises OSError, RefusedFolder."""
        self._restore()
        self._discard()
        if self.aside.exists():  # the next folder could not be moved into place
            words = "{}: an older folder waits here and cannot be deleted; delete it, or choose another --out"
            raise RefusedFolder(Phrase(words, self.aside))

    def _discard(self) -> None:
        """Delete the older folder once its papers stand in the newer one. Raises OSError where they cannot be moved."""
        if self.aside.is_dir():
            kept = keep_papers(self.aside, self.out, (_digest(self.aside), _digest(self.out)))
            if kept is not None:
                self.notes.append(Phrase("papers of the results that were replaced are kept in {}", kept))
        shutil.rmtree(self.aside, ignore_errors=True)

    def _restore(self) -> None:
        """Put the older folder back where no newer one stands."""
        if self.aside.exists() and not self.out.exists():
            self.aside.replace(self.out)


def prepare_folder(out: Path, scenario_name: str) -> RunFolder:
    """Claim a results folder before any work is done; use as a context manager.

    Raises RefusedFolder for a folder that seatsim did not write, one of another scenario, one that a live run
    holds, and one that cannot be written. A lock whose process is gone is taken over.
    """
    return claim(out, lambda found: _refuse_foreign(found, scenario_name))


def claim(out: Path, refuse_foreign: Callable[[Path], None]) -> RunFolder:
    """Claim a folder that is replaced whole; ``refuse_foreign`` raises RefusedFolder where another's stands there."""
    folder = RunFolder(Path(out).resolve())
    if not folder.out.name:
        raise RefusedFolder(Phrase("{}: not a folder that can be replaced; choose another --out", out))
    if len(os.fsencode(folder.out.name)) > _LONGEST:
        raise RefusedFolder(Phrase("{}: the name is longer than {} bytes; choose another --out", out, _LONGEST))
    try:
        folder.out.parent.mkdir(parents=True, exist_ok=True)
        _take_lock(folder)
    except OSError as error:
        raise RefusedFolder(Phrase("{}: cannot be written: {}", out, why(error))) from error
    try:
        for beside in (folder.draft, folder.aside, folder.unfinished):
            refuse_link(beside)
        folder.recover()
        if folder.out.exists():
            _refuse_irreplaceable(folder.out)
            if any(folder.out.iterdir()):
                refuse_foreign(folder.out)
    except BaseException as error:  # Ctrl-C too: this process may go on, and claim it again
        folder.release()
        if isinstance(error, OSError):
            raise RefusedFolder(Phrase("{}: cannot be read: {}", out, why(error))) from error
        raise
    return folder


def _refuse_irreplaceable(out: Path) -> None:
    """Refuse a file, the working folder, and what somebody made read-only."""
    if not out.is_dir():
        raise RefusedFolder(Phrase("{}: is a file; choose another --out", out))
    if out == Path.cwd():
        raise RefusedFolder(Phrase("{}: is the working folder, which cannot be replaced; choose another --out", out))
    if not os.access(out, os.W_OK):
        raise RefusedFolder(Phrase("{}: is read-only; choose another --out", out))


def _refuse_foreign(out: Path, scenario_name: str) -> None:
    """Refuse what is not a finished folder of the same scenario."""
    content = read_content(out)
    if content is None:
        raise RefusedFolder(
            Phrase("{}: was not written by seatsim (no readable {}); choose another --out", out, MANIFEST)
        )
    if content.get("scenario") != scenario_name:
        raise RefusedFolder(
            Phrase(
                "{}: holds results of scenario '{}', not '{}'; choose another --out",
                out,
                content.get("scenario"),
                scenario_name,
            )
        )
    files = content.get("files")
    papers = {path.name for path in out.iterdir() if is_papers(path.name)}
    refuse_strangers(out, {MANIFEST, *papers, *(files if isinstance(files, dict) else ())})


def refuse_strangers(out: Path, ours: Collection[str]) -> None:
    """Refuse a folder with names that are not ours, what operating systems leave everywhere apart."""
    strange = sorted(path.name for path in out.iterdir() if path.name not in ours and path.name not in LITTER)
    if strange:
        raise RefusedFolder(
            Phrase(
                "{}: holds what seatsim did not write ({}) and would be lost; move it elsewhere, or choose "
                "another --out",
                out,
                ", ".join(strange),
            )
        )


def read_content(folder: Path) -> dict[str, Any] | None:
    """``content`` of a finished folder's manifest; None where there is no readable one."""
    try:
        found = read_json(folder / MANIFEST)
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict) or found.get("results_format") != RESULTS_FORMAT:
        return None
    content = found.get("content")
    return content if isinstance(content, dict) else None


def _digest(folder: Path) -> str:
    """What tells the results of a folder from others; eight noughts at least where its manifest does not say."""
    digest = str((read_content(folder) or {}).get("digest", ""))
    return digest if _DIGEST.fullmatch(digest) else "0" * 8


def _myself() -> dict[str, object]:
    """Who holds a lock."""
    return {"pid": os.getpid(), "host": socket.gethostname()}


def _holder(lock: Path) -> dict[str, object] | None:
    """Who holds the lock; None where there is none, an empty one where it cannot be read."""
    try:
        found = read_json(lock, _MOST_LOCK)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _take_lock(folder: RunFolder) -> None:
    """Create the lock, taking over that of a dead process on this host. Raises RefusedFolder, OSError."""
    holder = _holder(folder.lock)
    if holder is not None:
        if folder.lock in _HELD or not _is_ours_or_dead(holder):
            raise RefusedFolder(
                Phrase(
                    "{}: a run holds it (process {} on {}); if that run is gone, delete {}",
                    folder.out,
                    holder.get("pid", Phrase("unknown")),
                    holder.get("host", Phrase("an unknown host")),
                    folder.lock,
                )
            )
        _put_aside(folder, holder)
    _clear_beside(folder.lock)
    beside = folder.lock.with_name(f"{folder.lock.name}.{os.getpid()}")
    try:
        with new_file(beside) as file:
            file.write(json.dumps(_myself()).encode())
        _HELD.add(folder.lock)
        _place(beside, folder.lock)
        beside.unlink(missing_ok=True)
    except BaseException as error:  # Ctrl-C too
        _HELD.discard(folder.lock)
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            raise RefusedFolder(Phrase("{}: another run has just taken it", folder.out)) from error
        if _holder(folder.lock) == _myself():
            folder.lock.unlink(missing_ok=True)
        raise


def _place(beside: Path, lock: Path) -> None:
    """Put a lock in place whole, where none is: one half written would hold the folder for ever. Raises OSError."""
    try:
        lock.hardlink_to(beside)
        return
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a disk without second names of a file, as of a memory stick
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(beside.read_bytes())
    except BaseException:
        lock.unlink(missing_ok=True)
        raise


def _clear_beside(lock: Path) -> None:
    """Delete what killed processes of this machine had written to become the lock."""
    for path in lock.parent.glob(f"{glob.escape(lock.name)}.*"):
        number = path.name.removeprefix(f"{lock.name}.")
        if number.isdecimal() and int(number) != os.getpid() and not _alive(int(number)):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _put_aside(folder: RunFolder, dead: dict[str, object]) -> None:
    """Take a dead process's lock away; where another run has taken it over meanwhile, put it back and refuse."""
    aside = folder.lock.with_name(f"{folder.lock.name}.{os.getpid()}")
    try:
        folder.lock.replace(aside)
    except FileNotFoundError:
        return
    if _holder(aside) != dead:
        aside.replace(folder.lock)
        raise RefusedFolder(Phrase("{}: another run has just taken it", folder.out))
    aside.unlink(missing_ok=True)


def _is_ours_or_dead(holder: dict[str, object]) -> bool:
    """Whether a lock may be taken over: a process of this host that is this one or no longer lives."""
    pid = holder.get("pid")
    if holder.get("host") != socket.gethostname() or not isinstance(pid, int):
        return False
    return pid == os.getpid() or not _alive(pid)


def _alive(pid: int) -> bool:
    """Whether a process of this host lives."""
    if os.name == "nt":  # there, signal 0 would interrupt the process instead of asking for it
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True

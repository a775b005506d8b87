"""A new folder, made whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from seatsim.domain.faults import RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.results.folder import LITTER

_NAMED = 5
"""How many of the things in the way are named."""


def make_folder(folder: Path, fill: Callable[[Path], None]) -> None:
    """Make a folder that is not there yet, or is empty; ``fill`` writes into the one that it is given.

    What is written stands in a hidden folder until it is whole. Raises RefusedFolder, with what is in the way.
    """
    try:
        place = folder.resolve()
        _refuse_taken(folder, place)
        there = place.is_dir()
        # Beside the new folder; in one that is there already, whose own place stays with whoever works in it.
        draft = (place if there else place.parent) / f".seatsim-init-{os.getpid()}"
        draft.mkdir(parents=True)
    except (OSError, RuntimeError) as error:  # RuntimeError: a circle of links
        raise _unwritable(folder, error) from error
    try:
        fill(draft)
        if there:
            _move_up(draft, place)
        else:
            draft.rename(place)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder by their paths in it. Raises OSError."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _refuse_taken(folder: Path, place: Path) -> None:
    """Refuse a file, and a folder that holds anything but what operating systems leave behind."""
    if not place.exists():
        return
    if not place.is_dir():
        raise RefusedFolder(Phrase("{}: is a file; name a folder that is not there yet, or an empty one", folder))
    names = sorted(path.name for path in place.iterdir() if path.name not in LITTER)
    if names:
        held = ", ".join([*names[:_NAMED], *(["…"] if names[_NAMED:] else [])])
        raise RefusedFolder(
            Phrase("{}: is not empty (it holds {}); name a folder that is not there yet, or an empty one", folder, held)
        )


def _move_up(draft: Path, place: Path) -> None:
    """Move what a draft holds into the folder that it stands in; nothing of it stays where that fails."""
    moved: list[Path] = []
    try:
        for path in sorted(draft.iterdir()):
            moved.append(path.rename(place / path.name))
    except BaseException:  # Ctrl-C too
        for path in moved:
            with contextlib.suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise


def _unwritable(folder: Path, error: Exception) -> RefusedFolder:
    said = error.strerror if isinstance(error, OSError) and error.strerror else error
    return RefusedFolder(Phrase("{}: cannot be written: {}", folder, said))

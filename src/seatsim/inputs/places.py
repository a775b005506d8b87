"""Where a file may send the reader: what a scenario *file* names stays around it; what the user types goes anywhere."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Sequence
from pathlib import Path

from seatsim.domain.faults import InvalidInput
from seatsim.domain.phrase import Phrase
from seatsim.inputs.opened import open_folder
from seatsim.inputs.part import digest_of

_STATED = re.compile(r"# Resolved by seatsim \S+; SHA-256 of the county folder: ([0-9a-f]{64})\r?(?:\n|$)")
"""First line of a resolved scenario."""


def grounds(scenario: Path) -> tuple[Path, ...]:
    """Folders within which a scenario's files may name others: the working folder, and the parent of the scenario's.

    A whole drive is none, and of the home folder only what the user works in or has put the scenario into.
    """
    own, home = _resolved(scenario).parent, _home()
    found = [*_working(), own]
    if home is None or own.parent not in (home, *home.parents):
        found.append(own.parent)
    return tuple(dict.fromkeys(place for place in found if place != Path(place.anchor)))


def is_around(path: Path, around: Sequence[Path]) -> bool:
    """Whether a path, its links followed, lies within one of the folders, and in no hidden folder of it."""
    real = _resolved(path)
    return any(
        real == place or (place in real.parents and not _hidden(real.relative_to(place).parts)) for place in around
    )


def is_path(path: Path) -> bool:
    """Whether the system takes it for a path, be there anything or not: no null character, nothing too long."""
    try:
        path.lstat()
    except ValueError:
        return False
    except OSError as error:
        return error.errno != errno.ENAMETOOLONG
    return True


def is_as_stated(folder: Path, names: tuple[str, ...], resolved: str) -> bool:
    """Whether a county folder is the one whose digest stands at the top of a resolved scenario's text.

    ``names`` : files of a county folder. Nothing of them is shown: a stranger who does not know them learns nothing.
    """
    stated = _STATED.match(resolved)
    try:
        return stated is not None and folder.is_dir() and digest_of(open_folder(folder), names) == stated[1]
    except (OSError, ValueError, InvalidInput):
        return False


def outside_county() -> Phrase:
    """What is said of a county folder that is not around."""
    return Phrase(
        "lies outside of the working folder and of the folder above the scenario's: run seatsim in a folder that holds"
        " both, or name it yourself with --set county=…"
    )


def outside_file() -> Phrase:
    """What is said of an extended file that is not around."""
    return Phrase(
        "lies outside of the working folder and of the folder above the scenario's: run seatsim in a folder that holds"
        " both, or put a copy beside the scenario"
    )


def _hidden(parts: Sequence[str]) -> bool:
    """Whether one of the names begins with a dot, as those of keys and settings do."""
    return any(part.startswith(".") for part in parts)


def _resolved(path: Path) -> Path:
    """The path with its links followed; what cannot be a path lies nowhere."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # links in a circle, a null character
        return Path(os.sep).resolve()


def _working() -> list[Path]:
    """The working folder; none where it has been deleted."""
    try:
        return [Path.cwd().resolve()]
    except OSError:
        return []


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except (OSError, RuntimeError):
        return None

"""Papers of results that are replaced: somebody may have written in them, so they are kept, never deleted."""

from __future__ import annotations

import os
import re
from itertools import count
from pathlib import Path

PAPERS = "papers"
"""Folder of the meeting papers within a results folder; outside the digest, and anybody's to edit."""
_KEPT = re.compile(rf"{PAPERS}-[0-9a-f]{{8}}(-\d+)?")


def is_papers(name: str) -> bool:
    """Whether a name within a results folder is that of papers, of its own results or of former ones."""
    return name == PAPERS or _KEPT.fullmatch(name) is not None


def keep_papers(old: Path, new: Path, digests: tuple[str, str]) -> Path | None:
    """Move papers from a results folder to the one that has replaced it; where those of other results stand now.

    ``digests`` are those of the old results and of the new. Papers of equal results keep their name, those of others
    are named by their results' digest. Safe to repeat after a kill. Raises OSError.
    """
    former = None
    for folder in sorted((path for path in old.iterdir() if is_papers(path.name)), reverse=True):  # "papers" last
        if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
            continue
        kept = _free(new, _name(folder.name, *digests))
        folder.replace(kept)
        if folder.name == PAPERS != kept.name:
            former = kept
    return former


def _name(name: str, old: str, new: str) -> str:
    return f"{PAPERS}-{old[:8]}" if name == PAPERS and old != new else name


def _free(folder: Path, name: str) -> Path:
    """A place in the folder where nothing stands."""
    ways = (folder / (name if number == 1 else f"{name}-{number}") for number in count(1))
    return next(path for path in ways if not os.path.lexists(path))

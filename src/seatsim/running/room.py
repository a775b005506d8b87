"""The disk that a run's futures take, told before they are worked rather than when the disk is full."""

from __future__ import annotations

import shutil
from pathlib import Path

from seatsim.domain.faults import RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.results.blocks import BlockFiles

_RESULTS = 1.1
"""Blocks and the results written beside them, over the blocks alone (0.355 and 0.035 MB a future, measured)."""


def refuse_without_room(files: BlockFiles, missing: int) -> None:
    """Raise RefusedFolder where ``missing`` more futures do not fit on the disk, by the size of those that are kept."""
    kept = sum(last - first for first, last in files.finished())
    free = _free(files.folder)
    if not kept or free is None:
        return
    size = sum(path.stat().st_size for path in files.folder.glob("*.npz"))
    needed = size / kept * missing * _RESULTS
    if needed > free:
        raise RefusedFolder(
            Phrase(
                "{}: {} futures need about {} GB of disk, {} GB are free; take fewer --replications, or an --out on a"
                " larger disk",
                str(files.folder),
                f"{missing:,}",
                f"{needed / 1e9:,.1f}",
                f"{free / 1e9:,.1f}",
            )
        )


def _free(folder: Path) -> int | None:
    """What the disk of a folder has left [bytes]; None where the system does not tell."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None

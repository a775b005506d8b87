"""Whether a file or folder stands under a name, whatever the name: one that no system takes stands nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Named(Protocol):
    """A folder, or what stands for one."""

    def is_dir(self) -> bool:
        """Whether it stands."""


def is_folder(path: Named) -> bool:
    """Whether a folder stands there; of one that may not be looked for, or has a name too long, it does not."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_there(path: Path) -> bool:
    """Whether anything stands there; likewise."""
    try:
        return path.exists()
    except OSError:
        return False

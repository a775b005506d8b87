"""What must hold of a working folder whatever happened there: folders whole or absent, and nothing left lying about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path


def digest_of(folder: Path) -> str | None:
    """Digest of a results folder whose every file is as its manifest says; None where there is no folder.

    Raises AssertionError where it stands but is not whole.
    """
    if not folder.exists():
        return None
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["content"]
    names = sorted(path.name for path in folder.iterdir() if path.name != "papers")
    assert names == sorted([*told["files"], "manifest.json"]), names
    for name, digest in told["files"].items():
        if name != "scenario.toml":  # which enters by its values
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    found: str = told["digest"]
    return found


def moments(changes: Sequence[str]) -> list[int]:
    """Numbers of the changes worth a trial [1-based]: all, but of a file's many writes the first and the last."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for number, change in enumerate(changes, 1):
        key = change if change.startswith("write ") else f"{number} {change}"
        first.setdefault(key, number)
        last[key] = number
    return sorted({*first.values(), *last.values()})


def one_line(said: str) -> bool:
    """Whether a command has said one line, and no traceback."""
    return len(said.strip().splitlines()) == 1 and "Traceback" not in said and "TRACEBACK" not in said

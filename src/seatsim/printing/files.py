"""What is printed, written to a file instead."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from pathlib import Path


def write_printed(path: Path, show: Callable[[], None]) -> None:
    """Write what ``show`` prints to ``path``, whole or not at all. Raises OSError."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        show()
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.part")
    half.write_text(text.getvalue(), encoding="utf-8")
    half.replace(path)

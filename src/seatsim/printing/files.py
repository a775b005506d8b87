"""What is printed, written to a file instead."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from pathlib import Path

from seatsim.domain.faults import RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.results.disk import why
from seatsim.results.stored import new_file


def write_printed(path: Path, show: Callable[[], None]) -> None:
    """Write what ``show`` prints to ``path``, whole or not at all. Raises RefusedFolder."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        show()
    half = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new_file(half) as file:
            file.write(text.getvalue().encode())
        half.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        raise RefusedFolder(Phrase("{}: cannot be written: {}", path, why(error))) from error

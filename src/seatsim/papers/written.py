"""Writing one paper of finished runs, whatever its format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from seatsim.papers.places import put, ready
from seatsim.results.read import Results

Progress = Callable[[str, int, int], None]


def write(
    ending: str,
    runs: Sequence[Results],
    comparison: Mapping[str, Any] | None,
    unpaired: str | None,
    lang: str,
    out: Path | None,
    progress: Progress | None = None,
) -> Path:
    """Write a paper and return its path. Raises RefusedFolder, MissingExtra, KeyError for an unknown ending.

    ``unpaired`` says why runs that stand beside each other are not compared.
    """
    path = ready(ending, runs[0].folder, lang, out)
    put(path, _maker(ending)(runs, comparison, unpaired, lang, progress))
    return path


def _maker(ending: str) -> Callable[..., bytes]:
    """What makes a paper of this format; libraries are imported where they are used."""
    from seatsim.papers.docx import document
    from seatsim.papers.html import page
    from seatsim.papers.pptx import slides
    from seatsim.papers.xlsx import workbook

    return {"html": page, "docx": document, "xlsx": workbook, "pptx": slides}[ending]

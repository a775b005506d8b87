"""``seatsim report --format html``: one file that works offline and asks nothing of the network."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from seatsim.domain.faults import MissingExtra, RefusedFolder
from seatsim.language.report import REPORT
from seatsim.language.words import Words
from seatsim.results.folder import PAPERS, read_content
from seatsim.results.read import Results

Progress = Callable[[str, int, int], None]

GENERATOR = '<meta name="generator" content="seatsim">'
"""What tells a page of ours."""
_HEAD = 4096
"""Bytes of a page in which it stands."""


def write_html(
    runs: Sequence[Results],
    comparison: Mapping[str, Any] | None,
    unpaired: str | None,
    lang: str,
    out: Path | None,
    progress: Progress | None = None,
) -> Path:
    """Write the page of the runs and return its path. Raises RefusedFolder, MissingExtra."""
    _need_extra()
    folder = out if out is not None else runs[0].folder / PAPERS
    path = folder / f"report.{lang}.html"
    _refuse(folder, path)
    _write(path, page(runs, comparison, unpaired, lang, progress))
    return path


def page(
    runs: Sequence[Results],
    comparison: Mapping[str, Any] | None,
    unpaired: str | None,
    lang: str,
    progress: Progress | None = None,
) -> str:
    """The page as text. ``unpaired`` says why runs that stand beside each other are not compared."""
    from seatsim.papers.chart import PAGE
    from seatsim.papers.charts import charts
    from seatsim.papers.page.document import document
    from seatsim.papers.runs import name_runs

    words = Words(lang, REPORT)
    named = name_runs(runs, words)
    if progress is not None:
        progress(words("drawing"), 0, 1)
    return document(named, comparison, unpaired, charts(runs, comparison, words, PAGE), words, progress)


def _need_extra() -> None:
    """Raise MissingExtra where jinja2 or vl_convert is not installed."""
    if any(find_spec(name) is None for name in ("jinja2", "vl_convert")):
        raise MissingExtra('report needs libraries that are not installed: pip install "seatsim[report]"')


def _refuse(folder: Path, path: Path) -> None:
    """Raise RefusedFolder where the page must not be written; a page of ours is replaced."""
    if read_content(folder) is not None:
        raise RefusedFolder(f"{folder}: is a results folder, which a run replaces; choose another --out")
    if path.exists():
        with path.open("rb") as file:
            if GENERATOR.encode() not in file.read(_HEAD):
                raise RefusedFolder(f"{path}: was not written by seatsim; choose another --out")


def _write(path: Path, text: str) -> None:
    """Write a file beside its place and move it there."""
    half = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_text(text, encoding="utf-8", newline="\n")
        half.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        raise RefusedFolder(f"{path}: cannot be written: {error.strerror or error}") from error

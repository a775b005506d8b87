"""Where papers are put: what each is called and needs, whose file is replaced, and how it comes into place."""

from __future__ import annotations

import contextlib
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from seatsim.domain.faults import MissingExtra, RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.results.disk import why
from seatsim.results.folder import read_content
from seatsim.results.former import PAPERS
from seatsim.results.stored import new_file, refuse_way_out

GENERATOR = '<meta name="generator" content="seatsim">'
"""What tells a page of ours."""
MARK = "seatsim"
"""What an Office file of ours names as its creator or keyword."""
_CORE = "docProps/core.xml"
_MOST_CORE = 100_000
"""Largest such part of ours [bytes]."""
_OURS = (f"<dc:creator>{MARK}</dc:creator>".encode(), f"<cp:keywords>{MARK}</cp:keywords>".encode())
_HEAD = 4096
"""Bytes of a page in which ``GENERATOR`` stands."""


@dataclass(frozen=True)
class PaperKind:
    """A format of the meeting papers."""

    name: str
    """File name without language and ending."""
    needs: tuple[str, ...]
    """Libraries of the extra that write it."""


KINDS: Mapping[str, PaperKind] = {
    "html": PaperKind("report", ("jinja2", "vl_convert")),
    "docx": PaperKind("brief", ("docx", "fontTools", "vl_convert")),
    "xlsx": PaperKind("tables", ("xlsxwriter",)),
    "pptx": PaperKind("slides", ("pptx", "xlsxwriter")),
}
"""By ending."""


def ready(ending: str, first: Path, lang: str, out: Path | None) -> Path:
    """Where a paper will stand; ``first`` is the folder of the first run.

    Raises MissingExtra where a library is missing, RefusedFolder where it must not be written. Ours is replaced.
    """
    kind = KINDS[ending]
    if any(find_spec(library) is None for library in kind.needs):
        raise MissingExtra(Phrase('report needs libraries that are not installed: pip install "seatsim[report]"'))
    folder = out if out is not None else first / PAPERS
    path = folder / f"{kind.name}.{lang}.{ending}"
    if folder.exists() and not folder.is_dir():
        raise RefusedFolder(Phrase("{}: is no folder; choose another --out", folder))
    if out is None:
        refuse_way_out(folder)
    if read_content(folder) is not None:
        raise RefusedFolder(Phrase("{}: is a results folder, which a run replaces; choose another --out", folder))
    try:
        ours = not os.path.lexists(path) or (
            (path.is_file() or path.is_dir()) and (_our_page(path) if ending == "html" else _our_package(path))
        )
    except OSError as error:
        raise RefusedFolder(Phrase("{}: cannot be read: {}; choose another --out", path, why(error))) from error
    if not ours:
        raise RefusedFolder(Phrase("{}: was not written by seatsim; choose another --out", path))
    return path


def _our_page(path: Path) -> bool:
    with path.open("rb") as file:
        return GENERATOR.encode() in file.read(_HEAD)


def _our_package(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as found:
            core = found.read(_CORE) if found.getinfo(_CORE).file_size <= _MOST_CORE else b""
    except (KeyError, zipfile.BadZipFile):
        return False
    return any(mark in core for mark in _OURS)


def put(path: Path, content: bytes) -> None:
    """Write a file beside its place, under a name of this process, and move it there. Raises RefusedFolder."""
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new_file(half) as file:
            file.write(content)
        half.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        raise RefusedFolder(Phrase("{}: cannot be written: {}", path, why(error))) from error

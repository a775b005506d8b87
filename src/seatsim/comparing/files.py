"""Writing a comparison into a folder of its own: ``comparison.json`` and ``comparison.csv``."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from seatsim.comparing.comparison import COMPARISON_FORMAT
from seatsim.comparing.table import COLUMNS, table_text
from seatsim.domain.faults import RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.inputs.sizes import header_of
from seatsim.results.disk import why
from seatsim.results.folder import MANIFEST, read_content
from seatsim.results.stored import new_file, read_json

JSON = "comparison.json"
CSV = "comparison.csv"


def refuse_folder(out: Path) -> None:
    """Raise RefusedFolder where a comparison must not be written; what stands there is not touched.

    A results folder is refused, because a run replaces it whole; so is a file of ours by name that seatsim did not
    write. Other files in the folder do not matter.
    """
    if out.exists() and not out.is_dir():
        raise RefusedFolder(Phrase("{}: is a file; choose another --out", out))
    if read_content(out) is not None:
        raise RefusedFolder(
            Phrase("{}: is a results folder ({}), which a run replaces; choose another --out", out, MANIFEST)
        )
    for name, ours in ((JSON, _is_our_json), (CSV, _is_our_csv)):
        path = out / name
        if path.exists() and not ours(path):
            raise RefusedFolder(Phrase("{}: was not written by seatsim and would be lost; choose another --out", path))


def write_comparison(out: Path, comparison: Mapping[str, Any]) -> tuple[Path, Path]:
    """Write both files, each beside its place and then moved into it. Raises RefusedFolder."""
    refuse_folder(out)
    texts = {out / JSON: json_text(comparison), out / CSV: table_text(comparison)}
    halves = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in texts}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            with new_file(halves[path]) as file:
                file.write(text.encode())
        for path, half in halves.items():
            half.replace(path)
    except OSError as error:
        for half in halves.values():
            with suppress(OSError):
                half.unlink(missing_ok=True)
        raise RefusedFolder(Phrase("{}: cannot be written: {}; choose another --out", out, why(error))) from error
    return out / JSON, out / CSV


def json_text(comparison: Mapping[str, Any]) -> str:
    """``comparison.json``: the same bytes for the same runs under the same paths."""
    return json.dumps(comparison, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _is_our_json(path: Path) -> bool:
    try:
        found = read_json(path)
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("comparison_format") == COMPARISON_FORMAT


def _is_our_csv(path: Path) -> bool:
    try:
        return header_of(path).split("\n")[0].rstrip("\r") == ",".join(column.name for column in COLUMNS)
    except (OSError, ValueError):
        return False

"""The source of a whole table, as ``county.toml`` states it: ``[sources] "schools.csv" = "…"``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from seatsim.inputs.toml_files import read_toml

SOURCE = "source"
"""Column that ends every table."""
_COUNTY = "county.toml"


def stated_source(folder: Path, table: str) -> str:
    """Source of a table's rows that give none; empty where ``county.toml`` names none, or cannot be read."""
    path = folder / _COUNTY
    try:
        stat = path.stat()
    except OSError:
        return ""
    return _stated(path, stat.st_mtime_ns, stat.st_size).get(table, "")


def csv_name(file: str) -> str:
    """Name by which ``county.toml`` states the source of a table, which may stand in a workbook."""
    name = Path(file).name
    return name if name.endswith(".csv") else "schools.csv"


@lru_cache(maxsize=64)
def _stated(path: Path, _changed: int, _size: int) -> Mapping[str, str]:
    """Texts of the table of sources, read again only when the file has changed; its faults are told elsewhere."""
    file = read_toml(path, [])
    table = {} if file is None else file.tree.get("sources")
    return (
        {key: text.strip() for key, text in table.items() if isinstance(text, str)} if isinstance(table, dict) else {}
    )

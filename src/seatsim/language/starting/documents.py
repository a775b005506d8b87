"""Texts and rows of what ``seatsim init`` writes."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template

_HERE = Path(__file__).parent


def document(name: str, lang: str, values: Mapping[str, object]) -> str:
    """A text such as ``county.toml`` in ``zh`` or ``en``, with ``$name`` replaced by its value."""
    stem, _, suffix = name.rpartition(".")
    text = (_HERE / f"{stem}.{lang}.{suffix}").read_text(encoding="utf-8")
    return Template(text).substitute(values)


def rows(name: str) -> Sequence[Mapping[str, str]]:
    """Rows of one of the tables beside this module, named without ``.csv``; none where there is no such table."""
    path = _HERE / f"{name}.csv"
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))

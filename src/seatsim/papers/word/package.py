"""The file: its properties, and the same bytes for the same document."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import date

from seatsim.papers.places import MARK

_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class About:
    """Properties of a document."""

    title: str
    """Title."""
    subject: str
    """Subject."""
    author: str
    """Who hands it in."""
    digest: str
    """What it was made from."""
    day: date
    """Date of the information."""
    mark: str = MARK
    """Keyword."""


def settled(raw: bytes) -> bytes:
    """A package whose entries have no time of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as found, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in found.infolist():
            fixed = zipfile.ZipInfo(entry.filename, _DATE)
            fixed.compress_type, fixed.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            made.writestr(fixed, found.read(entry))
    return out.getvalue()

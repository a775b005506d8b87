"""What Office files share: text that stays text, and the same bytes for the same input."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from seatsim.language.punctuation import visible
from seatsim.papers.places import MARK

CREATOR = MARK
"""What the core properties of a paper of ours name as its creator."""
LONGEST = 32_767
"""Letters that a cell of a workbook holds."""
FONTS: Mapping[str, tuple[str, str]] = {"zh": ("Arial", "Microsoft YaHei"), "en": ("Arial", "Microsoft YaHei")}
"""Latin and East-Asian typeface by language."""
_CORE = "docProps/core.xml"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_NO_CHARACTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\u2028\u2029]")
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_LATIN = re.compile(rb'(<a:latin typeface="[^"]*"[^>]*/>)(?!<a:ea)')


def clean(text: object) -> str:
    """A text of the user's files without control characters, no longer than a cell holds; tabs become spaces."""
    return _NO_CHARACTER.sub("", visible(str(text)).replace("\r\n", "\n").replace("\t", " "))[:LONGEST]


def letters(text: str) -> float:
    """How wide a text is [Latin letters]: Chinese ones are twice as wide."""
    return sum(2.05 if ord(letter) > 0x2E80 else 1.0 for letter in text)


def fitted(text: str, most: int) -> str:
    """A text no wider than ``most`` Latin letters, cut with an ellipsis."""
    told = clean(text)
    if letters(told) <= most:
        return told
    while told and letters(told) > most - 1:
        told = told[:-1]
    return told.rstrip() + "…"


def repacked(raw: bytes, day: str, east_asian: str | None = None) -> bytes:
    """An Office file with fixed dates, its embedded workbooks too; ``day`` is ISO.

    With ``east_asian`` that typeface is named beside every Latin one of charts and themes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == _CORE:
                data = _DATES.sub(rb"\g<1>" + f"{day}T00:00:00Z".encode() + rb"\g<2>", data)
            elif info.filename.endswith(".xlsx"):
                data = repacked(data, day)
            elif east_asian is not None and "/theme/theme" in info.filename:
                data = data.replace(b'<a:ea typeface=""/>', f'<a:ea typeface="{east_asian}"/>'.encode())
            elif east_asian is not None and "/charts/chart" in info.filename and info.filename.endswith(".xml"):
                data = _LATIN.sub(rb"\g<1>" + f'<a:ea typeface="{east_asian}"/>'.encode(), data)
            entry = zipfile.ZipInfo(info.filename, _ZIP_DATE)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            target.writestr(entry, data)
    return out.getvalue()

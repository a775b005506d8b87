"""Fonts for pictures: one that holds every letter to be shown, or none, which is said and never drawn as boxes."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

VARIABLE = "SEATSIM_FONT"
"""Environment variable with a font file, or a folder of fonts, that is looked at first."""
FOLDERS: tuple[str, ...] = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "C:/Windows/Fonts",
    "~/AppData/Local/Microsoft/Windows/Fonts",
)
"""Folders in which fonts lie on Debian, macOS and Windows."""
_LIKELY = (
    "notosanscjk",
    "notosanssc",
    "sourcehansans",
    "msyh",
    "pingfang",
    "hiraginosansgb",
    "hiragino sans gb",
    "stheiti",
    "simhei",
    "wqy",
    "deng",
    "simsun",
    "droidsansfallback",
    "notoserifcjk",
)
"""How names of files with Chinese letters begin, those that read best on a chart first."""
_ODD = ("bold", "black", "light", "thin", "medium", "italic", "oblique", "mono", "bd.", "demi")
_ENDINGS = (".ttf", ".otf", ".ttc")
_PLAIN = frozenset((*range(0x20, 0x180), *map(ord, "–—‘’“”…−≤≥×·→←↑↓ ")))
"""Letters that the fonts shipped with the converter hold."""


@dataclass(frozen=True)
class Face:
    """A font that is installed."""

    path: Path
    """File."""
    family: str
    """Name by which it is chosen."""
    letters: frozenset[int]
    """Code points that it holds."""


def plain(text: str) -> bool:
    """Whether every letter is one that the converter's own fonts hold."""
    return all(ord(letter) in _PLAIN for letter in text)


def missing(text: str, face: Face | None) -> str:
    """Letters of a text that a face does not hold; without a face, those that are not plain."""
    held = _PLAIN if face is None else face.letters
    return "".join(sorted({letter for letter in text if ord(letter) not in held}))


def face_for(text: str) -> Face | None:
    """The first face that holds every letter of a text; None where no installed one does."""
    needed = frozenset(map(ord, text))
    return next((face for face in _faces() if needed <= face.letters), None)


def _faces() -> Iterator[Face]:
    """Faces of all files, each file's best one, the likely ones first."""
    for path in _files(os.environ.get(VARIABLE, ""), FOLDERS):
        face = _face(path)
        if face is not None:
            yield face


@cache
def _files(first: str, folders: tuple[str, ...]) -> tuple[Path, ...]:
    """Font files: what ``first`` names, then those of the folders."""
    found = [path for folder in folders for path in _below(Path(folder).expanduser())]
    return (*_below(Path(first).expanduser() if first else Path("\0")), *sorted(found, key=_rank))


def _below(place: Path) -> list[Path]:
    """A font file itself, or every one below a folder, by name."""
    try:
        if place.is_file():
            return [place]
        return sorted(path for path in place.rglob("*") if path.suffix.lower() in _ENDINGS)
    except (OSError, ValueError):
        return []


def _rank(path: Path) -> tuple[int, bool, str]:
    """Likely names first, ordinary weights before others."""
    name = path.name.lower()
    place = next((place for place, start in enumerate(_LIKELY) if name.startswith(start)), len(_LIKELY))
    return place, any(odd in name for odd in _ODD), str(path)


@cache
def _face(path: Path) -> Face | None:
    """The face of a file, of a collection the one for simplified Chinese; None for what cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with path.open("rb") as file:
            number = _simplified(file) if path.suffix.lower() == ".ttc" else -1
            file.seek(0)
            font = TTFont(file, fontNumber=number, lazy=True)
            name, letters = _family(font["name"]), frozenset(font.getBestCmap() or ())
    except (OSError, KeyError, ValueError, AssertionError, struct.error, TTLibError):
        return None
    return Face(path, name, letters) if name and letters else None


def _simplified(file: BinaryIO) -> int:
    """Place within a collection of the face for simplified Chinese with the shortest name, else the first."""
    from fontTools.ttLib import TTCollection

    names = [_family(font["name"]) for font in TTCollection(file, lazy=True)]
    fitting = [place for place, name in enumerate(names) if name.endswith((" SC", " GB"))]
    return min(fitting, key=lambda place: len(names[place]), default=0)


def _family(names: object) -> str:
    """Family of a font's table of names."""
    told: str = names.getDebugName(16) or names.getDebugName(1) or ""  # type: ignore[attr-defined]
    return told

"""A chart as a picture, for papers; its font is checked for every letter before it is drawn."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from seatsim.language.fonts import FONTS
from seatsim.language.words import Words
from seatsim.papers.chart import PAPER, Chart, Palette, Row, chosen, painted
from seatsim.papers.charts import charts
from seatsim.papers.fonts import Face, face_for, missing, plain
from seatsim.results.read import Results

Part: TypeAlias = Any
"""Part of a specification: JSON."""
WIDTH = 640
"""Width of a picture unless another is asked for [px]."""
_FONT_KEYS = ("font", "labelFont", "titleFont")
_FEW = 6
"""Letters that a warning names."""
_UNKNOWN = "?"
"""In place of a letter that no font holds, where the labels are English already."""


class FontWarning(UserWarning):
    """No installed font holds the letters of a picture."""


class MissingLetters(ValueError):  # noqa: N818 - names what is missing
    """Letters of a chart that no installed font holds."""


class Pictures:
    """Charts of some runs as pictures in one language, in English where no font holds its letters."""

    def __init__(self, runs: Sequence[Results], comparison: Mapping[str, Any] | None, words: Words) -> None:
        self._runs, self._comparison, self._words = runs, comparison, words
        self.charts = _by_id(charts(runs, comparison, words, PAPER))
        """Charts of the papers, by id."""

    def png(self, chart: str, choice: Mapping[str, str], width: int, height: int, scale: float = 3) -> bytes | None:
        """A chart of what is chosen; None where that has nothing to draw. Warns (FontWarning) without a font."""
        rows = chosen(self.charts[chart], **choice)
        if not rows:
            return None

        def english() -> tuple[Chart, Sequence[Row]]:
            found = _by_id(charts(self._runs, self._comparison, Words("en"), PAPER))[chart]
            return found, chosen(found, **choice)

        return png_or_english(self.charts[chart], rows, english, self._words.lang, scale, width, height)


def png_or_english(
    chart: Chart,
    rows: Sequence[Row],
    english: Callable[[], tuple[Chart, Sequence[Row]]],
    lang: str,
    scale: float = 2,
    width: int = WIDTH,
    height: int | None = None,
) -> bytes:
    """A chart as a PNG picture; where no font holds its letters, the English one without them, with a FontWarning."""
    try:
        return png(chart, rows, scale=scale, width=width, height=height)
    except MissingLetters as lacking:
        told = Words(lang, FONTS)("font_missing").format(letters=str(lacking)[:_FEW])
        warnings.warn(told, FontWarning, stacklevel=2)
    spec = whole_spec(*english(), width=width, height=height)
    return _drawn(_without(spec, missing(_letters(spec), None)), None, scale)


def _by_id(made: Sequence[Chart]) -> dict[str, Chart]:
    return {chart.id: chart for chart in made}


def whole_spec(
    chart: Chart, rows: Sequence[Row], palette: Palette = PAPER, width: int = WIDTH, height: int | None = None
) -> dict[str, Any]:
    """The specification with its rows inside, of a fixed size and in the colours of paper."""
    spec = dict(painted(chart, palette).spec)
    if "usermeta" in spec:
        shown = {row[spec["usermeta"]["rows"]] for row in rows}
        spec["height"] = spec["height"]["step"] * max(1, len(shown))
    elif height is not None:
        spec["height"] = height
    return spec | {"data": {"name": "rows", "values": [dict(row) for row in rows]}, "width": width}


def png(
    chart: Chart,
    rows: Sequence[Row],
    palette: Palette = PAPER,
    scale: float = 2,
    width: int = WIDTH,
    height: int | None = None,
) -> bytes:
    """A chart of some of its rows as a PNG picture.

    Raises ValueError without a row, MissingLetters where no installed font holds every letter.
    """
    if not rows:
        raise ValueError(f"chart {chart.id}: nothing to draw")
    spec = whole_spec(chart, rows, palette, width, height)
    letters = _letters(spec)
    face = None if plain(letters) else face_for(letters)
    if face is None and not plain(letters):
        raise MissingLetters(missing(letters, None))
    return _drawn(spec, face, scale)


def _drawn(spec: dict[str, Any], face: Face | None, scale: float) -> bytes:
    """The picture, with a face in front of the fonts that the chart names."""
    import vl_convert

    if face is not None:
        _register(str(face.path.parent))
        spec = _in_face(spec, face.family)
    found: bytes = vl_convert.vegalite_to_png(spec, scale=scale)
    return found


@cache
def _register(folder: str) -> None:
    """Make the fonts of a folder known to the converter."""
    import vl_convert

    vl_convert.register_font_directory(folder)


def _letters(spec: Mapping[str, Any]) -> str:
    """Every letter that a chart may show: its own words, and the texts of its rows that it draws."""
    told = set(_texts({key: part for key, part in spec.items() if key not in ("data", "$schema")}))
    for row in spec["data"]["values"]:
        told |= {value for key, value in row.items() if isinstance(value, str) and key in told}
    return "".join(sorted(set("".join(told)) - {"\n"}))  # a line break is no letter


def _texts(part: object) -> Iterator[str]:
    """Texts of a specification; the names of its fonts are not shown."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key not in _FONT_KEYS:
                yield from _texts(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _texts(value)
    elif isinstance(part, str):
        yield part


def _in_face(part: Part, family: str) -> Part:
    """A specification with a face in front of every list of fonts."""
    if isinstance(part, Mapping):
        return {k: f"{family}, {v}" if k in _FONT_KEYS else _in_face(v, family) for k, v in part.items()}
    return [_in_face(value, family) for value in part] if isinstance(part, list | tuple) else part


def _without(part: Part, letters: str) -> Part:
    """A specification with a question mark for each of some letters."""
    if isinstance(part, Mapping):
        return {key: _without(value, letters) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_without(value, letters) for value in part]
    return part.translate(dict.fromkeys(map(ord, letters), _UNKNOWN)) if isinstance(part, str) else part

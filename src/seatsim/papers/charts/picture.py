"""A chart as a picture, for papers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from seatsim.papers.chart import PAPER, Chart, Palette, Row, painted

WIDTH = 640
"""Width of a picture unless another is asked for [px]."""
_FONTS = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/truetype/wqy",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
"""Folders in which a font with Chinese letters usually lies."""


def whole_spec(chart: Chart, rows: Sequence[Row], palette: Palette = PAPER, width: int = WIDTH) -> dict[str, Any]:
    """The specification with its rows inside, of a fixed width and in the colours of paper."""
    spec = dict(painted(chart, palette).spec)
    if "usermeta" in spec:
        shown = {row[spec["usermeta"]["rows"]] for row in rows}
        spec["height"] = spec["height"]["step"] * max(1, len(shown))
    return spec | {"data": {"name": "rows", "values": [dict(row) for row in rows]}, "width": width}


def png(chart: Chart, rows: Sequence[Row], palette: Palette = PAPER, scale: float = 2, width: int = WIDTH) -> bytes:
    """A chart of some of its rows as a PNG picture. Raises ValueError without a row."""
    if not rows:
        raise ValueError(f"chart {chart.id}: nothing to draw")
    import vl_convert

    _register_fonts()
    found: bytes = vl_convert.vegalite_to_png(whole_spec(chart, rows, palette, width), scale=scale)
    return found


@cache
def _register_fonts() -> None:
    """Make fonts with Chinese letters known to the converter, which draws empty boxes without them."""
    import vl_convert

    for folder in _FONTS:
        if Path(folder).is_dir():
            vl_convert.register_font_directory(folder)

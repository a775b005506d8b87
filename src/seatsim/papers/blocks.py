"""What sections of a paper are made of: headings, sentences, big figures and tables, in the report's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    kind: ClassVar[str] = "heading"
    text: str
    """Text."""


@dataclass(frozen=True)
class Sentence:
    """A sentence, or several."""

    kind: ClassVar[str] = "sentence"
    text: str
    """Text."""
    tone: str = ""
    """``note`` for small print."""


@dataclass(frozen=True)
class Tile:
    """One big figure."""

    label: str
    """What it counts."""
    value: str
    """The figure."""
    band: str
    """Its 80 % band; empty where it has none."""
    beside: str
    """The reference, or what else to hold it against."""
    rests: str
    """What it rests on."""
    rests_kind: str
    """``reported``, ``derived`` or ``assumed``."""


@dataclass(frozen=True)
class Tiles:
    """Big figures beside each other."""

    kind: ClassVar[str] = "tiles"
    tiles: Sequence[Tile]
    """Three to five."""


@dataclass(frozen=True)
class Legend:
    """Marks of a table: colour, symbol and what they mean."""

    kind: ClassVar[str] = "legend"
    marks: Sequence[tuple[str, str, str]]
    """Class, symbol, meaning."""


@dataclass(frozen=True)
class Cell:
    """A cell with a class: ``r``, ``a``, ``g`` (red, amber, green), and kinds."""

    text: str
    """Text."""
    css: str = ""
    """Class."""


AnyCell: TypeAlias = str | Cell


@dataclass(frozen=True)
class Row:
    """A row; the first cell is its head."""

    cells: Sequence[AnyCell]
    """Cells."""
    stage: str = ""
    """Stages by which it is chosen, space between; empty: it stands whatever is chosen."""
    zone: str = ""
    """Zone by which it is chosen."""
    css: str = ""
    """Class: ``w`` is a row with a warning."""


@dataclass(frozen=True)
class Grid:
    """A table."""

    kind: ClassVar[str] = "grid"
    caption: str
    """Caption."""
    heads: Sequence[str]
    """Heads of the columns."""
    rows: Sequence[Row]
    """Rows; empty: ``empty`` stands in its place."""
    empty: str = ""
    """Sentence in place of a table without a row, or without a row of what is chosen."""
    left: Sequence[int] = (0,)
    """Columns that stand to the left."""
    groups: Sequence[tuple[str, int]] = ()
    """Heads over the heads, each with the columns it spans."""
    foot: Sequence[Row] = ()
    """Rows of sums; chosen exactly, ``all`` where nothing is chosen."""
    exact: bool = False
    """Rows of stage ``all`` alone are shown where no stage is chosen."""
    css: str = ""
    """Class: ``schools`` is filtered by name and warning, and counts its colours in the foot."""
    folded: bool = False
    """Whether it is folded away until somebody asks."""


Block: TypeAlias = Heading | Sentence | Tiles | Legend | Grid

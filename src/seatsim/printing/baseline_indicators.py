"""The report's indicators as ``seatsim baseline`` prints them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from seatsim.indicators.report_figures import Indicator
from seatsim.language.terms import glossary
from seatsim.language.words import Words

if TYPE_CHECKING:
    from rich.table import Table

_HEADS = ("indicator", "figures", "value", "beside", "", "against")
_WITHOUT_UNIT = ("coefficient", "seats or pupils/year", "stated (1 = yes)")
"""Units that say nothing beside the number."""
_MOST_IDS = 1


def indicators_table(indicators: Sequence[Indicator], words: Words) -> Table:
    """Table without lines: what it says, the figures, the value and what it stands against."""
    from rich.table import Table as RichTable
    from rich.text import Text as RichText

    table = RichTable(title=RichText(words("indicators"), style="bold"), title_justify="left", box=None, pad_edge=False)
    for place, name in enumerate(_HEADS):
        table.add_column(words(name) if name else "", justify="right" if place in (2, 3) else "left")
    for row in indicators:
        beside = "" if row.beside is None else _number(row.beside)
        unit = "" if row.unit in _WITHOUT_UNIT else unit_name(row.unit, words)
        against = words.term("against", row.against) if row.against else "·"
        text = words.text({"zh": row.text.zh, "en": row.text.en})
        table.add_row(text, _ids(row.figures), _number(row.value), beside, unit, against)
    return table


def unit_name(unit: str, words: Words) -> str:
    """A unit in words; one that a county's own files bring, as it stands there."""
    return words.term("unit", unit) if ("unit", unit) in glossary() else unit


def indicators_json(indicators: Sequence[Indicator]) -> list[dict[str, object]]:
    """The same as plain values, one row each."""
    return [
        {
            "id": row.id,
            "figures": list(row.figures),
            "value": row.value,
            "unit": row.unit,
            "beside": row.beside,
            "against": row.against,
        }
        for row in indicators
    ]


def _ids(figures: Sequence[str]) -> str:
    """The first figures; many are told by their number."""
    more = len(figures) - _MOST_IDS
    return ", ".join(figures[:_MOST_IDS]) + (f" +{more}" if more > 0 else "")


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"

"""The report's indicators as ``seatsim baseline`` prints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from seatsim.domain.text import Text
from seatsim.indicators.report_figures import Indicator
from seatsim.printing.baseline_words import UNITS, say

if TYPE_CHECKING:
    from rich.table import Table

TITLE = Text(en="Indicators of the report", zh="报告指标")
NOTE = Text(
    en="What follows from the figures, and what it stands against: another figure, the province, the region, the "
    "county's own files, or the plan.",
    zh="由报告数据得出的指标及其对照:其他数据、全省、上级市、本县文件或方案。",
)
AGAINST: Mapping[str, Text] = {
    "figure": Text(en="figure", zh="数据"),
    "province": Text(en="province", zh="全省"),
    "region": Text(en="region", zh="上级市"),
    "county": Text(en="county files", zh="本县文件"),
    "plan": Text(en="plan", zh="方案"),
    "": Text(en="·", zh="·"),
}
_COLUMNS = (
    Text(en="indicator", zh="指标"),
    Text(en="figures", zh="数据编号"),
    Text(en="value", zh="数值"),
    Text(en="beside", zh="对照值"),
    Text(en="", zh=""),
    Text(en="against", zh="对照"),
)
_UNITS: Mapping[str, Text] = {
    **UNITS,
    "coefficient": Text(),
    "residents/km2": Text(en="residents/km²", zh="人/km²"),
    "registered residents": Text(en="residents", zh="人"),
    "seats or pupils/year": Text(),
    "seats": Text(en="seats", zh="个"),
    "percentage points": Text(en="points", zh="百分点"),
    "stated (1 = yes)": Text(),
    "studios/1,000": Text(en="studios/1,000", zh="个/千人"),
    "children/100 pupils": Text(en="children/100", zh="人/百人"),
    "teachers": Text(en="teachers", zh="人"),
    "years": Text(en="years", zh="年"),
    "projects": Text(en="projects", zh="个"),
}
_MOST_IDS = 1


def indicators_table(indicators: Sequence[Indicator], lang: str) -> Table:
    """Table without lines in ``zh`` or ``en``: what it says, the figures, the value and what it stands against."""
    from rich.table import Table as RichTable
    from rich.text import Text as RichText

    table = RichTable(title=RichText(say(TITLE, lang), style="bold"), title_justify="left", box=None, pad_edge=False)
    for place, name in enumerate(_COLUMNS):
        table.add_column(say(name, lang), justify="right" if place in (2, 3) else "left")
    for row in indicators:
        beside = "" if row.beside is None else _number(row.beside)
        unit = say(_UNITS[row.unit], lang) if row.unit in _UNITS else row.unit
        table.add_row(
            say(row.text, lang), _ids(row.figures), _number(row.value), beside, unit, say(AGAINST[row.against], lang)
        )
    return table


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

"""Charts as spreadsheets and slides can draw them: categories and stacked series from the rows of the page's charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from seatsim.language.words import Words
from seatsim.papers.chart import Chart, Row, chosen
from seatsim.papers.charts.told import number

Form: TypeAlias = Literal["fan", "lines", "columns", "bars"]
"""Stacked areas under lines, lines, stacked columns, stacked bars that lie."""
Charts: TypeAlias = Mapping[str, Chart]

ALL = "all"
HIDDEN = "hidden"
"""Look of a series that only lifts the next one."""
BANDS: Sequence[tuple[str, str, str]] = (
    ("p025", "p10", "band-95"),
    ("p10", "p25", "band-80"),
    ("p25", "p75", "band-50"),
    ("p75", "p90", "band-80"),
    ("p90", "p975", "band-95"),
)
"""Areas over the hidden base: from which order statistic to which, and their colour."""
MOST_LINES = 5
"""Lines that a reader tells apart."""
MOST_CHARTED = 5
"""Plans that get charts of their own."""
_LEDGER: Mapping[str, str] = {
    "needed": "series-1",
    "teachers": "series-2",
    "approved": "series-3",
    "filled": "series-4",
    "outside": "series-5",
}


@dataclass(frozen=True)
class Series:
    """One series of a chart."""

    name: str
    """Name; series of one name share one entry of the legend."""
    values: Sequence[float | None]
    """A value for each category."""
    look: str
    """A colour of the palette, or ``hidden``."""
    line: bool = False
    """Whether it is a line over the areas."""
    dash: bool = False
    """Whether it is dashed."""
    pattern: bool = False
    """Whether it is hatched: what is assumed."""


@dataclass(frozen=True)
class Native:
    """A chart."""

    id: str
    form: Form
    title: str
    caption: str
    alt: str
    x_title: str
    y_title: str
    categories: Sequence[str]
    series: Sequence[Series]
    span: tuple[float, float] | None = None
    """Ends of the axis of values; None: from 0 on."""
    extra: Sequence[tuple[str, Sequence[float | None]]] = ()
    """Numbers that stand beside the chart's cells though it does not draw them."""

    @property
    def legend(self) -> list[int]:
        """Places of series that the legend leaves out: hidden ones, and names that stood before."""
        seen: set[str] = set()
        out = []
        for place, each in enumerate(self.series):
            if each.look == HIDDEN or each.name in seen:
                out.append(place)
            seen.add(each.name)
        return out


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _years(rows: Sequence[Row]) -> list[str]:
    return [str(row["year"]) for row in rows]


def _column(rows: Sequence[Row], name: str) -> list[float | None]:
    return [number(row.get(name)) for row in rows]


def stacked(rows: Sequence[Row], words: Words) -> list[Series]:
    """A fan: a base without colour and five areas, whose sums are the order statistics; then the median."""
    series = [Series(words("band_base"), _column(rows, "p025"), HIDDEN)]
    for low, high, look in BANDS:
        steps = [(number(row[high]) or 0) - (number(row[low]) or 0) for row in rows]
        series.append(Series(words(f"{look}_name"), steps, look))
    return [*series, Series(words("median_name"), _column(rows, "p50"), "median", line=True)]


def _extra(rows: Sequence[Row]) -> list[tuple[str, Sequence[float | None]]]:
    return [(name, _column(rows, name)) for name in ("p10", "p25", "p75", "p90", "p975")]


def fan(charts: Charts, run: str, stage: str, words: Words) -> Native | None:
    """Pupils and seats of a stage of the whole county."""
    chart = charts["fan"]
    rows = chosen(chart, run=run, stage=stage, zone=ALL)
    if not rows:
        return None
    series = stacked(rows, words)
    if any(number(row["seats"]) is not None for row in rows):
        series.append(Series(words("seats_name"), _column(rows, "seats"), "seats", line=True, dash=True))
    title = words("fan_of").format(stage=words.term("stage_full", stage))
    return Native("fan", "fan", title, words("fan_note"), _told(title, rows, words), words("axis_school_year"),
                  words("axis_pupils_seats"), _years(rows), series, extra=_extra(rows))  # fmt: skip


def crowding(charts: Charts, run: str, words: Words, beside: str, measure: str = "pupils_above_standard",
             stage: str = ALL) -> Native | None:  # fmt: skip
    """Pupils in crowded classes; ``beside`` names whose median stands beside where the rows tell it."""
    rows = chosen(charts["crowding"], run=run, measure=measure, stage=stage, zone=ALL)
    if not rows:
        return None
    series = stacked(rows, words)
    others = _column(rows, "beside")
    caption = words("crowding_note")
    if all(value is not None for value in others):
        name = words("beside_name").format(beside=beside)
        series.append(Series(name, others, "reference", line=True, dash=True))
        caption += words("crowding_beside")
    elif any(value is not None for value in others):  # single years are no line: they are told
        known = [f"{row['year']}: {words.numbers.count(value)}" for row, value in zip(rows, others, strict=True)
                 if value is not None]  # fmt: skip
        caption += words("beside_some").format(beside=beside, told=words.join(known))
    title = _capital(words("crowding_of").format(measure=words.term("measure", measure)))
    told, x = _told(title, rows, words), words("axis_school_year")
    return Native("crowding", "fan", title, caption, told, x, words("axis_pupils"), _years(rows), series,
                  extra=_extra(rows))  # fmt: skip


def _told(title: str, rows: Sequence[Row], words: Words) -> str:
    """First, highest and last median in words."""
    peak = max(rows, key=lambda row: (number(row["p50"]) or 0, -int(row["year"] or 0)))
    count, year = words.numbers.count, words.numbers.school_year
    return words("fan_told").format(
        title=title,
        first=count(number(rows[0]["p50"])),
        first_year=year(int(rows[0]["year"] or 0)),
        peak=count(number(peak["p50"])),
        band=words.numbers.span(count(number(peak["p10"])), count(number(peak["p90"]))),
        peak_year=year(int(peak["year"] or 0)),
        last=count(number(rows[-1]["p50"])),
        last_year=year(int(rows[-1]["year"] or 0)),
    )


def teachers(charts: Charts, run: str, words: Words, stage: str = ALL) -> Native | None:
    """The ledger's stocks as lines."""
    chart = charts["teachers"]
    rows = chosen(chart, run=run, stage=stage)
    if not rows:
        return None
    series = [
        Series(chart.heads[name], _column(rows, name), look, line=True, dash=name in ("approved", "outside"))
        for name, look in _LEDGER.items()
    ]
    ends = [
        words("line_told").format(
            name=each.name, first=words.numbers.count(each.values[0]), last=words.numbers.count(each.values[-1])
        )
        for each in series
    ]
    title = words("teachers_of").format(stage=words.term("stage_full", stage))
    return Native("teachers", "lines", title, words("teachers_of_note"), f"{title}{words('colon')}{words.join(ends)}",
                  words("axis_school_year"), words("axis_people"), _years(rows), series)  # fmt: skip


def gantt(charts: Charts, run: str, words: Words, most: int = 1_000) -> Native | None:
    """Projects: from the day that one future in ten has reached, past the median, to the day that nine have.

    With more than ``most`` projects those are left out that are likeliest to be in time.
    """
    rows = [row for row in chosen(charts["gantt"], run=run) if number(row["start"]) is not None]
    every, kept = len(rows), sorted(rows, key=_on_time)[:most]
    rows = [row for row in rows if row in kept]
    if not rows:
        return None
    starts = [number(row["start"]) or 0.0 for row in rows]
    middles = [number(row["middle"]) or number(row["end"]) or 0.0 for row in rows]
    ends = [number(row["end"]) or 0.0 for row in rows]
    series = [Series(words("band_base"), starts, HIDDEN)]
    for kind in (0, 1):
        mine = [row["assumed"] == kind for row in rows]
        for part, low, high, look in (("early", starts, middles, "band-50"), ("late", middles, ends, "fall")):
            steps = [max(0.0, round(b - a, 3)) if own else None for own, a, b in zip(mine, low, high, strict=True)]
            name = words(f"gantt_{part}").format(kind=words.term("project_status", ("reported", "assumed")[kind]))
            if any(mine):
                series.append(Series(name, steps, look, pattern=bool(kind)))
    names = [f"{row['name']} · {row['planned_told']} · {row['on_time']}" for row in rows]
    title, span = words("gantt_of"), (float(int(min(starts))), float(int(max(ends)) + 1))
    late = sum(_on_time(row) < 50 for row in rows)
    alt = words("gantt_told").format(n=len(rows), assumed=sum(bool(row["assumed"]) for row in rows), late=late)
    caption = words("gantt_note") + (words("gantt_cut").format(n=most, all=every) if every > most else "")
    return Native("gantt", "bars", title, caption, alt, "", words("axis_calendar"), names, series, span)


def _on_time(row: Row) -> int:
    return int(str(row["on_time"]).rstrip("%"))


def causes(charts: Charts, run: str, first: int, words: Words, measure: str = "pupils_above_standard",
           stage: str = ALL) -> Native | None:  # fmt: skip
    """The waterfall to the first year that is told after the baseline."""
    rows = chosen(charts["causes"], run=run, measure=measure, stage=stage)
    years = sorted({str(row["to"]) for row in rows})
    rows = [row for row in rows if row["to"] == years[0]] if years else []
    if not rows:
        return None
    sign = words.numbers.signed
    count = words.numbers.count
    names = [
        f"{row['name']}\n{count(number(row['mean'])) if row['kind'] == 'total' else sign(number(row['mean']))}"
        for row in rows
    ]
    title = words("causes_of").format(
        measure=words.term("measure", measure),
        first=words.numbers.school_year(first),
        last=words.numbers.school_year(int(years[0])),
    )
    told = words.join([name.replace("\n", " ") for name in names])
    caption = words("causes_note")
    return Native("causes", "columns", title, caption, f"{title}{words('colon')}{told}", "", words("axis_pupils"),
                  names, waterfall(rows, words))  # fmt: skip


def waterfall(rows: Sequence[Row], words: Words) -> list[Series]:
    """Columns from where a bar starts to where it ends, above and below zero apart; a hidden base lifts them."""
    above: dict[str, list[float | None]] = {kind: [None] * len(rows) for kind in ("total", "rise", "fall")}
    below: dict[str, list[float | None]] = {kind: [None] * len(rows) for kind in ("total", "rise", "fall")}
    lift: list[float | None] = [0.0] * len(rows)
    for place, row in enumerate(rows):
        start, end = number(row["start"]) or 0.0, number(row["end"]) or 0.0
        low, high = min(start, end), max(start, end)
        kind = str(row["kind"]) if row["kind"] in above else "total"
        if low >= 0 or high <= 0:
            lift[place] = low if low >= 0 else high
            side = above if low >= 0 else below
            side[kind][place] = round(high - low if low >= 0 else low - high, 1)
        else:
            above[kind][place], below[kind][place] = high, low
    told = [Series(words("band_base"), lift, HIDDEN)]
    for side in (above, below):
        for kind, values in side.items():
            if any(value is not None for value in values):
                told.append(Series(words(f"causes_{kind}"), values, kind))
    return told


def comparison(charts: Charts, words: Words) -> Native | None:
    """Medians of crowded pupils of each run; None for one run, and for more lines than can be told apart."""
    rows = chosen(charts["comparison"], stage=ALL)
    runs = list(dict.fromkeys(str(row["run"]) for row in rows))
    if len(runs) < 2 or len(runs) > MOST_LINES:
        return None
    by = {run: [row for row in rows if row["run"] == run] for run in runs}
    years = sorted({str(row["year"]) for row in rows})
    series = []
    for place, run in enumerate(runs):
        told = {str(row["year"]): number(row["p50"]) for row in by[run]}
        title = str(by[run][0]["title"])
        series.append(Series(title, [told.get(year) for year in years], f"series-{place + 1}", True, place % 2 == 1))
    title = words("comparison_of")
    return Native("comparison", "lines", title, words("comparison_note"), charts["comparison"].alt,
                  words("axis_school_year"), words("axis_pupils"), years, series)  # fmt: skip


def dots(charts: Charts, name: str, words: Words, rows: Iterable[Row] | None = None) -> Native | None:
    """One bar a run from 10 to 90 %, parted at the median: ``comparison_crowded``, ``comparison_cost``."""
    chart = charts[name]
    mine = [row for row in (chart.rows if rows is None else rows) if row.get("stage", ALL) == ALL]
    if len(mine) < 2:
        return None
    low, half, high = (_column(mine, key) for key in ("p10", "p50", "p90"))

    def steps(a: Sequence[float | None], b: Sequence[float | None]) -> list[float | None]:
        return [round((y or 0) - (x or 0), 3) for x, y in zip(a, b, strict=True)]

    series = [
        Series(words("band_base"), low, HIDDEN),
        Series(words("dots_early"), steps(low, half), "band-50"),
        Series(words("dots_late"), steps(half, high), "fall"),
    ]
    axis = words("axis_pupil_years" if name == "comparison_crowded" else "axis_money")
    names = [f"{row['name']} · {row['told']}" for row in mine]
    caption = words("dots_note") + (words("dots_cost") if name == "comparison_cost" else words("dots_rests"))
    return Native(name, "bars", chart.title, caption, chart.alt, "", axis, names, series)

"""Where and when seats are short: the chance of more pupils than seats, by zone and year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from seatsim.language.words import Words
from seatsim.papers.chart import Chart, Row, Spec
from seatsim.papers.charts.parts import SMALL, Part, colour, rows_spec
from seatsim.papers.charts.told import ALL, Told, number

_ROW = 30
_WRAP = {"zh": 9, "en": 14}
"""Characters of a line of a zone's name."""


def zones(told: Sequence[Told], words: Words) -> Chart:
    """One cell for each zone and year."""
    rows = [row for run in told for row in _rows(run, words)]
    heads = {"name": words("zone"), "year": words("year"), "percent": words("zones_chance")}
    warning = told[0].answers["limits"]["warning"]
    shares = {name: words.numbers.percent(warning[name]) for name in ("red", "amber")}
    return Chart(
        id="zones",
        title=words("zones_title"),
        caption=words("zones_caption").format(**shares),
        alt=_alt(told[0], rows, words, warning) if rows else words("zones_empty"),
        spec=_spec(words, heads, warning),
        rows=rows,
        by=("run", "stage"),
        heads=heads,
        empty=words("zones_empty"),
    )


def wrapped(name: str, width: int) -> str:
    """A name on lines of about so many characters, broken at spaces and behind hyphens; Chinese anywhere."""
    if len(name) <= width:
        return name
    parts = name.replace("-", "- ").split(" ") if " " in name or "-" in name else list(name)
    glue = " " if " " in name or "-" in name else ""
    lines = [""]
    for part in parts:
        told = lines[-1] + ("" if lines[-1].endswith("-") or not lines[-1] else glue) + part
        if lines[-1] and len(told) > width:
            lines.append(part)
        else:
            lines[-1] = told
    return "\n".join(lines)


def _rows(run: Told, words: Words) -> Iterator[Row]:
    """Per cent of the futures in whole numbers; zones with neither a chance nor a pupil in any year are left out."""
    names = {zone: wrapped(name, _WRAP[words.lang]) for zone, name in run.zones.items()}
    only = len(names) == 2  # one zone: it is the county
    order = list(run.zones)
    for stage, shares in run.over.items():
        pupils = run.fans["pupils", stage]
        for column, zone in enumerate(order):
            if (only and zone == ALL) or not pupils[-1, :, column].any():
                continue
            for place, year in enumerate(run.years):
                share = float(shares[place, column])
                yield {"run": run.run, "stage": stage, "zone": zone, "name": names[zone], "year": year,
                       "percent": per_cent(share)}  # fmt: skip


def per_cent(share: float) -> int:
    """Whole per cent, rounded down so that no share is lifted over a warning line; 1 for what is less but not 0."""
    return max(int(share > 0), int(share * 100 + 1e-9))


def _spec(words: Words, heads: Mapping[str, str], warning: Mapping[str, float]) -> Spec:
    red, amber = warning["red"] * 100, warning["amber"] * 100
    english = "datum.value + '/' + pad((datum.value + 1) % 100, 2, '0', 'left')"
    x: Part = {
        "field": "year",
        "type": "ordinal",
        "scale": {"paddingInner": 0.06, "paddingOuter": 0},
        "axis": {"title": words("axis_year"), "labelAngle": 0, "labelOverlap": "parity", "ticks": False,
                 "labelExpr": "datum.value" if words.chinese else english, "orient": "top", "domain": False},
    }  # fmt: skip
    y: Part = {
        "field": "name",
        "type": "ordinal",
        "sort": None,
        "scale": {"paddingInner": 0.08, "paddingOuter": 0},
        "axis": {"title": None, "labelExpr": "split(datum.label, '\\n')", "labelLimit": 130, "labelOpacity": 0},
    }  # fmt: skip
    levels = [words("heat_green"), words("heat_amber"), words("heat_red")]
    level = f"datum.percent >= {red:g} ? '{levels[2]}' : datum.percent >= {amber:g} ? '{levels[1]}' : '{levels[0]}'"
    sign = f"datum.percent >= {red:g} ? '▲' : datum.percent >= {amber:g} ? '○' : ''"
    figure = "datum.percent === 0 ? '·' : datum.percent + ''"
    scale = {"domain": levels, "range": [colour(f"heat-{name}") for name in ("green", "amber", "red")]}
    legend = {"title": words("heat_title"), "symbolType": "square", "symbolStrokeWidth": 0, "columns": 3, "offset": 8}
    tips = [
        {"field": "name", "type": "nominal", "title": heads["name"]},
        {"field": "year", "type": "ordinal", "title": heads["year"]},
        {"field": "percent", "type": "quantitative", "title": heads["percent"]},
    ]
    small = {"expr": "width < 320 ? 8.5 : 11"}
    layers: list[Part] = [
        {
            "transform": [{"calculate": level, "as": "level"}],
            "mark": {"type": "rect"},
            "encoding": {
                "x": x,
                "y": y,
                "fill": {"field": "level", "type": "nominal", "scale": scale, "legend": legend},
                "tooltip": tips,
            },
        },
        {
            "transform": [{"calculate": figure, "as": "told"}, {"calculate": sign, "as": "sign"}],
            "mark": {"type": "text", "fontSize": small, "dy": {"expr": "datum.sign ? -4 : 0"}},
            "encoding": {"x": x, "y": y, "text": {"field": "told"}},
        },
        {
            "transform": [{"calculate": sign, "as": "sign"}, {"filter": "datum.sign !== ''"}],
            "mark": {"type": "text", "fontSize": 8, "dy": 8},
            "encoding": {"x": x, "y": y, "text": {"field": "sign"}},
        },
    ]
    return rows_spec(words, _ROW, "name", [*layers, _names(y)])


def _names(y: Part) -> Part:
    """Names of the zones on one or two lines; the axis, whose own labels are not seen, keeps the room for them."""
    return {
        "transform": [{"aggregate": [{"op": "min", "field": "year", "as": "year"}], "groupby": ["name", "zone"]}],
        "mark": {"type": "text", "align": "right", "dx": -6, "fontSize": SMALL, "lineBreak": "\n", "lineHeight": 12,
                 "dy": {"expr": "indexof(datum.name, '\\n') < 0 ? 0 : -6"},
                 "fontWeight": {"expr": "datum.zone === 'all' ? 'bold' : 'normal'"}},
        "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "name"}},
    }  # fmt: skip


def _alt(run: Told, rows: Sequence[Row], words: Words, warning: Mapping[str, float]) -> str:
    """The likeliest shortage of each stage."""
    told = []
    for stage in run.over:
        mine = [row for row in rows if row["run"] == run.run and row["stage"] == stage]
        if not mine:
            continue
        worst = max(mine, key=lambda row: (number(row["percent"]) or 0, -int(row["year"] or 0)))
        red = {row["zone"] for row in mine if (number(row["percent"]) or 0) >= warning["red"] * 100}
        key = "zones_alt_stage" if worst["percent"] else "zones_alt_none"
        told.append(
            words(key).format(
                stage=words.stage(stage),
                zone=str(worst["name"]).replace("\n", "" if words.chinese else " "),
                year=words.numbers.school_year(int(worst["year"] or 0)),
                percent=f"{worst['percent']}%",
                red=len(red - {ALL}),
            )
        )
    return words("zones_alt").format(run=run.title, stages=words.join(told))

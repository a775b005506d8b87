"""Projects as rows: when each is handed over, when it was to open, and the last month to start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from seatsim.language.words import ASSUMED_MARKS, Words
from seatsim.papers.chart import Cell, Chart, Row, Spec
from seatsim.papers.charts.parts import ROW, SMALL, Part, colour, row_axis, row_text, rows_spec, stripes
from seatsim.papers.charts.told import Told
from seatsim.telling.deadlines import passed

_TICK = "M-0.14,-1H0.14V1H-0.14Z"
_SEPTEMBER = (9, 1)
_LATER = 0.4
"""How far a bar without an end goes beyond the last day that is told [years]."""
_LOW = ROW / 4
"""How far below the middle of a row its bar lies [px]."""
_STATE = 138
"""Room for the state beside the bars [px]."""


def gantt(told: Sequence[Told], words: Words) -> Chart:
    """One row a project, by planned September."""
    rows = [row for run in told for row in _rows(run, words)]
    heads = {
        "name": words("project"),
        "status": words("rests_on"),
        "planned_told": words("planned"),
        "hand_over": words("hand_over"),
        "on_time": words("on_time"),
        "state": words("latest_start"),
    }
    return Chart(
        id="gantt",
        title=words("gantt_title"),
        caption=words("gantt_caption"),
        alt=_alt(told, words) if rows else words("gantt_empty"),
        spec=_spec(words, heads, *_spans(told)),
        rows=rows,
        by=("run",),
        heads=heads,
        empty=words("gantt_empty"),
    )


def at(day: str | date | None) -> float | None:
    """A day as a year with decimals."""
    if day is None:
        return None
    told = date.fromisoformat(day) if isinstance(day, str) else day
    length = date(told.year + 1, 1, 1).toordinal() - date(told.year, 1, 1).toordinal()
    return round(told.year + (told.timetuple().tm_yday - 1) / length, 3)


def _ordered(run: Told) -> list[Mapping[str, Any]]:
    late = "9999"
    rows = run.answers["projects"]
    return sorted(rows, key=lambda row: (row["planned"], row["hand_over_p50"] or late, row["project"]))


def _rows(run: Told, words: Words) -> list[Row]:
    latest = {row["project"]: row for row in run.answers.get("latest_starts", ())}
    until = _span(run)[1]
    return [
        _row(run, place, project, latest.get(project["project"]), until, words)
        for place, project in enumerate(_ordered(run))
    ]


def _span(run: Told) -> tuple[float, float]:
    """First and last day that a run's rows tell, as years; a bar without an end goes a little further."""
    days = [at(row[f"hand_over_p{p}"]) for row in run.answers["projects"] for p in (10, 50, 90)]
    days += [at(date(row["planned"], *_SEPTEMBER)) for row in run.answers["projects"]]
    days += [at(f"{row['last_month']}-01") for row in run.answers.get("latest_starts", ()) if row["last_month"]]
    known = [day for day in days if day is not None] or [float(run.years[0]), float(run.years[-1])]
    later = any(row["hand_over_p90"] is None for row in run.answers["projects"])
    return min(known), max(known) + (_LATER if later else 0.0)


def _row(
    run: Told, place: int, project: Mapping[str, Any], latest: Mapping[str, Any] | None, until: float, words: Words
) -> Row:
    days = {p: project[f"hand_over_p{p}"] for p in (10, 50, 90)}
    numbers = words.numbers
    months = {p: words("later") if day is None else numbers.month(day) for p, day in days.items()}
    name = words.text(project["name"], project["project"])
    for mark in ASSUMED_MARKS:
        name = name.replace(mark, "").strip()
    assumed = project["status"] == "assumed"
    open_until = latest["last_month"] if latest and latest["state"] == "open" else None
    state = _state(latest, run.answers, words)
    row: dict[str, Cell] = {
        "run": run.run,
        "place": place,
        "name": f"{name} {words('mark_assumed')}" if assumed else name,
        "status": words.term("project_status", project["status"]),
        "assumed": int(assumed),
        "start": at(days[10]),
        "middle": at(days[50]),
        "end": at(days[90]) if days[90] or not days[10] else until,
        "later": int(days[90] is None),
        "planned": at(date(project["planned"], *_SEPTEMBER)),
        "latest": at(f"{open_until}-01") if open_until else None,
        "planned_told": words("in_september").format(year=project["planned"]),
        "hand_over": f"{months[50]} ({numbers.span(months[10], months[90])})",
        "on_time": numbers.percent(project["on_time"]),
        "state": state,
    }
    return row


def _state(latest: Mapping[str, Any] | None, answers: Mapping[str, Any], words: Words) -> str:
    """The last month to start, or why there is none."""
    if latest is None:
        return words("latest_unknown")
    if latest["state"] == "open":
        form = "latest_passed" if passed(latest["last_month"], answers) else "latest_open"
        return words(form).format(month=words.numbers.month(latest["last_month"]))
    if latest["state"] == "too-late" and latest.get("reached"):
        return words("latest_reached").format(year=latest["reached"])
    return words.term("latest_state", latest["state"])


def _spans(told: Sequence[Told]) -> tuple[float, float]:
    """One axis for every run."""
    spans = [_span(run) for run in told if run.answers["projects"]] or [_span(told[0])]
    return min(first for first, _ in spans), max(last for _, last in spans)


def _spec(words: Words, heads: Mapping[str, str], first: float, last: float) -> Spec:
    edge = 0.02 * (last - first) + 0.05
    span = last - first + 2 * edge
    x: Part = {
        "field": "start",
        "type": "quantitative",
        "scale": {"zero": False, "nice": False, "domain": [
            first - edge, {"expr": f"{last + edge:.3f} + {span:.3f} * {_STATE} / (width - {_STATE})"}]},
        "axis": {"values": list(range(int(first), int(last) + 2)), "format": "d", "labelOverlap": "parity",
                 "title": words("axis_calendar"), "orient": "top", "gridDash": [1, 3]},
    }  # fmt: skip
    tips = [{"field": field, "type": "nominal", "title": title} for field, title in heads.items()]
    beside = {"fill": colour("ink-soft"), "fontSize": SMALL, "dy": 0, "yOffset": _LOW}
    layers: list[Part] = [
        stripes(),
        _bars(words, x),
        {
            "transform": [{"filter": "datum.later === 1"}],
            "mark": {"type": "text", "text": "▶", "align": "left", "yOffset": _LOW, "dx": 3, "fontSize": SMALL},
            "encoding": {"x": {"field": "end", "type": "quantitative"}, "y": row_axis()},
        },
        *_points(words),
        row_text("name", "width"),
        row_text("state", f"{_STATE}", right=True, mark=beside),
        {
            "mark": {"type": "rect", "opacity": 0},
            "encoding": {"y": row_axis(), "x": {"value": 0}, "x2": {"value": "width"}, "tooltip": tips},
        },
    ]
    return rows_spec(words, ROW, "place", layers)


def _bars(words: Words, x: Part) -> Part:
    """From 10 to 90 %: solid where the project is reported, hollow and dashed where it is assumed."""
    kinds = [words.term("project_status", "reported"), words.term("project_status", "assumed")]
    fills = {"domain": kinds, "range": [colour("reported"), colour("ground")]}
    legend = {"title": words("gantt_bar"), "columns": 2, "symbolType": "square", "offset": 6,
              "symbolStrokeColor": colour("ink-soft")}  # fmt: skip
    return {
        "transform": [{"filter": "isValid(datum.start)"}],
        "mark": {"type": "bar", "height": 11, "yOffset": _LOW, "stroke": colour("reported"), "strokeWidth": 1.4,
                 "cornerRadius": 2},
        "encoding": {
            "x": x,
            "x2": {"field": "end"},
            "y": row_axis(),
            "fill": {"field": "status", "type": "nominal", "scale": fills, "legend": legend},
            "strokeDash": {"condition": {"test": "datum.assumed === 1", "value": [4, 2]}, "value": [1, 0]},
        },
    }  # fmt: skip


def _points(words: Words) -> list[Part]:
    """Median hand-over, planned September and latest month, each with a shape of its own."""
    shapes = [words("mark_median"), words("mark_planned"), words("mark_latest")]
    shape = {"domain": shapes, "range": [_TICK, "diamond", "triangle-right"]}
    legend = {"title": None, "columns": {"expr": "width < 400 ? 2 : 3"}, "offset": 6}
    marks = [("middle", "ink", "ink"), ("planned", "seats", "ground"), ("latest", "open", "ground")]
    return [
        {
            "transform": [{"filter": f"isValid(datum.{field})"}],
            "mark": {"type": "point", "size": 90, "yOffset": _LOW, "filled": False, "fill": colour(fill),
                     "stroke": colour(stroke), "strokeWidth": 1, "opacity": 1},
            "encoding": {
                "x": {"field": field, "type": "quantitative"},
                "y": row_axis(),
                "shape": {"datum": told, "type": "nominal", "scale": shape, "legend": legend},
            },
        }
        for (field, fill, stroke), told in zip(marks, shapes, strict=True)
    ]  # fmt: skip


def _alt(told: Sequence[Told], words: Words) -> str:
    """How many projects, how many assumed, and what is too late."""
    sentences = []
    for run in told:
        projects = run.answers["projects"]
        if not projects:
            continue
        states = [row["state"] for row in run.answers.get("latest_starts", ())]
        first = min(projects, key=lambda row: (row["planned"], row["project"]))
        last = max(projects, key=lambda row: (row["planned"], row["project"]))
        sentences.append(
            words("gantt_alt").format(
                run=run.title,
                n=len(projects),
                assumed=sum(row["status"] == "assumed" for row in projects),
                first=first["planned"],
                last=last["planned"],
                late=sum(row["on_time"] < 0.5 for row in projects),
                open=states.count("open"),
                too_late=states.count("too-late"),
                under_way=states.count("under-way"),
            )
        )
    return " ".join(sentences)

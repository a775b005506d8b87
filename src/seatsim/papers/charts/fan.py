"""Pupils against seats by stage and zone: what is certain, what is likely, and from when births are continued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from seatsim.domain.stages import CLASS_STAGES
from seatsim.language.words import Words
from seatsim.papers.chart import Chart, Row, Spec
from seatsim.papers.charts.parts import (
    Part,
    amounts_axis,
    apart,
    bands,
    baseline_mark,
    colour,
    continued_mark,
    end_label,
    hover,
    last_only,
    line,
    spec,
    years_axis,
)
from seatsim.papers.charts.told import ALL, FAN, STATISTICS, Told, number, whole

_SEATS = ("p50", "p10", "p90")


def fan(told: Sequence[Told], words: Words) -> Chart:
    """Median and bands of pupils, seats as steps."""
    rows = [row for run in told for row in _rows(run)]
    heads = {
        "year": words("year"),
        "p50": words("pupils_median"),
        "p10": words("pupils_p10"),
        "p90": words("pupils_p90"),
        "seats": words("seats_median"),
    }
    first, last = min(t.years[0] for t in told), max(t.years[-1] for t in told)
    return Chart(
        id="fan",
        title=words("fan_title"),
        caption=words("fan_caption"),
        alt=_alt(told[0], rows, words) if rows else words("fan_empty"),
        spec=_spec(words, first, last, heads),
        rows=rows,
        by=("run", "stage", "zone"),
        heads=heads,
        empty=words("fan_empty"),
    )


def known(run: Told, stages: Iterable[str]) -> Mapping[int, int]:
    """1 for each year all of whose entrants are born by the last known births, 0 from where births are continued."""
    from_ = run.answers["rests_on"]["births_continued_from"]
    at = min((from_[each] for each in stages if each in from_), default=None)
    return {year: int(at is None or year < at) for year in run.years}


def _rows(run: Told) -> Iterator[Row]:
    """One row for each stage, zone and year; zones without a pupil and without a seat in the stage are left out."""
    zones = list(run.zones)
    for stage in FAN["pupils"]:
        pupils = run.fans.get(("pupils", stage))
        if pupils is None:
            continue
        seats = run.fans.get(("seats", stage))
        born = known(run, (stage,))
        told = zones if stage in CLASS_STAGES else [ALL]
        for zone in told:
            column = zones.index(zone) if pupils.shape[2] > 1 else -1
            if not pupils[:, :, column].any() and (seats is None or not seats[:, :, column].any()):
                continue
            for place, year in enumerate(run.years):
                row: dict[str, str | int | float | None] = {"run": run.run, "stage": stage, "zone": zone, "year": year}
                row["known"] = born[year]
                for name, value in zip(STATISTICS, pupils[:, place, column], strict=True):
                    row[name] = whole(value)
                for name in _SEATS:
                    key = "seats" if name == "p50" else f"seats_{name}"
                    at = list(STATISTICS).index(name)
                    row[key] = None if seats is None else whole(seats[at, place, column])
                yield row


def _spec(words: Words, first: int, last: int, heads: Mapping[str, str]) -> Spec:
    x = years_axis(words, first, last)
    y = amounts_axis(words("axis_pupils_seats"), "p025")
    layers = bands(words, x)
    layers[0]["encoding"]["y"] = y
    edge = {"interpolate": "step-after", "strokeWidth": 0.9, "strokeDash": [2, 2]}
    seats: list[Part] = [
        {
            "mark": {"type": "area", "interpolate": "step-after", "fill": colour("seats"), "fillOpacity": 0.1},
            "encoding": {"x": x, "y": {"field": "seats_p10", "type": "quantitative"}, "y2": {"field": "seats_p90"}},
        },
        line(x, "seats_p10", "seats", edge),
        line(x, "seats_p90", "seats", edge),
        line(x, "seats", "seats", {"interpolate": "step-after", "strokeDash": [7, 3]}),
    ]
    named = apart("p50", "seats", ("p975", "seats_p90"))
    names = [
        end_label(words("label_pupils"), x, "p50_at", "median"),
        end_label(words("label_seats"), x, "seats_at", "seats"),
    ]
    for name in names:
        name["transform"] = [*named, *last_only()]
    return spec(
        words,
        300,
        [
            *continued_mark(words, x),
            *layers,
            *seats,
            *baseline_mark(words, x, first),
            line(x, "p50", "median", {"strokeWidth": 2.5}),
            *names,
            hover(x, heads, "p975"),
        ],
    )


def _alt(run: Told, rows: Sequence[Row], words: Words) -> str:
    """Peak of the median and the seats at that time, by stage of the county."""
    numbers = words.numbers
    told = []
    for stage in CLASS_STAGES:
        mine = [r for r in rows if r["run"] == run.run and r["stage"] == stage and r["zone"] == ALL]
        if not mine:
            continue
        peak = max(mine, key=lambda row: (row["p50"] or 0, -int(row["year"] or 0)))
        end = mine[-1]
        told.append(
            words("fan_alt_stage").format(
                stage=words.stage(stage),
                peak=numbers.count(number(peak["p50"])),
                band=numbers.span(numbers.count(number(peak["p10"])), numbers.count(number(peak["p90"]))),
                year=numbers.school_year(int(peak["year"] or 0)),
                seats=numbers.count(number(peak["seats"])),
                end=numbers.count(number(end["p50"])),
                end_seats=numbers.count(number(end["seats"])),
                horizon=numbers.school_year(int(end["year"] or 0)),
            )
        )
    return words("fan_alt").format(run=run.title, stages=words.join(told))

"""Pupils in crowded classes and schools, with the base plan or the reference beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from seatsim.domain.measures import MEASURE
from seatsim.domain.stages import CLASS_STAGES
from seatsim.language.words import Words
from seatsim.papers.chart import Cell, Chart, Row, Spec
from seatsim.papers.charts.fan import known
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
from seatsim.telling.rooms import rooms_told

MEASURES = ("pupils_above_standard", "pupils_large", "pupils_oversized")


def crowding(told: Sequence[Told], words: Words) -> Chart:
    """Median and bands of crowded pupils; the base run's median, or milestones of the reference, beside.

    The base stands beside runs that are compared alone: futures of another county or seed are no measure of a plan.
    """
    base = told[0] if len(told) > 1 and told[0].shared is not None else None
    rows = [row for run in told for row in _rows(run, base)]
    beside = base.title if base else words("reference")
    rests = rooms_told(told[0].answers, words, "crowding_rests")
    heads = {
        "year": words("year"),
        "p50": words("pupils_median"),
        "p10": words("pupils_p10"),
        "p90": words("pupils_p90"),
        "beside": words("beside_median").format(beside=beside),
    }
    first, last = min(t.years[0] for t in told), max(t.years[-1] for t in told)
    return Chart(
        id="crowding",
        title=words("crowding_title"),
        caption=words("crowding_caption_base" if base else "crowding_caption_reference").format(
            beside=beside, rests=rests
        ),
        alt=_alt(told[0], rows, words) if rows else words("crowding_empty"),
        spec=_spec(words, first, last, heads, line_beside=base is not None),
        rows=rows,
        by=("run", "stage", "zone", "measure"),
        heads=heads,
        empty=words("crowding_empty"),
        followed={measure: FAN[measure] for measure in MEASURES},
    )


def _rows(run: Told, base: Told | None) -> Iterator[Row]:
    """One row a year, for each measure, stage and zone in which a future has such a pupil."""
    zones = list(run.zones)
    for measure in MEASURES:
        for stage in FAN[measure]:
            found = run.fans.get((measure, stage))
            if found is None:
                continue
            born = known(run, _counted(measure, stage))
            for zone in zones if found.shape[2] > 1 else [ALL]:
                column = zones.index(zone) if found.shape[2] > 1 else -1
                if not found[-1, :, column].any():
                    continue
                beside = _beside(run, base, measure, stage, zone)
                for place, year in enumerate(run.years):
                    row: dict[str, Cell] = {"run": run.run, "measure": measure, "stage": stage, "zone": zone}
                    row |= {"year": year, "known": born[year]}
                    values = found[:, place, column]
                    row |= {name: whole(value) for name, value in zip(STATISTICS, values, strict=True)}
                    yield row | {"beside": beside.get(year)}


def _counted(measure: str, stage: str) -> tuple[str, ...]:
    """Stages that a row counts; ``all`` leaves out those that the measure tells apart."""
    return (stage,) if stage != ALL else tuple(s for s in CLASS_STAGES if s not in MEASURE[measure].apart)


def _beside(run: Told, base: Told | None, measure: str, stage: str, zone: str) -> Mapping[int, int | None]:
    """Median by year of the base run; of a run alone, what page one tells of the reference."""
    if base is not None:
        found = base.fans.get((measure, stage))
        if base is run or found is None or zone not in base.zones:
            return {}
        column = list(base.zones).index(zone) if found.shape[2] > 1 else -1
        medians = found[list(STATISTICS).index("p50"), :, column]
        return {year: whole(value) for year, value in zip(base.years, medians, strict=True)}
    told = run.answers["crowding"].get("reference", {}).get(measure, {}).get(stage)
    if zone != ALL or told is None or run.answers.get("reference_scenario") == run.answers["scenario"]:
        return {}
    years = {"now": run.years[0], "horizon": run.years[-1]}
    return {years.get(name) or int(name): whole(stats["p50"]) for name, stats in told.items() if name != "peak"}


def _spec(words: Words, first: int, last: int, heads: Mapping[str, str], line_beside: bool) -> Spec:
    x = years_axis(words, first, last)
    layers = bands(words, x)
    layers[0]["encoding"]["y"] = amounts_axis(words("axis_pupils"), "p025")
    beside: list[Part] = []
    if line_beside:
        beside.append(line(x, "beside", "reference", {"strokeDash": [3, 3]}))
    diamond = {"type": "point", "shape": "diamond", "size": 70, "fill": colour("ground"), "stroke": colour("reference")}
    told = [{"filter": "isValid(datum.beside)"}]
    if not line_beside:
        beside.append(
            {
                "transform": told,
                "mark": diamond,
                "encoding": {"x": x, "y": {"field": "beside", "type": "quantitative"}},
            }
        )
    names = [
        end_label(words("label_this"), x, "p50_at", "median"),
        end_label(words("label_base" if line_beside else "label_reference"), x, "beside_at", "reference"),
    ]
    for name in names:
        name["transform"] = [*apart("p50", "beside", ("p975", "beside")), *last_only()]
    names[1]["transform"].append({"filter": "isValid(datum.beside)"})
    return spec(
        words,
        280,
        [
            *continued_mark(words, x),
            *layers,
            *baseline_mark(words, x, first),
            *beside,
            line(x, "p50", "median", {"strokeWidth": 2.5}),
            *names,
            hover(x, heads, "p975"),
        ],
    )


def _alt(run: Told, rows: Sequence[Row], words: Words) -> str:
    """From what to what the median moves, for each measure of the whole county."""
    numbers = words.numbers
    told = []
    for measure in MEASURES:
        mine = [r for r in rows if (r["run"], r["measure"], r["stage"], r["zone"]) == (run.run, measure, ALL, ALL)]
        if not mine:
            told.append(words("crowding_alt_nobody").format(measure=words.term("measure", measure)))
            continue
        first, last = mine[0], mine[-1]
        peak = max(mine, key=lambda row: (number(row["p50"]) or 0, -int(row["year"] or 0)))
        told.append(
            words("crowding_alt_measure").format(
                measure=words.term("measure", measure),
                first=numbers.count(number(first["p50"])),
                band=numbers.span(numbers.count(number(first["p10"])), numbers.count(number(first["p90"]))),
                baseline=numbers.school_year(run.years[0]),
                peak=numbers.count(number(peak["p50"])),
                peak_year=numbers.school_year(int(peak["year"] or 0)),
                last=numbers.count(number(last["p50"])),
                horizon=numbers.school_year(run.years[-1]),
            )
        )
    return words("crowding_alt").format(run=run.title, measures=words.join(told))

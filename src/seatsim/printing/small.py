"""Runs as small tables that fit a terminal of 80 columns, whatever its font makes of ambiguous widths."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from seatsim.domain.milestones import reached
from seatsim.domain.stages import STAGES
from seatsim.language.small import SMALL
from seatsim.language.words import Words
from seatsim.printing.cells import WIDTH
from seatsim.printing.narrow import Table, folded, small_lines
from seatsim.printing.signs import bars, written
from seatsim.printing.small_runs import differ, remarks
from seatsim.printing.sparkline import sparkline
from seatsim.results.titles import labels, titles
from seatsim.telling.cells import Block, project_name

if TYPE_CHECKING:
    from rich.console import Console

    from seatsim.results.read import Results

_MOST_BARS = 16
"""Most years that a row of bars shows; of more, every second, third … stands for its neighbours."""
_MOST_PROJECTS = 10
_YUAN = 10_000
_CROWDING = "pupils_above_standard"
_MEASURES = ("pupils", "seats", _CROWDING, "empty_seats", "teachers_needed", "teachers")
Medians = Mapping[tuple[str, str], Sequence[float]]
"""Medians of the county by year, for each measure and stage."""


def print_small(runs: Sequence[Results], lang: str) -> None:
    """Print the tables of every run, and with several runs one that sets them side by side. Raises RefusedFolder."""
    from rich.console import Console

    words = Words(lang, SMALL)
    names = [words.text(title) for title in titles(runs, labels(runs))]
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    if len(runs) > 1:
        _print(console, _runs(runs, names, words))
        _say(console, _legend(runs, words))
        for remark in remarks(runs, names, words):
            _say(console, remark)
        console.print()
    for run, name in zip(runs, names, strict=True):
        _print_run(console, run, name, words)


def _milestones(run: Results, horizon: int) -> tuple[str, ...]:
    """Milestones that lie within a horizon."""
    return tuple(map(str, reached(run.years[0], horizon)))


def _legend(runs: Sequence[Results], words: Words) -> str:
    """What the columns of several runs mean."""
    horizon = min(run.answers["horizon"] for run in runs)
    told = _milestones(runs[0], horizon)
    years = words("runs_legend_years").format(years=words.listed(told)) if told else ""
    return words("runs_legend").format(year=horizon, years=years)


def narrow_note(folder: str, lang: str) -> str | None:
    """What is said where page one is wider than the terminal that it is printed on; None where it is not."""
    columns = get_terminal_size().columns
    if not sys.stdout.isatty() or columns >= WIDTH:
        return None
    return Words(lang, SMALL)("narrow").format(columns=columns, width=WIDTH, folder=folder)


def _print_run(console: Console, run: Results, name: str, words: Words) -> None:
    answers, told = run.answers, _medians(run)
    _say(
        console,
        words("head" if answers["replications"] > 1 else "head_one").format(
            county=words.text(answers["county_name"], answers["county"]),
            title=name,
            years=words.numbers.school_years(run.years[0], run.years[-1]),
            n=words.numbers.count(answers["replications"]),
            date=answers["information_date"],
        ),
        style="bold",
    )
    _say(console, words("legend"))
    rooms = answers["rests_on"]["classrooms_and_classes"]
    if rooms != "registered":
        _say(console, words(f"rooms_{rooms}"))
    for table in (_pupils(run, told, words), _crowded(run, told, words), _empty(run, told, words)):
        _print(console, table)
    if ("teachers_needed", "all") in told:
        _print(console, _teachers(run, told, words))
    else:
        _say(console, words("no_teachers"))
    if answers["projects"]:
        _print(console, _projects(answers, words))
    else:
        _say(console, words("no_projects"))
    console.print()


def _medians(run: Results) -> Medians:
    """Medians of the county that the tables need, by year."""
    import polars as pl

    table = run.table("summary.csv").filter((pl.col("zone") == "all") & pl.col("measure").is_in(_MEASURES))
    found: dict[tuple[str, str], dict[int, float]] = {}
    for measure, stage, year, median in table.select("measure", "stage", "year", "p50").iter_rows():
        found.setdefault((measure, stage), {})[year] = median
    return {
        key: [by_year[year] for year in run.years] for key, by_year in found.items() if len(by_year) == len(run.years)
    }


def _stages(told: Medians, measure: str, words: Words) -> Iterator[tuple[str, str]]:
    """Stages of a measure and their names."""
    for stage in (*STAGES, "all"):
        if (measure, stage) in told:
            yield stage, words.stage(stage)


def _bars(values: Sequence[float]) -> str:
    """Bars of some years, in signs that the terminal can write."""
    step = -(-len(values) // _MOST_BARS)
    return sparkline(values[(len(values) - 1) % step :: step], bars=bars())


def _span(run: Results, words: Words) -> str:
    return words("years").format(first=run.years[0], last=run.years[-1])


def _pupils(run: Results, told: Medians, words: Words) -> Table:
    """Pupils at the start, at their peak and at the horizon, beside the seats."""
    first, last, count = run.years[0], run.years[-1], words.numbers.count
    rows = []
    for stage, name in _stages(told, "pupils", words):
        pupils, seats = told["pupils", stage], told.get(("seats", stage))
        peak = run.answers["peaks"].get(stage, {}).get("peak")
        rows.append(
            (
                name,
                _bars(pupils),
                count(pupils[0]),
                count(peak["pupils"]["p50"]) if peak else "",
                str(peak["year"]["p50"]) if peak else "",
                count(pupils[-1]),
                count(seats[0]) if seats else "",
                count(seats[-1]) if seats else "",
            )
        )
    heads = (str(first), words("peak"), words("peak_year"), str(last))
    seat_heads = (words("seats_in").format(year=first), words("seats_in").format(year=last))
    return Table((words("pupils"), _span(run, words), *heads, *seat_heads), tuple(rows), spare=(1, 6))


def _crowded(run: Results, told: Medians, words: Words) -> Table:
    """Pupils in classes above the standard, the reference's beside them."""
    block, count = run.answers["crowding"], words.numbers.count
    beside = block.get("reference", {}).get(_CROWDING)
    horizon = str(run.years[-1])
    years = [year for year in _milestones(run, run.years[-1]) if year != horizon and year in block[_CROWDING]["all"]]
    heads, rows = [words("crowded"), _span(run, words), str(run.years[0])], []
    for year in (*years, horizon):
        heads += [year, words("reference")] if beside else [year]
    for stage, name in _stages(told, _CROWDING, words):
        stats = block[_CROWDING][stage]
        row = [
            words("all_school") if stage == "all" else name,
            _bars(told[_CROWDING, stage]),
            count(stats["now"]["p50"]),
        ]
        for year in (*years, "horizon"):
            row.append(count(stats[year]["p50"]))
            row += [count(beside[stage][year]["p50"])] if beside else []
        rows.append(tuple(row))
    return Table(tuple(heads), tuple(rows), spare=(1,))


def _empty(run: Results, told: Medians, words: Words) -> Table:
    """Empty seats now and at the horizon."""
    block, count = run.answers["empty_seats"], words.numbers.count
    beside = block.get("reference")
    heads = [words("empty"), _span(run, words), str(run.years[0]), str(run.years[-1])]
    rows = []
    for stage, name in _stages(told, "empty_seats", words):
        row = [name, _bars(told["empty_seats", stage]), count(block[stage]["now"]["p50"])]
        row.append(count(block[stage]["horizon"]["p50"]))
        row += [count(beside[stage]["horizon"]["p50"])] if beside else []
        rows.append(tuple(row))
    return Table((*heads, *((words("reference"),) if beside else ())), tuple(rows), spare=(1,))


def _teachers(run: Results, told: Medians, words: Words) -> Table:
    """Teachers needed and there."""
    count, places = words.numbers.count, sorted({0, len(run.years) // 2, len(run.years) - 1})
    heads = [words("teachers"), _span(run, words)]
    for place in places:
        heads += [words("needed_in").format(year=run.years[place]), words("there")]
    rows = []
    for stage, name in _stages(told, "teachers_needed", words):
        needed, there = told["teachers_needed", stage], told["teachers", stage]
        rows.append((name, _bars(needed), *(count(each[place]) for place in places for each in (needed, there))))
    return Table(tuple(heads), tuple(rows), spare=(1,))


def _projects(answers: Block, words: Words) -> Table:
    """Projects with their planned September and when they are handed over, the least likely to be in time first."""
    projects = sorted(answers["projects"], key=lambda row: (row["on_time"], row["project"]))
    shown = projects[:_MOST_PROJECTS]
    rows = [
        (
            project_name(row, words),
            words.term("project_kind", row["kind"]),
            str(row["planned"]),
            words("range").format(low=_month(row["hand_over_p10"], words), high=_month(row["hand_over_p90"], words)),
            words.numbers.percent(row["on_time"]),
        )
        for row in shown
    ]
    title = words("projects").format(shown=len(shown), all=len(projects))
    heads = (title, words.term("column", "kind"), words("planned"), words("hand_over"), words("on_time"))
    return Table(heads, tuple(rows), left=(0, 1), spare=(1,))


def _month(date: str | None, words: Words) -> str:
    """Month of an ISO date."""
    return words("later") if date is None else date[:7]


def _runs(runs: Sequence[Results], names: Sequence[str], words: Words) -> Table:
    """One row a run: crowding, the first year without a large class, empty seats, what it costs."""
    horizon = min(run.answers["horizon"] for run in runs)
    heads = (
        words("runs"),
        words("crowded_pupil_years"),
        *_milestones(runs[0], horizon),
        words("first_large"),
        words("empty_in"),
        words("capital"),
        words("recurrent"),
    )
    if differ(runs):
        names = [words("to_year").format(name=name, year=run.years[-1]) for name, run in zip(names, runs, strict=True)]
    rows = zip(names, (_run(run, horizon, words) for run in runs), strict=True)
    return Table(heads, tuple((name, *row) for name, row in rows), spare=(1, 1))


def _run(run: Results, horizon: int, words: Words) -> tuple[str, ...]:
    answers, count, told = run.answers, words.numbers.count, _medians(run)
    above = told[_CROWDING, "all"]
    first = answers["first_year"]["large"]["all"]["p50"]
    total = answers["crowded_pupil_years"][_CROWDING]["all"]
    capital, recurrent = _costs(answers["money"])
    return (
        count(total["horizon"]["p50"]) if answers["horizon"] == horizon else "",
        *(count(_in(int(year), run, above)) for year in _milestones(run, horizon)),
        words("by_horizon_not").format(year=answers["horizon"]) if first is None else str(first),
        count(_in(horizon, run, told["empty_seats", "all"])),
        count(capital),
        count(recurrent),
    )


def _in(year: int, run: Results, values: Sequence[float]) -> float | None:
    """A value of one year; None where the run does not tell that year."""
    return values[run.years.index(year)] if year in run.years else None


def _costs(money: Mapping[str, Any]) -> tuple[float, float | None]:
    """Capital, and recurrent spending of the years after the baseline, means [10^4 yuan]; None: it is not told."""
    capital = sum(row["paid"]["mean"] for row in money["capital"])
    if money.get("parts") is None:
        return capital, None
    parts = money["parts"]["parts"]
    return capital, sum(row["scenario"] for name, row in parts.items() if name != "capital") / _YUAN


def _print(console: Console, table: Table) -> None:
    """Print a table; where it is too wide, columns that can be spared are left out."""
    head, *lines = small_lines(table)
    console.print()
    console.print(head, style="bold")
    for line in lines:
        console.print(line)


def _say(console: Console, text: str, style: str = "") -> None:
    """Print a sentence, folded to 80 cells."""
    for line in folded(written(text)):
        console.print(line, style=style)

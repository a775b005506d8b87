"""What ``compare`` prints: who is compared, the verdict, the figures, regret, bridge or build, pairing; 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatsim.comparing.verdict import find
from seatsim.language.comparison import COMPARISON
from seatsim.language.words import Words
from seatsim.printing.comparison_bridges import bridge_lines
from seatsim.printing.comparison_figures import avoided_lines, by_year_lines, figure_lines, first_year_lines, label
from seatsim.printing.comparison_lines import Line, head, legend, span, table
from seatsim.printing.narrow import WIDTH, folded
from seatsim.printing.signs import written
from seatsim.telling.cells import Block

MOST_WHOLE = 2
"""Plans of which everything is printed."""
_MOST_DIFFERS = 8
_YUAN = 10_000
_MOST_TIMES = 1_000
"""Times fewer beyond which it is only told that there are more."""


def print_comparison(comparison: Block, lang: str) -> None:
    """Print a comparison to standard output in ``zh`` or ``en``, plain when it is no terminal."""
    from rich.console import Console

    console = Console(width=WIDTH, highlight=False, markup=False, emoji=False)
    for line in comparison_lines(comparison, Words(lang, COMPARISON)):
        for part in folded(written(line.text), ambiguous=1):
            console.print(part, style="bold" if line.bold else None)


def comparison_lines(comparison: Block, words: Words) -> Iterator[Line]:
    """Every line, in order; running text is not wrapped yet."""
    others = comparison["others"]
    many = len(others) > MOST_WHOLE
    yield from _what(comparison, words)
    if len(others) > 1:
        yield from _overview_lines(comparison, words)
    for row in others:
        yield from head(words("verdict").format(title=_title(row, words)))
        yield Line(words.text(row["verdict"]))
    if many:
        yield Line(words("many").format(n=MOST_WHOLE))
    for row in () if many else others:
        yield from head(words("figures").format(title=_title(row, words)))
        yield from legend(words("figures_legend"))
        yield from figure_lines(row, words)
        yield from by_year_lines(row, words)
        yield from avoided_lines(row, words)
        yield from first_year_lines(row, comparison["horizon"], words)
        yield from _cost_lines(row, words)
    yield from _regret_lines(comparison, words)
    if not many:
        yield from bridge_lines(comparison, words)
    for row in () if many else others:
        yield from _pairing_lines(row, comparison["horizon"], len(others) > 1, words)


def _title(row: Block, words: Words) -> str:
    return words.text(row["title"], row["run"])


def _what(comparison: Block, words: Words) -> Iterator[Line]:
    """What is compared, and what must be minded."""
    years = words.numbers.school_years(comparison["baseline_year"], comparison["horizon"])
    county = words.text(comparison["county_name"], comparison["county"])
    count = comparison["replications"]
    told = words("head" if count > 1 else "head_one")
    yield Line(told.format(county=county, years=years, n=words.numbers.count(count)), True)
    for key, row in (("head_base", comparison["base"]), *(("head_other", row) for row in comparison["others"])):
        yield Line(words(key).format(title=_title(row, words), folder=row["folder"]))
    for note in comparison["notes"]:
        yield Line(words.text(note))
    for row in comparison["others"]:
        if row["differs"]:
            yield Line(words("differs").format(title=_title(row, words)), True)
        for each in row["differs"][:_MOST_DIFFERS]:
            yield Line(words("differs_row").format(**each))
        if len(row["differs"]) > _MOST_DIFFERS:
            yield Line(words("differs_more").format(n=len(row["differs"]) - _MOST_DIFFERS))


def _marked(row: Block, words: Words) -> str:
    """Title of a plan, marked where not the plan alone differs."""
    return _title(row, words) + ("†" if row.get("differs") else "")


def _mark_lines(comparison: Block, words: Words) -> Iterator[Line]:
    if any(row["differs"] for row in comparison["others"]):
        yield from legend(words("nature_mark"))


def _overview_lines(comparison: Block, words: Words) -> Iterator[Line]:
    """One row a plan."""
    signed, horizon = words.numbers.signed, comparison["horizon"]
    names = ("avoided", "chance", "capital", "recurrent", "empty")
    heads = [words("run"), *(words(f"overview_{name}") for name in names)]
    rows = []
    for row in comparison["others"]:
        avoided = find(row["avoided"], measure="pupils_above_standard", stage="all")
        empty = find(row["measures"], measure="empty_seats", stage="all", year=horizon)
        told = [(row["cost"][name] or {"mean": None})["mean"] for name in ("capital", "recurrent")]
        told.append(None if empty is None else empty["difference"]["mean"])
        spared = "–" if avoided is None else signed(avoided["mean"])
        chance = "–" if avoided is None else words.numbers.percent(avoided["chance"])
        rows.append((_marked(row, words), spared, chance, *map(signed, told)))
    yield from head(words("overview").format(year=horizon))
    yield from table(heads, rows)
    yield from legend(words("overview_legend"))
    yield from _mark_lines(comparison, words)


def _cost_lines(row: Block, words: Words) -> Iterator[Line]:
    """Capital and recurrent cost more than the base, and per pupil-year spared."""
    numbers, cost = words.numbers, row["cost"]
    heads = [words("what"), words("million"), words("interval"), words("band"), words("per_year")]
    rows = []
    for name in ("capital", "recurrent"):
        told, per = cost[name], cost["per_avoided"][name]
        if told is None:
            continue
        each = "–" if per is None else numbers.count(per["value"] * _YUAN)
        if per is not None and per["low"] is not None:
            each += f" ({numbers.span(*(numbers.count(per[end] * _YUAN) for end in ('low', 'high')))})"
        interval, band = (span(told, *ends, words) for ends in (("low", "high"), ("p10", "p90")))
        rows.append((words(name), numbers.signed(told["mean"]), interval, band, each))
    yield from head(words("costs"))
    yield from table(heads, rows)
    yield from legend(words("costs_legend"))


def _regret_lines(comparison: Block, words: Words) -> Iterator[Line]:
    count = words.numbers.count
    titles = {row["run"]: _marked(row, words) for row in (comparison["base"], *comparison["others"])}
    heads = [words("run"), words("crowded_mean"), words("p90"), words("seats_mean"), words("p90")]
    heads += [words("cost_mean"), words("p90"), words("best")]
    rows = []
    for row in comparison["regret"]:
        cells = []
        for name in ("crowded_pupil_years", "empty_seats", "empty_seat_cost"):
            told = row[name] or {"mean": None, "p90": None}
            cells += [count(told["mean"]), count(told["p90"])]
        rows.append((titles[row["run"]], *cells, words.numbers.percent(row["best"])))
    yield from head(words("regret"))
    yield from table(heads, rows)
    yield from legend(words("regret_legend").format(year=comparison["horizon"]))
    yield from _mark_lines(comparison, words)


_PAIRED: Sequence[tuple[str, str, str]] = (
    *(("pupils_above_standard", stage, "sum") for stage in ("kindergarten", "primary", "junior", "senior", "all")),
    ("pupils_large", "all", "sum"),
    ("empty_seats", "all", "horizon"),
    ("spending", "all", "horizon"),
)


def _pairing_lines(row: Block, horizon: int, named: bool, words: Words) -> Iterator[Line]:
    """How many replications pairing saved, for the headline."""
    numbers = words.numbers
    rows = []
    for measure, stage, year in _PAIRED:
        wanted = horizon if year == "horizon" else year
        for told in row["measures"]:
            if (told["measure"], told["stage"], told["year"]) == (measure, stage, wanted):
                pairing = told["pairing"]
                cells = [numbers.decimal(pairing["correlation"]), *_saved(pairing, words)]
                rows.append((label(measure, stage, words), *cells))
    title = f"{words('pairing')} · {_title(row, words)}" if named else words("pairing")
    yield from head(title)
    yield from table([words("what"), words("correlation"), words("times_fewer"), words("as_sure")], rows)
    yield from legend(words("pairing_legend"))


def _saved(pairing: Block, words: Words) -> tuple[str, str]:
    """How many times fewer futures are enough, and how many unpaired ones these are worth; no more than is useful."""
    times, worth = pairing["times_fewer"], pairing["unpaired_replications"]
    if times is None or times <= _MOST_TIMES:
        return words.numbers.decimal(times, 1), words.numbers.count(worth)
    most = (_MOST_TIMES, worth / times * _MOST_TIMES)
    low, high = (words("over").format(n=words.numbers.count(each)) for each in most)
    return low, high

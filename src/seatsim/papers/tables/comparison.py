"""Scenarios beside the base: verdicts, differences, first years, cost, regret, bridge or build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seatsim.comparing.saved_by_policies import saved_by_policies
from seatsim.indicators.plan_contents import projects_alone
from seatsim.language.comparison import COMPARISON
from seatsim.language.plan_contents import levers_named
from seatsim.language.words import Words
from seatsim.papers.blocks import AnyCell, Block, Cell, Grid, Heading, Row, Sentence
from seatsim.telling.cells import futures, project_name
from seatsim.telling.idle_builds import idle_told

Told = Mapping[str, Any]

_MEASURES = (
    "pupils_above_standard",
    "pupils_large",
    "pupils_oversized",
    "pupils_over_seats",
    "unplaced",
    "empty_seats",
    "teachers_short",
    "teachers_surplus",
    "posts",
    "spending",
    "capital",
)
"""Measures of the page; ``compare --json`` tells all."""
_LEAST = 0.5
"""Mean difference below which a row tells nothing: it reads 0."""
WHOLE = " ‡"
"""Mark of a price of a pupil-year that is the whole plan's, not that of its buildings."""
NATURE = " †"
"""Mark of a plan whose uncertainties, reading or limits differ from the base's too."""


def comparison(told: Told, words: Words) -> tuple[Block, ...]:
    """Everything that ``compare`` says."""
    lead = words("compare_lead").format(base=_title(told["base"], words), n=told["replications"])
    blocks: list[Block] = [Sentence(lead)]
    blocks += [Sentence(note[words.lang], "note") for note in told.get("notes", ())]
    for other in told["others"]:
        blocks += _other(told, other, words)
    blocks += [Heading(words("regret_title")), _regret(told, words), Sentence(words("regret_note"), "note")]
    if note := nature_note(told, words):
        blocks.append(Sentence(note, "note"))
    blocks += [Heading(words("bridge_title")), *_bridges(told, words)]
    return tuple(blocks)


def _title(run: Told, words: Words) -> str:
    return words.text(run["title"], _run(run))


def glance(told: Told, words: Words) -> Grid:
    """All plans in one table: crowding avoided, primary's first year, cost, seats empty later, how often the best.

    A plan of another world is marked, and so is the rank, in which worlds would be mixed: ``nature_note`` says why.
    """
    regret = {row.get("run", row["scenario"]): row for row in told["regret"]}
    first = next(iter(told["others"]), None)
    base = told["base"]
    rows = [Row((_title(base, words), words("the_base"), _primary(first, "base", told, words), "–", "–", "–", "–",
                 _best(regret.get(_run(base)), words)))]  # fmt: skip
    for other in told["others"]:
        saved, cost = _avoided(other), other["cost"]
        each = (cost.get("per_avoided") or {}).get("capital")
        more = [words.numbers.money((cost.get(name) or {}).get("mean")) for name in ("capital", "recurrent")]
        cells = (
            _marked(other, words),
            _spared(saved, words),
            _primary(other, "other", told, words),
            *more,
            "–" if each is None else words.numbers.decimal(each["value"]) + ("" if _buildings(other) else WHOLE),
            words.numbers.signed(_emptier(other, told["horizon"])),
            _best(regret.get(_run(other)), words),
        )
        rows.append(Row(cells))
    heads = [words(f"glance_{name}") for name in ("plan", "avoided", "primary", "capital", "recurrent", "each")]
    heads += [words("glance_empty"), _best_head(told, words)]
    return Grid(words("glance_caption"), heads, rows, css="page-one glance")


def _avoided(other: Told) -> Told | None:
    """Crowded pupil-years avoided, all stages after kindergarten together."""
    wanted = ("pupils_above_standard", "all")
    return next((row for row in other["avoided"] if (row["measure"], row["stage"]) == wanted), None)


def _spared(saved: Told | None, words: Words) -> str:
    if saved is None:
        return "–"
    count = words.numbers.count
    return _banded(count(saved["mean"]), count(saved["p10"]), count(saved["p90"]), words)


def _banded(mean: str, low: str, high: str, words: Words) -> str:
    """A number and its band; the number alone where all three read the same."""
    return mean if mean == low == high else f"{mean} ({words.numbers.span(low, high)})"


def _primary(other: Told | None, which: str, told: Told, words: Words) -> str:
    """Primary's first year, of the base or of a plan."""
    rows = other["first_year"] if other else ()
    found = next((row for row in rows if (row["limit"], row["stage"]) == ("above_standard", "primary")), None)
    return "–" if found is None else _first(found[which], told["horizon"], words)


def _emptier(other: Told, horizon: int) -> float | None:
    """Seats that stand empty at the horizon beyond those of the base: mean difference, all stages."""
    wanted = ("empty_seats", "all", horizon)
    found = (row for row in other["measures"] if (row["measure"], row["stage"], row["year"]) == wanted)
    row = next(found, None)
    return None if row is None else row["difference"]["mean"]


def _best(row: Told | None, words: Words) -> str:
    """How often it is the least crowded."""
    return "–" if row is None else words.numbers.percent(row["best"])


def _marked(run: Told, words: Words) -> str:
    """A title, marked where more than the plan differs from the base."""
    return _title(run, words) + (NATURE if run.get("differs") else "")


def _best_head(told: Told, words: Words) -> str:
    """Head of the rank, marked where plans of several worlds would be ranked."""
    return words("regret_best") + (NATURE if nature_note(told, words) else "")


def nature_note(told: Told, words: Words) -> str:
    """What the mark of plans of another world says; empty where there is none."""
    return words("nature_note") if any(other["differs"] for other in told["others"]) else ""


def glance_notes(told: Told, words: Words) -> list[str]:
    """What the marks of the plans at a glance say; those that no plan bears are left out."""
    whole = any(not _buildings(other) for other in told["others"])
    return [note for note in (nature_note(told, words), words("whole_note") if whole else "") if note]


def _buildings(other: Told) -> bool:
    """Whether what is spared is the merit of projects alone; an older comparison does not tell."""
    plan = other.get("plan")
    return plan is None or projects_alone(plan)


def _other(told: Told, other: Told, words: Words) -> Iterator[Block]:
    """One scenario against the base."""
    base, title = _title(told["base"], words), _title(other, words)
    yield Heading(words("against").format(other=title, base=base))
    yield Sentence(other["verdict"][words.lang], "verdict")
    if other["differs"]:
        rows = [f"{row['key']}: {row['base']} → {row['other']}" for row in other["differs"]]
        yield Sentence(words("differs").format(rows=words.join(rows)), "note")
    yield from _measures(other, base, title, words)
    yield _first_years(told, other, base, title, words)
    yield from _cost(other, words)


def _measures(other: Told, base: str, title: str, words: Words) -> Iterator[Block]:
    """Differences that are not noise, what the marks say, and how many rows are left out."""
    found = [row for row in other["measures"] if row["measure"] in _MEASURES and (row["base"] or row["other"])]
    kept = [row for row in found if _tells(row)]
    rows = [_measure(row, words) for row in sorted(kept, key=lambda row: _MEASURES.index(row["measure"]))]
    heads = [words("measure_head"), words("stage_head"), words("year_head"), base, title]
    heads += [words(f"diff_{name}") for name in ("mean", "band", "percent")]
    heads += [words.term("better", name) for name in ("better", "same", "worse")]
    groups = [("", 3), (words("diff_means"), 2), (words("diff_group"), 3), (words("diff_shares"), 3)]
    empty = words("measures_same" if found else "measures_empty")
    yield Grid(words("measures_caption"), heads, rows, empty, left=(0, 1, 2), groups=groups)
    if rows:
        left = words("measures_left").format(n=len(found) - len(kept)) if len(kept) < len(found) else ""
        yield Sentence(words("measures_note") + left, "note")


def _tells(row: Told) -> bool:
    """Whether the mean difference is one of at least one whole pupil, seat, person or 10^4 yuan, as rounded."""
    mean: float = row["difference"]["mean"]
    return abs(mean) >= _LEAST


def _measure(row: Told, words: Words) -> Row:
    """One measure, stage and year: means, the difference with its interval, its band, shares of the futures."""
    difference, better = row["difference"], row["better"]
    digits = 0 if abs(row["base"] or 0) >= 10 or abs(row["other"] or 0) >= 10 else 2

    def number(value: float | None) -> str:
        return words.numbers.decimal(value, digits)

    def rise(value: float | None) -> str:
        return words.numbers.signed(value, digits)

    percent = row["percent"]
    told = "–" if percent is None or percent["value"] is None else f"{words.numbers.signed(percent['value'])}%"
    mean = difference["mean"]
    good = better is not None and mean and ((mean < 0) == (better == "lower"))
    sure = difference["low"] is not None and (difference["low"] > 0 or difference["high"] < 0)
    css = ("good" if good else "bad") if better and sure else ""
    sign = {"good": "✓ ", "bad": "✗ "}.get(css, "")
    year = row["year"]
    cells: tuple[AnyCell, ...] = (
        words.term("measure", row["measure"]),
        words.stage(row["stage"]),
        str(year) if isinstance(year, int) else words("all_years"),
        number(row["base"]),
        number(row["other"]),
        Cell(sign + _interval(rise(mean), rise(difference["low"]), rise(difference["high"]), words), css),
        _between(rise(difference["p10"]), rise(difference["p90"]), words),
        told,
        *(words.numbers.percent(row[f"chance_{name}"]) for name in ("better", "same", "worse")),
    )
    return Row(cells, "" if row["stage"] == "all" else row["stage"])


def _between(low: str, high: str, words: Words) -> str:
    """From one difference to another, in words: signs and dashes read badly beside each other."""
    return low if low == high else words("between").format(low=low, high=high)


def _interval(mean: str, low: str, high: str, words: Words) -> str:
    """A difference and its interval; the difference alone where all three read the same."""
    return mean if mean == low == high else f"{mean} ({_between(low, high, words)})"


def _first_years(told: Told, other: Told, base: str, title: str, words: Words) -> Grid:
    rows = [
        Row(
            (
                words.term("limit", row["limit"]),
                words.stage(row["stage"]),
                _first(row["base"], told["horizon"], words),
                _first(row["other"], told["horizon"], words),
                *(words.numbers.percent(row[name]) for name in ("earlier", "same", "later")),
                _change(row["change"], words),
            ),
            "" if row["stage"] == "all" else row["stage"],
        )
        for row in other["first_year"]
        if not _always_met(row, told["baseline_year"])
    ]
    heads = [words("limit_head"), words("stage_head"), base, title]
    heads += [words.term("better", name) for name in ("earlier", "same", "later")] + [words("change_head")]
    return Grid(words("first_caption"), heads, rows, words("first_empty"), left=(0, 1))


def _first(found: Told, horizon: int, words: Words) -> str:
    """First year: median and band, or not by the horizon in so many futures."""
    if found["p50"] is None:
        return words("never").format(year=horizon) + f" ({futures(found['not_by_horizon'], words)})"
    late = words("later_head") if found["p90"] is None else str(found["p90"])
    return _banded(str(found["p50"]), str(found["p10"]), late, words)


def _always_met(row: Told, baseline: int) -> bool:
    """Whether the limit is met from the baseline year on in both plans and nearly every future."""
    return all(row[which]["p50"] == row[which]["p90"] == baseline for which in ("base", "other"))


def _change(change: Told, words: Words) -> str:
    """Years gained; a dash where the horizon hides it."""
    if change["p50"] is None:
        return "–"
    told = {name: "?" if year is None else words.numbers.signed(year) for name, year in change.items()}
    half, low, high = told["p50"], told["p10"], told["p90"]
    return half if low == high else f"{half} ({words.numbers.span(low, high)})"


def _cost(other: Told, words: Words) -> Iterator[Block]:
    """What the plan costs beside the base, and what a crowded pupil-year avoided costs."""
    cost = other["cost"]
    rows = []
    for name in ("capital", "recurrent"):
        part = cost.get(name)
        if part is None:
            continue
        each = (cost.get("per_avoided") or {}).get(name)
        count = words.numbers.count
        band = words.numbers.span(count(part["p10"]), count(part["p90"]))
        rows.append(Row((words(f"cost_{name}"), count(part["mean"]), band, _each(each, words))))
    heads = [words("cost_head"), words("cost_mean"), words("cost_band"), words("cost_each")]
    yield Grid(words("cost_caption"), heads, rows, words("cost_empty"))
    if rows and not _buildings(other):
        yield Sentence(words("cost_whole").format(levers=levers_named(other["plan"], words.lang)), "note")
    for sentence in saved_by_policies(other, Words(words.lang, COMPARISON)):
        yield Sentence(sentence, "note")


def _each(each: Told | None, words: Words) -> str:
    if each is None:
        return "–"
    decimal = words.numbers.decimal
    return f"{decimal(each['value'])} ({words.numbers.span(decimal(each['low']), decimal(each['high']))})"


def _regret(told: Told, words: Words) -> Grid:
    """All runs: crowding, empty seats and their cost, how often each is the best."""
    titles = {_run(run): _marked(run, words) for run in (told["base"], *told["others"])}
    names = ("crowded_pupil_years", "empty_seats", "empty_seat_cost")
    rows = [
        Row(
            (
                titles[_run(row)],
                *(words.numbers.count(_of(row, name, which)) for name in names for which in ("mean", "p90")),
                words.numbers.percent(row["best"]),
            )
        )
        for row in told["regret"]
    ]
    heads = [words("plan_head"), *(words.term("statistic", which) for _ in names for which in ("mean", "p90"))]
    groups = [("", 1), *((words(f"regret_{name}"), 2) for name in names), ("", 1)]
    return Grid(words("regret_caption"), [*heads, _best_head(told, words)], rows, words("regret_empty"), groups=groups)


def _of(row: Told, name: str, which: str) -> float | None:
    value: float | None = (row.get(name) or {}).get(which)
    return value


def _run(row: Told) -> str:
    return str(row.get("run", row["scenario"]))


def _titles(told: Told, words: Words) -> dict[str, str]:
    return {_run(run): _title(run, words) for run in (told["base"], *told["others"])}


def _bridges(told: Told, words: Words) -> Sequence[Block]:
    """Bridge or build: what projects serve, what they and the cheapest bridge cost, when building wins; by zone too."""
    projects, zones = (_bridge_rows(told, name, words) for name in ("bridge_or_build", "bridge_or_build_zones"))
    if not projects:
        return (Sentence(words("bridge_none")),)
    heads = [words("plan_head"), words("project_name"), words("stage_head"), words("zone_head")]
    heads += [words(f"bridge_{name}") for name in ("seats", "served", "build", "cheapest", "cheaper", "births")]
    left, empty = (0, 1, 2, 3, 7, 9), words("projects_empty")
    grids = [Grid(words("bridge_caption"), heads, projects, empty, left)]
    if zones:
        heads = [heads[0], words("bridge_together"), *heads[2:]]
        grids.append(Grid(words("bridge_zones_caption"), heads, zones, empty, left))
    idle = [
        Sentence(sentence)
        for run in (told["base"], *told["others"])
        for sentence in idle_told(told, _run(run), words.lang)
    ]
    return (*grids, Sentence(words("bridge_note"), "note"), *idle)


def _bridge_rows(told: Told, name: str, words: Words) -> list[Row]:
    titles = _titles(told, words)
    return [Row((titles[_run(row)], *_bridge(row, words)), row["stage"], row["zone"]) for row in told.get(name) or ()]


def _bridge(row: Told, words: Words) -> tuple[AnyCell, ...]:
    count, percent = words.numbers.count, words.numbers.percent
    place = words.text(row["zone_name"], row["zone"])
    name = project_name(row, words) if "project" in row else words("bridge_projects").format(n=len(row["projects"]))
    named = (name, words.stage(row["stage"]), place, count(row["seats"]))
    if row["served"] is None:
        return (*named, "–", "–", "–", "–", words("bridge_never_opens"))
    served = row["served"]
    bridge, cheapest = row["cheapest"], words("bridge_not_needed")
    if bridge is not None:
        cheapest = f"{words(f'bridge_{bridge}')} {count(row['bridges'][bridge]['mean'])}"
    spread = row["chance_bridge_cheaper_spread"]
    return (
        *named,
        _banded(count(served["mean"]), count(served["p10"]), count(served["p90"]), words),
        f"{count(row['build']['total']['mean'])} / {count(row['build']['spread']['mean'])}",
        cheapest,
        f"{percent(row['chance_bridge_cheaper'])} / {percent(spread)}",
        " / ".join(births_told(row[level], words) for level in ("birth_level", "birth_level_spread")),
    )


def bridge_cheapest(name: str | None, words: Words) -> str:
    """Name of the cheapest bridge."""
    return words("bridge_not_needed") if name is None else words(f"bridge_{name}")


def births_told(level: Told, words: Words) -> str:
    """Level of later births from which the building is cheaper."""
    told = words(f"births_{level['state']}")
    return told.format(factor=words.numbers.percent(level["factor"])) if level["state"] == "at" else told

"""Sections 5 and 6 of the printed answer: posts, and money beyond capital."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from seatsim.printing.answer_words import Words
from seatsim.printing.cells import Block, band, count, middle, minus, percent, print_table

if TYPE_CHECKING:
    from rich.console import Console

_STAGES = ("kindergarten", "primary", "junior", "senior", "vocational", "all")
_SELDOM = 0.05
_SHOWN_AFTER = 3
_YUAN = 10_000.0


def print_posts(console: Console, answers: Block, words: Words) -> None:
    """Four numbers for the coming September, whom to hire, and who is too many after the peak."""
    posts = answers["posts"]
    if "stages" not in posts:
        console.print(words("posts_none"), style="bold")
        return
    told, horizon = posts["stages"], answers["horizon"]
    title = words("posts_title").format(year=told["all"]["this_round"]["year"])
    last = words("surplus_horizon").format(year=horizon)
    heads = [title, *(words(n) for n in ("needed", "approved", "filled", "outside", "hires", "short_peak")), last]
    rows = []
    for stage in _STAGES:
        row = told[stage]
        peak = row["short"]["peak"]
        short = f"{band(peak['value'])} {peak['year']}" if peak["value"]["p90"] else "–"
        four = [middle(row["next"][name]) for name in ("needed", "approved", "filled", "outside")]
        hires, many = band(row["this_round"]["hires"]), band(row["surplus"]["horizon"])
        rows.append((words.stage(stage), *four, hires, short, many))
    print_table(console, heads, rows)
    for line in _posts_lines(posts, horizon, words):
        console.print(line)


def _posts_lines(posts: Block, horizon: int, words: Words) -> Iterable[str]:
    """What the numbers count, from when there are too many teachers, what a shortage did to classes."""
    yield words("posts_legend").format(
        by=words(f"by_{posts['needed_by']}"),
        staff=words("staff_reported" if posts["staff_kind"] == "reported" else "staff_assumed"),
        years=posts["review_years"],
        structural=percent(posts["structural_shortage"]),
    )
    stages = [
        words("too_many_stage").format(stage=words.stage(stage), year=row["more_than_needed_from"]["year"])
        for stage, row in posts["stages"].items()
        if stage in _STAGES[:-1] and row["more_than_needed_from"]
    ]
    beyond = band(posts["stages"]["all"]["beyond_pupils"]["horizon"])
    told = words.join(stages) or words("too_many_none")
    yield words("too_many").format(horizon=horizon, stages=told, beyond=beyond)
    unstaffed = sum(row["mean"] for row in posts["unstaffed_classes"].values())
    temporary = posts["stages"]["all"]["temporary"]["peak"]["value"]
    if round(unstaffed) or temporary["p90"]:
        yield words("unstaffed").format(horizon=horizon, n=count(unstaffed), temporary=band(temporary))


def print_spending(console: Console, answers: Block, words: Words) -> None:
    """Recurrent spending, the rules on it, and what the plan costs part by part."""
    spending, horizon = answers["money"]["spending"], answers["horizon"]
    if "years" not in spending:
        console.print(words("spending_none"))
        return
    years = _shown(spending["years"], horizon)
    rows = [
        (words("spending_total"), *(middle(row["total"]) for row in years)),
        (words("spending_pupil"), *(count(row["per_pupil"]["p50"] * _YUAN) for row in years)),
    ]
    if any(row["published"] for row in years):
        rows.append((words("spending_published"), *(count(row["published"]) for row in years)))
    print_table(console, [words("money_spending"), *(str(row["year"]) for row in years)], rows)
    console.print(_rules(spending["breaches"], words))
    margin = spending["margin"]
    if margin["margin"]:
        told = "margin_lost" if margin["lost_in"] else "margin_kept"
        console.print(words(told).format(margin=percent(margin["margin"]), year=margin["lost_in"]))
    empty = spending["empty_seats"]
    console.print(words("empty_cost").format(now=band(empty["now"]), horizon=band(empty["horizon"]), year=horizon))
    _print_parts(console, answers["money"], answers["baseline_year"], words)


def _shown(rows: list[Block], horizon: int) -> list[Block]:
    """The first years, then every fifth, and the horizon."""
    first = rows[0]["year"]
    return [r for r in rows if r["year"] - first <= _SHOWN_AFTER or r["year"] % 5 == 0 or r["year"] == horizon][:8]


def _rules(breaches: list[Block], words: Words) -> str:
    rows = [row for row in breaches if row["chance"] >= _SELDOM]
    if not rows:
        return words("rules_kept")
    told = [
        words(f"rule_{row['rule']}").format(
            year=row["year"], chance=percent(row["chance"]), amount=middle(row["amount"])
        )
        for row in rows
    ]
    return words("rules_broken").format(rows=words.join(told))


def _print_parts(console: Console, money: Block, baseline_year: int, words: Words) -> None:
    """The parts of what the plan costs and, beside the reference, where the difference comes from."""
    parts = money["parts"]
    columns = [name for name in ("scenario", "reference", "difference") if name in parts["total"]]
    title = words("parts").format(from_=parts["from"], to=parts["to"])
    heads = [title, *(words(f"part_{name}") for name in columns), words("part_kind")]
    rows = [
        (words(f"part_{name}"), *(_amount(row[c], c) for c in columns), words(f"kind_{row['kind']}"))
        for name, row in parts["parts"].items()
        if any(row[c] for c in columns)
    ]
    rows.append((words("part_total"), *(_amount(parts["total"][c], c) for c in columns), ""))
    print_table(console, heads, rows, left=(0, len(columns) + 1))
    console.print(words("parts_legend").format(baseline=baseline_year))
    relief = money["cost_of_relief"]
    if relief is not None:
        told = "relief_none" if relief["capital"] is None else "relief"
        figures = {n: minus(f"{relief[n]:,.2f}") if relief[n] is not None else "" for n in ("capital", "recurrent")}
        console.print(words(told).format(avoided=count(relief["avoided"]), **figures))


def _amount(yuan: int, column: str) -> str:
    """Whole yuan in the unit of the page."""
    return minus(f"{yuan / _YUAN:+,.0f}" if column == "difference" else f"{yuan / _YUAN:,.0f}")

"""Sections 5 and 6 of the printed answer: posts, and money by calendar year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from seatsim.domain.milestones import milestones
from seatsim.indicators.plan_contents import projects_alone
from seatsim.language.words import Words
from seatsim.telling.capital import capital_stated, waits_told
from seatsim.telling.cells import (
    ASSUMED,
    Block,
    band,
    count,
    middle,
    minus,
    percent,
    signed,
    year_ranges,
)
from seatsim.telling.paper import Paper

_STAGES = ("kindergarten", "primary", "junior", "senior", "all")
_SELDOM = 0.05
_MOST_CAPITAL_YEARS = 4
_YUAN = 10_000.0
_LOWERED = 0.99


def tell_posts(out: Paper, answers: Block, words: Words) -> None:
    """Four numbers for the coming September, whom to hire, and who is too many after the peak."""
    posts = answers["posts"]
    if "stages" not in posts:
        out.title(words("posts_none"))
        return
    told, horizon = posts["stages"], answers["horizon"]
    title = words("posts_title").format(year=told["all"]["this_round"]["year"])
    heads = ("needed", "approved", "filled", "outside", "hires", "short_peak", "surplus_peak")
    rows = []
    for stage in _STAGES:
        row = told[stage]
        four = [middle(row["next"][name]) for name in ("needed", "approved", "filled", "outside")]
        most = [_peak(row[name]["peak"]) for name in ("short", "surplus")]
        rows.append((words.stage(stage), *four, middle(row["this_round"]["hires"]), *most))
    assumed = {"filled"} if posts["staff_kind"] != "reported" else set()
    told_heads = [words(f"{name}_assumed" if name in assumed else name) for name in heads]
    out.titled(title, [words("stage"), *told_heads], rows, (0,))
    out.line(" ".join(_posts_lines(posts, horizon, words)))


def _peak(peak: Block) -> str:
    """The band of the year with most; a dash where nearly every future has nobody."""
    return f"{band(peak['value'])} {peak['year']}" if peak["value"]["p90"] else "–"


def _posts_lines(posts: Block, horizon: int, words: Words) -> Iterable[str]:
    """What the numbers count, from when there are too many teachers, what a shortage did to classes."""
    yield words("posts_legend").format(
        by=words(f"by_{posts['needed_by']}"),
        teachers=middle(posts["stages"]["all"]["next"]["teachers"]),
        staff=words("staff_reported" if posts["staff_kind"] == "reported" else "staff_assumed"),
        structural=percent(posts["structural_shortage"]),
    )
    stages = [
        f"{words.stage(stage)} {year_ranges(row['more_than_needed_in'])}"
        for stage, row in posts["stages"].items()
        if stage not in ("special", "all") and row["more_than_needed_in"]
    ]
    beyond = band(posts["stages"]["all"]["beyond_pupils"]["horizon"])
    yield words("too_many").format(horizon=horizon, stages=words.join(stages) or words("too_many_none"), beyond=beyond)
    unstaffed = sum(row["mean"] for row in posts["unstaffed_classes"].values())
    temporary = posts["stages"]["all"]["temporary"]["peak"]["value"]
    if round(unstaffed) or temporary["p90"]:
        yield words("unstaffed").format(n=count(unstaffed), temporary=band(temporary))


def tell_money(out: Paper, answers: Block, words: Words) -> None:
    """Capital against its budget and recurrent spending, by calendar year; the rules; what the plan costs."""
    money, horizon = answers["money"], answers["horizon"]
    paid = {row["year"]: row for row in _paid_years(out, money["capital"])}
    capital = {row["year"]: row for row in money["capital"]} if paid else {}
    spending = {row["year"]: row for row in money["spending"].get("years", ())}
    if not capital:
        out.title(words("money_none"))
    else:
        out.title(words("money").format(waits=waits_told(answers, words) or words("capital_calm")))
        if not money.get("budget_given", True):
            out.line(words("budget_default"))
    first = list(spending or capital)[:1]
    years = sorted({*first, *paid, *(y for y in (*milestones(answers["baseline_year"]), horizon) if y in spending)})
    rows = _capital_rows(capital, years, words) + _spending_rows(spending, years, words)
    if rows:
        out.table([words("calendar_year"), *map(str, years)], rows)
    if not spending:
        out.line(words("spending_none"))
        return
    out.line(" ".join((*_rules(money["spending"], words), *_pay(money["spending"]["pay"], words))))
    out.line(" ".join(_costs(money, answers, words)))


def _paid_years(out: Paper, rows: list[Block]) -> Sequence[Block]:
    """Years up to the last in which more than one future in ten pays, at most as many as fit."""
    paying = [place for place, row in enumerate(rows) if row["paid"]["p90"]]
    return out.most(rows[: paying[-1] + 1], _MOST_CAPITAL_YEARS) if paying else []


def _capital_rows(capital: dict[int, Block], years: list[int], words: Words) -> list[tuple[str, ...]]:
    if not capital:
        return []
    told: dict[str, Callable[[Block], str]] = {
        "budget": lambda row: count(row["budget"]),
        "paid": lambda row: middle(row["paid"]),
        "left": lambda row: middle(row["left"]),
        "used_up": lambda row: percent(row["used_up"]),
    }
    return [
        (words(name), *(cell(capital[year]) if year in capital else "–" for year in years))
        for name, cell in told.items()
    ]


def _spending_rows(spending: dict[int, Block], years: list[int], words: Words) -> list[tuple[str, ...]]:
    if not spending:
        return []
    rows = [
        (words("spending_total"), *(middle(spending[year]["total"]) for year in years)),
        (words("spending_pupil"), *(count(spending[year]["per_pupil"]["p50"] * _YUAN) for year in years)),
    ]
    if any(spending[year]["published"] for year in years):
        rows.append((words("spending_published"), *(_published(spending[year]["published"]) for year in years)))
    return rows


def _published(told: Block | None) -> str:
    """Spending that the county itself told, or that follows from what it told."""
    if told is None:
        return "–"
    return count(told["value"]) if told["kind"] == "reported" else f"≈{count(told['value'])}"


def _rules(spending: Block, words: Words) -> Iterable[str]:
    """The two rules and the margin over the provincial standard."""
    rows = [row for row in spending["breaches"] if row["chance"] >= _SELDOM]
    told = [
        words(f"rule_{row['rule']}").format(
            year=row["year"], chance=percent(row["chance"]), amount=middle(row["amount"])
        )
        for row in rows
    ]
    given = spending.get("fell", [])
    for row in given:
        numbers = {name: count(row[name]) for name in ("before", "total")}
        yield words("rules_fell").format(first=row["from"], year=row["to"], **numbers)
    kept = words("rules_kept_later" if given else "rules_kept")
    yield words("rules_broken").format(rows=words.join(told)) if told else kept
    margin = spending["margin"]
    if margin["margin"]:
        lost = "margin_lost" if margin["lost_in"] else "margin_kept"
        yield words(lost).format(margin=percent(margin["margin"]), year=margin["lost_in"])


def _pay(pay: Block, words: Words) -> Iterable[str]:
    """Where the reported spending per pupil leaves less than the pay assumed."""
    lowered = [
        f"{words.stage(stage)} {each:,.1f}" for stage, each in pay["stages"].items() if each < pay["assumed"] * _LOWERED
    ]
    if lowered:
        yield words("pay_lowered").format(pay=count(pay["assumed"]), stages=words.join(lowered))


def _mark(part: str, kind: str, answers: Block, words: Words) -> str:
    """Mark of an assumed part of the costs; of capital, how much of it is stated, where any is."""
    share = capital_stated(answers) if part == "capital" else None
    if share:
        return words("part_stated").format(share=percent(share))
    return ASSUMED * (kind == "assumed")


def _costs(money: Block, answers: Block, words: Words) -> Iterable[str]:
    """What the plan costs beside the reference, part by part; what relief costs, and empty seats."""
    parts = money["parts"]
    if "difference" in parts["total"]:
        changed = sorted(parts["parts"].items(), key=lambda part: -abs(part[1]["difference"]))
        listed = [
            f"{words.term('money_part', name)} {signed(row['difference'] / _YUAN)}"
            + _mark(name, row["kind"], answers, words)
            for name, row in changed
            if round(row["difference"] / _YUAN)
        ]
        total = signed(parts["total"]["difference"] / _YUAN)
        span = {"baseline": answers["baseline_year"], "horizon": answers["horizon"]}
        yield words("costs_more").format(total=total, parts=words.join(listed), **span)
    relief = money["cost_of_relief"]
    if relief is not None:
        told = "relief_none" if relief["capital"] is None else "relief"
        if told == "relief" and "plan" in answers and not projects_alone(answers["plan"]):
            told = "relief_whole"
        figures = {n: minus(f"{relief[n]:,.2f}") if relief[n] is not None else "" for n in ("capital", "recurrent")}
        yield words(told).format(avoided=count(relief["avoided"]), **figures)
    empty = money["spending"]["empty_seats"]
    yield words("empty_cost").format(now=middle(empty["now"]), horizon=band(empty["horizon"]), year=answers["horizon"])

"""Sections 4 to 7 of the printed answer: projects and latest starts, posts, money, decisions asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from seatsim.printing.answer_words import Words
from seatsim.printing.cells import (
    Block,
    band,
    count,
    futures,
    middle,
    minus,
    month,
    percent,
    plain_table,
    project_name,
)

if TYPE_CHECKING:
    from rich.console import Console

_MOST_PROJECTS = 10
_LEAST_PROJECTS = 6
_MOST_YEARS = 8
_MOST_DECISIONS = 7
_NAME_WIDTH = 30
_WHAT_WIDTH = 52


def print_projects(console: Console, answers: Block, words: Words) -> None:
    """Hand-over of projects and, where it was computed, the latest start: those with a start to choose first."""
    rows = answers["projects"]
    if not rows:
        console.print(words("no_projects"), style="bold")
        return
    latest = {row["project"]: row for row in answers.get("latest_starts", ())}
    shown = _shown(rows, latest)
    title = words("projects_latest" if latest else "projects").format(shown=len(shown), all=len(rows))
    console.print(title, style="bold")
    last = ("latest", "delay") if latest else ("waits",)
    heads = [words(name) for name in ("project", "planned", "hand_over", "on_time", *last)]
    table = plain_table(heads, [_NAME_WIDTH])
    for row in shown:
        dates = [month(row[f"hand_over_p{p}"], words) for p in (50, 10, 90)]
        found = latest.get(row["project"])
        table.add_row(
            project_name(row, words),
            str(row["planned"]),
            f"{dates[0]} ({dates[1]}–{dates[2]})",
            percent(row["on_time"]),
            *((_latest(found, words)) if latest else (words(row["waits_for"] or "none"),)),
        )
    console.print(table)
    if latest:
        names = {row["project"] for row in shown}
        under_way = sum(row["state"] == "under-way" and name not in names for name, row in latest.items())
        console.print(words("latest_legend").format(rest=len(rows) - len(shown), under_way=under_way))


def _shown(rows: list[Block], latest: Block) -> list[Block]:
    """Projects with a start to choose, then the reported ones, then the likeliest to be late."""

    def chosen(row: Block) -> bool:
        return row["project"] in latest and latest[row["project"]]["state"] != "under-way"

    def order(row: Block) -> tuple[bool, str, bool, float, str]:
        start = latest[row["project"]]["last_month"] or "" if chosen(row) else ""
        return not chosen(row), start, row["status"] != "reported", row["on_time"], row["project"]

    wanted = sum(chosen(row) or row["status"] == "reported" for row in rows)
    return sorted(rows, key=order)[: min(_MOST_PROJECTS, max(_LEAST_PROJECTS, wanted))]


def _latest(found: Block | None, words: Words) -> tuple[str, str]:
    """Last month to start and what a month of delay costs."""
    if found is None:
        return "–", "–"
    when = found["last_month"] if found["state"] == "open" else words(found["state"])
    return when, minus(band(found["cost_per_month"]))


def print_money(console: Console, answers: Block, words: Words) -> None:
    """Posts follow; capital by calendar year against the budget."""
    console.print(words("posts"), style="bold")
    rows = _paid_years(answers["money"]["capital"])
    if not rows:
        console.print(words("money_none"), style="bold")
        return
    waits = futures(answers["money"]["waits_for_capital"], words, "money_futures")
    console.print(words("money").format(waits=waits), style="bold")
    table = plain_table(["", *(str(row["year"]) for row in rows)])
    table.add_row(words("budget"), *(count(row["budget"]) for row in rows))
    table.add_row(words("paid"), *(middle(row["paid"]) for row in rows))
    table.add_row(words("left"), *(middle(row["left"]) for row in rows))
    table.add_row(words("used_up"), *(percent(row["used_up"]) for row in rows))
    console.print(table)


def _paid_years(rows: list[Block]) -> list[Block]:
    """Years up to the last in which more than one future in ten pays, at most eight."""
    paying = [place for place, row in enumerate(rows) if row["paid"]["p90"]]
    return rows[: min(paying[-1] + 1, _MOST_YEARS)] if paying else []


def print_decisions(console: Console, answers: Block, words: Words) -> None:
    """What each office is asked, one line a project, and the overflow to place."""
    lines = sorted(_decisions(answers["decisions"], words), key=lambda line: line[0])
    if not lines:
        console.print(words("decisions_none"), style="bold")
        return
    shown = lines[:_MOST_DECISIONS]
    console.print(words("decisions").format(shown=len(shown), all=len(lines)), style="bold")
    table = plain_table([words(name) for name in ("what", "when", "amount", "offices")], [_WHAT_WIDTH])
    table.columns[-1].justify = "left"
    for _, *cells in shown:
        table.add_row(*cells)
    console.print(table)


def _decisions(rows: list[Block], words: Words) -> Iterator[tuple[str, str, str, str, str]]:
    """Lines: sort key, what, by when, amount, offices."""
    overflow = [row for row in rows if row["item"] == "overflow"]
    if overflow:
        told = [
            words("place_stage").format(
                stage=words.stage(row["stage"]), n=count(row["amount"]), schools=len(row["schools"])
            )
            for row in overflow
        ]
        what = words("place").format(stages=words.join(told))
        yield overflow[0]["by"], what, overflow[0]["by"], "", words("office_overflow")
    projects: dict[str, list[Any]] = {}
    for row in rows:
        if row["item"] != "overflow":
            projects.setdefault(row["project"], []).append(row)
    for items in projects.values():
        first = items[0]
        what = words("build").format(name=project_name(first, words), opens=first["opens"])
        amount = next((count(row["amount"]) for row in items if row["item"] == "capital"), "")
        when = {"too_late": "late", "planned_start": "as_planned"}.get(first["basis"])
        by = words(when).format(by=first["by"]) if when else first["by"]
        yield first["by"], what, by, amount, _offices(items, words)


def _offices(items: list[Any], words: Words) -> str:
    """The offices asked, each once."""
    return ("、" if words.chinese else ", ").join(dict.fromkeys(words(f"office_{row['item']}") for row in items))

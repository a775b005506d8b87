"""Sections 4 and 7 of the printed answer: projects and latest starts, decisions asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seatsim.language.words import Words
from seatsim.telling.cells import (
    Block,
    band,
    count,
    minus,
    month,
    percent,
    project_name,
)
from seatsim.telling.deadlines import late, passed
from seatsim.telling.paper import Paper

_MOST_PROJECTS = 8
_LEAST_PROJECTS = 6
_MOST_DECISIONS = 6
_OF_POSTS = ("posts", "recruitment")


def tell_projects(out: Paper, answers: Block, words: Words) -> None:
    """Hand-over of projects and, where it was computed, the latest start: those with a start to choose first."""
    if answers["projects"]:
        _tell_table(out, answers, words)
    else:
        out.title(words("no_projects"))
    _tell_changes(out, answers, words)


def _tell_table(out: Paper, answers: Block, words: Words) -> None:
    """The projects with a start to choose first."""
    rows = answers["projects"]
    latest = {row["project"]: row for row in answers.get("latest_starts", ())}
    shown = _shown(rows, latest, out)
    title = words("projects").format(shown=len(shown), all=len(rows))
    last = ("latest", "delay") if latest else ("waits",)
    heads = [words("project"), *(words(name) for name in ("planned", "hand_over", "on_time", *last))]
    cells = []
    for row in shown:
        dates = [month(row[f"hand_over_p{p}"], words) for p in (50, 10, 90)]
        told = _latest(latest.get(row["project"]), answers, words) if latest else (_waits(row["waits_for"], words),)
        hand_over = f"{dates[0]} ({dates[1]}–{dates[2]})"
        cells.append((project_name(row, words), str(row["planned"]), hand_over, percent(row["on_time"]), *told))
    out.titled(title, heads, cells, (0,))
    if latest:
        names = {row["project"] for row in shown}
        under_way = sum(row["state"] == "under-way" and name not in names for name, row in latest.items())
        out.line(words("latest_legend").format(rest=len(rows) - len(shown), under_way=under_way))


def _tell_changes(out: Paper, answers: Block, words: Words) -> None:
    """Changes of the layout without a build, where the plan has any."""
    changes = answers.get("changes")
    if changes:
        told = [
            words(name).format(n=changes[name]) for name in ("boundaries", "mergers", "groups_formed") if changes[name]
        ]
        out.line(words("changes").format(told=words.join(told), year=changes["first_year"]))


def _shown(rows: list[Block], latest: Block, out: Paper) -> Sequence[Block]:
    """Projects with a start to choose, then the reported ones, then the likeliest to be late."""

    def chosen(row: Block) -> bool:
        return row["project"] in latest and latest[row["project"]]["state"] != "under-way"

    def order(row: Block) -> tuple[bool, str, bool, float, str]:
        start = latest[row["project"]]["last_month"] or "" if chosen(row) else ""
        return not chosen(row), start, row["status"] != "reported", row["on_time"], row["project"]

    wanted = sum(chosen(row) or row["status"] == "reported" for row in rows)
    return out.most(sorted(rows, key=order), min(_MOST_PROJECTS, max(_LEAST_PROJECTS, wanted)))


def _latest(found: Block | None, answers: Block, words: Words) -> tuple[str, str]:
    """Last month to start and what a month of delay costs."""
    if found is None:
        return "–", "–"
    if found["state"] == "open":
        when = str(found["last_month"])
        when = words("late").format(by=when) if passed(when, answers) else when
    else:
        when = words.term("latest_state", found["state"])
    if found["state"] == "too-late" and found.get("reached"):
        when = words("reaches").format(year=found["reached"])
    return when, _delay(found["cost_per_month"])


def _delay(cost: Block | None) -> str:
    """What a month of delay costs; marked where its band holds zero and more than zero."""
    told = minus(band(cost))
    return f"{told} ?" if cost is not None and cost["p10"] < 0 < cost["p90"] else told


def tell_decisions(out: Paper, answers: Block, words: Words) -> None:
    """What each office is asked, one line a project, and the overflow to place."""
    projects: dict[str, list[Any]] = {}
    for row in answers["decisions"]:
        if "project" in row:
            projects.setdefault(row["project"], []).append(row)
    overflow = [row for row in answers["decisions"] if row["item"] == "overflow"]
    if projects:
        rows = [_project_line(items, answers, words) for items in projects.values()]
        shown = out.most(rows, _MOST_DECISIONS)
        title = words("decisions").format(shown=len(shown), all=len(rows))
        heads = [words("project"), *(words(name) for name in ("opens", "when", "amount", "offices"))]
        out.titled(title, heads, shown, (0, 4))
    else:
        out.title(words("decisions_none"))
    asked = [row for row in answers["decisions"] if row["item"] in _OF_POSTS]
    lines = {row["by"]: _posts_line(row, answers, words) for row in asked}
    lines |= {overflow[0]["by"]: _overflow_line(overflow, answers, words)} if overflow else {}
    if lines:
        out.line(words.join([lines[by] for by in sorted(lines)]))


def _project_line(items: list[Any], answers: Block, words: Words) -> tuple[str, ...]:
    """One project: name, planned September, by when, amount, offices."""
    first = items[0]
    amount = next((count(row["amount"]) for row in items if row["item"] == "capital"), "")
    by = _by(first, answers, words)
    if by == first["by"] and first["basis"] == "planned_start":
        by = words("as_planned").format(by=by)
    offices = words.listed([_office(row["item"], words) for row in items])
    return project_name(first, words), str(first["opens"]), by, amount, offices


def _by(row: Block, answers: Block, words: Words) -> str:
    """By when, marked where that is too late already."""
    return words("late").format(by=row["by"]) if late(row, answers) else str(row["by"])


def _posts_line(row: Block, answers: Block, words: Words) -> str:
    """What the posts committee or the personnel office is asked."""
    what = words(f"ask_{row['item']}").format(n=count(row["amount"]))
    return words("ask_line").format(by=_by(row, answers, words), office=_office(row["item"], words), what=what)


def _overflow_line(rows: list[Any], answers: Block, words: Words) -> str:
    """Whom the bureau must place, by stage."""
    told = [words("place_stage").format(stage=words.stage(row["stage"]), n=count(row["amount"])) for row in rows]
    return words("place").format(
        by=_by(rows[0], answers, words), office=_office("overflow", words), stages=words.join(told)
    )


def _office(item: str, words: Words) -> str:
    """The office that decides an item, in few letters."""
    return words.term("office_short", item)


def _waits(cause: str | None, words: Words) -> str:
    """What a project waits for."""
    return words.term("wait", cause) if cause else words("none")

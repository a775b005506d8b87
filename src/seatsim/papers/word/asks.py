"""Part four of the brief: what the government is asked to decide, by when, for how much, and who prepares it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatsim.papers.building import building
from seatsim.papers.gaps import named
from seatsim.papers.word.flow import Line, Said, Sheet
from seatsim.papers.word.told import Teller, Told
from seatsim.telling.capital import costs_told, stated, stated_share
from seatsim.telling.deadlines import late

_WIDTHS = {"zh": (58.0, 19.0, 38.0, 41.0), "en": (62.0, 30.0, 39.0, 29.0)}
_FIRST = 6
"""Projects that are told if there is any room."""
_LAST = 99
"""Importance of decisions: all else that may be left out goes before they do."""
_STAGES = 2
"""Stages that are named beside the posts."""
_STAFF = ("posts", "recruitment")


def asks(tell: Teller, table: str) -> Iterator[Said | Sheet]:
    """A sentence and the table; ``table`` is how the sentence calls it, with its brackets."""
    words = tell.words
    rows = sorted(_rows(tell.answers["decisions"], tell), key=lambda row: row[0])
    if not rows:
        yield Said(words("asks_none"))
        return
    yield Said(words("asks").format(n=len(rows), table=table, capital=_capital(tell)))
    heads = [words(f"ask_{name}") for name in ("what", "amount", "office", "by")]
    lines = [Line(cells, importance) for _, importance, cells in rows]

    def rest(dropped: int) -> str:
        return words("asks_rest").format(n=dropped)

    yield Sheet(words("table_asks"), heads, lines, _WIDTHS[words.lang], (0, 2), _note(tell), rest)


def _capital(tell: Teller) -> str:
    """What the projects asked for cost in all, at their planned costs; nothing without any."""
    amounts = [row["amount"] or 0.0 for row in tell.answers["decisions"] if row["item"] == "capital"]
    if not sum(amounts):
        return ""
    return tell.words("asks_capital").format(amount=tell.words.numbers.money(sum(amounts)))


def _note(tell: Teller) -> str:
    """What the table's words mean, and how much of the amounts is stated and not priced."""
    rows = {row["project"]: row for row in tell.answers["projects"]}
    asked = [row for row in tell.answers["decisions"] if row["item"] == "capital" and row["project"] in rows]
    share = stated_share((row["amount"] or 0, stated(rows[row["project"]])) for row in asked)
    return tell.words("note_asks").format(costs=costs_told(share, tell.words))


def _rows(decisions: Sequence[Told], tell: Teller) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """By when, importance and cells of each decision; what concerns one project is one row."""
    projects: dict[str, list[Told]] = {}
    for row in decisions:
        if "project" in row:
            projects.setdefault(row["project"], []).append(row)
    for place, items in enumerate(sorted(projects.values(), key=lambda items: str(items[0]["by"]))):
        yield str(items[0]["by"]), _LAST if place < _FIRST else max(30, 79 - place), _project(items, tell)
    for row in decisions:
        if row["item"] in _STAFF:
            amount = tell.words("ask_number").format(n=tell.words.numbers.count(row["amount"]))
            what = tell.words(f"ask_{row['item']}_row").format(stages=_advertised(row["item"], tell))
            yield str(row["by"]), _LAST, (what, amount, _office(row, tell), _by(row, tell))
    overflow = [row for row in decisions if row["item"] == "overflow"]
    if overflow:
        yield str(overflow[0]["by"]), _LAST, _overflow(overflow, tell)


def _advertised(item: str, tell: Teller) -> str:
    """The stages that posts are advertised for; those of a review are told for the whole county alone."""
    stages = tell.answers["posts"].get("stages", {}) if item == "recruitment" else {}
    counts = {stage: row["this_round"]["advertised"]["p50"] for stage, row in stages.items() if stage != "all"}
    order = sorted((stage for stage in counts if counts[stage]), key=lambda stage: -counts[stage])
    amounts = {stage: float(counts[stage]) for stage in order}
    return tell.words("ask_stages").format(stages=named(amounts, tell.words, _STAGES)) if amounts else ""


def _project(items: Sequence[Told], tell: Teller) -> tuple[str, ...]:
    words, first = tell.words, items[0]
    what = building(first, tell.run, words, words("ask_project").format(opens=first["opens"]))
    amount = next((words.numbers.money(row["amount"]) for row in items if row["item"] == "capital"), "–")
    offices = words.listed(list(dict.fromkeys(_office(row, tell) for row in items)))
    return what, amount, offices, _by(first, tell)


def _overflow(rows: Sequence[Told], tell: Teller) -> tuple[str, ...]:
    words = tell.words
    total = words("ask_pupils").format(n=words.numbers.count(sum(row["amount"] for row in rows)))
    return words("ask_overflow_row"), total, _office(rows[0], tell), _by(rows[0], tell)


def _office(row: Told, tell: Teller) -> str:
    return tell.words.term("office_short", row["item"])


def _by(row: Told, tell: Teller) -> str:
    """A month, or a day where one is set, and whether it is late."""
    numbers, by = tell.words.numbers, str(row["by"])
    told = numbers.month(by) if len(by) == len("2020-09") else numbers.day(by)
    if late(row, tell.answers):
        return tell.words("ask_late").format(by=told)
    return tell.words("ask_planned").format(by=told) if row["basis"] == "planned_start" else told

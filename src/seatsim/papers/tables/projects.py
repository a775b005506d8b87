"""Projects: hand-over, opening, what they wait for, latest start, cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from seatsim.language.words import Words
from seatsim.papers.blocks import AnyCell, Block, Cell, Grid, Row, Sentence
from seatsim.papers.runs import Run
from seatsim.telling.cells import project_name
from seatsim.telling.deadlines import passed


def projects(run: Run, words: Words) -> tuple[Block, ...]:
    """One row a project, those first that are likeliest to be late."""
    table = list(run.table("projects.csv").iter_rows(named=True))
    if not table:
        return (Sentence(words("projects_none")),)
    names = {row["project"]: row["name"] for row in run.answers["projects"]}
    latest = {row["project"]: row for row in run.answers.get("latest_starts", ())}
    table.sort(key=lambda row: (row["on_time"], row["project"]))
    rows = [_row(run, row, names.get(row["project"]), latest.get(row["project"]), words) for row in table]
    heads = [words(f"project_{name}") for name in ("name", "kind", "zone", "planned", "hand_over", "opens")]
    heads += [words(f"project_{name}") for name in ("on_time", "cancelled", "waits", "latest", "cost", "basis")]
    left = (0, 1, 2, 8, 11)
    note = Sentence(words("projects_note"), "note")
    return (Grid(words("projects_caption"), heads, rows, words("projects_empty"), left=left, css="projects"), note)


def _row(
    run: Run, row: Mapping[str, Any], name: Mapping[str, str] | None, latest: Mapping[str, Any] | None, words: Words
) -> Row:
    numbers = words.numbers
    told = project_name({"name": name or {"zh": "", "en": ""}, "project": row["project"], "status": ""}, words)
    cost = [row[f"cost_{name}"] for name in ("mean", "p10", "p90")]
    cells: list[AnyCell] = [
        told,
        words.term("project_kind", row["kind"]),
        run.zone(row["zone"]),
        str(row["planned"]),
        _months(row, words),
        _years(row, words),
        Cell(numbers.percent(row["on_time"]), "loud" if row["on_time"] < 0.5 else ""),
        numbers.percent(row["cancelled"]),
        words.term("wait", row["waits_for"]) if row["waits_for"] else "–",
        latest_told(latest, run.answers, words),
        _band(cost, words),
        Cell(words.term("project_status", row["status"]), f"kind {row['status']}"),
    ]
    return Row(cells, zone=row["zone"])


def _band(cost: Iterable[float], words: Words) -> str:
    """Mean cost, as everywhere that costs are added up, and its band."""
    return _spanned(map(words.numbers.count, cost), words)


def _spanned(told: Iterable[str], words: Words) -> str:
    """A median and its band from half, low and high; the median alone where the ends read the same."""
    half, low, high = told
    return half if low == high else f"{half} ({words.numbers.span(low, high)})"


def _months(row: Mapping[str, Any], words: Words) -> str:
    """Median month of the hand-over and its 80 % band; open where it is not handed over by the horizon."""
    told = (
        words("later_head") if row[f"hand_over_p{p}"] is None else row[f"hand_over_p{p}"].isoformat()[:7]
        for p in (50, 10, 90)
    )
    return _spanned(told, words)


def _years(row: Mapping[str, Any], words: Words) -> str:
    return _spanned((str(row[f"opens_p{p}"] or words("later_head")) for p in (50, 10, 90)), words)


def latest_told(latest: Mapping[str, Any] | None, answers: Mapping[str, Any], words: Words) -> str | Cell:
    """Last month in which it can enter review, or why there is none to choose."""
    if latest is None:
        return "–"
    if latest["state"] == "open":
        month = str(latest["last_month"])
        return Cell(words("start_late").format(month=month), "loud") if passed(month, answers) else month
    told = words.term("latest_state", latest["state"])
    late = latest["state"] == "too-late"
    reached = f" ({latest['reached']})" if late and latest.get("reached") else ""
    return Cell(told + reached, "loud" if late else "")

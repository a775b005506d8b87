"""Sheets of the comparison: verdicts, differences by measure, first years, cost, regret, bridge or build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from seatsim.language.words import Words
from seatsim.papers.tables.comparison import births_told, bridge_cheapest
from seatsim.papers.tables.sources import marked
from seatsim.papers.workbook.book import Book, Column, Value
from seatsim.telling.cells import project_name

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Told = Mapping[str, Any]
Rows = Iterator[Sequence[Value]]
_WIDE = 128
_NAMES = ("crowded_pupil_years", "empty_seats", "empty_seat_cost")


def sheets(book: Book, told: Told) -> None:
    """Verdicts, differences, bridge or build."""
    _verdicts(book, told)
    _differences_sheet(book, told)
    _bridges_sheet(book, told)


def _verdicts(book: Book, told: Told) -> None:
    """What the comparison says, and the tables a meeting looks at first."""
    words = book.words
    sheet = book.sheet("comparison")
    lead = words("compare_lead").format(base=_title(told["base"], words), n=told["replications"])
    row = book.head(sheet, words("comparison_title"), [lead, *(note[words.lang] for note in told.get("notes", ()))])
    for other in told["others"]:
        text = f"{_title(other, words)}{words('colon')}{other['verdict'][words.lang]}"
        row = book.paragraph(sheet, row, text, wide=_WIDE, style="wrap")
        if other["differs"]:
            rows = [f"{each['key']}: {each['base']} → {each['other']}" for each in other["differs"]]
            row = book.paragraph(sheet, row, words("differs").format(rows=words.join(rows)))
    row = _table(book, sheet, row + 1, words("regret_caption"), _regret_columns(words), _regret(told, words))
    row = _table(book, sheet, row, words("cost_caption"), _cost_columns(words), _costs(told, words))
    _table(book, sheet, row, words("first_caption"), _first_columns(words), _first_years(told, words))
    for place, width in enumerate((30.0, 24.0, 12.0, *(13.0,) * 9)):
        sheet.set_column(place, place, width)


def _table(book: Book, sheet: Worksheet, row: int, caption: str, columns: Sequence[Column], rows: Rows) -> int:
    book.put(sheet, row, 0, caption, "heading")
    return book.table(sheet, row + 1, columns, rows, only=False).last + 2


def _title(run: Told, words: Words) -> str:
    return words.text(run["title"], run["scenario"])


def _titles(told: Told, words: Words) -> dict[str, str]:
    return {str(run.get("run", run["scenario"])): _title(run, words) for run in (told["base"], *told["others"])}


def _regret_columns(words: Words) -> list[Column]:
    heads = [
        f"{words(f'regret_{name}')} {words.term('statistic', which)}" for name in _NAMES for which in ("mean", "p90")
    ]
    return [Column(words("plan_head")), *(Column(head, "whole") for head in heads),
            Column(words("regret_best"), "percent")]  # fmt: skip


def _regret(told: Told, words: Words) -> Rows:
    titles = _titles(told, words)
    for row in told["regret"]:
        values = [(row.get(name) or {}).get(which) for name in _NAMES for which in ("mean", "p90")]
        yield (titles[str(row.get("run", row["scenario"]))], *values, row["best"])


def _cost_columns(words: Words) -> list[Column]:
    heads = [words.term("statistic", name) for name in ("mean", "low", "high", "p10", "p50", "p90")]
    each = [f"{words('cost_each')} {words.term('statistic', name)}" for name in ("mean", "low", "high")]
    return [Column(words("plan_head")), Column(words("cost_head")), *(Column(head, "whole") for head in heads),
            *(Column(head, "decimal") for head in each)]  # fmt: skip


def _costs(told: Told, words: Words) -> Rows:
    for other in told["others"]:
        for name in ("capital", "recurrent"):
            part = other["cost"].get(name)
            if part is None:
                continue
            each = (other["cost"].get("per_avoided") or {}).get(name) or {}
            values = [part[key] for key in ("mean", "low", "high", "p10", "p50", "p90")]
            yield (_title(other, words), words(f"cost_{name}"), *values,
                   *(each.get(key) for key in ("value", "low", "high")))  # fmt: skip


def _first_columns(words: Words) -> list[Column]:
    heads = [Column(words("limit_head")), Column(words("plan_head")), Column(words("stage_head"))]
    for which in ("base", "other"):
        name = words(f"first_{which}")
        heads += [Column(f"{name} {words.term('statistic', p)}", "year") for p in ("p10", "p50", "p90")]
        heads.append(Column(f"{name} {words.term('statistic', 'not_by_horizon')}", "percent"))
    return [*heads, Column(words.term("better", "earlier"), "percent")]


def _first_years(told: Told, words: Words) -> Rows:
    for other in told["others"]:
        for row in other["first_year"]:
            ends = [row[which][key] for which in ("base", "other") for key in ("p10", "p50", "p90", "not_by_horizon")]
            names = (words.term("limit", row["limit"]), _title(other, words), words.stage(row["stage"]))
            yield (*names, *ends, row["earlier"])


def _differences_sheet(book: Book, told: Told) -> None:
    """Every measure, stage and year that was compared."""
    words = book.words
    sheet = book.sheet("differences")
    base = _title(told["base"], words)
    row = book.head(sheet, words("differences_title"), [words("differences_note").format(base=base)])
    heads = [Column(words(f"{name}_head")) for name in ("plan", "measure", "stage", "year")]
    heads += [Column(words("figure_unit")), Column(words("base_mean"), "number"), Column(words("other_mean"), "number")]
    heads += [
        Column(f"{words.term('statistic', 'difference')} {words.term('statistic', name)}", "number")
        for name in ("mean", "low", "high", "p10", "p50", "p90")
    ]
    heads += [Column(words.term("statistic", "percent"), "percent1")]
    heads += [Column(words(f"chance_{name}"), "percent") for name in ("better", "same", "worse")]
    book.table(sheet, row, heads, _differences(told, words), freeze=2)


def _differences(told: Told, words: Words) -> Rows:
    for other in told["others"]:
        for row in other["measures"]:
            year = row["year"] if isinstance(row["year"], int) else words("all_years")
            percent = row["percent"]["value"] if row["percent"] else None
            yield (
                _title(other, words),
                words.term("measure", row["measure"]),
                words.stage(row["stage"]),
                year,
                words.term("unit", row["unit"]),
                row["base"],
                row["other"],
                *(row["difference"][key] for key in ("mean", "low", "high", "p10", "p50", "p90")),
                None if percent is None else percent / 100,
                *(row[f"chance_{key}"] for key in ("better", "same", "worse")),
            )


def _bridges_sheet(book: Book, told: Told) -> None:
    """Bridge or build, one row a project."""
    words = book.words
    rows = told.get("bridge_or_build") or ()
    sheet = book.sheet("bridges")
    if not rows:
        book.head(sheet, words("bridge_title"), [words("bridge_none")])
        return
    row = book.head(sheet, words("bridge_title"), [words("bridge_note")])
    heads = [Column(words(f"{name}_head")) for name in ("plan",)] + [Column(words("project_name"), "text", 28.0)]
    heads += [Column(words("project_basis"), "kind"), Column(words("stage_head")), Column(words("zone_head"))]
    heads += [Column(words("bridge_seats"), "whole")]
    heads += [Column(f"{words('served_head')} {words.term('statistic', p)}", "whole") for p in ("mean", "p10", "p90")]
    heads += [Column(words(f"bridge_{name}"), "whole") for name in ("whole", "used")]
    heads += [Column(words("bridge_cheapest")), Column(words("bridge_cost"), "whole")]
    heads += [Column(words(f"bridge_chance_{name}"), "percent") for name in ("whole", "used")]
    heads += [Column(words("bridge_births"))]
    book.table(sheet, row, heads, _bridges(told, words), freeze=2)


def _bridges(told: Told, words: Words) -> Rows:
    titles = _titles(told, words)
    for row in told["bridge_or_build"]:
        served, name = row["served"], row["cheapest"]
        told_name = project_name({**row, "status": ""}, words)
        names = (titles[str(row.get("run", row["scenario"]))], told_name, marked(row["status"], words).text)
        place = (words.stage(row["stage"]), words.text(row["zone_name"], row["zone"]), row["seats"])
        if served is None:
            yield (*names, *place, *(None,) * 9, words("bridge_never_opens"))
            continue
        yield (
            *names,
            *place,
            *(served[key] for key in ("mean", "p10", "p90")),
            row["build"]["total"]["mean"],
            row["build"]["spread"]["mean"],
            bridge_cheapest(name, words),
            row["bridges"][name]["mean"] if name else None,
            row["chance_bridge_cheaper"],
            row["chance_bridge_cheaper_spread"],
            births_told(row["birth_level_spread"], words),
        )

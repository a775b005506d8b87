"""Sheets of the results: measures, schools by year, the September sheet, projects, teachers, causes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from seatsim.language.words import Words
from seatsim.papers.blocks import Cell
from seatsim.papers.runs import Run
from seatsim.papers.tables.projects import latest_told
from seatsim.papers.tables.schools import SYMBOLS, announced, colour, seen_schools
from seatsim.papers.tables.sources import marked
from seatsim.papers.workbook.book import Area, Book, Column, Value
from seatsim.telling.cells import project_name

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Rows = Iterator[Sequence[Value]]
ZONE_MEASURES: Sequence[str] = (
    "pupils",
    "entrants",
    "entry_places",
    "seats",
    "pupils_over_seats",
    "empty_seats",
    "unplaced",
    "classes_above_standard",
    "pupils_above_standard",
    "pupils_large",
)
"""Measures of the sheet of zones; the results folder holds the others."""
_STATISTICS = ("mean", "p05", "p10", "p25", "p50", "p75", "p90", "p95")
_CLAIMS = ("claims_1", "claims_2", "claims_3", "entry_rooms", "entry_places", "classes_open", "class_size")
_LEFT_OVER = ("sent_elsewhere", "awaiting")
_LEDGER: Sequence[str] = (
    *("opening", "retirements", "leavers", "moves", "hires", "closing"),
    *("needed", "approved", "outside", "vacancies", "teachers", "short", "surplus"),
    *("structural", "reserve", "talent", "temporary", "beyond_pupils"),
)


def plan_column(runs: Sequence[Run], words: Words) -> list[Column]:
    """Column of the plan where there are several."""
    return [Column(words("plan_head"), "text", 22.0)] if len(runs) > 1 else []


def plan(runs: Sequence[Run], run: Run) -> list[Value]:
    """Its cell."""
    return [run.title] if len(runs) > 1 else []


def county(book: Book, runs: Sequence[Run]) -> None:
    """Every measure of the whole county."""
    words = book.words
    sheet = book.sheet("county")
    row = book.head(sheet, words("county_title"), [words("points_note")])
    book.table(sheet, row, _measure_columns(runs, words, zone=False), _measures(runs, words, "county"), freeze=1)


def zones(book: Book, runs: Sequence[Run]) -> None:
    """The measures of the zones."""
    words = book.words
    sheet = book.sheet("zones")
    note = words("zones_measures").format(folder="summary.csv")
    row = book.head(sheet, words("zones_title"), [words("points_note"), note])
    book.table(sheet, row, _measure_columns(runs, words, zone=True), _measures(runs, words, "zone"), freeze=1)


def _measure_columns(runs: Sequence[Run], words: Words, zone: bool) -> list[Column]:
    heads = [Column(words("measure_head")), Column(words("stage_head"))]
    heads += [Column(words("zone_head"))] if zone else []
    heads += [Column(words("year_head"), "year"), Column(words("figure_unit"))]
    return [*plan_column(runs, words), *heads, *(Column(words.term("statistic", s), "number") for s in _STATISTICS)]


def _measures(runs: Sequence[Run], words: Words, scope: str) -> Rows:
    import polars as pl

    wanted = pl.col("scope") == scope
    if scope == "zone":
        wanted = wanted & pl.col("measure").is_in(ZONE_MEASURES)
    columns = ("measure", "stage", "zone", "year", "unit", *_STATISTICS)
    for run in runs:
        for told in run.table("summary.csv").filter(wanted).select(columns).iter_rows():
            measure, stage, zone, year, unit, *values = told
            place = [run.zone(zone)] if scope == "zone" else []
            names = (words.term("measure", measure), words.stage(stage), *place)
            yield (*plan(runs, run), *names, year, words.term("unit", unit), *values)


def schools(book: Book, runs: Sequence[Run]) -> None:
    """Schools by years: the chance of more pupils than seats, in colour and with a symbol."""
    words = book.words
    sheet = book.sheet("schools")
    warning = runs[0].answers["limits"]["warning"]
    shares = {name: words.numbers.percent(share) for name, share in warning.items()}
    legend = words("schools_legend").format(r=SYMBOLS["r"], a=SYMBOLS["a"], g=SYMBOLS["g"], **shares)
    row = book.head(sheet, words("schools_title"), [legend, words("schools_note")])
    years = sorted({year for run in runs for year in run.years})
    heads = [*plan_column(runs, words), Column(words("school_head"), "text", 28.0), Column(words("stage_head"))]
    heads += [Column(words("zone_head"))] + [Column(words(f"schools_{name}")) for name in ("worst", "first", "tell")]
    heads += [Column(words("status_head"))]
    first = len(heads)
    heads += [Column(str(year), "percent", 7.5) for year in years]
    area = book.table(sheet, row, heads, _schools(runs, years, words), freeze=2 if len(runs) > 1 else 1)
    _colour(book, sheet, area, first, warning)


def _schools(runs: Sequence[Run], years: Sequence[int], words: Words) -> Rows:
    for run in runs:
        warning = run.answers["limits"]["warning"]
        for seen in seen_schools(run):
            colours = [colour(chance, warning) for chance in seen.chance]
            worst = min(colours, key="rag".index, default="g")
            flag = announced(colours)
            reached = next((run.years[place] for place, each in enumerate(colours) if each != "g"), None)
            school = run.schools.get(seen.school)
            chances = dict(zip(run.years, seen.chance, strict=True))
            status = words.term("school_status", school.status) if school else None
            names = (
                school.name if school else seen.school,
                words.listed([*map(words.stage, seen.stages)]),
            )
            yield (
                *plan(runs, run),
                *names,
                run.zone(school.zone) if school else None,
                f"{SYMBOLS[worst]} {words(f'warning_{worst}')}",
                reached,
                None if flag is None else run.years[flag],
                status,
                *(chances.get(year) for year in years),
            )


def _colour(book: Book, sheet: Worksheet, area: Area, first: int, warning: Mapping[str, float]) -> None:
    """Fill by the limits of the warning, which a reader can change; the symbol is part of the number's format."""
    red, amber = warning["red"], warning["amber"]
    marks = [f'[>={red:g}]"{SYMBOLS["r"]} "0%', f'[>={amber:g}]"{SYMBOLS["a"]} "0%', f'"{SYMBOLS["g"]} "0%']
    cells = (area.first, first, max(area.first, area.last), area.columns - 1)
    rules = (("r", ">=", red), ("a", ">=", amber), ("g", "<", amber))
    for place, (name, criteria, value) in enumerate(rules):
        found = book.book.add_format(
            {**_FILLS[name], "num_format": ";".join(marks)} if place < 2 else {"num_format": ";".join(marks)}
        )
        told = {"type": "cell", "criteria": criteria, "value": value, "format": found, "stop_if_true": True}
        sheet.conditional_format(*cells, told)


_FILLS: Mapping[str, Mapping[str, Any]] = {
    "r": {"bg_color": "#f0a878", "bold": True},
    "a": {"bg_color": "#f8e3a1"},
}


def september(book: Book, runs: Sequence[Run]) -> None:
    """One row a school and stage for the coming admission; a sum for each plan on top of it."""
    words = book.words
    sheet = book.sheet("september")
    tables = {run.key: list(run.table("september.csv").iter_rows(named=True)) for run in runs}
    year = next((rows[0]["year"] for rows in tables.values() if rows), None)
    if year is None:
        book.head(sheet, words("september_title"), [words("september_none")])
        return
    title = words("september_caption").format(year=words.numbers.school_year(year))
    row = book.head(sheet, title, [words("september_sheet_note"), words("september_note")])
    heads = [*plan_column(runs, words), Column(words("school_head"), "text", 28.0), Column(words("stage_head"))]
    heads += [Column(words("zone_head")), Column(words("status_head"))]
    heads += [
        Column(f"{words.term('september', name)}{words(f'in_{name}')}", "tenth" if name == "class_size" else "whole")
        for name in _CLAIMS
    ]
    for name in _LEFT_OVER:
        heads += [
            Column(f"{words.term('september', name)} {words.term('statistic', statistic)}{words('in_pupils')}", "whole")
            for statistic in ("mean", "p10", "p50", "p90")
        ]
    book.table(sheet, row, heads, _september(runs, tables, words), freeze=2 if len(runs) > 1 else 1)


def _september(runs: Sequence[Run], tables: Mapping[str, list[dict[str, Any]]], words: Words) -> Rows:
    bands = [f"{name}_{statistic}" for name in _LEFT_OVER for statistic in ("mean", "p10", "p50", "p90")]
    means = [f"{name}_mean" for name in _CLAIMS]
    for run in runs:
        table = sorted(tables[run.key], key=lambda row: -(row["sent_elsewhere_mean"] or 0))
        for row in table:
            school = run.schools.get(row["school_id"])
            yield (
                *plan(runs, run),
                school.name if school else row["school_id"],
                words.stage(row["stage"]),
                run.zone(school.zone) if school else None,
                words.term("school_status", school.status) if school else None,
                *(row[name] for name in (*means, *bands)),
            )
        for stage in dict.fromkeys(row["stage"] for row in table):
            part = [row for row in table if row["stage"] == stage]
            cells = [None if "class_size" in name else _summed(name, part) for name in (*means, *bands)]
            cells = [
                None if name.rsplit("_", 1)[1] != "mean" else cell
                for name, cell in zip((*means, *bands), cells, strict=True)
            ]
            yield (*plan(runs, run), words("sum_row"), words.stage(stage), words("county_row"), None, *cells)


def _summed(name: str, rows: Sequence[Mapping[str, Any]]) -> float | None:
    """Means add up; other statistics do not."""
    values = [row[name] for row in rows if row[name] is not None]
    return sum(values) if values else None


def projects(book: Book, runs: Sequence[Run]) -> None:
    """One row a project."""
    words = book.words
    sheet = book.sheet("projects")
    if all(run.table("projects.csv").is_empty() for run in runs):
        book.head(sheet, words("projects_title"), [words("projects_none")])
        return
    row = book.head(sheet, words("projects_title"), [words("projects_sheet_note")])
    heads = [*plan_column(runs, words), Column(words("project_name"), "text", 28.0)]
    heads += [Column(words(f"project_{name}")) for name in ("kind", "zone")]
    heads += [Column(words("project_basis"), "kind"), Column(words("project_planned"), "year")]
    statistics = [words.term("statistic", f"p{p}") for p in (10, 50, 90)]
    heads += [Column(f"{words('hand_over_head')} {told}", "day", 12.0) for told in statistics]
    heads += [Column(f"{words('opens_head')} {told}", "year") for told in statistics]
    heads += [Column(words(f"project_{name}"), "percent") for name in ("on_time", "cancelled")]
    heads += [Column(words(f"project_{name}")) for name in ("waits", "latest")]
    heads += [
        Column(f"{words('cost_sheet_head')} {told}", "whole") for told in (words.term("statistic", "mean"), *statistics)
    ]
    heads += [Column(words("figure_source"), "text", 60.0)]
    book.table(sheet, row, heads, _projects(runs, words), freeze=2 if len(runs) > 1 else 1)


def _projects(runs: Sequence[Run], words: Words) -> Rows:
    for run in runs:
        names = {row["project"]: row["name"] for row in run.answers["projects"]}
        latest = {row["project"]: row for row in run.answers.get("latest_starts", ())}
        table = run.table("projects.csv").sort("on_time", "project")
        for row in table.iter_rows(named=True):
            name = {"name": names.get(row["project"], {"zh": "", "en": ""}), "project": row["project"], "status": ""}
            start = latest_told(latest.get(row["project"]), run.answers, words)
            days: list[date | None] = [row[f"hand_over_p{p}"] for p in (10, 50, 90)]
            yield (
                *plan(runs, run),
                project_name(name, words),
                words.term("project_kind", row["kind"]),
                run.zone(row["zone"]),
                marked(row["status"], words).text,
                row["planned"],
                *days,
                *(row[f"opens_p{p}"] for p in (10, 50, 90)),
                row["on_time"],
                row["cancelled"],
                words.term("wait", row["waits_for"]) if row["waits_for"] else None,
                start.text if isinstance(start, Cell) else start,
                row["cost_mean"],
                *(row[f"cost_p{p}"] for p in (10, 50, 90)),
                row["source"],
            )


def teachers(book: Book, runs: Sequence[Run]) -> None:
    """The ledger, unrounded, with the difference that shows that it balances."""
    words = book.words
    sheet = book.sheet("teachers")
    if all(run.table("teachers.csv").is_empty() for run in runs):
        book.head(sheet, words("teachers_title"), [words("teachers_none")])
        return
    row = book.head(sheet, words("teachers_title"), [words("teachers_sheet_note")])
    heads = [*plan_column(runs, words), Column(words("year_head"), "year"), Column(words("stage_head"))]
    heads += [Column(words.term("ledger", name), "tenth") for name in _LEDGER]
    heads += [Column(words("balance_head"), "decimal"), Column(words.term("ledger", "kind"), "kind")]
    book.table(sheet, row, heads, _teachers(runs, words), freeze=3 if len(runs) > 1 else 2)


def _teachers(runs: Sequence[Run], words: Words) -> Rows:
    for run in runs:
        for row in run.table("teachers.csv").iter_rows(named=True):
            balance = None
            if row["opening"] is not None:
                left = row["opening"] - row["retirements"] - row["leavers"] + row["moves"] + row["hires"]
                balance = round(left - row["closing"], 3) + 0.0
            cells = (*(row[name] for name in _LEDGER), balance)
            kind = marked(row["kind"], words).text if row["kind"] else None
            yield (*plan(runs, run), row["year"], words.stage(row["stage"]), *cells, kind)


def causes(book: Book, runs: Sequence[Run]) -> None:
    """The change since the baseline year, cause by cause."""
    words = book.words
    sheet = book.sheet("causes")
    if all(run.table("causes.csv").is_empty() for run in runs):
        book.head(sheet, words("causes_sheet_title"), [words("causes_none")])
        return
    futures = max((run.answers.get("causes") or {}).get("futures", 0) for run in runs)
    baseline = words.numbers.school_year(runs[0].years[0])
    row = book.head(sheet, words("causes_sheet_title"), [words("causes_sheet_note").format(n=futures, year=baseline)])
    heads = [*plan_column(runs, words), Column(words("measure_head")), Column(words("stage_head"))]
    heads += [Column(words("year_head"), "year"), Column(words("cause_head")), Column(words("figure_unit"))]
    heads += [Column(words.term("statistic", name), "number") for name in ("mean", "p10", "p50", "p90")]
    book.table(sheet, row, heads, _causes(runs, words), freeze=1)


def _causes(runs: Sequence[Run], words: Words) -> Rows:
    columns = ("measure", "stage", "year", "cause", "unit", "mean", "p10", "p50", "p90")
    for run in runs:
        for measure, stage, year, cause, unit, *values in run.table("causes.csv").select(columns).iter_rows():
            told = (words.term("measure", measure), words.stage(stage), year, words.term("cause", cause))
            yield (*plan(runs, run), *told, words.term("unit", unit), *values)


SHEETS: Sequence[Callable[[Book, Sequence[Run]], None]] = (
    county,
    zones,
    schools,
    september,
    projects,
    teachers,
    causes,
)
"""Sheets in order."""

"""Schools by years in red, amber and green, with the year in which a shortage must be announced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seatsim.domain.stages import COMPULSORY
from seatsim.language.words import Words
from seatsim.papers.blocks import Block, Cell, Grid, Legend, Row, Sentence
from seatsim.papers.charts.zones import per_cent
from seatsim.papers.runs import BY_RULE, Run

if TYPE_CHECKING:
    import polars as pl

_AHEAD = 2
"""Years by which a shortage is announced ahead."""
_MOST_YEARS = 16
"""Years beside each other; a longer horizon takes another table."""
SYMBOLS: Mapping[str, str] = {"r": "▲", "a": "◆", "g": "○"}
"""Symbol of each colour."""
FLAG = "⚑"
"""Mark of the year of the announcement."""


@dataclass(frozen=True)
class Seen:
    """A school's stage over the years, or the stages that share its rooms."""

    school: str
    stages: tuple[str, ...]
    chance: Sequence[float]
    """By year: share of the futures with more pupils than seats."""
    short: Sequence[float]
    """By year: median of pupils over seats."""


def schools(run: Run, words: Words) -> tuple[Block, ...]:
    """Legend, sentence and the table; a horizon of many years takes several tables."""
    warning = run.answers["limits"]["warning"]
    seen = sorted(seen_schools(run), key=lambda each: _severity(each, warning))
    blocks: list[Block] = [_sentence(seen, warning, words), _legend(warning, words)]
    calm = sum(not _ever(each, warning) for each in seen)
    blocks.append(Sentence(words("schools_printed").format(n=calm), "printed"))
    for start in range(0, len(run.years), _MOST_YEARS):
        part = slice(start, start + _MOST_YEARS)
        blocks.append(_grid(run, seen, part, words))
    return (*blocks, Sentence(words("schools_note") + by_rule_note(run, words), "note"))


def by_rule_note(run: Run, words: Words) -> str:
    """What the mark of schools with classrooms or classes by rule means; nothing where no school has it."""
    marked = any(school.status == "completed" for school in run.schools.values())
    return words("by_rule_note").format(mark=BY_RULE) if marked else ""


def seen_schools(run: Run) -> Iterator[Seen]:
    """Every school and stage that has a seat or a pupil, from ``pupils_over_seats``.

    Primary and junior of a nine-year school share its rooms: one is short of seats only where both together are.
    """
    import polars as pl

    table = run.table("schools.csv").filter(pl.col("measure") == "pupils_over_seats")
    years = len(run.years)
    at = {year: place for place, year in enumerate(run.years)}
    for school, stages, part in _parts(table):
        chance, short = [0.0] * years, [0.0] * years
        _fill(part, at, chance, short)
        yield Seen(school, stages, chance, short)


def _parts(table: pl.DataFrame) -> Iterator[tuple[str, tuple[str, ...], pl.DataFrame]]:
    """Rows by school and stage; of a school with just primary and junior those of both together, where it has them."""
    for (school,), rows in table.group_by(["school_id"], maintain_order=True):
        parts = {str(stage): part for (stage,), part in rows.group_by(["stage"], maintain_order=True)}
        whole = parts.pop("all", None)
        if whole is not None and set(parts) == set(COMPULSORY):
            yield str(school), COMPULSORY, whole
            continue
        for stage, part in parts.items():
            yield str(school), (stage,), part


def _fill(part: pl.DataFrame, at: Mapping[int, int], chance: list[float], short: list[float]) -> None:
    for year, told, half in part.select("year", "chance", "p50").iter_rows():
        chance[at[year]], short[at[year]] = told or 0.0, half or 0.0


def colour(chance: float, warning: Mapping[str, float]) -> str:
    """``r``, ``a`` or ``g``."""
    return "r" if chance >= warning["red"] else "a" if chance >= warning["amber"] else "g"


def _ever(seen: Seen, warning: Mapping[str, float]) -> str:
    """Worst colour of all years; empty where every year is green."""
    worst = colour(max(seen.chance, default=0.0), warning)
    return "" if worst == "g" else worst


def _severity(seen: Seen, warning: Mapping[str, float]) -> tuple[int, float]:
    """Worst colour first, then the sum of the chances."""
    worst = max(seen.chance, default=0.0)
    return "rag".index(colour(worst, warning)), -sum(seen.chance)


def announced(colours: Sequence[str]) -> int | None:
    """Place of the year in which the first shortage must be announced: two years ahead, or at once."""
    first = next((place for place, each in enumerate(colours) if each != "g"), None)
    return None if first is None else max(0, first - _AHEAD)


def _grid(run: Run, seen: Sequence[Seen], part: slice, words: Words) -> Grid:
    warning = run.answers["limits"]["warning"]
    years = run.years[part]
    rows = [_row(run, each, part, warning, words) for each in seen]
    heads = [words("school_head"), words("stage_head"), words("zone_head"), *map(str, years)]
    foot = [_counted(rows, name, css, words) for name, css in (("count_red", "r"), ("count_amber", "a"))]
    caption = words("schools_caption").format(years=words.numbers.span(str(years[0]), str(years[-1])))
    return Grid(caption, heads, rows, words("schools_empty"), left=(0, 1, 2), foot=foot, css="schools")


def _row(run: Run, seen: Seen, part: slice, warning: Mapping[str, float], words: Words) -> Row:
    colours = [colour(chance, warning) for chance in seen.chance]
    flag = announced(colours)
    cells = [_cell(seen.chance[at], seen.short[at], colours[at], at == flag, words) for at in range(len(colours))[part]]
    school = run.schools.get(seen.school)
    name, zone = (school.shown, school.zone) if school else (seen.school, "")
    named = name + (f" {words('mark_new')}" if school and school.status == "new" else "")
    css = "calm" if flag is None else f"w ever-{_ever(seen, warning)}{' now' if flag == 0 else ''}"
    stages = words.listed([*map(words.stage, seen.stages)])
    return Row((named, stages, run.zone(zone), *cells), " ".join(seen.stages), zone, css)


def _cell(chance: float, short: float, css: str, flag: bool, words: Words) -> Cell:
    """Symbol and chance, rounded as in the zones' chart; below it the pupils too many in half of the futures."""
    text = f"{SYMBOLS[css]}{per_cent(chance)}%"
    text += f" −{words.numbers.count(short)}" if css != "g" and short else ""
    return Cell(f"{FLAG}{text}" if flag else text, f"{css} f" if flag else css)


def _counted(rows: Sequence[Row], name: str, css: str, words: Words) -> Row:
    """How many of the schools are of a colour, by year."""
    columns = list(zip(*(row.cells[3:] for row in rows), strict=True))
    told = [sum(isinstance(cell, Cell) and cell.css[:1] == css for cell in column) for column in columns]
    return Row((words(name), "", "", *(Cell(str(n), f"n {css}") for n in told)))


def _legend(warning: Mapping[str, float], words: Words) -> Legend:
    shares = {name: words.numbers.percent(share) for name, share in warning.items()}
    marks = [(css, SYMBOLS[css], words(f"legend_{css}").format(**shares)) for css in "rag"]
    return Legend((*marks, ("f", FLAG, words("legend_flag")), ("", "−", words("legend_short"))))


def _sentence(seen: Sequence[Seen], warning: Mapping[str, float], words: Words) -> Sentence:
    """How many schools are ever red, amber, and how many must be announced now."""
    colours = [[colour(chance, warning) for chance in each.chance] for each in seen]
    red = sum("r" in each for each in colours)
    amber = sum("a" in each and "r" not in each for each in colours)
    now = sum(announced(each) == 0 for each in colours)
    key = "schools_told" if red or amber else "schools_calm"
    return Sentence(words(key).format(red=red, amber=amber, all=len(seen), now=now), "told-schools")

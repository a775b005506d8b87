"""The yearly ledger of teachers."""

from __future__ import annotations

from seatsim.language.words import Words
from seatsim.papers.blocks import Block, Cell, Grid, Row, Sentence
from seatsim.papers.runs import Run

_IDENTITY = ("opening", "retirements", "leavers", "moves", "hires", "closing")
_FOUR = ("needed", "approved", "outside", "vacancies", "teachers", "short", "surplus")
_SIGNS = {"retirements": "− ", "leavers": "− ", "moves": "± ", "hires": "+ ", "closing": "= "}


def teachers(run: Run, words: Words) -> tuple[Block, ...]:
    """One row a year of the chosen stage; the identity reads from left to right."""
    table = run.table("teachers.csv")
    if table.is_empty():
        return (Sentence(words("teachers_none")),)
    columns = (*_IDENTITY, *_FOUR)
    rows = [
        Row(
            (
                words.numbers.school_year(row["year"]),
                words.stage(row["stage"]),
                *(_cell(name, row[name], words) for name in columns),
                Cell(words.term("figure_kind", row["kind"]), f"kind {row['kind']}") if row["kind"] else "–",
            ),
            row["stage"],
        )
        for row in table.iter_rows(named=True)
    ]
    heads = [
        words("year_head"),
        words("stage_head"),
        *(_SIGNS.get(name, "") + words.term("ledger", name) for name in columns),
        words.term("ledger", "kind"),
    ]
    groups = [("", 2), (words("ledger_group"), len(_IDENTITY)), (words("against_group"), len(_FOUR)), ("", 1)]
    caption, last = words("teachers_caption"), len(heads) - 1
    grid = Grid(caption, heads, rows, words("teachers_empty"), (0, 1, last), groups, exact=True)
    return (grid, Sentence(words("teachers_note"), "note"))


def _cell(name: str, value: float | None, words: Words) -> Cell:
    """A mean, rounded; the closing balance and a shortage stand out."""
    told = words.numbers.signed(value) if name == "moves" else words.numbers.count(value)
    short = name == "short" and value is not None and round(value) > 0
    css = "loud" if short else "strong" if name == "closing" else "first" if name in ("opening", "needed") else ""
    return Cell(told, css)

"""Columns that a table does not know: which are left unread, and what is said of those that may be meant for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher, get_close_matches

from seatsim.domain.phrase import Phrase, listed
from seatsim.inputs.nearest import unknown
from seatsim.inputs.repairs import Repairs
from seatsim.inputs.stated_sources import SOURCE, csv_name
from seatsim.language.cell_words import is_total, is_word
from seatsim.language.headers import MOST_GRADES, column_of, plain, spellings, table_names

_CLOSE = 0.7
"""Likeness of two names of which one may be a slip of the other, as of ``nearest``."""
_SHORTEST = 3
"""Letters of a name whose last one may be a slip: of two letters half the name would be wrong."""
_REMARKS = ("note",)
"""Columns of remarks: they are as good in a table that has none."""
_MOST_SHOWN = 8
_NO_SOURCE_COLUMN = 'missing column; one source for the whole table may stand in county.toml, as [sources] "{}"'


def is_nobodys(table: str, text: str, grades: Sequence[int]) -> bool:
    """Whether no table knows the name and none has one like it; row numbers and totals are looked at otherwise."""
    return table in table_names() and not (
        is_word("order_column", text) or is_total(text) or advice(table, text, grades, ()) is not None
    )


def advice(table: str, text: str, grades: Sequence[int], there: Collection[str]) -> Phrase | None:
    """What to do with a column that the table does not know; None where it is probably meant for none of any table.

    ``there`` : columns that the file has, by the names that readers ask for.
    """
    if table not in table_names():
        return None
    if column_of(table, text, (MOST_GRADES,) * len(grades)) is not None:
        return Phrase("the county has no such grade ([grades] in county.toml)")
    near = _near(table, text, grades)
    if near is not None and column_of(table, near, grades) in there:
        return Phrase("'{}' stands here too: leave one out, or give this one quite another name", near)
    if near is not None:
        return Phrase("did you mean '{}'?", near)
    for other in table_names():
        if other != table and column_of(other, text, grades) not in (None, *_REMARKS):
            return Phrase("it is one of {}.csv: write it there, leave it out, or give it another name", other)
    return None


def unknown_column(
    table: str, text: str, grades: Sequence[int], there: Collection[str], names: Iterable[str]
) -> Phrase:
    """Say that a column is unknown and what to do; ``names`` are those of a table that has no headers of its own."""
    hint = advice(table, text, grades, there)
    return Phrase("unknown {}; {}", Phrase("column"), hint) if hint else unknown(Phrase("column"), text, names)


def told_unread(file: str, line: int, columns: Sequence[tuple[str, int]], repairs: Repairs) -> tuple[str, ...]:
    """Tell of columns that are not read, each with its number of filled cells; their names."""
    names = tuple(name for name, _ in columns)
    if columns:
        repairs.unread(file, line, ", ".join(names), listed(f"{cells:,}" for _, cells in columns))
    return names


def missing_column(file: str, name: str, unread: Sequence[str] = ()) -> Phrase:
    """What is said of a column that is not there; sources may stand elsewhere, and it may have another name."""
    words = Phrase(_NO_SOURCE_COLUMN, csv_name(file)) if name == SOURCE else Phrase("missing column")
    if not unread:
        return words
    shown = ", ".join([*unread[:_MOST_SHOWN], *(["…"] if unread[_MOST_SHOWN:] else [])])
    return Phrase("{}; is it one of those that are not known: {}?", words, shown)


def _near(table: str, text: str, grades: Sequence[int]) -> str | None:
    """The likest name of the table's columns, the first of those that are as like; None if none is like."""
    names, asked = spellings(table, tuple(grades)), plain(text)
    likest = get_close_matches(asked, names, n=len(names), cutoff=_CLOSE)
    if likest:
        order = {name: place for place, name in enumerate(names)}
        return names[max(likest, key=lambda name: (SequenceMatcher(None, name, asked).ratio(), -order[name]))]
    if len(asked) < _SHORTEST:
        return None
    slips = (name for name in names if name[-len(asked) :][:-1] == asked[:-1])
    return next((names[name] for name in slips), None)

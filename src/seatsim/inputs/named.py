"""Ids that a table gives, or leaves to the names; and cells that hold either."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

from seatsim.domain.phrase import Called, Phrase, called, listed, word
from seatsim.domain.text import Text
from seatsim.inputs.nearest import unknown
from seatsim.inputs.tables import Table

Names: TypeAlias = Mapping[str, str]
"""Ids by every name under which a cell may have them; a name that several bear means none of them."""
Bearers: TypeAlias = Mapping[str, tuple[str, ...]]
"""Ids of those who bear a name, in one language or the other; an id is borne by its own alone."""
_MOST_LISTED = 14
_MOST_NAMED = 5
"""Schools that a note names of those it counts."""


def named_ids(table: Table, column: str, names: Sequence[str], what: Phrase, assumed: list[Phrase]) -> list[str]:
    """Ids of a column, the row's name where it is left out; they must differ.

    ``what`` : what the rows are, in the plural.
    """
    written = table.text(column, empty="")
    first: dict[str, int] = {}
    for row, (own, name) in enumerate(zip(written, names, strict=True)):
        before = first.setdefault(own or name, row)
        if before != row and own:
            table.fault(row, column, own, Phrase("stands on line {} too", table.line(before)), "duplicate")
        elif before != row and name:
            text = "stands on line {} too: give each a {} of its own"
            table.fault(row, "name_zh", name, Phrase(text, table.line(before), column), "duplicate")
    left = sum(not own for own in written)
    if left:
        assumed.append(Phrase("{} of {} {}: left out, their names taken", word(column), left, what))
    return [own or name for own, name in zip(written, names, strict=True)]


def named(table: Table, column: str, known: Names | None, what: Phrase, more: Phrase | None = None) -> list[str]:
    """Column of ids, each written as such or by a name; None takes any, for nobody knows which there are.

    ``more`` : what a fault adds.
    """
    cells = table.text(column)
    if known is None:
        return cells
    ids = list(dict.fromkeys(known.values()))
    otherwise = Phrase("must be one of {}", ", ".join(ids)) if len(ids) <= _MOST_LISTED else Phrase("")
    for row, cell in enumerate(cells):
        if cell and cell not in known:
            words = unknown(what, cell, known, otherwise)
            table.fault(row, column, cell, Phrase("{}; {}", words, more) if more else words, "unknown-name")
    return [known.get(cell, cell) for cell in cells]


def of_schools(note: Phrase, table: Table, rows: Collection[int]) -> Phrase:
    """A note that counts schools, with the first few by name."""
    names = school_names(table)
    first = [names[row] for row in sorted(rows)[:_MOST_NAMED]]
    return Phrase("{} (schools: {})", note, listed([*first, *(["…"] if len(rows) > _MOST_NAMED else [])]))


def school_names(table: Table) -> list[Called]:
    """What each row's school is called; in Chinese in English too where it has no English name."""
    names, english = table.text("name_zh", empty=""), table.text("name_en", empty="")
    return [called(Text(zh, en), zh) for zh, en in zip(names, english, strict=True)]


def by_name(ids: Sequence[str], names: Sequence[Text]) -> Names:
    """Ids by every name: by themselves, and by what they are called in a language where only one is called so."""
    return {name: own[0] for name, own in bearers(ids, names).items() if len(own) == 1}


def bearers(ids: Sequence[str], names: Sequence[Text]) -> Bearers:
    """Ids of those who bear each name; what is missing names nobody."""
    called_so: dict[str, dict[str, None]] = {}
    for own, name in zip(ids, names, strict=True):
        for each in filter(None, (name.zh, name.en)):
            called_so.setdefault(each, {})[own] = None
    by_names = {name: tuple(filter(None, owners)) for name, owners in called_so.items()}
    return by_names | {own: (own,) for own in ids if own}

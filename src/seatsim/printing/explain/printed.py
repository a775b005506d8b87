"""Printing explanations within 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatsim.printing.explain.entry import Entry, words_of
from seatsim.printing.narrow import WIDTH, folded, plain, width

_INDENT = "  "
_MOST_NAME = 30
"""Longest name beside which its line stands, not below it [cells]."""


def print_entries(entries: Sequence[Entry], lang: str) -> None:
    """Print explanations, a blank line between two."""
    for place, entry in enumerate(entries):
        if place:
            print()
        for line in entry_lines(entry, lang):
            print(line)


def entry_lines(entry: Entry, lang: str) -> Iterator[str]:
    """Lines of one explanation, at most 80 cells wide."""
    words = words_of(lang)
    kind = "" if entry.kind == "group" else f" ({words(entry.kind)})"
    yield from folded(plain(f"{entry.name}{f' {entry.title}' if entry.title else ''}{kind}"))
    facts = [(words(key), text) for key, text in entry.facts if text]
    room = max((width(label) for label, _ in facts), default=0)
    for label, text in facts:
        yield from _beside(label, room, text)
    head = f"{entry.name}."
    inside = all(name.startswith(head) for name, _ in entry.members)
    shown = [(name.removeprefix(head) if inside else name, text) for name, text in entry.members]
    if facts and shown:
        yield f"{_INDENT}{words('holds')}"
    room = min(max((width(name) for name, _ in shown), default=0), _MOST_NAME)
    for name, text in shown:
        yield from (f"{_INDENT}{line}" if facts else line for line in _beside(name, room, text, len(_INDENT)))


def _beside(label: str, room: int, text: str, kept: int = 0) -> Iterator[str]:
    """A label, and its text beside it in lines of their own column; below it where the label is long.

    ``kept`` : cells of a line that are left free.
    """
    begin = len(_INDENT) + room + len(_INDENT)
    first, *others = folded(plain(text), most=WIDTH - kept - begin) if text else [""]
    head = f"{_INDENT}{label}"
    if width(head) > begin - len(_INDENT):
        yield head
        yield f"{' ' * begin}{first}"
    else:
        yield f"{head}{' ' * (begin - width(head))}{first}".rstrip()
    yield from (f"{' ' * begin}{line}" for line in others)

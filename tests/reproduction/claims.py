"""A claim: words of a page with numbers in them, and how these are computed.

Where the words have slots (``{}``) the page's numbers stand there; where they have none the whole of it is a statement
that the function finds true or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from items import Item
from pages import put, text_of
from work import Work

NUMBER = r"(?:CNY )?[-−]?\d(?:[\d,.]*\d)?"
Values = Callable[[Work], Sequence[str]]


@dataclass(frozen=True)
class Claim:
    """Words of a page."""

    name: str
    """Name, unique."""
    page: str
    """Page, from the root."""
    words: str
    """The page's words with ``{}`` for each number; line breaks count as spaces."""
    command: str
    """The run, or the file, that the numbers come from."""
    values: Values
    """The numbers, written as the page writes them."""

    def place(self, text: str) -> re.Match[str]:
        """Where the words stand. Raises ValueError unless it is one place."""
        parts = [r"\s+".join(map(re.escape, part.split(" "))) for part in self.words.split("{}")]
        found = list(re.finditer(f"({NUMBER})".join(parts), text))
        if len(found) != 1:
            raise ValueError(f"{self.page}: {len(found)} places say {self.words!r}")
        return found[0]

    def held(self) -> str:
        """The page's words on one line."""
        return " ".join(self.place(text_of(self.page))[0].split())

    def made(self, work: Work) -> str:
        """The same words with the numbers computed."""
        return self.words.format(*self.values(work))

    def write(self, made: str) -> None:
        """Put the numbers into the page, or nothing where the words have none."""
        text = text_of(self.page)
        place, filled = self.place(text), re.fullmatch(f"({NUMBER})".join(map(re.escape, self.words.split("{}"))), made)
        if filled is None:
            return
        for group in range(len(filled.groups()), 0, -1):
            first, last = place.span(group)
            text = text[:first] + filled[group] + text[last:]
        put(self.page, text)


@dataclass(frozen=True)
class Statement(Claim):
    """Words without numbers of their own; the function tells numbers that show them to be false, none if they hold."""

    def made(self, work: Work) -> str:
        """The words, or what speaks against them."""
        against = self.values(work)
        return f"not so: {', '.join(against)}" if against else self.words


def claim_item(claim: Claim, *, cheap: bool = False, measured: bool = False) -> Item:
    """A claim as an item."""
    return Item(
        name=claim.name,
        page=claim.page,
        command=claim.command,
        make=lambda work: claim.made(work).encode(),
        held=lambda: claim.held().encode(),
        write=lambda made, _: claim.write(made.decode()),
        measured=measured,
        cheap=cheap,
    )

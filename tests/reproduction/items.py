"""An item: one table, picture or number of a page, what makes it anew, and whether the two are the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from pages import ROOT, put, put_section, section
from work import Work

Verdict = Literal["same", "differs", "differs, measured on this machine", "not made"]


@dataclass(frozen=True)
class Item:
    """One item. What is made and what the page holds are bytes, compared by digest."""

    name: str
    """Name, the one in the page's marks where there are any."""
    page: str
    """Page or file that holds it, from the root."""
    command: str
    """What a reader would type to get it."""
    make: Callable[[Work], bytes]
    """Makes it anew."""
    held: Callable[[], bytes]
    """What the page holds."""
    write: Callable[[bytes, Work], None]
    """Puts what was made into the page."""
    measured: bool = False
    """A time or a ratio of times, or a picture's pixels: it may differ on another machine, or another day."""
    cheap: bool = False
    """Made in about a second: an ordinary test makes it too."""
    digest_held: Callable[[], str] | None = None
    """Digest of what the page holds, where only that is kept."""
    whole: bool = False
    """The page as a whole is what is made."""


@dataclass(frozen=True)
class Found:
    """What became of an item."""

    item: Item
    verdict: Verdict
    made: bytes
    """What was made."""
    held: bytes
    """What the page holds."""
    digest_made: str
    """SHA-256; empty where nothing was made."""
    digest_held: str
    """SHA-256."""
    why: str = ""
    """Why nothing was made."""

    @property
    def fails(self) -> bool:
        """Whether the command must fail: what is measured may differ."""
        return self.verdict == "differs" or (self.verdict == "not made" and not self.item.measured)


def sha256(content: bytes) -> str:
    """Digest of a content."""
    return hashlib.sha256(content).hexdigest()


def reproduce(item: Item, work: Work) -> Found:
    """Make an item anew and compare it with the page's."""
    held, digest = b"", ""
    try:
        held = item.held()
        digest = sha256(held) if item.digest_held is None else item.digest_held()
        made = item.make(work)
    except Exception as error:
        return Found(item, "not made", b"", held, "", digest, f"{type(error).__name__}: {error}")
    differs: Verdict = "differs, measured on this machine" if item.measured else "differs"
    return Found(item, "same" if sha256(made) == digest else differs, made, held, sha256(made), digest)


def page_item(page: str, command: str, make: Callable[[Work], str]) -> Item:
    """A page that is made as a whole."""
    return Item(
        name=page.removeprefix("docs/").removesuffix(".md"),
        page=page,
        command=command,
        make=lambda work: make(work).encode(),
        held=lambda: (ROOT / page).read_bytes(),
        write=lambda made, _: put(page, made.decode()),
        whole=True,
    )


def section_item(name: str, page: str, command: str, make: Callable[[Work], str]) -> Item:
    """A section of a page between its marks."""
    return Item(
        name=name,
        page=page,
        command=command,
        make=lambda work: make(work).encode(),
        held=lambda: section(page, name).encode(),
        write=lambda made, _: put_section(page, name, made.decode()),
    )


def measured(item: Item) -> Item:
    """The same item as a measurement."""
    return replace(item, measured=True)


def cheap(item: Item) -> Item:
    """The same item, made by an ordinary test too."""
    return replace(item, cheap=True)

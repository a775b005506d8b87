"""The sentences that the guides to the brief quote: each must stand in the brief of the shipped scenario."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from drawn import brief
from items import Item
from pages import text_of
from work import PLANS, Work

GUIDES: Mapping[str, str] = {"docs/reading-a-brief.md": "en", "docs/reading-a-brief.zh.md": "zh"}
"""Guides and the language of the brief that they quote."""


def items() -> list[Item]:
    """One item a guide: its quotations as the brief prints them."""
    return [_item(page, lang) for page, lang in GUIDES.items()]


def quotes(page: str) -> Sequence[str]:
    """Sentences of a page that are quoted."""
    return re.findall(r"^> (.+)$", page, re.MULTILINE)


def told(quoted: Sequence[str], printed: str) -> str:
    """The quotations, each with a remark where the brief does not say so."""
    said = _plain(printed)
    return "".join(f"{quote}{'' if _plain(quote) in said else '  <- not printed'}\n" for quote in quoted)


def _item(page: str, lang: str) -> Item:
    return Item(
        name=f"quotes-{lang}",
        page=page,
        command=f"seatsim report results/{PLANS[0]} results/{PLANS[-1]} --format docx --lang {lang}",
        make=lambda work: told(quotes(text_of(page)), _printed(lang, work)).encode(),
        held=lambda: "".join(f"{quote}\n" for quote in quotes(text_of(page))).encode(),
        write=lambda _, __: None,
    )


def _printed(lang: str, work: Work) -> str:
    """Words of the brief, without its marks."""
    return html.unescape(re.sub(r"<[^>]+>", "", brief(lang, work)))


def _plain(words: str) -> str:
    return "".join(words.split())

"""Texts in the languages of the reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A text in the two languages of the reports."""

    zh: str = ""
    """Chinese."""
    en: str = ""
    """English."""

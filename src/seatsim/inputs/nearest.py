"""The nearest valid name, for faults that say what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from seatsim.domain.phrase import Phrase


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Valid name closest to ``name``, or None if none is close."""
    found = get_close_matches(name, list(names), n=1, cutoff=0.7)
    return found[0] if found else None


def unknown(what: Phrase, name: str, names: Iterable[str], otherwise: Phrase | None = None) -> Phrase:
    """Say that ``name`` is an unknown ``what``, with the nearest valid name or ``otherwise``."""
    near = nearest(name, names)
    hint = Phrase("did you mean '{}'?", near) if near else otherwise
    return Phrase("unknown {}; {}", what, hint) if hint else Phrase("unknown {}", what)

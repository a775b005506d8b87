"""Faults and notes as text."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from seatsim.domain.faults import Fault, printable
from seatsim.domain.phrase import Phrase
from seatsim.language.phrases import said
from seatsim.language.show import CHECK
from seatsim.language.words import Words

_MOST_PRINTED = 200


def fault_line(fault: Fault, lang: str) -> str:
    """A fault as one line, ``file:line: key = found: allowed``; the colons are those that editors read."""
    return fault.told(said(fault.found, lang), said(fault.allowed, lang))


def print_faults(faults: Sequence[Fault], lang: str) -> None:
    """Print faults to standard error, one a line, by file and line."""
    for fault in faults[:_MOST_PRINTED]:
        print(fault_line(fault, lang), file=sys.stderr)
    if len(faults) > _MOST_PRINTED:
        print(said(Phrase("and {} more faults", len(faults) - _MOST_PRINTED), lang), file=sys.stderr)


def faults_as_json(faults: Sequence[Fault]) -> list[dict[str, object]]:
    """Faults as plain values, in English whatever the language: programs read them, and a code tells the kind."""
    return [
        {
            "file": fault.file,
            "line": fault.line,
            "key": fault.key,
            "found": fault.found,
            "allowed": fault.allowed,
            "code": fault.code,
        }
        for fault in faults
    ]


def print_notes(path: str, repairs: Sequence[Phrase], notes: Sequence[Phrase], lang: str) -> None:
    """Print that an input is valid, what was repaired while reading it, and what is worth knowing about it."""
    words = Words(lang, CHECK)
    print(words("ok").format(path=path))
    for title, texts in (("repairs", repairs), ("notes", notes)):
        if texts:
            print(words(title))
        for text in texts:
            print(f"  - {printable(said(text, lang))}")

"""Faults and notes as text."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from seatsim.domain.faults import Fault
from seatsim.language.show import CHECK
from seatsim.language.words import Words

_MOST_PRINTED = 200


def print_faults(faults: Sequence[Fault]) -> None:
    """Print faults to standard error, one a line, by file and line."""
    for fault in faults[:_MOST_PRINTED]:
        print(fault, file=sys.stderr)
    if len(faults) > _MOST_PRINTED:
        print(f"and {len(faults) - _MOST_PRINTED} more faults", file=sys.stderr)


def faults_as_json(faults: Sequence[Fault]) -> list[dict[str, object]]:
    """Faults as plain values."""
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


def print_notes(path: str, notes: Sequence[str], lang: str) -> None:
    """Print that an input is valid, and what is worth knowing about it."""
    words = Words(lang, CHECK)
    print(words("ok").format(path=path))
    if notes:
        print(words("notes"))
    for note in notes:
        print(f"  - {note}")

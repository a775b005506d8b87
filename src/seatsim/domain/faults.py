"""What can be wrong with an input, and the typed errors that carry it."""

from __future__ import annotations

import copyreg
from collections.abc import Sequence
from dataclasses import dataclass

from seatsim.domain.phrase import Phrase


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with one input file."""

    file: str
    """Path as the user gave it."""
    line: int | None
    """Line, counted from 1; None when the fault belongs to the whole file."""
    key: str
    """Key path (``[levers.construction] desk``) or column (``pupils_P3``)."""
    found: str
    """What was found, in a few words or as the value itself; empty when a thing is missing."""
    allowed: Phrase
    """What is allowed."""
    code: str
    """Short stable name of the kind of fault, e.g. ``unknown-key``; not printed."""

    def __str__(self) -> str:
        """Write the fault as one line: ``file:line: key = found: allowed``."""
        return self.told(self.found, self.allowed)

    def told(self, found: str, allowed: str) -> str:
        """The line with what was found and what is allowed in words of another language."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        what = f"{self.key} = {found}" if found else self.key
        line = f"{place}: {what}: {allowed}" if what else f"{place}: {allowed}"
        return printable(line)


_SPACES = " \u3000"


def printable(text: str) -> str:
    """A text without the line ends and control characters of terminals that come in with keys, cells and options."""
    return "".join(letter if letter in _SPACES or letter.isprintable() else ascii(letter)[1:-1] for letter in text)


class SeatsimError(Exception):
    """Base of every error that seatsim raises on purpose."""

    def __reduce__(self) -> tuple[object, ...]:
        """Another process gets it as it stands: it cannot be made anew from its message alone."""
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]


class InvalidInput(SeatsimError):  # noqa: N818 - the noun of the field, as in the contract's "invalid scenario"
    """A scenario or its data is invalid (exit 3); carries every fault found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda f: (f.file, f.line or 0, f.key)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Told(SeatsimError):  # noqa: N818 - names what it does
    """An error of one sentence to people."""

    def __init__(self, words: Phrase) -> None:
        self.words = words
        """The sentence, which can be said in another language."""
        super().__init__(words)


class Infeasible(Told):
    """Figures that cannot all hold (exit 4); carries the clashing figures' ids."""

    def __init__(self, message: Phrase, figures: Sequence[str]) -> None:
        self.figures = tuple(figures)
        super().__init__(message)


class RefusedFolder(Told):
    """A results folder that must not be written (exit 2)."""


class MissingExtra(Told):
    """Libraries of an extra that is not installed (exit 2)."""


class WorkerLost(Told):
    """A process that worked on a part of a run has died (exit 1); what is finished is kept."""


class RefusedCluster(Told):
    """A cluster that cannot be reached, or would not give the same bytes (exit 2)."""


class BadExpression(SeatsimError, ValueError):  # noqa: N818 - names the expression
    """A precision or threshold that cannot be read (exit 2); carries every fault found."""

    def __init__(self, expression: str, faults: Sequence[Phrase]) -> None:
        self.expression = expression
        """As the user gave it."""
        self.faults = tuple(faults)
        """What was found, what is allowed and the nearest valid name, one each."""
        super().__init__(self.told(self.faults))

    def told(self, faults: Sequence[str]) -> str:
        """The faults, one on each line, as they are given: in words of any language."""
        return "\n".join(printable(f"'{self.expression}': {fault}") for fault in faults)

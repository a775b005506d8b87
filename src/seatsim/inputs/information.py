"""The information date: from which day an input is known, and what came later (``docs/decisions/0008``)."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from seatsim.domain.phrase import Phrase

DATE_WORDS = Phrase("must be written YYYY, YYYY-MM or YYYY-MM-DD, or as two of them with / between")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class Later:
    """An input that was not known yet on the information date."""

    file: str
    """File as the user gave it; ``norms.csv`` for what ships with the package."""
    line: int
    """Line, the first one where there are several [1-based]."""
    id: str
    """Id of the figure or norm; ``births.<variant>.<year>`` for births."""
    speaks_of: str
    """Date that the input speaks of, as it is written."""
    known: date
    """Day from which it is known."""
    stays: bool
    """Whether it is used all the same: a default of the scenario format, a setting of the reconciliation, or what a
    synthetic register was drawn with."""
    rows: int = 1
    """Rows of the file that it stands for [rows]."""


@dataclass(frozen=True)
class Information:
    """What a county's data say about when they were known."""

    latest: date
    """The county's information date: everything in its folder is known by then."""
    report: str = ""
    """Source of the report on which the baseline stands, as figures cite it; empty for none."""
    published: date | None = None
    """Day on which that report was published."""
    as_of: date | None = None
    """Information date of the scenario; None: ``latest``."""

    @property
    def used(self) -> date:
        """The information date that a run uses."""
        return self.latest if self.as_of is None else self.as_of

    def figure_known(self, when: str, source: str) -> date:
        """Day from which a figure is known: the report's from its publication, others from the end of their date.

        Raises ValueError if ``when`` is no date.
        """
        if self.published is not None and source == self.report:
            return self.published
        return min(last_day(when), self.latest)

    def births_known(self, year: int) -> date:
        """Day from which births of a calendar year are known: its 31 December.

        A continuation beyond the county's information date is known from that date on, when it was made.
        """
        return min(date(year, 12, 31), self.latest)

    @property
    def last_birth_year(self) -> int | None:
        """Last calendar year whose births are known; None if all that the county has are."""
        if self.used >= self.latest:
            return None
        year = self.used.year
        return year if self.used == date(year, 12, 31) else year - 1


def last_day(when: str) -> date:
    """Last day of a date as figures write it: ``2020`` ends on 31 December, ``2018/2021`` in 2021.

    Raises ValueError if it is no date.
    """
    return max(_last_day(part) for part in when.split("/"))


def _last_day(text: str) -> date:
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"no date: {text}")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if month is None:
        return date(year, 12, 31)
    return date(year, month, day if day is not None else monthrange(year, month)[1])

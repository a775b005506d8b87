"""Numbers as the brief tells them: each with unit, band and what it rests on; and what a run is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seatsim.domain.milestones import milestones
from seatsim.language.words import Words
from seatsim.papers.basis import counted_kind, crowding_kind, projected, pupils_kind, rooms_kind, staff_kind
from seatsim.papers.runs import Run

Told = Mapping[str, Any]


class Teller:
    """A run in the words of the brief."""

    def __init__(self, run: Run, words: Words) -> None:
        self.run, self.words = run, words
        self.answers = run.answers

    @property
    def county(self) -> str:
        """Name of the county."""
        return self.words.text(self.answers["county_name"], self.answers["county"])

    @property
    def horizon(self) -> int:
        """Last year."""
        return int(self.answers["horizon"])

    @property
    def years(self) -> str:
        """School years of the run."""
        return self.words.numbers.school_years(self.run.years[0], self.run.years[-1])

    def kind(self, kind: str) -> str:
        """``reported``, ``derived`` or ``assumed`` in words."""
        return self.words.term("figure_kind", kind)

    @property
    def pupils(self) -> str:
        """What every number of pupils to come rests on, in words."""
        return self.kind(projected(pupils_kind(self.run)))

    @property
    def rooms(self) -> str:
        """What every count of crowding and of seats rests on, in words."""
        return self.kind(crowding_kind(self.answers))

    def rooms_of(self, stage: str) -> str:
        """What counts of crowding and of seats of a stage rest on, in words."""
        return self.kind(crowding_kind(self.answers, stage))

    def counted(self, measure: str, stage: str) -> str:
        """What a count of crowded pupils rests on, in words."""
        return self.kind(counted_kind(self.run, measure, stage))

    @property
    def register(self) -> str:
        """What the register's rooms and classes themselves are, in words."""
        return self.kind(rooms_kind(self.answers))

    @property
    def staff(self) -> str:
        """What every number of staff to come rests on, in words."""
        return self.kind(projected(staff_kind(self.answers)))

    def span(self, stats: Told) -> str:
        """The band alone."""
        numbers = self.words.numbers
        return numbers.span(numbers.count(stats["p10"]), numbers.count(stats["p90"]))

    def number(self, stats: Told, unit: str, kind: str) -> str:
        """A median with unit, band and what it rests on, in words already."""
        value = self.words.numbers.count(stats["p50"])
        told = {"value": value, "unit": self.words(f"unit_{unit}"), "kind": kind}
        if value == (span := self.span(stats)):
            return self.words("fact").format(**told)
        return self.words("fact_band").format(span=span, **told)

    def cell(self, stats: Told | None) -> str:
        """A median and its band as it stands in a table."""
        if stats is None:
            return "–"
        value, span = self.words.numbers.count(stats["p50"]), self.span(stats)
        return value if value == span else f"{value} ({span})"

    def milestone(self, block: Told) -> tuple[str, Told]:
        """The nearer milestone where it is told, else the horizon."""
        near = str(milestones(self.answers["baseline_year"])[0])
        if near in block:
            return near, block[near]
        return str(self.horizon), block["horizon"]

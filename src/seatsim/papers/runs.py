"""One run as a page needs it: key, title, names of zones and schools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seatsim.language.words import Words
from seatsim.results.read import Results
from seatsim.results.titles import labels, titles

if TYPE_CHECKING:
    import polars as pl


BY_RULE = "◇"
"""Mark of a school whose classrooms or classes, or some, are by a stated rule."""


@dataclass(frozen=True)
class School:
    """A school of the register or of a project."""

    name: str
    """Name in the report's language."""
    zone: str
    """Zone."""
    status: str
    """``registered``, ``completed``, ``assumed`` or ``new``."""

    @property
    def shown(self) -> str:
        """Name as lists of schools show it, marked where classrooms or classes are by rule."""
        return f"{self.name} {BY_RULE}" if self.status == "completed" else self.name


@dataclass(frozen=True)
class Run:
    """A run with its names in the report's language."""

    key: str
    """Name among the runs of the page (``results.titles.labels``)."""
    title: str
    """Title."""
    results: Results
    """The run."""
    zones: Mapping[str, str]
    """Names of zones, in the county's order."""
    schools: Mapping[str, School]
    """Schools by id, in the register's order."""

    @property
    def answers(self) -> Mapping[str, Any]:
        """Page one."""
        return self.results.answers

    @property
    def years(self) -> tuple[int, ...]:
        """Academic years; the first is the baseline."""
        return self.results.years

    def table(self, name: str) -> pl.DataFrame:
        """A table of the folder. Raises RefusedFolder."""
        return self.results.table(name)

    @property
    def chinese(self) -> Mapping[str, str]:
        """Chinese names of schools and zones by their English ones, for notes that are kept in English."""
        tables = [self.table(name).select("name_zh", "name_en") for name in ("zones.csv", "register.csv")]
        return {english: name for table in tables for name, english in table.iter_rows() if name and english}

    def zone(self, zone: str) -> str:
        """Name of a zone."""
        return self.zones.get(zone, zone)


def name_runs(found: Sequence[Results], words: Words) -> tuple[Run, ...]:
    """Every run with a key and a title of its own. Raises RefusedFolder."""
    keys = labels(found)
    told = [words.text(title) for title in titles(found, keys)]
    return tuple(_named(*each, words) for each in zip(keys, told, found, strict=True))


def _named(key: str, title: str, run: Results, words: Words) -> Run:
    zones = {row["zone"]: _name(row, row["zone"], words) for row in run.table("zones.csv").iter_rows(named=True)}
    schools = {
        row["school_id"]: School(_name(row, row["school_id"], words), row["zone"], row["status"])
        for row in run.table("register.csv").iter_rows(named=True)
    }
    return Run(key, title, run, zones, schools)


def _name(row: Mapping[str, Any], otherwise: str, words: Words) -> str:
    return words.text({"zh": row["name_zh"] or "", "en": row["name_en"] or ""}, otherwise)

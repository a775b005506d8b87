"""Paths of one origin: the projection with every shock drawn, each from one uniform at an address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from seatsim.demand.error_laws import (
    EntryLaw,
    ErrorLaws,
    cell_shock,
    common_entry_shock,
    common_shock,
    entity_shock,
    entry_level,
    entry_shock,
    grade_year_shock,
)
from seatsim.demand.projection import Outlook, one_year
from seatsim.model.streams import Draws

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Uniforms:
    """The uniforms of one origin, by address."""

    draws: Draws
    origin: int
    """Academic year."""

    entities: Sequence[str]
    paths: int

    def of(self, shock: str, target: int, cells: int = 1) -> Floats:
        """One for each path, entity and cell of the target year, shape (paths, entities, cells)."""
        return self._at(shock, self.entities, target, cells)

    def of_all(self, shock: str, target: int, cells: int = 1) -> Floats:
        """One for each path and cell that all entities share, shape (paths, 1, cells)."""
        return self._at(shock, ["all"], target, cells)

    def _at(self, shock: str, names: Sequence[str], target: int, cells: int) -> Floats:
        return self.draws.uniforms(f"back-test {shock} {self.origin}", names, np.arange(self.paths), target, cells)


@dataclass(frozen=True)
class _Carried:
    """Shocks of a year that the next keeps a part of, (paths, entities or 1, grades or 1), None before it [log]."""

    common: Floats | None = None
    entity: Floats | None = None
    cell: Floats | None = None

    staying: Floats | float = 0.0
    """What stays of the shocks of the cells so far."""

    entries: Floats | None = None
    """Level of all entries."""

    entry: Floats | None = None
    """Level of each entity's entry."""


def paths_of(last: Floats, view: Outlook, pull: float, laws: ErrorLaws, uniforms: Uniforms) -> Iterator[Floats]:
    """Pupils at each lead after ``last`` (entities, grades) on every path, (paths, entities, grades) [pupils]."""
    middle = last
    drawn = np.broadcast_to(last, (uniforms.paths, *last.shape))
    carried = _Carried()
    for lead in range(1, len(view.entry) + 1):
        middle = one_year(middle, view, lead, pull)
        size = np.nan_to_num(middle)
        carried = _carried_on(carried, _at(laws, lead > view.births_known), size, uniforms, uniforms.origin + lead)
        shocks = _shocks(carried, laws, size, uniforms, uniforms.origin + lead)
        drawn = one_year(drawn, view, lead, pull, shocks)
        yield drawn


def _at(laws: ErrorLaws, unborn: bool) -> ErrorLaws:
    """The laws of a lead: the entries of children not yet born wander by their births too."""
    if not unborn:
        return laws
    law = laws.entry
    growth, common = np.hypot(law.growth, law.births_own), np.hypot(law.common_growth, law.births_common)
    return replace(laws, entry=replace(law, growth=float(growth), common_growth=float(common)))


def _carried_on(before: _Carried, laws: ErrorLaws, size: Floats, uniforms: Uniforms, year: int) -> _Carried:
    pupils = size.sum(1)[:, None]
    new = cell_shock(laws.cell, size, uniforms.of("cell", year, size.shape[1]))
    entry = laws.entry
    common = uniforms.of_all("entries", year)
    own = uniforms.of("entry", year)
    return _Carried(
        common_shock(laws.common, before.common, uniforms.of_all("common", year)),
        entity_shock(laws.entity, before.entity, pupils, uniforms.of("entity", year)),
        before.staying + new,
        before.staying + laws.cell.stays * new,
        entry_level(entry.common_growth, entry.keep, before.entries, common, entry.common_start),
        entry_level(entry.growth, entry.keep, before.entry, own, entry.start),
    )


def _shocks(carried: _Carried, laws: ErrorLaws, size: Floats, uniforms: Uniforms, year: int) -> Floats:
    """Sum of the shocks of every cell in one year, shape (paths, entities, grades) [log]."""
    shocks = np.zeros((uniforms.paths, *size.shape))
    shocks += grade_year_shock(laws.grade_year, uniforms.of_all("grade", year, size.shape[1]))
    for shared in (carried.common, carried.entity, carried.cell):
        shocks += 0.0 if shared is None else shared
    drawn = uniforms.of("entrants", year), uniforms.of_all("entrance", year)
    shocks[..., :1] = _entry_shocks(carried, laws.entry, size[:, :1], *drawn)
    return shocks


def _entry_shocks(carried: _Carried, law: EntryLaw, size: Floats, own: Floats, common: Floats) -> Floats:
    """Shocks of the first grade, which has no cohort and errs by its births, shape (paths, entities, 1) [log]."""
    shocks = entry_shock(law, size, own) + common_entry_shock(law, common)
    for level in (carried.entries, carried.entry):
        shocks += 0.0 if level is None else level
    return shocks

"""Changes without a build: boundaries and mergers, in force from a stated September or once a policy orders them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.domain.layout_levers import Boundary, Merger
from seatsim.domain.scenario import Plan

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Change:
    """One change of a plan."""

    kind: str
    """``boundaries`` or ``mergers``, as a policy names it."""
    id: str
    """Its id."""
    what: Boundary | Merger
    """The change."""


def changes_of(plan: Plan) -> tuple[Change, ...]:
    """Boundaries by sorted id, then mergers by sorted id: the order of their columns everywhere."""
    kinds: tuple[tuple[str, Mapping[str, Boundary | Merger]], ...] = (
        ("boundaries", plan.levers.layout.boundaries),
        ("mergers", plan.levers.small_schools.mergers),
    )
    return tuple(Change(kind, name, what) for kind, found in kinds for name, what in sorted(found.items()))


class Schedule:
    """First September of every change in every replication."""

    def __init__(self, plan: Plan, replications: int) -> None:
        self._changes = changes_of(plan)
        stated = [_NEVER if c.id in plan.waits_for(c.kind) else c.what.year for c in self._changes]
        self._first: Ints = np.tile(np.array(stated, dtype=np.int64), (replications, 1))

    def order(self, kind: str, name: str, where: Bools, next_year: int) -> None:
        """Put a change that waited into force from ``next_year`` or its stated year on, ``where`` : (replications,)."""
        column = [(change.kind, change.id) for change in self._changes].index((kind, name))
        year = max(next_year, self._changes[column].what.year)
        self._first[:, column] = np.where(where, np.minimum(self._first[:, column], year), self._first[:, column])

    def in_force(self, year: int) -> Bools:
        """Shape (replications, changes)."""
        force: Bools = self._first <= year
        return force

    def begin(self, year: int) -> Bools:
        """Those whose first September this is, shape (replications, changes)."""
        now: Bools = self._first == year
        return now

"""Paths of the pupils alone: a plan's years without what a run tells beside them.

Several paths of the same futures run side by side in one block: a future's numbers depend on no other row of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from seatsim.domain.policy import STAFF_SEEN
from seatsim.domain.stages import STAGES, Stage
from seatsim.model.academic_year import first_state
from seatsim.model.construction import Construction
from seatsim.model.state import StageState, World, Year
from seatsim.model.streams import Draws, Words
from seatsim.study.ensemble import academic_years, baseline_year, make_office, one_year
from seatsim.study.policies import Policies

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def pupils_path(
    world: World, construction: Construction, draws: Draws, replications: Ints, late: Bools | None = None
) -> Iterator[Mapping[Stage, StageState]]:
    """Pupils and classes on every opening day to the horizon, the baseline's first.

    ``late`` : projects that open a year late, (replications, projects). Staff are followed only where they decide
    something about pupils.
    """
    if not staff_decide(world):
        world = replace(world, staff=None)
    policies = Policies(world, len(replications), one_year(world)) if world.plan.policies else None
    first = baseline_year(first_state(world), world)
    yield _states(first)
    office = make_office(first, world, draws, replications)
    for step in academic_years(world, construction, draws, replications, late, office, first.staff, policies):
        yield _states(step.record)


def staff_decide(world: World) -> bool:
    """Whether staff may move a pupil: as too few teachers for a class, or as what a policy watches."""
    capped = world.teachers_cap and not world.plan.levers.admission.divide_anew
    return capped or any(policy.when.measure in STAFF_SEEN for policy in world.plan.policies.values())


class RememberedDraws:
    """Draws of some futures that several paths ask for: each is drawn once."""

    def __init__(self, draws: Draws, futures: Ints) -> None:
        self.draws, self.futures = draws, futures
        self._told: dict[tuple[Any, ...], Floats] = {}

    def uniforms(self, decision: str, entities: Sequence[str] | Words, year: int, cells: int) -> Floats:
        """As ``Draws.uniforms`` for the futures, not to be written to."""
        names = entities.tobytes() if isinstance(entities, np.ndarray) else tuple(entities)
        address = (decision, names, year, cells)
        if address not in self._told:
            self._told[address] = self.draws.uniforms(decision, entities, self.futures, year, cells)
            self._told[address].flags.writeable = False
        return self._told[address]


@dataclass(frozen=True)
class DrawsSideBySide(Draws):
    """The same draws on every path of a block, but for what a path holds: that is at the middle of its distribution."""

    source: RememberedDraws
    """Draws of the futures of one path."""
    held: tuple[frozenset[str], ...]
    """By path: first words of the decisions that are held, as ``migration`` of ``migration/common``."""

    def uniforms(
        self,
        decision: str,
        entities: Sequence[str] | Words,
        replications: Ints,
        year: int,
        cells: int = 1,
    ) -> Floats:
        """Uniforms of all paths, (paths × futures, entities, cells); ``replications`` are those of the block."""
        once = self.source.uniforms(decision, entities, year, cells)
        assert len(replications) == len(once) * len(self.held), "a block of every future once a path"
        source, _, _ = decision.partition("/")
        middle = np.full_like(once, 0.5)
        return np.concatenate([middle if source in held else once for held in self.held])


def _states(year: Year) -> Mapping[Stage, StageState]:
    return {stage: year.stages[stage].state for stage in STAGES}

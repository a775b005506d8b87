"""Paths of the pupils alone: a plan's years without what a run tells beside them.

Several paths of the same futures run side by side in one block: a future's numbers depend on no other row of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from seatsim.domain.policy import STAFF_SEEN
from seatsim.domain.stages import STAGES, Stage
from seatsim.model.academic_year import first_state
from seatsim.model.construction import Construction
from seatsim.model.state import StageState, World, Year
from seatsim.model.streams import Draws
from seatsim.study.ensemble import academic_years, baseline_year, make_office, one_year
from seatsim.study.policies import Policies

Ints = npt.NDArray[np.int64]
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


def _states(year: Year) -> Mapping[Stage, StageState]:
    return {stage: year.stages[stage].state for stage in STAGES}

"""Every September of a run taken again from the same state and draws, with something of its world changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import settings

from seatsim.domain.county import County
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, Stage
from seatsim.indicators.class_sizes import class_sizes
from seatsim.indicators.measures import standard_classes
from seatsim.model import academic_year as year_step
from seatsim.model.luck import Luck
from seatsim.model.staff_state import People
from seatsim.model.state import Openings, StageState, World, Year
from seatsim.model.streams import Draws
from seatsim.study import ensemble

Ints = npt.NDArray[np.int64]


def a_part(nth: int) -> settings:
    """One nth of the profile's examples, for what takes long."""
    assert settings.default is not None
    return settings(max_examples=max(settings.default.max_examples // nth, 1))


@dataclass(frozen=True)
class Taken:
    """One academic year as a run took it."""

    state: Mapping[Stage, StageState]
    """State of the opening day before."""
    openings: Openings
    """What is open."""
    luck: Luck
    """What was drawn."""
    world: World
    """What never changes."""
    year: int
    """Academic year."""
    people: People | None
    """What the year was given of the staff."""

    def again(self) -> Year:
        """What the year leaves behind."""
        return year_step.academic_year(self.state, self.openings, self.luck, self.world, self.year, self.people)

    def with_rooms(self, stage: Stage, unit: int, extra: int) -> Taken:
        """The same year with more rooms at one campus."""
        start = self.world.start.stages[stage]
        rooms = start.rooms.copy()
        rooms[:, unit] += extra
        stages = {**self.world.start.stages, stage: replace(start, rooms=rooms)}
        return replace(self, world=replace(self.world, start=replace(self.world.start, stages=stages)))


def septembers(
    county: County, plan: Plan, uncertainty: Uncertainty, seed: int = 1, replications: int = 2
) -> Iterator[Taken]:
    """Every academic year of a run."""
    taken: list[Taken] = []

    def note(
        state: Mapping[Stage, StageState],
        openings: Openings,
        luck: Luck,
        world: World,
        year: int,
        people: People | None = None,
    ) -> Year:
        taken.append(Taken(state, openings, luck, world, year, people))
        return taken[-1].again()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ensemble, "academic_year", note)
        ensemble.simulate(county, plan, uncertainty, Draws(seed), np.arange(replications))
    yield from taken


def unplaced(year: Year) -> Mapping[Stage, Ints]:
    """Who awaits a place, by compulsory stage, (replications, zones) [pupils]."""
    return {stage: year.stages[stage].state.waiting.sum(axis=2) for stage in COMPULSORY}


def crowded(year: Year, world: World, grades: int | None = None) -> Mapping[Stage, Ints]:
    """Pupils above the standard, in classes of 56 and of 66, (3, replications, units) by stage [pupils].

    ``grades`` : only so many of the youngest; None: all.
    """
    limits = world.plan.limits
    found = {}
    for stage in CLASS_STAGES:
        state = year.stages[stage].state
        standard = standard_classes(stage, limits, state.pupils.shape[2])[:grades]
        sizes = class_sizes(state.pupils[..., :grades], state.classes[..., :grades])
        found[stage] = np.stack(
            [sizes.pupils_from(s) for s in (standard + 1, limits.classes.large, limits.classes.super_large)]
        )
    return found

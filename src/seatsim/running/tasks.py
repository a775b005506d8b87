"""The pieces of a run that a process can be sent: a block of futures, and the studies beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from seatsim.domain.allocation import PARTS
from seatsim.domain.causes import CauseSplit
from seatsim.domain.county import County
from seatsim.domain.outcome import Outcome
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.indicators.columns import columns
from seatsim.indicators.county_sheet import Sheet, county_sheet
from seatsim.indicators.measures import measure_frames
from seatsim.model.streams import Draws
from seatsim.results.blocks import Array
from seatsim.running.workers import Tell
from seatsim.study.allocation import best_allocation, split_rows
from seatsim.study.causes import split_by_cause
from seatsim.study.ensemble import simulate
from seatsim.study.latest_start import latest_rows, latest_starts

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Case:
    """What is simulated: a plan in a county, under a nature, with a seed."""

    county: County
    """The county."""
    plan: Plan
    """What the authority decides."""
    uncertainty: Uncertainty
    """What nature draws."""
    seed: int
    """Seed of every draw."""

    @property
    def draws(self) -> Draws:
        """Every draw, by address."""
        return Draws(self.seed, county=self.county.id if self.county.of_set else "")

    @property
    def years(self) -> int:
        """Years that are simulated."""
        return self.plan.horizon - self.county.baseline_year


def futures(case: Case, first: int, last: int, tell: Tell) -> Outcome:
    """The replications from ``first`` to before ``last``."""

    def year_done(year: int) -> None:
        tell((year - case.county.baseline_year) / case.years)

    numbers = np.arange(first, last)
    return simulate(case.county, case.plan, case.uncertainty, case.draws, numbers, year_done)


def block(case: Case, first: int, last: int, tell: Tell) -> dict[str, Array]:
    """Work a block of futures: its columns."""
    return columns(futures(case, first, last, tell), case.county, case.plan.limits)


def county_block(case: Case, first: int, last: int, tell: Tell) -> Sheet:
    """Work a block of one county of many; only what is told of the whole county comes back."""
    found = futures(case, first, last, tell)
    return county_sheet(measure_frames(found, case.county, case.plan.limits), found, case.county)


def latest(case: Case, replications: int, tell: Tell) -> Rows:
    """Every project of the plan turned round into its latest start."""
    numbers, draws = np.arange(replications), case.draws
    told = _steps(tell, ("latest start", "cost of delay"))
    return latest_rows(latest_starts(case.county, case.plan, case.uncertainty, draws, numbers, progress=told))


def causes(case: Case, sample: Outcome, replications: int, rules: Plan | None, tell: Tell) -> CauseSplit:
    """Why crowding changes; ``rules`` is the plan whose rules stood before, None where it is not known."""
    numbers, draws = np.arange(replications), case.draws
    told = _steps(tell, ("causes",))
    return split_by_cause(sample, case.county, case.plan, case.uncertainty, draws, numbers, rules, told)


def allocation(case: Case, sample: Outcome, tell: Tell) -> Rows:
    """The best possible allocation, and the same where nobody goes beyond his own zone."""
    plan = case.plan
    at_home = replace(plan, levers=replace(plan.levers, admission=replace(plan.levers.admission, reach_minutes=0.0)))
    count = sample.junior_leavers.shape[1]
    rows = split_rows(best_allocation(sample, case.county, plan, count))
    tell(0.5)
    own_zone = split_rows(best_allocation(sample, case.county, at_home, count))
    return [{**row, "own_zone": {part: own[part] for part in PARTS}} for row, own in zip(rows, own_zone, strict=True)]


def _steps(tell: Tell, parts: tuple[str, ...]) -> Callable[[str, int, int], None]:
    """Tells the share of a study's parts that are done, each part the same."""

    def told(what: str, done: int, to_do: int) -> None:
        before = parts.index(what) if what in parts else 0
        tell((before + done / max(to_do, 1)) / len(parts))

    return told

"""The best possible allocation of pupils to places within reach, beside the simulated one.

A transport problem by stage, academic year and replication, each answer re-checked. Reasons and proofs:
docs/decisions/0007-best-allocation.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from seatsim.domain.allocation import PARTS, AllocationError, AllocationSplit
from seatsim.domain.county import County, Zone
from seatsim.domain.outcome import Outcome, StageOutcome
from seatsim.domain.scenario import Plan
from seatsim.domain.stages import COMPULSORY, Stage
from seatsim.indicators.measures import add_up, membership
from seatsim.indicators.quantiles import band
from seatsim.model.layout import neighbour_minutes

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Sparse = Any
"""A SciPy sparse array; SciPy is imported where it is used."""

_WHOLE = 1e-6
"""How far the solver's pupils may lie from a whole number [pupils]."""
_GAP = 0.5
"""Largest distance from the dual bound: below 1 it proves the first two goals, and the third to within itself
[pupils × minutes]."""


@dataclass(frozen=True)
class Links:
    """Which zones' pupils may go to the schools of which zones."""

    zones: int
    """Number of zones."""
    origin: Ints
    """Zone of the pupils, ascending; every zone has at least the link to itself, shape (links,)."""
    target: Ints
    """Zone of the schools, shape (links,)."""
    minutes: Floats
    """Travel time, 0 within a zone, shape (links,) [minutes]."""

    @property
    def above_weight(self) -> float:
        """Minutes that a pupil above the standard outweighs: more than any one exchange of places can save."""
        return self.zones * self._longest + 1.0

    @property
    def unplaced_weight(self) -> float:
        """Minutes that a pupil without a place outweighs, exchanges above the standard included."""
        return self.zones * (self.above_weight + self._longest) + 1.0

    @property
    def _longest(self) -> float:
        return float(self.minutes.max())


@dataclass(frozen=True)
class Problems:
    """Independent transport problems over the same links, one per replication."""

    pupils: Ints
    """Pupils by zone, in school or awaiting a place, shape (replications, zones) [pupils]."""
    seats: Ints
    """Rooms × planning size by zone, shape (replications, zones) [seats]."""
    extra: Ints
    """Rooms × (hard cap − planning size) by zone, shape (replications, zones) [places]."""


@dataclass(frozen=True)
class Answer:
    """What the solver says, as it says it."""

    seated: Floats
    """Pupils on standard seats by link, shape (replications, links) [pupils]."""
    above: Floats
    """Pupils above the standard by link, shape (replications, links) [pupils]."""
    unplaced: Floats
    """Pupils without a place by zone, shape (replications, zones) [pupils]."""
    seat_price: Floats
    """Change of the goal for one more seat, shape (replications, zones) [minutes]."""
    extra_price: Floats
    """Change of the goal for one more extra place, shape (replications, zones) [minutes]."""


@dataclass(frozen=True)
class Best:
    """A re-checked allocation in whole pupils, summed up."""

    above: Ints
    """Pupils above the standard, shape (replications,) [pupils]."""
    unplaced: Ints
    """Pupils without a place, shape (replications,) [pupils]."""
    minutes: Floats
    """Travel to other zones, shape (replications,) [pupils × minutes]."""


def best_allocation(outcome: Outcome, county: County, plan: Plan, replications: int = 20) -> AllocationSplit:
    """Split the crowding of primary and junior against the best possible allocation.

    Takes the first ``replications`` of the outcome (at least 1) and every year. Senior has no zones and is left out.
    Raises AllocationError if an answer of the solver does not pass the re-check.
    """
    links = reach_links(county.zones, plan.levers.admission.reach_minutes)
    parts, unplaced, minutes = {}, {}, {}
    for stage in COMPULSORY:
        run = outcome.stages[stage]
        planning = plan.limits.planning.of(stage)
        extra = max(plan.limits.hard_caps.of(stage) - planning, 0)
        yearly = [_problems(run, i, replications, links.zones, planning, extra) for i in range(len(outcome.years))]
        simulated = [_simulated_crowding(run, i, replications, planning) for i in range(len(outcome.years))]
        solver = Solver(links, len(simulated[0]))
        best = [
            recheck(links, problems, solver.solve(problems, stage, year), stage, year)
            for year, problems in zip(outcome.years, yearly, strict=True)
        ]
        parts[stage] = np.stack([_split(s, p, b) for s, p, b in zip(simulated, yearly, best, strict=True)])
        unplaced[stage] = np.stack([b.unplaced for b in best])
        minutes[stage] = np.stack([b.minutes for b in best])
    return AllocationSplit(outcome.years, parts, unplaced, minutes)


def split_rows(split: AllocationSplit) -> list[dict[str, Any]]:
    """Mean and p10–p90 of the split by stage and year, as plain values for ``answers.json``.

    The means of the parts add up to the mean of ``simulated``; percentiles do not.
    """
    return [
        {
            "stage": stage,
            "year": year,
            "simulated": band(split.simulated(stage)[i]),
            **{name: band(parts[i, :, part]) for part, name in enumerate(PARTS)},
            "best_unplaced": band(split.unplaced[stage][i]),
            "best_minutes": band(split.minutes[stage][i]),
        }
        for stage, parts in split.parts.items()
        for i, year in enumerate(split.years)
    ]


def reach_links(zones: Sequence[Zone], reach_minutes: float) -> Links:
    """Every zone with itself and with its neighbours within reach, as admissions have it [minutes]."""
    within = {pair: time for pair, time in neighbour_minutes(zones).items() if time <= reach_minutes}
    times = {(i, i): 0.0 for i in range(len(zones))} | within
    pairs = np.array(sorted(times), dtype=np.int64).reshape(-1, 2)
    minutes = np.array([time for _, time in sorted(times.items())], dtype=np.float64)
    return Links(len(zones), pairs[:, 0], pairs[:, 1], minutes)


def _problems(run: StageOutcome, year: int, replications: int, zones: int, planning: int, extra: int) -> Problems:
    """One year's problems; the schools of a zone are one destination, because they share every link."""
    belongs = membership(run.units.zone, zones)
    rooms = add_up(run.rooms[year, :replications], belongs)
    in_school = add_up(run.pupils[year, :replications].sum(axis=-1), belongs)
    return Problems(in_school + run.waiting[year, :replications].sum(axis=-1), rooms * planning, rooms * extra)


def _simulated_crowding(run: StageOutcome, year: int, replications: int, planning: int) -> Ints:
    """Pupils beyond the seats of their school, and pupils without a place, shape (replications,)."""
    seats = run.rooms[year, :replications] * planning
    beyond = np.maximum(run.pupils[year, :replications].sum(axis=-1) - seats, 0).sum(axis=-1)
    return np.asarray(beyond + run.waiting[year, :replications].sum(axis=(-2, -1)), dtype=np.int64)


def _split(simulated: Ints, problems: Problems, best: Best) -> Ints:
    """Parts of the simulated crowding, shape (replications, 3)."""
    too_few = np.maximum(problems.pupils.sum(axis=-1) - problems.seats.sum(axis=-1), 0)
    within_reach = best.above + best.unplaced
    return np.stack([too_few, within_reach - too_few, simulated - within_reach], axis=-1)


class Solver:
    """The linear programme of one stage, its replications side by side."""

    def __init__(self, links: Links, replications: int) -> None:
        from scipy.sparse import csr_array, eye_array, hstack, kron, vstack

        count, one = len(links.origin), np.ones(len(links.origin))
        leaves = csr_array((one, (links.origin, np.arange(count))), shape=(links.zones, count))
        arrives = csr_array((one, (links.target, np.arange(count))), shape=(links.zones, count))
        none = csr_array((links.zones, count))
        nobody = csr_array((links.zones, links.zones))
        blocks = eye_array(replications)
        self._everyone: Sparse = kron(blocks, hstack([leaves, leaves, eye_array(links.zones)]), format="csr")
        seats = kron(blocks, hstack([arrives, none, nobody]), format="csr")
        extra = kron(blocks, hstack([none, arrives, nobody]), format="csr")
        self._capacity: Sparse = vstack([seats, extra], format="csr")
        unplaced = np.full(links.zones, links.unplaced_weight)
        self._goal = np.tile(
            np.concatenate([links.minutes, links.minutes + links.above_weight, unplaced]), replications
        )
        self._links = links

    def solve(self, problems: Problems, stage: Stage, year: int) -> Answer:
        """Minimise pupils without a place, then above the standard, then pupils × minutes.

        One pass: ``Links`` gives weights under which no later goal can outweigh an earlier one.
        Raises AllocationError, naming ``stage``, ``year`` and all replications, if the solver finds no optimum.
        """
        from scipy.optimize import linprog

        replications, zones = problems.pupils.shape
        found = linprog(
            self._goal,
            A_ub=self._capacity,
            b_ub=np.concatenate([problems.seats.ravel(), problems.extra.ravel()]),
            A_eq=self._everyone,
            b_eq=problems.pupils.ravel(),
            method="highs-ds",
        )
        if found.status != 0 or found.x is None:
            raise AllocationError(stage, year, range(replications), f"no optimum ({found.message})")
        count = len(self._links.origin)
        moves = found.x.reshape(replications, -1)
        prices = found.ineqlin.marginals.reshape(2, replications, zones)
        return Answer(moves[:, :count], moves[:, count : 2 * count], moves[:, 2 * count :], prices[0], prices[1])


def recheck(links: Links, problems: Problems, answer: Answer, stage: Stage, year: int) -> Best:
    """Trust nothing: whole pupils, everyone counted once, no place given twice, and nothing better possible.

    The first two goals are compared with maximum flows over whole numbers, which know nothing of the linear
    programme; all three with the bound that the answer's prices prove. Raises AllocationError, naming ``stage``,
    ``year`` and the replications that fail.
    """

    def demand(holds: Bools, failed: str) -> None:
        """Every cell of (replications, ...) must hold; what is not a number does not."""
        fails = ~np.asarray(holds.reshape(len(holds), -1).all(axis=1))
        if fails.any():
            raise AllocationError(stage, year, np.flatnonzero(fails).tolist(), failed)

    given = np.concatenate([answer.seated, answer.above, answer.unplaced], axis=1)
    demand(np.isfinite(given), "no number")
    whole: Floats = np.rint(given)
    demand(np.abs(given - whole) <= _WHOLE, "pupils in fractions")
    demand(whole >= 0, "fewer pupils than none")
    count = len(links.origin)
    seated, above, unplaced = np.split(whole.astype(np.int64), [count, 2 * count], axis=1)
    leaves, arrives = (membership(end, links.zones) for end in (links.origin, links.target))
    everyone = add_up(seated + above, leaves) + unplaced
    demand(np.equal(everyone, problems.pupils), "pupils lost or counted twice")
    demand(add_up(seated, arrives) <= problems.seats, "more pupils than seats")
    demand(add_up(above, arrives) <= problems.extra, "more pupils than places under the hard cap")
    best = Best(above.sum(axis=1), unplaced.sum(axis=1), (seated + above) @ links.minutes)
    fewest_unplaced = _left_over(links, problems, problems.seats + problems.extra)
    demand(np.equal(best.unplaced, fewest_unplaced), "not the fewest without a place")
    least_crowding = _left_over(links, problems, problems.seats)
    demand(np.equal(best.unplaced + best.above, least_crowding), "not the least crowding")
    cost = best.minutes + best.above * links.above_weight + best.unplaced * links.unplaced_weight
    demand(cost - _bound(links, problems, answer) <= _GAP, "not proved to be the shortest ways")
    return best


def _bound(links: Links, problems: Problems, answer: Answer) -> Floats:
    """A goal that no allocation undercuts, whatever the prices, shape (replications,) [minutes].

    Weak duality: any prices of places that are not above 0, and for each zone's pupils the cheapest way at them.
    """
    seats, extra = np.minimum(answer.seat_price, 0.0), np.minimum(answer.extra_price, 0.0)
    on_seats = links.minutes - seats[:, links.target]
    on_extra = links.minutes + links.above_weight - extra[:, links.target]
    first = np.searchsorted(links.origin, np.arange(links.zones))
    cheaper = np.minimum.reduceat(np.minimum(on_seats, on_extra), first, axis=1)
    ways = np.minimum(cheaper, links.unplaced_weight)
    return np.asarray((problems.pupils * ways + problems.seats * seats + problems.extra * extra).sum(axis=1))


def _left_over(links: Links, problems: Problems, places: Ints) -> Ints:
    """Pupils for whom no allocation finds one of the ``places``, (replications, zones); shape (replications,).

    One network for all replications: a source, then for each zones as homes and zones as places, a sink. They share
    nothing but source and sink, neither of which is ever short: the greatest flow is the greatest through each.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_flow

    replications, zones = problems.pupils.shape
    home = 1 + 2 * zones * np.arange(replications)[:, None] + np.arange(zones)
    place, source, sink = home + zones, np.zeros_like(home), np.full_like(home, 1 + 2 * zones * replications)
    everyone = problems.pupils.sum(axis=1, keepdims=True)
    # No place needs more room than there are pupils; the flow is computed in 32 bits.
    enough = np.minimum(places, everyone)
    arcs = (
        (source, home, problems.pupils),
        (home[:, links.origin], place[:, links.target], problems.pupils[:, links.origin]),
        (place, sink, enough),
    )
    tails, heads, capacities = (np.concatenate([part.ravel() for part in parts]) for parts in zip(*arcs, strict=True))
    size = int(sink[0, 0]) + 1
    network = csr_array((capacities.astype(np.int32), (tails, heads)), shape=(size, size))
    flow = csr_array(maximum_flow(network, 0, size - 1).flow)
    leaving = np.zeros(size, dtype=np.int64)
    begin, end = flow.indptr[:2]
    leaving[flow.indices[begin:end]] = flow.data[begin:end]
    left: Ints = everyone[:, 0] - leaving[home].sum(axis=1)
    return left

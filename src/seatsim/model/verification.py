"""Joint verification (联审联批) before 1 September: desks of limited capacity, one batch a fortnight."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from itertools import count

import numpy as np
import numpy.typing as npt
import simpy

from seatsim.domain.scenario import VerificationLever

Ints = npt.NDArray[np.int64]

_FIRST, _LAST = (6, 1), (8, 20)
"""Applications open on 1 June; what is not verified by 20 August is placed by the bureau."""
_FORTNIGHT = 14
_ARRIVALS = 4
"""Applications come in equal parts before the first four batches (assumed: June and July)."""


@dataclass(frozen=True)
class Verified:
    """How far the desks came with one year's applications."""

    applications: Ints
    """Shape (replications,) [applications]."""
    verified: Ints
    """Verified by the last batch, shape (replications,) [applications]."""
    batches: tuple[tuple[date, Ints, Ints], ...]
    """Date, verified and still queueing of each batch, arrays (replications,) [applications]."""


def verify(applications: Ints, lever: VerificationLever, year: int) -> Verified:
    """Run the desks from 1 June to 20 August of ``year``; all replications' queues in one clock.

    A batch is a dated event whose arithmetic is an array step, never one event per application.
    """
    env = simpy.Environment()
    queue, done = np.zeros_like(applications), np.zeros_like(applications)
    batches: list[tuple[date, Ints, Ints]] = []
    first, last = date(year, *_FIRST), date(year, *_LAST)
    env.process(_batches(env, applications, lever, queue, done, batches, first))
    env.run(until=(last - first).days + 1)
    return Verified(applications, done, tuple(batches))


def _batches(
    env: simpy.Environment,
    applications: Ints,
    lever: VerificationLever,
    queue: Ints,
    done: Ints,
    batches: list[tuple[date, Ints, Ints]],
    first: date,
) -> Generator[simpy.Event, object, None]:
    capacity = lever.desks * lever.per_desk
    for batch in count():
        yield env.timeout(_FORTNIGHT)
        arrived = _part(applications, batch + 1) - _part(applications, batch)
        queue += arrived
        served = np.minimum(queue, capacity)
        queue -= served
        done += served
        day = date.fromordinal(first.toordinal() + int(env.now))
        batches.append((day, served, queue.copy()))


def _part(applications: Ints, batches: int) -> Ints:
    """Applications that have come before so many batches."""
    return applications * min(batches, _ARRIVALS) // _ARRIVALS

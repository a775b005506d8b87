"""Joint verification: ``docs/exact/movement-and-claims.md``, 13."""

from __future__ import annotations

import math

from books import Counts

from seatsim.domain.scenario import VerificationLever
from seatsim.domain.stages import Stage
from twin.world import World

BATCHES = 5
ARRIVING = 4
"""Batches before which applications come."""


def verified_by_the_last(lever: VerificationLever, applications: int) -> int:
    """Applications verified by the last batch (13.1)."""
    queue = verified = 0
    for batch in range(1, BATCHES + 1):
        queue += applications * min(batch, ARRIVING) // ARRIVING
        queue -= applications * min(batch - 1, ARRIVING) // ARRIVING
        done = min(queue, lever.desks * lever.per_desk)
        queue -= done
        verified += done
    return verified


def reclassify(by_class: list[Counts], unverified_share: float, not_entitled: float) -> list[Counts]:
    """Not verified, or not entitled: third class at the same unit (13.2)."""
    first, second, third = ({**of_class} for of_class in by_class)
    for unit in third:
        first_unverified = math.floor(first[unit] * unverified_share + 0.5)
        second_unverified = math.floor(second[unit] * unverified_share + 0.5)
        false = math.floor((first[unit] - first_unverified) * not_entitled + 0.5)
        first[unit] -= first_unverified + false
        second[unit] -= second_unverified
        third[unit] += first_unverified + second_unverified + false
    return [first, second, third]


def verify(world: World, claims: dict[Stage, list[Counts]]) -> tuple[dict[Stage, list[Counts]], tuple[int, int] | None]:
    """Claims of primary and junior after verification; applications and those verified."""
    lever = world.plan.levers.verification
    if not lever.on:
        return claims, None
    applications = sum(sum(of_class.values()) for by_class in claims.values() for of_class in by_class[:2])
    verified = verified_by_the_last(lever, applications)
    unverified = 1.0 - verified / max(applications, 1)
    not_entitled = world.uncertainty.claims.not_entitled
    after = {stage: reclassify(by_class, unverified, not_entitled) for stage, by_class in claims.items()}
    return after, (applications, verified)

"""Flows between counties: how many cross in a year, and which grades and zones they leave or reach.

Both ends of a flow draw its number at one address that holds no county's own state: the origin loses what the
destination gains although neither sees the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from seatsim.domain.county import County, OutsideFlow
from seatsim.domain.stages import Stage
from seatsim.model.apportion import Groups, share_out
from seatsim.model.layout import StageLayout
from seatsim.model.streams import OUTSIDE, Draws, hashes

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Crossing:
    """Who is to cross the county's border in one year and stage, both of shape (replications,) [pupils]."""

    coming: Ints
    """From other counties."""
    going: Ints
    """To other counties."""


@dataclass(frozen=True)
class Crossed:
    """Who crossed it, each of shape (replications,) [pupils]."""

    came: Ints
    """From other counties."""
    went: Ints
    """To other counties."""
    missing: Ints
    """To go, but not there: the county has fewer pupils in these grades; the destination counts them all the same."""


def crossing(county: County, draws: Draws, replications: Ints, year: int) -> dict[Stage, Crossing]:
    """Who is to cross the county's border in ``year``, by stage that has a flow."""
    if not county.outside:
        return {}
    numbers = flow_numbers(county.outside, draws, replications, year)
    found = {}
    for stage in dict.fromkeys(flow.stage for flow in county.outside):
        pairs = [(flow.stage == stage, flow) for flow in county.outside]
        comes = np.array([here and flow.destination == county.id for here, flow in pairs])
        goes = np.array([here and flow.origin == county.id for here, flow in pairs])
        found[stage] = Crossing(numbers[:, comes].sum(axis=1), numbers[:, goes].sum(axis=1))
    return found


def flow_numbers(flows: tuple[OutsideFlow, ...], draws: Draws, replications: Ints, year: int) -> Ints:
    """Pupils of each flow in ``year``, shape (replications, flows): around what is expected, drawn whole."""
    uniforms = draws.uniforms(OUTSIDE, [flow.entity for flow in flows], replications, year, 2)
    pupils, sd = np.array([flow.pupils for flow in flows]), np.array([flow.sd for flow in flows])
    expected = pupils * np.exp(sd * ndtri(uniforms[:, :, 0]) - sd * sd / 2.0)
    numbers: Ints = np.floor(expected + uniforms[:, :, 1]).astype(np.int64)
    return numbers


def cross(
    pupils: Ints, net: Ints, here: StageLayout, zones: tuple[str, ...], crossing: Crossing
) -> tuple[Ints, Crossed]:
    """Movement over the border on 1 March, (replications, zones, grades) in the grades of the running year.

    ``pupils`` : (replications, units, grades) of the last opening day; ``net`` : the year's own movement,
    (replications, zones, grades) in the grades reached; ``zones`` :
    zone ids. Who goes is shared out by those whom the own movement leaves,
    who comes by those who are there; the last grade, which reaches none, has no part.
    """
    count, _, grades = net.shape
    there = here.by_cell.sums(pupils.reshape(count, -1)).reshape(net.shape)
    there[:, :, -1] = 0
    left = there.copy()
    left[:, :, :-1] += np.minimum(net[:, :, 1:], 0)
    cells = _cells(zones, here.units.grades)
    went = np.minimum(crossing.going, left.sum(axis=(1, 2)))
    out = share_out(went[:, None], left.reshape(count, -1), cells)
    nobody = there.sum(axis=(1, 2), keepdims=True) == 0
    reached = np.where(nobody, np.arange(grades) < grades - 1, there).astype(np.int64)
    into = share_out(crossing.coming[:, None], reached.reshape(count, -1), cells)
    return (into - out).reshape(net.shape), Crossed(crossing.coming, went, crossing.going - went)


@lru_cache(maxsize=64)
def _cells(zones: tuple[str, ...], grades: tuple[str, ...]) -> Groups:
    """All zones' grades as one group; ties by zone and the grade that is reached."""
    reached = (*grades[1:], grades[0])
    return Groups.whole(hashes([f"{zone}/{grade}" for zone in zones for grade in reached]))

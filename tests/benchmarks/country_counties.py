"""Counties of a generated country: log-normal sizes, urban shares, schools by kind, zones on a map."""

from __future__ import annotations

from dataclasses import dataclass

import country_targets as targets
import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from seatsim.model.streams import Draws, Words

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

KINDS = tuple(targets.KINDS)
ZONE_KINDS = ("old-town", "new-urban", "development", "town")
SPREAD = 0.85
"""Standard deviation of the logarithm of a county's schools: median 122 where the mean is 175, 60 at a fifth."""
SMALLEST, LARGEST = 12, 1_500
"""Schools of a county at least and at most."""
_ALWAYS = ("kindergarten", "primary", "junior", "senior")
_GOLDEN = np.pi * (3 - 5**0.5)
_NEIGHBOURS = 4
_ONE = np.zeros(1, np.int64)


@dataclass(frozen=True)
class Counties:
    """All counties, first axis counties."""

    ids: tuple[str, ...]
    """``c0001`` …"""
    of_kind: Ints
    """Schools of each kind, shape (counties, kinds) [schools]."""
    urban: Floats
    """Share of pupils in urban zones, shape (counties,) [share]."""
    children: Floats
    """Children relative to one another, shape (counties,) [1]."""
    zones: Ints
    """Zones, shape (counties,) [zones]."""
    urban_zones: Ints
    """Zones that are no towns: they come first, shape (counties,) [zones]."""
    minutes: Floats
    """Minutes between neighbouring zones, shape (counties,) [minutes]."""

    @property
    def schools(self) -> Ints:
        """Schools, shape (counties,) [schools]."""
        return np.asarray(self.of_kind.sum(axis=1), np.int64)

    @property
    def first_zone(self) -> Ints:
        """Place of each county's first zone among all zones, shape (counties,)."""
        return np.asarray(np.cumsum(self.zones) - self.zones, np.int64)


def uniforms(draws: Draws, decision: str, entities: Words, cells: int = 1) -> Floats:
    """Uniforms of entities, shape (entities, cells), or (entities,) for one cell."""
    found = draws.uniforms(f"country/{decision}", entities, _ONE, 0, cells)[0]
    return np.asarray(found[:, 0] if cells == 1 else found, np.float64)


def normals(draws: Draws, decision: str, entities: Words) -> Floats:
    """Standard normals of entities, shape (entities,)."""
    found: Floats = ndtri(uniforms(draws, decision, entities))
    return found


def counties(draws: Draws, count: int, schools: int) -> Counties:
    """Counties with ``schools`` schools together. Raises ValueError where that is too few or too many."""
    if count < 1 or not SMALLEST * count <= schools <= LARGEST * count:
        raise ValueError(f"schools must be {SMALLEST} to {LARGEST:,} a county, of which there is one at least")
    entities = np.arange(count, dtype=np.uint64)
    sizes = _sizes(uniforms(draws, "size", entities), schools)
    urban = 1 / (1 + np.exp(-(0.3 + 0.9 * normals(draws, "urban", entities))))
    zones = np.clip(np.rint(1.1 * np.sqrt(sizes)), 3, 40).astype(np.int64)
    return Counties(
        ids=tuple(f"c{number + 1:04d}" for number in range(count)),
        of_kind=_kinds(draws, entities, sizes, urban),
        urban=urban,
        children=sizes * np.exp(0.25 * normals(draws, "children", entities)) * (0.8 + 0.4 * urban),
        zones=zones,
        urban_zones=np.maximum(np.rint(zones * (0.15 + 0.35 * urban)), 1).astype(np.int64),
        minutes=8 + 22 * uniforms(draws, "minutes", entities) * (1.3 - urban),
    )


def _sizes(luck: Floats, schools: int) -> Ints:
    """Schools of each county, shape (counties,): the quantiles of a log-normal law, dealt out by luck."""
    place = np.argsort(np.argsort(luck, kind="stable"), kind="stable")
    wanted = np.exp(SPREAD * ndtri((place + 0.5) / len(luck)))
    low, high = 0.0, schools / wanted.min()
    for _ in range(100):  # the scale at which the sizes, cut at both ends, sum to all schools
        scale = (low + high) / 2
        total = np.clip(scale * wanted, SMALLEST, LARGEST).sum()
        low, high = (scale, high) if total < schools else (low, scale)
    exact = np.clip(high * wanted, SMALLEST, LARGEST)
    whole = np.floor(exact).astype(np.int64)
    short = schools - int(whole.sum())
    open_to = np.argsort(-(exact - whole) + 2 * (whole >= LARGEST), kind="stable")
    whole[open_to[: max(short, 0)]] += 1
    return np.asarray(whole, np.int64)


def _kinds(draws: Draws, entities: Words, sizes: Ints, urban: Floats) -> Ints:
    """Schools by kind, shape (counties, kinds): national shares, more primary schools where there are villages."""
    shares = np.array([kind.schools for kind in targets.KINDS.values()])
    shares = shares / shares.sum()
    tilt = 1 + 0.5 * (urban.mean() - urban[:, None]) * (np.array(KINDS) == "primary")
    exact = sizes[:, None] * shares * tilt
    found = np.zeros(exact.shape, np.int64)
    luck = uniforms(draws, "kinds", entities[:1], len(KINDS))[0]
    for place, kind in enumerate(KINDS[1:], start=1):  # running sums rounded, so that the country has its number
        column = exact[:, place] * (shares[place] * sizes.sum() / exact[:, place].sum())
        found[:, place] = np.diff(np.floor(np.cumsum(column) + luck[place]), prepend=np.floor(luck[place]))
        found[:, place] = np.maximum(found[:, place], kind in _ALWAYS)
    found[:, 0] = np.maximum(sizes - found.sum(axis=1), 1)
    found[:, KINDS.index("primary")] += sizes - found.sum(axis=1)  # where small counties have no room for all kinds
    return found


@dataclass(frozen=True)
class Zones:
    """All zones of all counties in the order of counties, first axis zones."""

    county: Ints
    """Place of the county."""
    number: Ints
    """Place within the county."""
    kind: Ints
    """Place in ``ZONE_KINDS``."""
    weight: Floats
    """Part of the county's children [share]."""


def zones(draws: Draws, where: Counties) -> Zones:
    """The zones: an old town, new urban ones, a development zone where there are three urban ones, towns."""
    county = np.repeat(np.arange(len(where.ids)), where.zones)
    number = np.arange(len(county)) - np.repeat(where.first_zone, where.zones)
    urban_zones = where.urban_zones[county]
    urban = number < urban_zones
    kind = np.where(urban, 1, 3)
    kind[urban & (number == urban_zones - 1) & (urban_zones >= 3)] = 2
    kind[number == 0] = 0
    weight = np.exp(0.4 * normals(draws, "zone", np.arange(len(county), dtype=np.uint64))) * np.where(kind == 0, 2.0, 1)
    for side, share in ((urban, where.urban), (~urban, 1 - where.urban)):
        sums = np.bincount(county, weights=weight * side, minlength=len(where.ids))
        weight = np.where(side, weight * share[county] / np.maximum(sums[county], 1e-9), weight)
    weight /= np.bincount(county, weights=weight, minlength=len(where.ids))[county]
    return Zones(county, number, kind, weight)


def neighbours(where: Counties, place: int) -> list[tuple[list[int], list[int]]]:
    """Neighbours of each zone of one county, nearest first, and the minutes to them: who is near on a spiral."""
    count = int(where.zones[place])
    turn = np.arange(count)
    points = np.sqrt(turn)[:, None] * np.stack([np.cos(turn * _GOLDEN), np.sin(turn * _GOLDEN)], axis=1)
    apart = np.sqrt(((points[:, None] - points) ** 2).sum(axis=2))
    nearest = np.argsort(apart, axis=1, kind="stable")[:, 1 : _NEIGHBOURS + 1]
    near = np.zeros((count, count), bool)
    np.put_along_axis(near, nearest, values=True, axis=1)
    near |= near.T
    np.fill_diagonal(near, val=False)
    minutes = np.maximum(np.rint(apart * where.minutes[place]), 5).astype(int)
    found = []
    for zone in range(count):
        known = sorted(np.flatnonzero(near[zone]).tolist(), key=lambda other: (minutes[zone, other], other))
        found.append((known, [int(minutes[zone, other]) for other in known]))
    return found

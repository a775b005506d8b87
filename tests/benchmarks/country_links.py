"""What ties schools and counties of a generated country: feeders from primary to junior, flows between counties."""

from __future__ import annotations

import country_targets as targets
import numpy as np
import polars as pl
from country_counties import KINDS, Counties, Floats, Ints, uniforms
from country_schools import GRADES, Schools

from seatsim.domain.stages import Stage
from seatsim.model.streams import Draws

_LEAST_SHARE = 0.05
"""Feeders below this share are left out: those leavers ask by zone [share]."""
_FLOWING: tuple[Stage, ...] = ("primary", "junior")
_MOST_FLOWING = 0.006
"""Largest flow to a neighbour beside the smaller county's pupils of the stage (assumed) [share/year]."""
_FLOW_SD = 0.2


def feeders(found: Schools, ids: pl.Series, counties: pl.Series) -> pl.DataFrame:
    """Primary leavers shared over public junior schools, zone after zone, until each has the entrants it has.

    Both are laid side by side along the zones of the county; where they overlap, one feeds the other.
    """
    feeding, receiving = _parts(found)
    order = np.lexsort((found.number, found.zone))
    one, other = (order[part[order] > 0] for part in (feeding, receiving))
    ends_one, ends_other = (
        _ends(found.county[rows], part[rows]) for rows, part in ((one, feeding), (other, receiving))
    )
    breaks = np.unique(np.concatenate([ends_one, ends_other]))
    begin = np.concatenate([[0.0], breaks[:-1]])
    middle = (begin + breaks) / 2
    source = np.minimum(np.searchsorted(ends_one, middle), len(one) - 1)
    target = np.minimum(np.searchsorted(ends_other, middle), len(other) - 1)
    lengths = np.diff(ends_one, prepend=0.0)
    share = np.floor(1e4 * (breaks - begin) / lengths[source]) / 1e4
    kept = (share >= _LEAST_SHARE) & (found.county[one[source]] == found.county[other[target]])
    return pl.DataFrame(
        {
            "county": counties.gather(found.county[one[source[kept]]]),
            "from_school": ids.gather(one[source[kept]]),
            "to_school": ids.gather(other[target[kept]]),
            "share": np.minimum(share[kept], 1.0),
            "source": pl.repeat(targets.SOURCES, int(kept.sum()), eager=True),
        }
    ).sort("county", maintain_order=True)


def _parts(found: Schools) -> tuple[Ints, Ints]:
    """Leavers whom each school sends on, and entrants whom it takes from others, shape (schools,) [pupils]."""
    leavers, entrants = found.pupils["primary"][:, -1], found.pupils["junior"][:, 0]
    nine_year = found.kind == KINDS.index("nine-year")
    return np.where(nine_year, 0, leavers), np.where(found.private, 0, entrants - np.where(nine_year, leavers, 0))


def _ends(county: Ints, parts: Ints) -> Floats:
    """Where each part ends when every county is one long, shape (rows,)."""
    running = np.cumsum(parts)
    first = np.searchsorted(county, county)
    before = (running - parts)[first]
    total = np.bincount(county, weights=parts)[county]
    return county + (running - before) / total


def flows(draws: Draws, where: Counties, found: Schools) -> pl.DataFrame:
    """Pupils who move to a neighbour with more towns: counties lie on a map in rows of equal length."""
    count = len(where.ids)
    width = max(int(count**0.5), 1)
    here = np.arange(count)
    pairs = [(here[:-1][here[:-1] % width < width - 1], 1), (here[: max(count - width, 0)], width)]
    one = np.concatenate([rows for rows, _ in pairs])
    other = np.concatenate([rows + step for rows, step in pairs])
    towards = where.urban[other] >= where.urban[one]
    origin, destination = np.where(towards, one, other), np.where(towards, other, one)
    frames = []
    for stage in _FLOWING:
        staying = found.pupils[stage][:, : GRADES[stage] - 1].sum(axis=1)
        pupils = np.bincount(found.county, weights=staying, minlength=count)
        entities = (origin.astype(np.uint64) << np.uint64(32)) | destination.astype(np.uint64)
        share = _MOST_FLOWING * uniforms(draws, f"flow-{stage}", entities)
        expected = np.round(share * np.minimum(pupils[origin], pupils[destination]), 1)
        frames.append(pl.DataFrame({"from": origin, "to": destination, "stage": stage, "pupils": expected}))
    names = pl.Series(where.ids, dtype=pl.String)
    told = pl.concat(frames).sort("from", "to", "stage")
    return told.select(
        names.gather(told["from"]).alias("from_county"),
        names.gather(told["to"]).alias("to_county"),
        "stage",
        "pupils",
        pl.lit(_FLOW_SD).alias("sd"),
        pl.lit(targets.SOURCES).alias("source"),
    )

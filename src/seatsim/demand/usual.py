"""The usual size of a cell, its share of the group's grade, and how strongly cohorts are pulled towards it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from seatsim.demand.known import Bools, discounted, ratio
from seatsim.demand.series import Series

Floats = npt.NDArray[np.float64]

SHARE_DISCOUNT = 0.7
"""Fixed on English authorities and the schools of Eau Claire, targets up to 2017/18."""


def active(series: Series) -> Bools:
    """Entities with pupils at the origin, shape (entities,)."""
    return np.asarray(np.nansum(series.pupils[:, -1], axis=1) > 0)


def usual_shares(series: Series) -> Floats:
    """Share of each entity in its group's pupils of a grade, (entities, grades), NaN where it holds none [-].

    Half the share in the grade itself, half the share in all grades that the entity holds, among those with pupils at
    the origin.
    """
    pupils = np.where(active(series)[:, None, None], series.pupils, np.nan)
    group = series.sums(pupils)[series.group_of]
    own = discounted(ratio(pupils, group), SHARE_DISCOUNT)
    held = np.isfinite(pupils)
    all_grades = ratio(np.nansum(pupils, axis=2), np.where(held, group, 0.0).sum(2))
    whole = discounted(np.where(held.any(2), all_grades, np.nan), SHARE_DISCOUNT)
    return 0.5 * own + 0.5 * whole[:, None]

"""How strongly cohorts have been pulled towards the usual size of their cell."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from seatsim.demand.known import log_of
from seatsim.demand.projection import Outlook, one_year
from seatsim.demand.series import Series

Floats = npt.NDArray[np.float64]

YEARS = 10
MOST = 0.4


def usual_pull(series: Series, views: Mapping[int, Outlook]) -> float:
    """Part of the way to the usual size that a cohort goes beyond the step in a year, from 0 to .4 [-].

    Regression, weighted by pupils, of the step's error on the distance of the usual size from the step, over the last
    ten years whose year before has an outlook (``views``, by origin).
    """
    product = square = 0.0
    for origin in range(max(0, series.years - 1 - YEARS), series.years - 1):
        if origin not in views:
            continue
        before = series.pupils[:, origin]
        step = log_of(one_year(before, views[origin], 1, 0.0))[:, 1:]
        error = log_of(series.pupils[:, origin + 1])[:, 1:] - step
        distance = log_of(views[origin].usual[0])[:, 1:] - step
        weight = np.where(np.isnan(error) | np.isnan(distance), 0.0, np.nan_to_num(series.pupils[:, origin + 1, 1:]))
        product += float((weight * np.nan_to_num(error * distance)).sum())
        square += float((weight * np.nan_to_num(distance) ** 2).sum())
    return min(max(product / square, 0.0), MOST) if square > 0 else 0.0

"""Past errors of the step, replayed from past origins and split into what is common, of a grade, of an entity, own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.demand.known import mean
from seatsim.demand.projection import Outlook, one_year
from seatsim.demand.series import Series

Floats = npt.NDArray[np.float64]

LEADS = 3
ORIGINS = 12


@dataclass(frozen=True)
class Replay:
    """Log errors of single years from past origins, the true pupils of the year before being given."""

    common: Floats
    """Of all entities and grades, shape (origins, leads) [log]."""

    of_grade: Floats
    """Of all entities in a grade beyond the common, (origins, leads, grades) [log]."""

    of_entity: Floats
    """Of all grades of an entity beyond both, (origins, leads, entities) [log]."""

    of_cell: Floats
    """What is left, (origins, leads, entities, grades) [log]."""

    expected: Floats
    """Expected pupils, (origins, leads, entities, grades); NaN where there is no error [pupils]."""

    entry: Floats
    """Errors of the first grade, (origins, leads, entities); of births known then [log]."""

    entering: Floats
    """Expected entrants, (origins, leads, entities) [pupils]."""


def replay(series: Series, views: Mapping[int, tuple[Outlook, float]]) -> Replay:
    """Errors at leads 1 to 3 from up to 12 origins before the last year, ``views`` : outlook and pull by origin."""
    last = series.years - 1
    origins = [origin for origin in sorted(views) if last - ORIGINS <= origin < last]
    shape = (len(origins), LEADS, len(series.pupils), series.pupils.shape[2])
    expected, errors = np.full(shape, np.nan), np.full(shape, np.nan)
    for place, origin in enumerate(origins):
        view, pull = views[origin]
        for lead in range(1, min(LEADS, last - origin) + 1):
            due = one_year(series.pupils[:, origin + lead - 1], view, lead, pull)
            came = series.pupils[:, origin + lead]
            errors[place, lead - 1] = np.log((came + 0.5) / (due + 0.5))
            if lead > max(view.births_known, 1):
                errors[place, lead - 1, :, 0] = np.nan
            expected[place, lead - 1] = np.where(np.isnan(came), np.nan, due)
    return _split(errors, expected)


def _split(errors: Floats, expected: Floats) -> Replay:
    """Means of the errors weighted by pupils, one after the other."""
    rest, weight = errors.copy(), np.nan_to_num(expected)
    entry, entering = errors[..., 0], expected[..., 0]
    rest[..., 0], weight[..., 0] = np.nan, 0.0
    common = mean(rest, (2, 3), weight)
    rest -= common[:, :, None, None]
    of_grade = mean(rest, 2, weight)
    rest -= of_grade[:, :, None]
    of_entity = mean(rest, 3, weight)
    rest -= of_entity[..., None]
    return Replay(common, of_grade, of_entity, rest, np.where(np.isnan(rest), np.nan, expected), entry, entering)

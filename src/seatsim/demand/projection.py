"""The expected future of a set of entities from one origin, with the pull to the usual size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.demand.entry import births_known, entrants
from seatsim.demand.ratios import Ratios, ratios
from seatsim.demand.series import Series
from seatsim.demand.step import next_grade, pulled
from seatsim.demand.usual import active, usual_shares

Floats = npt.NDArray[np.float64]

MOST_SHOCK = 7.0
"""A thousandfold: beyond it a law estimated on numbers without order would leave the range of a float [log]."""


@dataclass(frozen=True)
class Outlook:
    """What an origin expects of the years after it, before any pull."""

    ratios: Ratios
    log_ratios: Floats
    """Shape (leads, entities, grades), the first grade NaN [log]."""

    usual: Floats
    """Usual size of each cell, shape (leads, entities, grades), the first grade as expected to enter [pupils]."""

    entry: Floats
    """Expected entrants, shape (leads, entities) [pupils]."""

    births_known: int
    """Leads whose entrants are born at the origin; all where entries are not reckoned from births."""


def outlook(series: Series, leads: int) -> Outlook:
    """Ratios, usual sizes and entrants as the last year of ``series`` knows them."""
    found = ratios(series)
    entry = entrants(series, leads)
    shares = usual_shares(series)
    totals = series.sums(np.where(active(series)[:, None], series.pupils[:, -1], np.nan))
    usual = np.empty((leads, *shares.shape))
    for lead in range(1, leads + 1):
        totals = _up(totals, found.of_groups(lead), series.sums(entry[lead - 1]))
        usual[lead - 1] = shares * totals[series.group_of]
    log_ratios = np.array([found.ahead(lead) for lead in range(1, leads + 1)])
    return Outlook(found, log_ratios, usual, entry, births_known(series, leads))


def _up(totals: Floats, log_ratio: Floats, entering: Floats) -> Floats:
    up = np.empty_like(totals)
    up[:, 1:] = next_grade(totals[:, :-1], log_ratio[:, 1:])
    up[:, 0] = entering
    return up


def one_year(before: Floats, view: Outlook, lead: int, pull: float, shocks: Floats | float = 0.0) -> Floats:
    """Pupils a year after ``before``, (..., entities, grades), ``lead`` years after the origin [pupils].

    ``shocks`` : of all cells, the entry's too [log]. Cells with no grade below them take the usual size.
    """
    at = lead - 1
    usual = np.broadcast_to(view.usual[at], before.shape)
    step = np.full(before.shape, np.nan)
    step[..., 1:] = pulled(next_grade(before[..., :-1], view.log_ratios[at][:, 1:]), usual[..., 1:], pull)
    expected = np.where(np.isnan(step), usual, step)
    expected[..., 0] = view.entry[at]
    after: Floats = expected * np.exp(np.clip(shocks, -MOST_SHOCK, MOST_SHOCK))
    return after

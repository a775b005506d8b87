"""Why crowding changes, as plain values for the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seatsim.domain.causes import CAUSES, ROWS, TERMS, CauseSplit, Row
from seatsim.domain.milestones import milestones
from seatsim.indicators.quantiles import band, means


def causes_block(split: CauseSplit) -> dict[str, Any]:
    """The split of every measure and stage from the baseline year to its peak, the milestones and the horizon.

    Means of the causes add up to the mean of the change; percentiles do not. The peak is the year of the highest
    mean, left out where it is the baseline year.
    """
    changes: dict[str, dict[str, Any]] = {}
    for row in ROWS:
        measure, stage = row
        spans = {name: _span(split, row, year) for name, year in _years_told(split, row).items()}
        changes.setdefault(measure, {})[stage] = spans
    return {
        "futures": split.values.shape[-1],
        "order": list(CAUSES),
        "unchanged": list(split.unchanged),
        "rules_known": split.rules_known,
        "changes": changes,
    }


def _years_told(split: CauseSplit, row: Row) -> Mapping[str, int]:
    """Years to which changes are told, by name."""
    values = means(split.values[ROWS.index(row)], axis=1)
    peak = split.years[int(values.argmax())]
    told = {str(year): year for year in milestones(split.years[0]) if year in split.years[1:]}
    return ({"peak": peak} if peak > split.years[0] else {}) | told | {"horizon": split.years[-1]}


def _span(split: CauseSplit, row: Row, year: int) -> dict[str, Any]:
    """One change: from, to, and what each term did."""
    first = split.years[0]
    terms = dict(zip(TERMS, split.change(row, first, year), strict=True))
    before, after = split.value(row, first), split.value(row, year)
    return {
        "from": first,
        "to": year,
        "value_from": band(before),
        "value_to": band(after),
        "change": band(after - before),
        "causes": {term: band(values) for term, values in terms.items()},
    }

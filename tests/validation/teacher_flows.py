"""Teachers by subject and age band: reading the two files, and a forecast by steps of the program's own stock.

Who retires, leaves and passes into the next age band is taken out of whole people by ``take``, and who begins is
shared over the cells by ``spread``, in the order of the program's staff year. The rates come from the years up to
the origin (``seatsim.demand.stock_flow``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from seatsim.demand.stock_flow import Discounts, FlowHistory, FlowRates, flow_rates
from seatsim.model.apportion import round_to_total
from seatsim.model.stock import spread, take

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

_STAYS = "Not a qualified"
"""How the type of who neither began nor left begins."""
_RETIRED = "Retired"


@dataclass(frozen=True)
class Teachers:
    """Counts of one school workforce."""

    subjects: tuple[str, ...]
    """Subjects, or what the files tell apart."""
    bands: tuple[str, ...]
    """Age bands, the youngest first."""
    years: Ints
    """Consecutive years of the counts, shape (years,)."""
    flows: FlowHistory
    """Flows, each of the years from the count before to the year's own."""

    @property
    def stock(self) -> Floats:
        """Teachers at each count, shape (years, subjects) [teachers]."""
        total: Floats = self.flows.stock.sum(axis=2)
        return total


def read_teachers(entrants: Path, leavers: Path) -> Teachers:
    """Read ``CensusYear,Subject,Gender,AgeGroup,Qualified…Type,StockSize``; men and women are taken together."""
    came, went = pl.read_csv(entrants), pl.read_csv(leavers)
    subjects = tuple(sorted({*came["Subject"].to_list(), *went["Subject"].to_list()}))
    bands = tuple(sorted({*came["AgeGroup"].to_list(), *went["AgeGroup"].to_list()}, key=_youngest))
    both = set(came["CensusYear"].to_list()) & set(went["CensusYear"].to_list())
    years = np.array(sorted(both), dtype=np.int64)
    if not len(years) or len(years) != years[-1] - years[0] + 1:
        raise ValueError("the years that both files hold do not follow one another")
    entered = _cells(came, "QualifiedEntrantType", subjects, bands, years)
    gone = _cells(went, "QualifiedLeaverType", subjects, bands, years)
    retired, there = gone[_RETIRED], sum(gone.values(), np.zeros(gone[_STAYS].shape))
    began = sum((cells for kind, cells in entered.items() if kind != _STAYS), np.zeros(there.shape))
    left = there - gone[_STAYS] - retired
    return Teachers(subjects, bands, years, FlowHistory(there, retired, left, entered[_STAYS], began))


def _youngest(band: str) -> tuple[int, str]:
    """Where an age band begins: at its number, but below it where it is an upper limit."""
    number = re.search(r"\d+", band)
    limit = int(number.group()) if number else 0
    return (0 if re.match(r"\s*(less|under|below|<)", band.lower()) else limit), band


def _cells(
    rows: pl.DataFrame, kind: str, subjects: tuple[str, ...], bands: tuple[str, ...], years: Ints
) -> dict[str, Floats]:
    """Teachers by kind, each (years, subjects, bands); whoever neither began nor left under ``_STAYS``."""
    shape = (len(years), len(subjects), len(bands))
    cells = {_STAYS: np.zeros(shape), _RETIRED: np.zeros(shape)}
    for year, subject, band, of_kind, number in rows.select(
        "CensusYear", "Subject", "AgeGroup", kind, "StockSize"
    ).iter_rows():
        if not years[0] <= year <= years[-1] or number is None:
            continue
        name = _STAYS if of_kind.startswith(_STAYS) else of_kind
        at = (int(year - years[0]), subjects.index(subject), bands.index(band))
        cells.setdefault(name, np.zeros(shape))[at] += float(number)
    return cells


def forecast(flows: FlowHistory, leads: int, discounts: Discounts | None = None) -> tuple[Floats, Floats]:
    """Teachers of the whole, shape (leads,), and by subject, (leads, subjects), after the last year of ``flows``.

    The whole is projected as one; the subjects are projected by their own rates and brought to the whole.
    """
    whole = _projected(flows.pooled(), leads, discounts)[:, 0]
    subjects = _projected(flows, leads, discounts).astype(np.float64)
    scaled = subjects * (whole / np.maximum(subjects.sum(axis=1), 1))[:, None]
    order = np.tile(np.arange(subjects.shape[1], dtype=np.float64), (leads, 1))
    return whole.astype(np.float64), round_to_total(scaled, whole, order).astype(np.float64)


def _projected(flows: FlowHistory, leads: int, discounts: Discounts | None) -> Ints:
    """Whole people by entity, shape (leads, entities)."""
    rates = flow_rates(flows, discounts)
    stock = np.rint(flows.stock[-1]).astype(np.int64)[None]
    told = np.zeros((leads, stock.shape[1]), dtype=np.int64)
    for lead in range(leads):
        stock = next_year(stock, rates)
        told[lead] = stock[0].sum(axis=1)
    return told


def next_year(stock: Ints, rates: FlowRates) -> Ints:
    """The staff a year on, shape (replications, entities, bands), without luck: every start is one half."""
    half = np.full(stock.shape[:2], 0.5)
    begin = np.rint(stock.sum(axis=2) * rates.beginning.sum(axis=1)).astype(np.int64)
    stock = stock - take(stock, rates.retiring, half)
    stock -= take(stock, rates.leaving, half)
    older = take(stock, rates.ageing, half)
    stock -= older
    stock[:, :, 1:] += older[:, :, :-1]
    weights = rates.beginning / np.maximum(rates.beginning.sum(axis=1, keepdims=True), 1e-300)
    return stock + spread(begin, weights, half)

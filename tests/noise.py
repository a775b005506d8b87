"""A panel whose future is noise."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from seatsim.backtesting.panel import Panel

Floats = npt.NDArray[np.float64]


def noise_after(panel: Panel, year: int) -> Panel:
    """The panel with all pupils and births after ``year`` drawn anew; what is not known stays so."""
    draw = np.random.default_rng(12)
    pupils = panel.pupils.copy()
    _scramble(pupils, year - panel.first_year, draw)
    births, group_births = (None if of is None else of.copy() for of in (panel.births, panel.group_births))
    for of in (births, group_births):
        if of is not None:
            _scramble(of, year - panel.births_first, draw)
    return replace(panel, pupils=pupils, births=births, group_births=group_births)


def _scramble(values: Floats, last: int, draw: np.random.Generator) -> None:
    later = values[:, last + 1 :]
    later[...] = np.where(np.isnan(later), np.nan, draw.integers(0, 5000, later.shape))

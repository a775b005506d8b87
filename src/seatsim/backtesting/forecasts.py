"""Rolling origins: every year from the fourth on is an origin, and knows nothing that came after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from seatsim.backtesting import baselines
from seatsim.backtesting.lag import best_lag
from seatsim.backtesting.origins import HISTORY, Origin, Origins
from seatsim.backtesting.panel import Panel
from seatsim.backtesting.paths import Uniforms, paths_of
from seatsim.backtesting.rows import rows
from seatsim.demand.projection import one_year
from seatsim.model.streams import Draws

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Forecasts:
    """Forecasts of a panel from all its origins, beside what came."""

    cells: pl.DataFrame
    """One row per entity, origin, lead and grade whose value came to be known, and one of grade "all" where that of
    every grade did that the entity held at the origin. All values in pupils, the score of the paths (crps) too."""

    lag: int | None
    """Years from birth to entry, None without births; where none was given, that of all tuning years."""

    lag_errors: Mapping[int, float]
    """Error of each lag tried on all tuning years [%], empty where the lag was given."""

    settings: pl.DataFrame
    """What was estimated at each origin: one row each."""


def forecast(
    panel: Panel,
    *,
    lag: int | None,
    leads: Sequence[int],
    progress: Callable[[int, int], None] | None = None,
    paths: int = 500,
    seed: int = 1,
) -> Forecasts:
    """Forecast every year of the panel, ``leads`` years ahead, from each earlier origin by what was known then.

    ``lag`` : years from birth to entry; with None each origin takes the one that fits best on the tuning years it
    knows. ``progress`` is told how many origins are done, and of how many. Raises ValueError where a lead is not
    positive or the panel is too short for one origin and a year after it.
    """
    if not leads or min(leads) < 1:
        raise ValueError(f"leads are whole years from 1 on: {list(leads)}")
    places = range(HISTORY - 1, panel.years - 1)
    if not places:
        raise ValueError(f"{panel.years} years are too few: an origin needs {HISTORY} and a year after it")
    origins = Origins(panel, lag, max(leads))
    frames, settings = [], []
    for done, place in enumerate(places):
        if progress is not None:
            progress(done, len(places))
        origin = origins.at(place)
        uniforms = Uniforms(Draws(seed), origin.year, panel.entities, paths)
        frames += list(_frames(panel, origin, place, sorted(set(leads)), uniforms))
        settings.append(_settings(origin, panel))
    if progress is not None:
        progress(len(places), len(places))
    used = best_lag(origins.lag_errors) if lag is None else lag
    return Forecasts(pl.concat(frames), used if panel.has_births else None, origins.lag_errors, pl.DataFrame(settings))


def _frames(
    panel: Panel, origin: Origin, place: int, leads: Sequence[int], uniforms: Uniforms
) -> Iterator[pl.DataFrame]:
    """Rows of one origin, a frame for each lead that has a target."""
    last = min(leads[-1], panel.years - 1 - place)
    plain = _plain(panel, origin, last)
    middle = origin.series.pupils[:, -1]
    drawn = paths_of(middle, origin.view, origin.pull, origin.laws, uniforms)
    for lead, of_lead in zip(range(1, last + 1), drawn, strict=False):
        middle = one_year(middle, origin.view, lead, origin.pull)
        if lead in leads:
            points = {"actual": panel.pupils[:, place + lead], "forecast": middle}
            points |= {name: ahead[lead - 1] for name, ahead in plain.items()}
            yield rows(panel, origin, lead, points, of_lead)


def _plain(panel: Panel, origin: Origin, leads: int) -> dict[str, Floats]:
    """The forecasts to beat, each (leads, entities, grades)."""
    found = {"naive": baselines.naive(origin.series, leads), "survival": baselines.survival(origin.series, leads)}
    if panel.has_births:
        found["survival_births"] = baselines.survival_births(origin.series, leads)
    return found


def _settings(origin: Origin, panel: Panel) -> dict[str, object]:
    laws = origin.laws
    return {
        "origin": origin.year,
        "lag": origin.lag if panel.has_births else None,
        "pull": origin.pull,
        "common_sd": laws.common.sd,
        "common_carry": laws.common.carry,
        "entity_sd": laws.entity.sd,
        "entity_per_pupil": laws.entity.per_pupil,
        "entity_carry": laws.entity.carry,
        "entity_renewal": laws.entity.renewal,
        "cell_sd": laws.cell.variance**0.5,
        "cell_per_pupil": laws.cell.per_pupil,
        "cell_stays": float(np.mean(laws.cell.stays[1:])) if panel.grades[1:] else 0.0,
        "entry_sd": laws.entry.variance**0.5,
        "entry_per_pupil": laws.entry.per_pupil,
        "entry_start": laws.entry.start,
        "entry_growth": laws.entry.growth,
        "entries_sd": laws.entry.common_sd,
        "entries_start": laws.entry.common_start,
        "entries_growth": laws.entry.common_growth,
    }

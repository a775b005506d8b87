"""What each origin knows and estimates; an origin asks those before it, never one after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from seatsim.backtesting.lag import best_lag, lag_errors
from seatsim.backtesting.panel import Panel
from seatsim.demand.calibration import calibrate
from seatsim.demand.entry import births_spread
from seatsim.demand.error_laws import ErrorLaws
from seatsim.demand.projection import Outlook, outlook
from seatsim.demand.pull import usual_pull
from seatsim.demand.replay import LEADS, replay
from seatsim.demand.series import Series

HISTORY = 4
"""Years an origin must have behind it, itself among them: three progression ratios of every cohort."""

FIRST_VIEW = 2
"""Place of the first year whose outlook is judged in order to learn from it: it has two years before it."""

LAST_TUNING_YEAR = 2017
"""Later academic years choose nothing, the lag of the births least of all."""


@dataclass(frozen=True)
class Origin:
    """One origin: what it knows, expects and has learnt."""

    year: int
    """Academic year."""

    lag: int
    """Years from birth to entry."""

    series: Series
    view: Outlook
    pull: float
    laws: ErrorLaws


@dataclass
class Origins:
    """The origins of a panel, each reckoned once."""

    panel: Panel
    lag: int | None
    """Years from birth to entry, None: the one that fits best is taken."""

    leads: int
    _views: dict[tuple[int, int], Outlook] = field(default_factory=dict)
    _pulls: dict[tuple[int, int], float] = field(default_factory=dict)

    def at(self, place: int) -> Origin:
        """The origin in the panel's year number ``place``."""
        lag = self._lag(place)
        series = self._series(place, lag)
        past = {earlier: (self._view(earlier, lag), self._pull(earlier, lag)) for earlier in range(FIRST_VIEW, place)}
        laws = calibrate(replay(series, past), births_spread(series))
        year = self.panel.first_year + place
        return Origin(year, lag, series, self._view(place, lag), self._pull(place, lag), laws)

    @cached_property
    def lag_errors(self) -> Mapping[int, float]:
        """Error of each lag on all tuning years, empty where the lag was given or there are no births [%]."""
        return self._lag_errors(self.panel.years)

    def _lag_errors(self, years: int) -> Mapping[int, float]:
        if self.lag is not None or not self.panel.has_births:
            return {}
        return lag_errors(self.panel, min(years, self._tuning_years))

    @property
    def _tuning_years(self) -> int:
        """Years up to the last tuning year; a panel that begins later tunes on what its first origin knows."""
        return max(LAST_TUNING_YEAR - self.panel.first_year + 1, HISTORY)

    def _lag(self, place: int) -> int:
        if self.lag is not None:
            return self.lag
        return best_lag(self._lag_errors(place + 1)) or 0

    def _series(self, place: int, lag: int) -> Series:
        return self.panel.series(lag, max(self.leads, LEADS)).until(place + 1, lag)

    def _view(self, place: int, lag: int) -> Outlook:
        if (place, lag) not in self._views:
            self._views[place, lag] = outlook(self._series(place, lag), max(self.leads, LEADS))
        return self._views[place, lag]

    def _pull(self, place: int, lag: int) -> float:
        if (place, lag) not in self._pulls:
            earlier = {place: self._view(place, lag) for place in range(FIRST_VIEW, place)}
            self._pulls[place, lag] = usual_pull(self._series(place, lag), earlier)
        return self._pulls[place, lag]

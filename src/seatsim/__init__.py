"""seatsim: capacity planning for education authorities.

From Python: ``seatsim.load(path)`` reads and checks a scenario, ``seatsim.run(path)`` runs it,
``seatsim.compare([base, other])`` compares finished runs, ``seatsim.report([run])`` writes their page,
``seatsim.backtest(path)`` tests forecasts on real enrolments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seatsim.version import VERSION

if TYPE_CHECKING:
    from seatsim.api import backtest as backtest
    from seatsim.api import compare as compare
    from seatsim.api import load as load
    from seatsim.api import report as report
    from seatsim.api import run as run

__version__ = VERSION
__all__ = ["backtest", "compare", "load", "report", "run"]


def __getattr__(name: str) -> object:
    """Import what is called only when it is called, so that ``seatsim --help`` stays instant."""
    if name in __all__:
        from seatsim import api

        return getattr(api, name)
    raise AttributeError(f"module 'seatsim' has no attribute {name!r}")

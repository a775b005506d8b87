"""What a run spends on buildings, as every paper tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seatsim.papers.runs import Run


def capital_spent(run: Run) -> Mapping[str, Any]:
    """Mean and band of the capital of all years, baseline included [10^4 yuan]."""
    from seatsim.indicators.quantiles import band

    return band(run.results.frame().county("capital", "all").sum(axis=0))

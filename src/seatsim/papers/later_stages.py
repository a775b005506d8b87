"""Stages that keep the standard class later than primary schools do, which the papers speak of first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seatsim.domain.stages import CLASS_STAGES


def later_stages(answers: Mapping[str, Any]) -> dict[str, int | None]:
    """Median first year of each stage that is later than primary's, the earliest first; None: not by the horizon.

    Empty where primary schools themselves do not keep it by the horizon: none is later.
    """
    found = answers["first_year"]["above_standard"]
    primary = found["primary"]
    if primary["p50"] is None and primary["already"] != 1:
        return {}
    first = answers["baseline_year"] if primary["already"] == 1 else primary["p50"]
    years = {stage: found[stage]["p50"] for stage in CLASS_STAGES if stage in found and stage != "primary"}
    later = {stage: year for stage, year in years.items() if found[stage]["already"] != 1}
    later = {stage: year for stage, year in later.items() if year is None or year > first}
    return dict(sorted(later.items(), key=lambda each: (each[1] is None, each[1] or 0)))

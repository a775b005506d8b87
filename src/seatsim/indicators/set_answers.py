"""What a run of many counties answers: all counties together, and the counties that need it most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from seatsim.domain.milestones import milestones
from seatsim.domain.scenario import Scenario
from seatsim.domain.stages import STAGES
from seatsim.indicators.measures import ALL, MeasureFrame
from seatsim.indicators.quantiles import band, plain
from seatsim.indicators.resolution import LIMIT_STAGES, resolutions, summary

TOLD = ("pupils", "seats", "pupils_above_standard", "pupils_large", "pupils_super_large", "unplaced", "empty_seats")
"""Measures that the answer tells of all counties together."""
RANKED = ("pupils_large", "unplaced")
"""Measures by which counties are ranked: the sum of their means over the years after the baseline."""
MOST = 10
"""Counties that are named for each."""


@dataclass(frozen=True)
class Ranked:
    """One county in a ranking."""

    county: str
    """County."""
    sum: float
    """Mean, summed over the years after the baseline [pupil-years]."""
    most: float
    """Largest yearly mean [pupils]."""
    year: int
    """Academic year in which it is."""


def set_answers(
    scenario: Scenario, counties: int, schools: int, frame: MeasureFrame, ranked: Mapping[str, Sequence[Ranked]]
) -> dict[str, Any]:
    """What ``answers.json`` of a run of many counties holds."""
    years, fewest = frame.years, scenario.limits.tolerances.years
    told = sorted({years[0], years[1], *(year for year in milestones(years[0]) if year in years), years[-1]})
    found = resolutions(frame, scenario.limits)
    return {
        "scenario": scenario.name,
        "title": asdict(scenario.title),
        "counties": counties,
        "schools": schools,
        "baseline_year": years[0],
        "horizon": years[-1],
        "replications": frame.replications,
        "seed": scenario.seed,
        "years": told,
        "totals": {
            measure: {
                stage: {str(year): band(frame.county(measure, stage)[years.index(year)]) for year in told}
                for stage in (*STAGES, ALL)
                if stage in frame.values[measure]
            }
            for measure in TOLD
        },
        "first_years": {
            limit: {stage: summary(found[limit][stage], fewest) for stage in stages}
            for limit, stages in LIMIT_STAGES.items()
        },
        "most": {
            measure: [{**asdict(each), "sum": plain(each.sum), "most": plain(each.most)} for each in rows]
            for measure, rows in ranked.items()
        },
    }

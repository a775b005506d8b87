"""What a run keeps of its draws: a few numbers of each source of uncertainty, one value a replication.

Sources are of two kinds that are never mixed: what the figures do not say although it has happened, so that an office
can be asked for it, and what nobody can know yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from seatsim.domain.stages import CLASS_STAGES

Kind: TypeAlias = Literal["not_said", "not_knowable"]

SOURCES: Mapping[str, Kind] = {
    "start": "not_said",
    "crowding_2020": "not_said",
    "births_unpublished": "not_said",
    "projects_due": "not_said",
    "staff_to_date": "not_said",
    "births_to_come": "not_knowable",
    "migration": "not_knowable",
    "progression": "not_knowable",
    "projects_to_come": "not_knowable",
    "costs": "not_knowable",
    "staff_to_come": "not_knowable",
}
"""Sources in the order of the table, and their kind."""


@dataclass(frozen=True)
class Feature:
    """One number that is kept of a source's draws."""

    source: str
    """One of ``SOURCES``."""
    name: str
    """Name within the source."""
    meaning: str
    """What it holds."""
    unit: str
    """Unit."""

    @property
    def column(self) -> str:
        """Name of its column: source, then name."""
        return f"{self.source}_{self.name}"


_STAGES = ("kindergarten", "primary", "junior", "senior", "vocational")
_SPANS = {
    "first": "the first year after the baseline",
    "early": "the four years after that",
    "middle": "the five years after those",
    "late": "the years from then to the horizon",
}


def _staff(source: str, when: str) -> tuple[Feature, ...]:
    return (
        Feature(source, "first", f"Shock on leaving, the first year {when}, stages by their staff", "log"),
        Feature(source, "leaving", f"Shock on leaving, mean over the years {when}, stages by their staff", "log"),
        Feature(source, "candidates", f"Shock on candidates for posts and contracts, {when}: the same", "log"),
    )


def _projects(source: str, which: str) -> tuple[Feature, ...]:
    return (
        Feature(source, "works", f"Working time drawn for projects {which}, mean by rooms", "months"),
        Feature(source, "cancelled", f"Share of the rooms of projects {which} that are cancelled", "share"),
    )


FEATURES: tuple[Feature, ...] = (
    *(Feature("start", stage, f"Pupils of the baseline's {stage}", "pupils") for stage in _STAGES),
    *(
        Feature("start", f"{stage}_entry", f"Pupils of the baseline's first grade of {stage}", "pupils")
        for stage in CLASS_STAGES
    ),
    Feature("crowding_2020", "variant", "Crowding variant of the baseline: 0 low, 1 middle, 2 high", ""),
    Feature("births_unpublished", "mean", "Births after the last known year, born by the information date", "log"),
    *_projects("projects_due", "planned to be open by the information date"),
    *_staff("staff_to_date", "to the information date"),
    Feature("births_to_come", "first", "Births of the first three years after the information date", "log"),
    Feature("births_to_come", "rest", "Births of the years after those", "log"),
    *(
        Feature("migration", span, f"Common shock of the entry ratios, mean over {t}", "log")
        for span, t in _SPANS.items()
    ),
    *(
        Feature("progression", span, f"Shock of the grades' movement, mean over grades and {t}", "log")
        for span, t in _SPANS.items()
    ),
    *_projects("projects_to_come", "planned to open after the information date"),
    Feature("costs", "growth", "Final over planned capital of all projects, none cancelled", "log"),
    *_staff("staff_to_come", "after the information date"),
)
"""Features in the order of the table."""

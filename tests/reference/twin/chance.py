"""What is drawn: ``docs/exact/README.md``, 2."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from books import Uniform
from scipy.special import ndtri, stdtrit

from seatsim.domain.county import OutsideFlow
from seatsim.domain.demand_uncertainty import Migration, Progression
from seatsim.domain.scenario import Uncertainty
from seatsim.domain.stages import Stage

FARTHEST = 8.3
"""Where a Student t is cut."""


@dataclass(frozen=True)
class Chance:
    """The luck of one future; what is switched off takes its middle value."""

    uniform: Uniform
    uncertainty: Uncertainty
    first_year: int
    """Academic year whose opening day is the first after the baseline's."""
    zone_pupils: Mapping[str, float]
    """Pupils of each zone's schools in the register."""

    def _normal(self, decision: str, entity: str, year: int, cell: int = 0) -> float:
        return float(ndtri(self.uniform(decision, entity, year, cell)))

    def births_step(self, calendar_year: int) -> float:
        """Step of the log of births."""
        births = self.uncertainty.births
        return self._normal("births", "county", calendar_year) * births.growth_sd if births.on else 0.0

    def _carried(self, fresh: list[float], carry: float) -> float:
        """The last of a row of years, each of which keeps a part of the one before (2.2)."""
        value = fresh[0]
        for step in fresh[1:]:
            value = carry * value + float(np.sqrt(1.0 - carry**2)) * step
        return value

    def _common(self, decision: str, law: Migration | Progression, year: int) -> float:
        """A common shock from its first year on (2.3)."""
        if not law.on:
            return 0.0
        fresh = []
        for earlier in range(self.first_year, year + 1):
            t = float(stdtrit(law.common_freedom, self.uniform(decision, "county", earlier, 0)))
            fresh.append(law.common_sd * min(max(t, -FARTHEST), FARTHEST))
        return self._carried(fresh, law.common_carry)

    def common_shock(self, year: int) -> float:
        """Shock of all entry ratios."""
        return self._common("migration/common", self.uncertainty.migration, year)

    def zone_shock(self, stage: Stage, zone: str, year: int) -> float:
        """A zone's own shock of a stage's entry ratio (2.4)."""
        migration = self.uncertainty.migration
        if not migration.on:
            return 0.0
        sd = float(np.sqrt(migration.zone_sd**2))
        years = range(self.first_year, year + 1)
        fresh = [sd * self._normal(f"migration/{stage}", zone, earlier) for earlier in years]
        return self._carried(fresh, migration.zone_carry)

    def entry_cell(self, stage: Stage, zone: str, year: int, expected: float) -> float:
        """What a zone's entrants have for themselves this year (2.5)."""
        migration, progression = self.uncertainty.migration, self.uncertainty.progression
        if not migration.on:
            return 0.0
        scale, law = (progression.transfer_scale, progression) if stage == "junior" else (1.0, migration)
        spread = float(np.sqrt(law.cell_sd**2 + law.cell_variance / max(expected, 1.0)))
        return scale * spread * self._normal(f"migration/{stage}", zone, year, 1)

    def moved_common(self, year: int) -> float:
        """Shock of all grades reached."""
        return self._common("progression/common", self.uncertainty.progression, year)

    def moved_zone(self, zone: str, year: int) -> float:
        """Shock of all grades reached in a zone (2.4)."""
        progression = self.uncertainty.progression
        if not progression.on:
            return 0.0
        pupils = max(self.zone_pupils[zone], 1.0)
        sd = float(np.sqrt(progression.zone_sd**2 + progression.zone_variance / pupils))
        years = range(self.first_year, year + 1)
        fresh = [sd * self._normal("progression/zone", zone, earlier) for earlier in years]
        return self._carried(fresh, progression.zone_carry)

    def entry_rounding(self, stage: Stage, year: int) -> float:
        """What rounds a stage's entrants of the county."""
        on = self.uncertainty.migration.on
        return self.uniform(f"migration/{stage}/rounding", "county", year, 0) if on else 0.5

    def grade_shock(self, grade_name: str, year: int) -> float:
        """Shock of a grade's movement in all zones."""
        progression = self.uncertainty.progression
        return self._normal("progression/grade", grade_name, year) * progression.grade_sd if progression.on else 0.0

    def cell_movement(self, stage: Stage, zone: str, year: int, grade: int, reaching: int) -> float:
        """What a zone's grade has for itself this year, before rounding (2.5) [pupils]."""
        progression = self.uncertainty.progression
        if not progression.on:
            return 0.0
        spread = float(np.sqrt(progression.cell_sd**2 + progression.cell_variance / max(reaching, 1)))
        return reaching * (spread * self._normal(f"progression/{stage}", zone, year, grade))

    def cell_rounding(self, stage: Stage, zone: str, year: int, grade: int, grades: int) -> float:
        """What rounds the movement of a zone's grade."""
        on = self.uncertainty.progression.on
        return self.uniform(f"progression/{stage}", zone, year, grades + grade) if on else 0.5

    def flow(self, flow: OutsideFlow, year: int) -> int:
        """Pupils of a flow between counties (README 2.5)."""
        entity = f"{flow.origin}/{flow.destination}/{flow.stage}"
        z, u = self._normal("outside", entity, year), self.uniform("outside", entity, year, 1)
        return math.floor(flow.pupils * float(np.exp(flow.sd * z - flow.sd * flow.sd / 2.0)) + u)

    def kindergarten_closes(self, school: str, year: int) -> bool:
        """Whether a private kindergarten at risk shuts."""
        rule = self.uncertainty.private_kindergartens
        if not rule.on:
            return False
        return self.uniform("private-kindergarten/closes", school, year, 0) < rule.closing_probability

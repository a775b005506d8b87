"""What is drawn: ``docs/exact/README.md``, 2."""

from __future__ import annotations

from dataclasses import dataclass

from books import Uniform
from scipy.special import ndtri

from seatsim.domain.scenario import Uncertainty
from seatsim.domain.stages import Stage


@dataclass(frozen=True)
class Chance:
    """The luck of one future; what is switched off takes its middle value."""

    uniform: Uniform
    uncertainty: Uncertainty

    def _normal(self, decision: str, entity: str, year: int, cell: int = 0) -> float:
        return float(ndtri(self.uniform(decision, entity, year, cell)))

    def births_step(self, calendar_year: int) -> float:
        """Step of the log of births."""
        births = self.uncertainty.births
        return self._normal("births", "county", calendar_year) * births.growth_sd if births.on else 0.0

    def common_shock(self, year: int) -> float:
        """Shock of all entry ratios."""
        migration = self.uncertainty.migration
        return self._normal("migration/common", "county", year) * migration.common_sd if migration.on else 0.0

    def zone_shock(self, stage: Stage, zone: str, year: int) -> float:
        """A zone's own shock of a stage's entry ratio."""
        migration = self.uncertainty.migration
        return self._normal(f"migration/{stage}", zone, year) * migration.zone_sd if migration.on else 0.0

    def entry_rounding(self, stage: Stage, year: int) -> float:
        """What rounds a stage's entrants of the county."""
        on = self.uncertainty.migration.on
        return self.uniform(f"migration/{stage}/rounding", "county", year, 0) if on else 0.5

    def grade_shock(self, grade_name: str, year: int) -> float:
        """Shock of a grade's movement in all zones."""
        progression = self.uncertainty.progression
        return self._normal("progression/grade", grade_name, year) * progression.grade_sd if progression.on else 0.0

    def cell_normal(self, stage: Stage, zone: str, year: int, grade: int) -> float:
        """Movement of a zone's grade."""
        on = self.uncertainty.progression.on
        return self._normal(f"progression/{stage}", zone, year, grade) if on else 0.0

    def cell_rounding(self, stage: Stage, zone: str, year: int, grade: int, grades: int) -> float:
        """What rounds the movement of a zone's grade."""
        on = self.uncertainty.progression.on
        return self.uniform(f"progression/{stage}", zone, year, grades + grade) if on else 0.5

    def kindergarten_closes(self, school: str, year: int) -> bool:
        """Whether a private kindergarten at risk shuts."""
        rule = self.uncertainty.private_kindergartens
        if not rule.on:
            return False
        return self.uniform("private-kindergarten/closes", school, year, 0) < rule.closing_probability

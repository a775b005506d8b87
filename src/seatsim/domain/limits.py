"""Limits of classes and schools, and the tolerances with which they count as met."""

from __future__ import annotations

from dataclasses import dataclass

from seatsim.domain.stages import Stage


@dataclass(frozen=True)
class StandardClass:
    """Largest standard class by stage; kindergarten by grade."""

    kindergarten: tuple[int, ...]
    """Youngest grade first [pupils]."""
    primary: int
    """[pupils]."""
    junior: int
    """[pupils]."""
    senior: int
    """[pupils]."""

    def by_grade(self, stage: Stage, grades: int) -> tuple[int, ...]:
        """Sizes of a stage's grades, youngest first; a kindergarten's further grades take its last size [pupils].

        Raises KeyError for a stage without classes.
        """
        if stage == "kindergarten":
            return tuple(self.kindergarten[min(grade, len(self.kindergarten) - 1)] for grade in range(grades))
        return ({"primary": self.primary, "junior": self.junior, "senior": self.senior}[stage],) * grades


@dataclass(frozen=True)
class StageSizes:
    """One class size per stage."""

    kindergarten: int
    """[pupils]."""
    primary: int
    """[pupils]."""
    junior: int
    """[pupils]."""
    senior: int
    """[pupils]."""

    def of(self, stage: Stage) -> int:
        """Size of one stage [pupils]. Raises KeyError for a stage without classes."""
        return {
            "kindergarten": self.kindergarten,
            "primary": self.primary,
            "junior": self.junior,
            "senior": self.senior,
        }[stage]


@dataclass(frozen=True)
class LargeClasses:
    """The statistical limits of oversized classes."""

    large: int
    """Smallest large class (大班额) [pupils]."""
    super_large: int
    """Smallest super-large class (超大班额) [pupils]."""


@dataclass(frozen=True)
class SchoolSizes:
    """Largest campus by kind."""

    kindergarten: int
    """[pupils]."""
    primary: int
    """[pupils]."""
    junior: int
    """[pupils]."""
    nine_year: int
    """[pupils]."""
    senior: int
    """[pupils]."""

    def of(self, kind: str) -> int | None:
        """Limit of a kind of school as the register writes it [pupils]; None for a kind without a limit."""
        return {
            "kindergarten": self.kindergarten,
            "primary": self.primary,
            "junior": self.junior,
            "nine-year": self.nine_year,
            "senior": self.senior,
        }.get(kind)


@dataclass(frozen=True)
class Tolerances:
    """When a limit counts as met."""

    above_standard: float
    """Largest share of classes above the standard class [share of classes]."""
    years: int
    """Fewest years to the horizon that must all be met [years]."""


@dataclass(frozen=True)
class WarningColours:
    """Probability of a shortage from which a stage is coloured."""

    red: float
    """P(pupils > seats) [probability]."""
    amber: float
    """P(pupils > seats) [probability]."""


@dataclass(frozen=True)
class Limits:
    """Every limit of a run; values come from the norms, the county or the scenario."""

    standard: StandardClass
    """Standard class: what 优质均衡 asks of every class."""
    planning: StageSizes
    """Size to which new classes are planned, and the seats of a classroom."""
    hard_caps: StageSizes
    """Size that admissions never pass."""
    classes: LargeClasses
    """Large and super-large classes."""
    schools: SchoolSizes
    """School size limits, counted by campus."""
    tolerances: Tolerances
    """When a limit counts as met."""
    warning: WarningColours
    """Warning colours."""

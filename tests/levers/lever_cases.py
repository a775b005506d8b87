"""Every lever of the scenario format at off, half and full, with what it must move first and not before when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BASE = "scenarios/planned-builds.toml"
"""Scenario on which every lever is tried: it builds, and states no other lever."""
COMBINED = "scenarios/combined-plan.toml"


@dataclass(frozen=True)
class Case:
    """One lever."""

    lever: str
    """Lever of the report (L1 … L13), or ``–`` where it only belongs to one."""
    key: str
    """Key of the scenario."""
    full: str
    """Value at full, as TOML."""
    own: str
    """First array that differs, in the order of ``ORDER``."""
    half: str | None = None
    """Value between off and full; None where there is none."""
    acts: int = 2021
    """First year that may differ [academic year]."""
    needs: tuple[str, ...] = ()
    """What must be set for the lever to have something to act on, in every run of the case."""
    more: Mapping[str, str] | None = None
    """Keys set with it at half and full."""
    monotone: bool = True
    """Whether the sum of its own array at half lies between off and full."""


ALLIANCE = 'levers.groups.formed.g={kind="%s",schools=["old-town-primary-1","chengnan-primary-3"],year=2022,source="t"}'
FALLING = ('uncertainty.births.variant="low"',)
VERIFY = ("levers.verification.on=true",)
STRICT = ('levers.admission.gate="strict"',)
TALENT = ("levers.talent.teachers=60",)

CASES: tuple[Case, ...] = (
    # L1 approvals
    Case("L1", "levers.construction.desks", "4", "projects.hand_over", "2"),
    Case("L1", "levers.construction.sitting_days", "0.0", "projects.hand_over", "15.0"),
    Case("L1", "levers.construction.joint_meetings", "12", "projects.hand_over", "4"),
    # L2 capital and works
    Case("L2", "levers.construction.crews", "20", "projects.hand_over", "16"),
    Case("L2", "levers.capital.budget", "80000.0", "projects.paid", "60000.0"),
    Case("L2", "levers.capital.carry_years", "0", "projects.paid", "1"),
    Case("L2", "levers.capital.price_kindergarten", "30.0", "projects.cost", "20.0"),
    Case("L2", "levers.capital.price_primary", "30.0", "projects.cost", "20.0"),
    Case("L2", "levers.capital.price_junior", "30.0", "projects.cost", "20.0"),
    Case("L2", "levers.capital.price_senior", "30.0", "projects.cost", "20.0"),
    Case("L2", "levers.capital.price_growth", "0.1", "projects.cost", "0.05"),
    Case(
        "L2",
        "levers.capital.price_temporary",
        "90.0",
        "projects.cost",
        "50.0",
        needs=('projects.huts={kind="temporary",school="old-town-primary-1",opens=2022,rooms_P=6,source="t"}',),
    ),
    Case(
        "L2",
        "levers.capital.price_conversion",
        "90.0",
        "projects.cost",
        "50.0",
        needs=(
            'projects.nursery={kind="conversion",school="old-town-kindergarten-1",opens=2022,gives_K=3,source="t"}',
        ),
    ),
    # L3 seat management
    Case("L3", "levers.verification.on", "true", "primary.claims_by_class"),
    Case("L3", "levers.verification.desks", "0", "primary.claims_by_class", "1", needs=VERIFY),
    Case("L3", "levers.verification.per_desk", "0", "primary.claims_by_class", "350", needs=VERIFY),
    # L4 the gate
    Case("L4", "levers.admission.gate", '"strict"', "primary.entry_places"),
    Case(
        "L4",
        "levers.admission.last_resort",
        '"over-cap"',
        "junior.over_cap",
        needs=(*STRICT, "levers.admission.reach_minutes=0.0"),
        acts=2021,
    ),
    Case("L4", "levers.admission.reach_minutes", "0.0", "primary.entrants", "12.0", monotone=False),
    Case("L4", "levers.admission.split_above", '"never"', "primary.classes", "58"),
    Case("L4", "levers.admission.divide_anew", "true", "primary.entry_rooms"),
    Case("L6", "levers.admission.borrow_special_rooms", "false", "primary.borrowed"),
)

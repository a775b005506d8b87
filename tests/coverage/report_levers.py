"""The report's levers L1 to L13 as keys of the scenario format: how each is pulled, or let go, against the main job."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lever:
    """One lever of the report."""

    id: str
    """Its number."""
    section: str
    """Section of the report."""
    overrides: tuple[str, ...]
    """What is set otherwise than in the main job."""


LEVERS: tuple[Lever, ...] = (
    Lever("L1", "四(二)2, 四(一)", ("levers.construction.desks=1", "levers.construction.joint_meetings=0")),
    Lever("L2", "四(二)2", ("levers.capital.budget=40000.0",)),
    Lever("L3", "四(一)2", ("levers.verification.on=false",)),
    Lever("L4", "四(一)2", ('levers.admission.gate="open"',)),
    Lever("L6", "四(二)3", ("levers.equipment.share=0.0",)),
    Lever("L8", "四(三)2", ("levers.recruitment.reserve_months=0", "levers.retirement.senior_women_uptake=0.3")),
    Lever("L9", "四(三)2", ("levers.talent.teachers=0",)),
    Lever("L10", "四(三)2", ("levers.backbone.new_a_year=237",)),
    Lever("L11", "二(二)3, 四(三)", ("levers.exchange.county_managed=0.1", "levers.exchange.between_stages=0.0")),
    Lever("L12", "四(三)3", ("levers.shared_lessons.reach=0.0",)),
)
"""Not here: L5 and L7, which are tables of their own and no single value, and L13, whose rules the main job never
breaks (a plan in which spending falls shows it: tests/unit/test_finance.py)."""

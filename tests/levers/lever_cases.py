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


PROJECTS = "projects"
HUTS = 'projects.huts={kind="temporary",school="old-town-primary-1",opens=2022,rooms_P=6,source="t"}'
NURSERY = 'projects.nursery={kind="conversion",school="old-town-kindergarten-1",opens=2022,gives_K=3,source="t"}'
STRICT = 'levers.admission.gate="strict"'
NO_REACH = "levers.admission.reach_minutes=0.0"
VERIFY = "levers.verification.on=true"
BY_PUPILS = 'levers.lessons.needed_by="pupils"'
TALENT = "levers.talent.teachers=60"
LOST_ROOMS = (
    'projects.lost={kind="conversion",school="old-town-primary-1",opens=2021,gives_P=9,source="t",phase="acceptance"}'
)


def group(kind: str) -> str:
    """A group of two schools, one full and one with free seats."""
    return f'{{kind="{kind}",schools=["old-town-primary-3","chengnan-primary-3"],year=2022,source="t"}}'


CASES: tuple[Case, ...] = (
    # L1 approvals
    Case("L1", "levers.construction.desks", "4", PROJECTS, "2"),
    Case("L1", "levers.construction.sitting_days", "0.0", PROJECTS, "15.0"),
    Case("L1", "levers.construction.joint_meetings", "12", PROJECTS, "4"),
    # L2 capital and works
    Case("L2", "levers.construction.crews", "20", PROJECTS, "16"),
    Case("L2", "levers.capital.budget", "5000.0", PROJECTS, "10000.0"),
    Case("L2", "levers.capital.carry_years", "0", PROJECTS, "1", needs=("levers.capital.budget=9000.0",)),
    Case("L2", "levers.capital.price_kindergarten", "30.0", PROJECTS, "20.0"),
    Case("L2", "levers.capital.price_primary", "30.0", PROJECTS, "20.0"),
    Case("L2", "levers.capital.price_junior", "30.0", PROJECTS, "20.0"),
    Case("L2", "levers.capital.price_senior", "30.0", PROJECTS, "20.0"),
    Case("L2", "levers.capital.price_growth", "0.1", PROJECTS, "0.05"),
    Case("L2", "levers.capital.price_temporary", "90.0", PROJECTS, "50.0", needs=(HUTS,)),
    Case("L2", "levers.capital.price_conversion", "90.0", PROJECTS, "50.0", needs=(NURSERY,)),
    # L3 seat management and joint verification
    Case("L3", "levers.verification.on", "true", "primary.claims_by_class"),
    Case("L3", "levers.verification.desks", "0", "primary.claims_by_class", "1", needs=(VERIFY,)),
    Case("L3", "levers.verification.per_desk", "0", "primary.claims_by_class", "350", needs=(VERIFY,)),
    # L4 the gate
    Case("L4", "levers.admission.gate", '"strict"', "primary.entry_places"),
    Case("L4", "levers.admission.last_resort", '"over-cap"', "primary.over_cap", needs=(STRICT, NO_REACH)),
    Case("L4", "levers.admission.reach_minutes", "0.0", "junior.entrants", "12.0"),
    Case("L4", "levers.admission.split_above", '"never"', "primary.classes", "58"),
    Case("L4", "levers.admission.divide_anew", "true", "primary.entry_rooms"),
    # L5 layout
    Case(
        "L5",
        "levers.layout.boundaries.b",
        '{school="chengnan-primary-3",year=2022,takes_from={old-town-primary-4=0.2},source="t"}',
        "primary.claims",
        '{school="chengnan-primary-3",year=2022,takes_from={old-town-primary-4=0.1},source="t"}',
        2022,
    ),
    Case(
        "L5",
        "levers.layout.homes_wait",
        "true",
        "primary.claims",
        acts=2021,
        needs=("uncertainty.crowding_2020.on=false", "levers.capital.budget=0.0"),
    ),
    # L6 small schools
    Case(
        "L6",
        "levers.small_schools.mergers.m",
        '{school="shengci-primary-1",into="shengci-nine-year-1",year=2023,source="t"}',
        "primary.rooms",
        None,
        2023,
    ),
    Case("L6", "levers.admission.borrow_special_rooms", "false", "primary.borrowed", needs=(LOST_ROOMS,)),
    Case(
        "L6",
        "projects.huts",
        HUTS.partition("=")[2],
        PROJECTS,
        HUTS.partition("=")[2].replace("rooms_P=6", "rooms_P=3"),
    ),
    Case(
        "L6",
        "projects.nursery",
        NURSERY.partition("=")[2],
        PROJECTS,
        NURSERY.partition("=")[2].replace("gives_K=3", "gives_K=1"),
    ),
    # L7 groups
    Case("L7", "levers.groups.evens_out", "0.5", "primary.claims", "0.2"),
    Case("L7", "levers.groups.formed.g", group("一体型"), "primary.sent_elsewhere", None, 2022),
    Case("L7", "levers.groups.formed.h", group("联盟型"), "staff.missing", None, 2022),
    # L8 keep supply
    Case("L8", "levers.recruitment.rounds", "3", "staff.hires", "2"),
    Case("L8", "levers.recruitment.reserve_months", "18", "staff.hires", "10"),
    Case("L8", "levers.recruitment.contract_share", "0.0", "staff.outside_hires", "0.4"),
    Case("L8", "levers.recruitment.contract_ended", "0.0", "staff.outside_left", "0.25"),
    Case("L8", "levers.recruitment.kindergarten_filing", "true", "staff.outside_hires"),
    Case("L8", "levers.recruitment.short_subjects", "1.0", "staff.subject", "0.6"),
    Case("L8", "levers.retirement.senior_women_uptake", "1.0", "staff.retirements", "0.6"),
    Case("L8", "levers.posts.kindergarten", "20.0", "staff.reviewed", "30.0", 2021),
    Case("L8", "levers.posts.primary", "15.0", "staff.reviewed", "17.0", 2021),
    Case("L8", "levers.posts.junior", "10.0", "staff.reviewed", "12.0", 2021),
    Case("L8", "levers.posts.senior", "10.0", "staff.reviewed", "11.0", 2021),
    Case("L8", "levers.posts.vocational", "15.0", "staff.reviewed", "17.0", 2021),
    Case("L8", "levers.posts.special", "2.0", "staff.reviewed", "3.0", 2021),
    Case("L8", "levers.posts.review_years", "1", "staff.reviewed", "2"),
    Case("L8", "levers.posts.replaced_when_falling", "0.0", "staff.reviewed", "0.5"),
    Case("L8", "levers.posts.senior_title_share", "0.9", "staff.retirements", "0.6"),
    # lessons: teachers needed
    *(
        Case("L8", f"levers.lessons.{key}", full, "staff.needed", half, 2020)
        for key, half, full in (
            ("kindergarten_class", "2.5", "3.0"),
            ("primary", "29.0", "31.0"),
            ("junior", "36.0", "38.0"),
            ("senior", "37.0", "39.0"),
            ("choice", "1.2", "1.3"),
            ("after_school", "4.0", "6.0"),
            ("load_primary", "13.0", "14.0"),
            ("load_junior", "10.0", "11.0"),
            ("load_senior", "9.0", "10.0"),
            ("pupils_vocational", "17.0", "14.0"),
            ("pupils_special", "3.5", "3.0"),
        )
    ),
    Case("L8", "levers.lessons.needed_by", '"pupils"', "staff.needed", None, 2020),
    *(
        Case("L8", f"levers.lessons.pupils_{stage}", full, "staff.needed", half, 2020, (BY_PUPILS,))
        for stage, half, full in (
            ("kindergarten", "14.0", "13.0"),
            ("primary", "16.0", "15.0"),
            ("junior", "11.0", "10.0"),
            ("senior", "10.0", "9.0"),
        )
    ),
    Case("L12", "levers.lessons.subject_primary", "0.35", "staff.subject_cover", "0.3", 2020),
    Case("L12", "levers.lessons.subject_junior", "0.25", "staff.subject_cover", "0.22", 2020),
    Case("L8", "levers.lessons.overload", "2.0", "primary.classes", "1.5"),
    # L9 bring in
    Case("L9", "levers.talent.teachers", "100", "staff.approved", "50"),
    Case("L9", "levers.talent.years", "1", "staff.approved", "2", needs=(TALENT,)),
    Case("L9", "levers.talent.first_year", "2023", "staff.approved", "2022", needs=(TALENT,)),
    # L10 develop
    Case("L10", "levers.backbone.new_a_year", "500", "staff.backbone", "350"),
    Case("L10", "levers.backbone.lapse", "0.0", "staff.backbone", "0.06"),
    # L11 county-managed posts, exchange
    Case("L11", "levers.exchange.county_managed", "1.0", "staff.missing", "0.5"),
    Case("L11", "levers.exchange.between_stages", "1.0", "staff.moves", "0.5"),
    Case("L7", "levers.exchange.teachers", "1.0", "staff.missing", "0.6"),
    Case("L10", "levers.exchange.backbone", "1.0", "primary.backbone", "0.6"),
    # L12 shared lessons
    Case("L12", "levers.shared_lessons.reach", "1.0", "staff.subject_cover", "0.5", 2020),
    # L13 spending
    Case("L13", "levers.spending_rules.keep", "true", "spending.parts"),
    Case("L13", "levers.spending_rules.pay_growth", "0.09", "spending.parts", "0.06"),
    Case("L13", "levers.spending_rules.funds_growth", "0.09", "spending.parts", "0.06"),
    Case("L13", "levers.spending_rules.other_growth", "0.09", "spending.parts", "0.06"),
)

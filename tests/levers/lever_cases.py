"""Every lever of the scenario format at off, half and full: what it must move first, and not before when.

Off is the norms' default, or the table left out.
"""

from __future__ import annotations

from dataclasses import dataclass

BASE = "scenarios/planned-builds.toml"
"""Scenario on which levers are tried: it builds, and pulls no other lever."""
REFERENCE = "scenarios/reference.toml"
"""Scenario for levers that builds would leave nothing to act on."""
PROJECTS = "projects"
"""What levers of construction and capital move first: days, payments or costs of projects."""


@dataclass(frozen=True)
class Case:
    """One lever."""

    lever: str
    """Lever of the report."""
    key: str
    """Key of the scenario."""
    full: str
    """Value at full, as TOML."""
    own: str
    """First array that differs, or the first part of its name."""
    half: str | None = None
    """Value between off and full; None where there is none."""
    acts: int = 2021
    """First year that may differ [academic year]."""
    needs: tuple[str, ...] = ()
    """What must be set, in every run of the case, for the lever to have something to act on."""
    scenario: str = BASE
    """Scenario on which it is tried."""
    summed: bool = False
    """Whether half lies between in the sum over all years, not in the first year that differs."""


SOURCE = 'source="test"'
HUTS = f'kind="temporary",school="old-town-primary-1",opens=2022,{SOURCE}'
NURSERY = f'kind="conversion",school="old-town-kindergarten-1",opens=2022,{SOURCE}'
LOST = (
    f'projects.lost={{kind="conversion",school="old-town-primary-1",opens=2021,gives_P=9,phase="acceptance",{SOURCE}}}'
)
LATE = (
    'projects.late={kind="new-school",school="late",zone="chengbei",opens=2024,rooms_P=30,'
    f"takes_from={{chengbei=0.1}},{SOURCE}}}"
)
STRICT = 'levers.admission.gate="strict"'
NO_REACH = "levers.admission.reach_minutes=0.0"
VERIFY = "levers.verification.on=true"
BY_PUPILS = 'levers.lessons.needed_by="pupils"'
TALENT = "levers.talent.teachers=60"
NARROW = ("limits.planning.primary=34", "limits.planning.junior=36")
SHRINKING = tuple(f"levers.spending_rules.{what}_growth=-0.05" for what in ("pay", "funds", "other"))
EQUIPPED = "levers.equipment.share=0.5"
SPARE = f'projects.spare={{kind="extension",school="old-town-primary-1",opens=2021,rooms_P=6,{SOURCE}}}'


def boundary(share: float) -> str:
    """A part of an old-town catchment given to a neighbour."""
    return f'{{school="chengnan-primary-3",year=2022,takes_from={{old-town-primary-4={share}}},{SOURCE}}}'


def group(kind: str, *schools: str) -> str:
    """A full school with one that has seats."""
    named = ",".join(f'"{school}"' for school in schools)
    return f'{{kind="{kind}",schools=[{named}],year=2022,{SOURCE}}}'


def policy(measure: str, limit: float) -> str:
    """The spare extension once a measure of the old town's primary schools is above a limit."""
    return f'{{when={{measure="{measure}",zone="old-town",stage="primary",above={limit}}},order="projects.spare"}}'


ALLIANCE = group("联盟型", "old-town-primary-3", "binjiang-primary-2")
ALLIED = f"levers.groups.formed.h={ALLIANCE}"
ONE_SCHOOL = group("一体型", "chengnan-primary-2", "dongxing-primary-1")
STOP = '{when={measure="forecast",stage="primary",ahead=5,below=0.9},order="stop-hiring"}'

_APPROVALS = (
    Case("L1", "levers.construction.desks", "4", PROJECTS, "2"),
    Case("L1", "levers.construction.sitting_days", "0.0", PROJECTS, "15.0"),
    Case("L1", "levers.construction.joint_meetings", "12", PROJECTS, "4"),
)
_CAPITAL = (
    Case("L2", "levers.construction.crews", "20", PROJECTS, "16"),
    Case("L2", "levers.capital.budget", "5000.0", PROJECTS, "10000.0"),
    Case(
        "L2",
        "levers.capital.carry_years",
        "0",
        PROJECTS,
        "1",
        needs=("levers.capital.budget=4000.0", LATE),
        scenario=REFERENCE,
    ),
    Case("L2", "levers.capital.price_kindergarten", "30.0", PROJECTS, "20.0"),
    Case("L2", "levers.capital.price_primary", "30.0", PROJECTS, "20.0"),
    Case("L2", "levers.capital.price_junior", "30.0", PROJECTS, "20.0"),
    Case("L2", "levers.capital.price_senior", "30.0", PROJECTS, "20.0"),
    Case("L2", "levers.capital.price_growth", "0.1", PROJECTS, "0.05"),
    Case("L2", "levers.capital.price_temporary", "90.0", PROJECTS, "50.0", needs=(f"projects.x={{{HUTS},rooms_P=6}}",)),
    Case(
        "L2",
        "levers.capital.price_conversion",
        "90.0",
        PROJECTS,
        "50.0",
        needs=(f"projects.x={{{NURSERY},gives_K=3}}",),
    ),
    Case("L2", "projects.late", LATE.partition("=")[2], PROJECTS, None, 2020),
)
_ADMISSION = (
    Case("L3", "levers.verification.on", "true", "primary.claims_by_class"),
    Case("L3", "levers.verification.desks", "0", "primary.claims_by_class", "1", needs=(VERIFY,)),
    Case("L3", "levers.verification.per_desk", "0", "primary.claims_by_class", "350", needs=(VERIFY,)),
    Case("L4", "levers.admission.gate", '"strict"', "primary.entry_places"),
    Case("L4", "levers.admission.last_resort", '"over-cap"', "primary.over_cap", needs=(STRICT, NO_REACH)),
    Case("L4", "levers.admission.reach_minutes", "0.0", "senior.entry_rooms", "12.0"),
    Case("L4", "levers.admission.split_above", '"never"', "primary.classes", "58"),
    Case("L4", "levers.admission.divide_anew", "true", "primary.entry_rooms"),
)
_LAYOUT = (
    Case("L5", "levers.layout.boundaries.b", boundary(0.2), "primary.claims", boundary(0.1), 2022),
    Case("L5", "levers.layout.homes_wait", "true", "primary.claims", needs=NARROW, scenario=REFERENCE),
    Case("L5", "policies.p", policy("seat_use", 9.0), PROJECTS, None, 2021, (SPARE,), REFERENCE),
    Case(
        "L6",
        "levers.small_schools.mergers.m",
        f'{{school="shengci-primary-1",into="shengci-nine-year-1",year=2023,{SOURCE}}}',
        "primary.rooms",
        None,
        2023,
    ),
    Case("L6", "levers.admission.borrow_special_rooms", "false", "primary.entry_rooms", needs=(LOST,)),
    Case("L6", "projects.huts", f"{{{HUTS},rooms_P=6}}", PROJECTS, f"{{{HUTS},rooms_P=3}}", 2020),
    Case("L6", "projects.nursery", f"{{{NURSERY},gives_K=3}}", PROJECTS, f"{{{NURSERY},gives_K=1}}", 2020),
    Case("L6", "levers.equipment.share", "1.0", "between_schools", "0.5"),
    Case("L6", "levers.equipment.years", "1", "between_schools", "3", needs=(EQUIPPED,)),
    Case("L6", "levers.equipment.first_year", "2024", "between_schools", "2022", needs=(EQUIPPED,)),
    Case("L7", "levers.groups.evens_out", "0.5", "primary.claims", "0.2"),
    Case("L7", "levers.groups.formed.g", ONE_SCHOOL, "primary.entrants", None, 2022, (STRICT,), REFERENCE),
    Case("L7", "levers.groups.formed.h", ALLIANCE, "staff.missing", None, 2022),
    Case("L7", "levers.exchange.teachers", "0.0", "staff.missing", "0.01", needs=(ALLIED,)),
)
_STAFF = (
    Case("L8", "levers.recruitment.rounds", "3", "staff.hires", "2"),
    Case("L8", "levers.recruitment.reserve_months", "18", "staff.approved", "10"),
    Case("L8", "levers.recruitment.contract_share", "0.0", "staff.outside_hires", "0.4"),
    Case("L8", "levers.recruitment.contract_ended", "0.0", "staff.outside_left", "0.25"),
    Case("L8", "levers.recruitment.kindergarten_filing", "true", "staff.outside_hires"),
    Case("L8", "levers.recruitment.short_subjects", "1.0", "staff.structural", "0.6"),
    Case("L8", "levers.retirement.senior_women_uptake", "1.0", "staff.retirements", "0.6"),
    Case("L8", "levers.posts.kindergarten", "20.0", "staff.entitled", "30.0", 2020),
    Case("L8", "levers.posts.primary", "15.0", "staff.entitled", "17.0", 2020),
    Case("L8", "levers.posts.junior", "10.0", "staff.entitled", "12.0", 2020),
    Case("L8", "levers.posts.senior", "10.0", "staff.entitled", "11.0", 2020),
    Case("L8", "levers.posts.vocational", "15.0", "staff.entitled", "17.0", 2020),
    Case("L8", "levers.posts.special", "2.0", "staff.entitled", "3.0", 2020),
    Case("L8", "levers.posts.review_years", "1", "staff.reviewed", "2"),
    Case("L8", "levers.posts.replaced_when_falling", "0.0", "staff.reviewed", "0.5"),
    Case("L8", "levers.posts.senior_title_share", "0.9", "staff.retirements", "0.6", summed=True),
    Case("L8", "policies.stop", STOP, "staff.advertised"),
    Case("L9", "levers.talent.teachers", "100", "staff.approved", "50"),
    Case("L9", "levers.talent.years", "1", "staff.approved", "2", needs=(TALENT,)),
    Case("L9", "levers.talent.first_year", "2023", "staff.approved", "2022", needs=(TALENT,)),
    Case("L10", "levers.backbone.new_a_year", "500", "staff.backbone", "350"),
    Case("L10", "levers.backbone.lapse", "0.0", "staff.backbone", "0.06"),
    Case("L10", "levers.exchange.backbone", "1.0", "primary.backbone", "0.6"),
    Case("L11", "levers.exchange.county_managed", "1.0", "staff.missing", "0.5"),
    Case("L11", "levers.exchange.between_stages", "1.0", "staff.moves", "0.5"),
    Case("L12", "levers.shared_lessons.reach", "1.0", "staff.subject_cover", "0.5", 2020),
)
_LESSONS = (
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
    *(
        Case("L8", f"levers.lessons.pupils_{stage}", full, "staff.needed", half, 2020, (BY_PUPILS,))
        for stage, half, full in (
            ("kindergarten", "14.0", "13.0"),
            ("primary", "16.0", "15.0"),
            ("junior", "11.0", "10.0"),
            ("senior", "10.0", "9.0"),
        )
    ),
    Case("L8", "levers.lessons.needed_by", '"pupils"', "staff.needed", None, 2020),
    Case("L8", "levers.lessons.overload", "2.0", "kindergarten.classes", "1.5"),
    Case("L12", "levers.lessons.subject_primary", "0.35", "staff.subject_cover", "0.3", 2020),
    Case("L12", "levers.lessons.subject_junior", "0.25", "staff.subject_cover", "0.22", 2020),
)
_SPENDING = (
    Case("L13", "levers.spending_rules.keep", "true", "spending.parts", needs=SHRINKING),
    Case("L13", "levers.spending_rules.pay_growth", "0.09", "spending.parts", "0.06"),
    Case("L13", "levers.spending_rules.funds_growth", "0.09", "spending.parts", "0.06"),
    Case("L13", "levers.spending_rules.other_growth", "0.09", "spending.parts", "0.06"),
)
CASES: tuple[Case, ...] = (*_APPROVALS, *_CAPITAL, *_ADMISSION, *_LAYOUT, *_STAFF, *_LESSONS, *_SPENDING)

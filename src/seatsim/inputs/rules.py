"""Ranges of a scenario's values and rules between them, beyond their types."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from seatsim.domain.limits import Limits
from seatsim.domain.measures import MEASURE
from seatsim.domain.policy import ORDERABLE, STAFF_SEEN, STOP_HIRING, Policy
from seatsim.domain.project import Project
from seatsim.domain.stages import CLASS_STAGES, STAGES
from seatsim.inputs.schema import Complaint
from seatsim.inputs.toml_files import Leaves
from seatsim.inputs.toml_lines import KeyPath

AS_OF: KeyPath = ("as_of",)
"""Key of the information date."""
_ABOVE_ZERO = math.ulp(0.0)
LONGEST_HORIZON = 50
"""Most years from the baseline to the horizon [years]."""
_LONGEST_NAME = 60
_LAST_YEAR = 9999
"""Last year of the calendar."""
_FILLS: Mapping[str, tuple[str, ...]] = {
    "new-school": ("entry", "split"),
    "extension": ("extend", "entry", "split"),
    "move": ("move",),
    "conversion": ("extend", "entry", "split"),
    "temporary": ("extend", "entry"),
}


@dataclass(frozen=True)
class Range:
    """Numbers allowed at some keys."""

    keys: str
    """Dotted key; every part may hold ``*``."""
    low: float
    """Smallest number allowed."""
    high: float
    """Largest number allowed."""
    words: str
    """The same in words, with the unit."""


RANGES: tuple[Range, ...] = (
    Range("replications", 1, 1_000_000, "must be 1 to 1,000,000 (replications)"),
    Range("seed", 0, 2**63 - 1, "must be 0 to 2^63 - 1"),
    Range("baseline.college_students", 0, 1_000_000, "must be 0 to 1,000,000 (students)"),
    # Beyond these a bad future has more pupils than 64 bits can share out, and nobody's births err by a fifth a year.
    Range("uncertainty.births.growth_sd", 0, 0.2, "must be 0 to 0.2 (log/year)"),
    Range("uncertainty.migration.*_sd", 0, 0.5, "must be 0 to 0.5 (log)"),
    Range("uncertainty.progression.*_sd", 0, 0.2, "must be 0 to 0.2 (log)"),
    Range("uncertainty.*.*_sd", 0, 2, "must be 0 to 2 (log)"),
    Range("uncertainty.*.*_share", 0, 1, "must be 0 to 1 (share)"),
    Range("uncertainty.migration.wave_from", 1900, 2200, "must be 1900 to 2200 (academic year)"),
    Range("uncertainty.migration.wave_years", 0, LONGEST_HORIZON, f"must be 0 to {LONGEST_HORIZON} (years)"),
    Range("uncertainty.*.*_variance", 0, 100, "must be 0 to 100 (pupils)"),
    Range("uncertainty.*.*_carry", 0, 0.99, "must be 0 to 0.99 (share)"),
    Range("uncertainty.*.common_freedom", 1, 1e9, "must be 1 to 1,000,000,000 (degrees)"),
    Range("uncertainty.progression.transfer_scale", 0, 100, "must be 0 to 100 (factor)"),
    Range("uncertainty.*.*_probability", 0, 1, "must be 0 to 1 (probability)"),
    Range("uncertainty.durations.*_days", _ABOVE_ZERO, 3660, "must be above 0, at most 3,660 (days)"),
    Range("uncertainty.durations.slip_months", 0, 240, "must be 0 to 240 (months)"),
    Range("uncertainty.durations.*_months", 0, 240, "must be 0 to 240 (months)"),
    Range("levers.construction.desks", 1, 1000, "must be 1 to 1,000 (desks)"),
    Range("levers.construction.crews", 1, 1000, "must be 1 to 1,000 (crews)"),
    Range("uncertainty.claims.*", 0, 1, "must be 0 to 1 (share)"),
    Range("levers.construction.sitting_days", 0, 366, "must be 0 to 366 (days)"),
    Range("levers.construction.joint_meetings", 0, 366, "must be 0 to 366 (meetings a year)"),
    Range("levers.verification.desks", 0, 1000, "must be 0 to 1,000 (desks)"),
    Range("levers.verification.per_desk", 0, 1_000_000, "must be 0 to 1,000,000 (applications)"),
    Range("levers.capital.budget", 0, 1e9, "must be 0 to 1,000,000,000 (10^4 yuan)"),
    Range("levers.capital.carry_years", 0, LONGEST_HORIZON, f"must be 0 to {LONGEST_HORIZON} (years)"),
    Range("levers.capital.price_growth", -0.5, 0.5, "must be -0.5 to 0.5 (share a year)"),
    Range("levers.capital.price_conversion", 0, 10_000, "must be 0 to 10,000 (10^4 yuan per room)"),
    Range("levers.capital.price_temporary", 0, 10_000, "must be 0 to 10,000 (10^4 yuan per room)"),
    Range("levers.capital.price_*", 0, 10_000, "must be 0 to 10,000 (10^4 yuan per seat)"),
    Range("levers.admission.split_above", 1, 10_000, "must be 1 to 10,000 (pupils) or 'never'"),
    Range("levers.admission.reach_minutes", 0, 1_000, "must be 0 to 1,000 (minutes)"),
    Range("baseline.structural_shortage", 0, 1, "must be 0 to 1 (share)"),
    Range("uncertainty.leaving.outside_factor", 0, 100, "must be 0 to 100 (ratio)"),
    Range("uncertainty.leaving.*", 0, 1, "must be 0 to 1 (share a year)"),
    Range("uncertainty.recruitment.candidates_per_post", 0, 1000, "must be 0 to 1,000 (candidates per post)"),
    Range("uncertainty.private_kindergartens.use_below", 0, 10, "must be 0 to 10 (pupils per seat)"),
    Range("uncertainty.private_kindergartens.years", 1, LONGEST_HORIZON, f"must be 1 to {LONGEST_HORIZON} (years)"),
    Range("uncertainty.recruitment.acceptance", 0, 1, "must be 0 to 1 (probability)"),
    Range("levers.posts.review_years", 1, LONGEST_HORIZON, f"must be 1 to {LONGEST_HORIZON} (years)"),
    Range("levers.posts.replaced_when_falling", 0, 1, "must be 0 to 1 (share)"),
    Range("levers.posts.senior_title_share", 0, 1, "must be 0 to 1 (share)"),
    Range("levers.posts.*", 0.1, 1e9, "must be 0.1 to 1,000,000,000 (pupils per post)"),
    Range("levers.lessons.overload", 1, 10, "must be 1 to 10 (ratio)"),
    Range("levers.lessons.subject_*", 0, 1, "must be 0 to 1 (share)"),
    Range("levers.lessons.choice", 0, 10, "must be 0 to 10 (ratio)"),
    Range("levers.lessons.load_*", 0.1, 168, "must be 0.1 to 168 (lessons a week)"),
    Range("levers.lessons.pupils_*", 0.1, 10_000, "must be 0.1 to 10,000 (pupils per teacher)"),
    Range("levers.lessons.kindergarten_class", 0, 100, "must be 0 to 100 (teachers per class)"),
    Range("levers.lessons.*", 0, 168, "must be 0 to 168 (lessons a week)"),
    Range("levers.recruitment.rounds", 0, 4, "must be 0 to 4 (rounds a year)"),
    Range("levers.recruitment.reserve_months", 0, 60, "must be 0 to 60 (months)"),
    Range("levers.recruitment.*", 0, 1, "must be 0 to 1 (share)"),
    Range("levers.retirement.senior_women_uptake", 0, 1, "must be 0 to 1 (share)"),
    Range("levers.talent.teachers", 0, 100_000, "must be 0 to 100,000 (teachers)"),
    Range("levers.talent.years", 1, LONGEST_HORIZON, f"must be 1 to {LONGEST_HORIZON} (years)"),
    Range("levers.talent.first_year", 1900, 2200, "must be 1900 to 2200 (academic year)"),
    Range("levers.backbone.new_a_year", 0, 1_000_000, "must be 0 to 1,000,000 (teachers a year)"),
    Range("levers.backbone.lapse", 0, 1, "must be 0 to 1 (share a year)"),
    Range("levers.exchange.*", 0, 1, "must be 0 to 1 (share a year)"),
    Range("levers.shared_lessons.reach", 0, 10, "must be 0 to 10 (share)"),
    Range("levers.equipment.first_year", 1900, 2200, "must be 1900 to 2200 (calendar year)"),
    Range("levers.equipment.years", 1, LONGEST_HORIZON, f"must be 1 to {LONGEST_HORIZON} (years)"),
    Range("levers.equipment.share", 0, 1, "must be 0 to 1 (share of the gap)"),
    Range("levers.spending_rules.*_growth", -0.5, 0.5, "must be -0.5 to 0.5 (share a year)"),
    Range("limits.standard.*", 1, 10_000, "must be 1 to 10,000 (pupils per class)"),
    Range("limits.planning.*", 1, 10_000, "must be 1 to 10,000 (pupils per class)"),
    Range("limits.hard_caps.*", 1, 10_000, "must be 1 to 10,000 (pupils per class)"),
    Range("limits.classes.*", 1, 10_000, "must be 1 to 10,000 (pupils per class)"),
    Range("limits.schools.*", 1, 1_000_000, "must be 1 to 1,000,000 (pupils)"),
    Range("limits.tolerances.above_standard", 0, 1, "must be 0 to 1 (share of classes)"),
    Range("limits.tolerances.years", 1, LONGEST_HORIZON, f"must be 1 to {LONGEST_HORIZON} (years)"),
    Range("limits.warning.*", 0, 1, "must be 0 to 1 (probability)"),
    Range("levers.layout.boundaries.*.takes_from.*", 0, 1, "must be 0 to 1 (share)"),
    Range("levers.layout.boundaries.*.year", 1900, 9998, "must be an academic year"),
    Range("levers.small_schools.mergers.*.year", 1900, 9998, "must be an academic year"),
    Range("levers.groups.evens_out", 0, 1, "must be 0 to 1 (share a year)"),
    Range("levers.groups.formed.*.year", 1900, 9998, "must be an academic year"),
    Range("policies.*.when.above", -1e9, 1e9, "must be -1,000,000,000 to 1,000,000,000 (unit of the measure)"),
    Range("policies.*.when.below", -1e9, 1e9, "must be -1,000,000,000 to 1,000,000,000 (unit of the measure)"),
    Range("policies.*.when.years", 1, LONGEST_HORIZON, f"must be 1 to {LONGEST_HORIZON} (years)"),
    Range("policies.*.when.ahead", 0, LONGEST_HORIZON, f"must be 0 to {LONGEST_HORIZON} (years)"),
    Range("projects.*.gives_*", 0, 1000, "must be 0 to 1,000 (rooms)"),
    Range("projects.*.years", 0, LONGEST_HORIZON, f"must be 0 (for good) to {LONGEST_HORIZON} (years)"),
    Range("projects.*.rooms_*", 0, 1000, "must be 0 to 1,000 (rooms)"),
    Range("projects.*.closes_rooms", 0, 1000, "must be 0 to 1,000 (rooms)"),
    Range("projects.*.plan", 0, 100_000, "must be 0 to 100,000 (places a year)"),
    Range("projects.*.progress", 0, 1, "must be 0 to 1 (share of the phase already done)"),
    Range("projects.*.capital", 0, 1e9, "must be 0 to 1,000,000,000 (10^4 yuan)"),
    Range("projects.*.takes_from.*", 0, 1, "must be 0 to 1 (share)"),
)


def range_complaints(leaves: Leaves, baseline_year: int | None) -> Iterator[Complaint]:
    """Complaints about numbers out of range; years are left out while the baseline year is unknown."""
    ranges = RANGES if baseline_year is None else RANGES + _year_ranges(baseline_year)
    for path, leaf in leaves.items():
        rule = next((rule for rule in ranges if applies(path, rule.keys)), None)
        values = leaf.value if isinstance(leaf.value, list) else [leaf.value]
        if rule is not None and any(_outside(value, rule) for value in values):
            yield Complaint(path, rule.words, "range")


def _year_ranges(baseline_year: int) -> tuple[Range, ...]:
    last = baseline_year + LONGEST_HORIZON
    first = baseline_year + 1
    return (
        Range("horizon", first, last, f"must be {first} to {last} (academic year)"),
        Range("projects.*.opens", baseline_year, math.inf, f"must be {baseline_year} or later (academic year)"),
    )


def applies(path: KeyPath, keys: str) -> bool:
    """Whether a rule's keys, in which ``*`` stands for any word, name the path."""
    parts = keys.split(".")
    return len(parts) == len(path) and all(fnmatchcase(part, key) for part, key in zip(path, parts, strict=True))


def _outside(value: object, rule: Range) -> bool:
    # What is no finite number is the schema's fault, not one of range.
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        return False
    return not rule.low <= value <= rule.high


def name_complaints(name: object) -> Iterator[Complaint]:
    """A scenario's name becomes a folder: letters (Chinese too), digits and hyphens."""
    if not isinstance(name, str):
        return
    plain = all(letter.isalnum() or letter == "-" for letter in name)
    if not plain or not name or name.startswith("-") or len(name) > _LONGEST_NAME:
        words = f"must be 1 to {_LONGEST_NAME} letters, digits and hyphens, no hyphen first"
        yield Complaint(("name",), words, "name")


def as_of_complaints(leaves: Leaves, first: date | None, latest: date | None) -> Iterator[Complaint]:
    """The information date lies between the day on which the baseline was known and the latest date in the data.

    ``first`` and ``latest`` are None while the county is unknown.
    """
    as_of = leaves[AS_OF].value if AS_OF in leaves else None
    if as_of is None:
        return
    # A datetime is a date to Python, but no day.
    if type(as_of) is not date:
        yield Complaint(AS_OF, "must be a date written YYYY-MM-DD, without quotes or time", "type")
    elif latest is not None and as_of > latest:
        yield Complaint(AS_OF, f"nothing is known after {latest}, the county's information_date", "range")
    elif first is not None and latest is not None and as_of < first:
        words = f"must be {first} (from when the baseline is known) to {latest} (the county's information_date)"
        yield Complaint(AS_OF, words, "range")


def limits_complaints(limits: Limits) -> Iterator[Complaint]:
    """Rules between limits: a cap is no smaller than what is planned, super-large is above large."""
    for stage in CLASS_STAGES:
        planned, cap = getattr(limits.planning, stage), getattr(limits.hard_caps, stage)
        if cap < planned:
            yield _order(f"limits.planning.{stage}", planned, f"limits.hard_caps.{stage}", cap, "pupils per class")
    large, super_large = limits.classes.large, limits.classes.super_large
    if super_large <= large:
        yield _order("limits.classes.large", large, "limits.classes.super_large", super_large, "never equal")
    red, amber = limits.warning.red, limits.warning.amber
    if red < amber:
        yield _order("limits.warning.amber", amber, "limits.warning.red", red, "probability")


def _order(lower: str, low: float, upper: str, high: float, words: str) -> Complaint:
    """Complaint that ``upper`` is below ``lower``, told of whichever was set."""
    of_lower = Complaint(tuple(lower.split(".")), f"must be at most {upper} = {high} ({words})", "rule")
    return Complaint(tuple(upper.split(".")), f"must be at least {lower} = {low} ({words})", "rule", of_lower)


def migration_complaints(leaves: Leaves) -> Iterator[Complaint]:
    """The shares of one budget of in-migration sum to 1 at most."""
    paths: list[KeyPath] = [("uncertainty", "migration", f"{where}_share") for where in ("old_town", "new_homes")]
    shares = [leaves[path].value for path in paths if path in leaves]
    numbers = [share for share in shares if isinstance(share, int | float) and 0 <= share <= 1]
    if len(numbers) == 2 and sum(numbers) > 1:
        yield Complaint(paths[1], f"with {'.'.join(paths[0])} = {numbers[0]} must sum to 1 at most (share)", "rule")


def project_complaints(key: str, project: Project) -> Iterator[Complaint]:
    """Rules within one project."""
    at = ("projects", key)
    if not project.source.strip():
        yield Complaint((*at, "source"), "must say where the project is stated or why it is assumed", "empty")
    if project.opens > _LAST_YEAR:
        yield Complaint((*at, "opens"), f"must be {_LAST_YEAR} or earlier (academic year)", "range")
    if not project.school.strip():
        yield Complaint((*at, "school"), "must not be empty", "empty")
    if project.starts and not re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", project.starts):
        yield Complaint((*at, "starts"), "must be a month written YYYY-MM", "value")
    if project.kind == "new-school" and not project.zone:
        yield Complaint((*at, "zone"), "is required for a new school", "missing")
    if project.kind != "extension" and project.closes_rooms:
        yield Complaint((*at, "closes_rooms"), "only an extension closes rooms while it is built", "rule")
    gives = any((project.gives_K, project.gives_P, project.gives_J, project.gives_S))
    if not (_adds_rooms(project) or project.plan or gives):
        yield Complaint(at, "must add rooms (rooms_K, rooms_P, rooms_J, rooms_S) or places (plan)", "missing")
    yield from _kind_complaints(at, project, gives)
    yield from _filling_complaints(at, project)


def _adds_rooms(project: Project) -> bool:
    return any((project.rooms_K, project.rooms_P, project.rooms_J, project.rooms_S))


def _kind_complaints(at: KeyPath, project: Project, gives: bool) -> Iterator[Complaint]:
    """Rooms are given up by conversions only, and only temporary ones end."""
    if project.kind == "conversion" and not gives:
        yield Complaint(at, "a conversion gives up rooms (gives_K, gives_P, gives_J or gives_S)", "missing")
    added, given = (sum(getattr(project, f"{what}_{letter}") for letter in "KPJS") for what in ("rooms", "gives"))
    if project.kind == "conversion" and gives and added > given:
        words = f"a conversion adds no more rooms than it gives up: {added} added, {given} given up (rooms)"
        yield Complaint(at, words, "rule")
    if project.kind != "conversion" and gives:
        key = next(f"gives_{letter}" for letter in "KPJS" if getattr(project, f"gives_{letter}"))
        yield Complaint((*at, key), "only kind = 'conversion' gives up rooms", "rule")
    if project.years and project.kind != "temporary":
        yield Complaint((*at, "years"), "only kind = 'temporary' ends", "rule")


def policy_complaints(key: str, policy: Policy) -> Iterator[Complaint]:
    """Rules within one policy."""
    at, when = ("policies", key), policy.when
    kind, name = policy.orders
    if not (policy.order == STOP_HIRING or (kind in ORDERABLE and name)):
        forms = ", ".join(f"'{each}.ID'" for each in ORDERABLE)
        yield Complaint((*at, "order"), f"must be {forms} or '{STOP_HIRING}'", "value")
    if (when.above is None) == (when.below is None):
        yield Complaint((*at, "when"), "must state one of above and below (unit of the measure)", "rule")
    stages = (*STAGES, "all") if when.measure == "forecast" else MEASURE[when.measure].stages
    if when.stage not in stages:
        words = f"must be one of {', '.join(stages)}, where '{when.measure}' has a meaning"
        yield Complaint((*at, "when", "stage"), words, "value")
    if (when.measure == "forecast") != bool(when.ahead):
        words = "must be 1 or more with measure = 'forecast', and only with it (years)"
        yield Complaint((*at, "when", "ahead"), words, "rule")
    if when.measure in STAFF_SEEN and when.zone != "all":
        yield Complaint((*at, "when", "zone"), f"'{when.measure}' is known for the county only: 'all'", "rule")


def _filling_complaints(at: KeyPath, project: Project) -> Iterator[Complaint]:
    """Rules on how the rooms fill and from whom."""
    allowed = _FILLS[project.kind]
    if project.fills is not None and project.fills not in allowed:
        words = f"must be one of {', '.join(repr(fills) for fills in allowed)} for kind '{project.kind}'"
        yield Complaint((*at, "fills"), words, "rule")
    if project.takes_from and project.kind != "new-school" and project.fills in (None, "extend", "move"):
        words = "only with fills = 'entry' or 'split'; a boundary (levers.layout.boundaries) changes catchments alone"
        yield Complaint((*at, "takes_from"), words, "rule")
    if project.grades and project.fills != "split":
        yield Complaint((*at, "grades"), "only with fills = 'split'", "rule")
    if project.fills == "split" and not project.grades:
        yield Complaint((*at, "grades"), "is required with fills = 'split': the grades that move", "missing")
    # The senior stage has no catchments: its new schools fill from the county's plan.
    catchment = project.kind == "new-school" and any((project.rooms_K, project.rooms_P, project.rooms_J))
    if not project.takes_from and (catchment or project.fills == "split"):
        words = "is required: the schools or zones whose pupils it takes, with shares (0 to 1)"
        yield Complaint((*at, "takes_from"), words, "missing")

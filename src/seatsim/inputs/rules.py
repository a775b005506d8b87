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
from seatsim.domain.phrase import Phrase
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
_DEVICE = re.compile("con|prn|aux|nul|(com|lpt)[0-9\u00b9\u00b2\u00b3]", re.IGNORECASE)
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
    words: Phrase
    """The same in words, with the unit."""


def _to(low: object, high: object, unit: Phrase) -> Phrase:
    return Phrase("must be {} to {} ({})", low, high, unit)


RANGES: tuple[Range, ...] = (
    Range("replications", 1, 1_000_000, _to("1", "1,000,000", Phrase("replications"))),
    Range("seed", 0, 2**63 - 1, Phrase("must be 0 to 2^63 - 1")),
    Range("baseline.college_students", 0, 1_000_000, _to("0", "1,000,000", Phrase("students"))),
    # Beyond these a bad future has more pupils than 64 bits can share out, and nobody's births err by a fifth a year.
    Range("uncertainty.births.growth_sd", 0, 0.2, _to("0", "0.2", Phrase("log/year"))),
    Range("uncertainty.migration.*_sd", 0, 0.5, _to("0", "0.5", Phrase("log"))),
    Range("uncertainty.progression.*_sd", 0, 0.2, _to("0", "0.2", Phrase("log"))),
    Range("uncertainty.*.*_sd", 0, 2, _to("0", "2", Phrase("log"))),
    Range("uncertainty.*.*_share", 0, 1, _to("0", "1", Phrase("share"))),
    Range("uncertainty.migration.wave_from", 1900, 2200, _to("1900", "2200", Phrase("academic year"))),
    Range("uncertainty.migration.wave_years", 0, LONGEST_HORIZON, _to("0", LONGEST_HORIZON, Phrase("years"))),
    Range("uncertainty.*.*_variance", 0, 100, _to("0", "100", Phrase("pupils"))),
    Range("uncertainty.*.*_carry", 0, 0.99, _to("0", "0.99", Phrase("share"))),
    Range("uncertainty.*.common_freedom", 1, 1e9, _to("1", "1,000,000,000", Phrase("degrees"))),
    Range("uncertainty.progression.transfer_scale", 0, 100, _to("0", "100", Phrase("factor"))),
    Range("uncertainty.*.*_probability", 0, 1, _to("0", "1", Phrase("probability"))),
    Range("uncertainty.durations.*_days", _ABOVE_ZERO, 3660, Phrase("must be above 0, at most 3,660 (days)")),
    Range("uncertainty.durations.slip_months", 0, 240, _to("0", "240", Phrase("months"))),
    Range("uncertainty.durations.*_months", 0, 240, _to("0", "240", Phrase("months"))),
    Range("levers.construction.desks", 1, 1000, _to("1", "1,000", Phrase("desks"))),
    Range("levers.construction.crews", 1, 1000, _to("1", "1,000", Phrase("crews"))),
    Range("uncertainty.claims.*", 0, 1, _to("0", "1", Phrase("share"))),
    Range("levers.construction.sitting_days", 0, 366, _to("0", "366", Phrase("days"))),
    Range("levers.construction.joint_meetings", 0, 366, _to("0", "366", Phrase("meetings a year"))),
    Range("levers.verification.desks", 0, 1000, _to("0", "1,000", Phrase("desks"))),
    Range("levers.verification.per_desk", 0, 1_000_000, _to("0", "1,000,000", Phrase("applications"))),
    Range("levers.capital.budget", 0, 1e9, _to("0", "1,000,000,000", Phrase("10^4 yuan"))),
    Range("levers.capital.carry_years", 0, LONGEST_HORIZON, _to("0", LONGEST_HORIZON, Phrase("years"))),
    Range("levers.capital.price_growth", -0.5, 0.5, _to("-0.5", "0.5", Phrase("share a year"))),
    Range("levers.capital.price_conversion", 0, 10_000, _to("0", "10,000", Phrase("10^4 yuan per room"))),
    Range("levers.capital.price_temporary", 0, 10_000, _to("0", "10,000", Phrase("10^4 yuan per room"))),
    Range("levers.capital.price_*", 0, 10_000, _to("0", "10,000", Phrase("10^4 yuan per seat"))),
    Range("levers.admission.split_above", 1, 10_000, Phrase("must be 1 to 10,000 (pupils) or 'never'")),
    Range("levers.admission.reach_minutes", 0, 1_000, _to("0", "1,000", Phrase("minutes"))),
    Range("baseline.structural_shortage", 0, 1, _to("0", "1", Phrase("share"))),
    Range("uncertainty.leaving.outside_factor", 0, 100, _to("0", "100", Phrase("ratio"))),
    Range("uncertainty.leaving.*", 0, 1, _to("0", "1", Phrase("share a year"))),
    Range("uncertainty.recruitment.candidates_per_post", 0, 1000, _to("0", "1,000", Phrase("candidates per post"))),
    Range("uncertainty.private_kindergartens.use_below", 0, 10, _to("0", "10", Phrase("pupils per seat"))),
    Range(
        "uncertainty.private_kindergartens.years",
        1,
        LONGEST_HORIZON,
        _to("1", LONGEST_HORIZON, Phrase("years")),
    ),
    Range("uncertainty.recruitment.acceptance", 0, 1, _to("0", "1", Phrase("probability"))),
    Range("levers.posts.review_years", 1, LONGEST_HORIZON, _to("1", LONGEST_HORIZON, Phrase("years"))),
    Range("levers.posts.replaced_when_falling", 0, 1, _to("0", "1", Phrase("share"))),
    Range("levers.posts.senior_title_share", 0, 1, _to("0", "1", Phrase("share"))),
    Range("levers.posts.*", 0.1, 1e9, _to("0.1", "1,000,000,000", Phrase("pupils per post"))),
    Range("levers.lessons.overload", 1, 10, _to("1", "10", Phrase("ratio"))),
    Range("levers.lessons.subject_*", 0, 1, _to("0", "1", Phrase("share"))),
    Range("levers.lessons.choice", 0, 10, _to("0", "10", Phrase("ratio"))),
    Range("levers.lessons.load_*", 0.1, 168, _to("0.1", "168", Phrase("lessons a week"))),
    Range("levers.lessons.pupils_*", 0.1, 10_000, _to("0.1", "10,000", Phrase("pupils per teacher"))),
    Range("levers.lessons.kindergarten_class", 0, 100, _to("0", "100", Phrase("teachers per class"))),
    Range("levers.lessons.*", 0, 168, _to("0", "168", Phrase("lessons a week"))),
    Range("levers.recruitment.rounds", 0, 4, _to("0", "4", Phrase("rounds a year"))),
    Range("levers.recruitment.reserve_months", 0, 60, _to("0", "60", Phrase("months"))),
    Range("levers.recruitment.*", 0, 1, _to("0", "1", Phrase("share"))),
    Range("levers.retirement.senior_women_uptake", 0, 1, _to("0", "1", Phrase("share"))),
    Range("levers.talent.teachers", 0, 100_000, _to("0", "100,000", Phrase("teachers"))),
    Range("levers.talent.years", 1, LONGEST_HORIZON, _to("1", LONGEST_HORIZON, Phrase("years"))),
    Range("levers.talent.first_year", 1900, 2200, _to("1900", "2200", Phrase("academic year"))),
    Range("levers.backbone.new_a_year", 0, 1_000_000, _to("0", "1,000,000", Phrase("teachers a year"))),
    Range("levers.backbone.lapse", 0, 1, _to("0", "1", Phrase("share a year"))),
    Range("levers.exchange.*", 0, 1, _to("0", "1", Phrase("share a year"))),
    Range("levers.shared_lessons.reach", 0, 10, _to("0", "10", Phrase("share"))),
    Range("levers.equipment.first_year", 1900, 2200, _to("1900", "2200", Phrase("calendar year"))),
    Range("levers.equipment.years", 1, LONGEST_HORIZON, _to("1", LONGEST_HORIZON, Phrase("years"))),
    Range("levers.equipment.share", 0, 1, _to("0", "1", Phrase("share of the gap"))),
    Range("levers.spending_rules.*_growth", -0.5, 0.5, _to("-0.5", "0.5", Phrase("share a year"))),
    Range("limits.standard.*", 1, 10_000, _to("1", "10,000", Phrase("pupils per class"))),
    Range("limits.planning.*", 1, 10_000, _to("1", "10,000", Phrase("pupils per class"))),
    Range("limits.hard_caps.*", 1, 10_000, _to("1", "10,000", Phrase("pupils per class"))),
    Range("limits.classes.*", 1, 10_000, _to("1", "10,000", Phrase("pupils per class"))),
    Range("limits.schools.*", 1, 1_000_000, _to("1", "1,000,000", Phrase("pupils"))),
    Range("limits.tolerances.above_standard", 0, 1, _to("0", "1", Phrase("share of classes"))),
    Range("limits.tolerances.years", 1, LONGEST_HORIZON, _to("1", LONGEST_HORIZON, Phrase("years"))),
    Range("limits.warning.*", 0, 1, _to("0", "1", Phrase("probability"))),
    Range("levers.layout.boundaries.*.takes_from.*", 0, 1, _to("0", "1", Phrase("share"))),
    Range("levers.layout.boundaries.*.year", 1900, 9998, Phrase("must be an academic year")),
    Range("levers.small_schools.mergers.*.year", 1900, 9998, Phrase("must be an academic year")),
    Range("levers.groups.evens_out", 0, 1, _to("0", "1", Phrase("share a year"))),
    Range("levers.groups.formed.*.year", 1900, 9998, Phrase("must be an academic year")),
    Range("policies.*.when.above", -1e9, 1e9, _to("-1,000,000,000", "1,000,000,000", Phrase("unit of the measure"))),
    Range("policies.*.when.below", -1e9, 1e9, _to("-1,000,000,000", "1,000,000,000", Phrase("unit of the measure"))),
    Range("policies.*.when.years", 1, LONGEST_HORIZON, _to("1", LONGEST_HORIZON, Phrase("years"))),
    Range("policies.*.when.ahead", 0, LONGEST_HORIZON, _to("0", LONGEST_HORIZON, Phrase("years"))),
    Range("projects.*.gives_*", 0, 1000, _to("0", "1,000", Phrase("rooms"))),
    Range("projects.*.years", 0, LONGEST_HORIZON, Phrase("must be 0 (for good) to {} (years)", LONGEST_HORIZON)),
    Range("projects.*.rooms_*", 0, 1000, _to("0", "1,000", Phrase("rooms"))),
    Range("projects.*.closes_rooms", 0, 1000, _to("0", "1,000", Phrase("rooms"))),
    Range("projects.*.plan", 0, 100_000, _to("0", "100,000", Phrase("places a year"))),
    Range("projects.*.progress", 0, 1, _to("0", "1", Phrase("share of the phase already done"))),
    Range("projects.*.capital", 0, 1e9, _to("0", "1,000,000,000", Phrase("10^4 yuan"))),
    Range("projects.*.takes_from.*", 0, 1, _to("0", "1", Phrase("share"))),
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
        Range("horizon", first, last, _to(first, last, Phrase("academic year"))),
        Range(
            "projects.*.opens", baseline_year, math.inf, Phrase("must be {} or later (academic year)", baseline_year)
        ),
    )


def applies(path: KeyPath, keys: str) -> bool:
    """Whether a rule's keys, in which ``*`` stands for any word, name the path."""
    parts = keys.split(".")
    return len(parts) == len(path) and all(fnmatchcase(part, key) for part, key in zip(path, parts, strict=True))


def _outside(value: object, rule: Range) -> bool:
    # What is no finite number is the schema's fault, not one of range.
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    if isinstance(value, float) and not math.isfinite(value):  # an integer may be too large for a float
        return False
    return not rule.low <= value <= rule.high


def name_complaints(name: object) -> Iterator[Complaint]:
    """A scenario's name becomes a folder: letters (Chinese too), digits and hyphens."""
    if not isinstance(name, str):
        return
    plain = all(letter.isalnum() or letter == "-" for letter in name)
    if not plain or not name or name.startswith("-") or len(name) > _LONGEST_NAME:
        words = Phrase("must be 1 to {} letters, digits and hyphens, no hyphen first", _LONGEST_NAME)
        yield Complaint(("name",), words, "name")
    elif _DEVICE.fullmatch(name):
        yield Complaint(("name",), Phrase("is the name of a device on Windows, where no folder can bear it"), "name")


def as_of_complaints(leaves: Leaves, first: date | None, latest: date | None) -> Iterator[Complaint]:
    """The information date lies between the day on which the baseline was known and the latest date in the data.

    ``first`` and ``latest`` are None while the county is unknown.
    """
    as_of = leaves[AS_OF].value if AS_OF in leaves else None
    if as_of is None:
        return
    # A datetime is a date to Python, but no day.
    if type(as_of) is not date:
        yield Complaint(AS_OF, Phrase("must be a date written YYYY-MM-DD, without quotes or time"), "type")
    elif latest is not None and as_of > latest:
        yield Complaint(AS_OF, Phrase("nothing is known after {}, the county's information_date", latest), "range")
    elif first is not None and latest is not None and as_of < first:
        words = Phrase(
            "must be {} (from when the baseline is known) to {} (the county's information_date)", first, latest
        )
        yield Complaint(AS_OF, words, "range")


def limits_complaints(limits: Limits) -> Iterator[Complaint]:
    """Rules between limits: a cap is no smaller than what is planned, super-large is above large."""
    for stage in CLASS_STAGES:
        planned, cap = getattr(limits.planning, stage), getattr(limits.hard_caps, stage)
        if cap < planned:
            yield _order(
                f"limits.planning.{stage}", planned, f"limits.hard_caps.{stage}", cap, Phrase("pupils per class")
            )
    large, super_large = limits.classes.large, limits.classes.super_large
    if super_large <= large:
        yield _order("limits.classes.large", large, "limits.classes.super_large", super_large, Phrase("never equal"))
    red, amber = limits.warning.red, limits.warning.amber
    if red < amber:
        yield _order("limits.warning.amber", amber, "limits.warning.red", red, Phrase("probability"))


def _order(lower: str, low: float, upper: str, high: float, words: Phrase) -> Complaint:
    """Complaint that ``upper`` is below ``lower``, told of whichever was set."""
    of_lower = Complaint(tuple(lower.split(".")), Phrase("must be at most {} = {} ({})", upper, high, words), "order")
    return Complaint(
        tuple(upper.split(".")), Phrase("must be at least {} = {} ({})", lower, low, words), "order", of_lower
    )


def migration_complaints(leaves: Leaves) -> Iterator[Complaint]:
    """The shares of one budget of in-migration sum to 1 at most."""
    paths: list[KeyPath] = [("uncertainty", "migration", f"{where}_share") for where in ("old_town", "new_homes")]
    shares = [leaves[path].value for path in paths if path in leaves]
    numbers = [share for share in shares if isinstance(share, int | float) and 0 <= share <= 1]
    if len(numbers) == 2 and sum(numbers) > 1:
        yield Complaint(
            paths[1], Phrase("with {} = {} must sum to 1 at most (share)", ".".join(paths[0]), numbers[0]), "share-sum"
        )


def project_complaints(key: str, project: Project) -> Iterator[Complaint]:
    """Rules within one project."""
    at = ("projects", key)
    if not project.source.strip():
        yield Complaint((*at, "source"), Phrase("must say where the project is stated or why it is assumed"), "empty")
    if project.opens > _LAST_YEAR:
        yield Complaint((*at, "opens"), Phrase("must be {} or earlier (academic year)", _LAST_YEAR), "range")
    if not project.school.strip():
        yield Complaint((*at, "school"), Phrase("must not be empty"), "empty")
    if project.starts and not re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", project.starts):
        yield Complaint((*at, "starts"), Phrase("must be a month written YYYY-MM"), "value")
    if project.kind == "new-school" and not project.zone:
        yield Complaint((*at, "zone"), Phrase("is required for a new school"), "missing")
    if project.kind != "extension" and project.closes_rooms:
        yield Complaint(
            (*at, "closes_rooms"), Phrase("only an extension closes rooms while it is built"), "project-kind"
        )
    gives = any((project.gives_K, project.gives_P, project.gives_J, project.gives_S))
    if not (_adds_rooms(project) or project.plan or gives):
        yield Complaint(at, Phrase("must add rooms (rooms_K, rooms_P, rooms_J, rooms_S) or places (plan)"), "missing")
    yield from _kind_complaints(at, project, gives)
    yield from _filling_complaints(at, project)


def _adds_rooms(project: Project) -> bool:
    return any((project.rooms_K, project.rooms_P, project.rooms_J, project.rooms_S))


def _kind_complaints(at: KeyPath, project: Project, gives: bool) -> Iterator[Complaint]:
    """Rooms are given up by conversions only, and only temporary ones end."""
    if project.kind == "conversion" and not gives:
        yield Complaint(at, Phrase("a conversion gives up rooms (gives_K, gives_P, gives_J or gives_S)"), "missing")
    added, given = (sum(getattr(project, f"{what}_{letter}") for letter in "KPJS") for what in ("rooms", "gives"))
    if project.kind == "conversion" and gives and added > given:
        words = Phrase("a conversion adds no more rooms than it gives up: {} added, {} given up (rooms)", added, given)
        yield Complaint(at, words, "rule")
    if project.kind != "conversion" and gives:
        key = next(f"gives_{letter}" for letter in "KPJS" if getattr(project, f"gives_{letter}"))
        yield Complaint((*at, key), Phrase("only kind = 'conversion' gives up rooms"), "project-kind")
    if project.years and project.kind != "temporary":
        yield Complaint((*at, "years"), Phrase("only kind = 'temporary' ends"), "project-kind")


def policy_complaints(key: str, policy: Policy) -> Iterator[Complaint]:
    """Rules within one policy."""
    at, when = ("policies", key), policy.when
    kind, name = policy.orders
    if not (policy.order == STOP_HIRING or (kind in ORDERABLE and name)):
        forms = ", ".join(f"'{each}.ID'" for each in ORDERABLE)
        yield Complaint((*at, "order"), Phrase("must be {} or '{}'", forms, STOP_HIRING), "value")
    if (when.above is None) == (when.below is None):
        yield Complaint((*at, "when"), Phrase("must state one of above and below (unit of the measure)"), "trigger")
    stages = (*STAGES, "all") if when.measure == "forecast" else MEASURE[when.measure].stages
    if when.stage not in stages:
        words = Phrase("must be one of {}, where '{}' has a meaning", ", ".join(stages), when.measure)
        yield Complaint((*at, "when", "stage"), words, "value")
    if (when.measure == "forecast") != bool(when.ahead):
        words = Phrase("must be 1 or more with measure = 'forecast', and only with it (years)")
        yield Complaint((*at, "when", "ahead"), words, "trigger")
    if when.measure in STAFF_SEEN and when.zone != "all":
        yield Complaint(
            (*at, "when", "zone"), Phrase("'{}' is known for the county only: 'all'", when.measure), "trigger"
        )


def _filling_complaints(at: KeyPath, project: Project) -> Iterator[Complaint]:
    """Rules on how the rooms fill and from whom."""
    allowed = _FILLS[project.kind]
    if project.fills is not None and project.fills not in allowed:
        words = Phrase("must be one of {} for kind '{}'", ", ".join(repr(fills) for fills in allowed), project.kind)
        yield Complaint((*at, "fills"), words, "project-kind")
    if project.takes_from and project.kind != "new-school" and project.fills in (None, "extend", "move"):
        words = Phrase(
            "only with fills = 'entry' or 'split'; a boundary (levers.layout.boundaries) changes catchments alone"
        )
        yield Complaint((*at, "takes_from"), words, "project-kind")
    if project.grades and project.fills != "split":
        yield Complaint((*at, "grades"), Phrase("only with fills = 'split'"), "project-kind")
    if project.fills == "split" and not project.grades:
        yield Complaint((*at, "grades"), Phrase("is required with fills = 'split': the grades that move"), "missing")
    # The senior stage has no catchments: its new schools fill from the county's plan.
    catchment = project.kind == "new-school" and any((project.rooms_K, project.rooms_P, project.rooms_J))
    if not project.takes_from and (catchment or project.fills == "split"):
        words = Phrase("is required: the schools or zones whose pupils it takes, with shares (0 to 1)")
        yield Complaint((*at, "takes_from"), words, "missing")

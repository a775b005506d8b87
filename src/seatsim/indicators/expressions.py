"""One number of a run and what is asked of it, as users type it: a precision, a threshold.

Everything but the numbers themselves is checked here, before anything is simulated.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne

from seatsim.domain.faults import BadExpression
from seatsim.domain.measure import ALL_STAGES
from seatsim.domain.measures import MEASURE
from seatsim.domain.phrase import Phrase
from seatsim.indicators.measures import ALL
from seatsim.inputs.nearest import unknown

STATISTICS = ("mean", "p05", "p10", "p25", "p50", "p75", "p90", "p95")
"""Statistics of a threshold: those of ``summary.csv``."""
OPERATORS: Mapping[str, Callable[[float, float], bool]] = {">": gt, ">=": ge, "<": lt, "<=": le, "==": eq, "!=": ne}
"""Comparisons of a threshold."""
PRECISION_FORM = "MEASURE[@ZONE][/STAGE] YEAR HALF-WIDTH"
THRESHOLD_FORM = "MEASURE[@ZONE][/STAGE] YEAR STATISTIC OP VALUE"

_OTHER_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!="}


@dataclass(frozen=True)
class Asked:
    """One number of a run that is asked for."""

    measure: str
    """Name of a published measure."""
    zone: str
    """Zone id, or ``all``."""
    stage: str
    """Stage, or ``all``."""
    year: int
    """Academic year."""

    def __str__(self) -> str:
        """Write it as it is typed, nothing left to a default."""
        return f"{self.measure}@{self.zone}/{self.stage} {self.year}"


@dataclass(frozen=True)
class Precision(Asked):
    """How exactly the mean of a number must be known."""

    half_width: float
    """Largest half-width of its 95 % interval [unit of the measure]."""

    def __str__(self) -> str:
        """Write it as it is typed."""
        return f"{super().__str__()} {self.half_width!r}"


@dataclass(frozen=True)
class Threshold(Asked):
    """A comparison of one statistic of a number; crossed where it is true."""

    statistic: str
    """One of ``STATISTICS``."""
    operator: str
    """One of ``OPERATORS``."""
    value: float
    """What it is compared with [unit of the measure]."""

    def __str__(self) -> str:
        """Write it as it is typed."""
        return f"{super().__str__()} {self.statistic} {self.operator} {self.value!r}"


def parse_precision(text: str, zones: Collection[str], first_year: int, horizon: int) -> Precision:
    """Read ``'MEASURE[@ZONE][/STAGE] YEAR HALF-WIDTH'``; zone and stage default to ``all``.

    ``zones`` are the county's; years are from the baseline to the horizon. Raises BadExpression with every fault.
    """
    place, year, width = _words(text, PRECISION_FORM, zones)
    faults: list[Phrase] = []
    asked = _asked(place, year, zones, range(first_year, horizon + 1), faults)
    half_width = _number(width, Phrase("half-width"), faults)
    if half_width <= 0:
        faults.append(Phrase("half-width = {}: must be > 0", width))
    if faults:
        raise BadExpression(text, faults)
    return Precision(asked.measure, asked.zone, asked.stage, asked.year, half_width)


def parse_threshold(text: str, zones: Collection[str], first_year: int, horizon: int) -> Threshold:
    """Read ``'MEASURE[@ZONE][/STAGE] YEAR STATISTIC OP VALUE'``; otherwise like ``parse_precision``."""
    place, year, statistic, operator, number = _words(text, THRESHOLD_FORM, zones)
    faults: list[Phrase] = []
    asked = _asked(place, year, zones, range(first_year, horizon + 1), faults)
    told = ((Phrase("statistic"), statistic, STATISTICS), (Phrase("operator"), operator, tuple(OPERATORS)))
    for what, found, names in told:
        if found not in names:
            faults.append(_not_among(what, found, names))
    value = _number(number, Phrase("value"), faults)
    if faults:
        raise BadExpression(text, faults)
    return Threshold(asked.measure, asked.zone, asked.stage, asked.year, statistic, operator, value)


def _words(text: str, form: str, zones: Collection[str]) -> list[str]:
    """The words of an expression, as many as its form has; raises BadExpression."""
    known = set("".join(zones))  # a zone's name may hold any sign
    signs = {letter: _plain(letter) for letter in text if letter not in known and _plain(letter) != letter}
    if signs:
        raise BadExpression(
            text, [Phrase("'{}' is a full-width or other sign: write '{}'", sign, signs[sign]) for sign in signs]
        )
    after = len(form.split()) - 1
    words = text.rsplit(maxsplit=after) if any(len(zone.split()) > 1 for zone in zones) else text.split()
    if len(words) != after + 1:
        found = len(text.split())
        raise BadExpression(
            text, [Phrase("{} words: must be '{}', {} words with spaces between", found, form, after + 1)]
        )
    return words


def _plain(letter: str) -> str:
    """The sign of the form that is meant by a full-width one (an ideographic space is a space)."""
    full_width = letter == "\u3000" or "\uff01" <= letter <= "\uff5e"
    return unicodedata.normalize("NFKC", letter) if full_width else _OTHER_SIGNS.get(letter, letter)


def _asked(place: str, year: str, zones: Collection[str], years: range, faults: list[Phrase]) -> Asked:
    """What is asked for, with every fault of it."""
    measure, zone, stage = _parts(place, zones)
    if measure not in MEASURE:
        swapped = "/" in measure and zone != ALL
        order = Phrase("the zone stands before the stage: MEASURE@ZONE/STAGE")
        otherwise = Phrase("'seatsim explain' and docs/measures.md tell the names")
        faults.append(
            Phrase(
                "{} = {}: {}",
                Phrase("measure"),
                measure,
                order if swapped else unknown(Phrase("measure"), measure, MEASURE, otherwise),
            )
        )
    if zone not in (ALL, *zones):
        faults.append(_not_among(Phrase("zone"), zone, (ALL, *zones)))
    elif measure in MEASURE and zone != ALL and not MEASURE[measure].zones:
        faults.append(
            Phrase("zone = {}: {} is told for the county only; leave @{} out, or write @{}", zone, measure, zone, ALL)
        )
    stages = MEASURE[measure].stages if measure in MEASURE else ALL_STAGES
    if stage not in ALL_STAGES:
        faults.append(_not_among(Phrase("stage"), stage, stages))
    elif stage not in stages:
        faults.append(Phrase("stage = {}: {} has no meaning there; allowed: {}", stage, measure, ", ".join(stages)))
    return Asked(measure, zone, stage, _year(year, years, faults))


def _parts(place: str, zones: Collection[str]) -> tuple[str, str, str]:
    """Measure, zone and stage of ``MEASURE[@ZONE][/STAGE]``; a zone whose own name holds a stroke is found first."""
    measure, at, rest = place.partition("@")
    if not at:
        measure, stroke, stage = place.partition("/")
        return measure, ALL, stage if stroke else ALL
    if rest in zones:
        return measure, rest, ALL
    zone, stroke, stage = rest.rpartition("/")
    return (measure, zone, stage) if stroke else (measure, rest, ALL)


def _not_among(what: Phrase, found: str, names: Collection[str]) -> Phrase:
    """Say that a name is unknown, with the nearest and all that are allowed."""
    return Phrase(
        "{} = {}: {}; allowed: {}", what, found or Phrase("nothing"), unknown(what, found, names), ", ".join(names)
    )


def _year(word: str, years: range, faults: list[Phrase]) -> int:
    """An academic year of the run; the first one with a fault."""
    if word in map(str, years):
        return int(word)
    faults.append(
        Phrase(
            "year = {}: must be an academic year from {} (the baseline) to {} (the horizon)", word, years[0], years[-1]
        )
    )
    return years[0]


def _number(word: str, what: Phrase, faults: list[Phrase]) -> float:
    """A finite number; 1.0 with a fault."""
    # Python's own spelling of numbers, 1_000 or digits of other scripts, is not the user's.
    number = math.nan
    if word.isascii() and "_" not in word:
        with suppress(ValueError):
            number = float(word)
    if math.isfinite(number):
        return number
    faults.append(Phrase("{} = {}: must be a finite number, such as 25 or 0.5", what, word))
    return 1.0

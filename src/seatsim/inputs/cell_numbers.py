"""Numbers as people write them: full-width digits, thousands separators, percent signs, units behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from seatsim.domain.phrase import Phrase
from seatsim.language.cell_words import texts
from seatsim.language.headers import plain

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width forms to ASCII; no other compatible form, for ``²`` behind a unit is no digit."""
_SPACES = {ord(space): " " for space in "\u3000\u00a0\u2007\u2009\u202f"}
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?P<mark>[, ’'])\d{3}(?:(?P=mark)\d{3})*(\.\d*)?")
_MARKED = re.compile(r"[+-]?[\d.][\d., ’']*")
_WITH_WORD = re.compile(r"(?P<number>[+-]?[\d.][\d., ’']*?)\s*(?P<word>[^\d\s., ’'].*)", re.DOTALL)
_EXPONENT = re.compile(r"[eE][+-]?\d+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SCHOOL_YEAR = re.compile(r"(\d{4})\s*[-–—/~]\s*(\d{4}|\d{2})\D*")
_LONGEST = 40
_NOISE = Decimal("1e-6")
"""What a spreadsheet's sums miss a whole number by at most: 269.9999999999999 pupils."""
FULL_WIDTH = Phrase("full-width characters")
THOUSANDS = Phrase("thousands separators left out")
PERCENT = Phrase("percent sign")
UNIT = Phrase("unit left out")
POINT_ZERO = Phrase("whole number written with decimals")
ROUNDED = Phrase("a whole number but for a spreadsheet's rounding")
TEXT_MARK = Phrase("text mark left out")
YEAR = Phrase("only the year is meant")
SCHOOL_YEAR = Phrase("the year in which the school year begins")
SHARE, PERCENTAGE = "share", "%"


@dataclass(frozen=True)
class Asked:
    """What a column of numbers holds."""

    unit: str
    """Unit as ``headers.csv`` has it."""
    whole: bool
    """Whether only whole numbers are meant."""

    @property
    def year(self) -> bool:
        """Whether it holds years of the calendar or school years."""
        return self.unit in ("calendar year", "academic year")


@dataclass(frozen=True)
class Seen:
    """How a cell was read as a number."""

    value: str = ""
    """The number in plain digits; empty where it is none, of which the column's reader says what is allowed."""
    kinds: tuple[Phrase, ...] = ()
    """What was done to read it."""
    trouble: Phrase | None = None
    """Why it cannot be read, where that is more than that it is no number."""


def number(cell: str, asked: Asked) -> Seen:
    """Read a cell as a number; a cell that can be read in two ways is read in neither."""
    if len(cell) > _LONGEST:
        return Seen()
    text = cell.translate(_WIDTH).translate(_SPACES).strip()
    kinds = [FULL_WIDTH] if text != cell.translate(_SPACES).strip() else []
    if text.startswith("'"):
        text, kinds = text[1:].strip(), [*kinds, TEXT_MARK]
    if asked.year and (year := _year(text)) is not None:
        return Seen(year[0], (*kinds, year[1]))
    if _DAY.match(text):
        return Seen(trouble=Phrase("is a date; must be a number ({})", asked.unit or "1"))
    percent = text.endswith("%")
    text = text[:-1].strip() if percent else text
    if percent and not asked.unit.startswith((SHARE, PERCENTAGE)):
        return Seen(trouble=Phrase("has a percent sign; must be a number ({})", asked.unit or "1"))
    if not percent and not _MARKED.fullmatch(text) and (split := _WITH_WORD.fullmatch(text)):
        if _EXPONENT.fullmatch(split["word"]):
            return Seen()
        if not _is_unit(split["word"], asked.unit):
            return Seen(trouble=_strange(split["word"], asked))
        text, kinds = split["number"].strip(), [*kinds, UNIT]
    if _THOUSANDS.fullmatch(text):
        text, kinds = re.sub(r"[, ’']", "", text), [*kinds, THOUSANDS]
    if not _PLAIN.fullmatch(text):
        return Seen(trouble=_marks(text))
    return _finished(text, percent, asked, kinds)


def _finished(text: str, percent: bool, asked: Asked, kinds: list[Phrase]) -> Seen:
    """The number from plain digits."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return Seen()
    if percent:
        kinds = [*kinds, PERCENT]
        value = value / 100 if asked.unit.startswith(SHARE) else value
    whole = value.to_integral_value()
    if asked.whole and 0 < abs(value - whole) < _NOISE:
        return Seen(str(int(whole)), (*kinds, ROUNDED))
    if asked.whole and value != whole:
        return Seen()
    if asked.whole:
        return Seen(str(int(value)), (*kinds, *([POINT_ZERO] if "." in text else [])))
    return Seen(format(value.normalize(), "f"), tuple(kinds))


def _is_unit(word: str, unit: str) -> bool:
    """Whether a word behind a number is a unit of the column."""
    return plain(word) == plain(unit) or plain(word) in texts("unit", unit)


def _strange(word: str, asked: Asked) -> Phrase | None:
    """What to say of a word behind a number."""
    return Phrase("'{}' stands behind the number; must be a number alone ({})", word, asked.unit or "1")


def _marks(text: str) -> Phrase | None:
    """What to say of commas and spaces that are neither clearly thousands nor clearly decimals."""
    if not _MARKED.fullmatch(text) or not any(mark in text for mark in ", ’'"):
        return None
    return Phrase("can be read in two ways: as a decimal or with thousands; write 1234 or 12.34")


def _year(text: str) -> tuple[str, Phrase] | None:
    """The year of a date of which only the year can be meant, or that begins a school year."""
    day = _DAY.match(text)
    if day and text[4:10] in ("-01-01", "-09-01"):
        return text[:4], YEAR
    pair = _SCHOOL_YEAR.fullmatch(text)
    if pair and int(pair[2]) % 100 == (int(pair[1]) + 1) % 100:
        return pair[1], SCHOOL_YEAR
    return None

"""How each language writes numbers, school years, months and money."""

from __future__ import annotations

import re
from datetime import date
from math import isnan
from typing import TypeGuard

_DASH = "–"
_WAN = 10_000
"""Yuan in 10^4 yuan."""
_YI = 10_000
"""10^4 yuan that make one 亿."""
_DECIMALS_BELOW = 10
"""10^4 yuan below which hundreds of yuan are told."""
_MILLION = 100
"""10^4 yuan that make one million."""
_SOME = re.compile("[1-9]")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Numbers:
    """Numbers as ``zh`` or ``en`` writes them; a dash for what is not told."""

    def __init__(self, lang: str) -> None:
        self._chinese = lang == "zh"

    def count(self, value: float | None) -> str:
        """A whole number with separators and a printer's minus: ``−1,234``; 0 has no sign."""
        return _told(value, ",.0f")

    def signed(self, value: float | None, digits: int = 0) -> str:
        """The same with its sign, and so many decimals; nothing before 0."""
        return _told(value, f"+,.{digits}f")

    def decimal(self, value: float | None, digits: int = 2) -> str:
        """A number with so many decimals."""
        return _told(value, f",.{digits}f")

    def percent(self, share: float | None, digits: int = 0) -> str:
        """A share in per cent: ``25%``."""
        return _told(share, f".{digits}%")

    def span(self, low: str, high: str) -> str:
        """From one written number to another: ``1—5`` and ``1–5``; in words where one is below 0 or not told."""
        if low == high:
            return low
        if "−" in low + high or _DASH in (low, high):
            return f"{low} 至 {high}" if self._chinese else f"{low} to {high}"
        return f"{low}—{high}" if self._chinese else f"{low}–{high}"

    def money(self, value: float | None) -> str:
        """An amount given in 10^4 yuan: ``2,457万元``, ``1.26亿元``; ``CNY 8,300``, ``CNY 1.26 million``.

        The unit is chosen by what is written: 9,999.6 is ``1.00亿元``, never ``10,000万元``.
        """
        if not _known(value):
            return _DASH
        hundreds = round(abs(value), 2)  # hundreds of yuan are the finest that is written
        if not self._chinese:
            if hundreds < _MILLION:
                return _signed(value, f"CNY {hundreds * _WAN:,.0f}")
            return _signed(value, f"CNY {abs(value) / _MILLION:,.2f} million")
        if hundreds < _DECIMALS_BELOW:
            return _signed(value, f"{hundreds:.2f}万元" if hundreds else "0万元")
        if round(abs(value)) < _YI:
            return _signed(value, f"{abs(value):,.0f}万元")
        return _signed(value, f"{abs(value) / _YI:,.2f}亿元")

    def school_year(self, year: int) -> str:
        """A school year by the calendar year in which it opens: ``2024—2025学年``, ``2024/25``."""
        return f"{year}—{year + 1}学年" if self._chinese else f"{year}/{(year + 1) % 100:02d}"

    def school_years(self, first: int, last: int) -> str:
        """Several school years: ``2020—2021至2035—2036学年``, ``2020/21–2035/36``."""
        if first == last:
            return self.school_year(first)
        if self._chinese:
            return f"{first}—{first + 1}至{self.school_year(last)}"
        return f"{self.school_year(first)}–{self.school_year(last)}"

    def month(self, iso: str | None) -> str:
        """A month given as ``2021-08`` or a longer ISO date: ``2021年8月``, ``Aug 2021``."""
        if iso is None:
            return _DASH
        year, month = (int(part) for part in iso.split("-")[:2])
        return f"{year}年{month}月" if self._chinese else f"{_MONTHS[month - 1]} {year}"

    def day(self, iso: str | None) -> str:
        """A day given as ISO date: ``2021年8月31日``, ``31 Aug 2021``."""
        if iso is None:
            return _DASH
        told = date.fromisoformat(iso)
        if self._chinese:
            return f"{told.year}年{told.month}月{told.day}日"
        return f"{told.day} {_MONTHS[told.month - 1]} {told.year}"


def _known(value: float | None) -> TypeGuard[float]:
    """Whether there is a number; what a table leaves blank comes as None or as not a number."""
    return value is not None and not isnan(value)


def _told(value: float | None, form: str) -> str:
    """A number in one of Python's formats; zero, and what is rounded to it, without a sign."""
    if not _known(value):
        return _DASH
    told = format(value, form)
    return told.replace("-", "−") if _SOME.search(told) else told.lstrip("+-")


def _signed(value: float, amount: str) -> str:
    """An amount with the sign of the printer, not the hyphen, where it is below 0 as written."""
    return f"−{amount}" if value < 0 and _SOME.search(amount) else amount

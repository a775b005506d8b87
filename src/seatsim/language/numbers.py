"""How each language writes numbers, school years, months and money."""

from __future__ import annotations

from datetime import date

_DASH = "–"
_YI = 10_000
"""10^4 yuan that make one 亿."""
_MILLION = 100
"""10^4 yuan that make one million."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Numbers:
    """Numbers as ``zh`` or ``en`` writes them; a dash for what is not told."""

    def __init__(self, lang: str) -> None:
        self._chinese = lang == "zh"

    def count(self, value: float | None) -> str:
        """A whole number with separators and a printer's minus: ``−1,234``."""
        return _DASH if value is None else _minus(f"{_zero(value):,.0f}")

    def signed(self, value: float | None) -> str:
        """The same with its sign; nothing before 0."""
        if value is None:
            return _DASH
        told = f"{_zero(value):+,.0f}"
        return "0" if told in ("+0", "-0") else _minus(told)

    def decimal(self, value: float | None, digits: int = 2) -> str:
        """A number with so many decimals."""
        return _DASH if value is None else _minus(f"{_zero(value):,.{digits}f}")

    def percent(self, share: float | None, digits: int = 0) -> str:
        """A share in per cent: ``25%``."""
        return _DASH if share is None else _minus(f"{_zero(share):.{digits}%}")

    def span(self, low: str, high: str) -> str:
        """From one written number to another: ``1—5`` and ``1–5``; ``to`` where one is below 0."""
        if low == high:
            return low
        if "−" in low + high:
            return f"{low} 至 {high}" if self._chinese else f"{low} to {high}"
        return f"{low}—{high}" if self._chinese else f"{low}–{high}"

    def money(self, value: float | None) -> str:
        """An amount given in 10^4 yuan: ``2,457万元``, ``1.26亿元``; ``CNY 24.57 million``."""
        if value is None:
            return _DASH
        if self._chinese:
            large = abs(value) >= _YI
            return _minus(f"{value / _YI:,.2f}亿元" if large else f"{_zero(value):,.0f}万元")
        return _minus(f"CNY {_zero(value / _MILLION):,.2f} million")

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


def _zero(value: float) -> float:
    """Zero without a sign."""
    return value + 0.0


def _minus(text: str) -> str:
    """A number with the sign of the printer, not the hyphen."""
    return text.replace("-", "−")

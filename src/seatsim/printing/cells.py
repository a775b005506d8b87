"""Cells and tables of the printed answer: numbers, bands, shares, names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from seatsim.language.words import Words

if TYPE_CHECKING:
    from rich.console import Console

Block = Mapping[str, Any]

WIDTH = 100
"""Width of the page [cells]."""
_LEAST_WIDTH = 12
_KEPT_END = 7
"""Cells kept of the end of a name that is cut: its number and the mark of what is assumed stand there."""

ASSUMED = "*"
"""Mark of a project that seatsim assumes."""
_MARKS = ("(假定)", "\uff08假定\uff09", "(assumed)")
"""What an assumed project's own name may say already."""


def table_lines(
    heads: Sequence[str], rows: Iterable[Sequence[str]], left: Sequence[int] = (0,), width: int = WIDTH
) -> list[str]:
    """Aligned columns as plain lines, widths in terminal cells (Chinese letters take two).

    Columns stand to the right but for those in ``left``; where a line would pass ``width``, the first column is cut.
    """
    from rich.cells import cell_len

    told = [tuple(heads), *(tuple(row) for row in rows)]
    widths = [max(cell_len(row[place]) for row in told) for place in range(len(heads))]
    widths[0] = min(widths[0], max(_LEAST_WIDTH, width - sum(widths[1:]) - len(widths) + 1))
    lines = []
    for row in told:
        cells = [_cut(row[0], widths[0]), *row[1:]]
        blanks = [" " * (each - cell_len(cell)) for cell, each in zip(cells, widths, strict=True)]
        pairs = zip(cells, blanks, strict=True)
        lines.append(" ".join(c + b if place in left else b + c for place, (c, b) in enumerate(pairs)).rstrip())
    return lines


def _cut(text: str, width: int) -> str:
    """Text cut in its middle to at most ``width`` terminal cells."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) <= width:
        return text
    end = set_cell_size(text[::-1], _KEPT_END)[::-1].lstrip()
    return set_cell_size(text, width - 1 - cell_len(end)).rstrip() + "…" + end


def lines_of(text: str) -> int:
    """Lines that a text takes on the page."""
    from rich.console import Console
    from rich.text import Text

    return len(Text(text).wrap(Console(width=WIDTH), WIDTH))


def print_table(
    console: Console, heads: Sequence[str], rows: Iterable[Sequence[str]], left: Sequence[int] = (0,)
) -> None:
    """Print a table with its heads in bold."""
    head, *lines = table_lines(heads, rows, left)
    console.print(head, style="bold")
    for line in lines:
        console.print(line)


def count(value: float | None) -> str:
    """A count with separators."""
    return "–" if value is None else f"{value:,.0f}"


def middle(stats: Block | None) -> str:
    """Median alone."""
    return "–" if stats is None else count(stats["p50"])


def band(stats: Block | None) -> str:
    """Median and 80 % band; one number where the band has no width."""
    if stats is None:
        return "–"
    if stats["p10"] == stats["p90"]:
        return count(stats["p50"])
    return f"{count(stats['p50'])} ({spread(stats)})"


def spread(stats: Block) -> str:
    """The 80 % band alone."""
    low, high = (minus(count(stats[name])) for name in ("p10", "p90"))
    return low if low == high else f"{low}–{high}"


def signed(value: float) -> str:
    """A count with its sign."""
    return minus(f"{value:+,.0f}")


def minus(text: str) -> str:
    """A number with the sign of the printer, not the hyphen."""
    return text.replace("-", "−")


def percent(share: float | None) -> str:
    """A share in per cent."""
    return "–" if share is None else f"{share:.0%}"


def percent_band(stats: Block) -> str:
    """Median share and 80 % band; one number where the band has no width."""
    half, low, high = (percent(stats[name]) for name in ("p50", "p10", "p90"))
    return half if low == high else f"{half} ({low}–{high})"


def futures(share: float, words: Words, form: str = "futures") -> str:
    """A share of the futures in words; ``form`` is ``futures``, ``short`` or ``money_futures``."""
    if share in (0, 1):
        return words(f"{form}_all" if share else f"{form}_none")
    if not 0.05 <= share <= 0.95:
        return words(f"{form}_few" if share < 0.5 else f"{form}_most")
    return words(form).format(n=min(9, max(1, round(share * 10))))


def project_name(row: Block, words: Words) -> str:
    """Name of a project, marked once where it is assumed."""
    name = words.text(row["name"], row["project"])
    for mark in _MARKS:
        name = name.replace(mark, "").strip()
    return name + ASSUMED if row["status"] == "assumed" else name


def month(date: str | None, words: Words) -> str:
    """Month of an ISO date."""
    return words("later") if date is None else date[:7]


def year_ranges(years: Sequence[int]) -> str:
    """Years as ranges: ``2021–2023, 2026``."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)

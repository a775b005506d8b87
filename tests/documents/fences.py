"""What a page in Markdown holds between fences, and the marks that tell what a person does in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARK = re.compile(r"<!-- (\w+): (.+?) -->")


@dataclass(frozen=True)
class Step:
    """One thing that a reader does, sees or finds on a page."""

    line: int
    """First line of what it holds [1-based]."""
    kind: str
    """Language of a fence (``sh``, ``toml``, ``text`` …) or the first word of a mark that nobody sees (``typed``)."""
    text: str
    """Lines of the fence, or what the mark says."""

    @property
    def head(self) -> str:
        """First line."""
        return self.text.split("\n", 1)[0]


def steps(page: str) -> list[Step]:
    """Fences and marks of a page's text, in order. Raises ValueError for a fence without an end."""
    return list(_steps(page))


def _steps(page: str) -> Iterator[Step]:
    opened: tuple[int, str] | None = None
    held: list[str] = []
    for number, line in enumerate(page.splitlines(), 1):
        if line.startswith("```"):
            if opened is None:
                opened, held = (number + 1, line[3:].strip()), []
            else:
                yield Step(*opened, "\n".join(held))
                opened = None
        elif opened is not None:
            held.append(line)
        elif (mark := _MARK.fullmatch(line)) is not None:
            yield Step(number, mark[1], mark[2])
    if opened is not None:
        raise ValueError(f"line {opened[0] - 1}: a fence without an end")


def missing(excerpt: str, printed: str) -> list[str]:
    """Lines of an excerpt that were not printed, in order; ``…`` stands for lines, or the end of one, left out."""
    lines, at = [" ".join(line.split()) for line in printed.splitlines()], 0
    lacking = []
    for line in excerpt.splitlines():
        told = " ".join(line.split())
        if told in ("", "…"):
            continue
        found = next((place for place, each in enumerate(lines[at:], at) if _same(told, each)), None)
        if found is None:
            lacking.append(line)
        else:
            at = found + 1
    return lacking


def _same(told: str, printed: str) -> bool:
    return printed.startswith(told[:-1].rstrip()) if told.endswith("…") else told == printed

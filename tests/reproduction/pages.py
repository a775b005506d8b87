"""README and the pages of ``docs/`` as text: their tables, pictures and fences, and the sections that come from a run.

What comes from a run stands between two marks that nobody sees: ``<!-- made by: NAME -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).parents[2]
PAGES = tuple(
    path.relative_to(ROOT).as_posix() for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
)
"""Every page, by its path from the root."""

_BEGIN = re.compile(r"<!-- made by: ([\w-]+) -->")
_END = "<!-- end -->"
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
_PICTURE = re.compile(r"!\[[^]]*]\(([^)#]+)\)")
_COMMANDS = ("sh", "toml")
"""What a fence holds that is typed or written by people; anything else is taken for something that was printed."""


@dataclass(frozen=True)
class Block:
    """A table, a picture, or something printed, on a page."""

    page: str
    """Path from the root."""
    line: int
    """First line [1-based]."""
    kind: Literal["table", "picture", "print"]
    """A fence that does not hold commands counts as ``print``."""
    head: str
    """First row of a table, file of a picture (from the root), first line that was printed."""
    made_by: str | None
    """Name in the mark around it."""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.kind} {self.head}"


def text_of(page: str) -> str:
    """A page's text."""
    return (ROOT / page).read_text(encoding="utf-8")


def put(page: str, text: str) -> None:
    """Write a page."""
    (ROOT / page).write_text(text, encoding="utf-8")


def blocks(page: str, text: str) -> Iterator[Block]:
    """Tables, pictures and prints of a page. Raises ValueError for marks that do not pair."""
    made_by, fence, lines = None, None, text.splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith("```"):
            fence = None if fence is not None else line[3:].strip()
            if fence is not None and fence not in _COMMANDS:
                yield Block(page, number, "print", lines[number], made_by)
        elif fence is None:
            made_by = _marked(made_by, line, f"{page}:{number}")
            if _RULE.fullmatch(line) and number > 1:
                yield Block(page, number - 1, "table", lines[number - 2], made_by)
            for found in _PICTURE.finditer(line):
                file = ((ROOT / page).parent / found[1]).resolve().relative_to(ROOT.resolve()).as_posix()
                yield Block(page, number, "picture", file, made_by)
    if made_by is not None:
        raise ValueError(f"{page}: the section made by {made_by} has no end")


def _marked(made_by: str | None, line: str, place: str) -> str | None:
    """The section in which the next line stands."""
    if begins := _BEGIN.fullmatch(line):
        if made_by is not None:
            raise ValueError(f"{place}: a section within the one made by {made_by}")
        return begins[1]
    if line == _END:
        if made_by is None:
            raise ValueError(f"{place}: the end of no section")
        return None
    return made_by


def sections(text: str) -> list[str]:
    """Names of the sections of a page that come from a run, in order."""
    return _BEGIN.findall(text)


def section(page: str, name: str) -> str:
    """What stands between the marks of a section, each line ended. Raises ValueError unless there is one."""
    first, last, text = _place(text_of(page), page, name)
    return text[first:last]


def put_section(page: str, name: str, content: str) -> None:
    """Put other content between the marks of a section."""
    first, last, text = _place(text_of(page), page, name)
    put(page, text[:first] + content.rstrip("\n") + "\n" + text[last:])


def _place(text: str, page: str, name: str) -> tuple[int, int, str]:
    mark = f"<!-- made by: {name} -->\n"
    if text.count(mark) != 1:
        raise ValueError(f"{page}: {text.count(mark)} sections made by {name}")
    first = text.index(mark) + len(mark)
    return first, text.index(_END, first), text


def rows(table: str) -> list[list[str]]:
    """Cells of a table's rows, without head and rule."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def table(head: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, each line ended."""
    lines = [re.sub(r"\|  +(?=\|)", "| ", "| " + " | ".join(row) + " |") for row in (head, *cells)]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]]) + "\n"

"""TOML files as layers of leaves, each of which knows the file and line it came from."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.phrase import Phrase, reason
from seatsim.inputs.nesting import refuse_depth, refuse_long_keys
from seatsim.inputs.sizes import MOST_TABLE, MOST_TOML, MOST_VALUES, Unfit, content_of, too_many
from seatsim.inputs.toml_lines import KeyPath, key_lines

_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Origin:
    """Where a value was set."""

    file: str
    """File as the user gave it, or the option (``--set``)."""
    path: KeyPath = ()
    """Key path within the file."""
    text: str = field(default="", repr=False)
    """Text of a TOML file; its lines are looked up only when somebody asks."""
    fixed_line: int | None = None
    """Line where the file is no TOML file."""

    @property
    def line(self) -> int | None:
        """Line, counted from 1; that of the nearest table above if the key itself is not found."""
        if self.fixed_line is not None or not self.text:
            return self.fixed_line
        lines = key_lines(self.text)
        return next((lines[self.path[:n]] for n in range(len(self.path), 0, -1) if self.path[:n] in lines), 1)

    def __str__(self) -> str:
        """Write ``file:line``, or the file alone."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Leaf:
    """A value and where it was set."""

    value: object
    """Plain TOML value; an empty dict stands for an empty table."""
    origin: Origin
    """Where it was set."""


Leaves: TypeAlias = dict[KeyPath, Leaf]


@dataclass(frozen=True)
class TomlFile:
    """A TOML file that was read."""

    file: str
    """Path as the user gave it."""
    text: str
    """Content."""
    tree: Mapping[str, object]
    """Values."""

    def origin(self, *path: str) -> Origin:
        """Origin of a key of this file."""
        return Origin(self.file, path, self.text)

    def fault(self, path: KeyPath, allowed: Phrase, code: str, found: str = "") -> Fault:
        """Fault at a key of this file."""
        return Fault(self.file, self.origin(*path).line, written(path), found, allowed, code)

    def leaves(self) -> Leaves:
        """Every value of the file by key path."""
        return {path: Leaf(value, self.origin(*path)) for path, value in flatten(self.tree)}


def read_toml(path: Path, faults: list[Fault], typed: bool = False) -> TomlFile | None:
    """Read a TOML file (UTF-8, with or without a byte order mark); None with a fault if it cannot be read.

    ``typed`` : as of ``content_of``.
    """
    text = read_text(path, faults, MOST_TOML, typed)
    if text is None:
        return None
    try:
        tree = _parsed(text)
        if (many := too_many(Phrase("values"), sum(1 for _ in flatten(tree)), MOST_VALUES)) is not None:
            faults.append(Fault(str(path), None, "", "", many, "too-large"))
            return None
        return TomlFile(str(path), text, tree)
    except (ValueError, RecursionError) as error:
        # Beside syntax, tomllib refuses numbers with thousands of digits and tables nested without end.
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        told = reason(error)
        words = told if isinstance(told, Phrase) else re.sub(r" \(at .*\)$", "", told)
        faults.append(Fault(str(path), line, "", "", Phrase("no valid TOML: {}", words), "toml-syntax"))
        return None


@lru_cache(maxsize=2)
def _parsed(text: str) -> Mapping[str, object]:
    """Values of a TOML text, parsed once: ``county.toml`` is asked for with the scenario, the county and each table.

    Raises ValueError, RecursionError.
    """
    refuse_long_keys(text)
    tree = tomllib.loads(text)
    refuse_depth(tree)
    return tree


def read_text(path: Path, faults: list[Fault], most: int = MOST_TABLE, typed: bool = False) -> str | None:
    """Text of a file in UTF-8; None with a fault if there is no such file or it is no UTF-8 or empty.

    ``most`` [bytes] and ``typed`` : as of ``content_of``.
    """
    content = read_content(path, faults, most, typed)
    if content is None:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        hint = Phrase(" (in Excel: save as 'CSV UTF-8')") if path.suffix == ".csv" else ""
        faults.append(Fault(str(path), line, "", "", Phrase("must be UTF-8 text{}", hint), "encoding"))
        return None
    if not text.strip():
        faults.append(Fault(str(path), None, "", "", Phrase("is empty"), "empty-file"))
        return None
    return text


def read_content(path: Path, faults: list[Fault], most: int = MOST_TABLE, typed: bool = False) -> bytes | None:
    """Bytes of a file; None with a fault if there is no such file or it cannot be read.

    ``most`` [bytes] and ``typed`` : as of ``content_of``.
    """
    if not is_text(str(path)) or "\0" in str(path):
        allowed = Phrase("the path cannot be read as text: rename it, or choose a locale of UTF-8")
        faults.append(Fault(str(path), None, "", "", allowed, "encoding"))
        return None
    try:
        return content_of(path, most, typed)
    except Unfit as unfit:
        faults.append(Fault(str(path), None, "", "", unfit.allowed, unfit.code))
    except (OSError, ValueError) as error:
        known = error.strerror if isinstance(error, OSError) and not isinstance(error, FileNotFoundError) else ""
        # A path with a null character is no file either.
        words = Phrase("cannot be read ({})", known) if known else Phrase("no such file")
        faults.append(Fault(str(path), None, "", "", words, "no-file"))
    return None


def kept_content(path: Path) -> bytes:
    """Bytes of a file that was read before. Raises InvalidInput where it can no longer be read."""
    faults: list[Fault] = []
    content = read_content(path, faults)
    if content is None:
        raise InvalidInput(faults)
    return content


def is_text(value: str) -> bool:
    """Whether text can be written as UTF-8; a path whose bytes the locale could not decode cannot."""
    return all(not "\ud800" <= letter <= "\udfff" for letter in value)


def flatten(tree: Mapping[str, object], above: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    """Leaves of nested tables by key path; an empty table is a leaf."""
    for key, value in tree.items():
        if isinstance(value, dict) and value:
            yield from flatten(value, (*above, key))
        else:
            yield (*above, key), value


def unflatten(leaves: Iterable[tuple[KeyPath, object]]) -> dict[str, object]:
    """Nested tables from leaves."""
    tree: dict[str, object] = {}
    for path, value in leaves:
        table: MutableMapping[str, object] = tree
        for key in path[:-1]:
            below = table.setdefault(key, {})
            assert isinstance(below, dict)
            table = below
        table[path[-1]] = value
    return tree


def overlay(below: Leaves, above: Leaves) -> Leaves:
    """Merge two layers key by key; what ``above`` sets wins, lists are replaced, an empty table takes nothing away."""
    merged = dict(below)
    tables = Counter(prefix for path in merged for prefix in _above(path))
    for path, leaf in above.items():
        if leaf.value == {} and tables[path]:
            continue
        for prefix in _above(path):
            if merged.pop(prefix, None) is not None:
                tables.subtract(_above(prefix))
        if tables[path]:
            for other in [other for other in merged if len(other) > len(path) and other[: len(path)] == path]:
                del merged[other]
                tables.subtract(_above(other))
        if path not in merged:
            tables.update(_above(path))
        merged[path] = leaf
    return merged


def _above(path: KeyPath) -> list[KeyPath]:
    """The tables in which a key stands."""
    return [path[:depth] for depth in range(1, len(path))]


def written(path: KeyPath) -> str:
    """Write a key path as faults show it: ``[levers.construction] desks``."""
    if len(path) < 2:
        return ".".join(path)
    return f"[{'.'.join(path[:-1])}] {path[-1]}"


def shown(value: object) -> str:
    """Write a value as TOML would, cut to a readable length."""
    if isinstance(value, float) and not math.isfinite(value):
        text = str(value)
    elif isinstance(value, date):
        text = value.isoformat()
    else:
        text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"

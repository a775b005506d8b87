"""Overrides given as ``a.b=value``: the topmost layer of a scenario."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence

from seatsim.domain.faults import Fault
from seatsim.domain.phrase import Phrase
from seatsim.inputs.nesting import refuse_depth, refuse_long_keys
from seatsim.inputs.toml_files import Leaf, Leaves, Origin, flatten, is_text, overlay

OPTION = "--set"
_SHOWN = 200
"""Letters of an override that a fault repeats."""
MOST_LETTERS = 100_000
"""Longest override; what is longer is no setting that somebody typed."""


def override_leaves(overrides: Sequence[str], faults: list[Fault]) -> Leaves:
    """Leaves of overrides; values are TOML, and a bare word that is no TOML value is text."""
    leaves: Leaves = {}
    for override in overrides:
        tree = _parsed(override)
        if tree is None:
            faults.append(
                Fault(OPTION, None, override[:_SHOWN], "", Phrase("must be written key=value, e.g. a.b=2"), "override")
            )
            continue
        if "extends" in tree:
            faults.append(
                Fault(OPTION, None, "extends", "", Phrase("a file extends others, an option cannot"), "override")
            )
            continue
        origin = Origin(f"{OPTION} {override}")
        leaves = overlay(leaves, {path: Leaf(_value(path, value), origin) for path, value in flatten(tree)})
    return leaves


def _parsed(override: str) -> dict[str, object] | None:
    """Tables that an override states; None if it is no ``key=value``."""
    key, equals, value = override.partition("=")
    if not equals or not key.strip() or "\n" in override or len(override) > MOST_LETTERS or not is_text(override):
        return None
    for text in (value, _quoted(value.strip())):
        try:
            setting = f"{_written(key)} = {text}"
            refuse_long_keys(setting)
            found = tomllib.loads(setting)
            refuse_depth(found)
        except (ValueError, RecursionError):  # brackets nested without end are no value either
            continue
        return found
    return None


def _written(key: str) -> str:
    """The key as TOML writes it: a name beyond ASCII gets the quotes that a shell has eaten."""
    if key.isascii() or '"' in key or "'" in key:
        return key
    return ".".join(part if part.isascii() else _quoted(part.strip()) for part in key.split("."))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _value(path: tuple[str, ...], value: object) -> object:
    """The value; a county's path counts from the working folder."""
    return os.path.normpath(value) if path == ("county",) and isinstance(value, str) else value

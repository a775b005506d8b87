"""The table of levers on ``docs/report-coverage.md``."""

from __future__ import annotations

from typing import Any

from first_difference import first_difference, run
from lever_cases import Case

from shipped import SHIPPED

_LONGEST = 60


def off(key: str) -> str | None:
    """The norms' value of a key, as TOML; None where off is the table left out."""
    value: Any = SHIPPED
    for part in key.split("."):
        if not hasattr(value, part):
            return None
        value = getattr(value, part)
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else repr(value)


def lever_cells(case: Case) -> tuple[str, ...]:
    """One row: lever, key, off, half, full, what differs first and when."""
    full = run(case.scenario, *case.needs, f"{case.key}={case.full}")
    found = first_difference(run(case.scenario, *case.needs), full) or (0, "nothing")
    name = case.own if case.own == "projects" else found[1]
    values = (off(case.key) or "–", case.half or "–", case.full)
    return (case.lever, f"`{case.key}`", *(_short(value) for value in values), f"`{name}`", str(found[0]))


def _short(value: str) -> str:
    """A value as it stands; a table without its source, cut where it is long."""
    plain = value.replace(',source="test"', "")
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"

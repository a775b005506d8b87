"""Whether a date by which something must be decided has passed already."""

from __future__ import annotations

from datetime import date, timedelta

from seatsim.telling.cells import Block

_MONTH = len("2025-09")


def passed(by: str, answers: Block) -> bool:
    """Whether a day lies before the one up to which anything is known, or a month (``2025-09``) is over with it."""
    known = date.fromisoformat(answers["information_date"])
    if len(by) == _MONTH:
        return by < (known + timedelta(days=1)).isoformat()[:_MONTH]
    return date.fromisoformat(by) < known


def late(row: Block, answers: Block) -> bool:
    """Whether a decision comes too late: no start is in time any more, or its date has passed."""
    return row["basis"] == "too_late" or passed(str(row["by"]), answers)


def asked(answers: Block) -> int:
    """How many decisions are asked: what concerns one project is one, and so are all schools that overflow."""
    rows = answers["decisions"]
    projects = {row["project"] for row in rows if "project" in row}
    others = [row["item"] for row in rows if "project" not in row]
    return len(projects) + len(others) - max(0, others.count("overflow") - 1)

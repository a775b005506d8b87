"""The memory that a run takes, estimated before it starts, and what the machine can give."""

from __future__ import annotations

import os
from pathlib import Path

from seatsim.domain.county import County
from seatsim.domain.scenario import Plan
from seatsim.model.layout import build_layout

# Measured as peak resident memory of whole runs with 1,000 to 20,000 futures, 1 to 315 schools, 14 to 114 zones and
# 0 to 300 projects (CPython 3.11, Linux): the estimate was 2 to 30 % above every peak.
_PROGRAM = 250_000_000
"""Interpreter and libraries [bytes]."""
_NUMBER = 16
"""A whole number of the outcome, and its copy while years are stacked [bytes]."""
_PER_ZONE = 1_500
"""Measures of a zone in one year of one future, all stages, and their rows in the table [bytes]."""
_STAFF = 300
"""Numbers of staff and spending in one year of one future: some twenty by stage, and the parts of spending."""
_STOCK = 60_000
"""Staff of one future by age while a year is worked [bytes]."""
_PER_PROJECT = 2_000
"""A project of one future: its process and its dates [bytes]."""

_MEMINFO = Path("/proc/meminfo")
_CGROUP = Path("/sys/fs/cgroup")


def bytes_needed(county: County, plan: Plan, replications: int) -> int:
    """Estimate the peak memory of a run, on the high side [bytes]."""
    return _PROGRAM + replications * _bytes_per_replication(county, plan)


def most_replications(county: County, plan: Plan, free: int) -> int:
    """Most replications of a plan that fit into ``free`` bytes; 0 if none does."""
    return max(free - _PROGRAM, 0) // _bytes_per_replication(county, plan)


def bytes_free(meminfo: Path = _MEMINFO, cgroup: Path = _CGROUP) -> int | None:
    """Memory that this process can still take [bytes]: free memory and swap, or a container's rest; None if unknown."""
    free = [value for value in (_free_of_machine(meminfo), _free_of_group(cgroup)) if value is not None]
    return min(free) if free else None


def _bytes_per_replication(county: County, plan: Plan) -> int:
    years, zones = plan.horizon - county.baseline_year + 1, len(county.zones)
    numbers = 0
    for layout in build_layout(county, plan.projects, 0.0).stages.values():
        units, grades = len(layout.units.school), len(layout.units.grades)
        # Pupils and classes by grade; rooms, borrowed rooms, claims whole and by class, entry rooms and places,
        # entrants, sent elsewhere, over the cap; waiting by zone.
        numbers += units * (2 * grades + 11) + zones * grades
    by_year = _NUMBER * (numbers + _STAFF) + _PER_ZONE * (zones + 1)
    return years * by_year + _STOCK + _PER_PROJECT * len(plan.projects)


def _free_of_machine(meminfo: Path) -> int | None:
    """Available memory and free swap; the whole memory where the system does not tell what is free."""
    try:
        lines = dict(line.split(":", 1) for line in meminfo.read_text(encoding="ascii").splitlines())
        return 1024 * sum(int(lines[name].split()[0]) for name in ("MemAvailable", "SwapFree"))
    except (OSError, ValueError, KeyError):
        pass
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None


def _free_of_group(cgroup: Path) -> int | None:
    """What a container's limit (control groups, version 2) leaves; None without a limit. Cached files can go."""
    try:
        limit = int((cgroup / "memory.max").read_text(encoding="ascii"))
        used = dict(line.split() for line in (cgroup / "memory.stat").read_text(encoding="ascii").splitlines())
        return max(limit - int(used["anon"]), 0)
    except (OSError, ValueError, KeyError):
        return None

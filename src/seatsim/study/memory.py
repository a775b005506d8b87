"""The memory that a run takes, estimated before it starts, and what the machine can give."""

from __future__ import annotations

import os
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from seatsim.domain.county import County
from seatsim.domain.scenario import Plan
from seatsim.model.layout import build_layout

BLOCK = 256
"""Futures that advance together unless asked otherwise: docs/performance.md says why."""
_MOST = 10_000_000
"""More replications than can be asked for."""

# Measured as peak resident memory, all processes added up, of whole runs of combined-plan (105 schools, 14 zones) to
# 2024 (CPython 3.11, Linux), by futures, jobs and block; beside it the estimate:
#   1,000, 1 job, 32: 318 MB (+3 %)      1,000, 1 job, 250: 352 MB (+21 %)     4,000, 1 job, 250: 476 MB (+24 %)
#   1,000, 1 job, 1,000: 517 MB (+48 %)
#   1,000, 2 jobs, 250: 641 MB (+18 %; 298 in the one that tells, 158 in each beside it, 27 in their servers)
#   4,000, 2 jobs, 250: 732 MB (+26 %; 380, 163 and 27)
#   1,000, 1 job, 250, to 2040: 592 MB (+46 %)
# The estimate errs on the side of a block that is too small, which costs little.
# The prices of a future while its block is worked are those of runs with 1 to 315 schools, before there were blocks.
_PROGRAM = 250_000_000
"""Interpreter, libraries and the county in the process that tells and writes [bytes]."""
_WORKER = 110_000_000
"""The same in each process beside it [bytes]."""
_NUMBER = 16
"""A whole number of a block's outcome, and its copy while years are stacked [bytes]."""
_PER_ZONE = 1_500
"""Measures of a zone in one year of one future, all stages, and their columns [bytes]."""
_STAFF = 300
"""Numbers of staff and spending in one year of one future: some twenty by stage, and the parts of spending."""
_STOCK = 60_000
"""Staff of one future by age while a year is worked [bytes]."""
_PER_PROJECT = 2_000
"""A project of one future: its process and its dates [bytes]."""
_ROWS = 1 << 18
"""Rows of the table of replications that are made at a time."""
_PER_ROW = 600
"""Such a row: every measure, as told and as written [bytes]."""
_COLUMN = 24
"""A number of a measure by zone: as read, as in the run, sorted, and as quantiles [bytes]."""
_OF_SCHOOLS = 8
"""A number of a measure by school, which is told year by year [bytes]."""
_HELD = 2_000
"""What is held of every future until the end: flows, variants, what was drawn [bytes]."""

_STATM = Path("/proc/self/statm")
_ADDRESSES, _DATA = 0, 5
"""Places in it of the pages that ``ulimit -v`` and ``ulimit -d`` bound."""
_MEMINFO = Path("/proc/meminfo")
_CGROUP = Path("/sys/fs/cgroup")


def bytes_needed(county: County, plan: Plan, replications: int, jobs: int = 1, block: int = BLOCK) -> int:
    """Estimate the peak memory of a run over all its processes, on the high side [bytes]."""
    return _Prices.of(county, plan).needed(replications, jobs, block)


def most_replications(county: County, plan: Plan, free: int, jobs: int = 1, block: int = BLOCK) -> int:
    """Most replications of a plan that fit into ``free`` bytes; 0 if none does."""
    prices = _Prices.of(county, plan)
    return bisect_right(range(1, _MOST + 1), free, key=lambda count: prices.needed(count, jobs, block))


def block_that_fits(county: County, plan: Plan, replications: int, free: int, jobs: int = 1, block: int = BLOCK) -> int:
    """The largest block of at most ``block`` futures with which a run fits into ``free`` bytes; 0 if none does."""
    prices = _Prices.of(county, plan)
    return bisect_right(range(1, block + 1), free, key=lambda size: prices.needed(replications, jobs, size))


@dataclass(frozen=True)
class _Prices:
    """What a future costs."""

    working: int
    """While its block is worked [bytes]."""
    telling: int
    """While all futures are told [bytes]."""
    rows: int
    """Its rows in the table of replications, of one stage."""

    @classmethod
    def of(cls, county: County, plan: Plan) -> _Prices:
        """Prices of a plan in a county."""
        years, zones = plan.horizon - county.baseline_year + 1, len(county.zones)
        numbers, widest = 0, len(county.register.school_id) + len(plan.projects)
        for layout in build_layout(county, plan.projects, 0.0).stages.values():
            units, grades = len(layout.units.school), len(layout.units.grades)
            # Pupils and classes by grade; rooms, borrowed rooms, claims whole and by class, entry rooms and places,
            # entrants, sent elsewhere, over the cap; waiting by zone.
            numbers += units * (2 * grades + 11) + zones * grades
        by_year = _NUMBER * (numbers + _STAFF) + _PER_ZONE * (zones + 1)
        return cls(
            working=years * by_year + _STOCK + _PER_PROJECT * len(plan.projects),
            telling=years * max(_OF_SCHOOLS * widest, _COLUMN * (zones + 1)) + _HELD,
            rows=years * (zones + 1),
        )

    def needed(self, replications: int, jobs: int, block: int) -> int:
        """Peak memory of all processes [bytes]."""
        program = _PROGRAM + (jobs * _WORKER if jobs > 1 else 0)
        blocks = min(jobs * block, replications) * self.working
        table = min(replications * self.rows, max(_ROWS, self.rows)) * _PER_ROW
        return program + blocks + table + replications * self.telling


def bytes_free(meminfo: Path = _MEMINFO, cgroup: Path = _CGROUP) -> int | None:
    """Memory that this process can still take [bytes]: free memory and swap, or the rest of a container or a limit.

    None if unknown.
    """
    found = (_free_of_machine(meminfo), _free_of_group(cgroup), _free_of_process(_STATM))
    free = [value for value in found if value is not None]
    return min(free) if free else None


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


def _free_of_process(statm: Path) -> int | None:
    """What the limits of this process (``ulimit -v``, ``ulimit -d``) leave; None without one."""
    try:
        import resource
    except ImportError:  # a system without such limits
        return None
    limits = {_ADDRESSES: resource.RLIMIT_AS, _DATA: resource.RLIMIT_DATA}
    most = {place: soft for place, kind in limits.items() if (soft := resource.getrlimit(kind)[0]) >= 0}
    try:
        pages = [int(text) for text in statm.read_text(encoding="ascii").split()] if most else []
        left = [soft - pages[place] * resource.getpagesize() for place, soft in most.items()]
    except (OSError, ValueError, IndexError):
        return min(most.values())
    return max(min(left), 0) if left else None

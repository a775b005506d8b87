"""The block of futures that memory allows, before any work is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import plan_of
from seatsim.inputs.load import Loaded
from seatsim.study import memory
from seatsim.study.memory import BLOCK, block_that_fits, bytes_needed, most_replications

_STUDIES = 3
"""Studies beside a run: causes, latest starts, the best allocation."""


def block_for(loaded: Loaded, jobs: int, block: int | None) -> int | None:
    """The block asked for, or a smaller one than usual where memory is short.

    Raises InvalidInput where nothing fits, before any work is done.
    """
    county, plan, futures = loaded.county, plan_of(loaded.scenario), loaded.scenario.replications
    free, asked = memory.bytes_free(), BLOCK if block is None else block
    jobs = min(jobs, max(-(-futures // asked), _STUDIES))  # no more processes start than there is work for
    needed = bytes_needed(county, plan, futures, jobs, asked)
    if free is None or needed <= free:
        return block
    smaller = 0 if block is not None else block_that_fits(county, plan, futures, free, jobs, asked)
    if smaller:
        return smaller
    most, origin = most_replications(county, plan, free, jobs, block or 1), loaded.origins["replications"]
    less = Phrase("; take fewer --jobs or a smaller --block") if jobs > 1 or (block or 0) > 1 else ""
    told = Phrase("about {:.1f} GB of memory are needed, {:.1f} GB are free{}", needed / 1e9, free / 1e9, less)
    allowed = Phrase("must be at most {:,} here: {}", most, told) if most else told
    raise InvalidInput([Fault(origin.file, origin.line, "replications", str(futures), allowed, "memory")])


def block_for_largest(members: Sequence[Loaded], jobs: int, block: int | None) -> int | None:
    """The same for many counties, of which at most ``jobs`` blocks are worked at a time: the largest one decides.

    What is told of a county needs far less than its block; only rows and totals outlive it.
    """
    largest = max(members, key=lambda member: len(member.county.register.school_id))
    together = jobs * (BLOCK if block is None else block)
    scenario = replace(largest.scenario, replications=min(largest.scenario.replications, together))
    return block_for(replace(largest, scenario=scenario), jobs, block)

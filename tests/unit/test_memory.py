"""The memory that a run takes and what the machine can give."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

import outcomes
from seatsim.api import plan_of
from seatsim.indicators.columns import columns
from seatsim.study.memory import block_that_fits, bytes_free, bytes_needed, most_replications

PLAN = plan_of(outcomes.scenario("plan"))


COUNTY = outcomes.county()


@pytest.mark.parametrize(("jobs", "block"), [(1, 256), (2, 256), (8, 7)])
def test_a_run_needs_little_more_the_more_futures_it_has(jobs: int, block: int) -> None:
    one, two, three = (bytes_needed(COUNTY, PLAN, n, jobs, block) for n in (100_000, 200_000, 300_000))
    assert three - two == two - one > 0
    assert (two - one) / 100_000 < 0.1 * (bytes_needed(COUNTY, PLAN, 2) - bytes_needed(COUNTY, PLAN, 1))
    assert most_replications(COUNTY, PLAN, two, jobs, block) == 200_000
    assert most_replications(COUNTY, PLAN, two - 1, jobs, block) == 199_999
    assert most_replications(COUNTY, PLAN, 1, jobs, block) == 0


def test_processes_and_blocks_cost_memory() -> None:
    needed = [bytes_needed(COUNTY, PLAN, 10_000, jobs, block) for jobs, block in ((1, 10), (1, 256), (2, 256))]
    assert needed == sorted(needed)
    assert bytes_needed(COUNTY, PLAN, 10_000) == needed[1]
    assert bytes_needed(COUNTY, PLAN, 5, 1, 256) == bytes_needed(COUNTY, PLAN, 5, 1, 5)


def test_where_memory_is_short_the_block_is_smaller() -> None:
    for jobs in (1, 4):
        enough, less = (bytes_needed(COUNTY, PLAN, 10_000, jobs, block) for block in (256, 40))
        assert block_that_fits(COUNTY, PLAN, 10_000, enough, jobs) == 256
        assert block_that_fits(COUNTY, PLAN, 10_000, enough - 1, jobs) == 255
        assert block_that_fits(COUNTY, PLAN, 10_000, less, jobs) == 40
        assert block_that_fits(COUNTY, PLAN, 10_000, less, jobs, block=12) == 12
        assert block_that_fits(COUNTY, PLAN, 10_000, 1, jobs) == 0


def test_the_estimate_covers_the_arrays_and_columns_of_a_block() -> None:
    run = outcomes.outcome(replications=50)
    arrays = sum(
        value.nbytes
        for of_stage in run.stages.values()
        for field in fields(of_stage)
        if isinstance(value := getattr(of_stage, field.name), np.ndarray)
    )
    kept = sum(column.nbytes for column in columns(run, COUNTY, PLAN.limits).values())
    assert arrays + kept < bytes_needed(COUNTY, PLAN, 1000, 1, 51) - bytes_needed(COUNTY, PLAN, 1000, 1, 1)


@pytest.mark.parametrize(
    ("limit", "free"),
    [("max", 3 * 1024), ("2000", 500), ("1000", 0), ("999999", 3 * 1024), (None, 3 * 1024)],
)
def test_free_memory_is_the_machines_or_what_the_container_leaves(limit: str | None, free: int, tmp_path: Path) -> None:
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal: 9 kB\nMemAvailable: 2 kB\nSwapFree: 1 kB\n", encoding="ascii")
    (tmp_path / "memory.stat").write_text("anon 1500\nfile 7\n", encoding="ascii")
    if limit is not None:
        (tmp_path / "memory.max").write_text(f"{limit}\n", encoding="ascii")
    assert bytes_free(meminfo, tmp_path) == free


def test_without_a_list_of_free_memory_it_is_all_that_there_is(tmp_path: Path) -> None:
    free = bytes_free(tmp_path / "none", tmp_path)
    assert free is None or free > 2**28

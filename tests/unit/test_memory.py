"""The memory that a run takes and what the machine can give."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

import outcomes
from seatsim.api import plan_of
from seatsim.study.memory import bytes_free, bytes_needed, most_replications

PLAN = plan_of(outcomes.scenario("plan"))


def test_a_run_needs_more_the_more_futures_it_has() -> None:
    county = outcomes.county()
    one, two, three = (bytes_needed(county, PLAN, n) for n in (1000, 2000, 3000))
    assert three - two == two - one > 0
    assert most_replications(county, PLAN, two) == 2000
    assert most_replications(county, PLAN, two - 1) == 1999
    assert most_replications(county, PLAN, 1) == 0


def test_the_estimate_covers_the_arrays_of_an_outcome() -> None:
    run, county = outcomes.outcome(replications=50), outcomes.county()
    arrays = (
        value.nbytes
        for of_stage in run.stages.values()
        for field in fields(of_stage)
        if isinstance(value := getattr(of_stage, field.name), np.ndarray)
    )
    assert sum(arrays) < bytes_needed(county, PLAN, 50) - bytes_needed(county, PLAN, 0)


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

"""What the benchmark of countries measures: time and memory of a process and of those it started, ratios of prices."""

from __future__ import annotations

import sys

import pytest
from p5_country import Prices, Ran, row, run

_WORK = """
import subprocess, sys, time
burn = "import time\\nwhile time.process_time() < 0.8: pass"
held = bytearray(120_000_000)
for at in range(0, len(held), 4096): held[at] = 1
if sys.argv[1] == "child":
    subprocess.run([sys.executable, "-S", "-c", burn])
else:
    exec(burn)
time.sleep(0.3)
"""


@pytest.mark.parametrize("who", ["child", "itself"])
def test_time_and_memory_of_all_processes(who: str) -> None:
    ran = run(sys.executable, "-S", "-c", _WORK, who)
    assert 0.6 < ran.core < 2.5
    assert ran.wall >= 1.0
    assert 110 < ran.peak < 300


def test_a_process_that_fails_is_no_measurement() -> None:
    with pytest.raises(SystemExit, match="failed with 3"):
        run(sys.executable, "-S", "-c", "raise SystemExit(3)")


@pytest.mark.parametrize(
    ("core", "megabytes", "verdict"), [(14, 6_000, "met"), (15, 6_000, "missed"), (14, 6_200, "missed")]
)
def test_prices_by_school_year_without_the_start(core: float, megabytes: float, verdict: str) -> None:
    """10 schools x 20 years for ``core`` - 1 s; the county's 5 schools x 20 years for 5 s alone, 10 s and 0.05 s."""
    told = row(2, 10, Ran(60.0, core, megabytes), Prices(5, 1.0, 5.0, 10.0, 0.05))
    of_county = (core - 1) / 200 / (5 / 100)
    assert f"| {of_county:.2f} × | {of_county / 2:.2f} × | {of_county * 100:.2f} × |" in told
    assert verdict in told
    assert ("**" in told) == (verdict == "missed")

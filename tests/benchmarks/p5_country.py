"""Countries of growing size: ``python tests/benchmarks/p5_country.py [10 100 1000 2850] [--jobs 2]`` (P5).

Every country is generated anew and run as a whole process, one replication to 2040, with the levers of
``combined-plan`` (its projects name schools of the worked county). Core time is that of the process and its workers,
less what it takes to start; memory is what all of them hold together, shared pages once. Beside it the worked county in
the same run: its future alone (read, simulate, measure), and its whole run, whose studies a country does not have.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import country_targets as targets
import numpy as np
from country import country, write_register
from parts import SCENARIO

from seatsim.api import load, plan_of
from seatsim.indicators.columns import columns
from seatsim.inputs.toml_files import read_toml
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

HERE = Path(__file__).parent
YEARS = 20
FUTURES = 1_000
MOST, MOST_MEMORY = 1.3, 6 * 1024
JOB = ("--no-reference", "--quiet", "--json", "--set", "horizon=2040")
_STEP, _LOOKS = 0.05, 400
"""Between two looks at a process, at least [s]; so many looks at a long one, whose looking would cost time else."""
_START = "import seatsim.api, seatsim.running.whole_run, seatsim.results.write, seatsim.inputs.load, polars"


@dataclass(frozen=True)
class Ran:
    """What one process and its workers took."""

    wall: float
    """[s]."""
    core: float
    """Processor time of all of them [s]."""
    peak: float
    """Largest memory of all of them together, shared pages once [MB]."""


def run(*command: str | Path) -> Ran:
    """Run a process to its end, looking at its memory on the way."""
    start = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    peak, core = 0.0, dict[int, float]()
    while process.poll() is None:
        family = list(_family(process.pid))
        peak = max(peak, sum(_memory(each) for each in family))
        # Workers are children of a server that nobody waits for: what they took is told while they are there.
        core |= {each: used for each in family if (used := _core(each))}
        time.sleep(max(_STEP, (time.perf_counter() - start) / _LOOKS))
    if process.returncode:
        raise SystemExit(f"{command} failed with {process.returncode}")
    return Ran(time.perf_counter() - start, sum(core.values()), peak)


def _family(process: int) -> Iterator[int]:
    """A process and all that it started."""
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            names = children.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in names:
            yield from _family(int(child))


def _core(process: int) -> float:
    """Processor time of a process itself [s]; 0 when it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process: int) -> float:
    """Memory of a process, each shared page divided by those who share it [MB]; 0 when it has ended."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024


@dataclass(frozen=True)
class Prices:
    """What the worked county takes in the same run, of one job; start-up is off."""

    schools: int
    """Its schools."""
    start: float
    """What a process takes to start [core s]."""
    alone: float
    """One future: read, simulated, measured [core s]."""
    whole: float
    """The whole run of one replication, studies and results folder included [core s]."""
    many: float | None
    """P1's price: the whole run of 1,000 replications, each [core s]; None where it is left out."""


def alone() -> float:
    """Processor time of one future of the worked county, read, simulated and measured in this process [s]."""
    start = time.process_time()
    found = load(SCENARIO, ["horizon=2040"])
    plan = plan_of(found.scenario)
    outcome = simulate(found.county, plan, found.scenario.uncertainty, Draws(found.scenario.seed), np.arange(1))
    columns(outcome, found.county, plan.limits)
    return time.process_time() - start


def whole(futures: int, folder: Path) -> float:
    """Processor time of the worked county's whole run of so many replications, start-up included [s]."""
    numbers = ("--replications", str(futures), "--jobs", "1", "--out", folder / f"county-{futures}")
    return run(sys.executable, "-m", "seatsim", "run", SCENARIO, *JOB, *numbers).core


def plan_without_projects(county: Path, path: Path) -> None:
    """Write a scenario with the levers of the worked county's plan, for any county."""
    import tomli_w

    file = read_toml(SCENARIO, [])
    assert file is not None
    recruitment = str(SCENARIO.parent / "planned-recruitment.toml")
    head = {"format": 1, "name": "country", "extends": recruitment, "county": str(county), "horizon": 2040}
    path.write_text(tomli_w.dumps({**head, "levers": file.tree["levers"]}), encoding="utf-8")


def of_size(counties: int, folder: Path, jobs: int) -> tuple[int, Ran]:
    """Generate a country of so many counties and run it; its schools, and what it took."""
    schools = round(targets.SCHOOLS * counties / targets.COUNTIES)
    register, scenario = folder / f"register-{counties}", folder / f"country-{counties}.toml"
    write_register(country(counties, schools, seed=1), register)
    plan_without_projects(register, scenario)
    numbers = ("--replications", "1", "--jobs", str(jobs), "--out", folder / f"out-{counties}")
    return schools, run(sys.executable, "-m", "seatsim", "run", scenario, *JOB, *numbers)


def row(counties: int, schools: int, ran: Ran, prices: Prices) -> str:
    """One row of the table."""
    each = (ran.core - prices.start) / (schools * YEARS)
    paid = (prices.alone, prices.whole, prices.many)
    told = " | ".join("–" if p is None else f"{each / (p / (prices.schools * YEARS)):.2f} ×" for p in paid)
    met = each <= MOST * prices.alone / (prices.schools * YEARS) and ran.peak <= MOST_MEMORY
    minutes = f"{ran.wall / 60:.1f} | {ran.core / 60:.1f}"
    verdict = "met" if met else "**missed**"
    return f"| {counties:,} | {schools:,} | {minutes} | {ran.peak:,.0f} | {told} | {verdict} |"


def measured(counties: int, folder: Path, jobs: int, many: float | None) -> str:
    """The row of a country, and the worked county before and after it: a slow hour falls on both."""
    start = median(run(sys.executable, "-c", _START).core for _ in range(3))
    schools_there = len(load(SCENARIO).county.register.school_id)
    alone()  # the first is not warm
    before, first = [alone() for _ in range(3)], whole(1, folder)
    schools, ran = of_size(counties, folder, jobs)
    after, last = [alone() for _ in range(3)], whole(1, folder)
    each = None if many is None else (many - start) / FUTURES
    prices = Prices(schools_there, start, median([*before, *after]), (first + last) / 2 - start, each)
    return row(counties, schools, ran, prices)


def main() -> None:
    """Print the table, row by row."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("counties", nargs="*", type=int, default=[10, 100, 1_000, targets.COUNTIES])
    asked.add_argument("--jobs", type=int, default=2)
    asked.add_argument("--without-p1", action="store_true", help="leave out the run of 1,000 replications")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many = None if options.without_p1 else whole(FUTURES, folder)
        print(
            "| counties | schools | minutes | core minutes | MB | a school-year's core time against the county's future"
            f" alone | its whole run | P1, a replication | ≤ {MOST} ×, ≤ {MOST_MEMORY:,} MB |",
            "|---" * 9 + "|",
            sep="\n",
            flush=True,
        )
        for counties in options.counties:
            print(measured(counties, folder, options.jobs, many), flush=True)


if __name__ == "__main__":
    main()

"""Speed as ratios of one run of this command: ``python tests/benchmarks/ratios.py [P1 P3 …] [--rounds N]``.

Every job is a whole process, start-up and results included, run in turn with what it is compared with; medians of the
rounds, of P8 of ten times as many and 30 at least. P2 and P7 come with P1. P3 and P4 take long.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median

import numpy as np
import simpy
from parts import SCENARIO, WRITING

from seatsim.api import load, plan_of
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

HERE = Path(__file__).parent
JOB = ("--set", "horizon=2040", "--no-reference", "--quiet", "--json")
FUTURES, FEW, MANY, SAMPLE = 1_000, 4_000, 10_000, 20
FEWEST_HELPS = 30
TOLD = ("september", "crowding", "causes", "allocation", "latest_starts", "projects", "posts", "money", "decisions")
"""Blocks of the answers that a whole run has."""


@dataclass(frozen=True)
class Ran:
    """What one process took."""

    wall: float
    """[s]."""
    peak: float
    """Largest memory of it, or of one of its children [MB]."""


def run(*command: str | Path) -> Ran:
    """Run a process to its end."""
    start = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed with {os.waitstatus_to_exitcode(status)}")
    return Ran(time.perf_counter() - start, used.ru_maxrss / 1024)


def county(futures: int, jobs: int = 1) -> Callable[[], Ran]:
    """The county's job with so many futures, whole: a run that left out a part would be no measure of the model."""

    def job() -> Ran:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "plan"
            numbers = ("--replications", str(futures), "--jobs", str(jobs), "--out", out)
            ran = run(sys.executable, "-m", "seatsim", "run", SCENARIO, *JOB, *numbers)
            missing = left_out(out)
            if missing:
                raise SystemExit(f"not on, or not told: {', '.join(missing)}")
            return ran

    return job


def left_out(out: Path) -> list[str]:
    """Parts of the model that are switched off, and blocks of the answers that are not there."""
    scenario = load(SCENARIO).scenario
    sides = (("uncertainty", scenario.uncertainty), ("levers", scenario.levers))
    switches = {f"{s}.{p.name}" for s, parts in sides for p in fields(parts) if hasattr(getattr(parts, p.name), "on")}
    content = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["content"]
    answers = json.loads((out / "answers.json").read_text(encoding="utf-8"))
    return [*sorted(switches - set(content["parts"])), *(block for block in TOLD if not answers.get(block))]


def in_turn(rounds: int, *jobs: Callable[[], Ran]) -> list[list[Ran]]:
    """Run jobs in turn, so that a slow minute of the machine falls on all of them."""
    found: list[list[Ran]] = [[] for _ in jobs]
    for _ in range(rounds):
        for place, job in enumerate(jobs):
            found[place].append(job())
    return found


def wall(ran: Sequence[Ran]) -> float:
    """Median wall time [s]."""
    return median(each.wall for each in ran)


def row(name: str, job: str, goal: tuple[float, str], value: float, form: str = ".1f") -> str:
    """One row of the table: the goal is a most, in the unit that follows it."""
    most, unit = goal
    verdict = "met" if float(f"{value:{form}}") <= most else "**missed**"
    return f"| {name} | {job} | ≤ {most:g} {unit} | {value:{form}} {unit} | {verdict} |"


def p1(rounds: int) -> list[str]:
    """The county against the floor kernel; P2 of the same runs, P7 of one more."""
    runs, floors = in_turn(rounds, county(FUTURES), lambda: run(sys.executable, HERE / "floor_kernel.py"))
    whole, floor = wall(runs), wall(floors)
    command = [sys.executable, str(HERE / "parts.py"), str(FUTURES), "--json"]
    spent = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    alone = sum(spent.get(name, 0.0) for name in ("simulating the futures", "measures of the blocks"))
    return [
        row("P1", f"{FUTURES:,} futures, one job, against the floor kernel", (2.5, "×"), whole / floor),
        f"| – | of P1, simulating and measuring alone | | {whole * alone / spent['all'] / floor:.1f} × | |",
        row("P2", "P1 per future", (5, "ms"), 1e3 * whole / FUTURES, ".0f"),
        row("P7", "writing the results, of P1", (15, "%"), 100 * spent[WRITING] / spent["all"], ".0f"),
    ]


def p3(rounds: int) -> list[str]:
    """Two jobs against one."""
    two, one = in_turn(rounds, county(FEW, 2), county(FEW))
    return [row("P3", f"two jobs against one, {FEW:,} futures", (0.58, "×"), wall(two) / wall(one), ".2f")]


def p4(rounds: int) -> list[str]:
    """Ten times the futures."""
    many, some = in_turn(rounds, county(MANY), county(FUTURES))
    peak, least = (max(each.peak for each in ran) for ran in (many, some))
    return [
        row("P4", f"{MANY:,} futures against {FUTURES:,}: time", (10.5, "×"), wall(many) / wall(some)),
        row("P4", f"the same: peak memory ({least:.0f} MB)", (1.3, "×"), peak / least, ".2f"),
    ]


def p8(rounds: int) -> list[str]:
    """Help against importing click."""
    program = Path(sys.executable).with_name("seatsim")
    words = [program, "--help"] if program.exists() else [sys.executable, "-m", "seatsim", "--help"]
    times = max(10 * rounds, FEWEST_HELPS)
    told, bare = in_turn(times, lambda: run(*words), lambda: run(sys.executable, "-c", "import click"))
    return [row("P8", "`seatsim --help` against `import click`", (1.3, "×"), wall(told) / wall(bare), ".2f")]


def work_done() -> str:
    """What one future holds, counted over the first twenty."""
    loaded, steps, step = load(SCENARIO, ["horizon=2040"]), [0], simpy.Environment.step

    def counted(clock: simpy.Environment) -> None:
        steps[0] += 1
        step(clock)

    simpy.Environment.step = counted  # type: ignore[method-assign,assignment]
    plan, nature = plan_of(loaded.scenario), loaded.scenario.uncertainty
    outcome = simulate(loaded.county, plan, nature, Draws(loaded.scenario.seed), np.arange(SAMPLE))
    simpy.Environment.step = step  # type: ignore[method-assign]
    staff, stages = outcome.staff, outcome.stages.values()
    assert staff is not None
    hired = (staff.hires + staff.outside_hires).sum() / SAMPLE
    allocated = sum(int(stage.entrants[1:].sum()) for stage in stages) / SAMPLE
    seated = sum(int(stage.pupils[1:].sum()) for stage in stages) / SAMPLE
    return (
        f"A future of {len(outcome.years) - 1} years holds {steps[0] / SAMPLE:,.0f} events of builds and posts,"
        f" {hired:,.0f} hires, {allocated:,.0f} entrants allocated to a school and"
        f" {seated:,.0f} pupil-years seated (means of {SAMPLE} futures)."
    )


BENCHMARKS: Mapping[str, Callable[[int], list[str]]] = {"P1": p1, "P3": p3, "P4": p4, "P8": p8}


def main() -> None:
    """Print the work of a future and the table."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("names", nargs="*", default=["P1", "P8"], choices=[*BENCHMARKS], metavar="P1 P3 P4 P8")
    asked.add_argument("--rounds", type=int, default=3)
    options = asked.parse_args()
    print(work_done(), "", "| id | job | goal | measured | |", "|---|---|---|---|---|", sep="\n", flush=True)
    for name in options.names:
        print(*BENCHMARKS[name](options.rounds), sep="\n", flush=True)


if __name__ == "__main__":
    main()

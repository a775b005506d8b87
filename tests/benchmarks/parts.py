"""Where the time of a run goes: ``python tests/benchmarks/parts.py [FUTURES] [--json]``, one job, in this process."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from seatsim import api
from seatsim.results.blocks import BlockFiles
from seatsim.running import tasks, whole_run

SCENARIO = Path(__file__).parents[2] / "scenarios" / "combined-plan.toml"
WRITING = "writing the results folder"
PARTS: tuple[tuple[Any, str, str], ...] = (
    (api, "load", "reading and checking the inputs, reconciling the start"),
    (tasks, "simulate", "simulating the futures"),
    (tasks, "columns", "measures of the blocks"),
    (whole_run, "columns", "measures of the blocks"),
    (BlockFiles, "write", "keeping the blocks"),
    (tasks, "split_by_cause", "causes (20 futures)"),
    (tasks, "latest_starts", "latest starts and costs of delay"),
    (tasks, "best_allocation", "best allocation (20 futures)"),
    (whole_run, "answers", "answers from all futures"),
    (whole_run, "write_results", WRITING),
)


def timed(spent: dict[str, float], name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, whose time is counted."""

    @wraps(function)
    def counted(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - stands for any function
        start = time.perf_counter()
        try:
            return function(*args, **named)
        finally:
            spent[name] = spent.get(name, 0.0) + time.perf_counter() - start

    return counted


def parts(futures: int) -> dict[str, float]:
    """Seconds of every part, of the rest, and of all."""
    spent: dict[str, float] = {}
    for place, name, words in PARTS:
        setattr(place, name, timed(spent, words, getattr(place, name)))
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        out, overrides = Path(folder) / "plan", ["horizon=2040"]
        api.run(SCENARIO, out=out, overrides=overrides, replications=futures, reference=False)
    whole = time.perf_counter() - start
    return {**spent, "the rest": whole - sum(spent.values()), "all": whole}


def main() -> None:
    """Print a table, or one line of JSON."""
    told = parts(int(sys.argv[1]) if sys.argv[1:] else 1_000)
    if "--json" in sys.argv:
        print(json.dumps(told))
        return
    print("| part | share |", "|---|---|", sep="\n")
    for name in dict.fromkeys((*(words for _, _, words in PARTS), "the rest")):
        print(f"| {name} | {100 * told[name] / told['all']:.0f} % |")


if __name__ == "__main__":
    main()

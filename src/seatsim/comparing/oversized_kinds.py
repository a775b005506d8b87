"""Which kinds of schools are oversized: a limit of sizes that kindergartens miss is no failing of primary schools."""

from __future__ import annotations

from collections.abc import Sequence

from seatsim.results.read import Results

_LIKELY = 0.05
"""Share of the futures from which a school counts, in any year after the baseline and in any of the runs."""
_NEEDED = ("schools.csv", "register.csv")


def oversized_kinds(runs: Sequence[Results]) -> dict[str, int]:
    """Schools that are oversized after the baseline, counted by kind, those with most first; empty where not told."""
    kinds: dict[str, str] = {}
    for run in runs:
        if not set(_NEEDED) <= set(run.content["files"]):
            continue
        register, table = run.table("register.csv"), run.table("schools.csv")
        kind_of = dict(zip(register["school_id"], register["kind"], strict=True))
        late = (table["measure"] == "schools_oversized") & (table["year"] > run.years[0]) & (table["mean"] >= _LIKELY)
        kinds |= {school: kind_of[school] for school in table.filter(late)["school_id"] if school in kind_of}
    counts = {kind: list(kinds.values()).count(kind) for kind in kinds.values()}
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))

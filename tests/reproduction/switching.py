"""Section 5.1 of ``docs/method.md``: the share told of each source beside the variance gone without it.

What is told comes from ``answers.json`` of 1,000 futures, what is gone from the replications of that run and of others
with the source switched off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pages import table
from work import Work

from seatsim.indicators.measures import MeasureFrame
from seatsim.indicators.resolution import crowded_pupil_years, peak_and_trough
from seatsim.results.read import Results

Values = npt.NDArray[np.float64]

NAME = "switched-off"
SCENARIO, FUTURES = "combined-plan", ("--replications", "1000")
COMMAND = "seatsim run scenarios/combined-plan.toml --replications 1000, and --set uncertainty.SOURCE.on=false"
HEAD = ("source", "answer", "share told", "variance gone")
_YEAR = 2025


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    words: str
    """What the table calls the source."""
    sources: tuple[str, ...]
    """Its parts in ``answers.json``."""
    off: tuple[str, ...]
    """What is switched off in the other run."""
    answers: Mapping[str, str]
    """Answers and what the table calls them."""
    limit: bool = False
    """In bold: where both methods reach their limit."""


_START = ("start",)
ROWS = (
    Row(
        "crowding of 2020",
        ("crowding_2020",),
        ("crowding_2020",),
        {"crowded_pupil_years": "crowded pupil-years", "crowded_2025": "crowding of 2025"},
    ),
    Row(
        "births, both parts",
        ("births_unpublished", "births_to_come"),
        ("births",),
        {"empty_seats": "empty seats in 2035"},
    ),
    Row(
        "start",
        _START,
        _START,
        {
            "primary_peak": "primary peak",
            "spending": "spending in 2025",
            "crowded_pupil_years": "crowded pupil-years",
        },
    ),
    Row("start", _START, _START, {"crowded_2025": "crowding of 2025", "crowded_2030": "of 2030"}, limit=True),
    Row(
        "migration",
        ("migration",),
        ("migration",),
        {"spending": "spending in 2025", "teachers_short": "teachers short in 2021"},
    ),
    Row("durations", ("projects_due", "projects_to_come"), ("durations",), {"capital": "final capital"}),
    Row(
        "leaving and candidates",
        ("staff_to_date", "staff_to_come"),
        ("leaving", "recruitment"),
        {"teachers_short": "teachers short in 2021"},
    ),
)


def _in(measure: str, stage: str, year: int) -> Callable[[MeasureFrame], Values]:
    return lambda frame: np.asarray(frame.county(measure, stage)[frame.years.index(year)], dtype=np.float64)


ANSWERS: Mapping[str, Callable[[MeasureFrame], Values]] = {
    "crowded_pupil_years": lambda frame: np.asarray(
        crowded_pupil_years(frame, "above_standard", "all", frame.years[-1]), dtype=np.float64
    ),
    "crowded_2025": _in("pupils_above_standard", "all", _YEAR),
    "crowded_2030": _in("pupils_above_standard", "all", 2030),
    "empty_seats": _in("empty_seats", "all", 2035),
    "primary_peak": lambda frame: np.asarray(peak_and_trough(frame, "primary")[0].pupils, dtype=np.float64),
    "spending": _in("spending", "all", _YEAR),
    "teachers_short": _in("teachers_short", "all", 2021),
}
"""How each answer is taken from the replications; the final capital is in ``hand_overs.parquet``."""


def values(work: Work, run: Results, answer: str) -> Values:
    """An answer in every future of a run, shape (replications,)."""
    if answer == "capital":
        table = run.table("hand_overs.parquet").select("replication", "cost")
        costs = table.group_by("replication").sum().sort("replication")
        return np.asarray(costs["cost"].to_numpy(), dtype=np.float64)
    return ANSWERS[answer](work.frame(run))


def told(run: Results, answer: str) -> Mapping[str, float]:
    """Shares of an answer's variance by source, and ``rest``."""
    row = next(row for row in run.answers["rests_on"]["sources"]["answers"] if row["answer"] == answer)
    return {**row["shares"], "rest": row["rest"]}


def made(work: Work) -> str:
    """The table."""
    return table(HEAD, [_cells(row, work) for row in ROWS])


def _cells(row: Row, work: Work) -> tuple[str, ...]:
    base = work.run(SCENARIO, *FUTURES)
    other = work.run(SCENARIO, *FUTURES, *(w for s in row.off for w in ("--set", f"uncertainty.{s}.on=false")))
    shares = [sum(told(base, answer)[source] for source in row.sources) for answer in row.answers]
    gone = [1 - values(work, other, a).var(ddof=1) / values(work, base, a).var(ddof=1) for a in row.answers]
    told_gone = _listed(gone)
    return row.words, "; ".join(row.answers.values()), _listed(shares), f"**{told_gone}**" if row.limit else told_gone


def _listed(shares: list[float]) -> str:
    return "; ".join(f"{share:.2f}" for share in shares)

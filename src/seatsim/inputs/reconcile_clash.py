"""Figures that cannot all hold, and the smallest sets of them whose absence cures it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isfinite

from seatsim.domain.faults import Infeasible
from seatsim.domain.figures import Figure, Narrowing
from seatsim.domain.phrase import Phrase, either, together, word
from seatsim.domain.scenario import BaselineReadings
from seatsim.domain.stages import Stage
from seatsim.inputs.reconcile_rows import soft_row
from seatsim.inputs.reconcile_solve import Solution, solve
from seatsim.inputs.reconcile_terms import Problem, build, number

_MOST_NAMED = 3


@dataclass(frozen=True)
class Clash:
    """Figures that cannot all hold."""

    words: Phrase
    """What is wrong, in words."""
    figures: tuple[str, ...]
    """Figures or sets of figures (``F8.*``) it shows in."""


def attempt(problem: Problem) -> Solution | Clash:
    """Solve, or say what clashes: hard limits without a solution, or residuals beyond ``reconcile.clash``."""
    if problem.total is not None and isfinite(problem.bound):
        cheapest = problem.total * float(problem.cost.min())
        if cheapest > problem.bound:
            return _too_dear(problem.total, cheapest, problem.bound)
    solution = solve(problem)
    limit = number("reconcile.clash")
    names = dict.fromkeys(
        term.figure for term, residual in zip(problem.terms, solution.residuals, strict=True) if abs(residual) > limit
    )
    if names:
        rows = [soft_row(problem, solution, name, {}, {}) for name in names]
        return _too_far(sorted(rows, key=lambda row: -abs(row.residual)))
    if not solution.converged:
        return Clash(
            Phrase("the total (F4) and the spending bound (F7, F8) leave next to no room"), ("F4", "F7", "F8.*")
        )
    return solution


def infeasible(
    clash: Clash, figures: Mapping[str, Figure], readings: BaselineReadings, grades: Mapping[Stage, int]
) -> Infeasible:
    """The error for a clash; names the single figures, else the pairs, without which the rest agrees."""
    groups = _groups(figures, readings)
    cures: list[tuple[str, ...]] = []
    for size in (1, 2):
        cures = cures or [
            names
            for names in combinations(groups, size)
            if _cures((key for name in names for key in groups[name]), figures, readings, grades)
        ]
    if cures:
        said = either(_with(names) for names in cures)
        remedy = Phrase("leaving out {} would cure it", said)
    else:
        remedy = Phrase("leaving out no one or two of them would cure it")
    ids = dict.fromkeys([*clash.figures, *(name for names in cures for name in names)])
    return Infeasible(Phrase("the figures cannot all hold: {}; {}", clash.words, remedy), tuple(ids))


def _with(names: Sequence[str]) -> str:
    """One figure, or two together."""
    one, *other = names
    return Phrase("{} with {}", one, *other) if other else one


def _too_dear(total: float, cheapest: float, bound: float) -> Clash:
    words = Phrase(
        "{:,.0f} pupils (F4) cost at least {:,.0f} × 10^4 yuan ({:.2f}亿元) at the lowest "
        "spending per pupil (F8.*), but F7 allows at most {:,.0f} × 10^4 yuan ({:.2f}亿元)",
        total,
        cheapest,
        cheapest / 1e4,
        bound,
        bound / 1e4,
    )
    return Clash(words, ("F4", "F7", "F8.*"))


def _too_far(rows: list[Narrowing]) -> Clash:
    said = [
        Phrase(
            "{} is {:,.6g} {} and would have to be {:,.4g} ({:+.1f} standard errors)",
            row.figure,
            row.reported,
            word(row.unit),
            row.reconciled,
            row.residual,
        )
        for row in rows[:_MOST_NAMED]
    ]
    if len(rows) > _MOST_NAMED:
        said.append(Phrase("{} more", len(rows) - _MOST_NAMED))
    return Clash(together(said), tuple(row.figure for row in rows))


def _groups(figures: Mapping[str, Figure], readings: BaselineReadings) -> Mapping[str, tuple[str, ...]]:
    """Figures that are left out together, by the name of the set."""
    single = ["F4", "F6.going_on", "F7", "F10.special_pupils"]
    if readings.base_2804 == "intake":
        single.append("F12.base")
    groups: dict[str, tuple[str, ...]] = {name: (name,) for name in single if name in figures}
    for report_row in ("F5", "F8", "PS", "B"):
        if members := tuple(key for key in figures if key.startswith(f"{report_row}.")):
            groups[f"{report_row}.*"] = members
    return groups


def _cures(
    left_out: Iterable[str],
    figures: Mapping[str, Figure],
    readings: BaselineReadings,
    grades: Mapping[Stage, int],
) -> bool:
    rest = {**figures}
    for key in left_out:
        del rest[key]
    return isinstance(attempt(build(rest, readings, grades)), Solution)

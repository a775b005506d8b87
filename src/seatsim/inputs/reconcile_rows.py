"""One row per figure of the reconciliation: how well it fits and which stages it narrows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import exp, isfinite

import numpy as np
import numpy.typing as npt

from seatsim.domain.figures import Figure, Narrowing
from seatsim.domain.stages import Stage
from seatsim.inputs.reconcile_solve import Solution, stage_errors
from seatsim.inputs.reconcile_terms import SPENDING, Problem, Term

Floats = npt.NDArray[np.float64]

_WORTH_NAMING = 0.01


def all_rows(figures: Mapping[str, Figure], problem: Problem, solution: Solution) -> tuple[Narrowing, ...]:
    """Rows of every figure that takes part, the report's own first and in its order."""
    full = stage_errors(problem, solution, every)
    rows = list(_hard_rows(figures, problem, solution, full))
    for name in dict.fromkeys(term.figure for term in problem.terms):
        without = stage_errors(problem, solution, _other_than(name))
        rows.append(soft_row(problem, solution, name, full, without))
    return tuple(sorted(rows, key=_place))


def every(_: Term) -> bool:
    """Keep every statement."""
    return True


def _other_than(name: str) -> Callable[[Term], bool]:
    return lambda term: term.figure != name


def _place(row: Narrowing) -> tuple[int, int]:
    """The report's figures by number, then the province, the births, and what is assumed."""
    group = row.figure.split(".")[0]
    if group[0] == "F":
        return 0, int(group[1:])
    return ("PS", "B", "senior", "baseline", "reconcile").index(group) + 1, 0


def _hard_rows(
    figures: Mapping[str, Figure], problem: Problem, solution: Solution, full: Mapping[Stage, float]
) -> Iterator[Narrowing]:
    """F4 as an equality; F7 and F8 as the two sides of one bound."""
    without = stage_errors(problem, solution, every, total=False)
    yield _hard_row(figures["F4"], float(solution.pupils.sum()), full, without)
    if isfinite(problem.bound):
        unbound = stage_errors(problem, solution, every, bound=False)
        yield _hard_row(figures["F7"], float(problem.cost @ solution.pupils), full, unbound)
        for key in dict.fromkeys(SPENDING.values()):
            yield _hard_row(figures[key], figures[key].value, full, unbound)


def _hard_row(
    figure: Figure, reconciled: float, full: Mapping[Stage, float], without: Mapping[Stage, float]
) -> Narrowing:
    return Narrowing(
        figure=figure.id,
        reported=figure.value,
        reconciled=reconciled,
        unit=figure.unit,
        residual=0.0,
        hard=True,
        kind=figure.kind,
        se_with=_by_name(full),
        se_without=_by_name(without),
        narrows=_narrowed(full, without),
    )


def soft_row(
    problem: Problem,
    solution: Solution,
    name: str,
    full: Mapping[Stage, float],
    without: Mapping[Stage, float],
) -> Narrowing:
    """Row of a figure with a standard error; several statements of one figure share it."""
    at = [i for i, term in enumerate(problem.terms) if term.figure == name]
    term = problem.terms[at[0]]
    misses = solution.residuals[at]
    return Narrowing(
        figure=name,
        reported=term.reported,
        reconciled=_reconciled_figure(term, misses),
        unit=term.unit,
        residual=-float(misses[np.argmax(np.abs(misses))]),
        hard=False,
        kind=term.kind,
        se_with=_by_name(full),
        se_without=_by_name(without),
        narrows=_narrowed(full, without),
    )


def _reconciled_figure(term: Term, misses: Floats) -> float:
    """The figure's own quantity after reconciliation; for smooth cohorts the usual step between two grades."""
    if term.unit == "log":
        return float(np.sqrt(np.mean((misses * term.se) ** 2)))
    return term.reported * exp(float(np.mean(misses)) * term.se)


def _by_name(errors: Mapping[Stage, float]) -> Mapping[str, float]:
    return {str(stage): se for stage, se in errors.items()}


def _narrowed(full: Mapping[Stage, float], without: Mapping[Stage, float]) -> tuple[str, ...]:
    return tuple(stage for stage, se in full.items() if se < without[stage] * (1 - _WORTH_NAMING))

"""From an incomplete report to a starting state: the pupils by stage and grade that the figures allow.

Hard: the total (F4), spending per pupil × pupils within the spending total (F7, F8), nothing negative. Soft,
each with a standard error from the norms ``reconcile.*``: the province's stage shares, smooth cohorts within a
stage and, by F5 and the births, across its boundary, the registered age groups of F5 against the region's births,
the general share of the senior stage, the special school. Statements: ``reconcile_terms``; least squares:
``reconcile_solve``; clashes: ``reconcile_clash``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp, isfinite, sqrt

import numpy as np
import numpy.typing as npt

from seatsim.domain.faults import Fault, InvalidInput
from seatsim.domain.figures import Figure, Reconciled
from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import BaselineReadings
from seatsim.domain.stages import LETTER, Stage
from seatsim.inputs.reconcile_clash import Clash, attempt, infeasible
from seatsim.inputs.reconcile_notes import notes
from seatsim.inputs.reconcile_rows import all_rows, every
from seatsim.inputs.reconcile_solve import Solution, mean_under_bound, spread, stage_errors, under_bound
from seatsim.inputs.reconcile_terms import AGE_STAGES, SPLIT, Problem, build

Floats = npt.NDArray[np.float64]

_NINETY_FIVE = 1.96


@dataclass(frozen=True)
class StageEstimate:
    """What is known of one stage's pupils in the baseline year."""

    stage: Stage
    """Stage."""
    pupils: float
    """Estimate: where the figures agree best [pupils]."""
    drawn: float
    """Mean of the starts drawn: the spending bound cuts off dear ones, so it lies beside the estimate [pupils]."""
    se: float
    """Standard error of the starts drawn [pupils]."""
    low: float
    """Lower end of their 95 % range [pupils]."""
    high: float
    """Upper end of their 95 % range [pupils]."""


def reconcile(figures: Mapping[str, Figure], readings: BaselineReadings, grades: Mapping[Stage, int]) -> Reconciled:
    """Starting state the figures allow, without the table of what each figure tells.

    Raises InvalidInput if a figure that is needed is missing or not above 0, and Infeasible, with the clashing
    figures' ids, if the hard limits have no solution or a residual passes ``reconcile.clash`` standard errors.
    """
    problem, solution = _solved(figures, readings, grades)
    return _reconciled(problem, solution)


def narrowings(figures: Mapping[str, Figure], readings: BaselineReadings, grades: Mapping[Stage, int]) -> Reconciled:
    """The same as ``reconcile`` with one row per figure and what stays undetermined, in words."""
    problem, solution = _solved(figures, readings, grades)
    return replace(
        _reconciled(problem, solution),
        narrowings=all_rows(figures, problem, solution),
        notes=notes(figures, readings, problem.births),
    )


def stage_estimates(reconciled: Reconciled) -> tuple[StageEstimate, ...]:
    """Estimate of each stage of the split; mean, standard error and 95 % range of the starts drawn."""
    centre = mean_of_starts(reconciled)
    covariance = reconciled.factor @ reconciled.factor.T
    covariance = under_bound(covariance, reconciled.mean, reconciled.cost, reconciled.bound)
    found = []
    for stage in SPLIT:
        at = [i for i, cell in enumerate(reconciled.cells) if cell[0] == LETTER[stage]]
        middle = float(centre[at].sum())
        se = sqrt(float(covariance[np.ix_(at, at)].sum()))
        reach = _NINETY_FIVE * se
        pupils = float(reconciled.mean[at].sum())
        found.append(StageEstimate(stage, pupils, middle, se, max(middle - reach, 0.0), middle + reach))
    return tuple(found)


def mean_of_starts(reconciled: Reconciled) -> Floats:
    """Mean of the starts that the spending bound lets through, shape (cells,); sums to the total [pupils]."""
    covariance = reconciled.factor @ reconciled.factor.T
    return mean_under_bound(covariance, reconciled.mean, reconciled.cost, reconciled.bound)


def _solved(
    figures: Mapping[str, Figure], readings: BaselineReadings, grades: Mapping[Stage, int]
) -> tuple[Problem, Solution]:
    if "F4" not in figures:
        missing = Phrase("is needed to split the county's pupils by stage")
        raise InvalidInput([Fault("figures.csv", None, "F4", "", missing, "missing-figure")])
    problem = build(figures, readings, grades)
    solution = attempt(problem)
    if isinstance(solution, Clash):
        raise infeasible(solution, figures, readings, grades)
    if not all(map(isfinite, stage_errors(problem, solution, every).values())):
        open_split = Phrase("with F4 alone the stages are not determined: give PS.*, or B.* and F5")
        raise InvalidInput([Fault("figures.csv", None, "PS.*", "", open_split, "missing-figure")])
    return problem, solution


def _reconciled(problem: Problem, solution: Solution) -> Reconciled:
    registered = {
        str(stage): float(solution.pupils[list(problem.stages[stage])].sum()) / exp(solution.others[at])
        for at, stage in enumerate(AGE_STAGES)
    }
    return Reconciled(
        cells=problem.cells,
        mean=solution.pupils,
        factor=_factor(spread(problem, solution, every, total=True).covariance),
        total=round(solution.pupils.sum()),
        cost=problem.cost,
        bound=problem.bound,
        registered=registered,
        narrowings=(),
        notes=(),
    )


def _factor(covariance: Floats) -> Floats:
    """Square root whose columns sum to 0, so that every start drawn with it keeps the total.

    The last cell's row is minus the sum of the others': the total is the one direction without variance.
    """
    root = np.linalg.cholesky(covariance[:-1, :-1])
    return np.vstack([root, -root.sum(axis=0)])

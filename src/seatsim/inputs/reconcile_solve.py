"""Constrained weighted least squares over the statements, and the standard errors it leaves.

Gauss–Newton in logarithms: pupils stay positive, the total is an equality, and the spending bound becomes one
where it would be passed. Covariances are taken on the null space of the total.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, inf, isfinite, pi, sqrt

import numpy as np
import numpy.typing as npt

from seatsim.domain.stages import Stage
from seatsim.inputs.reconcile_terms import SPLIT, Problem, Term

Floats = npt.NDArray[np.float64]

_MOST_STEPS = 200
_LONGEST_STEP = 0.5
_DONE = 1e-11
_FLAT = 1e-7
_START = 1000.0
_FARTHEST = 25.0


@dataclass(frozen=True)
class Solution:
    """Where the statements agree best."""

    pupils: Floats
    """Estimate, shape (cells,) [pupils]."""
    others: Floats
    """Entry rates and the births' level, shape (others,) [log]."""
    residuals: Floats
    """(model − target) / se, shape (terms,) [standard errors]."""
    converged: bool
    """False when the steps did not settle: the hard limits leave next to nothing."""


def solve(problem: Problem) -> Solution:
    """Best agreement of the statements under the total and the spending bound."""
    free = _descend(problem, bound_active=False)
    if problem.cost @ free.pupils <= problem.bound:
        return free
    return _descend(problem, bound_active=True)


def _descend(problem: Problem, bound_active: bool) -> Solution:
    cells = len(problem.cells)
    unknowns = np.zeros(cells + len(problem.others))
    unknowns[:cells] = np.log(problem.total / cells if problem.total else _START)
    converged = False
    for _ in range(_MOST_STEPS):
        residuals, slopes = _statements(problem.terms, unknowns)
        misses, limits = _equalities(problem, unknowns[:cells], bound_active)
        step = _step(residuals, slopes, misses, _pad(limits, len(unknowns)))
        longest = float(np.max(np.abs(step)))
        unknowns = unknowns + step * min(1.0, _LONGEST_STEP / max(longest, _DONE))
        unknowns[:cells] = np.clip(unknowns[:cells], -_FARTHEST, _FARTHEST)
        if longest < _DONE:
            converged = True
            break
    pupils = np.exp(unknowns[:cells])
    if problem.total is not None:
        pupils *= problem.total / pupils.sum()
    return Solution(pupils, unknowns[cells:], _statements(problem.terms, unknowns)[0], converged)


def _step(residuals: Floats, slopes: Floats, misses: Floats, limits: Floats) -> Floats:
    """Gauss–Newton step that meets the linearised equalities; flat directions stay where they are."""
    onto, along = _ranges(limits)
    # lstsq and not solve: with next to no room the two limits become one
    meet = onto @ np.linalg.lstsq(limits @ onto, -misses, rcond=1e-9)[0]
    rest = np.linalg.lstsq(slopes @ along, -(residuals + slopes @ meet), rcond=1e-9)[0]
    step: Floats = meet + along @ rest
    return step


def _ranges(limits: Floats) -> tuple[Floats, Floats]:
    """Orthonormal bases of the rows' space and of the null space of ``limits`` (rows × unknowns)."""
    basis = np.linalg.qr(limits.T, mode="complete")[0]
    return basis[:, : len(limits)], basis[:, len(limits) :]


def _pad(limits: Floats, width: int) -> Floats:
    return np.hstack([limits, np.zeros((len(limits), width - limits.shape[1]))])


def _equalities(problem: Problem, logs: Floats, bound_active: bool) -> tuple[Floats, Floats]:
    """Misses of the active equalities relative to their size, and their slopes by the logs of the cells."""
    pupils = np.exp(logs)
    misses, slopes = [], []
    if problem.total is not None:
        misses.append(pupils.sum() / problem.total - 1)
        slopes.append(pupils / problem.total)
    if bound_active:
        misses.append(problem.cost @ pupils / problem.bound - 1)
        slopes.append(problem.cost * pupils / problem.bound)
    return np.array(misses), np.array(slopes).reshape(len(misses), len(pupils))


def _statements(terms: Sequence[Term], unknowns: Floats) -> tuple[Floats, Floats]:
    """Residuals in standard errors, shape (terms,), and their slopes, shape (terms, unknowns)."""
    residuals = np.zeros(len(terms))
    slopes = np.zeros((len(terms), len(unknowns)))
    for row, term in enumerate(terms):
        value = 0.0
        for cells, sign in ((term.above, 1.0), (term.below, -1.0)):
            if cells:
                at = list(cells)
                pupils = np.exp(unknowns[at])
                value += sign * float(np.log(pupils.sum()))
                slopes[row, at] += sign * pupils / pupils.sum()
        for other, coefficient in term.others:
            value += coefficient * float(unknowns[other])
            slopes[row, other] += coefficient
        residuals[row] = (value - term.target) / term.se
        slopes[row] /= term.se
    return residuals, slopes


@dataclass(frozen=True)
class Spread:
    """Covariance of the pupils by cell where the statements determine them."""

    covariance: Floats
    """Shape (cells, cells) [pupils²]."""
    flat: Floats
    """Directions that no statement sees, shape (cells, directions) [pupils]."""


def spread(problem: Problem, solution: Solution, keep: Callable[[Term], bool], total: bool) -> Spread:
    """Covariance at the solution with some statements only, and with or without the total."""
    cells = len(problem.cells)
    unknowns = np.concatenate([np.log(solution.pupils), solution.others])
    slopes = _statements([term for term in problem.terms if keep(term)], unknowns)[1]
    row = np.append(solution.pupils, np.zeros(len(solution.others)))[None, :] if total else None
    along = np.eye(len(unknowns)) if row is None else _ranges(row)[1]
    _, sizes, directions = np.linalg.svd(slopes @ along, full_matrices=True)
    seen = np.zeros(len(directions), dtype=bool)
    seen[: len(sizes)] = sizes > _FLAT * sizes[0]
    known = along @ (directions[seen] / sizes[seen[: len(sizes)]][:, None]).T
    flat = along @ directions[~seen].T
    scale = solution.pupils[:, None]
    root = scale * known[:cells]
    return Spread(root @ root.T, scale * flat[:cells])


def under_bound(covariance: Floats, mean: Floats, cost: Floats, bound: float) -> Floats:
    """Covariance of a normal cut off where the pupils cost more than the bound [pupils²].

    Only the direction of the cost shrinks; the factor is the variance of a normal cut off above.
    """
    towards = covariance @ cost
    sd = sqrt(float(cost @ towards))
    if not isfinite(bound) or sd == 0:
        return covariance
    z = float(bound - cost @ mean) / sd
    hazard = _hazard(z)
    cut: Floats = covariance - (z * hazard + hazard**2) * np.outer(towards, towards) / sd**2
    return cut


def mean_under_bound(covariance: Floats, mean: Floats, cost: Floats, bound: float) -> Floats:
    """Mean of the same normal [pupils]."""
    towards = covariance @ cost
    sd = sqrt(float(cost @ towards))
    if not isfinite(bound) or sd == 0:
        return mean
    shifted: Floats = mean - _hazard(float(bound - cost @ mean) / sd) * towards / sd
    return shifted


def _hazard(z: float) -> float:
    """Density over distribution function of the standard normal at ``z``."""
    from scipy.special import ndtr

    return exp(-z * z / 2) / sqrt(2 * pi) / float(ndtr(z))


def stage_errors(
    problem: Problem, solution: Solution, keep: Callable[[Term], bool], total: bool = True, bound: bool = True
) -> Mapping[Stage, float]:
    """Standard error of each stage's pupils [pupils]; infinite where the stage is not determined."""
    found = spread(problem, solution, keep, total)
    covariance = found.covariance
    if bound:
        covariance = under_bound(covariance, solution.pupils, problem.cost, problem.bound)
    errors: dict[Stage, float] = {}
    for stage in SPLIT:
        at = list(problem.stages[stage])
        unseen = float(np.abs(found.flat[at].sum(axis=0)).max(initial=0.0))
        variance = max(float(covariance[np.ix_(at, at)].sum()), 0.0)
        everyone = float(solution.pupils.sum())
        # an error above everybody there is says no more than infinity does
        errors[stage] = inf if unseen > _FLAT * everyone or variance > everyone**2 else sqrt(variance)
    return errors

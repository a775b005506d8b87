"""Error laws of a county from its own history, drawn towards borrowed ones where years are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

from seatsim.demand.error_laws import CellLaw, CommonLaw, EntityLaw, EntryLaw, ErrorLaws, GradeYearLaw
from seatsim.demand.history_ratios import ENTRY_DISCOUNT, GRADE_DISCOUNT, Steps, discounted, logs_of_sums

Floats = npt.NDArray[np.float64]

PRIOR_YEARS = 3.0
"""Years that the borrowed law counts for."""
PRIOR_CELLS = 20.0
"""Cells that the borrowed scale of a grade counts for."""
_PASSES = 4
_LEAST_FREED = 0.1
"""Of a cell that makes most of the means taken off, what is left tells nothing [-]."""


@dataclass(frozen=True)
class _Errors:
    """What a history strayed from itself, split."""

    grade: Floats
    """Error of each step in each year against the years before, all zones together, shape (years, steps) [log]."""
    zone: Floats
    """What a zone's grades share in a year beyond that, shape (zones, years) [log]."""
    cell: Floats
    """What is left, shape (zones, years, steps) [log]."""
    pupils: Floats
    """Pupils behind each cell, NaN where there is no error, same shape [pupils]."""
    freed: Floats
    """Factor by which the means taken off shrank each cell's variance, same shape [-]."""
    zone_freed: Floats
    """The same of what a zone's grades share, shape (zones, years), NaN where there is no error [-]."""


def laws_from_history(steps: Steps, entries: Sequence[Floats], borrowed: ErrorLaws) -> ErrorLaws:
    """Error laws of a county: standard deviations common, by grade, zone and cell, each drawn to ``borrowed``.

    ``steps`` : as ``steps_of`` gives them; the arrays by grade of ``borrowed`` lie along them. ``entries`` : log of
    entrants per registered child by year, one array for each entry grade (``entry_logs``). A law counts as many years
    as it has errors, the borrowed one counts three. What needs a longer history than counties have is borrowed as it
    is: what a shock carries on, the shapes, and how entries wander.
    """
    errors = _errors(steps)
    cell = _cell_law(errors, borrowed.cell)
    noise = _noise_of_sums(errors, cell)
    entity = _entity_law(errors, cell, borrowed.entity)
    grade_year, common = _common_and_grade(errors.grade, noise, borrowed)
    return ErrorLaws(common, grade_year, entity, cell, _entry_law(entries, borrowed.entry))


def drawn(own: float, years: float, borrowed: float) -> float:
    """A variance of so many years and the borrowed one together [log²]."""
    return (PRIOR_YEARS * borrowed + years * max(own, 0.0)) / (PRIOR_YEARS + years)


def one_ahead(logs: Floats, discount: float) -> Floats:
    """Each year against the discounted mean of the years before it, shape (years, ...) [log].

    That mean errs too; the error is divided by what this adds, so that its square is the variance of a year. NaN
    where nothing is known before.
    """
    found = np.full(logs.shape, np.nan)
    for year in range(1, len(logs)):
        weights = discount ** np.arange(year)[::-1, None] * np.isfinite(logs[:year])
        total = weights.sum(axis=0)
        added = np.divide((weights**2).sum(axis=0), total**2, out=np.full(total.shape, np.nan), where=total > 0)
        found[year] = (logs[year] - discounted(logs[:year], discount)) / np.sqrt(1.0 + added)
    return found


def _errors(steps: Steps) -> _Errors:
    """Errors of a history. What a zone always has for itself in a step is no error and is taken off."""
    of_sums = logs_of_sums(steps)
    own = np.log(steps.now / steps.before) - of_sums
    years, zones = np.isfinite(own).sum(axis=1, keepdims=True), np.isfinite(own).sum(axis=0, keepdims=True)
    usable = np.isfinite(own) & (years > 1) & (zones > 1)
    own = np.where(usable, own - _mean(own, steps.before, 1), np.nan)
    pupils = np.where(usable, steps.before, np.nan)
    zone = _mean(own, pupils, 2)
    cell = own - zone
    grades = usable.sum(axis=2, keepdims=True)
    kept = (1.0 - _share(pupils, 0)) * (1.0 - _share(pupils, 1))
    left = kept * (1.0 - _share(pupils, 2))
    known = usable & (grades > 1) & (left > _LEAST_FREED)
    freed = np.where(known, left, np.nan)
    return _Errors(
        one_ahead(of_sums, GRADE_DISCOUNT),
        zone[:, :, 0],
        np.where(known, cell, np.nan),
        np.where(known, pupils, np.nan),
        freed,
        np.where(known.any(axis=2), _mean(np.where(known, kept, np.nan), pupils, 2)[:, :, 0], np.nan),
    )


def _mean(values: Floats, weights: Floats, axis: int) -> Floats:
    """Mean of what is known along one axis, which stays, weighted by pupils; 0 where nothing is known."""
    weight = np.where(np.isnan(values), 0.0, np.nan_to_num(weights))
    total = weight.sum(axis=axis, keepdims=True)
    summed = (weight * np.nan_to_num(values)).sum(axis=axis, keepdims=True)
    found: Floats = np.divide(summed, total, out=np.zeros(total.shape), where=total > 0)
    return found


def _share(pupils: Floats, axis: int) -> Floats:
    """Share of each cell in the sum along an axis: what a mean weighted by pupils takes of its noise per pupil [-]."""
    found: Floats = pupils / np.maximum(np.nansum(pupils, axis=axis, keepdims=True), 1.0)
    return found


def _cell_law(errors: _Errors, borrowed: CellLaw) -> CellLaw:
    """Noise of the cells and the scale of each grade, one given the other; the noise alone is drawn to the borrowed."""
    here = np.isfinite(errors.cell)
    if not here.any():
        return borrowed
    squares = np.where(here, errors.cell**2 / errors.freed, np.nan)
    law = borrowed
    for _ in range(_PASSES):
        law = _fitted(squares, errors.pupils, law)
        over = np.nansum(squares / _variance(law, errors.pupils), axis=(0, 1))
        scale = np.sqrt((PRIOR_CELLS * borrowed.grade_scale**2 + over) / (PRIOR_CELLS + here.sum(axis=(0, 1))))
        law = replace(law, grade_scale=scale)
    years = float(here.any(axis=(0, 2)).sum())
    return replace(
        law,
        variance=drawn(law.variance, years, borrowed.variance),
        per_pupil=drawn(law.per_pupil, years, borrowed.per_pupil),
    )


def _fitted(squares: Floats, pupils: Floats, law: CellLaw) -> CellLaw:
    """Variance of a very large cell and of a pupil by least squares, each square weighed by what ``law`` expects."""
    here = np.isfinite(squares)
    scaled = (squares / law.grade_scale**2)[here]
    rows = np.column_stack((np.ones(scaled.size), 1.0 / pupils[here]))
    weight = 1.0 / np.maximum(_variance(law, pupils[here]), 1e-9)
    found, _ = nnls(rows * weight[:, None], scaled * weight)
    return replace(law, variance=float(found[0]), per_pupil=float(found[1]))


def _variance(law: CellLaw | EntityLaw | EntryLaw, pupils: Floats) -> Floats:
    """Variance of a cell or an entity of so many pupils, before any grade's scale [log²]."""
    large = law.sd**2 if isinstance(law, EntityLaw) else law.variance
    return large + law.per_pupil / np.maximum(pupils, 1.0)


def _noise_of_sums(errors: _Errors, cell: CellLaw) -> Floats:
    """Variance that the cells' own noise leaves in the mean of a year and step, shape (years, steps) [log²]."""
    own = _variance(cell, errors.pupils) * cell.grade_scale**2
    return _of_mean(own, errors.pupils, 0)


def _of_mean(variance: Floats, pupils: Floats, axis: int) -> Floats:
    """Variance of the mean, weighted by pupils, of independent errors; 0 where there is none."""
    weight = np.where(np.isnan(variance), 0.0, np.nan_to_num(pupils))
    total = weight.sum(axis=axis)
    summed = (weight**2 * np.nan_to_num(variance)).sum(axis=axis)
    found: Floats = np.divide(summed, total**2, out=np.zeros(total.shape), where=total > 0)
    return found


def _entity_law(errors: _Errors, cell: CellLaw, borrowed: EntityLaw) -> EntityLaw:
    """The borrowed law times one factor: what zones stray beyond their cells' noise, over what it expects."""
    known, kept = np.isfinite(errors.zone_freed), errors.zone_freed
    if not known.any():
        return borrowed
    noise = _of_mean(_variance(cell, errors.pupils) * cell.grade_scale**2, errors.pupils, 2)
    due = kept * _variance(borrowed, np.nansum(errors.pupils, axis=2))
    expected = float(due[known].sum())
    if expected <= 0:
        return borrowed
    excess = float((errors.zone**2 - kept * noise)[known].sum()) / expected
    factor = drawn(excess, float(known.any(axis=0).sum()), 1.0)
    return replace(borrowed, sd=borrowed.sd * float(np.sqrt(factor)), per_pupil=borrowed.per_pupil * factor)


def _common_and_grade(errors: Floats, noise: Floats, borrowed: ErrorLaws) -> tuple[GradeYearLaw, CommonLaw]:
    """What the steps of a year share, and what a step strays beyond that and its cells' noise."""
    steps = np.isfinite(errors).sum(axis=1)
    whole = steps > 1
    years = float(whole.sum())
    if years == 0:
        return borrowed.grade_year, replace(borrowed.common, freedom=PRIOR_YEARS)
    errors, noise, steps = errors[whole], noise[whole], steps[whole, None]
    common = np.nanmean(errors, axis=1)
    own = (errors - common[:, None]) ** 2 * steps / (steps - 1)
    excess = _known_mean(own - np.where(np.isfinite(errors), noise, np.nan))
    count = np.isfinite(errors).sum(axis=0)
    sd = [np.sqrt(drawn(*each)) for each in zip(excess, count, borrowed.grade_year.sd**2, strict=True)]
    of_steps = float((np.nanmean(own, axis=1) / steps[:, 0]).mean())
    variance = drawn(float((common**2).mean()) - of_steps, years, borrowed.common.sd**2)
    law = CommonLaw(float(np.sqrt(variance)), borrowed.common.carry, PRIOR_YEARS + years)
    return GradeYearLaw(np.array(sd)), law


def _known_mean(values: Floats) -> Floats:
    """Mean over the years of what is known, 0 where nothing is."""
    known = np.isfinite(values).sum(axis=0)
    found: Floats = np.divide(np.nansum(values, axis=0), known, out=np.zeros(known.shape), where=known > 0)
    return found


def _entry_law(entries: Sequence[Floats], borrowed: EntryLaw) -> EntryLaw:
    """The common standard deviation of entries from their own years, the rest as borrowed."""
    errors = [one_ahead(logs[:, None], ENTRY_DISCOUNT)[:, 0] for logs in entries]
    known = np.concatenate([each[np.isfinite(each)] for each in errors]) if errors else np.empty(0)
    if known.size == 0:
        return borrowed
    years = max(float(np.isfinite(each).sum()) for each in errors)
    return replace(borrowed, common_sd=float(np.sqrt(drawn(float((known**2).mean()), years, borrowed.common_sd**2))))

"""Error laws estimated from the replayed errors of past origins."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls
from scipy.special import stdtrit

from seatsim.demand.error_laws import CellLaw, CommonLaw, EntityLaw, EntryLaw, ErrorLaws, GradeYearLaw
from seatsim.demand.known import is_unknown, mean, ratio
from seatsim.demand.replay import LEADS, Replay
from seatsim.demand.shrinkage import NoiseLaw, noise_law

Floats = npt.NDArray[np.float64]

# What is assumed before errors are seen, and what that counts for; fixed on English authorities and the schools of Eau
# Claire, targets up to 2017/18.
PRIOR_YEARS = 3.0
PRIOR_COMMON_SD = 0.003
PRIOR_CARRY = 0.8
PRIOR_STAYS = 0.5
PRIOR_CELLS = 20.0
PRIOR_PAIRS = 20.0
PRIOR_ENTRY_SD = 0.01
ENTRY_KEEP = 0.9
MOST_CARRY = 0.95
_FARTHEST = 6.0
"""Standardised errors are cut here: what lies beyond is an event, not noise."""
_POINTS = 400
_FEW = 100
"""Fewer errors tell a spread but no tails."""


def calibrate(past: Replay, births: tuple[float, float]) -> ErrorLaws:
    """Error laws of the entities from their past errors; ``births`` : spread of a year's change, common and own."""
    cell = _cell_law(past)
    return ErrorLaws(
        common=_common_law(past.common),
        grade_year=_grade_year_law(past, cell),
        entity=_entity_law(past, cell),
        cell=cell,
        entry=_entry_law(past, births),
    )


def by_target(squares: Floats) -> Floats:
    """Mean over the leads of each target year, (origins, leads, ...) to (target years, ...), NaN where there is none.

    The errors of one target from several origins are no errors of several years.
    """
    origins = len(squares)
    targets = np.full((origins + LEADS - 1, LEADS, *squares.shape[2:]), np.nan)
    for lead in range(LEADS):
        targets[lead : lead + origins, lead] = squares[:, lead]
    return mean(targets, 1)


def _common_law(common: Floats) -> CommonLaw:
    squares = by_target(common**2)
    years = float(np.isfinite(squares).sum())
    variance = (PRIOR_YEARS * PRIOR_COMMON_SD**2 + np.nansum(squares)) / (PRIOR_YEARS + years)
    return CommonLaw(float(np.sqrt(variance)), float(carry(common, 0.0, PRIOR_YEARS, (0, 1))), PRIOR_YEARS + years)


def carry(errors: Floats, noise: float, prior: float, axis: tuple[int, ...]) -> Floats:
    """What a year's error keeps in the next, from successive leads of one origin, drawn to the assumed part [-].

    ``errors`` : (origins, leads, ...) [log]; ``noise`` : part of their mean square that is not carried [log²];
    ``prior`` : pairs of errors that the assumed part counts for; ``axis`` : what is pooled.
    """
    product = errors[:, 1:] * errors[:, :-1]
    square = 0.5 * (errors[:, 1:] ** 2 + errors[:, :-1] ** 2) - noise
    pairs = np.isfinite(product).sum(axis)
    found = np.nan_to_num(ratio(np.nansum(product, axis=axis), np.nansum(square, axis=axis)))
    kept: Floats = np.clip((prior * PRIOR_CARRY + pairs * found) / (prior + pairs), 0.0, MOST_CARRY)
    return kept


def renewal(squares: Floats, kept: Floats) -> Floats:
    """Scale of what a later year adds, of the first year's, so that the errors grow with the lead as they did [-].

    ``squares`` : mean square error at each lead, shape (leads, ...), NaN where there is none [log²]; at least what
    keeps the spread the same, and 1 where nothing is known; ``kept`` : what is carried on, shape (...).
    """
    steady = 1.0 - kept**2
    growth = mean(ratio(squares[1:] - kept**2 * squares[:-1], squares[:1]), 0)
    scale: Floats = np.sqrt(np.clip(np.where(is_unknown(growth), 1.0, growth), steady, 1.0))
    return scale


def _cell_law(past: Replay) -> CellLaw:
    """Noise of the cells; the means taken off before have used up a part of it."""
    grades = np.isfinite(past.of_cell).sum(3, keepdims=True)
    errors = past.of_cell * np.sqrt(np.where(grades > 1, grades / np.maximum(grades - 1, 1), np.nan))
    stays = _stays(_cut(errors * np.sqrt(past.expected)))
    errors = errors / np.sqrt(1.0 + stays**2 * np.arange(LEADS)[:, None, None])
    law = noise_law(errors**2, past.expected)
    due = np.where(np.isfinite(errors), law.of(past.expected), np.nan)
    ratios = np.minimum(ratio(errors**2, due), _FARTHEST**2)
    cells = np.isfinite(ratios).sum((0, 1, 2))
    scale = np.sqrt((PRIOR_CELLS + np.nansum(ratios, axis=(0, 1, 2))) / (PRIOR_CELLS + cells))
    return CellLaw(law.variance, law.per_pupil, scale, points(ratio(errors, np.sqrt(due) * scale)), stays)


def _stays(errors: Floats) -> Floats:
    """Part of the first year's error that is found again in the next two of the origin, by grade [-]."""
    product = errors[:, 1:] * errors[:, :1]
    square = np.where(np.isfinite(product), errors[:, :1] ** 2, np.nan)
    pairs = np.isfinite(product).sum((0, 1, 2))
    found = np.nan_to_num(ratio(np.nansum(product, axis=(0, 1, 2)), np.nansum(square, axis=(0, 1, 2))))
    stays: Floats = np.clip((PRIOR_PAIRS * PRIOR_STAYS + pairs * found) / (PRIOR_PAIRS + pairs), 0.0, 1.0)
    return stays


def points(standard: Floats) -> Floats:
    """Up to 400 points of the distribution of standardised errors; of fewer than 100 errors, of a Student t."""
    known = np.sort(standard[np.isfinite(standard)])
    count = min(_POINTS, max(len(known), _FEW))
    places = (np.arange(count) + 0.5) / count
    if len(known) < _FEW:
        return np.asarray(stdtrit(PRIOR_YEARS + 1.0, places), dtype=np.float64)
    shape: Floats = np.quantile(np.clip(known - known.mean(), -_FARTHEST, _FARTHEST), places)
    return shape


def _cell_variance(past: Replay, cell: CellLaw) -> Floats:
    """Variance of each cell by its law, NaN where there is no error [log²]."""
    own = NoiseLaw(cell.variance, cell.per_pupil).of(past.expected) * cell.grade_scale**2
    return np.where(np.isfinite(past.of_cell), own, np.nan)


def _grade_year_law(past: Replay, cell: CellLaw) -> GradeYearLaw:
    """What the grades err beyond the mean of so many cells' own noise."""
    noise = _of_mean(_cell_variance(past, cell), past.expected, 2)
    excess = by_target(past.of_grade**2 - noise)
    years = np.isfinite(excess).sum(0)
    return GradeYearLaw(np.sqrt(np.maximum(np.nansum(excess, axis=0), 0.0) / np.maximum(PRIOR_YEARS + years, 1.0)))


def _entity_law(past: Replay, cell: CellLaw) -> EntityLaw:
    """What the entities err beyond the mean of their cells' own noise."""
    noise = _of_mean(_cell_variance(past, cell), past.expected, 3)
    errors = _cut(past.of_entity)
    pupils = np.where(np.isfinite(errors), np.nansum(past.expected, axis=3), np.nan)
    excess = errors**2 - noise
    kept = carry(errors, float(np.nan_to_num(mean(noise, (0, 1, 2)))), PRIOR_PAIRS, (0, 1, 2))
    at_lead = np.maximum(mean(excess, (0, 2)), 0.0)
    growth = np.nan_to_num(ratio(at_lead, at_lead[:1]), nan=1.0)[:, None]
    law = noise_law(excess * np.nan_to_num(ratio(np.ones(1), growth), nan=1.0), pupils)
    standard = ratio(past.of_entity, np.sqrt(law.of(pupils) * growth + noise))
    again = float(renewal(at_lead, kept))
    return EntityLaw(float(np.sqrt(law.variance)), law.per_pupil, float(kept), points(standard), again)


def _cut(errors: Floats) -> Floats:
    """Errors with the farthest hundredth cut back: openings, closures and wrong counts are events."""
    known = np.abs(errors[np.isfinite(errors)])
    if not len(known):
        return errors
    most = float(np.quantile(known, 0.99))
    return np.clip(errors, -most, most)


def _of_mean(variance: Floats, pupils: Floats, axis: int) -> Floats:
    """Variance of the mean, weighted by pupils, of independent errors."""
    weight = np.where(is_unknown(variance), 0.0, np.nan_to_num(pupils))
    return ratio((weight**2 * np.nan_to_num(variance)).sum(axis), weight.sum(axis) ** 2)


def _entry_law(past: Replay, births: tuple[float, float]) -> EntryLaw:
    """A year's own part, the first level and its wandering of the entries' errors, common and own."""
    common = mean(past.entry, 2, np.nan_to_num(past.entering))
    year, _, start, growth = _parts(common[:, :, None], np.full((*common.shape, 1), np.inf), PRIOR_YEARS)
    own = _parts(_cut(past.entry - common[:, :, None]), past.entering, PRIOR_PAIRS)
    return EntryLaw(
        variance=own[0],
        per_pupil=own[1],
        growth=own[3] ** 0.5,
        common_sd=year**0.5,
        common_growth=growth**0.5,
        keep=ENTRY_KEEP,
        start=own[2] ** 0.5,
        common_start=start**0.5,
        births_common=births[0],
        births_own=births[1],
    )


def _parts(errors: Floats, pupils: Floats, prior: float) -> tuple[float, float, float, float]:
    """Variance of a year, of a pupil, of the first level and of a year's wandering, all at least zero [log²].

    ``errors``, ``pupils`` : (origins, leads, entities). Least squares of the products of the errors of two leads of one
    origin, which a level that stays has in common, and their squares. ``prior`` assumed errors have the spread of the
    first lead, half of it of the year, half of a level that wanders on.
    """
    first = errors[:, 0][np.isfinite(errors[:, 0])]
    spread = (float((first**2).sum()) + PRIOR_YEARS * PRIOR_ENTRY_SD**2) / (len(first) + PRIOR_YEARS)
    rows, values = [], []
    for late in range(LEADS):
        for early in range(late + 1):
            products = errors[:, late] * errors[:, early]
            here = np.isfinite(products)
            same = float(late == early)
            level = ENTRY_KEEP ** (late + early)
            wandering = ENTRY_KEEP ** (late - early) * sum(ENTRY_KEEP ** (2 * year) for year in range(early + 1))
            row = np.tile([same, 0.0, level, wandering], (int(here.sum()), 1))
            row[:, 1] = same / np.maximum(pupils[:, late][here], 1.0)
            assumed = np.array([same, 0.0, level, wandering]) * prior**0.5
            rows += [row, assumed[None]]
            values += [products[here], np.array([(same + wandering) * 0.5 * spread * prior**0.5])]
    found, _ = nnls(np.vstack(rows), np.concatenate(values))
    return float(found[0]), float(found[1]), float(found[2]), float(found[3])

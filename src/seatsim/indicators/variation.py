"""Coefficient of variation between schools: the official measure of evenness (教督〔2017〕6号).

``CV = S / X``, ``S = sqrt(Σ (n_i / N) (x_i − X)²)``, ``x_i = raw_i / n_i``, ``X = Σ raw_i / N``: weighted by pupils,
population form. The composite is the plain mean of the single coefficients. Formula and worked example read at
m.777doc.com/doc-2019910.html and bubsandbeans.com/paper/263358190.html.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.float64] | npt.NDArray[np.int64]


def variation(raw: Numbers, pupils: Numbers, fewest: int = 1) -> Floats:
    """Coefficient of variation over the last axis, shape of the leading axes, which broadcast [coefficient].

    ``raw`` are the amounts of one resource by unit [unit of the resource], NaN where none is on record; ``pupils``
    the pupils of the units [pupils]. Units without an amount and units under ``fewest`` pupils are left out (the
    official rule leaves out teaching points under 50). NaN where no unit is left or the county has nothing of it.
    """
    count, amount = np.broadcast_arrays(np.asarray(pupils, dtype=np.float64), np.asarray(raw, dtype=np.float64))
    counts = (count >= max(fewest, 1)) & ~np.isnan(amount)
    n = np.where(counts, count, 0.0)
    total = n.sum(axis=-1)
    mean = _ratio(np.where(counts, amount, 0.0).sum(axis=-1), total)
    per_pupil = np.where(counts, amount, 0.0) / np.where(counts, count, 1.0)
    squares = (n * (per_pupil - mean[..., None]) ** 2).sum(axis=-1)
    return _ratio(np.sqrt(_ratio(squares, total)), mean)


def _ratio(above: Floats, below: Floats) -> Floats:
    """``above / below``, NaN where ``below`` is 0."""
    found: Floats = np.full(np.broadcast_shapes(above.shape, below.shape), np.nan)
    np.divide(above, below, out=found, where=below != 0)
    return found

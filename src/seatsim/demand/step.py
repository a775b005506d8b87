"""The demand step: the pupils to expect a year on. The simulation and the back-test take the same one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def next_grade(before: Floats, log_ratio: Floats | float, shock: Floats | float = 0.0) -> Floats:
    """Pupils expected in each grade a year after ``before`` sat one grade lower [pupils].

    ``before`` : (..., grades) [pupils]; ``log_ratio`` : log of the progression ratio into the grade [-]; ``shock`` :
    sum of the year's shocks of the cell [log]. They broadcast. NaN stays NaN.
    """
    expected: Floats = before * np.exp(log_ratio + shock)
    return expected


def entry(births: Floats, log_ratio: Floats | float, shock: Floats | float = 0.0) -> Floats:
    """Pupils expected in the first grade, from the births of their year [pupils].

    ``births`` : (...) [children]; ``log_ratio`` : log of entrants per birth [-]; ``shock`` [log]. They broadcast.
    """
    return next_grade(births, log_ratio, shock)


def pulled(step: Floats, usual: Floats, pull: Floats | float) -> Floats:
    """The step drawn towards the usual size: their geometric mean, ``usual`` with weight ``pull`` [pupils].

    For the back-test only: full rooms and catchments pull a school to its usual size, and the simulation has both.
    Where either is not above zero (or NaN) there is nothing to take the mean of, and the step stands.
    """
    both = (step > 0) & (usual > 0)
    towards: Floats = np.divide(usual, step, out=np.ones(np.broadcast_shapes(step.shape, usual.shape)), where=both)
    return step * towards**pull

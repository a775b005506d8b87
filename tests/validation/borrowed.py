"""The error laws that a county without a history borrows, from English authorities up to 2017/18.

    python tests/validation/borrowed.py

They are what the back-test has learnt of england_la at the origin of 2017: from targets up to 2017 only. The laws'
numbers by grade are given as the shipped norms want them: one for grades reached within a school, and a factor for the
grade in which pupils change school.
"""

from collections.abc import Mapping

import numpy as np
from panels import panel

from seatsim.backtesting.origins import LAST_TUNING_YEAR, Origins
from seatsim.demand.error_laws import ErrorLaws

SET, LEADS = "england_la", 5
ENTRY, TRANSFER = 0, 7
"""Grades that pupils enter, and into which they change school."""


def laws() -> ErrorLaws:
    """Laws at the last origin whose errors all lie in the tuning years."""
    authorities = panel(SET)
    return Origins(authorities, None, LEADS).at(LAST_TUNING_YEAR - authorities.first_year).laws


def borrowed(found: ErrorLaws) -> Mapping[str, float]:
    """The laws by key of the norms that take them."""
    within = np.delete(found.cell.grade_scale, (ENTRY, TRANSFER))
    scale = float(np.sqrt(np.mean(within**2)))
    moved, entered = "uncertainty.progression.", "uncertainty.migration."
    return {
        f"{moved}common_sd": found.common.sd,
        f"{moved}common_carry": found.common.carry,
        f"{moved}common_freedom": found.common.freedom,
        f"{moved}zone_sd": found.entity.sd,
        f"{moved}zone_variance": found.entity.per_pupil,
        f"{moved}zone_carry": found.entity.carry,
        f"{moved}cell_sd": float(np.sqrt(found.cell.variance)) * scale,
        f"{moved}cell_variance": found.cell.per_pupil * scale**2,
        f"{moved}transfer_scale": float(found.cell.grade_scale[TRANSFER]) / scale,
        f"{entered}zone_carry": found.entry.keep,
        f"{entered}cell_sd": float(np.sqrt(found.entry.variance)),
        f"{entered}cell_variance": found.entry.per_pupil,
    }


if __name__ == "__main__":
    for key, value in borrowed(laws()).items():
        print(f"{key:40} {value:.5f}")

"""The invented enrolments of ``docs/examples``: eight schools that never were; run as a program it writes them anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.stats import norm

from seatsim.model.streams import Draws

FOLDER = Path(__file__).parents[2] / "docs" / "examples"
SCHOOLS = tuple(f"Example {name}" for name in ("Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Oak"))
YEARS, GRADES, LAG = range(2005, 2025), range(1, 7), 6
_SHARES = np.array([0.22, 0.18, 0.15, 0.13, 0.11, 0.09, 0.07, 0.05])
_DRAWS = Draws(7)


def texts() -> dict[str, str]:
    """The files by name."""
    years = range(YEARS[0] - LAG - len(GRADES), YEARS[-1] + 1)
    bumps = norm.ppf(_DRAWS.uniforms("invented births", ["district"], np.arange(1), year=0, cells=len(years)))[0, 0]
    smooth = [620 + 90 * np.sin((year - 1995) / 5.0) - 6 * (year - 2000) for year in years]
    births = {year: round(float(level + 35 * bump)) for year, level, bump in zip(years, smooth, bumps, strict=True)}
    rows = [f"{school},{year},{grade},{pupils}" for school, year, grade, pupils in _pupils(births)]
    born = [f"Example district,{year},{count}" for year, count in births.items() if year >= YEARS[0] - LAG]
    return {
        "enrolment.csv": "\n".join(["entity,year,grade,value", *rows, ""]),
        "births.csv": "\n".join(["entity,year,births", *born, ""]),
    }


def _pupils(births: dict[int, int]) -> list[tuple[str, int, int, int]]:
    """Cohorts that enter by share of the births and keep all but a few, with noise in both."""
    found = []
    shocks = norm.ppf(_DRAWS.uniforms("invented", SCHOOLS, np.arange(2), year=0, cells=64))
    for place, school in enumerate(SCHOOLS):
        for year in YEARS:
            for grade in GRADES:
                entered = year - (grade - GRADES[0])
                cohort = entered - YEARS[0] + len(GRADES)
                size = _SHARES[place] * births[entered - LAG] * np.exp(0.06 * shocks[0, place, cohort])
                kept = 0.995 ** (grade - 1) * np.exp(0.015 * shocks[1, place, (cohort * 7 + grade) % 64] * (grade > 1))
                found.append((school, year, grade, round(float(size * kept))))
    return found


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in texts().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")

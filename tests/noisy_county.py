"""The little county with years whose grades each stray by a tenth, so that its history gives error laws of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from seatsim.inputs.county import read_county

_LITTLE = Path(__file__).parent / "bad_input" / "county"
_YEARS = range(2012, 2020)


def noisy_county(at: Path) -> Path:
    """The county's folder with eight years of history, all zones alike."""
    folder = at / "little"
    shutil.copytree(_LITTLE, folder)
    county = read_county(folder)
    shocks = np.random.default_rng(3).normal(0.0, 0.1, (len(_YEARS), 6))
    rows = [
        f"{year},{school},P{grade + 1},{round(pupils * np.exp(shocks[place, grade]))},invented"
        for place, year in enumerate(_YEARS)
        for school, grades in zip(county.register.school_id, county.register.pupils["primary"], strict=True)
        if grades.any()
        for grade, pupils in enumerate(grades.tolist())
    ]
    (folder / "history.csv").write_text("\n".join(["year,school_id,grade,pupils,source", *rows, ""]), encoding="utf-8")
    return folder


def scenario_of(folder: Path, text: str = "") -> Path:
    """A scenario of the county beside its folder."""
    path = folder.parent / "own.toml"
    path.write_text(f'format = 1\nname = "own"\ncounty = "{folder.name}"\n{text}', encoding="utf-8")
    return path

"""Frames by hand and little finished runs, for tests of what compares them."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from interrupted import Case
from seatsim.api import run
from seatsim.indicators.measures import MeasureFrame

Values = Mapping[str, Mapping[str, Any]]

WING = """format = 1
name = "wing"
title.zh = "扩建"
title.en = "A new wing"
extends = "base.toml"
[projects.wing]
kind = "extension"
school = "town-primary"
rooms_P = 4
opens = 2022
phase = "idea"
starts = "2020-10"
source = "test"
"""

FACTS: dict[str, Any] = {
    "base": {"title": {"zh": "甲", "en": "A"}, "scenario": "a"},
    "other": {"title": {"zh": "", "en": ""}, "scenario": "b"},
    "horizon": 2035,
    "replications": 500,
    "rooms": "registered",
    "rooms_unknown": 0,
    "seats_assumed": None,
    "empty_seat_cost": None,
}
"""What a verdict is told of the two runs."""


def frame(years: tuple[int, ...], values: Values, zones: tuple[str, ...] = ("all",)) -> MeasureFrame:
    """A frame of what is given: by measure and stage (years, replications) of the county, or with zones behind."""
    told: dict[str, dict[str, npt.NDArray[Any]]] = {}
    for measure, by_stage in values.items():
        arrays = {stage: np.asarray(each) for stage, each in by_stage.items()}
        told[measure] = {stage: each[:, :, None] if each.ndim == 2 else each for stage, each in arrays.items()}
    replications = next(iter(next(iter(told.values())).values())).shape[1]
    return MeasureFrame(years, zones, replications, told, {})


def little_runs(folder: Path) -> Path:
    """Runs of the little county: ``base`` and ``wing`` with 12 futures, ``wing-short`` with 5, ``base-one`` with 1."""
    case = Case.make(folder, horizon=2024)
    scenarios = {"base": case.scenario, "wing": case.scenario.with_name("wing.toml")}
    scenarios["wing"].write_text(WING, encoding="utf-8")
    for name, scenario, replications in (
        ("base", "base", 12),
        ("wing", "wing", 12),
        ("wing-short", "wing", 5),
        ("base-one", "base", 1),
    ):
        run(
            scenarios[scenario],
            out=folder / name,
            overrides=["horizon=2024"],
            replications=replications,
            reference=False,
        )
    return folder


def copied(folder: Path, to: Path, **content: object) -> Path:
    """A copy of a results folder whose manifest says otherwise, and its answers too where they say it."""
    shutil.copytree(folder, to)
    _manifest(to, lambda told: told["content"].update(content))
    retold(to, "answers.json", lambda text: _retold_answers(text, content))
    return to


def retold(folder: Path, name: str, change: Callable[[str], str]) -> None:
    """Change a text file of a results folder as if the run had written it so."""
    path = folder / name
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    _manifest(folder, lambda told: told["content"]["files"].update({name: digest}))


def _retold_answers(text: str, content: Mapping[str, object]) -> str:
    told = json.loads(text)
    both = {key: value for key, value in content.items() if key in told}
    return json.dumps(told | both, ensure_ascii=False) if both else text


def without(folder: Path, name: str) -> None:
    """Make a results folder one that never had a file."""
    (folder / name).unlink()
    _manifest(folder, lambda told: told["content"]["files"].pop(name))


def _manifest(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    change(told)
    path.write_text(json.dumps(told), encoding="utf-8")


def recounted(folder: Path, *measures: str, untold: bool = False) -> None:
    """Make a results folder one whose futures all count 0 of some measures, where told; or tell nothing of them."""
    import polars as pl

    path = folder / "replications.parquet"
    table = pl.read_parquet(path)
    table.with_columns(
        (pl.lit(None).alias(name) if untold else pl.col(name) * 0).cast(table.schema[name]) for name in measures
    ).write_parquet(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    _manifest(folder, lambda told: told["content"]["files"].update({path.name: digest}))


def estimate(mean: float, low: float, high: float) -> dict[str, Any]:
    """A mean with its interval, and a band somewhat wider."""
    return {"mean": mean, "low": low, "high": high, "p10": low - 100, "p50": mean, "p90": high + 100}


def comparison_row(avoided: dict[str, Any], chance: float, same: float = 0.0) -> dict[str, Any]:
    """What a verdict reads of one plan."""
    place = {"measure": "pupils_above_standard", "stage": "all"}
    worse = 1 - chance - same
    shares = {"chance_better": chance, "chance_same": same, "chance_worse": worse}
    never = {"p10": None, "p50": None, "p90": None, "not_by_horizon": 1}
    first = {**place, "limit": "large", "base": never, "other": never | {"p50": 2027}}
    return {
        "avoided": [{**place, "from": 2021, "to": 2035, **avoided, "chance": chance}],
        "measures": [
            {**place, "year": "sum", **shares},
            {**place, "measure": "empty_seats", "year": 2035, "difference": estimate(-300, -310, -290), **shares},
        ],
        "first_year": [{**first, "earlier": 0.8, "same": 0, "later": 0.0, "untold": 0.2}],
        "cost": {
            "capital": estimate(1000, 900, 1100),
            "recurrent": None,
            "per_avoided": {"capital": {"value": 0.5, "low": 0.4, "high": 0.6}, "recurrent": None},
        },
        "differs": [],
    }

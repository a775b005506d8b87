"""Reading a finished results folder: what it says of itself, its answers, tables, and every replication."""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from seatsim.domain.faults import RefusedFolder
from seatsim.domain.limits import Limits
from seatsim.domain.measures import MEASURE, MEASURES
from seatsim.domain.phrase import Phrase
from seatsim.indicators.measures import MeasureFrame, Series
from seatsim.results.columns import TABLES
from seatsim.results.folder import MANIFEST
from seatsim.results.manifest import RESULTS_FORMAT, sha256

if TYPE_CHECKING:
    import polars as pl

_SCENARIO = "scenario.toml"
_PROMISED: Mapping[str, type] = {
    **dict.fromkeys(("seatsim", "scenario", "scenario_digest", "county", "county_digest", "digest"), str),
    **dict.fromkeys(("seed", "replications", "horizon"), int),
    "parts": list,
}
"""What the content of a manifest tells beside its files, and as what."""
_ANSWERED = ("scenario", "county", "seed", "replications", "horizon")
"""What a manifest tells that ``answers.json``, whose digest is checked, tells too."""


@dataclass(frozen=True)
class Results:
    """A finished results folder. Files are read when they are asked for, and only as the run wrote them."""

    folder: Path
    """The folder."""
    content: Mapping[str, Any]
    """``content`` of its manifest, with every key that a run writes."""

    @cached_property
    def answers(self) -> Mapping[str, Any]:
        """What ``answers.json`` holds. Raises RefusedFolder."""
        found = json.loads(self._bytes("answers.json"))
        if not isinstance(found, dict):
            raise RefusedFolder(Phrase("{}: holds no answers", self.folder / "answers.json"))
        return found

    @cached_property
    def scenario(self) -> Mapping[str, Any]:
        """The resolved scenario; its digest leaves paths out, so that it is not checked. Raises RefusedFolder."""
        path = self.folder / _SCENARIO
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise RefusedFolder(Phrase("{}: cannot be read ({})", path, str(error))) from error

    @property
    def years(self) -> tuple[int, ...]:
        """Academic years; the first is the baseline."""
        return tuple(range(self.answers["baseline_year"], self.answers["horizon"] + 1))

    def table(self, name: str) -> pl.DataFrame:
        """A table of the folder with the published types. Raises RefusedFolder, KeyError for an unknown table."""
        import polars as pl

        columns = TABLES[name]
        raw = io.BytesIO(self._bytes(name))
        if name.endswith(".parquet"):
            return pl.read_parquet(raw)
        types = {"string": pl.String, "date": pl.Date, "integer": pl.Int64, "number": pl.Float64}
        return pl.read_csv(raw, schema={column.name: types[column.type] for column in columns})

    def limits(self) -> Limits:
        """The limits the run was judged by."""
        from pydantic import TypeAdapter

        return TypeAdapter(Limits).validate_python(self.answers["limits"])

    def frame(self) -> MeasureFrame:
        """Every measure of every replication; schools are not in it. Raises RefusedFolder."""
        wide = self.table("replications.parquet")
        zones = tuple(wide["zone"].unique(maintain_order=True))
        shape = (self.content["replications"], len(self.years), len(zones))
        by_stage = {str(stage): part for (stage,), part in wide.group_by(["stage"], maintain_order=True)}
        values: dict[str, dict[str, Series]] = {}
        for measure in MEASURES:
            told = {s: by_stage[s][measure.name] for s in measure.stages if s in by_stage}
            values[measure.name] = {
                stage: _series(column, shape, measure.name)
                for stage, column in told.items()
                if column.null_count() < len(column)
            }
        return MeasureFrame(self.years, zones, shape[0], values, {})

    def _bytes(self, name: str) -> bytes:
        """A file as the run wrote it. Raises RefusedFolder where it is missing or was changed."""
        path = self.folder / name
        if name not in self.content["files"]:
            raise RefusedFolder(
                Phrase("{}: has no {}; it was written by an older seatsim, run it again", self.folder, name)
            )
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise RefusedFolder(Phrase("{}: cannot be read ({})", path, error.strerror or str(error))) from error
        if sha256(raw) != self.content["files"][name]:
            raise RefusedFolder(Phrase("{}: was changed after the run; run it again", path))
        return raw


def _series(column: pl.Series, shape: tuple[int, int, int], measure: str) -> Series:
    """One measure as (years, replications, zones), or with the county alone where no zone is told."""
    values = column.to_numpy().reshape(shape)  # nulls become NaN
    moved = np.moveaxis(values, 0, 1)
    if not MEASURE[measure].zones or (shape[2] > 1 and np.isnan(moved[:, :, :-1].astype(float)).all()):
        moved = moved[:, :, -1:]
    if MEASURE[measure].whole and np.isfinite(moved.astype(float)).all():
        moved = moved.astype(np.int32)
    return np.ascontiguousarray(moved)


def read_results(folder: Path) -> Results:
    """A finished results folder. Raises RefusedFolder with the reason where it is none that can be read."""
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        there = folder.exists()
        why = Phrase("no finished results folder (no {})", MANIFEST) if there else Phrase("no such folder")
        raise RefusedFolder(Phrase("{}: {}", folder, why)) from None
    except (OSError, ValueError) as error:
        raise RefusedFolder(Phrase("{}: cannot be read ({})", path, str(error))) from error
    told = found.get("results_format") if isinstance(found, dict) else None
    if told != RESULTS_FORMAT:
        raise RefusedFolder(Phrase("{}: results format {}, this seatsim reads {}", folder, told, RESULTS_FORMAT))
    content = found.get("content")
    if not isinstance(content, dict) or not isinstance(content.get("files"), dict):
        raise RefusedFolder(Phrase("{}: says nothing of its content", path))
    if "counties" in content:
        many = Phrase("holds a run of {} counties, which has no page of its own", content["counties"])
        raise RefusedFolder(Phrase("{}: {}; seatsim run with --county ID works one of them in full", folder, many))
    untold = [key for key, kind in _PROMISED.items() if type(content.get(key)) is not kind]
    if untold:
        raise RefusedFolder(
            Phrase("{}: does not tell its {} as a run of seatsim does; run it again", path, ", ".join(untold))
        )
    results = Results(folder, content)
    if any(results.answers.get(key) != content[key] for key in _ANSWERED):
        raise RefusedFolder(Phrase("{}: was changed after the run; run it again", path))
    return results

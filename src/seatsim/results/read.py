"""Reading a finished results folder: what it says of itself, its answers, tables, and every replication."""

from __future__ import annotations

import io
import json
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from seatsim.domain.faults import RefusedFolder
from seatsim.domain.limits import Limits
from seatsim.domain.measures import MEASURE, MEASURES
from seatsim.domain.phrase import Phrase, reason
from seatsim.indicators.measures import MeasureFrame, Series
from seatsim.inputs.nesting import refuse_depth, refuse_long_keys
from seatsim.inputs.rules import LONGEST_HORIZON
from seatsim.inputs.sizes import MOST_TOML, content_of
from seatsim.results.columns import TABLES, Column
from seatsim.results.disk import why
from seatsim.results.folder import MANIFEST
from seatsim.results.manifest import RESULTS_FORMAT, sha256
from seatsim.results.stored import read_json, read_kept, refuse_flood

if TYPE_CHECKING:
    import polars as pl

MOST_FUTURES = 1_000_000
"""Most replications that a scenario may ask for."""
_SCENARIO = "scenario.toml"
_PROMISED: Mapping[str, type] = {
    **dict.fromkeys(("seatsim", "scenario", "scenario_digest", "county", "county_digest", "digest"), str),
    **dict.fromkeys(("seed", "replications", "horizon"), int),
    "parts": list,
}
"""What the content of a manifest tells beside its files, and as what."""
_MOST_YEARS = 200
"""More years than any run has."""
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
        path = self.folder / "answers.json"
        try:
            found = json.loads(self._bytes("answers.json"))
        except (ValueError, RecursionError) as error:
            raise RefusedFolder(Phrase("{}: cannot be read ({})", path, reason(error))) from error
        if not isinstance(found, dict):
            raise RefusedFolder(Phrase("{}: holds no answers", path))
        return found

    @cached_property
    def scenario(self) -> Mapping[str, Any]:
        """The resolved scenario; its digest leaves paths out, so that it is not checked. Raises RefusedFolder."""
        path = self.folder / _SCENARIO
        try:
            text = content_of(path, MOST_TOML).decode()
            refuse_long_keys(text)
            tree = tomllib.loads(text)
            refuse_depth(tree)
            return tree
        except (OSError, ValueError, RecursionError) as error:
            raise RefusedFolder(Phrase("{}: cannot be read ({})", path, reason(error))) from error

    @property
    def years(self) -> tuple[int, ...]:
        """Academic years; the first is the baseline. Raises RefusedFolder."""
        first, last = self.answers.get("baseline_year"), self.answers.get("horizon")
        if type(first) is not int or type(last) is not int or not 0 < last - first <= _MOST_YEARS:
            raise self._no_run("answers.json")
        return tuple(range(first, last + 1))

    def table(self, name: str) -> pl.DataFrame:
        """A table of the folder with the published types. Raises RefusedFolder, KeyError for an unknown table."""
        import polars as pl

        columns = TABLES[name]
        raw = self._bytes(name)
        try:
            found = _parquet(self.folder / name, raw, columns) if name.endswith(".parquet") else _csv(raw, columns)
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
            raise self._no_run(name) from error
        if found is None:
            raise self._no_run(name)
        return found

    def limits(self) -> Limits:
        """The limits the run was judged by. Raises RefusedFolder."""
        from pydantic import TypeAdapter, ValidationError

        try:
            return TypeAdapter(Limits).validate_python(self.answers.get("limits"))
        except ValidationError as error:
            raise self._no_run("answers.json") from error

    def frame(self) -> MeasureFrame:
        """Every measure of every replication; schools are not in it. Raises RefusedFolder."""
        wide = self.table("replications.parquet")
        zones = tuple(wide["zone"].unique(maintain_order=True))
        shape = (self.content["replications"], len(self.years), len(zones))
        if None in zones or set(wide.group_by("stage").len()["len"]) != {math.prod(shape)}:
            raise self._no_run("replications.parquet")
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

    def _no_run(self, name: str) -> RefusedFolder:
        """That a file, whatever its digest, is none that a run writes."""
        return RefusedFolder(Phrase("{}: is not what a run of this seatsim writes; run it again", self.folder / name))

    def _bytes(self, name: str) -> bytes:
        """A file as the run wrote it. Raises RefusedFolder where it is missing or was changed."""
        path = self.folder / name
        if name not in self.content["files"]:
            raise RefusedFolder(
                Phrase("{}: has no {}; it was written by an older seatsim, run it again", self.folder, name)
            )
        try:
            raw = read_kept(path)
        except (OSError, ValueError) as error:
            words = why(error) if isinstance(error, OSError) else reason(error)
            raise RefusedFolder(Phrase("{}: cannot be read ({})", path, words)) from error
        if sha256(raw) != self.content["files"][name]:
            raise RefusedFolder(Phrase("{}: was changed after the run; run it again", path))
        return raw


def _parquet(path: Path, raw: bytes, columns: Sequence[Column]) -> pl.DataFrame | None:
    """A table in its published columns; None where it has others."""
    import polars as pl

    held_in = io.BytesIO(raw)
    refuse_flood(path, pl.scan_parquet(held_in))
    found = pl.read_parquet(held_in)
    types = {"string": pl.String, "date": pl.Date, "integer": pl.Int32, "number": pl.Float64}
    held = found.schema == {column.name: types[column.type]() for column in columns}
    return found if held else None


def _csv(raw: bytes, columns: Sequence[Column]) -> pl.DataFrame | None:
    """A table in its published columns; None where its header has others."""
    import polars as pl

    header = ",".join(column.name for column in columns)
    if raw[: len(header) + 2].splitlines()[:1] != [header.encode()]:
        return None
    types = {"string": pl.String, "date": pl.Date, "integer": pl.Int64, "number": pl.Float64}
    return pl.read_csv(io.BytesIO(raw), schema={column.name: types[column.type] for column in columns})


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
        found = read_json(path)
    except FileNotFoundError:
        there = folder.exists()
        why = Phrase("no finished results folder (no {})", MANIFEST) if there else Phrase("no such folder")
        raise RefusedFolder(Phrase("{}: {}", folder, why)) from None
    except (OSError, ValueError, RecursionError) as error:
        raise RefusedFolder(Phrase("{}: cannot be read ({})", path, reason(error))) from error
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
    first = results.answers.get("baseline_year")
    years = content["horizon"] - first if type(first) is int else -1
    if not (1 <= content["replications"] <= MOST_FUTURES and 0 <= years <= LONGEST_HORIZON):
        raise RefusedFolder(Phrase("{}: tells numbers that no run has; run it again", path))
    if any(results.answers.get(key) != content[key] for key in _ANSWERED):
        raise RefusedFolder(Phrase("{}: was changed after the run; run it again", path))
    _refuse_other_shape(results)
    return results


def _refuse_other_shape(results: Results) -> None:
    """Raise RefusedFolder where answers, whatever their digest, hold what no run writes: an older one, or a forger."""
    from seatsim.results.answers_shape import wrong

    if (key := wrong(results.answers)) is not None:
        path = results.folder / "answers.json"
        raise RefusedFolder(Phrase("{}: {} is not what a run of this seatsim writes; run it again", path, key))

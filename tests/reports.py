"""Finished runs changed in one thing, with their digests made anew, for tests of what is written from results."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from seatsim import api
from seatsim.results.manifest import sha256

SCENARIOS = Path(__file__).parent.parent / "scenarios"
Rows = list[dict[str, str]]
EVIL = "</script><img src=x onerror=\"document.title='caught'\">\u2028'&\"<b>"
"""A name that tries to be markup, to end a script and to be code."""


def worked_runs(folder: Path) -> dict[str, Path]:
    """The report's plan and its reference in a few futures; the reference is kept beside by the run itself."""
    plan = folder / "combined-plan"
    api.run(SCENARIOS / "combined-plan.toml", out=plan, replications=6, overrides=["horizon=2027"])
    return {"reference": folder / "reference", "combined-plan": plan}


def changed(run: Path, to: Path, files: Mapping[str, Callable[[bytes], bytes]], scenario: str | None = None) -> Path:
    """A copy of a run with some files changed, and another name where one is given."""
    shutil.copytree(run, to, ignore=shutil.ignore_patterns("papers"))
    manifest = json.loads((to / "manifest.json").read_text(encoding="utf-8"))
    for name in dict.fromkeys((*files, *(("answers.json",) if scenario is not None else ()))):
        raw = (to / name).read_bytes()
        raw = files[name](raw) if name in files else raw
        if name == "answers.json" and scenario is not None:
            raw = answers(lambda told: told.update(scenario=scenario))(raw)
        (to / name).write_bytes(raw)
        manifest["content"]["files"][name] = sha256(raw)
    if scenario is not None:
        manifest["content"]["scenario"] = scenario
    (to / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return to


def answers(change: Callable[[dict[str, Any]], None]) -> Callable[[bytes], bytes]:
    """Change of ``answers.json`` in place."""

    def changed_bytes(raw: bytes) -> bytes:
        told = json.loads(raw)
        change(told)
        return json.dumps(told, ensure_ascii=False).encode()

    return changed_bytes


def table(change: Callable[[Rows], Rows]) -> Callable[[bytes], bytes]:
    """Change of the rows of a CSV table."""

    def changed_bytes(raw: bytes) -> bytes:
        reader = csv.DictReader(io.StringIO(raw.decode()))
        rows = change(list(reader))
        text = io.StringIO()
        writer = csv.DictWriter(text, list(reader.fieldnames or []), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue().encode()

    return changed_bytes


def parquet(**columns: float) -> Callable[[bytes], bytes]:
    """Replications with whole columns set to a value where they hold one."""

    def changed_bytes(raw: bytes) -> bytes:
        frame = pl.read_parquet(io.BytesIO(raw))
        set_to = [
            pl.when(pl.col(name).is_null()).then(None).otherwise(value).cast(frame.schema[name]).alias(name)
            for name, value in columns.items()
        ]
        out = io.BytesIO()
        frame.with_columns(set_to).write_parquet(out)
        return out.getvalue()

    return changed_bytes


def moved(place: int) -> dict[str, Callable[[bytes], bytes]]:
    """Changes that move every number of page one and of the tables by a little, otherwise at every place."""
    tables = ("schools.csv", "september.csv", "summary.csv", "teachers.csv", "projects.csv", "causes.csv")
    by_table = {name: table(lambda rows: [_moved_row(row, place) for row in rows]) for name in tables}
    return {**by_table, "answers.json": answers(lambda told: _move(told, place)), "replications.parquet": _more(place)}


def _moved_row(row: dict[str, str], place: int) -> dict[str, str]:
    stays = ("year", "planned", "opens_p10", "opens_p50", "opens_p90", "on_time", "cancelled")
    told = {}
    for name, cell in row.items():
        try:
            number = float(cell)
        except ValueError:
            continue
        if name == "chance":
            told[name] = str(round((number + place / 20) % 1, 3))
        elif name not in stays:
            told[name] = str(round(number + place, 6))
    return row | told


def _move(told: dict[str, Any], place: int) -> None:
    """Add to the statistics of page one, in place; years stay what they are."""
    for key, value in told.items():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                _move(inner, place)
        if key in ("mean", "p10", "p50", "p90") and isinstance(value, int | float) and not 2000 < value < 2100:
            told[key] = value + place


def _more(place: int) -> Callable[[bytes], bytes]:
    """Every whole number of the replications, more by so many."""

    def changed_bytes(raw: bytes) -> bytes:
        frame = pl.read_parquet(io.BytesIO(raw))
        whole = [name for name, kind in frame.schema.items() if kind == pl.Int32 and name not in _KEYS]
        out = io.BytesIO()
        frame.with_columns((pl.col(name) + place).cast(pl.Int32) for name in whole).write_parquet(out)
        return out.getvalue()

    return changed_bytes


_KEYS = ("year", "replication")


def renamed(**values: str) -> Callable[[Rows], Rows]:
    """Every row with some columns set."""
    return lambda rows: [{**row, **values} for row in rows]


def none(rows: Rows) -> Rows:
    """No row at all."""
    return []


def many_schools(run: Path, to: Path, count: int) -> Path:
    """The run with its schools copied under new names until there are at least ``count``."""
    with (run / "register.csv").open(encoding="utf-8", newline="") as file:
        copies = -(-count // sum(1 for _ in csv.DictReader(file)))

    def copied(rows: Rows) -> Rows:
        return [_copy(row, i) for i in range(copies) for row in rows]

    return changed(run, to, {name: table(copied) for name in ("register.csv", "schools.csv", "september.csv")})


def _copy(row: dict[str, str], place: int) -> dict[str, str]:
    name = {"name_zh": f"{row['name_zh']}{place}"} if place and "name_zh" in row else {}
    return row | {"school_id": f"{row['school_id']}-{place}"} | name

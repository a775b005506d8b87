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
    for name, change in files.items():
        raw = change((to / name).read_bytes())
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

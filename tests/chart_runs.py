"""Runs for tests of charts: a hand-made folder, a small real run, and copies of them that differ in one thing."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from seatsim import api
from seatsim.indicators.measures import MeasureFrame
from seatsim.results.read import Results, read_results

SCENARIOS = Path(__file__).parent.parent / "scenarios"


def real_run(out: Path, horizon: int = 2027) -> Results:
    """The report's builds in twenty futures, long enough for kindergartens to rest on continued births."""
    scenario = SCENARIOS / "planned-builds.toml"
    api.run(scenario, out=out, replications=20, reference=False, overrides=[f"horizon={horizon}"])
    return read_results(out)


@dataclass(frozen=True)
class Changed(Results):
    """A run with some of its tables, or its replications, replaced."""

    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    frames: MeasureFrame | None = None

    def table(self, name: str) -> pl.DataFrame:
        """A table, replaced or as written."""
        return self.tables[name] if name in self.tables else super().table(name)

    def frame(self) -> MeasureFrame:
        """The replications, replaced or as written."""
        return super().frame() if self.frames is None else self.frames


def changed(
    run: Results,
    answers: Mapping[str, Any] | None = None,
    tables: Mapping[str, pl.DataFrame] | None = None,
    frame: MeasureFrame | None = None,
    name: str | None = None,
) -> Results:
    """A run told otherwise: some of page one, some tables, its replications, or its name."""
    content = dict(run.content) | ({"scenario": name} if name else {})
    content |= {"replications": frame.replications} if frame else {}
    made = Changed(run.folder, content, tables or {}, frame)
    made.__dict__["answers"] = copy.deepcopy(dict(run.answers)) | dict(answers or {})
    return made


def named(run: Results, name: str, zh: str, en: str) -> Results:
    """The same run under another name."""
    return changed(run, {"scenario": name, "title": {"zh": zh, "en": en}}, name=name)

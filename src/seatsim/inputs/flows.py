"""Outside flows of a set of counties: ``flows.csv``, expected pupils a year from one county to another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seatsim.domain.county import County, OutsideFlow
from seatsim.domain.faults import Fault
from seatsim.domain.phrase import Phrase, word
from seatsim.domain.stages import STAGES, Stage
from seatsim.inputs.tables import Columns, Table, read_table, stands

NAME = "flows.csv"
FLOW_STAGES: tuple[Stage, ...] = tuple(stage for stage in STAGES if stage != "special")
MOST_OF_A_STAGE = 0.1
"""Largest share of a stage's pupils below its last grade that flows may take from a county in a year [share/year].

Far beyond any county known; up to here a county has the pupils whom its neighbours count, whatever chance does."""
_COLUMNS = Columns(("from_county", "to_county", "stage", "pupils", "source"), ("sd",))
_MOST = 1e6
_WIDEST = 2.0


@dataclass(frozen=True)
class Flows:
    """The flows of a set."""

    flows: tuple[OutsideFlow, ...] = ()
    """In file order."""
    table: Table | None = None
    """The file they stand in; None without one."""

    def of(self, county: str) -> tuple[OutsideFlow, ...]:
        """Flows from and to a county, by the names of both ends: no order of rows tells."""
        found = (flow for flow in self.flows if county in (flow.origin, flow.destination))
        return tuple(sorted(found, key=lambda flow: flow.entity))

    def hold(self, counties: Iterable[County], faults: list[Fault]) -> None:
        """Note flows that these counties cannot bear: of a stage with one grade, or of too many of its pupils."""
        known = {county.id: county for county in counties}
        sums: dict[tuple[str, Stage], float] = {}
        for row, flow in enumerate(self.flows):
            for end in (flow.origin, flow.destination):
                if end in known and known[end].grades[flow.stage] < 2:
                    words = Phrase("has one grade in {}: nobody moves in a grade already reached", end)
                    self._fault(row, "stage", flow.stage, words, faults)
            if flow.origin in known:
                most = MOST_OF_A_STAGE * below_last_grade(known[flow.origin], flow.stage)
                key = flow.origin, flow.stage
                before = sums.get(key, 0.0)
                sums[key] = before + flow.pupils
                if before <= most < sums[key]:
                    words = Phrase(
                        "flows of {} from {} must sum to {:g} at most, a tenth of its pupils below the last grade "
                        "(pupils/year)",
                        word(flow.stage),
                        flow.origin,
                        most,
                    )
                    self._fault(row, "pupils", Phrase("{} in all", f"{sums[key]:g}"), words, faults)

    def _fault(self, row: int, column: str, found: str, allowed: Phrase, faults: list[Fault]) -> None:
        assert self.table is not None
        faults.append(Fault(self.table.file, self.table.line(row), column, found, allowed, "rule"))


def below_last_grade(county: County, stage: Stage) -> int:
    """Pupils of a stage who reach another of its grades [pupils]."""
    return int(county.register.pupils[stage][:, :-1].sum())


def read_flows(folder: Path, counties: Collection[str], faults: list[Fault]) -> Flows:
    """Read the flows of a set; none without the file. Faults: ends that are no counties, or one county."""
    if not stands(folder / NAME):
        return Flows()
    before = len(faults)
    table = read_table(folder / NAME, _COLUMNS, faults)
    if table is None:
        return Flows()
    known = dict.fromkeys(counties)
    origins, destinations = (table.choices(name, known, Phrase("county")) for name in ("from_county", "to_county"))
    stages = table.choices("stage", FLOW_STAGES, Phrase("stage"))
    pupils, spread = (
        table.numbers("pupils", Phrase("pupils/year"), _MOST),
        table.numbers("sd", "log", _WIDEST, empty=0.0),
    )
    table.text("source")
    for row, (one, other) in enumerate(zip(origins, destinations, strict=True)):
        if one == other and one:
            table.fault(row, "to_county", other, Phrase("must be another county than from_county"), "itself")
    table.distinct(["from_county", "to_county", "stage"], list(zip(origins, destinations, stages, strict=True)))
    if len(faults) > before:
        return Flows()
    rows = zip(origins, destinations, stages, np.asarray(pupils).tolist(), np.asarray(spread).tolist(), strict=True)
    return Flows(tuple(OutsideFlow(*row) for row in _typed(rows)), table)


def _typed(rows: Iterable[tuple[str, str, str, float, float]]) -> list[tuple[str, str, Stage, float, float]]:
    """Rows whose stage is known."""
    return [(a, b, stage, n, sd) for a, b, name, n, sd in rows for stage in FLOW_STAGES if stage == name]

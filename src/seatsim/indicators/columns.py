"""What every future leaves for the answers, as named columns whose first axis is the replication.

A run works its futures in blocks, keeps each block's columns, and tells its answers from all of them together. What is
the same in every future (years, schools, zones) comes from a pattern: the outcome of the run's first futures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.limits import Limits
from seatsim.domain.outcome import Outcome, PolicyOutcome, ProjectOutcome, SpendingOutcome, StaffOutcome
from seatsim.domain.stages import Stage
from seatsim.indicators.admission_plans import AdmissionPlans, admission_plans
from seatsim.indicators.measures import MeasureFrame, SchoolValues, measure_frames
from seatsim.indicators.september import StageSeptember, coming_september

Array: TypeAlias = npt.NDArray[Any]
Read: TypeAlias = Callable[[str, int, int], Array]
"""Gives a column by name, the replications from one to before another in front."""
Column: TypeAlias = Callable[[str], Array]
"""Gives a column by name, every replication in front."""
T = TypeVar("T")

_AXES: Mapping[type, Mapping[str, int]] = {
    StaffOutcome: {field.name: 1 for field in fields(StaffOutcome)},
    SpendingOutcome: {"parts": 2, "required": 1, "pupils": 1, "pay": 0},
    ProjectOutcome: {"hand_over": 0, "cancelled": 0, "waits": 0, "cost": 0, "paid": 1},
    PolicyOutcome: {"first": 0, "acted": 1},
    StageSeptember: {"entrants": 0, "claims": 0, "known": 0, "waiting": 0},
    AdmissionPlans: {"planned": 1, "by_rooms": 1},
}
"""Axis of the replications in every field that has one."""
_FLOWS = ("junior_leavers", "elsewhere", "left_education")
"""Fields of the outcome itself, with the replications on their second axis."""
_HALF: Mapping[type, type] = {StaffOutcome: np.int32}
"""Whole numbers kept in half the memory: no county has two thousand million teachers."""


@dataclass(frozen=True)
class Told:
    """What the answers and tables of a run are told from."""

    outcome: Outcome
    """The run's outcome without its stages, of which only measures are kept."""
    frame: MeasureFrame
    """Every measure."""
    september: Mapping[Stage, StageSeptember]
    """The coming September by stage."""
    plans: AdmissionPlans
    """Plans of admission."""


def columns(outcome: Outcome, county: County, limits: Limits) -> dict[str, Array]:
    """Columns of some futures of a run, each of shape (replications, ...)."""
    frame = measure_frames(outcome, county, limits)
    found = {name: np.moveaxis(values, 1, 0) for name, values in _by_name(frame)}
    for stage, told in coming_september(outcome).items():
        found |= _fields(told, f"september/{stage}")
        found |= {f"september/{stage}/values/{name}": values for name, values in told.values.items()}
    for part in (*_parts(outcome), admission_plans(outcome, limits)):
        found |= _fields(part, type(part).__name__)
    found |= {f"run/{name}": np.moveaxis(getattr(outcome, name), 1, 0) for name in _FLOWS}
    found["run/crowding_variant"] = np.array(outcome.crowding_variant, dtype="U8")
    return found | {f"draws/{name}": values for name, values in outcome.stored_draws.items()}


@dataclass(frozen=True)
class KeptFrame(MeasureFrame):
    """Measures of a run that are read from its columns each time that they are asked for."""

    known: MeasureFrame
    """Measures of a few futures of the same run."""
    read: Read
    """Gives the columns."""

    def part(self, first: int, last: int) -> MeasureFrame:
        """Measures of the replications from ``first`` to before ``last``."""
        return frame(self.known, self.read, first, last)


def frame(known: MeasureFrame, read: Read, first: int, last: int) -> KeptFrame:
    """Measures of the replications from ``first`` to before ``last``; ``known`` are those of a few futures."""

    def column(name: str) -> Array:
        return _as_in_run(read(name, first, last), 1)

    values = {
        measure: Reading({stage: f"measures/{measure}/{stage}" for stage in by_stage}, column)
        for measure, by_stage in known.values.items()
    }
    schools = {
        stage: _schools_read(stage, some, lambda name: read(name, first, last)) for stage, some in known.schools.items()
    }
    return KeptFrame(known.years, known.zones, last - first, values, schools, known, read)


def told(pattern: Outcome, county: County, limits: Limits, read: Read, replications: int) -> Told:
    """A whole run from its columns.

    ``pattern`` : the outcome of a few futures of the same run. Large columns are read each time that they are asked
    for and are not held, so that memory holds one of them at a time.
    """

    def column(name: str) -> Array:
        return read(name, 0, replications)

    outcome = replace(
        pattern,
        stages={},
        projects=_reading(pattern.projects, column),
        staff=None if pattern.staff is None else _reading(pattern.staff, column),
        spending=None if pattern.spending is None else _reading(pattern.spending, column),
        policies=None if pattern.policies is None else _reading(pattern.policies, column),
        junior_leavers=_as_in_run(column("run/junior_leavers"), 1),
        elsewhere=_as_in_run(column("run/elsewhere"), 1),
        left_education=_as_in_run(column("run/left_education"), 1),
        crowding_variant=tuple(column("run/crowding_variant").tolist()),
        stored_draws={name: column(f"draws/{name}") for name in pattern.stored_draws},
    )
    september = {stage: _coming(stage, some, column) for stage, some in coming_september(pattern).items()}
    plans = _reading(admission_plans(pattern, limits), column)
    return Told(outcome, frame(measure_frames(pattern, county, limits), read, 0, replications), september, plans)


class Reading(Mapping[str, T]):
    """A mapping whose values are read each time that they are asked for."""

    def __init__(self, names: Mapping[str, str], read: Callable[[str], T]) -> None:
        """``names`` : name of the column by key."""
        self._names, self._read = names, read

    def __getitem__(self, key: str) -> T:
        return self._read(self._names[key])

    def __contains__(self, key: object) -> bool:
        return key in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _by_name(frame: MeasureFrame) -> Iterator[tuple[str, Array]]:
    """Measures of the county's zones and of its schools."""
    for measure, by_stage in frame.values.items():
        for stage, series in by_stage.items():
            yield f"measures/{measure}/{stage}", series
    for stage, measures in frame.schools.items():
        for measure, told in measures.items():
            yield f"schools/{measure}/{stage}", told.values


def _schools_read(stage: str, known: Mapping[str, SchoolValues], column: Column) -> Mapping[str, SchoolValues]:
    ids = next(iter(known.values())).schools if known else ()
    return Reading(
        {measure: f"schools/{measure}/{stage}" for measure in known},
        lambda name: SchoolValues(ids, np.moveaxis(column(name), 0, 1)),
    )


def _parts(outcome: Outcome) -> Iterator[object]:
    """Parts of an outcome of which every field is kept."""
    for part in (outcome.staff, outcome.spending, outcome.projects, outcome.policies):
        if part is not None:
            yield part


def _fields(part: object, name: str) -> dict[str, Array]:
    """Columns of the fields that have an axis of replications."""
    half = _HALF.get(type(part))
    found = {f"{name}/{field}": np.moveaxis(getattr(part, field), axis, 0) for field, axis in _AXES[type(part)].items()}
    return {key: values.astype(half) if half and values.dtype.kind == "i" else values for key, values in found.items()}


def _as_in_run(column: Array, axis: int) -> Array:
    """A column with the replications on the ``axis`` on which a run has them."""
    return np.ascontiguousarray(np.moveaxis(column, 0, axis))


def _coming(stage: Stage, pattern: StageSeptember, column: Column) -> StageSeptember:
    """The coming September of one stage in every future."""
    values = Reading({name: f"september/{stage}/values/{name}" for name in pattern.values}, column)
    return _reading(replace(pattern, values=values), column, f"september/{stage}")


def _reading(pattern: T, column: Column, place: str = "") -> T:
    """A part whose fields are read each time that they are asked for; what is the same in every future, the pattern's.

    ``place`` : where its columns are kept; as a rule under its own name.
    """
    kind, axes = type(pattern), _AXES[type(pattern)]
    kept = {
        name: _Kept(f"{place or kind.__name__}/{name}", axis, getattr(pattern, name).dtype, column)
        for name, axis in axes.items()
    }
    part: T = object.__new__(type(f"{kind.__name__}Read", (kind,), kept))
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name not in axes:
            object.__setattr__(part, field.name, getattr(pattern, field.name))
    return part


class _Kept:
    """A field that is read each time that it is asked for; one that has a value of its own is that value."""

    def __init__(self, name: str, axis: int, dtype: np.dtype[Any], column: Column) -> None:
        """``dtype`` : what the run has, where its column is kept in half."""
        self._name, self._axis, self._dtype, self._column = name, axis, dtype, column

    def __get__(self, part: object, kind: type | None = None) -> Array:
        return _as_in_run(self._column(self._name), self._axis).astype(self._dtype, copy=False)

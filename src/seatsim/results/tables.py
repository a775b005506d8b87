"""The tables of a results folder, from measures and outcome to polars frames."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from seatsim.domain.causes import ROWS, TERMS, CauseSplit
from seatsim.domain.county import County
from seatsim.domain.measures import MEASURE, MEASURES
from seatsim.domain.outcome import WAITS, Event, Outcome, ProjectOutcome
from seatsim.domain.scenario import Scenario
from seatsim.domain.stages import STAGES, Stage
from seatsim.indicators.measures import ALL, MeasureFrame, Series
from seatsim.indicators.quantiles import means, percentiles
from seatsim.indicators.september import COLUMNS, FIRST_SIMULATED, StageSeptember, statistics
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.results.columns import names

if TYPE_CHECKING:
    import polars as pl

Row = tuple[str | None, ...]
Ints = npt.NDArray[np.int64]

_PERCENTS = (5, 10, 25, 50, 75, 90, 95)
_DECIMALS = 6
_ROWS_AT_A_TIME = 1 << 18
"""Rows of ``replications.parquet`` made at a time."""
_DRAW_DECIMALS = 9
"""Logs of small shocks need more than other numbers."""


def number(value: float | None) -> str | None:
    """A number as text: whole ones without a point, others to six decimals; None for what is not finite."""
    if isinstance(value, int):
        return str(value)
    if value is None or not math.isfinite(value):
        return None
    text = f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def statistic(value: float) -> str | None:
    """A statistic as text, always with a point: readers that guess types from the first rows see a number."""
    text = number(value)
    return text if text is None or "." in text else f"{text}.0"


def text_frame(table: str, rows: Iterable[Row]) -> pl.DataFrame:
    """A table of texts in the published columns; None is a blank."""
    import polars as pl

    columns = list(zip(*rows, strict=True)) or [()] * len(names(table))
    return pl.DataFrame(
        {name: list(values) for name, values in zip(names(table), columns, strict=True)},
        schema=dict.fromkeys(names(table), pl.String),
    )


def summary_rows(county: str, frame: MeasureFrame) -> Iterator[Row]:
    """Rows of ``summary.csv``: by measure, stage, zone and year."""
    for measure, by_stage in frame.values.items():
        for stage, values in by_stage.items():
            mean, bands = means(values, axis=1), percentiles(values, _PERCENTS, axis=1)
            told = np.asarray(np.isfinite(values).all(axis=1))
            zones = frame.zones if values.shape[2] > 1 else (ALL,)
            for z, zone in enumerate(zones):
                scope = "county" if zone == ALL else "zone"
                for y, year in enumerate(frame.years):
                    if told[y, z]:
                        place = (county, str(year), scope, zone, stage, measure, MEASURE[measure].unit)
                        yield (*place, statistic(mean[y, z]), *map(statistic, bands[:, y, z].tolist()))


def school_rows(county: str, frame: MeasureFrame) -> Iterator[Row]:
    """Rows of ``schools.csv``: by stage, measure, school and year."""
    for stage, measures in frame.schools.items():
        for measure, values in measures.items():
            unit, series = MEASURE[measure].unit, values.statistics()
            for s, school in enumerate(series.schools):
                for y, year in enumerate(frame.years):
                    place = (county, str(year), school, stage, measure, unit)
                    bands = map(statistic, series.bands[:, y, s].tolist())
                    yield (*place, statistic(series.mean[y, s]), *bands, statistic(series.chance[y, s]))


def september_rows(county: str, years: Sequence[int], september: Mapping[Stage, StageSeptember]) -> Iterator[Row]:
    """Rows of ``september.csv``: every school and stage in the coming admission."""
    for stage, told in september.items():
        year = str(years[FIRST_SIMULATED])
        columns = [told.values[column] for column in COLUMNS]
        for unit in np.flatnonzero(told.listed):
            numbers = [statistics(column[:, unit]) for column in columns]
            cells = (number_of[name] for number_of in numbers for name in ("mean", "p10", "p50", "p90"))
            yield (county, year, told.units.school[unit], stage, *(_statistic(cell) for cell in cells))


def _statistic(value: float | None) -> str | None:
    """A statistic as text; None where there is none."""
    return None if value is None else statistic(float(value))


def project_table_rows(county: County, scenario: Scenario, rows: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """Rows of ``projects.csv`` from the answers' projects."""
    register = county.register
    zones = dict(zip(register.school_id, register.zone, strict=True))
    for row in rows:
        project = scenario.projects[row["project"]]
        flat = {
            **row,
            "county": county.id,
            "zone": project.zone or zones.get(project.school),
            **{f"waits_{cause}": row["waits_days"][cause] for cause in WAITS},
            **{f"cost_{name}": value for name, value in row["cost"].items()},
            "source": project.source,
        }
        yield tuple(_cell(flat[name]) for name in names("projects.csv"))


def _cell(value: str | float | None) -> str | None:
    """A value as the text of a cell."""
    return number(value) if isinstance(value, int | float) else value or None


def teacher_rows(county: County, outcome: Outcome) -> Iterator[Row]:
    """The ledger: means over the replications, unrounded, so that rows add up; empty where staff are not followed."""
    staff = outcome.staff
    if staff is None or county.staff is None:
        return
    flows = {name: getattr(staff, name) for name in ("retirements", "leavers", "moves", "hires")}
    flows |= {name: getattr(staff, name) for name in ("talent", "outside_left", "outside_hires")}
    stocks = {
        "closing": staff.filled,
        **{name: getattr(staff, name) for name in ("needed", "approved", "filled", "outside")},
        "vacancies": staff.approved - staff.filled,
        **{name: getattr(staff, name) for name in ("reserve", "temporary", "teachers")},
        "structural": staff.structural,
        "short": staff.short,
        "surplus": staff.surplus,
        "beyond_pupils": staff.beyond_pupils,
    }
    for y, year in enumerate(outcome.years):
        told = {name: values[y] for name, values in stocks.items()}
        if y:
            before = {"opening": staff.filled[y - 1], "outside_opening": staff.outside[y - 1]}
            told |= before | {name: values[y] for name, values in flows.items()}
        kind = county.staff.kind if y == 0 or county.staff.kind == "assumed" else "derived"
        for stage in (*STAGES, ALL):
            place = {"county": county.id, "year": str(year), "stage": stage, "kind": kind}
            row = place | {name: _mean(values, stage) for name, values in told.items()}
            yield tuple(row.get(name) for name in names("teachers.csv"))


def _mean(values: Ints, stage: str) -> str:
    """Mean of a stage, or of the sum over all, with every digit; ``values`` : (replications, stages)."""
    chosen = values.sum(axis=1) if stage == ALL else values[:, STAGES.index(stage)]
    return repr(float(means(chosen)))


def cause_rows(county: str, split: CauseSplit | None) -> Iterator[Row]:
    """Rows of ``causes.csv``: by year, measure and stage the change since the baseline; empty without a split."""
    if split is None:
        return
    first, *later = split.years
    for year in later:
        for measure, stage in ROWS:
            change = split.change((measure, stage), first, year)
            mean, bands = means(change, axis=1), percentiles(change, (10, 50, 90), axis=1)
            for t, term in enumerate(TERMS):
                place = (county, str(year), stage, measure, term, MEASURE[measure].unit)
                yield (*place, statistic(mean[t]), *map(statistic, bands[:, t].tolist()))


def event_rows(county: County, events: Sequence[Event]) -> Iterator[Row]:
    """Rows of ``events.csv``."""
    calendar = AcademicCalendar(county.baseline_year)
    for event in events:
        date = calendar.date(event.day).isoformat()
        yield (county.id, number(event.day), date, event.kind, event.entity or None, event.detail or None)


def replications(county: str, frame: MeasureFrame) -> pl.LazyFrame:
    """Table of every replication, rows by stage, replication, year and zone; null where there is no meaning.

    Made in parts of some replications, so that memory holds one part.
    """
    from polars.io.plugins import register_io_source

    rows = len(frame.years) * len(frame.zones)
    step = max(_ROWS_AT_A_TIME // rows, 1)
    order = names("replications.parquet")

    def parts(*_: object) -> Iterator[pl.DataFrame]:
        for stage in (*STAGES, ALL):
            for first in range(0, frame.replications, step):
                last = min(first + step, frame.replications)
                yield _stage_part(county, frame.part(first, last), stage, first).select(order)

    return register_io_source(parts, schema={name: _type(name) for name in order})


def _type(column: str) -> type[pl.DataType]:
    """Type of a column of ``replications.parquet``."""
    import polars as pl

    types: dict[str, type[pl.DataType]] = {"county": pl.String, "zone": pl.String, "stage": pl.String}
    types |= {"replication": pl.Int32, "year": pl.Int32}
    return types[column] if column in types else pl.Int32 if MEASURE[column].whole else pl.Float64


def _stage_part(county: str, frame: MeasureFrame, stage: str, first: int) -> pl.DataFrame:
    """One stage's rows of some replications, counted from ``first``."""
    import polars as pl

    years, zones, count = len(frame.years), len(frame.zones), frame.replications
    shape = (count, years, zones)
    rows = count * years * zones
    columns: dict[str, Any] = {
        "county": pl.repeat(county, rows, eager=True),
        "replication": np.repeat(np.arange(first, first + count, dtype=np.int32), years * zones),
        "year": np.tile(np.repeat(np.array(frame.years, dtype=np.int32), zones), count),
        "zone": pl.Series(list(frame.zones)).gather(np.tile(np.arange(zones, dtype=np.uint32), count * years)),
        "stage": pl.repeat(stage, rows, eager=True),
    }
    for measure in MEASURES:
        by_stage = frame.values[measure.name]
        if stage in by_stage:
            columns[measure.name] = _column(np.moveaxis(by_stage[stage], 1, 0), shape)
        else:
            columns[measure.name] = pl.repeat(None, rows, dtype=_type(measure.name), eager=True)
    return pl.DataFrame(columns)


def _column(values: Series, shape: tuple[int, int, int]) -> pl.Series:
    """One measure's column; what is told of the county only stands in its row of zone ``all``."""
    import polars as pl

    whole = values.dtype.kind == "i"
    if whole and values.shape[2] == shape[2]:
        return pl.Series(values=values.reshape(-1))
    everywhere = np.full(shape, np.nan)
    everywhere[:, :, -values.shape[2] :] = np.round(values, _DECIMALS) + 0.0
    column = pl.Series(values=everywhere.reshape(-1)).fill_nan(None)
    return column.cast(pl.Int32) if whole else column


def hand_overs(county: County, run: ProjectOutcome) -> pl.LazyFrame:
    """Table of every project in every replication, rows by project and replication."""
    import polars as pl

    count, projects = run.hand_over.shape
    days = run.hand_over.T.reshape(-1)
    opens = opening_years(AcademicCalendar(county.baseline_year), days, np.repeat(run.planned, count))
    columns: dict[str, Any] = {
        "county": pl.repeat(county.id, count * projects, eager=True),
        "replication": np.tile(np.arange(count, dtype=np.int32), projects),
        "project": pl.Series(run.ids, dtype=pl.String).gather(np.repeat(np.arange(projects, dtype=np.uint32), count)),
        "day": pl.Series(values=np.where(np.isfinite(days), days.round(_DECIMALS), np.nan)).fill_nan(None),
        "opens": pl.Series(values=opens).fill_nan(None).cast(pl.Int32),
        "cancelled": run.cancelled.T.reshape(-1).astype(np.int32),
        "cost": run.cost.T.reshape(-1).round(_DECIMALS) + 0.0,
    }
    return pl.LazyFrame(columns)


def opening_years(calendar: AcademicCalendar, days: npt.NDArray[np.float64], planned: Ints) -> npt.NDArray[np.float64]:
    """``calendar.opens_in`` of many days at once, NaN where a day is not finite; all of shape (n,) [academic year]."""
    told = np.isfinite(days)
    if not told.any():
        return np.full(len(days), np.nan)
    first, last = (calendar.date(end).year for end in (days[told].min().item(), days[told].max().item()))
    septembers = np.array([calendar.opening_day(year) for year in range(first, last + 1)])
    # The first September that is not before the day; after the last one, the next year's.
    return np.where(told, np.maximum(first + np.searchsorted(septembers, days), planned), np.nan)


def drawn(county: str, stored: Mapping[str, npt.NDArray[np.float64]], replications: int) -> pl.LazyFrame:
    """Table of what was drawn, one row a replication; null where there was nothing to draw."""
    import polars as pl

    told: dict[str, Any] = {
        "county": pl.repeat(county, replications, eager=True),
        "replication": np.arange(replications, dtype=np.int32),
    }
    nothing = np.full(replications, np.nan)
    for name in names("draws.parquet")[len(told) :]:
        values = np.round(stored.get(name, nothing), _DRAW_DECIMALS) + 0.0
        told[name] = pl.Series(values=values).fill_nan(None)
    return pl.LazyFrame(told)

"""Zones by stage: pupils, seats and who is crowded, in the years that page one tells."""

from __future__ import annotations

from collections.abc import Mapping

from seatsim.domain.milestones import milestones
from seatsim.domain.stages import CLASS_STAGES
from seatsim.language.words import Words
from seatsim.papers.blocks import Block, Cell, Grid, Row, Sentence
from seatsim.papers.runs import Run

_MEASURES = ("pupils", "seats", "pupils_over_seats", "pupils_above_standard")


def told_years(run: Run) -> list[int]:
    """The coming September, the milestones and the horizon."""
    years = run.years
    return sorted({year for year in (years[min(1, len(years) - 1)], *milestones(years[0]), years[-1]) if year in years})


def zones(run: Run, words: Words) -> tuple[Block, ...]:
    """One row a zone and stage; the county stands in the foot."""
    import polars as pl

    years = told_years(run)
    wanted = pl.col("year").is_in(years) & pl.col("measure").is_in(_MEASURES) & pl.col("stage").is_in(CLASS_STAGES)
    table = run.table("summary.csv").filter(wanted)
    told = {
        (zone, stage, measure, year): half
        for zone, stage, measure, year, half in table.select("zone", "stage", "measure", "year", "p50").iter_rows()
    }
    rows = [
        Row((run.zone(zone), words.stage(stage), *_cells(told, zone, stage, years, words)), stage, zone)
        for zone in run.zones
        for stage in CLASS_STAGES
        if any(told.get((zone, stage, measure, year)) for measure in _MEASURES for year in years)
    ]
    foot = [
        Row((words("county_row"), words.stage(stage), *_cells(told, "all", stage, years, words)), stage)
        for stage in CLASS_STAGES
    ]
    heads = [words("zone_head"), words("stage_head"), *(words(f"zone_{name}") for _ in years for name in _MEASURES)]
    groups = [("", 2), *((words.numbers.school_year(year), len(_MEASURES)) for year in years)]
    only = [Sentence(words("one_zone"))] if len(run.zones) < 2 else []
    grid = Grid(
        words("zones_caption"), heads, rows, words("zones_empty"), (0, 1), groups, foot if rows else (), css="zones"
    )
    return (*only, grid, Sentence(words("zones_note"), "note"))


def _cells(
    told: Mapping[tuple[str, str, str, int], float | None], zone: str, stage: str, years: list[int], words: Words
) -> list[Cell]:
    """Medians; who is over seats or crowded stands out."""
    cells = []
    for year in years:
        for name in _MEASURES:
            value = told.get((zone, stage, name, year))
            loud = name in _MEASURES[2:] and bool(value)
            cells.append(Cell(words.numbers.count(value), "loud" if loud else "first" if name == "pupils" else ""))
    return cells

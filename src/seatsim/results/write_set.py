"""Writing a run of many counties into its results folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seatsim.domain.scenario import Scenario
from seatsim.indicators.county_sheet import CROSSED
from seatsim.indicators.measures import ALL, MeasureFrame
from seatsim.results import set_tables, tables
from seatsim.results.columns import SET_TABLES, descriptor
from seatsim.results.folder import MANIFEST, RunFolder
from seatsim.results.manifest import RunFacts, SetContent, scenario_digest, set_manifest
from seatsim.results.set_files import SetFiles
from seatsim.results.write import not_written, scenario_text, write_bytes, write_json, write_parquet

if TYPE_CHECKING:
    import polars as pl


def write_set(
    folder: RunFolder,
    *,
    scenario: Scenario,
    tree: Mapping[str, Any],
    content: SetContent,
    frame: MeasureFrame,
    answers: Mapping[str, Any],
    files: SetFiles,
    total_outside: tuple[tables.Row, ...],
    run: RunFacts,
) -> Path:
    """Write a run of many counties whole or not at all, as ``write_results`` does one county's.

    ``tree`` : what the scenario states itself; ``total_outside`` : rows of ``outside.csv`` of all counties together.
    Raises RefusedFolder.
    """

    def counties() -> Iterator[pl.DataFrame]:
        return files.rows(content.counties)

    try:
        draft = folder.new_draft()
        outside = (*total_outside, *set_tables.outside_rows(counties())) if total_outside else ()
        texts = {"summary.csv": set_tables.total_rows(frame), set_tables.OUTSIDE: outside}
        digests = {
            name: write_bytes(draft / name, tables.text_frame(name, rows).write_csv().encode())
            for name, rows in texts.items()
        }
        digests[set_tables.COUNTIES] = write_parquet(draft / set_tables.COUNTIES, set_tables.lazy(counties))
        digests["answers.json"] = write_bytes(draft / "answers.json", write_json(answers).encode())
        package = write_json(descriptor(f"seatsim-{scenario.name}", SET_TABLES))
        digests["datapackage.json"] = write_bytes(draft / "datapackage.json", package.encode())
        text = scenario_text(tree, Path(scenario.county), folder.out, content.digest)
        write_bytes(draft / "scenario.toml", text.encode())
        digests["scenario.toml"] = scenario_digest(tree, content.digest)
        told = set_manifest(scenario, content, tree, digests, run)
        write_bytes(draft / MANIFEST, write_json(told).encode())
        folder.publish()
    except OSError as error:
        raise not_written(folder, error) from error
    return folder.out


def crossed_in_all(means: Mapping[tuple[str, str], Any], years: tuple[int, ...]) -> tuple[tables.Row, ...]:
    """Rows of ``outside.csv`` of all counties together; ``means`` : by part and stage, shape (years,)."""
    stages = dict.fromkeys(stage for _, stage in means)
    return tuple(
        (ALL, str(year), stage, *(tables.statistic(float(means[name, stage][place])) for name in CROSSED))
        for stage in stages
        for place, year in enumerate(years)
        if any(means[name, stage][place] > 0 for name in CROSSED)
    )

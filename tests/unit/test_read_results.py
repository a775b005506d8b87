"""A finished folder is read as it was written, and refused with the reason where it is none."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from test_results import write

import outcomes
from seatsim.domain.faults import RefusedFolder
from seatsim.indicators.measures import SchoolValues, measure_frames
from seatsim.results.columns import TABLES
from seatsim.results.places import figure_rows
from seatsim.results.read import read_results


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A results folder; read only."""
    return write(tmp_path_factory.mktemp("finished") / "plan")


def test_the_frame_comes_back(tmp_path: Path) -> None:
    """Every measure of every replication, whole numbers bit for bit and the others to the six decimals written."""
    read = read_results(write(tmp_path / "plan"))
    whole = measure_frames(outcomes.outcome(), outcomes.county(), read.limits())
    found = read.frame()
    assert (found.years, found.zones, found.replications) == (whole.years, whole.zones, whole.replications)
    compared = 0
    for measure, by_stage in whole.values.items():
        for stage, values in by_stage.items():
            if np.isnan(values.astype(float)).all():
                assert stage not in found.values[measure]
                continue
            assert found.values[measure][stage].shape == values.shape, (measure, stage)
            np.testing.assert_allclose(found.values[measure][stage], values, atol=1e-6, err_msg=f"{measure}/{stage}")
            compared += 1
    assert compared > 100


def test_every_table_has_the_published_types(tmp_path: Path) -> None:
    read = read_results(write(tmp_path / "plan"))
    kinds = {"string": pl.String, "date": pl.Date, "integer": pl.Int64, "number": pl.Float64}
    for name, columns in TABLES.items():
        table = read.table(name)
        assert table.columns == [column.name for column in columns]
        if name.endswith(".csv"):
            assert dict(table.schema) == {column.name: kinds[column.type] for column in columns}


def test_the_chance_of_a_school_is_its_share_of_futures(tmp_path: Path) -> None:
    read = read_results(write(tmp_path / "plan"))
    frame = measure_frames(outcomes.outcome(), outcomes.county(), read.limits())
    rows = read.table("schools.csv").iter_rows(named=True)
    told = {(row["stage"], row["measure"], row["school_id"], row["year"]): row["chance"] for row in rows}
    for stage, measures in frame.schools.items():
        for measure, series in measures.items():
            for (y, year), (s, school) in product(enumerate(frame.years), enumerate(series.schools)):
                share = np.mean(series.values[y, :, s] > 0)
                assert told.pop((stage, measure, school, year)) == pytest.approx(share)
    assert not told


def test_the_chance_counts_futures() -> None:
    values = np.array([[[0, 2], [0, 0], [1, 0], [3, 5]]])
    assert SchoolValues(("a", "b"), values).statistics().chance.tolist() == [[0.5, 0.5]]
    assert SchoolValues(("a", "b"), values[:, :3]).statistics().chance.tolist() == [[1 / 3, 1 / 3]]


def test_what_a_run_rests_on_stands_in_the_folder(tmp_path: Path) -> None:
    read = read_results(write(tmp_path / "plan"))
    figures = read.table("figures.csv")
    assert set(figures["kind"]) == {"reported", "derived", "assumed"}
    assert figures["source"].null_count() == 0
    schools = read.table("register.csv")
    assert set(schools["school_id"]) == set(outcomes.outcome().campuses)
    assert set(schools["zone"]) <= set(read.table("zones.csv")["zone"])


def test_a_default_that_the_scenario_replaces_is_neither_reported_nor_assumed() -> None:
    rows = figure_rows(outcomes.county(), outcomes.scenario("plan"), {"replications": 4, "seed": 1})
    told = {row[1]: row for row in rows}
    assert (told["replications"][2], told["replications"][7]) == ("4", "set")
    assert told["replications"][6] == "the scenario; default 500"
    assert (told["seed"][2], told["seed"][7]) == ("1", "assumed")


@pytest.mark.parametrize("name", ["summary.csv", "answers.json", "replications.parquet"])
def test_a_changed_file_is_refused(tmp_path: Path, name: str) -> None:
    out = write(tmp_path / "plan")
    with (out / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(RefusedFolder, match=f"{name}: was changed after the run"):
        read_results(out).table(name)


@pytest.mark.parametrize(
    ("key", "value"),
    [("seed", 77), ("replications", 3), ("horizon", 2030), ("scenario", "other"), ("county", "elsewhere")],
)
def test_a_manifest_that_says_otherwise_than_the_answers_is_refused(tmp_path: Path, key: str, value: object) -> None:
    out = write(tmp_path / "plan")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["content"][key] != value
    manifest["content"][key] = value
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(RefusedFolder, match=r"manifest\.json: was changed after the run"):
        read_results(out)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    out = write(tmp_path / "plan")
    (out / "schools.csv").unlink()
    with pytest.raises(RefusedFolder, match=r"schools\.csv: cannot be read"):
        read_results(out).table("schools.csv")


def test_a_folder_of_an_older_seatsim_is_told_to_run_again(tmp_path: Path) -> None:
    out = write(tmp_path / "plan")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    del manifest["content"]["files"]["zones.csv"]
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(RefusedFolder, match=r"has no zones\.csv; it was written by an older seatsim"):
        read_results(out).table("zones.csv")


KEYS = ("seatsim", "scenario", "scenario_digest", "county", "county_digest", "digest")


@pytest.mark.parametrize("value", [None, True, 1.5, {}])
@pytest.mark.parametrize("key", [*KEYS, "seed", "replications", "horizon", "parts"])
def test_a_manifest_that_does_not_tell_what_a_run_tells_is_refused(
    finished: Path, tmp_path: Path, key: str, value: object
) -> None:
    manifest = json.loads((finished / "manifest.json").read_text(encoding="utf-8"))
    manifest["content"][key] = value
    if value is None:
        del manifest["content"][key]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(RefusedFolder, match=f"does not tell its {key} as a run of seatsim does"):
        read_results(tmp_path)


def test_every_key_of_a_manifest_is_promised(finished: Path) -> None:
    told = read_results(finished).content
    assert set(told) == {*KEYS, "seed", "replications", "horizon", "parts", "files"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "cannot be read"),
        ("[]", "results format None"),
        ('{"results_format": 2}', "results format 2, this seatsim reads 1"),
        ('{"results_format": 1}', "says nothing of its content"),
        ('{"results_format": 1, "content": {"files": []}}', "says nothing of its content"),
        ("\ufeff{}", "cannot be read"),
    ],
)
def test_what_is_no_results_folder_is_refused(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(RefusedFolder, match=why):
        read_results(tmp_path)


def test_no_folder_and_an_empty_one_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(RefusedFolder, match="no such folder"):
        read_results(tmp_path / "nowhere")
    with pytest.raises(RefusedFolder, match="no finished results folder"):
        read_results(tmp_path)

"""The results folder: the same bytes anywhere, whole or not at all, and never over somebody else's files."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tomllib
import tracemalloc
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import outcomes
from seatsim.domain.faults import RefusedFolder
from seatsim.domain.measures import MEASURES
from seatsim.domain.outcome import ProjectOutcome
from seatsim.indicators.admission_plans import admission_plans
from seatsim.indicators.answers import answers
from seatsim.indicators.columns import Told
from seatsim.indicators.measures import measure_frames
from seatsim.indicators.september import COLUMNS, coming_september
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.printing.measures_page import measures_page
from seatsim.results import RunFacts, prepare_folder, read_answers, write_results
from seatsim.results.columns import TABLES, names
from seatsim.results.folder import RunFolder
from seatsim.results.tables import hand_overs, number, opening_years, september_rows, teacher_rows

TREE: Mapping[str, Any] = {
    "format": 1,
    "name": "plan",
    "county": "somewhere/seeds",
    "title": {"zh": "试案", "en": "A test plan"},
    "projects": {"build": {"opens": 2021, "source": 'assumed: a "test"', "fills": None}},
}
FILES = {*TABLES, "manifest.json", "scenario.toml", "answers.json", "datapackage.json"}


def write(out: Path, name: str = "plan", start: str = "2026-01-01T00:00:00+00:00", replications: int = 4) -> Path:
    scenario, county = outcomes.scenario(name), outcomes.county()
    run = outcomes.outcome(replications=replications)
    frame = measure_frames(run, county, scenario.limits)
    with prepare_folder(out, name) as folder:
        return write_results(
            folder,
            scenario=scenario,
            tree={**TREE, "name": name},
            county=county,
            told=Told(run, frame, coming_september(run), admission_plans(run, outcomes.limits())),
            answers=answers(scenario, county, run, frame),
            run=RunFacts(start, 1.0, 1, "a machine", {}),
            causes=outcomes.cause_split(run),
        )


def manifest(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "manifest.json").read_text(encoding="utf-8")))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def dead_process() -> int:
    """Id of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def hold(out: Path, pid: int, host: str) -> Path:
    """A lock as another process would leave it."""
    lock = out.with_name(f".{out.name}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_text(json.dumps({"pid": pid, "host": host}), encoding="utf-8")
    return lock


def test_a_folder_holds_the_published_files_and_nothing_beside_it(tmp_path: Path) -> None:
    out = write(tmp_path / "results" / "plan")
    assert {path.name for path in out.iterdir()} == FILES
    assert [path.name for path in out.parent.iterdir()] == ["plan"]


def test_the_bytes_depend_on_neither_place_nor_time(tmp_path: Path) -> None:
    here = write(tmp_path / "a", start="2026-01-01T00:00:00+00:00")
    there = write(tmp_path / "deep" / "er" / "b", start="2031-05-05T00:00:00+00:00")
    assert manifest(here)["content"] == manifest(there)["content"]
    same = FILES - {"manifest.json", "scenario.toml"}
    assert {n: contents(here)[n] for n in same} == {n: contents(there)[n] for n in same}
    assert manifest(here)["run"] != manifest(there)["run"]


def test_the_digests_are_those_of_the_files(tmp_path: Path) -> None:
    out = write(tmp_path / "plan")
    content = manifest(out)["content"]
    for name in FILES - {"manifest.json", "scenario.toml"}:
        assert content["files"][name] == hashlib.sha256((out / name).read_bytes()).hexdigest()
    assert content["files"]["scenario.toml"] == content["scenario_digest"]
    lines = "".join(f"{name} {digest}\n" for name, digest in sorted(content["files"].items()))
    assert content["digest"] == hashlib.sha256(lines.encode()).hexdigest()
    assert set(content["files"]) == FILES - {"manifest.json"}


def test_tables_have_the_published_columns_and_start_with_the_county(tmp_path: Path) -> None:
    out = write(tmp_path / "plan")
    described = {r["path"]: r for r in json.loads((out / "datapackage.json").read_text(encoding="utf-8"))["resources"]}
    for name, columns in TABLES.items():
        frame = pl.read_parquet(out / name) if name.endswith(".parquet") else pl.read_csv(out / name)
        assert (
            frame.columns
            == [column.name for column in columns]
            == [f["name"] for f in described[name]["schema"]["fields"]]
        )
        assert frame.columns[0] == "county"
        assert frame.height > 0
        assert set(frame["county"]) == {"testshire"}


def test_the_published_page_is_the_programs(pytestconfig: pytest.Config) -> None:
    assert (pytestconfig.rootpath / "docs" / "measures.md").read_text(encoding="utf-8") == measures_page()


def test_summary_and_replications_tell_the_same_story(tmp_path: Path) -> None:
    out = write(tmp_path / "plan")
    wide = pl.read_parquet(out / "replications.parquet")
    assert wide.height == 7 * 4 * 3 * 7
    assert wide.select("replication", "year", "zone", "stage").is_unique().all()
    summary = pl.read_csv(out / "summary.csv")
    assert set(summary["measure"]) <= {measure.name for measure in MEASURES}
    for zone, stage, year in (("town", "primary", 2023), ("all", "all", 2026)):
        cell = wide.filter(pl.col.zone == zone, pl.col.stage == stage, pl.col.year == year)["pupils"].sort()
        row = summary.filter(
            pl.col.zone == zone, pl.col.stage == stage, pl.col.year == year, pl.col.measure == "pupils"
        ).row(0, named=True)
        assert (row["mean"], row["p50"], row["p95"]) == (cell.mean(), cell[1], cell[3])
        assert row["scope"] == ("county" if zone == "all" else "zone")


def test_september_has_a_row_for_every_school_and_stage_of_the_coming_admission(tmp_path: Path) -> None:
    frame = pl.read_csv(write(tmp_path / "plan") / "september.csv")
    assert set(frame["year"]) == {2021}
    assert list(zip(frame["school_id"], frame["stage"], strict=True)) == [
        ("kg", "kindergarten"),
        ("p1", "primary"),
        ("p2", "primary"),
        ("nine", "primary"),
        ("nine", "junior"),
        ("high", "senior"),
    ]
    rows = {(row["school_id"], row["stage"]): row for row in frame.iter_rows(named=True)}
    primary, senior, kindergarten = rows["p1", "primary"], rows["high", "senior"], rows["kg", "kindergarten"]
    assert [primary[f"claims_{k}_mean"] for k in (1, 2, 3)] == [28, 4, 8]
    assert (primary["entry_places_p50"], primary["classes_open_p90"], primary["class_size_p10"]) == (45, 1, 40)
    assert [kindergarten[f"claims_{k}_mean"] for k in (1, 2, 3)] == [40, None, None]
    assert [senior[f"{name}_mean"] for name in ("claims_1", "sent_elsewhere", "awaiting")] == [None, None, None]
    assert senior["entry_places_mean"] == 45


def test_a_school_that_no_future_opens_is_not_in_september() -> None:
    base = outcomes.outcome()
    run = base.stages["primary"]
    changed = {name: getattr(run, name).copy() for name in ("pupils", "classes", "rooms", "claims", "entry_places")}
    for values in changed.values():
        values[1, :, 1] = 0
        values[1, :2, 2] = 0
    september = coming_september(outcomes.with_stage(base, replace(run, **changed)))
    rows = [row for row in september_rows("x", base.years, september) if row[3] == "primary"]
    assert [row[2] for row in rows] == ["p1", "nine"]
    size = 4 + 4 * COLUMNS.index("class_size")
    assert rows[1][size : size + 4] == ("40.0",) * 4  # over the two futures that have a class


def test_what_has_no_meaning_is_null_and_not_zero(tmp_path: Path) -> None:
    wide = pl.read_parquet(write(tmp_path / "plan") / "replications.parquet")
    vocational = wide.filter(pl.col.stage == "vocational")
    assert vocational["classes"].null_count() == vocational.height
    capital = wide.filter(pl.col.stage == "all")
    assert set(capital.filter(pl.col.zone == "all")["capital"]) == {50.0}
    assert set(capital.filter(pl.col.zone != "all")["capital"]) == {None}


def test_the_resolved_scenario_finds_its_county_from_where_it_stands(tmp_path: Path) -> None:
    out = write(tmp_path / "plan")
    found = tomllib.loads((out / "scenario.toml").read_text(encoding="utf-8"))
    assert (out / found["county"]).resolve() == Path("seeds").resolve()
    assert found["title"]["zh"] == "试案"
    assert found["projects"] == {"build": {"opens": 2021, "source": 'assumed: a "test"'}}


def test_the_ledger_adds_up_row_by_row(tmp_path: Path) -> None:
    frame = pl.read_csv(write(tmp_path / "plan") / "teachers.csv")
    assert frame.height == 7 * 7
    first, later = frame.filter(pl.col.year == 2020), frame.filter(pl.col.year > 2020)
    assert first["opening"].null_count() == first["hires"].null_count() == 7
    assert first.filter(pl.col.stage == "primary")["filled"].item() == 20
    flows = pl.col("opening") - pl.col("retirements") - pl.col("leavers") + pl.col("moves") + pl.col("hires")
    outside = pl.col("outside_opening") - pl.col("outside_left") + pl.col("outside_hires")
    assert later.filter(flows != pl.col("closing")).is_empty()
    assert later.filter(outside != pl.col("outside")).is_empty()
    assert frame.filter(pl.col("approved") - pl.col("filled") != pl.col("vacancies")).is_empty()
    assert set(frame["kind"]) == {"assumed"}
    by_year = frame.filter(pl.col.stage != "all").group_by("year").agg(pl.col("needed").sum()).sort("year")
    assert by_year["needed"].to_list() == frame.filter(pl.col.stage == "all").sort("year")["needed"].to_list()


def test_the_ledger_is_not_rounded() -> None:
    """A third of a person, as three futures leave it."""
    base = outcomes.outcome(replications=3)
    assert base.staff is not None
    hires = base.staff.hires.copy()
    hires[1, 0] += 1
    rows = list(teacher_rows(outcomes.county(), replace(base, staff=replace(base.staff, hires=hires))))
    column = names("teachers.csv").index("hires")
    assert rows[7][column] == repr(7 / 3)


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.0, "0"), (-1e-9, "0"), (12, "12"), (3.0, "3"), (0.1 + 0.2, "0.3"), (float("nan"), None), (None, None)],
)
def test_numbers_are_short_and_never_negative_zero_or_nan(value: float | None, text: str | None) -> None:
    assert number(value) == text


def test_a_finished_folder_of_the_same_scenario_is_replaced_whole(tmp_path: Path) -> None:
    out = write(tmp_path / "plan")
    (out / "papers").mkdir()
    before = manifest(out)["content"]["digest"]
    write(out, replications=3)
    assert manifest(out)["content"]["digest"] != before
    assert {path.name for path in out.iterdir()} == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_other_folders_are_refused_and_left_alone(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "a.jpg").write_bytes(b"x")
    with pytest.raises(RefusedFolder, match="not written by seatsim"):
        prepare_folder(photos, "plan")
    out = write(tmp_path / "plan")
    with pytest.raises(RefusedFolder, match="scenario 'plan', not 'other'"):
        prepare_folder(out, "other")
    with pytest.raises(RefusedFolder, match="is a file"):
        prepare_folder(photos / "a.jpg", "plan")
    assert contents(photos) == {"a.jpg": b"x"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["photos", "plan"]


def test_a_finished_folder_with_files_of_the_users_own_is_refused(tmp_path: Path) -> None:
    out = write(tmp_path / "plan")
    (out / "notes.docx").write_bytes(b"mine")
    with pytest.raises(RefusedFolder, match=r"did not write \(notes.docx\) and would be lost"):
        prepare_folder(out, "plan")
    assert (out / "notes.docx").read_bytes() == b"mine"
    (out / "notes.docx").unlink()
    (out / "papers").mkdir()
    (out / ".DS_Store").write_bytes(b"")
    assert {path.name for path in write(out).iterdir()} == FILES


def test_the_working_folder_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for out in (".", ""):
        with pytest.raises(RefusedFolder, match="is the working folder"):
            prepare_folder(Path(out), "plan")
    assert not list(tmp_path.iterdir())


def test_a_lock_that_cannot_be_written_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(RefusedFolder, match="cannot be written: the disk is full"):
        prepare_folder(tmp_path / "plan", "plan")
    assert not list(tmp_path.iterdir())


def test_an_interrupt_between_the_two_moves_puts_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = write(tmp_path / "plan")
    before = contents(out)
    real = Path.replace

    def interrupted(path: Path, target: Path) -> Path:
        if path.name == ".plan.draft":
            raise KeyboardInterrupt
        return real(path, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(out)
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    assert {path.name for path in write(tmp_path / "plan").iterdir()} == FILES


@pytest.mark.parametrize(("pid", "host"), [(os.getppid(), socket.gethostname()), (1, "elsewhere")])
def test_a_folder_that_a_run_holds_is_refused(tmp_path: Path, pid: int, host: str) -> None:
    lock = hold(tmp_path / "plan", pid, host)
    with pytest.raises(RefusedFolder, match="a run holds it"):
        prepare_folder(tmp_path / "plan", "plan")
    assert lock.exists()


def test_a_disk_without_links_is_locked_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*args: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    with prepare_folder(tmp_path / "plan", "plan") as folder:
        assert json.loads(folder.lock.read_text(encoding="utf-8"))["pid"] == os.getpid()
        assert [path.name for path in tmp_path.iterdir()] == [".plan.lock"]
        with pytest.raises(RefusedFolder, match="a run holds it"):
            prepare_folder(tmp_path / "plan", "plan")
    assert [*tmp_path.iterdir()] == []
    monkeypatch.setattr(os, "fdopen", refused)
    with pytest.raises(RefusedFolder, match="cannot be written: Operation not permitted"):
        prepare_folder(tmp_path / "plan", "plan")
    assert [*tmp_path.iterdir()] == []


def test_what_was_to_become_a_lock_of_a_dead_process_goes(tmp_path: Path) -> None:
    dead, alive = (tmp_path / f".plan.lock.{number}" for number in (dead_process(), os.getppid()))
    for path in (dead, alive):
        path.write_text("{", encoding="utf-8")
    with prepare_folder(tmp_path / "plan", "plan"):
        assert not dead.exists()
        assert alive.exists()


def _nothing_is_deleted(*_: object, **__: object) -> None:
    return


def test_an_older_folder_that_cannot_be_deleted_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = write(tmp_path / "plan")
    (tmp_path / ".plan.old").mkdir()
    monkeypatch.setattr(shutil, "rmtree", _nothing_is_deleted)
    with pytest.raises(RefusedFolder, match=r"\.plan\.old: an older folder waits here and cannot be deleted"):
        prepare_folder(out, "plan")
    assert not (tmp_path / ".plan.lock").exists()


def _interrupted(_: RunFolder) -> None:
    raise KeyboardInterrupt


def test_an_interrupt_while_a_folder_is_claimed_leaves_it_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = write(tmp_path / "plan")
    with monkeypatch.context() as patched:
        patched.setattr(RunFolder, "recover", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            prepare_folder(out, "plan")
    with prepare_folder(out, "plan"):
        assert contents(out)


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    lock = hold(tmp_path / "plan", dead_process(), socket.gethostname())
    with prepare_folder(tmp_path / "plan", "plan") as folder:
        assert json.loads(lock.read_text(encoding="utf-8"))["pid"] == os.getpid()
        with pytest.raises(RefusedFolder, match="a run holds it"):
            prepare_folder(folder.out, "plan")
    write(tmp_path / "plan")
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_folder_untouched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    out = write(tmp_path / "plan")
    before = contents(out)
    real = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "answers.json":
            raise failure
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(RefusedFolder if isinstance(failure, OSError) else KeyboardInterrupt) as caught:
        write(out)
    assert isinstance(failure, KeyboardInterrupt) or "(answers.json: the disk is full)" in str(caught.value)
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_a_run_killed_between_the_two_moves_loses_nothing(tmp_path: Path) -> None:
    out = write(tmp_path / "plan")
    before = contents(out)
    out.rename(tmp_path / ".plan.old")
    with prepare_folder(out, "plan"):
        assert contents(out) == before


def test_answers_are_read_back_only_from_a_run_that_matches(tmp_path: Path) -> None:
    out = write(tmp_path / "plan")
    wanted: dict[str, Any] = {
        "scenario": "plan",
        "county_digest": "c" * 64,
        "seed": 1,
        "horizon": 2026,
        "replications": 4,
    }
    assert read_answers(out, **wanted) == json.loads((out / "answers.json").read_text(encoding="utf-8"))
    assert read_answers(out, **wanted, digest=manifest(out)["content"]["scenario_digest"]) is not None
    for key, other in {"scenario": "x", "county_digest": "d", "seed": 2, "horizon": 2030, "replications": 5}.items():
        assert read_answers(out, **{**wanted, key: other}) is None
    assert read_answers(out, **wanted, digest="another") is None
    assert read_answers(tmp_path / "nowhere", **wanted) is None
    (out / "answers.json").write_text("{}", encoding="utf-8")
    assert read_answers(out, **wanted) is None


def test_many_hand_overs_open_as_each_of_them_does() -> None:
    calendar = AcademicCalendar(2020)
    days = np.array([-700.0, -365.0, -0.5, 0.0, 0.25, 364.999, 365.0, 365.001, 1461.0, 5000.5, np.inf])
    for planned in (2018, 2020, 2030):
        told = opening_years(calendar, days, np.full(len(days), planned))
        assert told[:-1].tolist() == [calendar.opens_in(day, planned) for day in days[:-1].tolist()]
        assert np.isnan(told[-1])
    assert np.isnan(opening_years(calendar, np.array([np.inf]), np.array([2020]))).all()


def test_hand_overs_take_no_more_than_their_columns() -> None:
    count, projects = 50_000, 4
    days = np.tile(np.array([300.0, 365.0, 900.0, np.inf]), (count, 1))
    nobody = np.zeros((count, projects))
    planned = np.full(projects, 2021)
    run = ProjectOutcome(
        ("a", "b", "c", "d"), planned, days, np.isinf(days), np.zeros((count, projects, 4)), nobody, nobody
    )
    tracemalloc.start()
    table = hand_overs(outcomes.county(), run).collect()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak / (count * projects) < 80  # bytes a row: some columns of eight, and no Python object a row
    assert table["opens"].to_list()[::count] == [2021, 2021, 2023, None]
    assert table["project"].to_list()[::count] == ["a", "b", "c", "d"]

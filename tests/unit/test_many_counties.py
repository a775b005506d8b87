"""Runs of many counties: one set in two forms, totals, digests, resuming, faults, borders."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from many_counties import Row, some, write_folder, write_register, write_rows, write_scenario
from seatsim import api
from seatsim.cli import main
from seatsim.domain.county import OutsideFlow
from seatsim.domain.faults import InvalidInput, RefusedFolder
from seatsim.domain.measures import MEASURE
from seatsim.indicators.county_sheet import ADDED, REAL, WHOLE, Sheet
from seatsim.indicators.measures import measure_frames
from seatsim.inputs.load import load
from seatsim.inputs.load_counties import load_counties
from seatsim.printing.answer import print_answer
from seatsim.results import set_files
from seatsim.running import many_counties
from seatsim.running.tasks import Case, county_block, futures
from seatsim.running.whole_run import case_of
from seatsim.running.workers import Tell

FLOWS: tuple[Row, ...] = (
    ("c00", "c01", "primary", 12.5, "test", 0.2),
    ("c01", "c00", "primary", 3, "test", ""),
    ("c01", "c02", "junior", 3.3, "test", ""),
    ("c02", "c00", "kindergarten", 4, "test", 0.1),
)
Write = Callable[..., Path]


def province(folder: Path, write: Write = write_folder, counties: int = 3, flows: tuple[Row, ...] = FLOWS) -> Path:
    """A scenario of so many counties."""
    write(folder / "set", some(counties), flows)
    return write_scenario(folder / "many.toml", "set")


def quiet(_: float) -> None:
    """Nobody watches."""


def digest(folder: Path) -> str:
    found: str = json.loads((folder / "manifest.json").read_text())["content"]["digest"]
    return found


@pytest.fixture(scope="module")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return province(tmp_path_factory.mktemp("twelve"), counties=12)


@pytest.fixture(scope="module")
def whole(twelve: Path) -> Path:
    return api.run(twelve, out=twelve.parent / "whole").folder


def test_a_folder_and_a_register_of_the_same_counties_give_the_same_numbers(tmp_path: Path) -> None:
    found = []
    for name, write in (("folder", write_folder), ("register", write_register)):
        found.append(api.run(province(tmp_path / name, write), out=tmp_path / f"out-{name}").folder)
    tables = [[pl.read_parquet(out / "counties.parquet"), pl.read_csv(out / "summary.csv")] for out in found]
    for one, other in zip(*tables, strict=True):
        assert one.equals(other)


def test_rows_of_a_register_may_stand_in_any_order(tmp_path: Path) -> None:
    counties = some(3)
    write_register(tmp_path / "together", counties)
    write_register(tmp_path / "apart", counties)
    for name in counties["c00"]:
        head, *rows = (tmp_path / "apart" / name).read_text(encoding="utf-8").splitlines()
        text = "\n".join([head, *rows[::2], *rows[1::2]]) + "\n"
        (tmp_path / "apart" / name).write_text(text, encoding="utf-8")
    found = [load_counties(write_scenario(tmp_path / f"{name}.toml", name)) for name in ("together", "apart")]
    ids = [[member.county.id for member in loaded.members] for loaded in found]
    assert ids[0] == ids[1]
    for one, other in zip(found[0].members, found[1].members, strict=True):
        by_id = dict(zip(other.county.register.school_id, other.county.register.rooms["primary"], strict=True))
        mine = zip(one.county.register.school_id, one.county.register.rooms["primary"], strict=True)
        assert dict(mine) == by_id
        assert np.array_equal(
            one.county.births["reference"].births.sum(), other.county.births["reference"].births.sum()
        )


def test_totals_are_the_sums_of_single_runs_in_every_replication(twelve: Path, whole: Path) -> None:
    frames = []
    for county in some(12):
        loaded = load(twelve, [f'county="{twelve.parent}/set#{county}"'])
        found = futures(case_of(loaded), 0, loaded.scenario.replications, quiet)
        frames.append(measure_frames(found, loaded.county, loaded.scenario.limits))
    summary = pl.read_csv(whole / "summary.csv")
    looked_at = 0
    for measure, stage, year, mean, low, middle, high in summary.select(
        "measure", "stage", "year", "mean", "p05", "p50", "p95"
    ).iter_rows():
        if MEASURE[measure].whole or measure in ADDED:
            values = sorted(sum(frame.county(measure, stage)[year - 2020].astype(float) for frame in frames))
            assert mean == pytest.approx(sum(values) / 6, abs=1e-6)
            assert (low, middle, high) == pytest.approx((values[0], values[2], values[-1]), abs=1e-6)
            looked_at += 1
    assert looked_at > 500


def test_a_county_of_the_set_alone_has_the_rows_it_has_within_the_set(twelve: Path, whole: Path) -> None:
    alone = api.run(twelve, out=twelve.parent / "alone", county="c05", reference=False).folder
    own = pl.read_csv(alone / "summary.csv").filter(pl.col("scope") == "county")
    within = pl.read_parquet(whole / "counties.parquet").filter(pl.col("county") == "c05")
    assert within.with_columns(pl.col("year").cast(pl.Int64)).equals(own)
    again = api.run(alone / "scenario.toml", out=twelve.parent / "again" / "many", reference=False).folder
    assert digest(again) == digest(alone)


def test_ratios_of_all_counties_are_reckoned_from_their_sums(whole: Path) -> None:
    mean = {
        (measure, stage): value
        for measure, stage, value in pl.read_csv(whole / "summary.csv")
        .filter(pl.col("year") == 2020)
        .select("measure", "stage", "mean")
        .iter_rows()
    }
    used = (mean["seats", "primary"] - mean["seat_balance", "primary"]) / mean["seats", "primary"]
    assert mean["seat_use", "primary"] == pytest.approx(used, abs=1e-6)
    counties = pl.read_parquet(whole / "counties.parquet")["measure"].unique().to_list()
    told = {measure for measure, _ in mean}
    assert {"affordable_share", "backbone_cv"} & set(counties)
    assert not {"affordable_share", "backbone_cv"} & told


def test_neither_jobs_nor_blocks_change_a_byte(twelve: Path, whole: Path) -> None:
    for name, jobs, block in (("two", 2, None), ("small", 1, 4)):
        assert digest(api.run(twelve, out=twelve.parent / name, jobs=jobs, block=block).folder) == digest(whole)


def test_no_county_depends_on_which_others_run_beside_it(tmp_path: Path) -> None:
    few, more = province(tmp_path / "few", counties=3), province(tmp_path / "more", counties=5)
    one, other = (
        pl.read_parquet(api.run(path, out=path.parent / "out").folder / "counties.parquet").filter(
            pl.col("county").is_in(["c00", "c01", "c02"])
        )
        for path in (few, more)
    )
    assert one.equals(other)


def test_counties_with_equal_ids_of_zones_and_schools_have_draws_of_their_own(tmp_path: Path) -> None:
    same = some(1)["c00"]
    write_folder(tmp_path / "set", {"one": same, "two": same})
    counties = load_counties(write_scenario(tmp_path / "many.toml", "set")).members
    one, two = (futures(case_of(member), 0, 6, quiet).stages["primary"].pupils for member in counties)
    assert np.array_equal(one[0], two[0])
    assert not np.array_equal(one[-1], two[-1])


def test_what_one_county_loses_the_other_gains_though_they_run_apart(tmp_path: Path) -> None:
    path = province(tmp_path)
    single = [load(path, [f'county="{tmp_path}/set#{county}"']) for county in some(3)]
    within = load_counties(path).members
    crossed = [futures(case_of(one), 0, 6, quiet).outside for one in single]
    together = [futures(case_of(one), 0, 6, quiet).outside for one in within]
    came, went = (sum(getattr(county, name) for county in crossed if county) for name in ("came", "went"))
    assert np.asarray(came).sum() > 0
    assert np.array_equal(came, went)
    assert all(np.array_equal(one.went, two.went) for one, two in zip(crossed, together, strict=True) if one and two)
    assert not any(county.missing.any() for county in crossed if county)


def test_a_flow_moves_as_many_pupils_as_it_says(tmp_path: Path) -> None:
    write_folder(tmp_path / "set", some(2), [("c00", "c01", "primary", 20.25, "test", 0.3)])
    path = write_scenario(tmp_path / "many.toml", "set", replications=4000)
    found = futures(case_of(load_counties(path).members[0]), 0, 4000, quiet).outside
    assert found is not None
    drawn = found.went[1:, :, 1]
    assert drawn.mean() == pytest.approx(20.25, abs=4 * drawn.std() / np.sqrt(drawn.size))
    without = replace(load_counties(path).members[0].county, outside=())
    alone = futures(replace(case_of(load_counties(path).members[0]), county=without), 0, 50, quiet)
    moved = futures(case_of(load_counties(path).members[0]), 0, 50, quiet)
    lost = alone.stages["primary"].pupils[1].sum(axis=(1, 2)) - moved.stages["primary"].pupils[1].sum(axis=(1, 2))
    assert np.array_equal(lost, drawn[0, :50])


def test_whom_a_county_does_not_have_it_does_not_lose_and_says_so(tmp_path: Path) -> None:
    """More than there are cannot go: a file is refused that says so, and chance alone must not make it a lie."""
    case = case_of(load_counties(province(tmp_path)).members[0])
    flow = OutsideFlow("c00", "c01", "primary", 5000.0, 0.0)
    found = futures(replace(case, county=replace(case.county, outside=(flow,))), 0, 3, quiet)
    assert found.outside is not None
    went, missing = found.outside.went[1, :, 1], found.outside.missing[1, :, 1]
    assert np.array_equal(went + missing, [5000] * 3)
    below_last = case.county.register.pupils["primary"][:, :-1].sum()
    assert (went <= below_last).all()
    assert (went > 0.9 * below_last).all()
    assert (missing > 0).all()


def test_a_run_that_was_killed_goes_on_to_the_same_bytes(
    twelve: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, worked = twelve.parent / "killed", list[str]()

    def counted(*args: object) -> object:
        worked.append(args[0].county.id)  # type: ignore[attr-defined]
        if len(worked) == 8:
            raise KeyboardInterrupt
        return county_block(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(many_counties, "county_block", counted)
    monkeypatch.setattr(set_files, "_LEAST_KEPT", 1)
    with pytest.raises(KeyboardInterrupt) as stopped:
        api.run(twelve, out=out)
    assert "--resume" in stopped.value.__notes__[0]
    with pytest.raises(RefusedFolder, match="--resume"):
        api.run(twelve, out=out)
    assert digest(api.run(twelve, out=out, resume=True).folder) == digest(whole)
    assert len(worked) == 8 + 12 - 7
    assert not out.with_name("killed.unfinished").exists()


def test_faults_of_all_counties_come_together_with_file_and_line(tmp_path: Path) -> None:
    counties = some(3)
    for county, column in (("c00", 4), ("c02", 10)):
        row = list(counties[county]["schools.csv"][3])
        row[column] = "-x"
        counties[county]["schools.csv"][3] = row
    counties["c01"]["births.csv"] = counties["c01"]["births.csv"][:-1]
    write_register(tmp_path / "set", counties, [("c00", "nowhere", "primary", 1, "test", ""), *FLOWS[:1]])
    with pytest.raises(InvalidInput) as found:
        api.run(write_scenario(tmp_path / "many.toml", "set"), out=tmp_path / "out")
    lines = str(found.value).splitlines()
    schools = [line for line in lines if "schools.csv" in line]
    assert [line.split(":")[1] for line in schools] == ["4", "20"]
    assert any("births.csv" in line and "no row" in line for line in lines)
    assert any("flows.csv:2: to_county = nowhere" in line for line in lines)
    assert not (tmp_path / "out").exists()


def test_a_flow_that_takes_more_than_a_tenth_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"flows.csv:2: pupils = 900 in all: .* must sum to [\d.]+ at most"):
        load_counties(province(tmp_path, flows=(("c00", "c01", "primary", 900, "test", ""),)))


def test_what_names_a_school_is_refused_in_a_run_of_many(tmp_path: Path) -> None:
    path = province(tmp_path)
    path.write_text(
        path.read_text() + '[projects.x]\nkind = "extension"\nschool = "primary-0"\nopens = 2022\nrooms_P = 3\n'
    )
    with pytest.raises(InvalidInput, match="names schools or zones of one county"):
        load_counties(path)


def test_an_unknown_county_and_a_county_of_no_set_are_refused(tmp_path: Path) -> None:
    path = province(tmp_path)
    with pytest.raises(InvalidInput, match=r"unknown county; .* holds c00, c01, c02"):
        api.run(path, out=tmp_path / "out", county="c0l")
    alone = write_scenario(tmp_path / "one.toml", "set/county-c00")
    with pytest.raises(InvalidInput, match="needs a scenario of many counties"):
        api.run(alone, out=tmp_path / "out", county="c00")


def test_a_register_without_zones_of_a_county_and_with_strangers_is_refused(tmp_path: Path) -> None:
    counties = some(2)
    write_register(tmp_path / "set", counties)
    zones = [("county", *counties["c00"]["zones.csv"][0]), *(("c00", *row) for row in counties["c00"]["zones.csv"][1:])]
    write_rows(tmp_path / "set" / "zones.csv", [*zones, ("c9", *counties["c00"]["zones.csv"][1])])
    with pytest.raises(InvalidInput) as found:
        load_counties(write_scenario(tmp_path / "many.toml", "set"))
    assert "zones.csv:4: county = c9: unknown county" in str(found.value)
    assert "county = c01: has schools in schools.csv and no zone here" in str(found.value)


def test_memory_does_not_grow_with_the_number_of_counties(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty counties need what twenty do, but for their inputs (0.1 MB each); what is told of one takes 3 MB here."""

    def quick(case: Case, first: int, last: int, tell: Tell) -> Sheet:
        tell(1.0)
        shape = case.years + 1
        whole = np.full((last - first, len(WHOLE), shape), len(case.county.id), dtype=np.int32)
        return Sheet(whole, np.full((last - first, len(REAL), shape), 0.5))

    monkeypatch.setattr(many_counties, "county_block", quick)
    monkeypatch.setattr(set_files, "_LEAST_KEPT", 1)
    peaks = []
    for count in (20, 60):
        write_folder(tmp_path / str(count), some(count, schools=1))
        path = write_scenario(tmp_path / f"{count}.toml", str(count), horizon=2022)
        tracemalloc.start()
        api.run(path, out=tmp_path / f"out-{count}", replications=700)
        peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 40 * 0.2


def test_what_is_printed_names_counties_and_totals(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = json.loads((whole / "answers.json").read_text(encoding="utf-8"))
    answers["most"]["unplaced"] = [{"county": "c07", "sum": 1234, "most": 300, "year": 2022}]
    for lang, words in (("en", "12 counties, 96 schools"), ("zh", "12 个县、96 所学校")):
        print_answer(answers, lang)
        told = capsys.readouterr().out
        assert words in told
        assert "c07" in told
        assert "1,234" in told


def test_commands_on_many_counties(twelve: Path, whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(twelve), "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("ok: ")
    assert main(["check", str(twelve.parent / "set")]) == 3
    assert "holds many counties" in capsys.readouterr().err
    assert main(["report", str(whole)]) == 2
    assert "a run of 12 counties" in capsys.readouterr().err
    assert main(["run", str(twelve), "--precision", "pupils 2022 5", "--out", str(twelve.parent / "no")]) == 2
    assert "takes no precision" in capsys.readouterr().err
    again = ["run", str(twelve), "--out", str(whole), "--quiet", "--fail-on", "pupils/primary 2022 mean > 0"]
    assert main(again) == 5
    assert "crossed" in capsys.readouterr().err

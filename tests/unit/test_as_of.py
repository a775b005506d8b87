"""The information date: what was published later is not used, and all of it is listed."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seatsim.cli import main
from seatsim.domain.county import County
from seatsim.domain.faults import InvalidInput
from seatsim.inputs.baseline import load_baseline
from seatsim.inputs.county import draft_county, read_county
from seatsim.inputs.figures import read_figures
from seatsim.inputs.information import Information, last_day
from seatsim.inputs.load import Loaded, later_inputs, load, resolve
from seatsim.inputs.norms import known_from, known_norms, norms
from seatsim.results.manifest import scenario_digest

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
REFERENCE = ROOT / "scenarios" / "reference.toml"
LITTLE = ROOT / "tests" / "bad_input" / "county"
NORMS = ROOT / "src" / "seatsim" / "inputs" / "norms.csv"
REPORT = "靖江市2020年履行教育职责情况汇报, 014437529/2021-00807"
AS_OF = "2021-05-31"
FORMAT = ("horizon", "replications", "seed", "baseline", "uncertainty", "levers", "limits")
STAYS = (
    "reconcile.",
    "senior.general_share",
    "class_size.",
    "share_56.",
    "share_above_standard.",
    "resources.",
    "staff.",
    "spending.",
)


@pytest.fixture(scope="module")
def now() -> Loaded:
    return load(REFERENCE)


@pytest.fixture(scope="module")
def then() -> Loaded:
    return load(REFERENCE, [f"as_of={AS_OF}"])


def rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Rows with their lines, read without the code under test; no cell of the files holds a line break."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(enumerate(csv.DictReader(file), start=2))


def end(when: str) -> str:
    """The later end of a date, as text that sorts like it."""
    return max({4: part + "-12-31", 7: part + "-31", 10: part}[len(part)] for part in when.split("/"))


def expected() -> tuple[set[tuple[str, int, str]], set[tuple[str, int, str]]]:
    """What the files say is published after the date: left out, and in force all the same (file, line, id)."""
    out = {
        ("figures.csv", line, row["id"])
        for line, row in rows(SEEDS / "figures.csv")
        if ("2021-05-10" if row["source"] == REPORT else end(row["date"])) > AS_OF
    }
    births: dict[str, int] = {}
    for line, row in rows(SEEDS / "births.csv"):
        if f"{row['year']}-12-31" > AS_OF:
            births.setdefault(f"births.{row['variant']}.{row['year']}", line)
    out |= {("births.csv", line, key) for key, line in births.items()}
    stays: set[tuple[str, int, str]] = set()
    for line, row in rows(NORMS):
        known = end(row["date"])
        if row["id"].startswith("retirement."):
            known = min(known, "2024-09-13")
        if known > AS_OF:
            kept = row["id"].split(".")[0] in FORMAT or row["id"].startswith(STAYS)
            (stays if kept else out).add(("norms.csv", line, row["id"]))
    return out, stays


def test_show_lists_exactly_what_was_published_since(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(REFERENCE), "--set", f"as_of={AS_OF}", "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)["as_of"]
    assert told["value"] == AS_OF
    out, stays = expected()
    found = {name: [(Path(e["file"]).name, e["line"], e["id"]) for e in told[name]] for name in ("left_out", "stays")}
    assert {name: set(each) for name, each in found.items()} == {"left_out": out, "stays": stays}
    assert all(len(set(each)) == len(each) for each in found.values())
    assert {e["known"] > AS_OF for e in told["left_out"]} == {True}
    assert sum(e["rows"] for e in told["left_out"] if e["id"].startswith("births.low.")) == 14 * 12
    for name in ("F7.2022", "B.2021", "births.reference.2021", "retirement.start"):
        assert name in {e["id"] for e in told["left_out"]}
    assert not {"L2.starts", "F4", "B.2020"} & {e["id"] for e in told["left_out"]}


def test_show_prints_what_is_left_out_and_nothing_without_a_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(REFERENCE), "--set", f"as_of={AS_OF}", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    left_out, stays = told.index("Left out"), told.index("In force all the same")
    assert left_out < told.index("F7.2022") < stays < told.rindex("uncertainty.births.growth_sd")
    assert main(["show", str(REFERENCE), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "Left out" not in told
    assert "In force" not in told


def register_of(county: County) -> list[object]:
    register = county.register
    arrays = [register.rooms, register.pupils, register.classes]
    return [register.school_id, [{stage: a.tolist() for stage, a in each.items()} for each in arrays]]


def test_the_two_runs_differ_in_these_inputs_alone(now: Loaded, then: Loaded) -> None:
    gone = {key for file, _, key in expected()[0] if file == "figures.csv"}
    assert now.county.figures.keys() - then.county.figures.keys() == gone
    assert all(now.county.figures[key] == figure for key, figure in then.county.figures.items())
    for variant, series in then.county.births.items():
        known = 2020 - series.first_year + 1
        assert series.last_known == 2020
        assert np.array_equal(series.births[:, :known], now.county.births[variant].births[:, :known])
        assert not np.array_equal(series.births[:, known], now.county.births[variant].births[:, known])
    for name in ("id", "baseline_year", "grades", "zones", "ratios", "catchments", "feeders", "resources", "digest"):
        assert getattr(then.county, name) == getattr(now.county, name), name
    assert register_of(then.county) == register_of(now.county)
    assert (now.county.information_date, then.county.information_date) == ("2025-12-31", AS_OF)
    trees = [{key: value for key, value in each.tree.items() if key != "as_of"} for each in (now, then)]
    assert trees[0] == trees[1]
    assert then.tree["as_of"] == then.scenario.as_of == date(2021, 5, 31)
    digests = {scenario_digest(each.tree, each.county.digest) for each in (now, then)}
    assert len(digests) == 2


def test_check_tells_how_many_rows_are_left_out(now: Loaded, then: Loaded) -> None:
    out, stays = expected()
    births = sum(key.startswith("births.") and file == "births.csv" for file, _, key in out)
    rows_out = len(out) + births * 13
    assert any(f"{rows_out} rows known only later are left out, {len(stays)} defaults" in note for note in then.notes)
    assert any("synthetic register stays as it was drawn" in note for note in then.notes)
    assert any("births after 2020: not known yet" in note for note in then.county.assumed)
    assert not any("as_of" in note for note in now.notes)


def test_a_default_that_is_replaced_is_not_listed() -> None:
    def kept(*overrides: str) -> set[str]:
        return {each.id for each in later_inputs(resolve(REFERENCE, [f"as_of={AS_OF}", *overrides])) if each.stays}

    key = "uncertainty.births.growth_sd"
    assert kept() - kept(f"{key}=0.09") == {key}
    assert kept(f"{key}=0.075") == kept()


def test_later_births_stay_level_and_variants_keep_their_ratio(now: Loaded, then: Loaded) -> None:
    first = then.county.births["reference"].first_year
    reference = then.county.births["reference"].births
    assert np.ptp(reference[:, 2020 - first :], axis=1).max() == 0
    low = then.county.births["low"].births.sum(axis=0)
    was = {each: now.county.births[each].births.sum(axis=0) for each in ("low", "reference")}
    for year in (2021, 2022, 2030):
        ratio = was["low"][year - first] / was["reference"][year - first]
        assert low[year - first] == pytest.approx(low[2020 - first] * ratio)


@pytest.mark.parametrize(("as_of", "last_known"), [("2021-12-30", 2020), ("2021-12-31", 2021), ("2024-06-01", 2021)])
def test_births_of_a_year_are_known_from_its_31_december(as_of: str, last_known: int) -> None:
    county = draft_county(SEEDS, date.fromisoformat(as_of)).county
    assert county is not None
    assert county.births["reference"].last_known == last_known


def test_the_latest_date_itself_changes_nothing(now: Loaded) -> None:
    latest = load(REFERENCE, ["as_of=2025-12-31"])
    assert latest.county.figures == now.county.figures
    for variant, series in now.county.births.items():
        assert np.array_equal(latest.county.births[variant].births, series.births)
        assert latest.county.births[variant].last_known == series.last_known
    assert main(["show", str(REFERENCE), "--set", "as_of=2025-12-31", "--json"]) == 0


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2021-05-09", "as_of = 2021-05-09: must be 2021-05-10 (from when the baseline is known) to 2025-12-31"),
        ("2026-01-01", "as_of = 2026-01-01: nothing is known after 2025-12-31"),
        ('"2021-05-31"', "must be a date written YYYY-MM-DD, without quotes or time"),
        ("2021-05-31T08:00:00", "must be a date written YYYY-MM-DD, without quotes or time"),
        ("2021-5-31", "must be a date written YYYY-MM-DD"),
        ("2021", "must be a date written YYYY-MM-DD"),
    ],
)
def test_dates_that_cannot_be(value: str, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        load(REFERENCE, [f"as_of={value}", "sed=1"])
    texts = [str(fault) for fault in caught.value.faults]
    assert len(texts) == 2
    assert said in texts[0]
    assert "did you mean 'seed'" in texts[1]


def test_a_date_is_inherited_and_stands_where_it_was_set(tmp_path: Path) -> None:
    parent, child = tmp_path / "parent.toml", tmp_path / "child.toml"
    parent.write_text(
        f'format = 1\nname = "parent"\ncounty = "{SEEDS.as_posix()}"\nas_of = {AS_OF}\n', encoding="utf-8"
    )
    child.write_text('format = 1\nname = "child"\nextends = "parent.toml"\n', encoding="utf-8")
    resolved = resolve(child)
    assert resolved.scenario.as_of == date(2021, 5, 31)
    assert str(resolved.origins["as_of"]) == f"{parent}:4"
    parent.write_text(parent.read_text(encoding="utf-8").replace(AS_OF, "2019-01-01"), encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"parent\.toml:4: as_of = 2019-01-01: must be 2021-05-10"):
        resolve(child)


def test_other_keys_take_no_dates() -> None:
    with pytest.raises(InvalidInput, match="name = 2021-05-31: must be text"):
        load(REFERENCE, ["name=2021-05-31"])


def test_the_baseline_knows_no_more_than_the_run() -> None:
    county, reconciled = load_baseline(REFERENCE, [f"as_of={AS_OF}"])
    assert county.information_date == AS_OF
    assert "B.share" not in {row.figure for row in reconciled.narrowings}


def test_without_a_report_a_figure_is_known_from_its_date_and_the_baseline_from_its_opening_day(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "county"
    shutil.copytree(LITTLE, folder)
    head = "id,value,unit,date,section,source,kind,note\n"
    (folder / "figures.csv").write_text(
        f"{head}F1.area,1,km2,2020,,s,reported,\nF7,1,万元,2020-11,,s,reported,\nF7.2022,1,万元,2021-05,,s,reported,\n",
        encoding="utf-8",
    )
    found = draft_county(folder, date(2020, 11, 30))
    assert found.county is not None
    assert set(found.county.figures) == {"F7"}
    assert [(each.id, each.line, each.known) for each in found.later] == [
        ("F1.area", 2, date(2020, 12, 31)),
        ("F7.2022", 4, date(2021, 5, 31)),
    ]
    assert found.county.births["reference"].last_known == 2017  # no births.csv: those of the youngest grade enrolled
    scenario = tmp_path / "s.toml"
    scenario.write_text('format = 1\nname = "s"\ncounty = "county"\nas_of = 2020-08-31\n', encoding="utf-8")
    with pytest.raises(InvalidInput, match="must be 2020-09-01"):
        resolve(scenario)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('source = "s"\npublished = 2021-06-01', "must be at most information_date = 2021-05-31"),
        ('source = "s"\npublished = "May"', "must be a date written YYYY-MM-DD"),
        ('source = " "\npublished = 2021-05-01', "must be the source that the report's figures cite"),
        ('source = "s"', "is required"),
    ],
)
def test_a_report_needs_its_source_and_day(tmp_path: Path, table: str, said: str) -> None:
    shutil.copytree(LITTLE, tmp_path / "county")
    toml = tmp_path / "county" / "county.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + f"\n[report]\n{table}\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match=said):
        read_county(tmp_path / "county")


def test_a_law_is_known_from_its_publication() -> None:
    shipped = norms()
    assert known_from(shipped["retirement.men.new_age"]) == date(2024, 9, 13)
    assert known_from(shipped["retirement.women_senior_title.age"]) == date(2015, 3, 1)
    before, after = known_norms(date(2024, 9, 12)), known_norms(date(2024, 9, 13))
    assert "retirement.start" not in before
    assert "retirement.women_senior_title.age" in before
    assert "retirement.start" in after
    assert "uncertainty.births.growth_sd" in before
    assert known_norms(None) == shipped


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2020", (2020, 12, 31)),
        ("2020-02", (2020, 2, 29)),
        ("2018/2021-03", (2021, 3, 31)),
        ("2021/2019", (2021, 12, 31)),
    ],
)
def test_a_date_ends_with_its_year_or_month(when: str, day: tuple[int, int, int]) -> None:
    assert last_day(when) == date(*day)


def test_a_figure_without_a_readable_date_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    for when in ("soon", "2020-13", "20201", "2020/"):
        path.write_text(f"id,value,unit,date,section,source,kind,note\nA,1,x,{when},,s,reported,\n", encoding="utf-8")
        with pytest.raises(InvalidInput, match=r":2: date = .*YYYY"):
            read_figures(path)


def test_the_report_is_known_from_its_publication_whatever_year_it_speaks_of() -> None:
    information = Information(date(2025, 12, 31), "the report", date(2021, 5, 10), date(2021, 5, 31))
    assert information.figure_known("2021", "the report") == date(2021, 5, 10)
    assert information.figure_known("2020", "the report") == date(2021, 5, 10)
    assert information.figure_known("2020", "the report, quoted") == date(2020, 12, 31)
    assert information.figure_known("2030", "a plan") == date(2025, 12, 31)

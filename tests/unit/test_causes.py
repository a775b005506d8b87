"""Why crowding changes: plans in which one cause is at work, by hand, and the shipped plan's own files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from rich.cells import cell_len

from counties import GRADES, School, make_county, make_plan, make_uncertainty
from seatsim import api
from seatsim.domain.causes import CAUSES, ROWS, TERMS, CauseSplit
from seatsim.domain.county import BirthSeries, County, Zone
from seatsim.domain.figures import Figure
from seatsim.domain.layout_levers import Boundary, LayoutLever
from seatsim.domain.outcome import Outcome
from seatsim.domain.policy import Policy, When
from seatsim.domain.project import Project
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.text import Text
from seatsim.indicators.measures import measure_frames
from seatsim.inputs.load import load
from seatsim.model.streams import Draws
from seatsim.printing.answer import print_answer
from seatsim.study.causes import CAUSE_REPLICATIONS, Paths, crowding_of, split_by_cause
from seatsim.study.ensemble import simulate
from shipped import ROOT
from staffed import staff_of, with_staff

SCENARIO = ROOT / "scenarios" / "combined-plan.toml"
CERTAIN = make_uncertainty(on=False)
AS_BEFORE = make_plan()
PRIMARY = ("pupils_above_standard", "primary")
LARGER = Project("extension", "a", 2021, "test", rooms_P=6, phase="acceptance")
"""Handed over on 31 October 2020."""


def county(pupils: int = 50, rooms: int = 6, classes: int = 1, births: float | None = None) -> County:
    """A primary school with level grades, and one with seats to spare in the next zone."""
    zones = (Zone("z0", Text(), "town", ("z1",), (10.0,)), Zone("z1", Text(), "town", ("z0",), (10.0,)))
    full = School("a", "primary", "z0", {"primary": rooms}, {"primary": [pupils] * 6}, {"primary": [classes] * 6})
    empty = School("b", "primary", "z1", {"primary": 12}, {"primary": [20] * 6}, {"primary": [1] * 6})
    return make_county([full, empty], {"z0": pupils if births is None else births, "z1": 20.0}, zones)


def with_births(base: County, born: Mapping[int, float]) -> County:
    """The county with other births of z0 from a year on."""
    children = base.births["reference"].births.copy()
    for year, number in born.items():
        children[0, year - 2005 :] = number
    return replace(base, births=dict.fromkeys(base.births, BirthSeries(2005, children, 2021)))


def splitting(plan: Plan, above: int) -> Plan:
    """The plan with classes split above a size."""
    admission = replace(plan.levers.admission, split_above=above)
    return replace(plan, levers=replace(plan.levers, admission=admission))


def redrawn(plan: Plan) -> Plan:
    """The plan with a fifth of a's catchment given to b."""
    boundaries = {"line": Boundary("b", 2021, {"a": 0.2}, "test")}
    return replace(plan, levers=replace(plan.levers, layout=LayoutLever(False, boundaries)))


def few_teachers() -> County:
    """Two classes of 25 in every grade of a and one in b's, and teachers for 16 of the 18."""
    teachers = {stage: 36 if stage == "primary" else 0 for stage in GRADES}
    return with_staff(county(rooms=12, classes=2), staff_of(teachers, ages=(30, 31)))


def with_wave(share: float) -> Uncertainty:
    """Nothing uncertain but a wave of in-migration."""
    return replace(CERTAIN, migration=replace(CERTAIN.migration, wave_years=20, wave_share=share))


@dataclass(frozen=True)
class Case:
    """A plan in which one cause is at work."""

    cause: str
    change: int
    """Of pupils above the standard in primary, 2020 to 2021."""
    county: County
    plan: Plan = AS_BEFORE
    nature: Uncertainty = CERTAIN
    moving_up: int = 0
    """What happens with that cause held."""


CASES = {
    # 45 of a's 50 have a home in its catchment; the others are sent to b, and the class is no longer above 45.
    "strict gate": Case("admission_rules", -50, county(), make_plan(gate="strict")),
    "boundary": Case("admission_rules", -50, county(), redrawn(AS_BEFORE)),
    # 60 ask, as in the baseline year: the reference's cap of 55 lets 55 in, one of 65 all of them.
    "higher cap": Case("admission_rules", 5, county(births=60), make_plan(hard_cap=65), moving_up=5),
    "rooms": Case("builds", -50, county(), make_plan({"larger": LARGER})),
    # P2 to P5 are split into rooms that stand empty, P6 is in its last year; P1 is formed to 45 whatever the rule.
    "splits": Case("class_rules", -200, county(rooms=12), splitting(AS_BEFORE, 45), moving_up=-50),
    # A third of 50 and two thirds of 40.
    "births": Case("births", -50, with_births(county(), {2015: 40.0})),
    "wave": Case("migration", 50, county(pupils=40), nature=with_wave(0.25)),
    "teachers": Case("staffing", 50, few_teachers()),
}


def outcome_of(case: Case, replications: int = 2) -> Outcome:
    return simulate(case.county, case.plan, case.nature, Draws(1), np.arange(replications))


def split_of(case: Case, rules: Plan | None = None, replications: int = 2) -> CauseSplit:
    numbers, before = np.arange(replications), rules or AS_BEFORE
    outcome = outcome_of(case, replications)
    return split_by_cause(outcome, case.county, case.plan, case.nature, Draws(1), numbers, before)


@pytest.mark.parametrize("name", CASES)
def test_one_cause_alone_has_the_whole_change_of_its_plan(name: str) -> None:
    case = CASES[name]
    split = split_of(case)
    told = dict(zip(TERMS, split.change(PRIMARY, 2020, 2021).T.tolist()[0], strict=True))
    assert told == dict.fromkeys(TERMS, 0.0) | {"moving_up": case.moving_up, case.cause: case.change}
    assert set(split.unchanged) == set(CAUSES) - {case.cause}


def test_the_gate_alone_relieves_one_grade_a_year() -> None:
    split = split_of(CASES["strict gate"])
    yearly = [split.change(PRIMARY, 2020, year)[TERMS.index("admission_rules"), 0] for year in range(2020, 2028)]
    assert yearly == [0, -50, -100, -150, -200, -250, -300, -300]


def test_causes_that_only_work_together_share_what_they_do_whatever_the_order() -> None:
    # Rooms alone divide P1; splitting alone finds no room; both divide P1 to P5.
    case = Case("", 0, county(), splitting(make_plan({"larger": LARGER}), 45))
    told = dict(zip(TERMS, split_of(case).change(PRIMARY, 2020, 2021)[:, 0].tolist(), strict=True))
    assert told == dict.fromkeys(TERMS, 0.0) | {"builds": -(50 + 250) / 2, "class_rules": -(200 + 0) / 2}


def test_a_class_size_is_measured_with_the_limits_of_the_plan_whatever_the_rules_before() -> None:
    plan = AS_BEFORE
    lower = replace(plan, limits=replace(plan.limits, standard=replace(plan.limits.standard, primary=19)))
    split = split_of(Case("", 0, county(), lower))
    assert split.value(PRIMARY, 2020).tolist() == [6 * 50 + 6 * 20] * 2


def test_what_is_the_same_is_not_run_again_and_work_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    numbers, case = np.arange(2), CASES["strict gate"]
    outcome = outcome_of(case)
    split_by_cause(outcome, case.county, case.plan, CERTAIN, Draws(1), numbers, AS_BEFORE, lambda *x: told.append(x))
    assert told == [("causes", 1, 1)]
    told.clear()
    quiet = split_by_cause(outcome, case.county, case.plan, CERTAIN, Draws(1), numbers, None, lambda *x: told.append(x))
    assert not told
    assert (quiet.rules_known, set(quiet.unchanged)) == (False, set(CAUSES))
    assert np.array_equal(quiet.halves[:, 0], 2 * (quiet.values - quiet.values[:, :1]))


@pytest.mark.parametrize("source", ["progression", "migration"])
def test_what_is_held_in_the_draws_is_as_if_it_were_switched_off(source: str) -> None:
    place, plan, numbers, nature = county(45), make_plan(), np.arange(5), make_uncertainty(on=True)
    paths = Paths(place, plan, nature, Draws(1), numbers, plan)
    every = frozenset(CAUSES)
    held, beside = paths.crowdings([every - {source}, every])
    without = replace(nature, **{source: replace(getattr(nature, source), on=False)})
    for found, told in ((held, without), (beside, nature)):
        assert np.array_equal(found, crowding_of(simulate(place, plan, told, Draws(1), numbers), plan.limits, 5))
    assert not np.array_equal(held, beside)


def test_paths_side_by_side_are_those_that_run_alone() -> None:
    place, plan, nature = few_teachers(), make_plan({"larger": LARGER}), make_uncertainty(on=True)
    paths = Paths(place, plan, nature, Draws(1), np.arange(5), AS_BEFORE)
    every = frozenset(CAUSES)
    asked = [every - {"births"}, every - {"staffing"}, every - {"births", "progression"}, every]
    blocks = paths.side_by_side(asked)
    assert blocks == [[asked[0], asked[2], asked[3]], [asked[1]]]
    for block in blocks:
        for on, together in zip(block, paths.crowdings(block), strict=True):
            assert np.array_equal(together, paths.crowding(on))


def test_boundaries_are_switched_where_the_rules_before_are_not_known() -> None:
    case = CASES["boundary"]
    split = split_by_cause(outcome_of(case), case.county, case.plan, CERTAIN, Draws(1), np.arange(2), None)
    assert split.change(PRIMARY, 2020, 2021)[TERMS.index("admission_rules")].tolist() == [-50, -50]


def test_a_year_or_row_that_is_not_told_is_refused() -> None:
    split = split_of(CASES["rooms"])
    with pytest.raises(ValueError, match="not in tuple"):
        split.change(PRIMARY, 2020, 2099)
    with pytest.raises(ValueError, match="not in tuple"):
        split.value(("pupils", "primary"), 2020)


def test_the_shipped_plan_s_last_path_is_the_run() -> None:
    """With every cause on, and the first futures alone, the path has the main run's own numbers."""
    loaded = load(SCENARIO, ["horizon=2025"])
    scenario, plan = loaded.scenario, api.plan_of(loaded.scenario)
    numbers, draws, nature = np.arange(CAUSE_REPLICATIONS + 2), Draws(scenario.seed), scenario.uncertainty
    outcome = simulate(loaded.county, plan, nature, draws, numbers)
    paths = Paths(loaded.county, plan, nature, draws, numbers[:CAUSE_REPLICATIONS], plan)
    own = crowding_of(outcome, plan.limits, CAUSE_REPLICATIONS)
    assert np.array_equal(paths.crowding(frozenset(CAUSES)), own)
    frame = measure_frames(outcome, loaded.county, plan.limits)
    for row, values in zip(ROWS, own, strict=True):
        assert np.array_equal(values, frame.county(*row)[:, :CAUSE_REPLICATIONS])


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> api.RunResult:
    out = tmp_path_factory.mktemp("results") / "plan"
    return api.run(SCENARIO, out=out, replications=5, overrides=["horizon=2026"], reference=False)


def table(run: api.RunResult, name: str) -> pl.DataFrame:
    return pl.read_csv(run.folder / name)


def test_the_rows_of_the_table_add_up_to_the_change_of_the_summary(run: api.RunResult) -> None:
    summary = table(run, "summary.csv").filter(pl.col.scope == "county")
    now = {(r["measure"], r["stage"], r["year"]): r["mean"] for r in summary.to_dicts()}
    causes = table(run, "causes.csv")
    assert len(causes) == 6 * len(ROWS) * len(TERMS)
    added = causes.group_by("measure", "stage", "year").agg(pl.col.mean.sum(), pl.len())
    assert added["len"].unique().to_list() == [len(TERMS)]
    for row in added.to_dicts():
        change = now[row["measure"], row["stage"], row["year"]] - now[row["measure"], row["stage"], 2020]
        assert row["mean"] == pytest.approx(change, abs=1e-5)


def test_answers_and_table_say_the_same(run: api.RunResult) -> None:
    causes = table(run, "causes.csv")
    changes = run.answers["causes"]["changes"]
    for measure, stage in ROWS:
        for span in changes[measure][stage].values():
            rows = causes.filter(
                (pl.col.measure == measure) & (pl.col.stage == stage) & (pl.col.year == span["to"])
            ).to_dicts()
            told = {row["cause"]: {name: row[name] for name in ("mean", "p10", "p50", "p90")} for row in rows}
            assert told == span["causes"]
            assert span["change"]["mean"] == pytest.approx(sum(stats["mean"] for stats in span["causes"].values()))
    assert list(changes["pupils_above_standard"]["all"]) == ["2025", "horizon"]


def test_without_the_reference_s_figures_its_rules_are_still_known(run: api.RunResult) -> None:
    block = run.answers["causes"]
    assert (block["futures"], block["rules_known"], block["unchanged"]) == (5, True, ["class_rules"])
    assert block["changes"]["pupils_above_standard"]["all"]["2025"]["causes"]["admission_rules"]["mean"] < -1000
    assert run.answers["reference_scenario"] is None


def test_without_a_reference_rules_count_as_unchanged_and_page_one_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (ROOT / "scenarios").glob("*.toml"):
        if path.stem != "reference":
            text = path.read_text(encoding="utf-8")
            (tmp_path / path.name).write_text(text.replace("reference.toml", "base.toml"), encoding="utf-8")
    base = (ROOT / "scenarios" / "reference.toml").read_text(encoding="utf-8")
    (tmp_path / "base.toml").write_text(base.replace("../seeds", str(ROOT / "seeds")), encoding="utf-8")
    found = api.run(
        tmp_path / "strict-gate.toml",
        out=tmp_path / "results" / "strict",
        replications=2,
        overrides=["horizon=2025"],
        reference=False,
    )
    block = found.answers["causes"]
    assert not block["rules_known"]
    assert block["unchanged"] == ["admission_rules", "class_rules"]
    print_answer(found.answers, "en")
    told = " ".join(capsys.readouterr().out.split())
    assert "(no reference: rules count as unchanged)" in told
    assert "+0" not in told.partition("over standard (P, J and S")[2].partition("3. Peaks")[0]


@pytest.mark.parametrize(("lang", "start", "end"), [("en", "Why ", "3. "), ("zh", "超标准·小初高 ", "三、")])
def test_page_one_tells_the_causes_in_two_lines(
    lang: str, start: str, end: str, run: api.RunResult, capsys: pytest.CaptureFixture[str]
) -> None:
    print_answer(run.answers, lang)
    lines = capsys.readouterr().out.splitlines()
    last = next(i for i, line in enumerate(lines) if line.startswith(end))
    first = max(i for i, line in enumerate(lines[:last]) if line.startswith(start))
    assert last - first <= 2
    assert all(cell_len(line.rstrip()) <= 100 for line in lines[first:last])
    told = " ".join(line.strip() for line in lines[first:last])
    builds = run.answers["causes"]["changes"]["pupils_above_standard"]["all"]["2025"]["causes"]["builds"]
    assert ("rooms" if lang == "en" else "校舍增减") + f" −{-builds['mean']:,.0f}" in told
    assert ("mean of 5)" if lang == "en" else "前 5 种未来均值") in told
    assert ("forming classes" if lang == "en" else "编班规则") not in told


def test_the_last_path_is_the_run_where_figures_deny_something_and_policies_watch_staff() -> None:
    """Without after-school hours fewer teachers are needed (F23.after_school = 0); a policy builds for want of them."""
    denied = Figure("F23.after_school", 0.0, "stated (1 = yes)", "2020", "", "a test", "assumed")
    place = replace(few_teachers(), figures={"F23.after_school": denied})
    short = Policy(When("teachers_short", "primary", above=0.0), "projects.larger")
    plan = replace(make_plan({"larger": LARGER}), policies={"p": short})
    for policies in (plan.policies, {}):
        tried = replace(plan, policies=policies)
        numbers, draws = np.arange(2), Draws(1)
        outcome = simulate(place, tried, CERTAIN, draws, numbers)
        paths = Paths(place, tried, CERTAIN, draws, numbers, AS_BEFORE)
        assert np.array_equal(paths.crowding(frozenset(CAUSES)), crowding_of(outcome, tried.limits, 2))

"""Numbers of the pages that follow from runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from claims import Claim, Statement
from claims_inputs import figure
from pages import ROOT
from switching import SCENARIO, told
from work import PLANS, Work

from seatsim.api import load, plan_of
from seatsim.domain.scenario import CrowdingVariant
from seatsim.indicators.columns import columns
from seatsim.indicators.measures import MeasureFrame
from seatsim.language.report import REPORT
from seatsim.language.words import Words
from seatsim.model.streams import Draws
from seatsim.papers.chart import size
from seatsim.papers.charts import charts
from seatsim.results.read import Results
from seatsim.study.ensemble import simulate

_MISFITS, _README, _CRN = "docs/misfits.md", "README.md", "docs/common-random-numbers.md"
_0003 = "docs/decisions/0003-start-scaled-classes-first.md"
_0011 = "docs/decisions/0011-claims-and-gates.md"
_0015 = "docs/decisions/0015-what-to-ask-for-first.md"
_0016 = "docs/decisions/0016-resources-that-move.md"
_0019 = "docs/decisions/0019-compare.md"
_BASE, _BUILDS, _HIRING, _ALL = PLANS
_CROWDED_2025 = "crowded_2025"
_SIXTY, _THOUSAND = ("--replications", "60"), ("--replications", "1000")
_VARIANTS: Mapping[CrowdingVariant, float] = {"low": 10.0, "middle": 25.0, "high": 40.0}
Floats = npt.NDArray[np.float64]


def _crowded_years(work: Work, plan: str) -> float:
    """Mean crowded-pupil-years of a plan's own run to the horizon."""
    rows = work.plan(plan).answers["crowded_pupil_years"]["pupils_above_standard"]["all"]
    return float(rows["horizon"]["mean"])


def _plans_help(work: Work) -> Sequence[str]:
    """What speaks against the README's sentence on the four plans."""
    base, builds, hiring, both = (_crowded_years(work, plan) for plan in PLANS)
    holds = builds < base and abs(base - hiring) < base / 1000 and both < min(base, builds, hiring)
    return [] if holds else [f"{plan} {_crowded_years(work, plan):,.1f}" for plan in PLANS]


def _length(work: Work) -> Sequence[str]:
    content = work.plan(_ALL).content
    return [f"{content['replications']}"] if content["horizon"] - 2020 == 15 else ["not fifteen years"]


def _against_published(work: Work, year: int) -> float:
    """The reference's mean spending over the published [%]."""
    frame = work.frame(work.plan(_BASE))
    spent = float(np.asarray(frame.county("spending", "all")[frame.years.index(year)], dtype=np.float64).mean())
    return 100 * (spent / figure(f"F7.{year}") - 1)


def _published(work: Work) -> Sequence[str]:
    later, before = _against_published(work, 2023), _against_published(work, 2022)
    return [
        f"{-later:.0f}",
        f"{figure('F7.2023') / 1e4:.2f}",
        f"{before:.0f}",
        f"{figure('F7.2022') / 1e4:.2f}",
    ]


def _row_2022(work: Work) -> Sequence[str]:
    return _published(work)[2:]


def _row_2023(work: Work) -> Sequence[str]:
    return _published(work)[:2]


def _kindergarten(work: Work) -> Sequence[str]:
    frame = work.frame(work.plan(_BASE))
    above, classes = (frame.county(m, "kindergarten")[0].sum() for m in ("classes_above_standard", "classes"))
    share = float(above / classes)
    return [] if round(5 * share) == 3 else [f"{share:.2f}"]


def _rest(run: Results) -> float:
    """Share of the variance of the crowding of 2025 that no source explains [%]."""
    return 100 * told(run, _CROWDED_2025)["rest"]


def _not_split(work: Work) -> Sequence[str]:
    return [f"{_rest(work.plan(_ALL)):.0f}", f"{_rest(work.run(SCENARIO, '--replications', '200')):.0f}"]


def _over_two_fifths(work: Work) -> Sequence[str]:
    least, most = _not_split(work)
    return [] if all(40 < float(share) < 50 for share in (least, most)) else [least, most]


def _half_not_split(work: Work) -> Sequence[str]:
    return [f"{_rest(work.run(SCENARIO, *_THOUSAND)):.0f}"]


def narrowing(work: Work) -> tuple[str, Mapping[str, Any]]:
    """Table and quoted numbers of the benchmark of what would narrow a difference."""
    command = "tests/benchmarks/narrowing.py"
    printed: str = work.once(f"python {command}", lambda: work.python(command))
    table, quoted = printed.split("\n\n")
    return table + "\n", cast("Mapping[str, Any]", json.loads(quoted))


def _builds(work: Work) -> Sequence[str]:
    _, told = narrowing(work)
    spreads = (f"{round(told[name], -2):,.0f}" for name in ("spread_builds", "spread_reference"))
    return [f"{-100 * told['slope']:.0f}", f"{told['r2']:.2f}", *spreads, f"{told['most']:.1f}"]


def _start_explains(work: Work) -> Sequence[str]:
    return [f"{narrowing(work)[1]['start']:.2f}"]


def _zones(work: Work) -> Sequence[str]:
    zones = narrowing(work)[1]["zones"]
    least, most = sorted(zones, key=zones.__getitem__)[:3], max(zones, key=zones.__getitem__)
    if ({*least}, most) != ({"jiangyin-jingjiang-park", "maqiao", "dongxing"}, "jishi"):
        return [f"{zone} {ratio:.1f}" for zone, ratio in zones.items()]
    return [*(f"{zones[zone]:.1f}" for zone in ("jiangyin-jingjiang-park", "maqiao", "dongxing")), f"{zones[most]:.0f}"]


def _classes(frame: MeasureFrame, measure: str, stage: str) -> Floats:
    """Classes of a kind in every future of 2020 [% of classes]."""
    shares = frame.county(measure, stage)[0] / frame.county("classes", stage)[0]
    return np.asarray(100 * shares, dtype=np.float64)


def _start_of_thousand(work: Work) -> tuple[MeasureFrame, npt.NDArray[np.str_]]:
    """The start of 1,000 futures, and each one's crowding variant."""
    run = work.run(SCENARIO, *_THOUSAND)
    places = run.table("draws.parquet").sort("replication")["crowding_2020_variant"].to_numpy()
    return work.frame(run), np.array(list(_VARIANTS))[np.asarray(places, dtype=int)]


def _within_points(work: Work) -> Sequence[str]:
    frame, variants = _start_of_thousand(work)
    off = [
        np.abs(_classes(frame, "classes_above_standard", stage)[variants == name] - share).max()
        for stage in ("primary", "junior")
        for name, share in _VARIANTS.items()
    ]
    return [f"{np.ceil(max(off)):.0f}"]


def _large(work: Work) -> Sequence[str]:
    frame, _ = _start_of_thousand(work)
    edges = []
    for stage in ("primary", "junior", "senior"):
        shares = np.sort(_classes(frame, "classes_large", stage))
        edges += [shares[len(shares) // 10 - 1], shares[9 * len(shares) // 10 - 1]]
    return [f"{edge:.1f}".removesuffix(".0") if edge == 0 else f"{edge:.1f}" for edge in edges]


def _awaiting(work: Work) -> Sequence[str]:
    frame = work.frame(work.run("strict-gate", *_SIXTY))
    opened = work.frame(work.run(_BUILDS, *_SIXTY)).county("unplaced", "all")[1]
    mean = float(frame.county("unplaced", "all")[1].mean())
    return [f"{mean:.1f}"] if not opened.any() else [f"{mean:.1f}, with the gate open {opened.mean():.1f}"]


def _gate_fall(work: Work) -> Sequence[str]:
    strict, opened = (
        work.frame(work.run(name, *_SIXTY)).county("pupils_above_standard", "all")[1:].sum(axis=0).mean()
        for name in ("strict-gate", _BUILDS)
    )
    fall = 1 - float(strict / opened)
    return [] if round(5 * fall) == 2 else [f"{fall:.2f}"]


def _coefficient(work: Work) -> Sequence[str]:
    frame = work.frame(work.plan(_BUILDS))
    means = np.asarray(frame.county("between_school_cv", "primary"), dtype=np.float64).mean(axis=1)
    return [f"{means[0]:.2f}", f"{means[frame.years.index(2021)]:.2f}"]


def _pairing(work: Work) -> Sequence[str]:
    rows = work.comparison(_BASE, _ALL)["others"][0]["measures"]

    def fewer(measure: str, stage: str, year: object) -> float:
        found = next(r for r in rows if (r["measure"], r["stage"], r["year"]) == (measure, stage, year))
        return float(found["pairing"]["times_fewer"])

    return [
        f"{fewer('pupils_above_standard', 'kindergarten', 'sum'):.0f}",
        f"{fewer('pupils_above_standard', 'all', 'sum'):.1f}",
        f"{fewer('empty_seats', 'all', 2035):.0f}",
    ]


def _columns(_: Work) -> Sequence[str]:
    """Columns of a block of one future, in tens."""
    loaded = load(ROOT / "scenarios" / f"{_ALL}.toml")
    scenario = loaded.scenario
    outcome = simulate(loaded.county, plan_of(scenario), scenario.uncertainty, Draws(scenario.seed), np.arange(1))
    return [f"{round(len(columns(outcome, loaded.county, scenario.limits)), -1)}"]


def _size(work: Work) -> Sequence[str]:
    """What the charts of one run take in a page, in tens of kB."""
    told = charts([work.plan(_ALL)], None, Words("en", REPORT))
    return [f"{round(sum(map(size, told)) / 1000, -1):.0f}"]


NARROWING = "python tests/benchmarks/narrowing.py"
CLAIMS: tuple[Claim, ...] = (
    Claim("readme-main-job", _README, "(fifteen school years, {} futures)", f"seatsim run {_ALL}", _length),
    Statement(
        "readme-plans",
        _README,
        "Building helps, recruiting alone spares hardly anybody a crowded class, and both together with a strict gate"
        " help most:",
        f"seatsim run, of {', '.join(PLANS)}",
        _plans_help,
    ),
    Claim(
        "published-spending",
        _MISFITS,
        "The reference's spending is {} % below the published {} of 2023 and {} % above the {} of 2022",
        f"seatsim run {_BASE}",
        _published,
    ),
    Claim(
        "misfits-2022",
        _MISFITS,
        "| spending of 2022 | {} % above | {}亿元, the county's account |",
        f"seatsim run {_BASE}",
        _row_2022,
    ),
    Claim(
        "misfits-2023",
        _MISFITS,
        "| spending of 2023 | {} % below | {}亿元, the county's account |",
        f"seatsim run {_BASE}",
        _row_2023,
    ),
    Statement(
        "misfits-kindergarten",
        _MISFITS,
        "| kindergarten classes above 25, 30, 35 in 2020 | three in five |",
        f"seatsim run {_BASE}",
        _kindergarten,
    ),
    Statement(
        "kindergarten-apart",
        _MISFITS,
        "so three classes in five are above the standard in 2020",
        f"seatsim run {_BASE}",
        _kindergarten,
    ),
    Claim(
        "not-split",
        _MISFITS,
        "([method.md](method.md) 5.1: {} % at 500 futures, {} % at 200)",
        f"seatsim run {_ALL}, and --replications 200",
        _not_split,
    ),
    Statement(
        "over-two-fifths",
        _MISFITS,
        "More than two fifths of the band of the crowding of 2025 are not split",
        f"seatsim run {_ALL}, and --replications 200",
        _over_two_fifths,
    ),
    Claim(
        "0015-not-split",
        _0015,
        "In that plan {} % of the variance of the crowding of 2025 is of these kinds (1,000 futures).",
        f"seatsim run {_ALL} --replications 1000",
        _half_not_split,
    ),
    Claim(
        "crn-builds",
        _CRN,
        "The builds take away about {} % of what stands above the least crowded futures (slope of the difference on the"
        " reference; R² {}), so the two spreads are {} and {} pupil-years. With such spreads full correlation would"
        " give {},",
        NARROWING,
        _builds,
    ),
    Claim("crn-start", _CRN, "Its nine stored numbers explain {} of the variance", NARROWING, _start_explains),
    Claim(
        "crn-zones",
        _CRN,
        "(the park {}, Maqiao {}, Dongxing {}), and highest where they change hardly anything (Jishi {})",
        NARROWING,
        _zones,
    ),
    Claim(
        "0003-variants",
        _0003,
        "in 1,000 futures of the shipped county it stayed within {} points of 10, 25 and 40 %.",
        f"seatsim run {_ALL} --replications 1000",
        _within_points,
    ),
    Claim(
        "0003-large",
        _0003,
        "four futures in five have {}–{} % of primary, {}–{} % of junior and {}–{} % of senior classes at 56",
        f"seatsim run {_ALL} --replications 1000",
        _large,
    ),
    Claim(
        "0011-awaiting",
        _0011,
        "in 60 futures {} children on average await a place in September 2021, none with the gate open",
        f"seatsim run strict-gate, {_BUILDS}, --replications 60",
        _awaiting,
    ),
    Statement(
        "0011-fall",
        _0011,
        "while crowded-pupil-years to 2035 fall by two fifths (`strict-gate` against `planned-builds`)",
        f"seatsim run strict-gate, {_BUILDS}, --replications 60",
        _gate_fall,
    ),
    Claim(
        "0016-coefficient",
        _0016,
        "goes from {} to {} in 2021 in `planned-builds`",
        f"seatsim run {_BUILDS}",
        _coefficient,
    ),
    Claim(
        "0018-columns",
        "docs/decisions/0018-blocks-and-columns.md",
        "named arrays with the replication in front, {} or so,",
        f"seatsim run {_ALL}, its blocks",
        _columns,
    ),
    Claim(
        "0021-size",
        "docs/decisions/0021-charts.md",
        "about {} kB a run of 14 zones and 16 years",
        f"seatsim report {_ALL}",
        _size,
    ),
    Claim(
        "0019-pairing",
        _0019,
        "`combined-plan` against `reference`: {} times for kindergarten crowding, {} times for crowding in all, {}"
        " times for empty seats.",
        f"seatsim compare {_BASE} {_ALL}",
        _pairing,
    ),
)
"""Each needs runs that the items share."""

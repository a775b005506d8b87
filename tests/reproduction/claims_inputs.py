"""Numbers of the pages that follow from the inputs alone: figures of the report, norms, the reconciled start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from claims import Claim, Statement, Values
from pages import ROOT
from scipy.special import ndtr

from seatsim.domain.figures import Figure, Reconciled
from seatsim.domain.stages import CLASS_STAGES
from seatsim.inputs.figures import read_figures
from seatsim.inputs.norms import norms
from seatsim.inputs.reconcile import narrowings, stage_estimates
from seatsim.inputs.synthetic.targets import GRADES, default_readings

_METHOD, _MISFITS, _README = "docs/method.md", "docs/misfits.md", "README.md"
_NORMS, _FIGURES, _BASELINE = "src/seatsim/inputs/norms.csv", "seeds/figures.csv", "seatsim baseline --json"
Number = Callable[[], str]


@cache
def figures() -> dict[str, Figure]:
    """Figures of the worked county."""
    return dict(read_figures(ROOT / "seeds" / "figures.csv"))


@cache
def reconciled() -> Reconciled:
    """The reconciled start with what each figure narrows."""
    return narrowings(figures(), default_readings(norms()), GRADES)


def figure(name: str) -> float:
    """A figure's value."""
    return figures()[name].value


def norm(name: str) -> float:
    """A norm's value."""
    return float(str(norms()[name].value))


def plain(value: float) -> str:
    """As few digits as it has, thousands apart."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.6g}"


def _norm(name: str) -> Number:
    return lambda: plain(norm(name))


def percent(name: str) -> Number:
    return lambda: plain(100 * norm(name))


def _figure(name: str) -> Number:
    return lambda: plain(figure(name))


def computed(*told: Number) -> Values:
    return lambda _: [number() for number in told]


def stage_told(stage: str, of: str) -> Number:
    def told() -> str:
        row = next(row for row in stage_estimates(reconciled()) if row.stage == stage)
        return f"{getattr(row, of):,.0f}"

    return told


def _cell(name: str) -> float:
    found = reconciled()
    return float(found.mean[found.cells.index(name)])


def _registered(name: str, rate: str) -> float:
    return _cell(name) / (figure(rate) / 100)


def accepted() -> float:
    """Chance that a start keeps the spending bound: what it costs is normal."""
    found = reconciled()
    spread = np.linalg.norm(found.factor.T @ found.cost)
    return float(ndtr((found.bound - found.cost @ found.mean) / spread))


def residual(name: str) -> float:
    found = next(row for row in reconciled().narrowings if row.figure == name)
    return float(found.residual)


def compared(name: str) -> tuple[float, float]:
    """What is reported and what is reconciled."""
    found = next(row for row in reconciled().narrowings if row.figure == name)
    return found.reported, found.reconciled


def unless(holds: bool, **numbers: float) -> Sequence[str]:
    """Nothing where a statement holds, else the numbers that speak against it."""
    return [] if holds else [f"{name} = {number:.4g}" for name, number in numbers.items()]


def _three_in_ten() -> Sequence[str]:
    return unless(round(10 * (1 - accepted())) == 3, thrown_away=1 - accepted())


def _two_errors_off() -> Sequence[str]:
    off = residual("B.share")
    return unless(round(abs(off)) == 2, residual=off)


def _half_more() -> Sequence[str]:
    reported, held = compared("B.share")
    return unless(0.45 < reported / held - 1 < 0.6, more=reported / held - 1)


def _built_room(of: Callable[[Sequence[float]], float]) -> Number:
    """Price of a built room in hundreds of 10^4 yuan: the dearest or the cheapest stage's."""
    stages = [s for s in CLASS_STAGES if s != "senior"]
    return lambda: f"{100 * round(of([_price(stage) for stage in stages]) / 100)}"


def _price(stage: str) -> float:
    return norm(f"levers.capital.price_{stage}") * norm(f"limits.planning.{stage}")


def going_on() -> str:
    return f"{100 * (_cell('S1') + _cell('V1')) / _cell('J3'):.0f}"


def _intake() -> str:
    """Growth of the next year's junior intake over this year's [%]."""
    return f"{100 * (_registered('P6', 'F5.primary') / _registered('J1', 'F5.junior') - 1):.0f}"


_SHARES = ("kindergarten", "primary", "junior", "senior_stage")
_LEAVING = ("under_30", "from_30", "from_50")


def _list(of: Callable[[str], Number], names: Sequence[str], form: str) -> tuple[Number, ...]:
    return tuple(of(form.format(name)) for name in names)


def _of_norms(name: str, words: str, *told: Number, page: str = _METHOD) -> Claim:
    return Claim(name, page, words, _NORMS, computed(*told))


def _of_figures(name: str, words: str, *told: Number, page: str = _METHOD) -> Claim:
    return Claim(name, page, words, _FIGURES, computed(*told))


def _of_baseline(name: str, words: str, *told: Number, page: str = _METHOD) -> Claim:
    return Claim(name, page, words, _BASELINE, computed(*told))


CLAIMS: tuple[Claim, ...] = (
    _of_figures(
        "readme-county", "{} schools, {} pupils, no classroom", _figure("F3.schools"), _figure("F4"), page=_README
    ),
    _of_figures("total", "the total of {} and", _figure("F4")),
    Claim(
        "spending-bound",
        _METHOD,
        "≤ {}亿 + {} %",
        f"{_FIGURES}, {_NORMS}",
        computed(lambda: plain(figure("F7") / 1e4), percent("reconcile.spending_tolerance")),
    ),
    _of_norms(
        "stage-shares",
        "| stage shares as in the province (kindergarten, primary, junior, senior stage) | {}, {}, {}, {} |",
        *(lambda n=n: f"{norm(f'reconcile.share_se.{n}'):.2f}" for n in _SHARES),
    ),
    _of_norms("grades", "senior and vocational grades are level | {} |", _norm("reconcile.smooth_se")),
    _of_norms("cohorts", "of P6 and J1 differ as the births behind them | {} |", _norm("reconcile.cohort_link_se")),
    Claim(
        "going-on",
        _METHOD,
        "| S1 + V1 over J3 is {} % | {} |",
        f"{_FIGURES}, {_NORMS}",
        computed(_figure("F6.going_on"), _norm("reconcile.link_se")),
    ),
    _of_norms("rates", "| each entry rate is the reported one | {} |", _norm("reconcile.rate_se")),
    _of_norms(
        "births-level",
        "then each age group's own | {}; {} |",
        *(lambda n=n: f"{norm(f'reconcile.births_{n}_se'):.2f}" for n in ("level", "shape")),
    ),
    _of_norms(
        "general-share",
        "| general share of the senior stage {} % | {} of the share |",
        percent("senior.general_share"),
        _norm("reconcile.general_share_se"),
    ),
    _of_figures(
        "special",
        "| special school {} | {} pupils |",
        _figure("F10.special_pupils"),
        _norm("reconcile.special_se"),
    ),
    _of_norms("clash", "A residual above {} standard errors", _norm("reconcile.clash")),
    _of_baseline(
        "mean-of-starts", "(senior {} against {})", stage_told("senior", "drawn"), stage_told("senior", "pupils")
    ),
    Statement(
        "thrown-away",
        _METHOD,
        "Starts that pass the bound are thrown away, three in ten,",
        _BASELINE,
        lambda _: _three_in_ten(),
    ),
    _of_norms("class-sizes", "mean class size ({}, {}, {}, {})", *_list(_norm, CLASS_STAGES, "class_size.{}")),
    _of_norms(
        "classes-of-56",
        "The classes of 56 ({} % primary, {} % junior, {} % senior)",
        *_list(percent, CLASS_STAGES[1:], "share_56.{}"),
    ),
    _of_norms(
        "variants",
        "until {}, {} or {} % of classes are",
        *_list(percent, ("low", "middle", "high"), "share_above_standard.{}"),
    ),
    _of_figures("variation", "coefficients is {} and {}.", _figure("F16.primary"), _figure("F16.junior")),
    _of_norms("movement", "one per grade and year (sd {}): the", _norm("uncertainty.progression.grade_sd")),
    _of_norms("movement-common", "(*default* Student's t, scale {})", _norm("uncertainty.progression.common_sd")),
    _of_norms("movement-zone", "the zone's (sd {} in a", _norm("uncertainty.progression.zone_sd")),
    _of_norms(
        "movement-cell",
        "(*default* cell_sd {}, v = {})",
        *_list(_norm, ("cell_sd", "cell_variance"), "uncertainty.progression.{}"),
    ),
    _of_norms("spring", "*Default* {} of it, rounded", _norm("uncertainty.claims.spring_share")),
    _of_norms(
        "private-kindergartens",
        "one whose use was under {} on two opening days running closes before the next with chance {},",
        _norm("uncertainty.private_kindergartens.use_below"),
        _norm("uncertainty.private_kindergartens.closing_probability"),
    ),
    _of_figures(
        "entry-ratios",
        "with ratios {} (K1), {} (P1) and {} ÷ {} = {} (J1)",
        *(lambda n=n: plain(figure(f"F5.{n}") / 100) for n in ("preschool", "primary", "junior", "primary")),
        lambda: f"{figure('F5.junior') / figure('F5.primary'):.3f}",
    ),
    _of_norms(
        "entry-shocks",
        "the common shock (scale {}) one per year for all stages, the zone's ({}) one per stage, and",
        _norm("uncertainty.migration.common_sd"),
        _norm("uncertainty.migration.zone_sd"),
    ),
    _of_norms("births-to-come", "log random walk, sd {} a year", _norm("uncertainty.births.growth_sd")),
    _of_norms("claims-two", "*default* {} of the others (assumed)", _norm("uncertainty.claims.other_registered")),
    _of_norms("desks", "each of desks × {} at most", _norm("levers.verification.per_desk")),
    _of_norms("not-entitled", "By 20 August {} of the claims 1", _norm("uncertainty.claims.not_entitled")),
    _of_norms(
        "weak-claims",
        "the shares {}, {} and {}, desks",
        *_list(_norm, ("other_registered", "not_entitled", "spring_share"), "uncertainty.claims.{}"),
        page=_MISFITS,
    ),
    _of_norms("reach", "within reach (*default* {} minutes;", _norm("levers.admission.reach_minutes")),
    _of_figures("senior", "⌊{} × junior leavers + u⌋ go on", lambda: plain(figure("F6.going_on") / 100)),
    _of_norms("splits", "`split_above` (*default* {}, at most", _norm("levers.admission.split_above")),
    _of_norms(
        "conversions",
        "and cost {} and {} (10⁴ yuan) a room",
        _norm("levers.capital.price_conversion"),
        _norm("levers.capital.price_temporary"),
    ),
    _of_norms(
        "leaving",
        "(*default* {}, {} and {} % a year under 30, under 50, from 50; {} times that outside posts), with a shock of"
        " the stage (log sd {})",
        *_list(percent, _LEAVING, "uncertainty.leaving.{}"),
        _norm("uncertainty.leaving.outside_factor"),
        _norm("uncertainty.leaving.log_sd"),
    ),
    _of_norms("candidates", "lognormal around {} a post", _norm("uncertainty.recruitment.candidates_per_post")),
    _of_norms(
        "lessons",
        "kindergarten {} a class; primary ({} + {}) ÷ {}, junior ({} + {}) ÷ {}, senior {} × {} ÷ {} lessons a week",
        *(
            _norm(f"levers.lessons.{name}")
            for name in (
                *("kindergarten_class", "primary", "after_school", "load_primary"),
                *("junior", "after_school", "load_junior", "senior", "choice", "load_senior"),
            )
        ),
    ),
    _of_norms("exchange", "at most {} % of its teachers", percent("levers.exchange.teachers")),
    _of_norms("exchange-backbone", "backbone teachers {} % (rounded down)", percent("levers.exchange.backbone")),
    _of_norms("overload", "⌊teachers × {} ÷ teachers a class⌋", _norm("levers.lessons.overload")),
    _of_norms(
        "backbone",
        "*default* {} named and {} % lapsed a year",
        _norm("levers.backbone.new_a_year"),
        percent("levers.backbone.lapse"),
    ),
    _of_norms(
        "above-standard", "at most {} % of classes above the standard", percent("limits.tolerances.above_standard")
    ),
    Statement(
        "births-half-more",
        _MISFITS,
        "of the region's births (derived) would be some half more children than the total allows",
        _BASELINE,
        lambda _: _half_more(),
    ),
    Statement("births-off", _MISFITS, "so it ends 2 standard errors off", _BASELINE, lambda _: _two_errors_off()),
    Claim(
        "senior-does-not-close",
        _MISFITS,
        "has S1 + V1 at {} % of J3 where {} % go on",
        _BASELINE,
        computed(going_on, _figure("F6.going_on")),
    ),
    _of_norms(
        "bridge",
        "with {} × 10⁴ yuan a temporary room against {} and more a built one",
        _norm("levers.capital.price_temporary"),
        _built_room(min),
        page=_MISFITS,
    ),
    _of_norms(
        "0020-room",
        "a built room costs some {} to {} × 10⁴ yuan and a temporary one {}:",
        _built_room(min),
        _built_room(max),
        _norm("levers.capital.price_temporary"),
        page="docs/decisions/0020-bridge-or-build.md",
    ),
    _of_baseline(
        "0009-registered",
        "Registered P6 and J1 are {} and {}; J1 : P6 is {} (before 0.94), and next year's junior intake {} % above"
        " 2020's.",
        lambda: f"{_registered('P6', 'F5.primary'):,.0f}",
        lambda: f"{_registered('J1', 'F5.junior'):,.0f}",
        lambda: f"{_cell('J1') / _cell('P6'):.2f}",
        _intake,
        page="docs/decisions/0009-cohorts-across-stages.md",
    ),
    _of_baseline(
        "0009-split",
        "(31,473 to {}) to junior (14,847 to {}) and is narrower: primary ± {} instead of ± 1,440, kindergarten ± {}"
        " instead of ± 920.",
        stage_told("primary", "pupils"),
        stage_told("junior", "pupils"),
        stage_told("primary", "se"),
        stage_told("kindergarten", "se"),
        page="docs/decisions/0009-cohorts-across-stages.md",
    ),
    _of_baseline(
        "0009-accepted",
        "so the spending bound accepts {} % of draws",
        lambda: f"{100 * accepted():.0f}",
        page="docs/decisions/0009-cohorts-across-stages.md",
    ),
)
"""Cheap: an ordinary test computes all of them."""

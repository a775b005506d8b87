"""Numbers of ``docs/misfits.md``, ``docs/odd.md`` and ``docs/stress-des.md`` that need no run."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from math import factorial

from claims import Claim, Statement
from claims_inputs import Number, compared, computed, figure, going_on, norm, plain, residual, stage_told, unless
from pages import ROOT
from work import PLANS

from seatsim.api import load
from seatsim.domain.causes import CAUSES
from seatsim.domain.stages import SCHOOL_STAGES, STAGES
from seatsim.inputs.load import Loaded
from seatsim.inputs.norms import norms
from seatsim.model.start import VARIANTS
from seatsim.study.latest_start import DELAY_REPLICATIONS

_MISFITS, _ODD, _STRESS = "docs/misfits.md", "docs/odd.md", "docs/stress-des.md"
_SEEDS, _NORMS, _BASELINE = "seeds/figures.csv", "src/seatsim/inputs/norms.csv", "seatsim baseline --json"
_SCENARIOS = ROOT / "scenarios"


@cache
def _loaded(scenario: str) -> Loaded:
    """A shipped scenario with the worked county."""
    return load(_SCENARIOS / f"{scenario}.toml")


def _below_the_region() -> str:
    """Standard errors by which the reconciled children lie below the region's share."""
    reported, held = compared("B.share")
    return f"{abs(residual('B.share')):.0f}" if held < reported else f"{reported:.2f} is below {held:.2f}:"


def _lower() -> str:
    """Lower end of the share of the region's births, whose middle is the figure and whose upper end another [%]."""
    return plain(2 * figure("B.share") - figure("C.share"))


def _upper() -> str:
    return plain(figure("C.share"))


def _standard(place: int) -> Number:
    """Standard of a kindergarten's age group [pupils/class]."""

    def told() -> str:
        by_age = norms()["limits.standard.kindergarten"].value
        return plain(by_age[place]) if isinstance(by_age, list) else f"{by_age}"

    return told


def _variant(place: int) -> Number:
    """Share of classes above the standard in a variant of the start, each of which a future draws as often [%]."""
    return lambda: plain(100 * norm(f"share_above_standard.{VARIANTS[place]}"))


def _caps() -> Sequence[float]:
    return [norm(f"limits.hard_caps.{stage}") for stage in SCHOOL_STAGES]


def _open_caps() -> Sequence[float]:
    told = tomllib.loads((_SCENARIOS / "open-gate.toml").read_text(encoding="utf-8"))["limits"]["hard_caps"]
    return [float(told[stage]) for stage in SCHOOL_STAGES]


def _units() -> str:
    """Stages of campuses that have pupils."""
    register = _loaded(PLANS[0]).county.register
    return plain(sum(int((pupils.sum(axis=1) > 0).sum()) for pupils in register.pupils.values()))


def _growth() -> str:
    """Yearly growth that all rules of spending share [%]."""
    rules = ("pay_growth", "funds_growth", "other_growth")
    return " or ".join({plain(100 * norm(f"levers.spending_rules.{rule}")) for rule in rules})


def _alike(numbers: Sequence[float]) -> str:
    """One number where all are alike."""
    return " or ".join(sorted({plain(number) for number in numbers}))


def _horizon() -> str:
    return f"{_loaded(PLANS[0]).scenario.horizon}"


def _baseline() -> str:
    return f"{_loaded(PLANS[0]).county.baseline_year}"


def _years() -> str:
    return f"{int(_horizon()) - int(_baseline())}"


def _futures() -> str:
    return plain(_loaded(PLANS[0]).scenario.replications)


def _eleven() -> Sequence[str]:
    shipped = len([*_SCENARIOS.glob("*.toml")])
    return unless(shipped == 11, shipped=shipped)


def _third() -> Sequence[str]:
    return unless(len(VARIANTS) == 3, variants=len(VARIANTS))


def _misfits(name: str, words: str, command: str, *told: Number) -> Claim:
    return Claim(f"misfits-{name}", _MISFITS, words, command, computed(*told))


def _odd(name: str, words: str, *told: Number) -> Claim:
    return Claim(f"odd-{name}", _ODD, words, "scenarios/*.toml, seeds/", computed(*told))


def _stress(name: str, words: str, *told: Number) -> Claim:
    return Claim(f"stress-{name}", _STRESS, words, "scenarios/reference.toml", computed(*told))


def _yuan(year: int) -> Number:
    return lambda: f"{figure(f'F7.{year}') / 1e4:.2f}"


_AGES = (_standard(0), _standard(1), _standard(2))
_SHARES = (_variant(0), _variant(1), _variant(2))

CLAIMS: tuple[Claim, ...] = (
    _misfits(
        "births",
        "| {} standard errors below the level of {}–{} % of the region's births | derived from the region's share | the"
        " total of {} does not allow more |",
        _BASELINE,
        _below_the_region,
        _lower,
        _upper,
        lambda: plain(figure("F4")),
    ),
    _misfits("growth", "| growth is {} % a year;", _NORMS, _growth),
    _misfits(
        "senior-stage",
        "| S1 + V1 over J3, reconciled start | {} % | {} % (F6) |",
        _BASELINE,
        going_on,
        lambda: plain(figure("F6.going_on")),
    ),
    _misfits(
        "mean-of-starts",
        "| senior pupils, mean of the futures' starts | {} | {}, the estimate |",
        _BASELINE,
        stage_told("senior", "drawn"),
        stage_told("senior", "pupils"),
    ),
    _misfits(
        "class-size",
        "| kindergarten classes above {}, {}, {} in 2020 | three in five | nobody has counted them | one mean size of"
        " {} in every grade |",
        _NORMS,
        *_AGES,
        lambda: plain(norm("class_size.kindergarten")),
    ),
    _misfits("crowding", "a third of futures each at {}, {} and {} %.", _NORMS, *_SHARES),
    Statement("misfits-third", _MISFITS, "a third of futures each at", _NORMS, lambda _: _third()),
    _misfits("region", "**The level of births**: {}–{} % of the region's births", _SEEDS, _lower, _upper),
    _misfits(
        "kindergarten-size",
        "Its mean class of {} in every grade stands against {}, {} and {}, so",
        _NORMS,
        lambda: plain(norm("class_size.kindergarten")),
        *_AGES,
    ),
    _misfits(
        "k1",
        "K1 is formed to {} where its standard is {},",
        _NORMS,
        lambda: plain(norm("limits.planning.kindergarten")),
        _AGES[0],
    ),
    _misfits("growth-rules", ": {} % growth a year is all that it knows.", _NORMS, _growth),
    _misfits(
        "caps",
        "the hard cap of {} is assumed to be kept (`open-gate`: {}).",
        f"{_NORMS}, scenarios/open-gate.toml",
        lambda: _alike(_caps()),
        lambda: _alike(_open_caps()),
    ),
    _misfits(
        "delay", "**Costs of delay are noisy**: {} futures,", "latest_start.py", lambda: plain(DELAY_REPLICATIONS)
    ),
    _misfits("orders", "mean of two orders out of {}.", "causes.py", lambda: plain(factorial(len(CAUSES)))),
    _odd(
        "zones",
        "| zone | kind, neighbours with minutes; who awaits a place by stage and grade; pull of groups | {} |",
        lambda: plain(len(_loaded(PLANS[0]).county.zones)),
    ),
    _odd(
        "campuses",
        "| campus | zone, group, ownership, kind, special rooms, legal school | {} |",
        lambda: plain(len(_loaded(PLANS[0]).county.register.school_id)),
    ),
    _odd(
        "units",
        "| rooms; pupils and classes by grade; teachers posted, backbone teachers | {} |",
        _units,
    ),
    _odd(
        "projects",
        "| project | phase, hand-over day, cost, cancelled or not | {} in `combined-plan` |",
        lambda: plain(len(_loaded(PLANS[-1]).scenario.projects)),
    ),
    _odd(
        "stages",
        "posts approved; subject, structural, filed teachers | {} |",
        lambda: plain(len(STAGES)),
    ),
    _odd("futures", "| future | its start, births, shocks | {} |", _futures),
    _odd("horizon", "The horizon is {} years after {}.", _years, _baseline),
    _odd("published", "the county's published {} and {}亿元", _yuan(2022), _yuan(2023)),
    Statement("stress-eleven", _STRESS, "eleven are shipped;", "scenarios/*.toml", lambda _: _eleven()),
    _stress("run-length", "to the horizon, {} as shipped, {} years of one step each;", _horizon, _years),
    _stress("futures", "Independent futures, {} as shipped,", _futures),
)
"""Cheap: an ordinary test computes all of them."""

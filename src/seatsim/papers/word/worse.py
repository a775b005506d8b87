"""What a plan makes worse, as the brief's part on problems tells it: from a comparison, else beside the reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from seatsim.comparing.harms import rises
from seatsim.comparing.verdict import harm_parts, worse_named
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY
from seatsim.language.comparison import COMPARISON
from seatsim.language.words import Words
from seatsim.papers.word.told import Teller, Told

_CROWDED = "pupils_above_standard"
_MOST = 1
"""Things that are named in Chinese."""


def compared_with(tell: Teller, told: Mapping[str, Any] | None) -> Told | None:
    """The brief's plan among those that are compared; None where it is the base, or nothing is compared."""
    others = told["others"] if told is not None else ()
    return next((each for each in others if each.get("run", each["scenario"]) == tell.run.key), None)


def worse(tell: Teller, told: Mapping[str, Any] | None, annex: int) -> Iterator[str]:
    """One sentence, which sends to the annex of the verdicts for what it leaves out.

    Nothing where nothing is worse, or nothing stands beside the plan.
    """
    other, words = compared_with(tell, told), Words(tell.words.lang, COMPARISON)
    kind = "reference"
    if told is not None and other is not None:
        parts = harm_parts(other, tell.horizon, words, one=told["replications"] == 1)
        kind = "base"
    else:
        parts = [*_sums(tell, words), *_later(tell, words)]
    if tell.words.chinese and len(parts) > _MOST:  # a page of an official document holds half as many words
        more = tell.words("worse_more_alone" if other is None else "worse_more")
        parts = [*parts[:_MOST], more.format(n=len(parts) - _MOST, annex=annex)]
    if parts:
        years = words.numbers.span(*map(str, (tell.run.years[1], tell.horizon)))
        yield tell.words(f"worse_{kind}").format(years=years, parts=words.join(parts))


def worse_in_short(tell: Teller, told: Mapping[str, Any] | None) -> str:
    """How many things the plan makes worse and the first of them, beside what is said for it; empty without any."""
    other, words = compared_with(tell, told), Words(tell.words.lang, COMPARISON)
    harms = other.get("harms", ()) if other is not None else ()
    if other is None or not harms:
        return ""
    first = worse_named(harms[0]["measure"], harms[0]["stage"], words)
    count = len(harm_parts(other, tell.horizon, words))
    return tell.words("plans_harm" if count > 1 else "plans_harm_one").format(first=first, n=count)


def _sums(tell: Teller, words: Words) -> Iterator[str]:
    """Children without a place and pupils above the standard by stage: means, beside those of the reference."""
    for measure, stages in (("unplaced", COMPULSORY), (_CROWDED, CLASS_STAGES)):
        for stage in stages:
            mine, base = (_sum(tell.answers, measure, stage, beside) for beside in (False, True))
            if mine is not None and base is not None and rises(base, mine):
                what, count = worse_named(measure, stage, words), words.numbers.count
                unit = words("unit_pupil-years")
                yield words("harm_sum_one").format(what=what, base=count(base), other=count(mine), unit=unit)


def _sum(answers: Told, measure: str, stage: str, beside: bool) -> float | None:
    """A mean summed over the years after the baseline [pupil-years]; None where it is not told."""
    if measure == _CROWDED:
        block = answers["crowded_pupil_years"]
        block = block.get("reference") if beside else block
        return None if block is None else float(block[measure][stage]["horizon"]["mean"])
    block = answers[measure].get("reference") if beside else answers[measure]
    first = str(answers["baseline_year"])
    return None if block is None else sum(row["mean"] for year, row in block[stage]["by_year"].items() if year != first)


def _later(tell: Teller, words: Words) -> Iterator[str]:
    """Stages in which all are placed later than in the reference, by the medians."""
    block = tell.answers["first_year"]
    for stage in COMPULSORY if "reference" in block else ():
        mine, base = (each["unplaced"][stage]["p50"] for each in (block, block["reference"]))
        if base is not None and (mine is None or mine > base):
            year = words("not_by").format(year=tell.horizon) if mine is None else words("in_year").format(year=mine)
            limit = words("met_unplaced").format(stage=words.stage(stage))
            yield words("harm_later_reference").format(limit=limit, other=year, base=words("in_year").format(year=base))

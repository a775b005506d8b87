"""In which stages teachers are short and in which too many: a county can have both at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seatsim.language.words import Words
from seatsim.papers.runs import Run

_MOST, _LEAST = 3, 0.1
"""Stages named, and the least share of the whole that one must have to be named."""


@dataclass(frozen=True)
class Gap:
    """Means of one year by stage, the most first."""

    short: Mapping[str, float]
    """Teachers missing, of stages that rather miss some than have too many [teachers]."""
    spare: Mapping[str, float]
    """Teachers beyond need, of the other stages [teachers]."""


def gap(run: Run, year: int) -> Gap:
    """Who is short and who is too many in a year; a stage with less than one teacher either way is in neither."""
    table = run.table("teachers.csv")
    rows = table.filter((table["year"] == year) & (table["stage"] != "all")).iter_rows(named=True)
    net = {str(row["stage"]): float(row["short"] - row["surplus"]) for row in rows}
    found = [{stage: sign * value for stage, value in net.items() if round(sign * value) > 0} for sign in (1.0, -1.0)]
    short, spare = (dict(sorted(each.items(), key=lambda told: -told[1])) for each in found)
    return Gap(short, spare)


def named(amounts: Mapping[str, float], words: Words, most: int = _MOST) -> str:
    """The stages that have most of it, at most so many in the order given; ``and others`` where some are not named."""
    least = _LEAST * sum(amounts.values())
    kept: Sequence[str] = [stage for stage, amount in amounts.items() if amount >= least][:most]
    told = words.listed([words.stage(stage) for stage in kept])
    return told + words("stages_more") if len(kept) < len(amounts) else told


def short_in(found: Gap, words: Words) -> str:
    """The stages that are short, in brackets; nothing where none is."""
    return words("gap_short").format(stages=named(found.short, words)) if found.short else ""


def spare_beside(found: Gap, words: Words) -> str:
    """The stages that have too many while others are short; nothing where none has."""
    return _beside("gap_spare", found.spare, words)


def lack_beside(found: Gap, words: Words) -> str:
    """The stages that are short while others have too many; nothing where none is."""
    return _beside("gap_lack", found.short, words)


def spare_in(found: Gap, words: Words) -> str:
    """The stages that have too many, in brackets; nothing where none has."""
    return words("gap_short").format(stages=named(found.spare, words)) if found.spare else ""


def _beside(form: str, amounts: Mapping[str, float], words: Words) -> str:
    if not amounts:
        return ""
    return words(form).format(stages=named(amounts, words), n=words.numbers.count(sum(amounts.values())))

"""A verdict in words: who is spared, when, at what cost, what stands empty later, and what is not sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from seatsim.comparing.costs import CROWDED_PUPILS
from seatsim.indicators.measures import ALL
from seatsim.language.comparison import COMPARISON
from seatsim.language.words import Words

Block = Mapping[str, Any]

LIMITS = ("above_standard", "large", "super_large", "oversized")
"""Limits of which a verdict says when they are met, each for all stages."""
FEW = 30
"""Futures below which a normal interval is too narrow."""
_RARER = 0.1
"""Share of the futures that go the other way from which a direction is not sure."""
_LIKELY = 0.05
"""Share of the futures below which something hardly ever happens."""
_YUAN = 10_000
_YEARS_THAT_FOLLOW = "limits.tolerances.years"
"""Where it differs, untold is more than the limits that neither plan meets."""


def verdict(row: Block, facts: Block) -> dict[str, str]:
    """The verdict on one plan in both languages.

    ``facts`` : ``base`` and ``other`` titles, ``horizon``, ``replications``, and what the other run rests on.
    """
    return {lang: _joined(row, facts, Words(lang, COMPARISON)) for lang in ("zh", "en")}


def _joined(row: Block, facts: Block, words: Words) -> str:
    names = {name: words.text(facts[name]["title"], facts[name]["scenario"]) for name in ("base", "other")}
    parts = (
        _spared(row, names, words),
        _but(row, words),
        _when(row, facts, words),
        *_cost(row, words),
        _later(row, facts, words),
        _unsure(row, facts, names, words),
    )
    return ("" if words.chinese else " ").join(filter(None, parts))


def in_futures(share: float, words: Words, form: str = "in") -> str:
    """A share of the futures: as a sentence begins (``in``), or as a part of one (``of``)."""
    if share in (0, 1):
        return words(f"{form}_all" if share else f"{form}_none")
    if not _LIKELY <= share <= 1 - _LIKELY:
        return words(f"{form}_few" if share < _LIKELY else f"{form}_most")
    return words(f"{form}_some").format(n=min(9, max(1, round(share * 10))))


def find(rows: list[Block], **wanted: object) -> Block | None:
    """The first row that has these values."""
    return next((row for row in rows if all(row[key] == value for key, value in wanted.items())), None)


def _spared(row: Block, names: Mapping[str, str], words: Words) -> str:
    measure, stage = CROWDED_PUPILS
    told = find(row["avoided"], measure=measure, stage=stage)
    crowded = find(row["measures"], measure=measure, stage=stage, year="sum")
    if told is None or crowded is None:
        return ""
    numbers = words.numbers
    values = {**names, "years": numbers.school_years(told["from"], told["to"])}
    if crowded["chance_same"] >= 1 - _LIKELY:
        return words("same_crowding").format(**values, futures=in_futures(crowded["chance_same"], words))
    if told["low"] is not None and told["low"] <= 0 <= told["high"]:
        return words("unsure_spared").format(
            **values,
            mean=numbers.signed(-told["mean"]),
            interval=numbers.span(numbers.signed(-told["high"]), numbers.signed(-told["low"])),
            share=numbers.percent(told["chance"]),
        )
    fewer = told["mean"] > 0
    return words("spared" if fewer else "burdened").format(
        **values,
        futures=in_futures(told["chance"] if fewer else crowded["chance_worse"], words),
        mean=numbers.count(abs(told["mean"])),
        interval=_span(*_turned(told["low"], told["high"], not fewer), words),
        band=_span(*_turned(told["p10"], told["p90"], not fewer), words),
    )


def _turned(low: float | None, high: float | None, turn: bool) -> tuple[float | None, float | None]:
    """Two ends, with their signs changed where it is asked."""
    if not turn or low is None or high is None:
        return low, high
    return -high, -low


def _but(row: Block, words: Words) -> str:
    """Stages in which crowding surely grows although it falls in all."""
    measure, stage = CROWDED_PUPILS
    whole = find(row["avoided"], measure=measure, stage=stage)
    if whole is None or whole["mean"] <= 0:
        return ""
    worse = [
        words("but_stage").format(stage=words.stage(told["stage"]), mean=words.numbers.signed(-told["mean"]))
        for told in row["avoided"]
        if told["measure"] == measure and told["high"] is not None and told["high"] < 0
    ]
    return words("but").format(stages=words.listed(worse)) if worse else ""


def _span(low: float | None, high: float | None, words: Words) -> str:
    return words.numbers.span(words.numbers.count(low), words.numbers.count(high))


def _when(row: Block, facts: Block, words: Words) -> str:
    told = [found for limit in LIMITS if (found := find(row["first_year"], limit=limit, stage=ALL)) is not None]
    alike = find(row["differs"], key=_YEARS_THAT_FOLLOW) is None
    moved = [
        _limit(found, facts, "when_untold" if alike else "when_unknown", words)
        for found in told
        if max(found["earlier"], found["later"]) >= _LIKELY
    ]
    return words("when").format(limits=words.join(moved)) if moved else words("when_none")


def _limit(found: Block, facts: Block, untold: str, words: Words) -> str:
    told = {"earlier": "when_earlier", "later": "when_later", "untold": untold}
    shares = [
        words(key).format(futures=in_futures(found[name], words, "of"))
        for name, key in told.items()
        if found[name] >= _LIKELY
    ]
    other, base = (_first_year(found[plan], facts["horizon"], words) for plan in ("other", "base"))
    return words("when_limit").format(
        limit=words(f"met_{found['limit']}"), other=other, base=base, shares=words.listed(shares)
    )


def _first_year(told: Block, horizon: int, words: Words) -> str:
    """A median first year, or that there is none by the horizon."""
    year = told["p50"]
    return words("not_by").format(year=horizon) if year is None else words("in_year").format(year=year)


def _cost(row: Block, words: Words) -> Iterator[str]:
    cost = row["cost"]
    capital = more_or_less(cost["capital"]["mean"], words)
    if cost["recurrent"] is None:
        yield words("cost_capital").format(capital=capital)
    else:
        yield words("cost").format(capital=capital, recurrent=more_or_less(cost["recurrent"]["mean"], words))
    told = {name: each for name, each in cost["per_avoided"].items() if each is not None}
    parts = [_per(name, each, words) for name, each in told.items() if any(each.values())]
    if not told:
        yield words("per_none" if _may_spare(row) else "per_nobody")
    elif parts:
        yield words("per_avoided").format(parts=words.join(parts))


def _may_spare(row: Block) -> bool:
    """Whether it cannot be excluded that pupil-years are spared."""
    measure, stage = CROWDED_PUPILS
    told = find(row["avoided"], measure=measure, stage=stage)
    return told is None or told["high"] is None or told["high"] > 0


def more_or_less(amount: float, words: Words) -> str:
    """An amount of 10^4 yuan as more or less than the base."""
    if round(amount) == 0:
        return words("no_more")
    return words("more" if amount > 0 else "less").format(amount=words.numbers.money(abs(amount)))


def _per(name: str, told: Block, words: Words) -> str:
    numbers = words.numbers
    low, high = (numbers.count(told[end] * _YUAN) for end in ("low", "high"))
    return words("per_part").format(
        name=words(name), value=numbers.count(told["value"] * _YUAN), interval=numbers.span(low, high)
    )


def _later(row: Block, facts: Block, words: Words) -> str:
    told = find(row["measures"], measure="empty_seats", stage=ALL, year=facts["horizon"])
    if told is None:
        return ""
    difference = told["difference"]
    more = difference["mean"]
    if round(more) == 0:
        return words("later_same").format(year=facts["horizon"])
    ends = _turned(difference["p10"], difference["p90"], more < 0)
    cost = facts["empty_seat_cost"]
    amount = "" if cost is None else words("later_cost").format(amount=more_or_less(cost, words))
    return words("later_more" if more >= 0 else "later_less").format(
        year=facts["horizon"], mean=words.numbers.count(abs(more)), band=_span(*ends, words), cost=amount
    )


def _unsure(row: Block, facts: Block, names: Mapping[str, str], words: Words) -> str:
    parts = []
    if row["differs"]:
        keys = ", ".join(dict.fromkeys(".".join(each["key"].split(".")[:2]) for each in row["differs"]))
        parts.append(words("unsure_nature").format(keys=keys))
    mixed = [_name(found, words) for found in _directions(row, facts["horizon"]) if _is_mixed(found)]
    if mixed:
        parts.append(words("unsure_sign").format(names=words.listed(mixed)))
    if facts["rooms"] == "assumed":
        parts.append(words("unsure_assumed"))
    if facts["seats_assumed"]:
        share = words.numbers.percent(facts["seats_assumed"])
        parts.append(words("unsure_seats").format(share=share, **names))
    if facts["replications"] < FEW:
        parts.append(words("unsure_few").format(n=facts["replications"]))
    return words("unsure").format(parts=words.join(parts)) if parts else ""


def _directions(row: Block, horizon: int) -> Iterator[Block]:
    """Rows whose direction a meeting reads."""
    for measure, year in (("pupils_above_standard", "sum"), ("pupils_large", "sum"), ("pupils_oversized", "sum")):
        yield from filter(None, [find(row["measures"], measure=measure, stage=ALL, year=year)])
    for measure in ("unplaced", "empty_seats", "spending"):
        yield from filter(None, [find(row["measures"], measure=measure, stage=ALL, year=horizon)])


def _is_mixed(found: Block) -> bool:
    return bool(min(found["chance_better"], found["chance_worse"]) >= _RARER)


def _name(found: Block, words: Words) -> str:
    return words.term("compare", found["measure"])

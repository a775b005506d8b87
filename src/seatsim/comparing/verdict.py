"""A verdict in words: who is spared, what gets worse, when, what the plan does and costs, what is not sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from seatsim.comparing.costs import CROWDED_PUPILS
from seatsim.comparing.harms import later_rows
from seatsim.comparing.saved_by_policies import saved_by_policies
from seatsim.domain.stages import SCHOOL_STAGES
from seatsim.indicators.measures import ALL
from seatsim.indicators.plan_contents import projects_alone
from seatsim.language.comparison import COMPARISON
from seatsim.language.plan_contents import levers_named, plan_line
from seatsim.language.words import Words

Block = Mapping[str, Any]

MAIN = tuple(("above_standard", stage) for stage in SCHOOL_STAGES)
"""The main result: from when each stage keeps the standard class."""
LIMITS = (*MAIN, ("large", ALL), ("super_large", ALL), ("oversized", ALL))
"""Limits and stages of which a verdict says when they are met."""
FEW = 30
"""Futures below which a normal interval is too narrow."""
_RARER = 0.1
"""Share of the futures that go the other way from which a direction is not sure."""
_LIKELY = 0.05
"""Share of the futures below which something hardly ever happens."""
_TEN = 10
_ROUNDING = 1e-6
"""What six decimals may lack of a tenth."""
_YUAN = 10_000
_YEARS_THAT_FOLLOW = "limits.tolerances.years"
"""Where it differs, untold is more than the limits that neither plan meets."""


def verdict(row: Block, facts: Block) -> dict[str, str]:
    """The verdict on one plan in both languages.

    ``facts`` : ``base`` and ``other`` titles, ``horizon``, ``replications``, what the other run rests on, and schools
    that are oversized by kind, where they are known.
    """
    return {lang: _joined(row, facts, Words(lang, COMPARISON)) for lang in ("zh", "en")}


def _key(key: str, facts: Block) -> str:
    """Key of a sentence; with one future, of which there is no mean, interval or share, that of its plain words."""
    return f"{key}_one" if facts["replications"] == 1 else key


def _joined(row: Block, facts: Block, words: Words) -> str:
    names = {name: words.text(facts[name]["title"], facts[name]["scenario"]) for name in ("base", "other")}
    parts = (
        _spared(row, facts, names, words),
        harm(row, facts["horizon"], words, one=facts["replications"] == 1),
        _when(row, facts, words),
        plan_line(row["plan"], words.lang, "base") if row.get("plan") else "",
        *_cost(row, facts, words),
        _later(row, facts, words),
        _unsure(row, facts, names, words),
    )
    return ("" if words.chinese else " ").join(filter(None, parts))


def in_futures(share: float, words: Words) -> str:
    """A share of the futures, as a sentence begins."""
    if share in (0, 1):
        return words("in_all" if share else "in_none")
    if not _LIKELY <= share <= 1 - _LIKELY:
        return words("in_few" if share < _LIKELY else "in_most")
    return words("in_some").format(n=min(9, max(1, round(share * 10))))


def tenths(shares: Mapping[str, float]) -> dict[str, int]:
    """Shares that add up to 1 in tenths that add up to ten, by largest remainder; of equal ones the smaller share."""
    told = {name: int(share * _TEN + _ROUNDING) for name, share in shares.items()}
    left = sorted(shares, key=lambda name: (round(told[name] - shares[name] * _TEN, 6), shares[name]))
    for name in left[: _TEN - sum(told.values())]:
        told[name] += 1
    return told


def _of_futures(share: float, tenth: int, words: Words) -> str:
    """A share as part of a sentence whose tenths add up to ten."""
    if tenth < _TEN:
        return words("of_some").format(n=tenth)
    if share == 1:
        return words("of_all")
    return words("of_most" if share > 1 - _LIKELY else "of_nearly")


def find(rows: list[Block], **wanted: object) -> Block | None:
    """The first row that has these values."""
    return next((row for row in rows if all(row[key] == value for key, value in wanted.items())), None)


def _spared(row: Block, facts: Block, names: Mapping[str, str], words: Words) -> str:
    measure, stage = CROWDED_PUPILS
    told = find(row["avoided"], measure=measure, stage=stage)
    crowded = find(row["measures"], measure=measure, stage=stage, year="sum")
    if told is None or crowded is None:
        return ""
    numbers = words.numbers
    values = {**names, "years": numbers.school_years(told["from"], told["to"])}
    if crowded["chance_same"] >= 1 - _LIKELY:
        return words(_key("same_crowding", facts)).format(**values, futures=in_futures(crowded["chance_same"], words))
    if told["low"] is not None and told["low"] <= 0 <= told["high"]:
        return words("unsure_spared").format(
            **values,
            mean=numbers.signed(-told["mean"]),
            interval=numbers.span(numbers.signed(-told["high"]), numbers.signed(-told["low"])),
            share=numbers.percent(told["chance"]),
        )
    fewer = told["mean"] > 0
    return words(_key("spared" if fewer else "burdened", facts)).format(
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


def harm(row: Block, horizon: int, words: Words, *, one: bool = False) -> str:
    """What the plan makes worse than the base, in a sentence; empty where there is nothing of note."""
    parts = harm_parts(row, horizon, words, one=one)
    if not row.get("harms"):
        return words("harm_later_alone").format(parts=words.join(parts)) if parts else ""
    first = row["harms"][0]
    years = words.numbers.school_years(first["from"], first["to"])
    return words("harm_one" if one else "harm").format(years=years, parts=words.join(parts))


def harm_parts(row: Block, horizon: int, words: Words, *, one: bool = False) -> list[str]:
    """Everything that the plan makes worse: what rises, then what is met later."""
    end = "_one" if one else ""
    sums = [_worse(found, words(f"harm_sum{end}"), words) for found in row.get("harms", ())]
    return [
        *sums,
        *(_only(found, horizon, words(f"harm_later{end}"), words) for found in later_rows(row["first_year"])),
    ]


def worse_named(measure: str, stage: str, words: Words) -> str:
    """What rises, with its stage where it is told of several."""
    what = words(f"worse_{measure}")
    if stage == ALL or measure == "at_home":  # nobody else stays at home
        return what
    return words("harm_of").format(stage=words.stage(stage), what=what)


def _worse(found: Block, form: str, words: Words) -> str:
    """One measure that rises."""
    what = worse_named(found["measure"], found["stage"], words)
    count = words.numbers.count
    told = {"base": count(found["base"]), "other": count(found["other"]), "unit": words(f"unit_{found['unit']}")}
    return form.format(what=what, share=words.numbers.percent(found["chance_worse"]), **told)


def _only(found: Block, horizon: int, form: str, words: Words) -> str:
    """One limit that is met later."""
    other, base = (_first_year(found[plan], horizon, words) for plan in ("other", "base"))
    limit = words(f"met_{found['limit']}").format(stage=words.stage(found["stage"]))
    if other == base:  # the medians tell nothing
        form = words("harm_later_share")
    return form.format(limit=limit, other=other, base=base, share=words.numbers.percent(found["later"]))


def _span(low: float | None, high: float | None, words: Words) -> str:
    return words.numbers.span(words.numbers.count(low), words.numbers.count(high))


def _when(row: Block, facts: Block, words: Words) -> str:
    """Limits that are met earlier or later than by the base, the main result first; its stages are told in any case."""
    found = [each for place in LIMITS if (each := find(row["first_year"], limit=place[0], stage=place[1])) is not None]
    alike = find(row["differs"], key=_YEARS_THAT_FOLLOW) is None
    moved = [each for each in found if _moves(each)]
    if not moved:
        return words(_key("when_none", facts))
    told = [_limit(each, facts, "when_untold" if alike else "when_unknown", words) for each in moved]
    still = [each for each in found if (each["limit"], each["stage"]) in MAIN and not _moves(each)]
    main = sum((each["limit"], each["stage"]) in MAIN for each in moved)
    told[main:main] = [_unmoved(each, facts, words) for each in still]
    return words(_key("when", facts)).format(limits=words.join(told))


def _moves(found: Block) -> bool:
    return bool(max(found["earlier"], found["later"]) >= _LIKELY)


def _limit(found: Block, facts: Block, untold: str, words: Words) -> str:
    told = {"earlier": "when_earlier", "later": "when_later", "untold": untold, "same": "when_same"}
    shares = [
        words(_key(told[name], facts)).format(futures=_of_futures(found[name], tenth, words))
        for name, tenth in tenths({name: found[name] for name in told}).items()
        if tenth
    ]
    other, base = (_first_year(found[plan], facts["horizon"], words) for plan in ("other", "base"))
    return words("when_limit").format(
        limit=_limit_name(found, facts, words), other=other, base=base, shares=words.listed(shares)
    )


def _unmoved(found: Block, facts: Block, words: Words) -> str:
    """A stage of the main result whose year is hardly moved."""
    year = _first_year(found["other"], facts["horizon"], words)
    return words("when_as_base").format(limits=_limit_name(found, facts, words), year=year)


def _limit_name(found: Block, facts: Block, words: Words) -> str:
    """A limit in words, with its stage, and of oversized schools with their kinds."""
    kinds = facts.get("oversized_kinds")
    if found["limit"] != "oversized" or not kinds:
        return words(f"met_{found['limit']}").format(stage=words.stage(found["stage"]))
    told = [words("kind_schools").format(kind=words.term("school_kind", kind), n=n) for kind, n in kinds.items()]
    return words("met_oversized_kinds").format(kinds=words.listed(told))


def _first_year(told: Block, horizon: int, words: Words) -> str:
    """A median first year, or that there is none by the horizon."""
    year = told["p50"]
    return words("not_by").format(year=horizon) if year is None else words("in_year").format(year=year)


def _cost(row: Block, facts: Block, words: Words) -> Iterator[str]:
    cost = row["cost"]
    capital = more_or_less(cost["capital"]["mean"], words)
    if cost["recurrent"] is None:
        yield words("cost_capital").format(capital=capital)
    else:
        yield words("cost").format(capital=capital, recurrent=more_or_less(cost["recurrent"]["mean"], words))
    yield from saved_by_policies(row, words)
    told = {name: each for name, each in cost["per_avoided"].items() if each is not None}
    parts = [_per(name, each, words) for name, each in told.items() if any(each.values())]
    if not told:
        yield words(_key("per_none" if _may_spare(row) else "per_nobody", facts))
    elif parts:
        plan = row.get("plan")
        if plan is None or projects_alone(plan):
            yield words("per_avoided").format(parts=words.join(parts))
        else:
            levers = levers_named(plan, words.lang)
            yield words("per_avoided_whole").format(parts=words.join(parts), levers=levers)


def _may_spare(row: Block) -> bool:
    """Whether it cannot be excluded that pupil-years are spared."""
    measure, stage = CROWDED_PUPILS
    told = find(row["avoided"], measure=measure, stage=stage)
    return told is None or (told["mean"] if told["high"] is None else told["high"]) > 0


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
        return words(_key("later_same", facts)).format(year=facts["horizon"])
    ends = _turned(difference["p10"], difference["p90"], more < 0)
    cost = facts["empty_seat_cost"]
    amount = "" if cost is None else words("later_cost").format(amount=more_or_less(cost, words))
    return words(_key("later_more" if more >= 0 else "later_less", facts)).format(
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
    if facts["rooms"] == "neither":
        share = words.numbers.percent(facts["rooms_unknown"])
        parts.append(words("unsure_neither").format(share=share))
    if facts["seats_assumed"]:
        share = words.numbers.percent(facts["seats_assumed"])
        parts.append(words("unsure_seats").format(share=share, **names))
    if facts["replications"] < FEW:
        parts.append(words(_key("unsure_few", facts)).format(n=facts["replications"]))
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

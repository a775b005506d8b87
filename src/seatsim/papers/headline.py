"""Three to five big figures over page one, each with its band, the reference and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from seatsim.domain.milestones import milestones
from seatsim.indicators.measures import ALL
from seatsim.language.words import Words
from seatsim.papers.basis import crowding_kind, projected, staff_kind
from seatsim.papers.blocks import Tile, Tiles
from seatsim.papers.gaps import gap, short_in, spare_beside
from seatsim.papers.later_stages import later_stages
from seatsim.papers.runs import Run
from seatsim.papers.spent import capital_spent
from seatsim.telling.capital import capital_stated, costs_told, waits_told
from seatsim.telling.cells import futures
from seatsim.telling.rooms import rooms_told

Told = Mapping[str, Any]
_YUAN = 10_000.0
_CROWDED = "pupils_above_standard"
_MOSTLY = 0.5
"""Share of stated costs from which capital is derived from them rather than assumed."""


def headline(run: Run, words: Words) -> Tiles:
    """Crowding, the year it ends, the coming September, posts, money: those that the run tells."""
    answers = run.answers
    makers = (_crowding, _first_year, _september)
    tiles = [tile for maker in makers for tile in maker(answers, words)]
    return Tiles([*tiles, *_posts(run, words), *_money(run, words)])


def _band(told: Told, words: Words) -> str:
    count = words.numbers.count
    if told["p10"] == told["p90"]:
        return words("same_in_most")
    return words("band_80").format(span=words.numbers.span(count(told["p10"]), count(told["p90"])))


def _rooms(answers: Told, words: Words, stage: str = ALL) -> tuple[str, str]:
    """What counts of crowding rest on, and of which kind those of a stage are."""
    return rooms_told(answers, words, "tile_rests"), crowding_kind(answers, stage)


def _milestone(told: Told, answers: Told) -> tuple[str, Told]:
    """The nearer milestone where it is told, else the horizon."""
    near = str(milestones(answers["baseline_year"])[0])
    return (near, told[near]) if near in told else (str(answers["horizon"]), told["horizon"])


def _crowding(answers: Told, words: Words) -> Iterator[Tile]:
    block = answers["crowding"]
    year, told = _milestone(block[_CROWDED]["all"], answers)
    now = block[_CROWDED]["all"]["now"]
    beside = words("tile_now").format(year=answers["baseline_year"], value=words.numbers.count(now["p50"]))
    if "reference" in block:
        _, other = _milestone(block["reference"][_CROWDED]["all"], answers)
        beside += words("tile_reference").format(value=words.numbers.count(other["p50"]))
    label = words("tile_crowding").format(year=year)
    yield Tile(label, words.numbers.count(told["p50"]), _band(told, words), beside, *_rooms(answers, words))


def _first_year(answers: Told, words: Words) -> Iterator[Tile]:
    block, horizon = answers["first_year"], answers["horizon"]
    found = block["above_standard"]["primary"]
    beside = ""
    if "reference" in block:
        other = block["reference"]["above_standard"]["primary"]["p50"]
        told = str(other) if other is not None else words("never").format(year=horizon)
        beside = words("tile_reference_alone").format(value=told)
    if later := later_stages(answers):
        told = words("tile_later_stages").format(stages=words.listed([words.stage(stage) for stage in later]))
        beside = words.join([*filter(None, (beside,)), told])
    label = words("tile_first").format(share=words.numbers.percent(block["tolerances"]["above_standard"]))
    if found["p50"] is None:
        band = words("tile_never").format(share=futures(found["not_by_horizon"], words))
        yield Tile(label, words("tile_later").format(year=horizon), band, beside, *_rooms(answers, words, "primary"))
        return
    late = words("later_head") if found["p90"] is None else str(found["p90"])
    band = words("band_80").format(span=words.numbers.span(str(found["p10"]), late))
    yield Tile(label, str(found["p50"]), band, beside, *_rooms(answers, words, "primary"))


def _september(answers: Told, words: Words) -> Iterator[Tile]:
    block = answers["september"]
    if block is None:
        return
    overflow = len(block["overflow"])
    waits = [stage["awaiting"] for stage in block["stages"].values() if stage["awaiting"]]
    none = all(not told["p90"] for told in waits)
    share = words.numbers.percent(block["overflow_from"])
    beside = words("tile_nobody_waits" if none else "tile_some_wait")
    label = words("tile_september").format(year=block["year"])
    band = words("tile_overflow").format(share=share)
    yield Tile(label, words.numbers.count(overflow), band, beside, *_rooms(answers, words))


def _posts(run: Run, words: Words) -> Iterator[Tile]:
    answers, posts = run.answers, run.answers["posts"]
    if "stages" not in posts:
        return
    hires = posts["stages"]["all"]["this_round"]["hires"]
    peak = posts["stages"]["all"]["short"]["peak"]
    value = words.numbers.count(peak["value"]["p50"])
    found = gap(run, peak["year"])
    stages, spare = short_in(found, words), spare_beside(found, words)
    beside = words("tile_short").format(value=value, year=peak["year"], stages=stages, spare=spare)
    label = words("tile_posts").format(year=posts["stages"]["all"]["this_round"]["year"])
    kind = staff_kind(answers)
    rests = words(f"tile_staff_{kind}")
    yield Tile(label, words.numbers.count(hires["p50"]), _band(hires, words), beside, rests, projected(kind))


def _money(run: Run, words: Words) -> Iterator[Tile]:
    answers = run.answers
    parts = answers["money"].get("parts") or {}
    capital = parts.get("parts", {}).get("capital")
    if capital is None:
        return
    # Capital counts from the baseline's opening day, spending beside the reference from the year after.
    span = words.numbers.school_years(answers["baseline_year"], parts["to"])
    beside = ""
    if "difference" in parts["total"]:
        beside = words("tile_more").format(value=words.numbers.money(parts["total"]["difference"] / _YUAN))
    told = [part for part in (_capital_band(run, words), waits_told(answers, words)) if part]
    value, share = words.numbers.money(capital["scenario"] / _YUAN), capital_stated(answers)
    kind = "derived" if share is not None and share >= _MOSTLY else capital["kind"]
    label, rests = words("tile_capital").format(years=span), costs_told(share, words)
    yield Tile(label, value, words.join(told), beside, rests, kind)


def _capital_band(run: Run, words: Words) -> str:
    """The band of the capital, where it has one."""
    told = capital_spent(run)
    if told["p10"] == told["p90"]:
        return ""
    money = words.numbers.money
    return words("band_80").format(span=words.numbers.span(money(told["p10"]), money(told["p90"])))

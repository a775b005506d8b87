"""Part three of the brief: problems in the order of their weight, and what is not sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from seatsim.papers.gaps import gap, lack_beside, spare_in
from seatsim.papers.word.flow import Said
from seatsim.papers.word.told import Teller, Told
from seatsim.papers.word.worse import worse, worse_in_short
from seatsim.telling.cells import futures, project_name, year_ranges
from seatsim.telling.demand_errors import also_demand
from seatsim.telling.idle_builds import idle_builds
from seatsim.telling.rooms import rooms_told

_FEW = 3
_SELDOM = 0.05
_HALF = 0.5
"""Chance on time below which a project is more likely late than not."""
_NAMED = {"zh": 1, "en": 2}
"""Late projects that are named."""
_PLANS_NAMED = {"zh": 1, "en": 3}
"""Schools that are named whose plan of admission cannot be carried out."""


def problems(tell: Teller, compared: Mapping[str, Any] | None, annex: int) -> Iterator[Said]:
    """Problems that the run shows, what the plan makes worse, then what is not sure, which always stands."""
    told = (
        (worse(tell, compared, annex), _worse_weight(tell, compared)),
        (_zones(tell), 89),
        (_stages(tell), 94),
        (_overflow(tell), 60),
        (_plans(tell), 98),
        (_late(tell), 93),
        (_never(tell), 82),
        (_idle(tell, compared, annex), 92),
        (_later(tell), 90),
        (_spending(tell), 93),
    )
    for sentences, importance in told:
        sentence = "".join(sentences)
        if sentence:
            yield Said(sentence.strip(), importance=importance, numbered=True)
    yield Said(_unsure(tell), numbered=True)
    if ask := ask_first(tell):
        yield Said(ask, importance=91, follows=True)


def _worse_weight(tell: Teller, compared: Mapping[str, Any] | None) -> int:
    """Less where the sentence on the plans compared has said already that something is worse, and what."""
    return 90 if tell.words.chinese and worse_in_short(tell, compared) else 96


def _zones(tell: Teller) -> Iterator[str]:
    """Zones whose entry places may not do."""
    block, words = tell.answers["september"], tell.words
    if block is None:
        return
    amber = tell.answers["limits"]["warning"]["amber"]
    short = sorted((row for row in block["zones"] if row["short"] >= amber), key=lambda row: -row["short"])
    if not short:
        return
    told = [
        words("problem_zone").format(
            zone=words.text(row["name"], row["zone"]),
            stage=words.stage(row["stage"]),
            claims=words.numbers.count(row["claims"]["p50"]),
            places=words.numbers.count(row["entry_places"]["p50"]),
            chance=words.numbers.percent(row["short"]),
        )
        for row in short[:1]
    ]
    rest = len(short) - len(told)
    more = words("problem_more").format(n=rest) if rest else ""
    yield words("problem_zones").format(
        year=block["year"], zones=words.join(told), more=more, pupils=tell.pupils, kind=tell.rooms
    )


def _stages(tell: Teller) -> Iterator[str]:
    """Stages in which the county as a whole may run short."""
    words, told = tell.words, []
    for stage, peak in tell.answers["peaks"].items():
        ahead = [
            row["year"]
            for row in peak.get("shortage", ())
            if row["colour"] != "none" and row["year"] > tell.run.years[0]
        ]
        if ahead:
            told.append(words("problem_stage").format(stage=words.term("stage_full", stage), years=year_ranges(ahead)))
    if told:
        yield words("problem_stages").format(stages=words.listed(told), kind=tell.rooms)


def _overflow(tell: Teller) -> Iterator[str]:
    block, words = tell.answers["september"], tell.words
    if block is None or not block["overflow"]:
        return
    names = [words.text(row["name"], row["school"]) for row in block["overflow"][:_FEW]]
    yield words("problem_overflow").format(
        n=len(block["overflow"]),
        share=words.numbers.percent(block["overflow_from"]),
        names=words.listed(names),
        kind=tell.rooms,
    )


def _plans(tell: Teller) -> Iterator[str]:
    """Plans of admission that cannot be carried out, and vocational schools that run out of pupils."""
    words, found = tell.words, tell.answers.get("admission_plans", {})
    count = words.numbers.count
    cut = [
        words("problem_plan").format(
            school=words.text(row["name"], row["school"]),
            year=row["year"],
            planned=count(row["planned"]["p50"]),
            places=count(row["entry_places"]["p50"]),
            entrants=count(row["entrants"]["p50"]),
            why=words(f"problem_cut_by_{row['why']}"),
        )
        for row in found.get("cut", ())
    ]
    if cut:
        named = _PLANS_NAMED[words.lang]
        more = words("problem_plan_more").format(n=len(cut) - named) if len(cut) > named else ""
        yield words("problem_plans").format(schools=words.join(cut[:named]), more=more, kind=tell.kind("derived"))
    for row in found.get("emptied", ())[:_FEW]:
        name, why = words.text(row["name"], row["school"]), words(f"problem_empty_{row['why']}")
        yield words("problem_emptied").format(school=name, year=row["from"], why=why, kind=tell.kind("derived"))


def _late(tell: Teller) -> Iterator[str]:
    """Projects that are more likely late than not, the likeliest first."""
    words = tell.words
    late = sorted(
        (row for row in tell.answers["projects"] if row["on_time"] < _HALF),
        key=lambda row: (row["on_time"], row["planned"], row["project"]),
    )
    named = late[: _NAMED[words.lang]]
    if late:
        reached = {row["project"]: row.get("reached") for row in tell.answers.get("latest_starts", ())}
        names = words.listed([_one_late(row, reached.get(row["project"]), tell) for row in named])
        form = words("problem_late" if len(named) == len(late) else "problem_late_some")
        yield form.format(n=len(late), names=names)


def _one_late(row: Told, reached: int | None, tell: Teller) -> str:
    """A late project: planned, when it likely opens, its chance."""
    name, opens = project_name(row, tell.words), reached or row["opens_p50"]
    told = {"name": name, "planned": row["planned"], "chance": tell.words.numbers.percent(row["on_time"])}
    if opens is not None and opens > row["planned"]:
        return tell.words("problem_late_one").format(reached=opens, **told)
    return tell.words("problem_late_only").format(**told)


def _never(tell: Teller) -> Iterator[str]:
    """Stages that are above the standard to the horizon in half of the futures."""
    words, block = tell.words, tell.answers["first_year"]
    told = [
        words("problem_never_one").format(stage=words.stage(stage), futures=futures(found["not_by_horizon"], words))
        for stage, found in block["above_standard"].items()
        if found["p50"] is None and stage in ("kindergarten", "junior", "senior")
    ]
    if told:
        share = words.numbers.percent(block["tolerances"]["above_standard"])
        stages = words.listed(told)
        yield words("problem_never").format(stages=stages, horizon=tell.horizon, share=share, kind=tell.rooms)


def _idle(tell: Teller, compared: Mapping[str, Any] | None, annex: int) -> Iterator[str]:
    """Buildings whose seats hardly anybody needs by number, where plans are compared: the one that seats the most."""
    rows = [] if compared is None else idle_builds(compared, tell.run.key)
    if not rows:
        return
    words, first = tell.words, max(rows, key=lambda row: row["seated"]["mean"])
    yield words("problem_idle").format(
        name=project_name(first, words),
        stage=words.stage(first["stage"]),
        seated=words.numbers.count(first["seated"]["mean"]),
        served=words.numbers.count(first["served"]["mean"]),
        more=words("problem_idle_more").format(n=len(rows) - 1) if len(rows) > 1 else "",
        annex=annex,
    )


def _later(tell: Teller) -> Iterator[str]:
    """Seats and teachers beyond need once the peak is over."""
    words, block = tell.words, tell.answers["empty_seats"]
    now, then = block["all"]["now"], block["all"]["horizon"]
    if then["p50"] > now["p50"]:
        beside = ""
        if "reference" in block:
            other = block["reference"]["all"]["horizon"]
            beside = words("beside_plain").format(value=tell.number(other, "seats", tell.rooms))
        value = tell.number(then, "seats", tell.rooms)
        yield words("problem_empty").format(year=tell.horizon, value=value, reference=beside)
    posts = tell.answers["posts"]
    if "stages" in posts and (peak := posts["stages"]["all"]["surplus"]["peak"])["value"]["p50"] > 1:
        value, found = tell.number(peak["value"], "teachers", tell.staff), gap(tell.run, peak["year"])
        yield ("" if words.chinese else " ") + words("problem_surplus").format(
            year=peak["year"], value=value, stages=spare_in(found, words), lack=lack_beside(found, words)
        )


def _spending(tell: Teller) -> Iterator[str]:
    words = tell.words
    breaches = tell.answers["money"]["spending"].get("breaches", ())
    rows = [row for row in breaches if row["chance"] >= _SELDOM]
    told = [
        words("problem_rule").format(year=r["year"], chance=words.numbers.percent(r["chance"])) for r in rows[:_FEW]
    ]
    if told:
        yield words("problem_spending").format(rows=words.listed(told))


def _unsure(tell: Teller) -> str:
    """What comes from assumptions. In Chinese the annex of sources tells how demand errs."""
    words, rests = tell.words, tell.answers["rests_on"]
    shares, percent = rests["shares"], words.numbers.percent
    told = ""
    if shares["project_seats_assumed"]:
        told += words("unsure_seats").format(share=percent(shares["project_seats_assumed"]))
    if shares["entrants_on_continued_births"]:
        told += words("unsure_births").format(
            horizon=tell.horizon, share=percent(shares["entrants_on_continued_births"]), known=rests["births_known_to"]
        )
    rooms = rooms_told(tell.answers, words, "unsure")
    demand = "" if words.chinese else also_demand(tell.answers, words)
    return words("unsure").format(rooms=rooms, shares=told, demand=demand)


def ask_first(tell: Teller) -> str:
    """The figure to ask for first, and what it would be worth."""
    words = tell.words
    first = next(iter(tell.answers["rests_on"].get("ask_first") or ()), None)
    if first is None:
        return ""
    most = first["most"]
    name = "crowded" if most["answer"].startswith("crowded_") and most["year"] else most["answer"]
    return words("unsure_ask").format(
        office=words.text(first["office"]),
        figure=words.text(first["figure"]),
        answer=words(f"answer_{name}").format(year=most["year"]),
        width=words.numbers.count(most["width"]),
        estimate=words.numbers.count(most["width_estimate"]),
    )

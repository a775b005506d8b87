"""Parts one and two of the brief: the situation, and what the projections show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from seatsim.domain.stages import CLASS_STAGES
from seatsim.papers.basis import projected, pupils_kind, stages_kind
from seatsim.papers.gaps import gap, short_in, spare_beside
from seatsim.papers.later_stages import later_stages
from seatsim.papers.spent import capital_spent
from seatsim.papers.word.flow import Line, Said, Sheet
from seatsim.papers.word.told import Teller, Told
from seatsim.telling.capital import capital_stated, costs_told
from seatsim.telling.cells import futures

_TOGETHER = ("primary", "junior", "senior")
_CROWDED = "pupils_above_standard"
_BY_WEIGHT = ("primary", "junior", "senior", "kindergarten")
_YUAN = 10_000.0


def situation(tell: Teller) -> Said:
    """Pupils and crowding in the baseline year."""
    words, total = tell.words, tell.answers["rests_on"]["pupils_at_baseline"]["county"]
    value = tell.number(total, "pupils", tell.kind(pupils_kind(tell.run)))
    year = words.numbers.school_year(tell.run.years[0])
    return Said(words("pupils_now").format(year=year, autumn=tell.run.years[0], total=value) + _crowded(tell))


def _crowded(tell: Teller) -> str:
    words, block, limits = tell.words, tell.answers["crowding"], tell.answers["limits"]
    above, large = block[_CROWDED]["all"]["now"], block["pupils_large"]["all"]["now"]
    if not above["p90"]:
        return words("crowded_none").format(kind=tell.rooms)
    told = {"above": tell.number(above, "pupils", tell.rooms), "many": tell.number(large, "pupils", tell.rooms)}
    sizes = {stage: limits["standard"][stage] for stage in _TOGETHER}
    return words("crowded_now").format(large=limits["classes"]["large"], **sizes, **told)


def crowding(tell: Teller) -> Said:
    """Crowding at the milestone and the year from which primary schools keep the standard, with the reference."""
    words, block = tell.words, tell.answers["crowding"]
    year, value = tell.milestone(block[_CROWDED]["all"])
    beside = ""
    if "reference" in block:
        other = tell.milestone(block["reference"][_CROWDED]["all"])[1]
        beside = words("beside_reference").format(value=tell.number(other, "pupils", tell.rooms))
    told = {"year": year, "value": tell.number(value, "pupils", tell.rooms), "reference": beside, "kind": tell.rooms}
    told["most"] = _most(block[_CROWDED], tell)
    sentence = words("crowding_by" if value["p90"] else "crowding_ended").format(**told)
    return Said(sentence + _primary(tell), lead=words("lead_crowding"))


def _most(block: Told, tell: Teller) -> str:
    """The stage other than primary that holds more than half of the crowded pupils; nothing where none does."""
    words = tell.words
    then = {stage: tell.milestone(block[stage])[1]["p50"] for stage in (*_TOGETHER, "all")}
    most = max(_TOGETHER, key=lambda stage: then[stage])
    if most == "primary" or 2 * then[most] <= then["all"]:
        return ""
    return words("crowded_most").format(stage=words.stage(most), n=words.numbers.count(then[most]))


def _later(tell: Teller) -> str:
    """Stages that keep the standard in a later year than primary, and those that do not by the horizon."""
    words, found = tell.words, later_stages(tell.answers)
    told = [
        words("stages_later").format(stage=words.stage(stage), year=words("year_of").format(year=year))
        for stage, year in found.items()
        if year is not None
    ]
    never = [words.stage(stage) for stage, year in found.items() if year is None]
    if never:
        rest = len(never) == len(CLASS_STAGES) - 1
        stages = words("stages_rest") if rest else words.listed(never)
        told.append(words("stages_never").format(stages=stages, horizon=tell.horizon))
    return words("also").join(told)


def _primary(tell: Teller) -> str:
    words, block = tell.words, tell.answers["first_year"]
    found, share = block["above_standard"]["primary"], words.numbers.percent(block["tolerances"]["above_standard"])
    later = _later(tell)
    if found["already"] == 1:
        return words("stages_met").format(share=share, stages=later, kind=tell.rooms) if later else ""
    beside = ""
    if "reference" in block:
        other = block["reference"]["above_standard"]["primary"]["p50"]
        form = words("year_of").format(year=other) if other else words("after_year").format(year=tell.horizon)
        beside = words("beside_same") if other == found["p50"] else words("beside_year").format(year=form)
    told = {"share": share, "kind": tell.rooms, "reference": beside, "horizon": str(tell.horizon)}
    told["others"] = words("stages_beside").format(stages=later) if later else ""
    if found["p50"] is None:
        missed = futures(found["not_by_horizon"], words)
        return words("primary_never").format(futures=missed, **told)
    late = words("after_year").format(year=tell.horizon) if found["p90"] is None else str(found["p90"])
    span = words.numbers.span(str(found["p10"]), late)
    return words("primary_met").format(year=words("year_of").format(year=found["p50"]), span=span, **told)


def tightest(tell: Teller) -> str:
    """The stage whose seats matter most: likeliest to be too few in a year to come, else the fullest over the years."""
    import polars as pl

    peaks, first = tell.answers["peaks"], tell.run.years[0]
    wanted = pl.col("measure").is_in(["pupils", "seats"]) & (pl.col("zone") == "all") & (pl.col("year") > first)
    found = {
        (row["stage"], row["year"], row["measure"]): row["p50"] or 0.0
        for row in tell.run.table("summary.csv").filter(wanted).iter_rows(named=True)
    }

    def pressing(stage: str) -> tuple[float, float]:
        shortage = peaks.get(stage, {}).get("shortage", ())
        chance = max((row["probability"] for row in shortage if row["year"] > first), default=0.0)
        used = [
            found.get((stage, year, "pupils"), 0.0) / seats
            for year in tell.run.years[1:]
            if (seats := found.get((stage, year, "seats"), 0.0))
        ]
        return chance, sum(used) / len(used) if used else 0.0

    return max(CLASS_STAGES, key=pressing)


def seats(tell: Teller, stage: str) -> Iterator[Said]:
    """Peak of a stage against its seats."""
    words, peak = tell.words, tell.answers["peaks"][stage]["peak"]
    if peak["seat_balance"] is None or peak["year"]["p50"] is None:
        return
    now = tell.kind(stages_kind(tell.run))
    told = words("tightest").format(
        stage=words.term("stage_full", stage),
        year=peak["year"]["p50"],
        pupils=tell.number(peak["pupils"], "pupils", now if peak["year"]["p50"] == tell.run.years[0] else tell.pupils),
        balance=tell.number(peak["seat_balance"], "seats", tell.rooms_of(stage)),
    )
    yield Said(told, importance=62, lead=words("lead_seats"))


def september(tell: Teller) -> Iterator[Said]:
    """Children who ask and entry places of the coming September."""
    words, block = tell.words, tell.answers["september"]
    if block is None:
        return
    told = []
    for stage, row in block["stages"].items():
        if row["claims"] is None or not row["claims"]["p90"]:
            continue
        claims = tell.number(row["claims"], "pupils", tell.pupils)
        places = tell.number(row["entry_places"], "places", tell.rooms_of(stage))
        sentence = words("september_stage").format(stage=words.stage(stage), claims=claims, places=places)
        if row["awaiting"] and row["awaiting"]["p90"]:
            waiting = tell.number(row["awaiting"], "pupils", tell.rooms_of(stage))
            sentence += words("also") + words("september_waits").format(stage="", n=waiting).strip()
        told.append((stage != "primary", stage != "junior", sentence))
    if told:
        listed = [sentence for *_, sentence in sorted(told)][:2]
        sentence = words("september_told").format(year=block["year"], stages=words.join(listed))
        yield Said(sentence, importance=66, lead=words("lead_september"))


def staff(tell: Teller) -> Iterator[Said]:
    """Whom to hire and how many teachers are missing."""
    posts, words = tell.answers["posts"], tell.words
    if "stages" not in posts:
        return
    told = posts["stages"]["all"]
    hires, peak = told["this_round"], told["short"]["peak"]
    hired = {stage: row["this_round"]["hires"]["p50"] for stage, row in posts["stages"].items() if stage != "all"}
    found = gap(tell.run, peak["year"])
    sentence = words("hires_told").format(
        year=hires["year"],
        by_stage=_by_stage(hired, tell),
        stages=short_in(found, words),
        spare=spare_beside(found, words),
        hires=tell.number(hires["hires"], "staff", tell.staff),
        short=tell.number(peak["value"], "teachers", tell.staff),
        short_year=peak["year"],
    )
    yield Said(sentence, importance=83, lead=words("lead_staff"))


def _by_stage(hired: Mapping[str, float], tell: Teller) -> str:
    """Whom each stage hires, the most first; nothing where nobody is hired."""
    words = tell.words
    order = sorted((stage for stage in hired if hired[stage]), key=lambda stage: -hired[stage])
    told = [words("hires_stage").format(stage=words.stage(s), n=words.numbers.count(hired[s])) for s in order]
    return words("hires_stages").format(stages=words.listed(told)) if told else ""


def money(tell: Teller, importance: int) -> Iterator[Said]:
    """What the plan costs."""
    parts, words = tell.answers["money"].get("parts") or {}, tell.words
    capital = capital_spent(tell.run)
    if not capital["p90"]:
        return
    more, amount = "", words.numbers.money
    difference = parts.get("total", {}).get("difference")
    if difference:
        form = "more_told" if difference > 0 else "less_told"
        more = words(form).format(value=amount(abs(difference) / _YUAN), kind=tell.kind("assumed"))
    sentence = words("capital_told").format(
        from_=tell.run.years[0],
        to=tell.run.years[-1],
        capital=amount(capital["mean"]),
        span=_span(amount(capital["p10"]), amount(capital["p90"]), tell),
        costs=costs_told(capital_stated(tell.answers), words),
        more=more,
    )
    sentence += "" if tell.answers["money"].get("budget_given", True) else words("budget_default")
    yield Said(sentence, importance=importance, lead=words("lead_money"))


def _span(low: str, high: str, tell: Teller) -> str:
    """From one amount to another, with the unit once where both have the same."""
    unit = low[max((place for place, letter in enumerate(low) if letter.isdigit()), default=-1) + 1 :]
    if not high.endswith(unit):
        return tell.words.numbers.span(low, high)
    return tell.words.numbers.span(low.removesuffix(unit), high)


def results_table(tell: Teller) -> Iterator[Sheet]:
    """Crowding and seats now and at the milestone, the reference beside."""
    words, block = tell.words, tell.answers["crowding"]
    year, _ = tell.milestone(block[_CROWDED]["all"])
    beside = block.get("reference")
    rows = [*_crowding_rows(tell, block, beside, year), *_seat_rows(tell, int(year), bool(beside))]
    if not rows:
        return
    now = tell.answers["baseline_year"]
    heads = [words("head_item"), *(words("head_year").format(year=each) for each in (now, year))]
    heads += [words("head_reference").format(year=year)] * bool(beside) + [words("head_basis")]
    widths = (39.0, 40.0, 40.0, 20.0, 17.0) if beside else (52.0, 44.0, 43.0, 17.0)
    yield Sheet(words("table_results"), heads, rows, widths, (0,), _limits(tell), importance=90)


def _limits(tell: Teller) -> str:
    """What the table's words mean."""
    limits = tell.answers["limits"]
    sizes = {stage: limits["standard"][stage] for stage in _TOGETHER}
    return tell.words("note_results").format(large=limits["classes"]["large"], **sizes)


def _crowding_rows(tell: Teller, block: Told, beside: Told | None, year: str) -> Iterator[Line]:
    words = tell.words
    wanted: Mapping[tuple[str, str], tuple[str, int]] = {
        (_CROWDED, "all"): (words("row_above"), 95),
        **{
            (_CROWDED, s): (words("row_above_stage").format(stage=words.stage(s)), 56 - i)
            for i, s in enumerate(_TOGETHER)
        },
        ("pupils_large", "all"): (words("row_large"), 51),
    }
    for (measure, stage), (label, importance) in wanted.items():
        told = block[measure][stage]
        then = told[year] if year in told else told["horizon"]
        other = None
        if beside is not None:
            at = beside[measure][stage]
            other = at[year] if year in at else at["horizon"]
        if told["now"]["p90"] or then["p90"] or (other and other["p90"]):
            last = [words.numbers.count(other["p50"])] if other else []
            yield Line(
                (label, tell.cell(told["now"]), tell.cell(then), *last, tell.counted(measure, stage)), importance
            )


def _pupils_then(tell: Teller) -> str:
    """What a stage's pupils rest on now and at the milestone: once where it is the same."""
    now = stages_kind(tell.run)
    return "/".join(dict.fromkeys(map(tell.kind, (now, projected(now)))))


def _seat_rows(tell: Teller, year: int, beside: bool) -> Iterator[Line]:
    """Pupils, and seats less pupils, by stage."""
    import polars as pl

    words = tell.words
    years = (tell.run.years[0], year)
    wanted = (
        pl.col("measure").is_in(["pupils", "seat_balance"]) & (pl.col("zone") == "all") & pl.col("year").is_in(years)
    )
    found: dict[tuple[str, str, int], dict[str, Any]] = {
        (row["measure"], row["stage"], row["year"]): row
        for row in tell.run.table("summary.csv").filter(wanted).iter_rows(named=True)
    }
    for measure, name, weight in (("pupils", "row_pupils", 60), ("seat_balance", "row_balance", 64)):
        for place, stage in enumerate(_BY_WEIGHT):
            now, then = (found.get((measure, stage, each)) for each in years)
            if now is not None and then is not None and now["p90"] is not None:
                label = words(name).format(stage=words.stage(stage))
                kind = _pupils_then(tell) if measure == "pupils" else tell.rooms_of(stage)
                yield Line((label, tell.cell(now), tell.cell(then), *["–"] * beside, kind), weight - place)

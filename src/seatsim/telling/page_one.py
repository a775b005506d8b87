"""Page one of a meeting paper: eight sections with the reference scenario beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from seatsim.domain.allocation import PARTS
from seatsim.domain.milestones import milestones
from seatsim.domain.stages import COMPULSORY
from seatsim.language.words import Words
from seatsim.telling.admission_plans import plan_lines
from seatsim.telling.causes import cause_line
from seatsim.telling.cells import (
    Block,
    band,
    count,
    futures,
    middle,
    percent,
    percent_band,
    signed,
    spread,
    year_ranges,
)
from seatsim.telling.decisions import tell_decisions, tell_projects
from seatsim.telling.demand_errors import also_demand
from seatsim.telling.paper import Paper
from seatsim.telling.policies import tell_policies
from seatsim.telling.september import tell_september
from seatsim.telling.sources import source_lines
from seatsim.telling.staff import tell_money, tell_posts

_MOST_BANDS = 5
CROWDING: Mapping[str, tuple[str, ...]] = {
    "pupils_above_standard": ("kindergarten", "primary", "junior", "senior", "all"),
    "pupils_large": ("all",),
    "pupils_super_large": ("all",),
    "pupils_oversized": ("all",),
}
"""Measures of crowding and the stages that page one tells."""
_AFTER_KINDERGARTEN = ("primary", "junior", "senior")
_FIRST_YEAR: Mapping[str, tuple[str, ...]] = {
    "above_standard": ("kindergarten", "primary", "junior", "senior"),
    "above_standard_any": ("all",),
    "large": ("all",),
    "super_large": ("all",),
    "oversized": ("all",),
    "unplaced": ("all",),
}


def tell_page_one(out: Paper, answers: Block, words: Words) -> None:
    """Tell a run's answers in the order of page one."""
    for line in _statement(answers, words):
        out.line(line)
    tell_september(out, answers, words)
    _tell_crowding(out, answers, words)
    _tell_first_year(out, answers, words)
    for line in (*_allocation(answers, words), *cause_line(out, answers, words)):
        out.line(line)
    _tell_peaks(out, answers, words)
    for line in (*_lines(answers, words), *plan_lines(answers, words)):
        out.line(line)
    tell_projects(out, answers, words)
    tell_posts(out, answers, words)
    tell_money(out, answers, words)
    tell_decisions(out, answers, words)
    tell_policies(out, answers, words)
    out.title(words("rests"))
    for line in (*_rests(answers, words), *source_lines(out, answers["rests_on"], words)):
        out.line(line)


def _statement(answers: Block, words: Words) -> Iterable[str]:
    """What the numbers are about, and the one assumption behind every count of crowding."""
    rests = answers["rests_on"]
    name = words.text(answers["county_name"], answers["county"])
    title = words.text(answers["title"], answers["scenario"])
    yield words("head").format(
        title=f"{name} · {title}",
        years=f"{answers['baseline_year']}–{answers['horizon']}",
        n=answers["replications"],
        date=answers["information_date"],
    )
    without = rests["shares"].get("pupils_without_rooms_and_classes", 0)
    yield words(f"rooms_{rests['classrooms_and_classes']}").format(share=percent(without))
    crowding = rests["crowding_at_baseline"]
    above = crowding["classes_above_standard"]
    shares = [f"{words.stage(stage)} {percent_band(above[stage])}" for stage in _told_stages(above)]
    sentence = "start_band" if crowding["varied"] else "start_point"
    if without:
        sentence = "start_by_rule"
    yield words(sentence).format(year=answers["baseline_year"], stages=words.join(shares))


def _told_stages(above: Block) -> tuple[str, ...]:
    """Stages of the county's own schools, and senior where it is more crowded than these."""
    worst = max(above[stage]["p50"] or 0 for stage in COMPULSORY)
    return (*COMPULSORY, "senior") if (above["senior"]["p50"] or 0) > worst else COMPULSORY


def _tell_crowding(out: Paper, answers: Block, words: Words) -> None:
    """Pupils in crowded classes and schools: now, peak, milestones, each of these with the reference beside."""
    block = answers["crowding"]
    years = _milestones(block["pupils_oversized"]["all"])
    beside = block.get("reference")
    names = [str(answers["horizon"]) if year == "horizon" else year for year in years]
    heads = [words("people"), words("band_of").format(year=answers["baseline_year"]), words("peak")]
    for name in names:
        heads += [words("band_of").format(year=name)] + ([words("reference_short")] if beside else [])
    limits = _class_limits(answers["limits"])
    out.title(words("crowding").format(**limits))
    rows = []
    for measure, stages in CROWDING.items():
        for stage in stages:
            told = block[measure][stage]
            if not any(stats["p90"] for stats in _told(told, beside and beside[measure][stage], years)):
                continue
            cells = [spread(told["now"]), _peak(told["peak"], words, middle, "at_peak_short")]
            for year in years:
                cells += [band(told[year])] + ([middle(beside[measure][stage][year])] if beside else [])
            rows.append((_crowding_label(measure, stage, limits, words), *cells))
    out.table(heads, rows)


def _told(told: Block, beside: Block | None, years: Sequence[str]) -> Iterator[Block]:
    """Everything that a row of the crowding table tells; a row of nothing is left out."""
    yield told["now"]
    yield told["peak"]["value"]
    for block in (told, beside) if beside else (told,):
        yield from (block[year] for year in years)


def _crowding_label(measure: str, stage: str, limits: Mapping[str, str], words: Words) -> str:
    """What a row of the crowding table counts."""
    if measure == "pupils_above_standard":
        if stage == "all":  # kindergartens stand apart: their standard changes by grade
            return words("above_standard_together")
        return words("above_standard_of").format(stage=words.stage(stage))
    return words(measure).format(**limits)


def _class_limits(limits: Block) -> dict[str, str]:
    """Class limits as they stand in headings."""
    standard = limits["standard"]
    sizes = ["/".join(map(str, standard["kindergarten"])), *(str(standard[s]) for s in _AFTER_KINDERGARTEN)]
    return {"standard": ", ".join(sizes)} | {name: str(size) for name, size in limits["classes"].items()}


def _tell_first_year(out: Paper, answers: Block, words: Words) -> None:
    """First year resolved by limit and stage, its chances, and the reference's own."""
    block, horizon = answers["first_year"], answers["horizon"]
    by, tolerances = _told_by(answers), block["tolerances"]
    heads = [words("limit"), words("first"), *([] if by is None else [words("by").format(year=by)])]
    heads += [words("never").format(year=horizon), words("reference")]
    chance = "" if by is None else words("first_year_by").format(by=by)
    out.line(words("first_year").format(horizon=horizon, years=tolerances["years"], by=chance))
    limits = {"share": percent(tolerances["above_standard"]), **_class_limits(answers["limits"])}
    rows, already = [], []
    for limit, stages in _FIRST_YEAR.items():
        for stage in stages:
            label = words(limit).format(**limits)
            label = label if stage == "all" else f"{label} · {words.stage(stage)}"
            beside = [block["reference"][limit][stage]] if "reference" in block else []
            if all(found["already"] == 1 for found in (block[limit][stage], *beside)):
                already.append(label)
            else:
                rows.append((label, *_first_cells(block[limit][stage], beside, answers, words)))
    out.table(heads if "reference" in block else heads[:-1], rows)
    if already:
        sentence = words("already_met_too" if "reference" in block else "already_met")
        out.line(sentence.format(year=answers["baseline_year"], limits=words.join(already)))


def _told_by(answers: Block) -> int | None:
    """The milestone by which the chance of a limit is told; None where the run is too short to tell any."""
    by, _ = milestones(answers["baseline_year"])
    block = answers["first_year"]
    chances = (block[limit][stage][f"by_{by}"] for limit, stages in _FIRST_YEAR.items() for stage in stages)
    return by if any(chance is not None for chance in chances) else None


def _first_cells(found: Block, beside: Sequence[Block], answers: Block, words: Words) -> Iterator[str]:
    """Cells of one limit: first year, its chance, what is censored, the reference's own."""
    yield _first(found, answers, words)
    by = _told_by(answers)
    if by is not None:
        yield percent(found[f"by_{by}"])
    yield futures(found["not_by_horizon"], words)
    yield from (_reference_first(other, answers, words) for other in beside)


def _reference_first(found: Block, answers: Block, words: Words) -> str:
    """The reference's first year in one cell, with its share of futures where there is no median."""
    told = _first(found, answers, words)
    return told if found["p50"] is not None else f"{told} {futures(found['not_by_horizon'], words, 'short')}"


def _first(found: Block, answers: Block, words: Words) -> str:
    """First year resolved: median and 80 % band, with what is censored in words."""
    if found["p50"] is None:
        return words("never").format(year=answers["horizon"])
    if found["p10"] == found["p90"] == answers["baseline_year"]:
        return words("already").format(year=found["p50"])
    late = words("later") if found["p90"] is None else found["p90"]
    return f"{found['p50']} ({found['p10']}–{late})"


def _allocation(answers: Block, words: Words) -> Iterator[str]:
    """Crowding of the coming September beside the best possible allocation, one line a stage.

    Where the rows tell it, the seats in the wrong place if nobody left his own zone stand in brackets.
    """
    for row in answers.get("allocation", ()):
        if row["year"] == answers["baseline_year"] + 1:
            parts = {name: count(row[name]["mean"]) for name in ("simulated", *PARTS)}
            own = row.get("own_zone")
            told = {name: count(own[name]["mean"]) for name in PARTS} if own else {}
            own_zone = words("own_zone").format(**told) if own else ""
            stage = words.stage(row["stage"])
            yield words("allocation").format(stage=stage, year=row["year"], own_zone=own_zone, **parts)


def _tell_peaks(out: Paper, answers: Block, words: Words) -> None:
    """Peak and trough of each stage against its seats, and when shortage must be announced."""
    block = answers["peaks"]
    stages = [stage for stage in block if stage != "reference"]
    heads = [words("stage"), str(answers["baseline_year"]), words("peak"), words("trough")]
    heads += [words("reference_seats")] if "reference" in block else []
    rows = []
    for stage in stages:
        told = block[stage]
        cells = [_turn(told[name], words) for name in ("peak", "trough")]
        if "reference" in block:
            balance = block["reference"][stage]["peak"]["seat_balance"]
            cells.append("" if balance is None else signed(balance["p50"]))
        rows.append((words.stage(stage), middle(told["now"]), *cells))
    out.titled(words("peaks"), heads, rows, (0,))
    first = answers["baseline_year"]
    coloured = {s: [r for r in block[s].get("shortage", ()) if r["colour"] != "none"] for s in stages}
    warnings = [f"{words.stage(s)} {_shortage(rows, first, words)}" for s, rows in coloured.items() if rows]
    sentence = words("shortage" if warnings else "shortage_none")
    out.line(sentence.format(stages=words.join(warnings), **_colours(answers["limits"])))


def _colours(limits: Block) -> dict[str, str]:
    """Probabilities from which a shortage is coloured."""
    return {colour: percent(limits["warning"][colour]) for colour in ("red", "amber")}


def _turn(turn: Block, words: Words) -> str:
    """A peak or trough: median pupils, median year, median balance of seats; a dash where there is nobody."""
    if turn["year"]["p50"] is None:
        return "–"
    pupils, year = middle(turn["pupils"]), turn["year"]["p50"]
    if turn["seat_balance"] is None:
        return words("turn_plain").format(pupils=pupils, year=year)
    return words("turn").format(pupils=pupils, year=year, balance=signed(turn["seat_balance"]["p50"]))


def _shortage(rows: Sequence[Block], first: int, words: Words) -> str:
    """Years in red and amber, and the year in which the first of them must be announced."""
    years = {colour: [row["year"] for row in rows if row["colour"] == colour] for colour in ("red", "amber")}
    told = [words(f"colour_{colour}").format(years=year_ranges(found)) for colour, found in years.items() if found]
    warn = rows[0]["warn_in"]
    return ", ".join(told) + words("warn" if warn > first else "warn_now").format(year=warn)


def _lines(answers: Block, words: Words) -> Iterable[str]:
    """Who waits and who stays at home in every year, and which seats stand empty at the horizon."""
    for name, stage in (("unplaced", "all"), ("at_home", "kindergarten")):
        yield _waiting_line(name, stage, answers, words)
    block = answers["empty_seats"]
    stages = [f"{words.stage(s)} {middle(block[s]['horizon'])}" for s in block if s not in ("all", "reference")]
    stages.append(f"{words.stage('all')} {band(block['all']['horizon'])}")
    beside = ""
    if "reference" in block:
        beside = words("empty_reference").format(value=middle(block["reference"]["all"]["horizon"]))
    yield words("empty").format(year=answers["horizon"], stages=words.join(stages), reference=beside)


def _waiting_line(name: str, stage: str, answers: Block, words: Words) -> str:
    """Who has no place, year by year; years with the same number are told together."""
    told, beside = answers[name][stage], ""
    if "reference" in answers[name]:
        peak = answers[name]["reference"][stage]["peak"]
        nobody = not peak["value"]["p90"]
        beside = (
            words("reference_nobody") if nobody else words("reference_inline").format(peak=_peak(peak, words, band))
        )
    what, by_year = words(f"{name}_line"), told["by_year"]
    if not any(stats["p90"] for stats in by_year.values()):
        return words("nobody_ever").format(what=what, first=min(by_year), last=max(by_year), reference=beside)
    years = _alike(by_year, band)
    if len(years) > _MOST_BANDS:
        years = _alike(by_year, middle)
        beside = words("most").format(peak=_peak(told["peak"], words, band)) + beside
    return words("over_years").format(what=what, years=words.join(years), reference=beside)


def _alike(by_year: Mapping[str, Block], written: Callable[[Block], str]) -> list[str]:
    """Years and what is written of them; years next to each other with the same words are told together."""
    runs = groupby(by_year, lambda year: written(by_year[year]))
    return [f"{year_ranges([int(year) for year in years])} {value}" for value, years in runs]


def _rests(answers: Block, words: Words) -> Iterable[str]:
    """Which share of the answer comes from assumptions, and what the bands hold."""
    rests = answers["rests_on"]
    shares, assumed = rests["shares"], len(rests["projects_assumed"])
    seats = words("no_seats")
    if shares["project_seats_assumed"] is not None:
        seats = words("seats_assumed").format(
            share=percent(shares["project_seats_assumed"]),
            assumed=assumed,
            all=assumed + len(rests["projects_reported"]),
        )
    yield words("shares").format(
        register=percent(shares["register_assumed"]),
        seats=seats,
        horizon=answers["horizon"],
        births=percent(shares["entrants_on_continued_births"]),
        known=rests["births_known_to"],
        **rests["births_continued_from"],
    )
    bands = words("bands").format(demand=also_demand(answers, words))
    if "pupils_shared_over_grades" in shares:
        bands += words("shared_over_grades").format(share=percent(shares["pupils_shared_over_grades"]))
    yield bands + (words("completed").format(rules=len(rests["assumed"])) if rests["assumed"] else "")


def _milestones(told: Block) -> list[str]:
    """Milestone years that the horizon reaches; the horizon itself where it reaches none."""
    return [name for name in told if name.isdigit()] or ["horizon"]


def _peak(peak: Block, words: Words, written: Callable[[Block], str], sentence: str = "at_peak") -> str:
    """A peak with its median year; a dash where nearly every future has nothing."""
    if not peak["value"]["p90"]:
        return "–"
    return words(sentence).format(value=written(peak["value"]), year=peak["year"]["p50"])

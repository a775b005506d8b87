"""What a county's data can support and what they cannot, each with its consequence and from which year.

Gaps come in the order in which they would narrow the answers, least first: by what decision 0015 measured on the
crowding of the coming years where it splits a band, and by judgement (assumed) where it does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto

from seatsim.domain.county import Bools, County
from seatsim.domain.phrase import Phrase, called, listed, word
from seatsim.domain.scenario import Scenario
from seatsim.domain.stages import AGED_STAGES, CLASS_STAGES, STAGES, STAGES_OF_KIND, Stage
from seatsim.indicators.first_entry import SchoolEntry, junior_entries, stage_entry
from seatsim.inputs.money import not_given, spending_by_year
from seatsim.model.cohorts import age_of_entry


@dataclass(frozen=True)
class Supports:
    """What the data can support and what they cannot."""

    can: tuple[Phrase, ...]
    """What they support."""
    cannot: tuple[Phrase, ...]
    """What they do not, with the consequence; what would narrow the answers most comes last."""
    first: Phrase
    """What to ask for first."""


_FEW = 0.1
"""Share of the pupils below which a gap in rooms, classes or grades narrows little (assumed); grades: of a stage."""
_APART = 0.05
"""Part of a year's children by which the entry grade must differ from the ratio taken to be told (assumed)."""
_MOST_NAMED = 3
"""Schools that a gap names."""
_MOVED = 0.1
"""Part of a first grade, and no less than ``_FEW_PUPILS``, by which a rule must move it to be named (assumed)."""
_FEW_PUPILS = 10


class _Gain(IntEnum):
    """How much a gap would narrow the answers if it were filled, least first."""

    OF_FEW = auto()
    STAGES = auto()
    RESOURCES = auto()
    SPENDING = auto()
    BUDGET = auto()
    CATCHMENTS = auto()
    FEEDERS = auto()
    TRAVEL = auto()
    ZONES = auto()
    STAFF = auto()
    GOING_ON = auto()
    PLANS = auto()
    HISTORY = auto()
    BIRTHS = auto()
    ENTRY = auto()
    GRADES = auto()
    CLASSES = auto()
    ROOMS = auto()
    NEITHER = auto()
    REGISTER = auto()


@dataclass(frozen=True)
class _Gap:
    """One thing that the data do not say."""

    gain: _Gain
    """How much it would narrow the answers."""
    told: Phrase
    """What is missing, and what comes of it."""
    asked: Phrase
    """What would fill it."""


def supports(county: County, scenario: Scenario | None = None) -> Supports:
    """What the data of a county can support, in a scenario's run or in the reference variant of births."""
    return supports_of([(county, scenario)])


def supports_of(counties: Sequence[tuple[County, Scenario | None]]) -> Supports:
    """The same of several counties, each line once, with how many have it where not all do."""
    gaps = sorted((gap for each in counties for gap in _gaps(*each)), key=lambda gap: gap.gain)
    can = [line for each in counties for line in _can(*each)]
    asked = Phrase("{} would narrow the answers most", gaps[-1].asked)
    cannot = [gap.told for gap in gaps]
    return Supports(tuple(_each_once(can, len(counties))), tuple(_each_once(cannot, len(counties))), asked)


def _each_once(lines: Sequence[Phrase], counties: int) -> Iterator[Phrase]:
    """Lines that say the same once; those of one kind with other numbers are told by the first."""
    alike: dict[str, list[Phrase]] = {}
    for line in lines:
        alike.setdefault(line.template, []).append(line)
    for found in alike.values():
        if counties == 1:
            yield from found
        elif len(set(found)) > 1:
            yield Phrase("{} (the first of {} counties; the others have their own numbers)", found[0], len(found))
        else:
            yield found[0] if len(found) == counties else Phrase("{} ({} counties)", found[0], len(found))


def _gaps(county: County, scenario: Scenario | None) -> Iterator[_Gap]:
    """Everything that the data of a county do not say."""
    yield from _of_register(county)
    yield from _of_files(county)
    yield from _of_feeders(county, scenario)
    yield from _of_births(county, scenario)
    yield from _of_entry(county, scenario)
    if scenario is not None and not county.budget_given:
        text = "no levers.capital.budget: the default of {} (10^4 yuan a year), sized on the worked county (assumed)"
        yield _gap(_Gain.BUDGET, "the capital budget of a year", text, f"{scenario.levers.capital.budget:,.0f}")


def _can(county: County, scenario: Scenario | None) -> Iterator[Phrase]:
    """What the data say themselves."""
    register = county.register
    pupils = sum(int(register.pupils[stage].sum()) for stage in STAGES)
    if not register.synthetic:
        text = "pupils: {} in {} schools in {}, moved up by grade from there"
        yield Phrase(text, pupils, len(register.school_id), county.baseline_year)
        if not register.completed:
            yield Phrase("crowding today and later: classrooms and classes of every school are registered")
    known = _last_known(county, scenario)
    years = [known + age_of_entry(stage, county.grades) for stage in AGED_STAGES]
    yield Phrase("entrants: of kindergarten to {}, primary to {} and junior to {} the children are counted", *years)
    if county.history is not None and not register.synthetic:
        text = "how pupils enter and move up: from the county's own years since {}"
        yield Phrase(text, county.history.first_year)
    if county.catchments:
        yield Phrase("who goes to which school: catchments as stated")
    if county.staff is not None and county.staff.kind == "reported":
        yield Phrase("teachers: ages, titles and posts as in the staff roll")
    if county.money is not None:
        yield Phrase("spending: from the county's own totals and spending per pupil")
    if county.resources:
        yield Phrase("differences between schools: from the resources of each school")


def _last_known(county: County, scenario: Scenario | None) -> int:
    variant = "reference" if scenario is None else scenario.uncertainty.births.variant
    return county.births[variant].last_known


def _gap(gain: _Gain, asked: str, text: str, *values: object) -> _Gap:
    """A gap with what is missing in words, and what would fill it."""
    return _Gap(gain, Phrase(text, *values), Phrase(asked))


def _of_births(county: County, scenario: Scenario | None) -> Iterator[_Gap]:
    """Births are never known to the horizon; what follows begins when the first of the others enter."""
    known = _last_known(county, scenario)
    first = [known + age_of_entry(stage, county.grades) + 1 for stage in AGED_STAGES]
    text = "no births after {}: bands of kindergarten widen from {}, of primary from {}, of junior from {}"
    if county.births["reference"].enrolled:
        text = (
            "no births.csv: births are taken from the pupils who are there and stay level after {}; kindergarten rests"
            " on later ones from {}, primary from {}, junior from {}"
        )
    yield _Gap(_Gain.BIRTHS, Phrase(text, known, *first), Phrase("the children born after {}, by zone", known))


def _of_entry(county: County, scenario: Scenario | None) -> Iterator[_Gap]:
    """Entry grades that the ratio taken does not give: who enters jumps in the first year of the run."""
    figures: Mapping[Stage, str] = {"kindergarten": "F5.preschool", "primary": "F5.primary"}
    for stage, figure in figures.items():
        by_rule = county.register.by_rule.pupils
        if stage in by_rule and _share(county, {stage: by_rule[stage]}, (stage,)) > 0.5:
            continue
        entry = stage_entry(county, stage, scenario)
        if entry is None or abs(entry.own - entry.taken) <= _APART:
            continue
        stated = "history.csv" if county.history is not None else figure
        given = county.history is not None or figure in county.figures
        from_whom = Phrase("{}", stated) if given else Phrase("{} is not given", figure)
        text = (
            "the first {} grade of {} ({:,} pupils) is {:.0%} of the children of its age, and {:.1%} are taken ({}):"
            " {:,} enter in {}, {:+,} in one year"
        )
        year, more = county.baseline_year, entry.expected - entry.now
        values = (word(stage), year, entry.now, entry.own, entry.taken, from_whom, entry.expected, year + 1, more)
        asked = Phrase("an entry ratio ({}) that goes with the county's own first grade", figure)
        yield _Gap(_Gain.ENTRY, Phrase(text, *values), asked)


def _of_feeders(county: County, scenario: Scenario | None) -> Iterator[_Gap]:
    """Which primary school feeds which junior one, and the first grades that the rule in its place moves most."""
    of_junior = any(stage == "junior" for _, _, stage in county.catchments)
    if county.feeders or of_junior or len(_with_pupils(county, "junior")) < 2:
        return
    told = Phrase(
        "no feeders.csv: whom no nine-year school keeps goes to the junior schools of the zone, or of the nearest zone"
        " that has one, by the pupils that these have beyond their own primary grades"
    )
    if not county.register.synthetic and not county.of_set:
        moved = [*_moved_most(junior_entries(county, scenario))]
        names = [called(*each) for each in zip(county.register.name, county.register.school_id, strict=True)]
        schools = [Phrase("{} {:,} to {:,}", names[each.row], each.now, each.expected) for each in moved]
        if schools:
            text = "{}; first grades that this moves most, from {} to {}: {}"
            told = Phrase(text, told, county.baseline_year, county.baseline_year + 1, listed(schools))
    yield _Gap(_Gain.FEEDERS, told, Phrase("which primary school feeds which junior school (feeders.csv)"))


def _moved_most(entries: Sequence[SchoolEntry]) -> Sequence[SchoolEntry]:
    """The first grades that change much, and otherwise than the county's whole, most first."""
    whole = sum(each.expected for each in entries) / max(sum(each.now for each in entries), 1)
    apart = {each: abs(each.expected - each.now * whole) for each in entries}
    much = [
        each
        for each in entries
        if min(apart[each], abs(each.expected - each.now)) >= max(_FEW_PUPILS, _MOVED * each.now)
    ]
    return sorted(much, key=lambda each: -apart[each])[:_MOST_NAMED]


def _with_pupils(county: County, stage: Stage) -> Sequence[str]:
    """Schools with pupils of a stage."""
    has = county.register.pupils[stage].sum(axis=1) > 0
    return [school for school, own in zip(county.register.school_id, has.tolist(), strict=True) if own]


def _of_register(county: County) -> Iterator[_Gap]:
    """What the register does not say."""
    register, year = county.register, county.baseline_year
    if register.synthetic:
        asked = "the register with classrooms, classes and pupils by grade of each school"
        text = (
            "no register of schools: classrooms, classes and pupils of each school are drawn up from totals, so that"
            " crowding is a band from {} on"
        )
        yield _gap(_Gain.REGISTER, asked, text, year)
        return
    yield from _of_rooms(county)
    if register.by_rule.pupils:
        yield _of_grades(county)
    if register.planned_by_rule:
        asked = "the plan of places of each senior and private school"
        count = len(register.planned_by_rule)
        text = "no plan of places of {} senior or private schools: from {} they admit as many as entered last"
        yield _gap(_Gain.PLANS, asked, text, count, year + 1)


def _of_grades(county: County) -> _Gap:
    """Pupils by grade that a rule stands in for: how many schools and pupils, stage by stage."""
    by_rule, without, most = county.register.by_rule.pupils, list[Phrase](), 0.0
    for stage, rows in by_rule.items():
        pupils = county.register.pupils[stage].sum(axis=1)
        few, whole = int(pupils[rows].sum()), int(pupils.sum())
        counts = (int(rows.sum()), int((pupils > 0).sum()), word(stage), few, whole)
        without.append(Phrase("{} of {} {} schools ({:,} of {:,} pupils)", *counts))
        most = max(most, few / max(whole, 1))
    text = "no pupils by grade of {}: who moves up and who leaves there is by rule from {}"
    told = listed(without), county.baseline_year + 1
    return _gap(_of_some(_Gain.GRADES, most), "pupils by grade of each school", text, *told)


def _of_rooms(county: County) -> Iterator[_Gap]:
    """Classrooms and classes that a rule stands in for."""
    by_rule, year = county.register.by_rule, county.baseline_year
    if by_rule.neither:
        text = (
            "neither classrooms nor classes of {:.0%} of the pupils: crowding in {} cannot be told there, and later"
            " crowding counts from classes of the standard size"
        )
        asked = "classrooms and classes by grade of each school"
        share = _share(county, by_rule.neither)
        yield _gap(_of_some(_Gain.NEITHER, share), asked, text, share, year)
    rooms, classes = (_without(part, by_rule.neither) for part in (by_rule.rooms, by_rule.classes))
    if rooms:
        text = "no classrooms of {:.0%} of the pupils: as many as classes, so that by rule none stands free in {}"
        share = _share(county, rooms)
        yield _gap(_of_some(_Gain.ROOMS, share), "the classrooms of each school", text, share, year)
    if classes:
        text = "no classes by grade of {:.0%} of the pupils: in {} they are as even as the rooms allow"
        share = _share(county, classes)
        yield _gap(_of_some(_Gain.CLASSES, share), "classes by grade", text, share, year)


def _of_some(gain: _Gain, share: float) -> _Gain:
    """The gain, or a small one where the gap is that of few pupils."""
    return gain if share >= _FEW else _Gain.OF_FEW


def _without(part: Mapping[Stage, Bools], other: Mapping[Stage, Bools]) -> dict[Stage, Bools]:
    """Rows of one part that are not of another, by stage; stages without any are left out."""
    found = {stage: rows & ~other[stage] if stage in other else rows for stage, rows in part.items()}
    return {stage: rows for stage, rows in found.items() if rows.any()}


def _of_files(county: County) -> Iterator[_Gap]:
    """What the other files do not say."""
    year = county.baseline_year
    absent = [stage for stage in AGED_STAGES if not _zones_with(county, stage)]
    if absent:
        yield _gap(
            _Gain.STAGES,
            "schools of every stage",
            "no school of {}: the stage is not followed",
            listed(map(word, absent)),
        )
    if not county.resources:
        text = "no resources.csv: how much schools differ cannot be told"
        yield _gap(_Gain.RESOURCES, "the resources of each school", text)
    if county.money is None:
        asked = "total spending (F7) and spending per pupil (F8)"
        missing, others = listed(not_given(county.figures)), spending_by_year(county.figures)
        if "F7" not in county.figures and others:
            text = "no {} in figures.csv: no spending is told (F7 is the total of {}; of other years there is {})"
            of_others = listed(f"F7.{each}" for each in others)
            yield _gap(_Gain.SPENDING, asked, text, missing, year, of_others)
        else:
            yield _gap(_Gain.SPENDING, asked, "no {} in figures.csv: no spending is told", missing)
    if not county.catchments:
        text = "no catchments.csv: a zone's entrants are shared out by the schools' pupils of {}"
        yield _gap(_Gain.CATCHMENTS, "the catchments of the schools", text, year)
    if len(county.zones) > 1 and not any(zone.neighbours for zone in county.zones):
        text = "no travel times: who finds no place in a zone is not sent to another"
        yield _gap(_Gain.TRAVEL, "neighbours of the zones and minutes to them", text)
    yield from _without_stage(county)
    if county.staff is None or county.staff.kind != "reported":
        text = "no complete staff.csv: ages, titles and retirements are by rule, and so are the posts to fill from {}"
        yield _gap(_Gain.STAFF, "the staff roll by age and title", text, year)
    if "F6.going_on" not in county.figures and _zones_with(county, "senior"):
        text = "no F6.going_on: every junior leaver goes on to the senior stage from {}"
        yield _gap(_Gain.GOING_ON, "the share of junior leavers who go on (F6.going_on)", text, year + 1)
    if county.history is None:
        text = "no history.csv: how far demand errs is borrowed from elsewhere, in every year from {}"
        yield _gap(_Gain.HISTORY, "pupils by school and grade of earlier years", text, year + 1)


def _without_stage(county: County) -> Iterator[_Gap]:
    """Zones whose children of a stage go elsewhere."""
    for stage in AGED_STAGES:
        there = _zones_with(county, stage)
        stated = {key[0] for key in county.catchments if key[2] == stage}
        names = [called(zone.name, zone.id) for zone in county.zones if zone.id not in there | stated]
        if there and names:
            text = "no {} school in {}: their children go to the nearest zone that has one"
            yield _gap(_Gain.ZONES, "catchments of zones without a school", text, word(stage), listed(names))


def _zones_with(county: County, stage: Stage) -> set[str]:
    """Zones with a school of a stage, by its kind or its pupils."""
    register = county.register
    has = register.pupils[stage].sum(axis=1) > 0
    return {
        zone
        for zone, kind, own in zip(register.zone, register.kind, has.tolist(), strict=True)
        if own or stage in STAGES_OF_KIND.get(kind, ())
    }


def _share(county: County, rows: Mapping[Stage, Bools], stages: Sequence[Stage] = CLASS_STAGES) -> float:
    """Share of the pupils of the stages with classes who sit in some rows, shape (schools,) by stage."""
    pupils = county.register.pupils
    total = sum(int(pupils[stage].sum()) for stage in stages)
    return sum(int(pupils[stage][where].sum()) for stage, where in rows.items()) / max(total, 1)

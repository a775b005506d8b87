"""Whether what a further county is made for really happens in one of its futures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from books import HandOver, YearBook
from further_plans import GIVEN_UP
from further_zones import edge
from generated_counties import Case
from generated_plans import BASELINE

from seatsim.domain.stages import AGED_STAGES, CLASS_STAGES, COMPULSORY, Stage

Happens = Callable[[Case, list[YearBook], Mapping[str, HandOver]], bool]
"""Of a case, the books of a future and the hand-overs in it."""


def feeder_of_nobody(of: Case, books: list[YearBook], given: Mapping[str, HandOver]) -> bool:
    """Pairs without a primary unit, without a junior unit, and with both, of schools that have leavers."""
    primary, junior = (books[0].stages[stage].pupils for stage in COMPULSORY)
    sorts = {(one in primary and primary[one][-1] > 0, other in junior) for one, other in of.county.feeders}
    return sorts == {(False, True), (True, False), (True, True)}


def order_of_zones_tells(of: Case, books: list[YearBook], given: Mapping[str, HandOver]) -> bool:
    """More than seven zones; where the births are level, another order of adding gives another number of entrants."""
    births = of.county.births["reference"].births
    if len(of.county.zones) < 8 or (births == births[:, :1]).all() != (of.number != 301):
        return False
    kinds = [zone.kind for zone in of.county.zones]
    return of.number == 301 or edge(births[:, 0].tolist(), kinds, of.uncertainty.migration, of.number == 311)


def opens_after_the_baseline(of: Case, books: list[YearBook], given: Mapping[str, HandOver]) -> bool:
    """A project of the baseline year changes its school's rooms on the first opening day after it."""
    planned = {name: project.opens for name, project in of.plan.projects.items()}
    early = [name for name, told in given.items() if told.handed_over is not None and told.handed_over <= 365]
    schools = {of.plan.projects[name].school for name in early if planned[name] == BASELINE}
    before, after = (books[place].stages for place in (0, 1))
    return any(
        before[stage].rooms.get(school, 0) != after[stage].rooms.get(school, 0)
        for school in schools
        for stage in CLASS_STAGES
    )


def kinds_differ(of: Case, books: list[YearBook], given: Mapping[str, HandOver]) -> bool:
    """A group with all three kinds in one stage, whose members send children elsewhere and have teachers."""
    register = of.county.register
    group = {
        s: k for s, g, k in zip(register.school_id, register.group, register.group_kind, strict=True) if g == "mixed"
    }
    units = [unit for unit in books[0].stages["primary"].pupils if unit in group]
    sent = any(book.stages["primary"].sent_elsewhere[unit] for book in books for unit in units)
    staff = books[-1].staff
    posted = staff is not None and sum(staff.posted["primary"][unit] > 0 for unit in units) > 1
    return {group[unit] for unit in units} == set(_KINDS) and sent and posted


_KINDS: tuple[str, ...] = ("一体型", "联盟型", "辐射型")


def standard_above_cap(of: Case, books: list[YearBook], given: Mapping[str, HandOver]) -> bool:
    """In every stage with an age group the standard of the entry or of the last grade is above the cap, and binds."""
    limits, grades = of.plan.limits, of.county.grades
    stages = [stage for stage in AGED_STAGES if any(any(book.stages[stage].entrants.values()) for book in books[1:])]
    above = all(max(limits.standard.by_grade(s, grades[s])) > limits.hard_caps.of(s) for s in AGED_STAGES)
    sent = any(any(book.stages[stage].sent_elsewhere.values()) for book in books[1:] for stage in stages)
    came = any(
        count > 0 for book in books[1:] for s in stages for cells in book.stages[s].net.values() for count in cells
    )
    return above and sent and came


def line_before_the_stage(of: Case, books: list[YearBook], given: Mapping[str, HandOver]) -> bool:
    """The boundary holds while the stage is not built: no claim is there; once it is, there are claims."""
    school, line = of.plan.projects["m-built"].school, of.plan.levers.layout.boundaries["line-built"]
    told = [book.stages["junior"] for book in books[line.year - BASELINE :]]
    without = [book.claims[school] for book in told if not book.rooms[school]]
    having = [book.claims[school] for book in told if book.rooms[school]]
    return line.school == school and bool(without) and not any(without) and any(having)


def formed_from_no_class(of: Case, books: list[YearBook], given: Mapping[str, HandOver]) -> bool:
    """Grades of every place had pupils and no class, and had classes a year later."""
    places: set[str] = set()
    for stage in CLASS_STAGES:
        before, after, last = books[0].stages[stage], books[1].stages[stage], of.county.grades[stage] - 1
        for unit, pupils in before.pupils.items():
            for grade, count in enumerate(pupils):
                if count and not before.classes[unit][grade]:
                    formed = grade == last or after.classes[unit][grade + 1] > 0
                    places |= {"first" if grade == 0 else "last" if grade == last else "between"} if formed else set()
    return places == {"first", "between", "last"}


def all_fed(of: Case, books: list[YearBook], given: Mapping[str, HandOver]) -> bool:
    """Three shares of every feeding school, 1 in all, and schools with leavers among them."""
    of_school: dict[str, list[float]] = {}
    for (origin, target), share in of.county.feeders.items():
        if target in books[0].stages["junior"].pupils:
            of_school.setdefault(origin, []).append(share)
    leavers = any(books[1].stages["primary"].pupils[origin][-1] > 2 for origin in of_school)
    return leavers and all(len(shares) == 3 and sum(shares) == 1.0 for shares in of_school.values())


def both_families_full(of: Case, books: list[YearBook], given: Mapping[str, HandOver]) -> bool:
    """A primary school with a kindergarten and a senior one with a junior stage are full and asked by both."""
    register = of.county.register
    pairs: tuple[tuple[Stage, Stage], ...] = (("primary", "kindergarten"), ("senior", "junior"))
    return all(
        any(
            _full(of, book, school, kind, beside)
            for book in books[1:]
            for school, of_kind in zip(register.school_id, register.kind, strict=True)
            if of_kind == kind
        )
        for kind, beside in pairs
    )


def _full(of: Case, book: YearBook, school: str, kind: Stage, beside: Stage) -> bool:
    most = of.plan.limits.schools.of(kind)
    pupils = [sum(book.stages[stage].pupils.get(school, [])) for stage in (kind, beside)]
    asked = all(book.stages[stage].claims.get(school, 0) for stage in (kind, beside))
    return most is not None and sum(pupils) >= most and all(pupils) and asked


def merged_into_nothing(of: Case, books: list[YearBook], given: Mapping[str, HandOver]) -> bool:
    """A merger took pupils to a school, which then gave up its rooms; a second one into it took nobody anywhere."""
    mergers = of.plan.levers.small_schools.mergers
    one, other, into = mergers["merger-a"].school, mergers["merger-b"].school, mergers["merger-b"].into
    told = [book.stages["primary"] for book in books]
    first, given_up, second = (told[year - BASELINE] for year in (BASELINE + 1, GIVEN_UP, GIVEN_UP + 1))
    took = not any(first.pupils[one]) and any(told[0].pupils[one]) and any(first.pupils[into])
    gone = not given_up.rooms[into] and not any(given_up.pupils[into]) and any(given_up.pupils[other])
    return took and gone and not any(second.pupils[other]) and not any(second.pupils[into])


HAPPENS: Mapping[str, Happens] = {
    "feeder pair of a school without such a unit": feeder_of_nobody,
    "more than seven zones": order_of_zones_tells,
    "project of the baseline year": opens_after_the_baseline,
    "register group of mixed kinds": kinds_differ,
    "standard class above the cap": standard_above_cap,
    "boundary into a stage that a project builds": line_before_the_stage,
    "grade with pupils and no class": formed_from_no_class,
    "all leavers fed to three schools": all_fed,
    "two families at the size limit": both_families_full,
    "merger into a school that is given up": merged_into_nothing,
}
"""By the name of a feature."""

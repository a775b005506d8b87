"""Money, crews, start windows, sittings and meetings in programmes solved by hand, every day and every yuan exact.

Days count from 1 September 2020. 1 January is day 122, 487, 852, 1217, 1583, 1948, 2313 ... (2021, 2022, ...), 1 March
is 181 and 546, 1 December 91 and 456. Nothing is left to luck: every stage takes its stated whole number of days.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from known import tell

from builds import CALENDAR, CAPITAL, CERTAIN, HORIZON, LEVERS, LIMITS
from counties import School, make_county, make_plan, make_uncertainty
from seatsim.domain.outcome import WAITS, ProjectOutcome
from seatsim.domain.project import Project, ProjectKind
from seatsim.domain.scenario import ConstructionLever, Durations, VerificationLever
from seatsim.model.academic_calendar import DAYS_PER_MONTH
from seatsim.model.construction import Construction
from seatsim.model.streams import Draws
from seatsim.model.verification import verify
from seatsim.study.ensemble import simulate

END = CALENDAR.opening_day(HORIZON)


def project(starts: str, halves: float, kind: ProjectKind = "new-school") -> Project:
    """A project that enters review on the first of a month and costs twice ``halves`` [10^4 yuan]."""
    return Project(kind, "new", 2023, "test", rooms_P=6, starts=starts, capital=2.0 * halves)


def solve(
    projects: Mapping[str, Project],
    lever: ConstructionLever,
    days: Mapping[str, float],
    budget: float = 1e9,
) -> tuple[ProjectOutcome, Mapping[str, Mapping[str, list[float]]]]:
    """Run a programme; the days of each project's events by kind stand beside its outcome."""
    months = {name: days[name] / DAYS_PER_MONTH for name in ("design", "new", "extension", "acceptance")}
    durations = Durations(
        False,
        days["review"],
        months["design"],
        0,
        months["new"],
        months["extension"],
        0,
        0,
        months["acceptance"],
        *[0] * 4,
    )
    levers = replace(LEVERS, construction=lever, capital=replace(CAPITAL, budget=budget, carry_years=2))
    nature = replace(CERTAIN, durations=durations)
    construction = Construction(projects, levers, nature, LIMITS, Draws(1), np.arange(1), CALENDAR, HORIZON)
    construction.advance(END)
    told: dict[str, dict[str, list[float]]] = {name: {} for name in projects}
    for event in construction.events():
        told[event.entity].setdefault(event.kind, []).append(event.day)
    return construction.outcome(END), told


def waited(outcome: ProjectOutcome) -> Mapping[str, Mapping[str, float]]:
    """Days waited by project and cause, where there are any."""
    return {
        name: {cause: float(days) for cause, days in zip(WAITS, outcome.waits[0, place], strict=True) if days}
        for place, name in enumerate(outcome.ids)
    }


def handed_over(outcome: ProjectOutcome) -> Mapping[str, float]:
    """Days of hand-over by project."""
    return dict(zip(outcome.ids, outcome.hand_over[0].tolist(), strict=True))


def test_money_carries_for_two_years_and_is_given_in_the_order_of_asking() -> None:
    """300 a year, a third of it left in 2020; desks and crews for all.

    Review takes 10 days, design 80, works 200, of an extension 100, acceptance 30.

    ======= ==== ========== =====================================================================================
    project half enters     by hand
    ======= ==== ========== =====================================================================================
    a         80 2020-09  0 asks on 10: 80 of 2020's 100. Works 90 (30 November). Half-way 190: 70 are left of 2021
                            (see c), 10 more on 487: waits 297. Works end 587, handed over 617.
    b        200 2020-10 30 asks on 40: 20 of 2020, 180 on 122: waits 82. Works 202, half-way 302 behind a and c, 200
                            on 487: waits 185. Handed over 617.
    c         50 2020-11 61 extension, works 100. Asks on 71 behind b: 50 on 122, waits 51. Works 202, half-way 252
                            behind a: 50 on 487, waits 235. Ends 537, handed over 567.
    d        290 2022-12 821 asks on 831: 40 left of 2022, 250 on 852: waits 21. Works 932, half-way 1032: 50 left of
                            2023, 240 on 1217 (2024): waits 185. Ends 1317, handed over 1347. Left of 2024: 60.
    e        930 2027-01 2313 asks on 2323: 2024's 60 have expired on 1 January, 900 of 2025 to 2027, 30 on 1 January
                            2028 (2678): waits 355. Works would start 2758 (21 March 2028), half-way 2858: 270 left of
                            2028, then 300, 300 and 60 on 1 January 2031 (3774): waits 916. Ends 3874, handed 3904.
    ======= ==== ========== =====================================================================================
    """
    programme = {
        "a": project("2020-09", 80.0),
        "b": project("2020-10", 200.0),
        "c": project("2020-11", 50.0, "extension"),
        "d": project("2022-12", 290.0),
        "e": project("2027-01", 930.0),
    }
    days = {"review": 10.0, "design": 80.0, "new": 200.0, "extension": 100.0, "acceptance": 30.0}
    outcome, told = solve(programme, ConstructionLever(9, 9, 0.0, 0), days, budget=300.0)
    assert {name: told[name]["funded"] for name in "abcde"} == {
        "a": [10.0, 487.0],
        "b": [122.0, 487.0],
        "c": [122.0, 487.0],
        "d": [852.0, 1217.0],
        "e": [2678.0, 3774.0],
    }
    assert waited(outcome) == {
        "a": {"capital": 297.0},
        "b": {"capital": 82.0 + 185.0},
        "c": {"capital": 51.0 + 235.0},
        "d": {"capital": 21.0 + 185.0},
        "e": {"capital": 355.0 + 916.0},
    }
    found = handed_over(outcome)
    assert found == {"a": 617.0, "b": 617.0, "c": 567.0, "d": 1347.0, "e": 3904.0}
    by_year = [100, 300, 300, 300, 240, 0, 0, 900, 300, 300, 300, 60, 0, 0, 0, 0, 0]
    assert outcome.paid[:, 0] == pytest.approx(by_year, abs=1e-9)
    tell("money by hand: hand-over of a to e", [617, 617, 567, 1347, 3904], [int(day) for day in found.values()])


def test_crews_and_start_windows() -> None:
    """Two crews, money for all; review 10 days, design 60, works 300 (extension 120), last 30.

    ======= ============ ========================================================================================
    project enters       by hand
    ======= ============ ========================================================================================
    o       under way    half of the works done: 150 days left, a crew until 150, handed over 180.
    a       2020-09    0 ready 70 (10 November): second crew 70 to 370, handed over 400.
    b       2020-10   30 extension, ready 100 (10 December): window 81 to 181, o's crew. Ends 301, handed over 331.
    c       2020-11   61 ready 131: window 50 to 181; crews with a and b, so crew 120 to 301. Ends 601, 631.
    d       2020-12   91 extension, ready 161: window 20; behind c, so crew 189 to 370 (a's). Ends 490, 520.
    e       2021-07  303 ready 373: crew 117 to 490 (d's; 4 January 2022), holds it through the frost: window 56 to
                         546. Ends 846, 876.
    f       2021-08  334 extension, ready 404: behind e, crew 197 to 601 (c's; 25 April). Ends 721, 751.
    ======= ============ ========================================================================================
    """
    programme = {
        "o": replace(project("", 1.0), phase="construction", progress=0.5),
        "a": project("2020-09", 1.0),
        "b": project("2020-10", 1.0, "extension"),
        "c": project("2020-11", 1.0),
        "d": project("2020-12", 1.0, "extension"),
        "e": project("2021-07", 1.0),
        "f": project("2021-08", 1.0, "extension"),
    }
    days = {"review": 10.0, "design": 60.0, "new": 300.0, "extension": 120.0, "acceptance": 30.0}
    outcome, told = solve(programme, ConstructionLever(9, 2, 0.0, 0), days)
    assert {name: told[name]["works start"] for name in "abcdef"} == {
        "a": [70.0],
        "b": [181.0],
        "c": [301.0],
        "d": [370.0],
        "e": [546.0],
        "f": [601.0],
    }
    assert waited(outcome) == {
        "o": {},
        "a": {},
        "b": {"window": 81.0},
        "c": {"window": 50.0, "crew": 120.0},
        "d": {"window": 20.0, "crew": 189.0},
        "e": {"crew": 117.0, "window": 56.0},
        "f": {"crew": 197.0},
    }
    found = handed_over(outcome)
    assert found == {"o": 180.0, "a": 400.0, "b": 331.0, "c": 631.0, "d": 520.0, "e": 876.0, "f": 751.0}
    tell("crews by hand: hand-over of a to f, o", [400, 331, 631, 520, 876, 751, 180], [int(d) for d in found.values()])


def test_sittings_and_meetings_pass_the_line_and_leave_it_to_the_money() -> None:
    """Two desks of 75 days, a sitting every 30 days, meetings on 122 (1 January), 304 (2 July); 300 a year.

    ======= ==== ======== =======================================================================================
    project half enters   by hand
    ======= ==== ======== =======================================================================================
    a         60   0      desk to 75, sitting 90: waits 15. 60 of 2020's 100.
    b         60  30      desk to 105, sitting 120: waits 15. 40 of 2020, 20 on 122 (2021): waits 2.
    c        100  61      desk from 75 (a's): waits 14; decided on 122, at its desk since 47 days. 100 of 280.
    d        100  91      desk from 105 (b's): waits 14; decided on 122. 100 of 180.
    e        100 122      enters on the day of the meeting: decided at once. 80 left of 2021, 20 on 487: waits 365.
    f         40 153      desk to 228, sitting 240: waits 12. Behind e: 40 on 487, waits 247.
    g         10 181      desk to 256, sitting 270: waits 14. Behind f: 10 on 487, waits 217.
    h         50 212      desk from 228 (f's): waits 16, to 303; the sitting would be 330, the meeting is 304: waits 1.
                          50 on 487, waits 183.
    i        200 242      desk from 256 (g's): waits 14; decided on 304. 300 - 20 - 40 - 10 - 50 = 180 of 2022, 20 on
                          852 (2023): waits 548.
    ======= ==== ======== =======================================================================================
    """
    halves = {"a": 60.0, "b": 60.0, "c": 100.0, "d": 100.0, "e": 100.0, "f": 40.0, "g": 10.0, "h": 50.0, "i": 200.0}
    months = ["2020-09", "2020-10", "2020-11", "2020-12", "2021-01", "2021-02", "2021-03", "2021-04", "2021-05"]
    programme = {name: project(month, half) for (name, half), month in zip(halves.items(), months, strict=True)}
    # Design lasts beyond the horizon: the second halves never ask.
    days = {"review": 75.0, "design": 9000.0, "new": 1.0, "extension": 1.0, "acceptance": 1.0}
    outcome, told = solve(programme, ConstructionLever(2, 9, 30.0, 2), days, budget=300.0)
    funded = [90, 122, 122, 122, 487, 487, 487, 487, 852]
    assert [told[name]["funded"] for name in halves] == [[float(day)] for day in funded]
    assert waited(outcome) == {
        "a": {"desk": 15.0},
        "b": {"desk": 15.0, "capital": 2.0},
        "c": {"desk": 14.0},
        "d": {"desk": 14.0},
        "e": {"capital": 365.0},
        "f": {"desk": 12.0, "capital": 247.0},
        "g": {"desk": 14.0, "capital": 217.0},
        "h": {"desk": 17.0, "capital": 183.0},
        "i": {"desk": 14.0, "capital": 548.0},
    }
    assert outcome.paid[:4, 0] == pytest.approx([100.0, 300.0, 300.0, 20.0], abs=1e-9)
    tell("sittings and meetings by hand: funded, a to i", funded, [int(told[name]["funded"][0]) for name in halves])


def test_verification_desks_whose_batches_do_not_divide() -> None:
    """One desk, 150 a fortnight, batches on 15 and 29 June, 13 and 27 July, 10 August.

    ============ ============================== ===========================
    applications come before each batch         queue after it
    ============ ============================== ===========================
             730 182, 183, 182, 183, 0          32, 65, 97, 130, 0
             900 225, 225, 225, 225, 0          75, 150, 225, 300, 150
    ============ ============================== ===========================

    Of 900 first graders a tenth, 90, claim without a home. A sixth is not verified: 135 and 15 of the 810 and the 90; a
    twentieth of the 675 left, 33.75, are not entitled. So 641, 75 and 135 + 15 + 34 = 184.
    """
    lever = VerificationLever(True, 1, 150)
    done = verify(np.array([730, 900]), lever, 2021)
    assert [queue.tolist() for *_, queue in done.batches] == [[32, 75], [65, 150], [97, 225], [130, 300], [0, 150]]
    assert [served.tolist() for _, served, _ in done.batches] == [[150, 150]] * 4 + [[130, 150]]
    assert done.verified.tolist() == [730, 750]
    school = School("p", "primary", rooms={"primary": 90}, pupils={"primary": [90] * 6}, classes={"primary": [2] * 6})
    plan = make_plan(horizon=2021, verification=lever)
    claims = (
        simulate(make_county([school], {"z0": 900.0}), plan, make_uncertainty(), Draws(1), np.arange(1))
        .stages["primary"]
        .claims_by_class[1, 0, 0]
    )
    assert claims.tolist() == [641, 75, 184]
    tell("verification by hand: claims of 900", [641, 75, 184], claims.tolist())

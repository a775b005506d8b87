"""Policies that react: they order what they should, when they should, and know nothing of what is to come."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from counties import School, make_county, make_plan, make_uncertainty
from later_draws import OtherLater
from seatsim.domain.county import County, Zone
from seatsim.domain.layout_levers import Boundary, LayoutLever, Merger, SmallSchoolsLever
from seatsim.domain.outcome import Outcome, PolicyOutcome
from seatsim.domain.policy import Policy, SeenMeasure, When
from seatsim.domain.project import Project
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import STAGES
from seatsim.domain.text import Text
from seatsim.model.changes import Schedule
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate
from seatsim.study.policies import condition
from staffed import staff_of, with_staff

ZONES = (Zone("z0", Text(), "old-town", ("z1",), (45.0,)), Zone("z1", Text(), "town", ("z0",), (45.0,)))
SCHOOLS = (
    School("a", "primary", "z0", {"primary": 12}, {"primary": [80] * 6}, {"primary": [2] * 6}),
    School("b", "primary", "z1", {"primary": 12}, {"primary": [30] * 6}, {"primary": [1] * 6}),
    School("c", "primary", "z1", {"primary": 6}, {"primary": [12] * 6}, {"primary": [1] * 6}),
)
SPARE = Project("extension", "a", 2021, "test", rooms_P=6)
LINE = Boundary("b", 2021, {"a": 0.2}, "test")
NUMBERS = np.arange(6)


def growing(a: float = 80.0) -> County:
    """A's zone grows from 80 a year to 130: of 540 seats it has 480 pupils in 2020 and 40-50 more every year."""
    county = make_county(SCHOOLS, {"z0": a, "z1": 42.0}, ZONES)
    births = county.births["reference"].births.copy()
    births[0, 10:] = 130.0
    series = replace(county.births["reference"], births=births)
    return replace(county, births=dict.fromkeys(("low", "reference", "high"), series))


def used(above: float, years: int = 1, zone: str = "z0") -> When:
    return When("seat_use", "primary", zone, above=above, years=years)


def planned(policies: Mapping[str, Policy], horizon: int = 2030) -> Plan:
    plan = make_plan({"spare": SPARE}, horizon)
    layout, small = LayoutLever(False, {"line": LINE}), SmallSchoolsLever({"merge": Merger("c", "b", 2021, "test")})
    return replace(plan, policies=policies, levers=replace(plan.levers, layout=layout, small_schools=small))


def run(
    plan: Plan, nature: Uncertainty | None = None, county: County | None = None, draws: Draws | None = None
) -> Outcome:
    return simulate(county or growing(), plan, nature or make_uncertainty(), draws or Draws(1), NUMBERS)


def told(outcome: Outcome) -> PolicyOutcome:
    assert outcome.policies is not None
    return outcome.policies


def test_a_project_is_ordered_once_the_use_has_been_above_for_so_many_years_running() -> None:
    """Use is 480/540 in 2020 and passes 1.0 when it first holds in two Septembers running."""
    plan = planned({"build": Policy(used(1.0, years=2), "projects.spare")})
    outcome = run(plan)
    primary = outcome.stages["primary"]
    use = primary.pupils[:, 0, 0].sum(axis=1) / (primary.rooms[:, 0, 0] * 45)
    above = np.flatnonzero(use[: told(outcome).first[0, 0] - 2020 + 1] > 1.0)
    assert len(above) == 2
    assert above[-1] == told(outcome).first[0, 0] - 2020
    assert (np.diff(above) == 1).all()
    # 20 days, 9 and 12 and 2 months after its order the extension is handed over, and never without one.
    assert (outcome.projects.hand_over > 365 * (above[-1] + 1)).all()
    assert (outcome.projects.cost > 0).all()
    assert told(outcome).acted.sum() == len(NUMBERS)


def test_what_no_policy_orders_is_never_built_and_costs_nothing() -> None:
    outcome = run(planned({"build": Policy(used(9.0), "projects.spare")}))
    assert (told(outcome).first == 0).all()
    assert np.isinf(outcome.projects.hand_over).all()
    assert outcome.projects.cost.sum() == outcome.projects.paid.sum() == 0
    never = replace(planned({}), projects={})
    for stage in STAGES:
        assert np.array_equal(outcome.stages[stage].pupils, run(never).stages[stage].pupils)


def test_what_is_ordered_at_the_start_is_the_plan_that_states_it() -> None:
    """Ordered on 1 September 2020, the extension does what one does that enters review then."""
    stated = replace(planned({}), projects={"spare": replace(SPARE, starts="2020-09")})
    ordered = planned({"build": Policy(used(0.5), "projects.spare")})
    nature = make_uncertainty(on=True)
    one, other = run(stated, nature), run(ordered, nature)
    assert (told(other).first == 2020).all()
    assert np.array_equal(one.stages["primary"].pupils, other.stages["primary"].pupils)
    assert np.array_equal(one.projects.hand_over, other.projects.hand_over)
    assert np.array_equal(one.projects.cost, other.projects.cost)


def test_boundaries_and_mergers_wait_for_their_order_and_begin_a_september_later() -> None:
    policies = {
        "line": Policy(used(1.0), "boundaries.line"),
        "merge": Policy(When("pupils", "primary", "z1", below=253.0), "mergers.merge"),
    }
    plan = replace(planned(policies), projects={})
    none = replace(plan.unordered(), projects={})
    outcome, plain = run(plan), run(none).stages["primary"]
    first = dict(zip(told(outcome).ids, told(outcome).first[0].tolist(), strict=True))
    primary = outcome.stages["primary"]
    assert first["merge"] == 2020
    assert (primary.rooms[:, 0, 2] > 0).tolist() == [True] + [False] * 10
    begins = first["line"] + 1 - 2020
    assert begins > 2
    # The first school gives a fifth of its claims from the September after the order on.
    gave = plain.claims[:, 0, 0] - primary.claims[:, 0, 0]
    assert (gave[:begins] == 0).all()
    assert (gave[begins:] == np.rint(plain.claims[begins:, 0, 0] * 0.2)).all()


def test_a_change_that_waits_for_its_order_begins_in_no_year_by_itself() -> None:
    """The boundary waits; the merger, which no policy names, begins in its stated year."""
    schedule = Schedule(planned({"line": Policy(used(1.0), "boundaries.line")}), 2)
    for year in range(2020, 2041):
        assert schedule.in_force(year).tolist() == [[False, year >= 2021]] * 2
        assert schedule.begin(year).tolist() == [[False, year == 2021]] * 2
    schedule.order("boundaries", "line", np.array([True, False]), 2024)
    assert schedule.begin(2024).tolist() == [[True, False], [False, False]]
    assert schedule.in_force(2040).tolist() == [[True, True], [False, True]]


def test_hiring_stops_while_the_forecast_falls_and_goes_on_after() -> None:
    """Births halve in 2024 and double again: in five years' time there will be fewer pupils, then more."""
    county = make_county(SCHOOLS, {"z0": 80.0, "z1": 42.0}, ZONES)
    births = county.births["reference"].births.copy()
    births[:, 2021 - 2005 : 2027 - 2005] /= 3
    series = replace(county.births["reference"], births=births)
    county = replace(county, births=dict.fromkeys(("low", "reference", "high"), series))
    county = with_staff(county, staff_of({"primary": 42}, ages=(30, 59)))
    falls = When("forecast", "primary", below=0.95, ahead=5)
    outcome = run(planned({"stop": Policy(falls, "stop-hiring")}, 2035), county=county)
    acted = told(outcome).acted[:, 0, 0]
    staff, plain = outcome.staff, run(planned({}, 2035), county=county).staff
    assert staff is not None
    assert plain is not None
    assert 0 < acted.sum() < len(acted)
    began = np.flatnonzero(acted)[0]
    assert np.array_equal(staff.hires[: began + 1], plain.hires[: began + 1])
    stopped = np.flatnonzero(acted[:-1]) + 1
    assert staff.hires[stopped].sum() == 0
    assert plain.hires[stopped].sum() > 0
    goes_on = np.flatnonzero(~acted[began:-1]) + began + 1
    assert staff.hires[goes_on].sum() > 0


WATCHED: dict[SeenMeasure, When] = {
    "pupils": When("pupils", "all", "z0", above=520.0, years=2),
    "seat_use": used(1.02),
    "empty_seats": When("empty_seats", "primary", below=700.0),
    "pupils_over_seats": When("pupils_over_seats", "primary", "z0", above=5.0),
    "unplaced": When("unplaced", "all", above=0.0),
    "pupils_above_standard": When("pupils_above_standard", "primary", above=300.0),
    "pupils_large": When("pupils_large", "all", above=60.0),
    "classes_large": When("classes_large", "primary", "z0", above=1.0),
    "vacancies": When("vacancies", "primary", above=2.0),
    "teachers_short": When("teachers_short", "all", above=4.0),
    "teachers_surplus": When("teachers_surplus", "primary", below=1.0),
    "forecast": When("forecast", "primary", "z0", above=1.05, ahead=3),
}


@pytest.mark.parametrize("measure", sorted(WATCHED))
@pytest.mark.parametrize("last", [2021, 2023, 2025])
def test_no_later_draw_changes_a_decision(measure: SeenMeasure, last: int) -> None:
    """Every draw made after the opening day of a year is another seed's: what was ordered until that day stays.

    The works drawn at fixed addresses begin only once they are ordered, so they are other draws too.
    """
    policies = {"build": Policy(WATCHED[measure], "projects.spare"), "stop": Policy(WATCHED[measure], "stop-hiring")}
    county = with_staff(growing(), staff_of({"primary": 50}, ages=(28, 59)))
    nature = make_uncertainty(on=True)
    nature = replace(nature, migration=replace(nature.migration, common_sd=0.08, zone_sd=0.08))
    plan = planned(policies)
    own, other = (run(plan, nature, county, draws) for draws in (Draws(1), OtherWorks(1, last=last)))
    days = last - 2020 + 1
    known = (told(own).first > 0) & (told(own).first <= last)
    assert np.array_equal(told(own).acted[:days], told(other).acted[:days])
    assert np.array_equal(told(own).first[known], told(other).first[known])
    assert not np.array_equal(own.stages["primary"].pupils[days:], other.stages["primary"].pupils[days:])


class OtherWorks(OtherLater):
    """Later draws are another seed's, and so is everything about recruitment of the year that has begun."""

    def uniforms(self, decision, entities, replications, year, cells=1):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, D102
        later = year > self.last - (decision == "births") - decision.startswith(("recruitment", "private"))
        return Draws(self.other if later else self.seed).uniforms(decision, entities, replications, year, cells)


def test_an_earlier_draw_does_change_decisions() -> None:
    policies = {"build": Policy(WATCHED["seat_use"], "projects.spare")}
    nature = make_uncertainty(on=True)
    nature = replace(nature, migration=replace(nature.migration, common_sd=0.08, zone_sd=0.08))
    one, other = (told(run(planned(policies), nature, draws=d)).first for d in (Draws(1), OtherWorks(1, last=2020)))
    assert not np.array_equal(one, other)


def test_what_has_no_meaning_never_holds() -> None:
    nothing = np.array([np.nan, 1.0])
    assert condition(When("seat_use", "primary", above=0.5), nothing).tolist() == [False, True]
    assert condition(When("seat_use", "primary", below=2.0), nothing).tolist() == [False, True]
    county = make_county(SCHOOLS, {"z0": 80.0, "z1": 42.0}, ZONES)
    outcome = run(planned({"p": Policy(WATCHED["vacancies"], "projects.spare")}), county=county)
    assert (told(outcome).first == 0).all()

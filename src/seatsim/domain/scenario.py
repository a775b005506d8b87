"""What a scenario states: uncertainties (nature decides), levers (the authority decides), limits, projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeAlias

from seatsim.domain import layout_levers, staff_levers
from seatsim.domain.demand_uncertainty import Births, Migration, Progression
from seatsim.domain.limits import Limits
from seatsim.domain.policy import Policy
from seatsim.domain.project import Project
from seatsim.domain.staff import Leaving, Recruiting
from seatsim.domain.text import Text

CrowdingVariant: TypeAlias = Literal["low", "middle", "high"]


@dataclass(frozen=True)
class BaselineReadings:
    """How ambiguous statements of the report are read."""

    college: Literal["outside", "inside"]
    """Whether the college's students are among the 73,110."""
    college_students: int
    """Students of the college, used when they are inside [students]."""
    base_2804: Literal["unused", "intake", "school"]
    """What the base of the 775 senior seats is: unused, the county's yearly senior intake, or one school's seats."""
    structural_shortage: float
    """Share of the teachers who stand in a subject that has enough while others are short (结构性缺编); 0: nobody
    [share]."""


@dataclass(frozen=True)
class Start:
    """What the report does not say about the pupils of the baseline year."""

    on: bool
    """Whether each replication draws its own start from the reconciled figures."""


@dataclass(frozen=True)
class Crowding2020:
    """How crowded the baseline year is (share of classes above the standard class)."""

    on: bool
    """Whether each replication draws one of the county's crowding variants with equal chances."""
    variant: CrowdingVariant
    """The variant taken when it is off."""


@dataclass(frozen=True)
class Durations:
    """How long each stage of work takes, and what goes wrong."""

    on: bool
    """Whether durations vary; when off every stage takes its median and nothing slips or is cancelled."""
    review_days: float
    """Median working time of the joint review at a desk [days]."""
    design_months: float
    """Median time from funding to a design that may be built [months]."""
    small_design_months: float
    """The same for a conversion or temporary rooms [months]."""
    construction_months: float
    """Median construction of a new school [months]."""
    extension_months: float
    """Median construction of an extension [months]."""
    conversion_months: float
    """Median works of a conversion of rooms to another stage [months]."""
    temporary_months: float
    """Median time to put up temporary rooms [months]."""
    acceptance_months: float
    """Median time from the end of construction to hand-over [months]."""
    log_sd: float
    """Standard deviation of the log of each duration [log]."""
    slip_probability: float
    """Probability that construction slips [probability]."""
    slip_months: float
    """Mean slip of a project that slips, exponential [months]."""
    cancel_probability: float
    """Probability that a project not yet under construction is cancelled at review [probability]."""


@dataclass(frozen=True)
class Costs:
    """Growth of building costs."""

    on: bool
    """Whether final cost differs from the planned one."""
    log_sd: float
    """Standard deviation of the log of final over planned cost [log]."""


@dataclass(frozen=True)
class ClaimShares:
    """Who asks for a place with which claim."""

    other_registered: float
    """Share of registered entrants without a home in a catchment: the second claim [share]."""
    not_entitled: float
    """Share of first claims that a verification would find not entitled [share]."""
    spring_share: float
    """Share of a year's net movement that asks in the spring window of 1 March, not in September [share]."""


@dataclass(frozen=True)
class PrivateKindergartens:
    """Private kindergartens that close by themselves when they stay empty."""

    on: bool
    """Whether they close."""
    use_below: float
    """Use of seats under which a private kindergarten is at risk [pupils/seat]."""
    years: int
    """Opening days in a row under it after which it may close [years]."""
    closing_probability: float
    """Probability that it closes at the end of each such year [probability]."""


@dataclass(frozen=True)
class Uncertainty:
    """Everything that nature decides."""

    births: Births
    """Births."""
    migration: Migration
    """In-migration."""
    progression: Progression
    """Progression."""
    start: Start
    """Starting pupils."""
    crowding_2020: Crowding2020
    """Starting crowding."""
    durations: Durations
    """Durations of projects."""
    costs: Costs
    """Costs of projects."""
    claims: ClaimShares
    """Claims to places."""
    leaving: Leaving
    """Staff who leave."""
    recruitment: Recruiting
    """Candidates for posts."""
    private_kindergartens: PrivateKindergartens
    """Private kindergartens that close."""


@dataclass(frozen=True)
class ConstructionLever:
    """Who reviews and who builds."""

    desks: int
    """Joint review desks [desks]."""
    crews: int
    """Projects that can be under construction at once [crews]."""
    sitting_days: float
    """Days between two sittings of the joint review; a review ends at a sitting [days]."""
    joint_meetings: int
    """Joint meetings (联席会议) a year, spread evenly; each decides every project under review [meetings]."""


@dataclass(frozen=True)
class CapitalLever:
    """Money for building."""

    budget: float
    """Capital budget of a calendar year [10^4 yuan]."""
    carry_years: int
    """Years for which unspent budget stays available [years]."""
    price_kindergarten: float
    """Price per new kindergarten seat [10^4 yuan]."""
    price_primary: float
    """Price per new primary seat [10^4 yuan]."""
    price_junior: float
    """Price per new junior seat [10^4 yuan]."""
    price_senior: float
    """Price per new senior seat [10^4 yuan]."""
    price_conversion: float
    """Price of fitting a room out for another stage [10^4 yuan/room]."""
    price_temporary: float
    """Price of a temporary classroom [10^4 yuan/room]."""
    price_growth: float
    """Growth of the prices from the baseline year to a project's planned September [share/year]."""


@dataclass(frozen=True)
class AdmissionLever:
    """Rules of admission and of forming classes."""

    gate: Literal["open", "strict"]
    """Open: every claim up to the hard cap; strict: claims 2 and 3 only up to the standard class."""
    last_resort: Literal["wait", "over-cap"]
    """Who finds no place waits, or goes over the cap to the least full school in reach."""
    split_above: int | Literal["never"]
    """A class that goes on above this size is split while a room is left [pupils]."""
    divide_anew: bool
    """Whether every grade is divided anew each September instead of classes living with their cohort."""
    borrow_special_rooms: bool
    """Whether special rooms may serve as classrooms when rooms are short."""
    reach_minutes: float
    """Zones within this travel time take each other's overflow [minutes]."""


@dataclass(frozen=True)
class VerificationLever:
    """Joint verification (联审联批) of who is entitled to a place, before 1 September."""

    on: bool
    """Whether applications are verified."""
    desks: int
    """Desks at which education, police, housing and insurance verify together [desks]."""
    per_desk: int
    """Applications that a desk verifies in a fortnight [applications]."""


@dataclass(frozen=True)
class Levers:
    """Everything that the authority decides, except projects."""

    construction: ConstructionLever
    """Reviewing and building."""
    capital: CapitalLever
    """Capital budget and prices."""
    admission: AdmissionLever
    """Admission and classes."""
    verification: VerificationLever
    """Joint verification."""
    posts: staff_levers.PostsLever
    """Posts."""
    lessons: staff_levers.LessonsLever
    """Teachers needed."""
    recruitment: staff_levers.RecruitmentLever
    """Recruitment."""
    retirement: staff_levers.RetirementLever
    """Retirement."""
    talent: staff_levers.TalentLever
    """High-level teachers."""
    backbone: staff_levers.BackboneLever
    """Backbone teachers."""
    exchange: staff_levers.ExchangeLever
    """Exchange."""
    shared_lessons: staff_levers.SharedLessonsLever
    """Shared lessons."""
    spending_rules: staff_levers.SpendingLever
    """Spending."""
    equipment: staff_levers.EquipmentLever
    """Equipment."""
    layout: layout_levers.LayoutLever
    """Catchments."""
    groups: layout_levers.GroupsLever
    """Education groups."""
    small_schools: layout_levers.SmallSchoolsLever = field(default_factory=layout_levers.SmallSchoolsLever)
    """Small schools."""


@dataclass(frozen=True)
class Scenario:
    """A resolved scenario."""

    format: Literal[1]
    """Version of the scenario format."""
    name: str
    """Short name: letters, digits and hyphens."""
    county: str
    """Path of the county folder."""
    horizon: int
    """Last academic year of the run [academic year]."""
    replications: int
    """Number of futures [replications]."""
    seed: int
    """Seed of every draw."""
    baseline: BaselineReadings
    """Readings of the report."""
    uncertainty: Uncertainty
    """What nature decides."""
    levers: Levers
    """What the authority decides."""
    limits: Limits
    """Limits and tolerances."""
    projects: Mapping[str, Project]
    """Timed builds by id."""
    policies: Mapping[str, Policy] = field(default_factory=dict)
    """Policies by id."""
    as_of: date | None = None
    """Information date: nothing published later is used; left out: the latest date in the data."""
    title: Text = field(default_factory=Text)
    """Title for people."""
    tests: Text = field(default_factory=Text)
    """What the scenario tests."""


@dataclass(frozen=True)
class Plan:
    """What the authority decides in one run: a patch away from another plan."""

    levers: Levers
    """Levers."""
    limits: Limits
    """Limits."""
    projects: Mapping[str, Project]
    """Timed builds by id."""
    horizon: int
    """Last academic year [academic year]."""
    policies: Mapping[str, Policy] = field(default_factory=dict)
    """Policies by id."""

    def unordered(self) -> Plan:
        """The plan in which no policy has ordered anything."""
        waiting = self.waits_for("projects")
        layout, small = self.levers.layout, self.levers.small_schools
        lines = {n: b for n, b in layout.boundaries.items() if n not in self.waits_for("boundaries")}
        mergers = {n: m for n, m in small.mergers.items() if n not in self.waits_for("mergers")}
        levers = replace(
            self.levers, layout=replace(layout, boundaries=lines), small_schools=replace(small, mergers=mergers)
        )
        projects = {name: project for name, project in self.projects.items() if name not in waiting}
        return Plan(levers, self.limits, projects, self.horizon)

    def waits_for(self, kind: str) -> frozenset[str]:
        """Ids of a kind (``projects``, ``boundaries``, ``mergers``) that wait for a policy's order."""
        return frozenset(name for of, name in (policy.orders for policy in self.policies.values()) if of == kind)


def plan_of(scenario: Scenario) -> Plan:
    """What the authority decides in a scenario."""
    return Plan(scenario.levers, scenario.limits, scenario.projects, scenario.horizon, scenario.policies)

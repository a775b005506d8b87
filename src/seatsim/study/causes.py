"""Why crowding changes: the plan run again with causes held as they stood in the baseline year.

Whole paths to the horizon, on which the causes are switched on one after the other in the order of the year, and once
more in the reverse order. Reasons: docs/decisions/0014-causes.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from seatsim.domain.causes import CAUSES, MOVING_UP, ROWS, SPLIT_MEASURES, TERMS, CauseSplit
from seatsim.domain.county import County
from seatsim.domain.layout_levers import GroupsLever, LayoutLever, SmallSchoolsLever
from seatsim.domain.limits import Limits
from seatsim.domain.measures import MEASURE
from seatsim.domain.outcome import Outcome
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import AGED_STAGES, CLASS_STAGES, Stage
from seatsim.indicators.class_sizes import class_sizes
from seatsim.indicators.measures import ALL, standard_classes
from seatsim.model.academic_calendar import AcademicCalendar
from seatsim.model.academic_year import make_world
from seatsim.model.changes import changes_of
from seatsim.model.cohorts import Births, age_of_entry
from seatsim.model.construction import Construction
from seatsim.model.entry import wave
from seatsim.model.fills import build_fills
from seatsim.model.groups import build_eras
from seatsim.model.layout import build_layout
from seatsim.model.state import World
from seatsim.model.streams import Draws
from seatsim.study.paths import DrawsSideBySide, RememberedDraws, pupils_path

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Cells: TypeAlias = Mapping[Stage, tuple[Ints, Ints]]
"""Pupils and classes by grade of every stage with classes, shapes (..., units, grades)."""
Switched: TypeAlias = frozenset[str]
"""Causes that are on."""
Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being done, how many are done and how many there are to do."""

CAUSE_REPLICATIONS = 20
"""Futures in which causes are split [replications]."""
_ENTRIES_FROM_BIRTHS = AGED_STAGES[:2]
"""Stages whose entrants come from births; junior's come from primary's leavers."""
_HELD_IN_DRAWS = ("progression", "migration")
"""Causes that are held by the middle of every distribution drawn for them."""


def split_by_cause(
    outcome: Outcome,
    county: County,
    plan: Plan,
    uncertainty: Uncertainty,
    draws: Draws,
    replications: Ints,
    rules: Plan | None,
    progress: Progress | None = None,
) -> CauseSplit:
    """Split the change of crowding since the baseline year in the first futures of a run.

    ``outcome`` is what the plan came to in ``replications``, of which the first 20 are used. ``rules`` is the plan
    whose rules of admission and of classes stood before, the reference's; None: not known, the plan's own stand.
    Reads no file and prints nothing. Raises Infeasible if no start fits the county's figures.
    """
    futures = replications[:CAUSE_REPLICATIONS]
    paths = Paths(county, plan, uncertainty, draws, futures, plan if rules is None else rules)
    changing = paths.changing()
    orders = (CAUSES, CAUSES[::-1])
    walks = [[frozenset(order[:n]) & changing for n in range(len(order) + 1)] for order in orders]
    found = {changing: crowding_of(outcome, plan.limits, len(futures))}
    to_run = [on for on in dict.fromkeys(walks[0] + walks[1]) if on not in found]
    for together in paths.side_by_side(to_run):
        found |= dict(zip(together, paths.crowdings(together), strict=True))
        if progress is not None:
            progress("causes", sum(on in found for on in to_run), len(to_run))
    held = found[frozenset()]
    halves = np.zeros((len(ROWS), len(TERMS), *held.shape[1:]), dtype=np.int64)
    halves[:, TERMS.index(MOVING_UP)] = 2 * (held - held[:, :1])
    for order, walk in zip(orders, walks, strict=True):
        for cause, before, after in zip(order, walk[:-1], walk[1:], strict=True):
            halves[:, TERMS.index(cause)] += found[after] - found[before]
    unchanged = tuple(cause for cause in CAUSES if cause not in changing)
    return CauseSplit(outcome.years, found[changing], halves, unchanged, rules is not None)


@dataclass(frozen=True)
class HeldBirths(Births):
    """Births of which every later entry cohort is as large as the baseline year's, in every zone."""

    held: Bools
    """Where it is so, shape (replications,)."""

    def registered(self, year: int, age: int) -> npt.NDArray[np.float64]:
        """Registered children who were ``age`` in the baseline year where births are held, whatever the ``year``."""
        then, now = super().registered(self.baseline_year, age), super().registered(year, age)
        return np.where(self.held[:, None], then, now)


class Paths:
    """One plan from the baseline to the horizon, with any of the causes held as they stood in the baseline year."""

    def __init__(
        self, county: County, plan: Plan, uncertainty: Uncertainty, draws: Draws, replications: Ints, rules: Plan
    ) -> None:
        self._plan, self._rules, self._nature = plan, rules, uncertainty
        self._draws = RememberedDraws(draws, replications)
        self._world = make_world(county, plan, uncertainty, draws, replications)
        self._settled: dict[bool, Construction] = {}

    def changing(self) -> Switched:
        """Causes that differ in this plan from how they stood in the baseline year."""
        plan, nature, first = self._plan, self._nature, self._world.county.baseline_year
        years = range(first + 1, plan.horizon + 1)
        differs = {
            "builds": bool(plan.projects or plan.levers.small_schools.mergers) or self._kindergartens_close(),
            "progression": nature.progression.on,
            "births": self._births_change(years),
            "migration": nature.migration.on or any(wave(year, nature.migration) for year in years),
            "admission_rules": admitting_as(plan, self._rules) != plan,
            "class_rules": forming_as(plan, self._rules) != plan,
            "staffing": self._world.staff is not None,
        }
        return frozenset(cause for cause in CAUSES if differs[cause])

    def _kindergartens_close(self) -> bool:
        """Whether a private kindergarten may close by itself."""
        units = self._world.layout.stages["kindergarten"].units
        return self._nature.private_kindergartens.on and not bool(units.public.all())

    def _births_change(self, years: range) -> bool:
        """Whether any later entry cohort differs from the baseline year's."""
        births = self._world.births
        held = _held_births(births, np.ones(len(births.children), dtype=bool))
        ages = [age_of_entry(stage, births.grades) for stage in _ENTRIES_FROM_BIRTHS]
        return any(
            not np.array_equal(births.registered(year, age), held.registered(year, age))
            for age in ages
            for year in years
        )

    def side_by_side(self, paths: Sequence[Switched]) -> list[list[Switched]]:
        """Paths that may run in one block: they differ in births, in what is drawn, and in nothing else."""
        by_row = {"births", "progression"}
        if not self._nature.migration.wave_share:
            by_row.add("migration")
        blocks: dict[Switched, list[Switched]] = {}
        for on in paths:
            blocks.setdefault(on - by_row, []).append(on)
        return list(blocks.values())

    def crowding(self, on: Switched) -> Ints:
        """Crowding of the path on which only these causes act, shape (rows, years, replications) [pupils].

        It is always measured with the plan's own limits.
        """
        return self.crowdings([on])[0]

    def crowdings(self, paths: Sequence[Switched]) -> Sequence[Ints]:
        """Crowding of each of some paths that may run side by side."""
        futures, count = self._draws.futures, len(paths)
        rows = np.tile(futures, count)
        world = self._world_with(paths, rows)
        held = tuple(frozenset(_HELD_IN_DRAWS) - on for on in paths)
        draws = DrawsSideBySide(self._draws.draws.seed, self._draws, held)
        yearly = []
        for states in pupils_path(world, self._construction(world.plan, count), draws, rows):
            cells = {stage: (states[stage].pupils, states[stage].classes) for stage in CLASS_STAGES}
            yearly.append(crowding(cells, self._plan.limits))
        return np.split(np.stack(yearly, axis=1), count, axis=2)

    def _construction(self, plan: Plan, paths: int) -> Construction:
        """Construction of the paths of a block; run once for all of them where no policy orders a build."""
        calendar, waiting = AcademicCalendar(self._world.county.baseline_year), plan.waits_for("projects")

        def build(replications: Ints) -> Construction:
            levers, limits, draws = self._plan.levers, self._plan.limits, self._draws.draws
            return Construction(
                plan.projects, levers, self._nature, limits, draws, replications, calendar, plan.horizon, waiting
            )

        if waiting:
            return build(np.tile(self._draws.futures, paths))
        builds = bool(plan.projects)
        if builds not in self._settled:
            self._settled[builds] = build(self._draws.futures)
        return self._settled[builds].settled(calendar.opening_day(plan.horizon), paths)

    def _world_with(self, paths: Sequence[Switched], rows: Ints) -> World:
        """The run's own world with every other cause held; units, start and luck stay the same."""
        on, nature = paths[0], self._nature
        world = make_world(self._world.county, self._plan, nature, self._draws.draws, rows)
        plan = world.plan
        if "builds" not in on:
            plan = building_nothing(plan)
            nature = replace(nature, private_kindergartens=replace(nature.private_kindergartens, on=False))
        if "admission_rules" not in on:
            plan = admitting_as(plan, self._rules)
        if "class_rules" not in on:
            plan = forming_as(plan, self._rules)
        if "migration" not in on:
            nature = replace(nature, migration=replace(nature.migration, wave_share=0.0))
        admission = plan.levers.admission
        # The schools that the plan opens keep their units, empty, where builds are held.
        layout = build_layout(world.county, self._plan.projects, admission.reach_minutes)
        births_held = np.repeat(["births" not in on for on in paths], len(rows) // len(paths))
        return replace(
            world,
            plan=plan,
            uncertainty=nature,
            layout=layout,
            fills=build_fills(world.county, layout, plan.projects, changes_of(plan)),
            eras=build_eras(world.county, plan.levers.groups.formed, layout),
            births=_held_births(world.births, births_held),
            teachers_cap="staffing" in on,
        )


def _held_births(births: Births, held: Bools) -> HeldBirths:
    return HeldBirths(births.first_year, births.children, births.levels, births.baseline_year, births.grades, held)


def building_nothing(plan: Plan) -> Plan:
    """The plan without projects and mergers, and without the policies that order them."""
    levers = replace(plan.levers, small_schools=SmallSchoolsLever())
    return _without_orders(replace(plan, projects={}, levers=levers), "projects", "mergers")


def _without_orders(plan: Plan, *kinds: str) -> Plan:
    kept = {name: policy for name, policy in plan.policies.items() if policy.orders[0] not in kinds}
    return replace(plan, policies=kept)


def admitting_as(plan: Plan, rules: Plan) -> Plan:
    """The plan with the gate, reach, last resort, verification, caps and school sizes of ``rules``.

    No boundary is drawn anew and no group formed: none was in the baseline year.
    """
    before = rules.levers.admission
    admission = replace(
        plan.levers.admission, gate=before.gate, last_resort=before.last_resort, reach_minutes=before.reach_minutes
    )
    levers = replace(
        plan.levers,
        admission=admission,
        verification=rules.levers.verification,
        layout=LayoutLever(rules.levers.layout.homes_wait),
        groups=GroupsLever(rules.levers.groups.evens_out),
    )
    limits = replace(
        plan.limits,
        standard=rules.limits.standard,
        hard_caps=rules.limits.hard_caps,
        schools=rules.limits.schools,
    )
    return _without_orders(replace(plan, levers=levers, limits=limits), "boundaries")


def forming_as(plan: Plan, rules: Plan) -> Plan:
    """The plan with the splitting, dividing and borrowing of ``rules`` and its planning sizes."""
    before = rules.levers.admission
    admission = replace(
        plan.levers.admission,
        split_above=before.split_above,
        divide_anew=before.divide_anew,
        borrow_special_rooms=before.borrow_special_rooms,
    )
    limits = replace(plan.limits, planning=rules.limits.planning)
    return replace(plan, levers=replace(plan.levers, admission=admission), limits=limits)


def crowding_of(outcome: Outcome, limits: Limits, futures: int) -> Ints:
    """Crowding of a run's first futures, shape (rows, years, replications) [pupils]."""
    runs = {stage: outcome.stages[stage] for stage in CLASS_STAGES}
    return crowding({stage: (run.pupils[:, :futures], run.classes[:, :futures]) for stage, run in runs.items()}, limits)


def crowding(cells: Cells, limits: Limits) -> Ints:
    """Pupils in crowded classes by row of a split, shape (rows, ...) for cells of (..., units, grades) [pupils]."""
    found: dict[tuple[str, str], Ints] = {}
    for stage, (pupils, classes) in cells.items():
        sizes = class_sizes(pupils, classes)
        above = standard_classes(stage, limits, pupils.shape[-1]) + 1
        found["pupils_above_standard", stage] = np.asarray(sizes.pupils_from(above).sum(axis=-1))
        found["pupils_large", stage] = np.asarray(sizes.pupils_from(limits.classes.large).sum(axis=-1))
    for measure in SPLIT_MEASURES:
        summed = [found[measure, stage] for stage in cells if stage not in MEASURE[measure].apart]
        found[measure, ALL] = np.sum(summed, axis=0)
    return np.stack([found[row] for row in ROWS])

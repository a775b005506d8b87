"""The baseline year of every replication: what the report does not say is drawn once, at the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from seatsim.domain.county import County
from seatsim.domain.faults import Infeasible
from seatsim.domain.figures import Reconciled
from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import CrowdingVariant, Uncertainty
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from seatsim.model.apportion import round_to_total
from seatsim.model.layout import Layout, StageLayout
from seatsim.model.streams import Draws

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_ATTEMPTS = 64
"""Attempts of the accept-reject draw; the posterior of a feasible county accepts well over half of them."""
VARIANTS: tuple[CrowdingVariant, ...] = ("low", "middle", "high")
"""Crowding variants, least crowded first."""


@dataclass(frozen=True)
class StageStart:
    """One stage on the baseline's opening day."""

    pupils: Ints
    """Shape (replications, units, grades) [pupils]."""
    classes: Ints
    """Same shape [classes]."""
    rooms: Ints
    """Shape (replications, units) [rooms]."""
    plan: Ints
    """Yearly places, shape (replications, units) [places/year]."""


@dataclass(frozen=True)
class Start:
    """The county on the baseline's opening day."""

    stages: Mapping[Stage, StageStart]
    """By stage."""
    crowding: tuple[str, ...]
    """Crowding variant of each replication; empty text where the register is real."""


def draw_start(county: County, layout: Layout, uncertainty: Uncertainty, draws: Draws, replications: Ints) -> Start:
    """Draw the starting pupils, rooms and classes of each replication.

    A synthetic register is scaled with the draw of its grades, classes before pupils, so that the crowding
    of 2020 is set by its own variant and not by the draw. A real register is taken as it is.
    Raises Infeasible if the reconciled figures accept almost no draw.
    """
    if county.reconciled is None:
        return registered_start(county, layout, len(replications))
    if uncertainty.start.on:
        grades = sample_start(county.reconciled, draws, replications)
    else:
        grades = np.tile(rounded_mean(county.reconciled), (len(replications), 1))
    variant = _draw_variant(county, uncertainty, draws, replications)
    columns = {cell: i for i, cell in enumerate(county.reconciled.cells)}
    stages = {}
    for stage in STAGES:
        names = layout.stages[stage].units.grades
        drawn = grades[:, [columns[name] for name in names]]
        stages[stage] = _spread(stage, county, layout.stages[stage], drawn, variant, draws, replications)
    return Start(stages, tuple(VARIANTS[v] if county.crowding else "" for v in variant))


def rounded_mean(reconciled: Reconciled) -> Ints:
    """The reconciled pupils as whole numbers that sum to the total, shape (cells,) [pupils]."""
    mean = reconciled.mean[None, :]
    rounded: Ints = round_to_total(mean, np.array([reconciled.total]), np.arange(mean.size, dtype=np.float64)[None, :])[
        0
    ]
    return rounded


def sample_start(reconciled: Reconciled, draws: Draws, replications: Ints) -> Ints:
    """Sample whole pupils by cell from the truncated posterior, shape (replications, cells) [pupils].

    Every row sums to the total and keeps the spending bound. Accept-reject; the attempt is a cell of the
    address, so one replication's rejections move no other draw.
    """
    count, cells = len(replications), len(reconciled.cells)
    names = [f"dimension-{d}" for d in range(reconciled.factor.shape[1])]
    result = np.zeros((count, cells), dtype=np.int64)
    open_rows = np.arange(count)
    normal = ndtri(draws.uniforms("start", names, replications, 0, _ATTEMPTS))
    ties = np.tile(np.arange(cells, dtype=np.float64), (count, 1))
    for attempt in range(_ATTEMPTS):
        drawn = reconciled.mean + _product(normal[open_rows, :, attempt], reconciled.factor.T)
        total = np.full(len(open_rows), reconciled.total)
        whole = round_to_total(np.maximum(drawn, 0.0), total, ties[open_rows])
        spent = _product(whole.astype(np.float64), reconciled.cost[:, None])[:, 0]
        good = (drawn >= 0.0).all(axis=1) & (whole >= 0).all(axis=1) & (spent <= reconciled.bound)
        result[open_rows[good]] = whole[good]
        open_rows = open_rows[~good]
        if not len(open_rows):
            return result
    raise Infeasible(Phrase("the figures accept almost no starting state: spending leaves no room"), ("F4", "F7", "F8"))


def _product(rows: Floats, matrix: Floats) -> Floats:
    """Matrix product summed in one order: a library's own depends on how many rows share a block."""
    total: Floats = np.zeros((len(rows), matrix.shape[1]))
    for column, weights in zip(rows.T, matrix, strict=True):
        total += column[:, None] * weights
    return total


def _draw_variant(county: County, uncertainty: Uncertainty, draws: Draws, replications: Ints) -> Ints:
    crowding = uncertainty.crowding_2020
    if crowding.on and county.crowding:
        return (draws.uniforms("crowding_2020", ["county"], replications, 0)[:, 0, 0] * 3).astype(np.int64)
    return np.full(len(replications), VARIANTS.index(crowding.variant))


def registered_start(county: County, layout: Layout, count: int) -> Start:
    """A real register as it stands, in ``count`` replications."""
    stages = {}
    for stage in STAGES:
        row = layout.stages[stage].row
        old = (row >= 0).astype(np.int64)
        pupils = county.register.pupils[stage][row] * old[:, None]
        classes = county.register.classes[stage][row] * old[:, None] if stage in CLASS_STAGES else 0 * pupils
        rooms = county.register.rooms[stage][row] * old if stage in CLASS_STAGES else 0 * old
        stages[stage] = StageStart(
            np.tile(pupils, (count, 1, 1)),
            np.tile(classes, (count, 1, 1)),
            np.tile(rooms, (count, 1)),
            np.tile(county.register.plan[row] * old, (count, 1)),
        )
    return Start(stages, ("",) * count)


def _spread(
    stage: Stage,
    county: County,
    layout: StageLayout,
    drawn: Ints,
    variant: Ints,
    draws: Draws,
    replications: Ints,
) -> StageStart:
    """Spread a stage's drawn pupils by grade, shape (replications, grades), over its units."""
    row = layout.row
    old = (row >= 0).astype(np.int64)
    by_variant = np.stack([_pupils(county, stage, v)[row] * old[:, None] for v in VARIANTS])
    register_pupils = county.register.pupils[stage][row] * old[:, None]
    grades = drawn.shape[1]
    tie = draws.uniforms(f"start/{stage}", layout.units.school, replications, 0, 2 * grades)
    pupils = np.zeros((len(replications), len(row), grades), dtype=np.int64)
    classes = np.zeros_like(pupils)
    for grade in range(grades):
        weight = by_variant[variant, :, grade].astype(np.float64)
        if stage in CLASS_STAGES:
            own = county.register.classes[stage][row, grade] * old
            scale = drawn[:, grade] / max(int(register_pupils[:, grade].sum()), 1)
            total = np.rint(own.sum() * scale).astype(np.int64)
            scaled = own * (total / max(int(own.sum()), 1))[:, None]
            classes[:, :, grade] = round_to_total(scaled, total, tie[:, :, grade])
            classes[:, :, grade] = np.maximum(classes[:, :, grade], (own > 0).astype(np.int64))
            weight = weight / np.maximum(own, 1) * classes[:, :, grade]
        share = weight / np.maximum(weight.sum(axis=1), 1.0)[:, None]
        pupils[:, :, grade] = round_to_total(drawn[:, grade, None] * share, drawn[:, grade], tie[:, :, grades + grade])
    return StageStart(pupils, classes, _rooms(stage, county, layout, classes), _plan(county, layout, drawn))


def _pupils(county: County, stage: Stage, variant: CrowdingVariant) -> Ints:
    stages = county.crowding.get(variant, {})
    return stages.get(stage, county.register.pupils[stage])


def _rooms(stage: Stage, county: County, layout: StageLayout, classes: Ints) -> Ints:
    """Classrooms: the classes drawn and the register's spare rooms [rooms]."""
    if stage not in CLASS_STAGES:
        return np.zeros(classes.shape[:2], dtype=np.int64)
    old = (layout.row >= 0).astype(np.int64)
    spare = county.register.rooms[stage][layout.row] - county.register.classes[stage][layout.row].sum(axis=1)
    rooms: Ints = classes.sum(axis=2) + spare * old
    return rooms


def _plan(county: County, layout: StageLayout, drawn: Ints) -> Ints:
    """Yearly places, scaled with the drawn entry grade [places/year]."""
    old = (layout.row >= 0).astype(np.int64)
    plan = county.register.plan[layout.row] * old
    registered = county.register.pupils[layout.units.stage][:, 0].sum()
    scaled: Ints = np.rint(plan * (drawn[:, :1] / max(int(registered), 1))).astype(np.int64)
    return scaled

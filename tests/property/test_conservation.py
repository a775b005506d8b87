"""Nobody vanishes and no room appears: conservation in every replication and year of generated counties."""

import numpy as np
from hypothesis import given

from counties import make_uncertainty
from generated import cases, steps
from seatsim.domain.county import County
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.stages import CLASS_STAGES, Stage
from seatsim.model.premises import premises
from seatsim.model.streams import Draws
from seatsim.study.ensemble import Step, simulate

Case = tuple[County, Plan, Uncertainty]


@given(cases())
def test_pupils_are_conserved(case: Case) -> None:
    for _, step in steps(*case):
        _moved_up_come_and_gone(step)
        _entrants_and_awaiting_are_the_claims(step)
        _junior_leavers_go_somewhere(step)


def record_stage(stage: str) -> Stage:
    """The compulsory stage of that name."""
    return "primary" if stage == "primary" else "junior"


def _moved_up_come_and_gone(step: Step) -> None:
    """Who was in school or awaited a place last year, moved up, with who came and less who went, is there now."""
    for stage in ("kindergarten", "primary", "junior", "senior", "vocational"):
        old, record = step.before[stage], step.record.stages[stage]
        last = old.pupils.sum(axis=1)[:, :-1] + old.waiting.sum(axis=1)[:, :-1]
        now = record.state.pupils.sum(axis=1)[:, 1:] + record.state.waiting.sum(axis=1)[:, 1:]
        assert np.array_equal(now, last + record.net.sum(axis=1)[:, 1:])


def _entrants_and_awaiting_are_the_claims(step: Step) -> None:
    for stage in ("kindergarten", "primary", "junior"):
        record = step.record.stages[stage]
        awaiting = record.state.waiting[:, :, 0].sum(axis=1)
        assert np.array_equal(record.entrants.sum(axis=1) + awaiting, record.claims.sum(axis=1))
        assert np.array_equal(record.state.pupils[:, :, 0], record.entrants)
        assert np.array_equal(record.claims_by_class.sum(axis=2), record.claims)
        assert (record.claims_by_class >= 0).all()
        assert (record.over_cap[:, :, 0] <= record.entrants).all()


def _junior_leavers_go_somewhere(step: Step) -> None:
    year, junior = step.record, step.before["junior"]
    leavers = junior.pupils[:, :, -1].sum(axis=1) + junior.waiting[:, :, -1].sum(axis=1)
    entered = year.stages["senior"].entrants.sum(axis=1) + year.stages["vocational"].entrants.sum(axis=1)
    assert np.array_equal(year.leavers, leavers)
    assert np.array_equal(entered + year.elsewhere + year.left_education, leavers)
    assert (year.left_education >= 0).all()
    assert (year.elsewhere >= 0).all()


@given(cases())
def test_seats_are_conserved(case: Case) -> None:
    """Rooms are the baseline's and those handed over, less those closed; no class stands outside a room."""
    for world, step in steps(*case):
        openings, year = step.openings, step.record
        for stage in CLASS_STAGES:
            record, fills = year.stages[stage], world.fills[stage]
            start = world.start.stages[stage].rooms
            moved = np.einsum("rp,pu->ru", openings.opened, fills.replaces) > 0
            kept = np.where(moved, 0, np.maximum(start - openings.under_way.astype(int) @ fills.closes, 0))
            usable = np.maximum(kept + openings.opened.astype(int) @ fills.rooms, 0)
            if stage == "kindergarten" and openings.shut is not None:
                usable = np.where(openings.shut, 0, usable)
            assert np.array_equal(record.rooms, usable)
        for family in world.layout.families:
            used = np.zeros((len(openings.opened), len(family.campus)), dtype=np.int64)
            there = np.zeros_like(used)
            for stage in family.stages:
                record, pool = year.stages[stage], world.layout.stages[stage].pool
                used[:, pool] += record.state.classes.sum(axis=2)
                there[:, pool] += record.rooms + record.borrowed
            assert (used <= there).all()


@given(cases())
def test_every_pupil_sits_in_a_class_and_no_class_is_empty(case: Case) -> None:
    for _, step in steps(*case):
        for stage in CLASS_STAGES:
            state = step.record.stages[stage].state
            assert (state.pupils >= 0).all()
            assert (state.waiting >= 0).all()
            assert ((state.pupils > 0) == (state.classes > 0)).all()
            assert (state.classes <= state.pupils).all()


@given(cases())
def test_nobody_sits_where_no_classroom_stands(case: Case) -> None:
    """Merged, shut, converted or not opened yet; rooms only out of use while a school is extended still stand."""
    for world, step in steps(*case):
        closed = premises(step.openings, world).closed
        for stage in CLASS_STAGES:
            record = step.record.stages[stage]
            assert record.state.pupils[closed[stage]].sum() == 0
            assert record.state.classes[closed[stage]].sum() == 0
            assert record.borrowed[closed[stage] & (record.rooms == 0)].sum() == 0
            # Where every unit of a stage is closed, its children ask where they belong, and wait.
            somewhere = closed[stage] & ~np.asarray(closed[stage].all(axis=1))[:, None]
            assert record.claims[somewhere].sum() == 0 or stage == "senior"


@given(cases())
def test_admission_never_passes_the_hard_cap(case: Case) -> None:
    _, plan, _ = case
    if plan.levers.admission.divide_anew:
        return
    for _, step in steps(*case):
        for stage in CLASS_STAGES:
            record, cap = step.record.stages[stage], getattr(plan.limits.hard_caps, stage)
            within = record.state.pupils[:, :, 0] - record.over_cap[:, :, 0]
            assert (within <= record.state.classes[:, :, 0] * cap).all()
            if plan.levers.admission.last_resort == "wait":
                assert not record.over_cap.any()


@given(cases())
def test_the_strict_gate_admits_beyond_the_standard_only_whom_the_law_does_not_let_it_refuse(case: Case) -> None:
    """Entrants above the standard places are first claims, or placed over the cap as a last resort."""
    _, plan, _ = case
    if plan.levers.admission.gate == "open" or plan.levers.admission.divide_anew:
        return
    for world, step in steps(*case):
        year = step.record
        for stage, standard in (("primary", plan.limits.standard.primary), ("junior", plan.limits.standard.junior)):
            record = year.stages[record_stage(stage)]
            public = world.layout.stages[record_stage(stage)].units.public
            above = record.entrants - record.over_cap[:, :, 0] - record.entry_rooms * standard
            # A first claim may also come from another school's overflow.
            first = record.claims_by_class[:, :, 0].sum(axis=1)
            assert (np.maximum(above, 0)[:, public].sum(axis=1) <= first).all()


@given(cases())
def test_replications_do_not_know_each_other(case: Case) -> None:
    """A replication is the same alone, in a block, and in a block of another order."""
    county, plan, uncertainty = case
    block = simulate(county, plan, uncertainty, Draws(5), np.array([4, 0, 9]))
    alone = simulate(county, plan, uncertainty, Draws(5), np.array([9]))
    for stage in block.stages:
        assert np.array_equal(block.stages[stage].pupils[:, 2:], alone.stages[stage].pupils)
        assert np.array_equal(block.stages[stage].classes[:, 2:], alone.stages[stage].classes)


@given(cases())
def test_with_every_uncertainty_off_all_futures_are_one(case: Case) -> None:
    county, plan, _ = case
    outcome = simulate(county, plan, make_uncertainty(on=False), Draws(5), np.arange(3))
    for stage in outcome.stages.values():
        assert (stage.pupils == stage.pupils[:, :1]).all()

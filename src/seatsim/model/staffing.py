"""The staff's year: retire, leave, grow older, move, begin; then what the classes need and what the ledger says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from seatsim.domain.county import County
from seatsim.domain.scenario import Plan, Uncertainty
from seatsim.domain.staff import IN_POST, OUTSIDE, StaffBaseline
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from seatsim.model.groups import Era
from seatsim.model.layout import Layout
from seatsim.model.needs import classes_staffed, teachers_needed
from seatsim.model.postings import (
    first_backbone,
    first_postings,
    missing_in_schools,
    needed_by_unit,
    post_anew,
    post_backbone,
)
from seatsim.model.recruitment import Known
from seatsim.model.retirement import retirement_chances
from seatsim.model.staff_state import People, StaffFlows, StaffLuck, StaffRecord, StaffState, StaffWorld
from seatsim.model.start import Start
from seatsim.model.stock import (
    everybody,
    grow_older,
    hire,
    in_posts,
    leaving_rates,
    outside_posts,
    promote,
    scale,
    take,
    with_chance,
)
from seatsim.model.streams import Draws

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_MOVES: tuple[tuple[Stage, Stage], ...] = (
    ("primary", "junior"),
    ("junior", "senior"),
    ("senior", "junior"),
    ("junior", "primary"),
)
"""Between which stages staff move, in this order: as the peak passes, then back."""
_CELLS = ("shock", "retire", "leave", "ended", "promote", "hire", "subjects", "backbone", "structural", "moves")
_KINDERGARTEN = STAGES.index("kindergarten")


def staff_world(baseline: StaffBaseline, plan: Plan, nature: Uncertainty, years: range) -> StaffWorld:
    """Set up chances and rates; ``years`` are the academic years in which staff retire and leave."""
    uptake = plan.levers.retirement.senior_women_uptake
    return StaffWorld(baseline, retirement_chances(baseline.law, uptake, years), leaving_rates(nature.leaving))


def first_staff(staff: StaffBaseline, county: County, plan: Plan, start: Start, layout: Layout) -> StaffState:
    """Staff on the baseline's opening day; completed by rule, they follow each future's drawn pupils."""
    pupils = by_stages({stage: start.stages[stage].pupils.sum(axis=(1, 2)) for stage in STAGES})
    registered = np.array([int(county.register.pupils[stage].sum()) for stage in STAGES])
    factor = pupils / np.maximum(registered, 1) if staff.scaled else np.ones(pupils.shape)
    stock = scale(staff, factor)
    teachers = _teachers(in_posts(stock), outside_posts(stock), staff)
    classes = {stage: start.stages[stage].classes.sum(axis=2) for stage in CLASS_STAGES}
    by_stage = {stage: units.sum(axis=1) for stage, units in classes.items()}
    needed = teachers_needed(plan.levers.lessons, plan.limits, pupils, by_stages(by_stage))
    structural = np.floor(teachers * staff.structural_shortage + 1e-9).astype(np.int64)
    backbone = np.rint(teachers * staff.backbone_share).astype(np.int64)
    posted = first_postings(classes, teachers - structural, layout)
    units = {stage: start.stages[stage].pupils.sum(axis=2) for stage in CLASS_STAGES}
    by_unit = needed_by_unit(needed, _counted_by(plan, units, classes), layout)
    return StaffState(
        stock=stock,
        subject=np.minimum(np.rint(staff.subject_teachers * factor).astype(np.int64), teachers),
        backbone=backbone,
        structural=structural,
        teaching=teachers - structural,
        filed=np.zeros_like(teachers),
        teachers=teachers,
        needed=needed,
        capacity=classes_staffed(plan.levers.lessons, plan.limits, teachers),
        posted=posted,
        missing=missing_in_schools(posted, by_unit),
        backbone_posted=first_backbone(posted, backbone, county, layout),
    )


def first_approved(staff: StaffBaseline, state: StaffState) -> Ints:
    """Posts approved at the baseline, (replications, stages): as given, or by rule and scaled with the stock."""
    filled = in_posts(state.stock)
    held = np.maximum(staff.stock[:, IN_POST].sum(axis=(1, 2, 3)), 1)
    if not staff.scaled:
        return np.broadcast_to(staff.approved, filled.shape)
    approved: Ints = np.maximum(np.rint(staff.approved * filled / held).astype(np.int64), filled)
    return approved


def retiring(state: StaffState, world: StaffWorld, year: int) -> Ints:
    """Staff in posts who will retire in the academic year at place ``year``, as the office can reckon.

    Shape (replications, stages) [staff].
    """
    expected = (state.stock[:, :, IN_POST] * world.chances[year]).sum(axis=(2, 3, 4))
    # Twelfths of people often sum to a whole number, which no order of adding may miss by its last bit.
    retire: Ints = np.floor(expected + 1e-9).astype(np.int64)
    return retire


def draw_staff_luck(nature: Uncertainty, draws: Draws, replications: Ints, year: int) -> StaffLuck:
    """Shock on leaving and the starts of what runs along the cells, each (replications, stages)."""
    uniforms = draws.uniforms("staff", STAGES, replications, year, len(_CELLS))
    if not nature.leaving.on:
        uniforms = np.full_like(uniforms, 0.5)
    return {cell: uniforms[:, :, place] for place, cell in enumerate(_CELLS)}


def leaving_shock(nature: Uncertainty, draws: Draws, replications: Ints, year: int) -> Floats:
    """Shock on a year's rates of leaving, shape (replications, stages) [log]; 0 where it is switched off."""
    return _on_leaving(nature, draw_staff_luck(nature, draws, replications, year))


def _on_leaving(nature: Uncertainty, luck: StaffLuck) -> Floats:
    shock: Floats = nature.leaving.log_sd * ndtri(luck["shock"])
    return shock


def by_stages(numbers: Mapping[Stage, Ints]) -> Ints:
    """Numbers (replications,) by stage as (replications, stages); 0 for stages not told."""
    count = len(next(iter(numbers.values())))
    return np.stack([numbers.get(stage, np.zeros(count, dtype=np.int64)) for stage in STAGES], axis=1)


def staff_moves_on(
    people: People, entitled: Ints, world: StaffWorld, plan: Plan, nature: Uncertainty, year: int
) -> tuple[StaffState, StaffFlows]:
    """A year of staff, up to those who begin on opening day.

    ``entitled`` : posts that the pupils of this opening day carry, (replications, stages); ``year`` : place of the
    academic year that ends.
    """
    state, luck, hired = people.state, people.luck, people.hired
    stock, chances = state.stock.copy(), world.chances[year]
    posts, outside = in_posts(stock), outside_posts(stock)
    old = with_chance(chances)
    retired = take(stock[..., old], chances[..., old], luck["retire"])
    stock[..., old] -= retired
    shock = np.exp(_on_leaving(nature, luck))
    gone = take(stock, np.minimum(world.rates * shock[:, :, None, None, None, None], 1.0), luck["leave"])
    stock -= gone
    retirements, leavers = in_posts(retired), in_posts(gone)
    outside_left = outside_posts(retired) + outside_posts(gone)
    outside_left += _contracts_ended(stock, outside - outside_left, state, plan, luck["ended"])
    stock = promote(grow_older(stock), plan.levers.posts.senior_title_share, luck["promote"])
    moves = _between_stages(stock, posts - retirements - leavers, people, entitled, plan)
    stock = hire(stock, hired.posts, hired.outside, hired.talent, world.baseline.women_hired, luck["hire"])
    flows = StaffFlows(
        retirements=retirements,
        leavers=leavers,
        moves=moves,
        hires=hired.posts + hired.talent,
        talent=hired.talent,
        outside_left=outside_left,
        outside_hires=hired.outside,
    )
    return _tracked(state, stock, posts, outside, flows, luck, world, plan), flows


def _contracts_ended(stock: Ints, there: Ints, state: StaffState, plan: Plan, start: Floats) -> Ints:
    """Contracts outside posts beyond last year's need that are not renewed, taken out of ``stock``.

    ``there`` : teachers outside posts, (replications, stages), the shape of the result [teachers].
    """
    beyond = np.clip(state.teaching - state.needed, 0, there)
    chances = plan.levers.recruitment.contract_ended * beyond / np.maximum(there, 1)
    if not chances.any():
        return np.zeros_like(there)
    outside = stock[:, :, OUTSIDE]
    ended = take(outside, chances[:, :, None, None, None], start)
    outside -= ended
    return everybody(ended)


def _between_stages(stock: Ints, filled: Ints, people: People, entitled: Ints, plan: Plan) -> Ints:
    """A share of the staff beyond what pupils carry moves to a neighbouring stage that has fewer than its pupils carry.

    ``filled`` : staff in posts, (replications, stages). Changes the ``stock``; returns net moves.
    """
    hired, start = people.hired, people.luck["moves"]
    moves = np.zeros_like(entitled)
    share = plan.levers.exchange.between_stages
    if share <= 0:
        return moves
    to_begin = hired.posts + hired.talent - people.reserve
    for origin, target in _MOVES:
        here, there = STAGES.index(origin), STAGES.index(target)
        now = filled + moves
        held = now + to_begin
        beyond = np.maximum(held[:, here] - entitled[:, here], 0)
        short = np.maximum(entitled[:, there] - held[:, there], 0)
        wanted = np.minimum(np.floor(share * beyond + 1e-9).astype(np.int64), short)
        if not wanted.any():
            continue
        chance = np.minimum(wanted / np.maximum(now[:, here], 1), 1.0)
        cells = stock[:, here : here + 1, IN_POST]
        moved = take(cells, chance[:, None, None, None, None], start[:, here : here + 1])[:, 0]
        stock[:, here, IN_POST] -= moved
        stock[:, there, IN_POST] += moved
        count = everybody(moved[:, None])[:, 0]
        moves[:, here] -= count
        moves[:, there] += count
    return moves


def _tracked(
    state: StaffState,
    stock: Ints,
    posts: Ints,
    outside: Ints,
    flows: StaffFlows,
    luck: StaffLuck,
    world: StaffWorld,
    plan: Plan,
) -> StaffState:
    """Teachers and those followed beside the stock: they leave as the others do, and come with those hired.

    ``posts``, ``outside`` : staff in posts and outside on the opening day before, (replications, stages).
    """
    exits = flows.retirements + flows.leavers + flows.outside_left
    before = posts + outside
    posts = posts - flows.retirements - flows.leavers + flows.moves + flows.hires
    still_outside = outside - flows.outside_left + flows.outside_hires
    teachers = _teachers(posts, still_outside, world.baseline)
    rate = exits / np.maximum(before, 1)
    fresh = np.rint(flows.hires * world.baseline.teaching_share).astype(np.int64) + flows.outside_hires
    short = np.floor(fresh * plan.levers.recruitment.short_subjects + luck["subjects"]).astype(np.int64)
    followed = world.baseline.subject_teachers > 0
    subject = state.subject - _lost(state.subject, rate, 1.0 - luck["subjects"]) + short * followed
    lapsed = _lost(state.backbone, np.minimum(rate + plan.levers.backbone.lapse, 1.0), luck["backbone"])
    named = _named(plan.levers.backbone.new_a_year, teachers) * (world.baseline.backbone_share > 0)
    # Who is hired for no subject that is short is of all subjects, as those already there.
    again = (fresh - short) * state.structural / np.maximum(state.teachers, 1)
    structural = state.structural - _lost(state.structural, rate, luck["structural"])
    structural = structural + np.floor(again + 1.0 - luck["structural"]).astype(np.int64)
    filed = state.filed - _lost(state.filed, flows.outside_left / np.maximum(outside, 1), luck["ended"])
    if plan.levers.recruitment.kindergarten_filing:
        filed[:, _KINDERGARTEN] += flows.outside_hires[:, _KINDERGARTEN]
    return replace(
        state,
        stock=stock,
        subject=np.clip(subject, 0, teachers),
        backbone=np.clip(state.backbone - lapsed + named, 0, teachers),
        structural=np.clip(structural, 0, teachers),
        filed=np.clip(filed, 0, still_outside),
        teachers=teachers,
    )


def _lost(count: Ints, rate: Floats, start: Floats) -> Ints:
    return np.floor(count * rate + start).astype(np.int64)


def _named(total: int, teachers: Ints) -> Ints:
    """Backbone teachers named in a year, shared over the stages by teachers, rounded where the running sum passes."""
    running = np.cumsum(teachers, axis=1)
    steps = np.floor(total * running / np.maximum(running[:, -1:], 1) + 0.5)
    return np.diff(steps, axis=1, prepend=0.0).astype(np.int64)


def staff_classes(
    state: StaffState,
    pupils: Mapping[Stage, Ints],
    classes: Mapping[Stage, Ints],
    in_reserve: Ints,
    teaching_share: Floats,
    plan: Plan,
    era: Era,
    layout: Layout,
) -> StaffState:
    """Tell what the year's classes need, where teachers stand, and how many classes they can carry next September.

    ``pupils``, ``classes`` : (replications, units) by stage; ``in_reserve`` : staff hired ahead for a school that is
    not open, (replications, stages), of whom ``teaching_share`` teach; they stand in no school yet, but count for next
    September's classes. Teachers in a subject that has enough do not stand in for those who are missing.
    """
    lessons = plan.levers.lessons
    sums = {stage: units.sum(axis=1) for stage, units in pupils.items()}
    counted = by_stages({stage: units.sum(axis=1) for stage, units in classes.items()})
    needed = teachers_needed(lessons, plan.limits, by_stages(sums), counted)
    by_unit = needed_by_unit(needed, _counted_by(plan, pupils, classes), layout)
    waiting = np.rint(in_reserve * teaching_share).astype(np.int64)
    there = np.maximum(state.teachers - state.structural - waiting, 0)
    posted = post_anew(state.posted, by_unit, there, plan.levers.exchange, era, layout)
    backbone = post_backbone(state.backbone_posted, posted, state.backbone, plan.levers.exchange, era, layout)
    return replace(
        state,
        teaching=there,
        needed=needed,
        capacity=classes_staffed(lessons, plan.limits, state.teachers),
        posted=posted,
        missing=missing_in_schools(posted, by_unit),
        backbone_posted=backbone,
    )


def _counted_by(plan: Plan, pupils: Mapping[Stage, Ints], classes: Mapping[Stage, Ints]) -> Mapping[Stage, Ints]:
    """By what the teachers needed are counted: classes or pupils of each unit."""
    return classes if plan.levers.lessons.needed_by == "classes" else pupils


def _teachers(posts: Ints, outside: Ints, staff: StaffBaseline) -> Ints:
    return np.rint(posts * staff.teaching_share).astype(np.int64) + outside


def known_to_office(record: StaffRecord, pupils: Ints, world: StaffWorld, year: int) -> Known:
    """What the personnel office knows from an opening day on; ``year`` : its place from the baseline."""
    state = record.state
    return Known(
        pupils=pupils,
        filled=record.filled,
        teaching=state.teaching,
        needed=state.needed,
        retiring=retiring(state, world, year),
        exits=record.flows.retirements + record.flows.leavers,
        outside_left=record.flows.outside_left,
    )

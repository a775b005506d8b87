"""Where teachers stand: school by school, moved by exchange within groups and by county-managed posts (县管校聘)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.staff_levers import ExchangeLever
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from seatsim.model.apportion import Groups, as_weights, share_out
from seatsim.model.groups import Era
from seatsim.model.layout import Layout

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
ByStage = Mapping[Stage, Ints]

_BACKBONE = "backbone_teachers"
_EXACT = 1e-9


def first_postings(classes: ByStage, teachers: Ints, layout: Layout) -> ByStage:
    """Teachers by unit at the baseline, in proportion to classes, shape (replications, units) by stage [teachers]."""
    return {stage: share_out(_of(stage, teachers), classes[stage], _county(stage, layout)) for stage in CLASS_STAGES}


def first_backbone(posted: ByStage, backbone: Ints, county: County, layout: Layout) -> ByStage:
    """Backbone teachers by unit at the baseline: by what is on record of each school, else as all teachers."""
    found = {}
    for stage in CLASS_STAGES:
        schools = layout.stages[stage].units.school
        recorded = as_weights(np.array([county.resources.get((s, stage, _BACKBONE), 0.0) for s in schools]))
        weights = np.tile(recorded, (len(backbone), 1)) if recorded.any() else posted[stage]
        found[stage] = share_out(_of(stage, backbone), weights, _county(stage, layout))
    return found


def post_anew(
    before: ByStage, needed: ByStage, teachers: Ints, lever: ExchangeLever, era: Era, layout: Layout
) -> ByStage:
    """Teachers by unit after a year: who goes, who is exchanged or sent, who comes.

    ``needed`` : teachers that each unit needs; ``teachers`` : (replications, stages) who are there in all. Those who
    go leave all schools alike; whose school has closed is posted anew. Of the teachers of a group that exchanges them
    the share exchanged at the most moves from schools that have more than they need to those that are short, and all
    may in a group that is one school; then the stated share of who is beyond need goes to any school that is short.
    Who comes goes where teachers are short first.
    """
    whole, total = layout.wholes, _totals(teachers)
    posted, need = _side_by_side(before), _side_by_side(needed)
    posted = posted - share_out(np.maximum(whole.sums(posted) - total, 0), posted, whole)
    posted = np.where(need > 0, posted, 0)
    if era.exchanging.any():
        most = _part(era.members.sums(posted * era.exchanging), np.where(era.whole, 1.0, lever.teachers))
        posted = _send(posted, need, most, era.members)
    beyond = whole.sums(np.maximum(posted - need, 0))
    posted = _send(posted, need, _part(beyond, lever.county_managed), whole)
    come = np.maximum(total - whole.sums(posted), 0)
    missing = np.maximum(need - posted, 0)
    urgent = np.minimum(come, whole.sums(missing))
    posted = posted + share_out(urgent, missing, whole)
    weights = np.where((whole.sums(need) > 0)[:, whole.of], need, 1)
    return _by_stage(posted + share_out(come - urgent, weights, whole), layout)


def post_backbone(
    before: ByStage, posted: ByStage, backbone: Ints, lever: ExchangeLever, era: Era, layout: Layout
) -> ByStage:
    """Backbone teachers by unit after a year.

    Who goes leaves all schools alike, who is named is spread as all teachers are; in each group the share exchanged
    then stands anew as all its teachers do, which evens the schools of a group out.
    """
    whole, total = layout.wholes, _totals(backbone)
    here, all_posted = _side_by_side(before), _side_by_side(posted)
    here = here - share_out(np.maximum(whole.sums(here) - total, 0), here, whole)
    nobody = (whole.sums(all_posted) == 0)[:, whole.of]
    here = np.where((all_posted > 0) | nobody, here, 0)
    weights = np.where(nobody, 1, all_posted)
    here = here + share_out(np.maximum(total - whole.sums(here), 0), weights, whole)
    if era.exchanging.any():
        members = era.members
        moving = _part(members.sums(here * era.exchanging), lever.backbone)
        moving = np.where(members.sums(all_posted) > 0, moving, 0)
        here = here - share_out(moving, here, members) + share_out(moving, all_posted, members)
    return _by_stage(here, layout)


def missing_in_schools(posted: ByStage, needed: ByStage) -> Ints:
    """Teachers missing, summed over schools without netting, shape (replications, stages) [teachers]."""
    count = len(next(iter(posted.values())))
    missing = np.zeros((count, len(STAGES)), dtype=np.int64)
    for stage in CLASS_STAGES:
        missing[:, STAGES.index(stage)] = np.maximum(needed[stage] - posted[stage], 0).sum(axis=1)
    return missing


def needed_by_unit(needed: Ints, counted: ByStage, layout: Layout) -> ByStage:
    """Teachers needed by unit: the stage's, shared by classes or pupils; ``counted`` (replications, units) by stage."""
    return _by_stage(share_out(_totals(needed), _side_by_side(counted), layout.wholes), layout)


def _of(stage: Stage, numbers: Ints) -> Ints:
    """The stage's column of (replications, stages), shape (replications, 1)."""
    return numbers[:, [STAGES.index(stage)]]


def _totals(numbers: Ints) -> Ints:
    """The stages with classes of (replications, stages)."""
    return numbers[:, [STAGES.index(stage) for stage in CLASS_STAGES]]


def _side_by_side(units: ByStage) -> Ints:
    """Units of the stages with classes, shape (replications, units)."""
    return np.concatenate([units[stage] for stage in CLASS_STAGES], axis=1)


def _by_stage(units: Ints, layout: Layout) -> ByStage:
    """Units side by side as each stage's own."""
    ends = np.cumsum([len(layout.stages[stage].units.school) for stage in CLASS_STAGES])
    return dict(zip(CLASS_STAGES, np.split(units, ends[:-1], axis=1), strict=True))


def _part(count: Ints, share: float | Floats) -> Ints:
    """A share of a count, rounded down."""
    part: Ints = np.floor(count * share + _EXACT).astype(np.int64)
    return part


def _send(posted: Ints, need: Ints, most: Ints, groups: Groups) -> Ints:
    """Send teachers beyond need to units of the same group that are short, at most ``most`` in each group."""
    beyond, short = np.maximum(posted - need, 0), np.maximum(need - posted, 0)
    moved = np.minimum(np.minimum(groups.sums(beyond), groups.sums(short)), most)
    return posted - share_out(moved, beyond, groups) + share_out(moved, short, groups)


def _county(stage: Stage, layout: Layout) -> Groups:
    return layout.stages[stage].whole

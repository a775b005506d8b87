"""Where teachers stand: school by school, moved by exchange within groups and by county-managed posts (县管校聘)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.staff_levers import ExchangeLever
from seatsim.domain.stages import CLASS_STAGES, STAGES, Stage
from seatsim.model.apportion import Groups, share_out
from seatsim.model.layout import Layout
from seatsim.model.streams import hashes

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
ByStage = Mapping[Stage, Ints]


def first_postings(classes: ByStage, teachers: Ints, layout: Layout) -> ByStage:
    """Teachers by unit at the baseline, in proportion to classes, shape (replications, units) by stage [teachers]."""
    return {
        stage: share_out(teachers[:, [STAGES.index(stage)]], classes[stage], _county(stage, layout))
        for stage in CLASS_STAGES
    }


def post_anew(
    before: ByStage, needed: ByStage, teachers: Ints, lever: ExchangeLever, county: County, layout: Layout
) -> ByStage:
    """Teachers by unit after a year: who goes, who is exchanged or sent, who comes.

    ``needed`` : teachers that each unit's classes need; ``teachers`` : (replications, stages) who are there in all.
    Those who go leave all schools alike; the stated shares of who is beyond need go to schools of the same group that
    are short, then to any that is short; who comes goes where teachers are short first.
    """
    after = {}
    for stage in CLASS_STAGES:
        whole, total = _county(stage, layout), teachers[:, STAGES.index(stage)]
        posted, need = before[stage], needed[stage]
        gone = np.maximum(posted.sum(axis=1) - total, 0)
        posted = posted - share_out(gone[:, None], posted, whole)
        for groups, share in ((_groups(stage, county, layout), lever.teachers), (whole, lever.county_managed)):
            if groups is not None and share > 0:
                posted = _send(posted, need, share, groups)
        come = np.maximum(total - posted.sum(axis=1), 0)
        missing = np.maximum(need - posted, 0)
        urgent = np.minimum(come, missing.sum(axis=1))
        posted = posted + share_out(urgent[:, None], missing, whole)
        weights = np.where(need.sum(axis=1, keepdims=True) > 0, need, 1)
        after[stage] = posted + share_out((come - urgent)[:, None], weights, whole)
    return after


def missing_in_schools(posted: ByStage, needed: ByStage) -> Ints:
    """Teachers missing, summed over schools without netting, shape (replications, stages) [teachers]."""
    count = len(next(iter(posted.values())))
    missing = np.zeros((count, len(STAGES)), dtype=np.int64)
    for stage in CLASS_STAGES:
        missing[:, STAGES.index(stage)] = np.maximum(needed[stage] - posted[stage], 0).sum(axis=1)
    return missing


def _send(posted: Ints, need: Ints, share: float, groups: Groups) -> Ints:
    """Send a share of the teachers beyond need to units of the same group that are short."""
    spare = np.floor(np.maximum(posted - need, 0) * share).astype(np.int64)
    short = np.maximum(need - posted, 0)
    moved = np.minimum(groups.sums(spare), groups.sums(short))
    return posted - share_out(moved, spare, groups) + share_out(moved, short, groups)


def _county(stage: Stage, layout: Layout) -> Groups:
    schools = layout.stages[stage].units.school
    return Groups.make(np.zeros(len(schools), dtype=np.int64), 1, hashes(schools))


def _groups(stage: Stage, county: County, layout: Layout) -> Groups | None:
    """Units by education group of any kind; each unit without a group is one of its own."""
    schools = layout.stages[stage].units.school
    group_of = dict(zip(county.register.school_id, county.register.group, strict=True))
    names = [group_of.get(school, "") or f"school {school}" for school in schools]
    if len(set(names)) == len(names):
        return None
    order = {name: place for place, name in enumerate(sorted(set(names)))}
    return Groups.make(np.array([order[name] for name in names], dtype=np.int64), len(order), hashes(schools))

"""Measures of staff and of recurrent spending, for the county."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.outcome import Outcome, SpendingOutcome, StaffOutcome
from seatsim.domain.stages import CLASS_STAGES, COMPULSORY, STAGES
from seatsim.indicators.variation import variation
from seatsim.model.finance import YUAN
from seatsim.model.streams import by_hash

Series: TypeAlias = npt.NDArray[Any]

_ALL = "all"
AFFORDABLE = ("public", "private-affordable")
"""Ownership of kindergartens that count as affordable (普惠), public ones included."""


def staff_measures(outcome: Outcome, county: County) -> dict[str, dict[str, Series]]:
    """Measures of staff by stage (or ``all``), each (years, replications, 1); empty where staff are not followed.

    What is told is the county's to say, never a draw's: some futures must tell the same as others.
    """
    staff, baseline = outcome.staff, county.staff
    if staff is None or baseline is None:
        return {}
    with_backbone, subjects = baseline.backbone_share > 0, baseline.subject_teachers
    whole = _whole(staff)
    pupils = _pupils(outcome)
    told: dict[str, dict[str, Series]] = {}
    for stage in (*STAGES, _ALL):
        here = slice(None) if stage == _ALL else slice(STAGES.index(stage), STAGES.index(stage) + 1)
        sums = {name: values[:, :, here].sum(axis=2)[:, :, None] for name, values in whole.items()}
        in_school = pupils[:, :, here].sum(axis=2)[:, :, None]
        told[stage] = {name: values for name, values in sums.items() if not name.startswith("_")}
        told[stage]["pupil_teacher_ratio"] = _ratio(in_school, sums["teachers"])
        if with_backbone:
            told[stage]["backbone_share"] = _ratio(sums["_backbone"], sums["teachers"])
        if stage in COMPULSORY and subjects[STAGES.index(stage)] > 0:
            told[stage]["subject_teachers_per_100"] = 100 * _ratio(sums["_subject"], in_school)
            told[stage]["subject_cover"] = staff.subject_cover[:, :, here]
        if stage in COMPULSORY and with_backbone:
            run = outcome.stages[stage]
            order = by_hash(run.units.school)
            uneven = variation(run.backbone[..., order], run.pupils.sum(axis=3)[..., order])
            told[stage]["backbone_cv"] = uneven[:, :, None]
    return told


def _whole(staff: StaffOutcome) -> Mapping[str, Series]:
    """Whole numbers by stage, (years, replications, stages); those with an underscore are parts of a ratio."""
    return {
        "posts": staff.approved,
        "staff": staff.filled + staff.outside + staff.temporary,
        "posts_filled": staff.filled,
        "teachers_outside": staff.outside,
        "teachers_temporary": staff.temporary,
        "teachers": staff.teachers,
        "teachers_needed": staff.needed,
        "vacancies": staff.approved - staff.filled,
        "teachers_short": staff.short,
        "teachers_short_schools": staff.missing,
        "teachers_surplus": staff.surplus,
        "posts_beyond_pupils": staff.beyond_pupils,
        "entry_classes_unstaffed": staff.unstaffed,
        "_backbone": staff.backbone,
        "_subject": staff.subject,
    }


def spending_measures(outcome: Outcome) -> dict[str, dict[str, Series]]:
    """Spending by stage (or ``all``), each (years, replications, 1) [10^4 yuan]; empty where no figures give it."""
    spent = outcome.spending
    if spent is None:
        return {}
    by_stage = spent.parts.sum(axis=0)
    pupils = _pupils(outcome)
    told: dict[str, dict[str, Series]] = {}
    for place, stage in enumerate(STAGES):
        amount = by_stage[:, :, place] / YUAN
        told[stage] = {"spending": amount, "spending_per_pupil": _ratio(amount, pupils[:, :, place])}
    total = spent.total / YUAN
    told[_ALL] = {"spending": total, "spending_per_pupil": _ratio(total, spent.pupils)}
    return {stage: {name: values[:, :, None] for name, values in measures.items()} for stage, measures in told.items()}


def empty_seat_cost(spent: SpendingOutcome | None, empty: Mapping[str, Series]) -> dict[str, dict[str, Series]]:
    """Yearly cost of empty seats by stage and in all; ``empty`` : empty seats (years, replications) by stage."""
    if spent is None:
        return {}
    each = spent.empty_seat.sum(axis=0)
    costs: dict[str, Series] = {stage: empty[stage] * each[:, None, STAGES.index(stage)] for stage in CLASS_STAGES}
    costs[_ALL] = np.sum(list(costs.values()), axis=0)
    return {stage: {"empty_seat_cost": cost[:, :, None]} for stage, cost in costs.items()}


def affordable_share(outcome: Outcome, county: County) -> dict[str, Series]:
    """Share of kindergarten children in public or affordable kindergartens; new ones are public."""
    run = outcome.stages["kindergarten"]
    owner = dict(zip(county.register.school_id, county.register.ownership, strict=True))
    counts = np.array([owner.get(school, "public") in AFFORDABLE for school in run.units.school])
    children = run.pupils.sum(axis=3)
    share = _ratio((children * counts).sum(axis=2), children.sum(axis=2))
    return {"affordable_share": share[:, :, None]}


def _pupils(outcome: Outcome) -> Series:
    """Pupils in school, shape (years, replications, stages) [pupils]."""
    return np.stack([outcome.stages[stage].pupils.sum(axis=(2, 3)) for stage in STAGES], axis=2)


def _ratio(part: Series, whole: Series) -> Series:
    """Quotient, NaN where the whole is zero."""
    quotient: Series = np.full(np.shape(part), np.nan)
    np.divide(part, whole, out=quotient, where=np.asarray(whole) > 0)
    return quotient

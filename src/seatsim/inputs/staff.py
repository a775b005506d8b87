"""Staff and posts of a county: ``staff.csv`` and ``posts.csv``, or a rule that stands in for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import Register
from seatsim.domain.faults import Fault
from seatsim.domain.figures import Figure
from seatsim.domain.phrase import Phrase, listed, word
from seatsim.domain.scenario import Levers
from seatsim.domain.staff import (
    AGES,
    FIRST_AGE,
    IN_POST,
    LAST_AGE,
    MEN,
    OUTSIDE,
    PLAIN,
    SENIOR,
    SEXES,
    TITLES_FROM,
    TITLES_UNTIL,
    WOMEN,
    RaisedAge,
    RetirementLaw,
    StaffBaseline,
)
from seatsim.domain.stages import COMPULSORY, STAGES, Stage
from seatsim.inputs.norms import known_norms, norms
from seatsim.inputs.part import Folder
from seatsim.inputs.tables import Columns, File, Table, read_table, stands

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

STAFF = "staff.csv"
POSTS = "posts.csv"
_YES_NO = ("yes", "no")
_MOST = 100_000
"""Most staff in one row, and most posts of a stage."""
_AGES_ALLOWED = f"years on 1 September, {FIRST_AGE} to {LAST_AGE}"
_SHAPE = (len(STAGES), 2, len(SEXES), 2, AGES)
_OLDEST_HELD = 59
"""Oldest age of a stock completed by rule: men and senior women retire at 60."""
_OLDEST_WOMEN = 54


def read_staff(
    folder: Folder,
    register: Register,
    figures: Mapping[str, Figure],
    levers: Levers,
    as_of: date | None,
    faults: list[Fault],
    assumed: list[Phrase],
    stages: Collection[Stage] | None = None,
) -> StaffBaseline:
    """Staff on the baseline's opening day; what no file gives is completed by rule and noted in ``assumed``.

    ``stages`` : those that some school has; staff and posts of others are faults. None: not known.
    """
    pupils = np.array([int(register.pupils[stage].sum()) for stage in STAGES], dtype=np.int64)
    has_staff, has_posts = (stands(folder / name) for name in (STAFF, POSTS))
    ratios = np.array([levers.posts.of(stage) for stage in STAGES])
    approved = np.rint(pupils / ratios).astype(np.int64)
    if has_posts:
        read, told = _read_posts(folder / POSTS, faults, stages)
        approved = np.where(told, read, approved)
        _note_missing(POSTS, told, pupils, Phrase("posts by levers.posts"), assumed)
    else:
        assumed.append(Phrase("posts: no {}, pupils over pupils per post (levers.posts)", POSTS))
    if has_staff:
        stock, told = _read_stock(folder / STAFF, faults, stages)
        complete = _note_missing(STAFF, told, pupils, Phrase("staff by rule (staff.* norms)"), assumed)
        by_rule = _by_rule(register, pupils, approved, levers)
        stock = np.where(told[:, None, None, None, None], stock, by_rule)
        if not has_posts:
            approved = np.maximum(approved, stock[:, IN_POST].sum(axis=(1, 2, 3)))
    else:
        complete = False
        assumed.append(
            Phrase("staff: no {}, ages, titles and teachers outside posts completed by rule (staff.* norms)", STAFF)
        )
        stock = _by_rule(register, pupils, approved, levers)
    subjects = np.zeros(len(STAGES), dtype=np.int64)
    for stage in COMPULSORY:
        if (figure := figures.get(f"F14.{stage}")) is not None:
            subjects[STAGES.index(stage)] = round(figure.value * pupils[STAGES.index(stage)] / 100)
    backbone = figures.get("F15.backbone_share")
    return StaffBaseline(
        stock=stock,
        approved=approved,
        teaching_share=_by_stage("staff.teaching"),
        women_hired=_by_stage("staff.women"),
        subject_teachers=subjects,
        backbone_share=0.0 if backbone is None else min(max(backbone.value / 100, 0.0), 1.0),
        structural_shortage=0.0,
        law=retirement_law(as_of),
        scaled=register.synthetic and not has_staff and not has_posts,
        kind="reported" if complete else "assumed",
    )


def check_staff(folder: Folder, stages: Collection[Stage] | None, faults: list[Fault]) -> None:
    """Note what is wrong with the files themselves, where the rest of the county cannot be used."""
    if stands(folder / STAFF):
        _read_stock(folder / STAFF, faults, stages)
    if stands(folder / POSTS):
        _read_posts(folder / POSTS, faults, stages)


def with_reading(staff: StaffBaseline | None, structural_shortage: float) -> StaffBaseline | None:
    """The staff with a reading of the structural shortage."""
    return None if staff is None else replace(staff, structural_shortage=structural_shortage)


def retirement_law(as_of: date | None) -> RetirementLaw:
    """The law as known on an information date: without the decision of 2024 the old ages hold for ever."""
    known = known_norms(as_of)
    men, women = _raised("men", "men"), _raised("women_55", "women_55")
    age = int(_norm("retirement.women_senior_title.age"))
    new_age = int(_norm("retirement.women_senior_title.new_age"))
    return RetirementLaw(men, women, replace(men, old_age=age, new_age=new_age), "retirement.start" in known)


def _raised(group: str, births: str) -> RaisedAge:
    year, month = str(norms()[f"retirement.first_birth_month.{births}"].value).split("-")
    return RaisedAge(
        old_age=int(_norm(f"retirement.{group}.old_age")),
        new_age=int(_norm(f"retirement.{group}.new_age")),
        months_per_step=int(_norm(f"retirement.{group}.months_per_step")),
        first_birth=int(year) * 12 + int(month) - 1,
    )


def _norm(name: str) -> float:
    return float(str(norms()[name].value))


def _by_stage(name: str) -> Floats:
    return np.array([_norm(f"{name}.{stage}") for stage in STAGES])


def _by_rule(register: Register, pupils: Ints, approved: Ints, levers: Levers) -> Ints:
    """Posts nearly all filled; outside posts the teachers that the usual ratio asks for beyond them."""
    filled = np.rint(approved * _norm("staff.filled")).astype(np.int64)
    teachers = np.rint(_usual_teachers(register, pupils, levers)).astype(np.int64)
    outside = np.maximum(teachers - np.rint(filled * _by_stage("staff.teaching")).astype(np.int64), 0)
    stock = np.zeros(_SHAPE, dtype=np.int64)
    for place, stage in enumerate(STAGES):
        middle, titles = _norm(f"staff.middle_age.{stage}"), levers.posts.senior_title_share
        uptake, women = levers.retirement.senior_women_uptake, _norm(f"staff.women.{stage}")
        stock[place, IN_POST] = _spread(int(filled[place]), _profile(middle, women, titles, uptake))
        stock[place, OUTSIDE] = _spread(int(outside[place]), _profile(_norm("staff.outside_age"), women, 0.0, 0.0))
    return stock


def _usual_teachers(register: Register, pupils: Ints, levers: Levers) -> Floats:
    """Full-time teachers by the usual pupils per teacher, kindergarten by class, shape (stages,) [teachers]."""
    lessons = levers.lessons
    found = [
        float(register.classes[stage].sum()) * lessons.kindergarten_class
        if stage == "kindergarten"
        else pupils[place] / lessons.pupils_per_teacher(stage)
        for place, stage in enumerate(STAGES)
    ]
    return np.array(found)


def _profile(middle: float, women: float, titles: float, uptake: float) -> Floats:
    """Weights by sex, title and age, shape (sexes, titles, ages): a bell around the middle, cut where people retire."""
    ages = np.arange(FIRST_AGE, LAST_AGE + 1)
    bell = np.exp(-0.5 * ((ages - middle) / _norm("staff.age_sd")) ** 2) * (ages >= 22) * (ages <= _OLDEST_HELD)
    share = titles * np.clip((ages - TITLES_FROM) / (TITLES_UNTIL - TITLES_FROM), 0.0, 1.0)
    weights = np.zeros((len(SEXES), 2, AGES))
    weights[WOMEN, PLAIN] = women * bell * (1 - share) * (ages <= _OLDEST_WOMEN)
    weights[WOMEN, SENIOR] = women * bell * share * np.where(ages <= _OLDEST_WOMEN, 1.0, uptake)
    weights[MEN, PLAIN] = (1 - women) * bell * (1 - share)
    weights[MEN, SENIOR] = (1 - women) * bell * share
    return weights


def _spread(total: int, weights: Floats) -> Ints:
    """Whole numbers that sum to ``total`` in proportion to the weights, each rounded where the running sum passes."""
    running = np.cumsum(weights.reshape(-1))
    steps = np.floor(total * running / running[-1] + 0.5).astype(np.int64)
    steps[-1] = total
    shared: Ints = np.diff(steps, prepend=0).reshape(weights.shape)
    return shared


def _note_missing(name: str, told: Bools, pupils: Ints, rule: Phrase, assumed: list[Phrase]) -> bool:
    """Note the stages with pupils of which a file tells nothing; whether there are none."""
    missing = [stage for place, stage in enumerate(STAGES) if pupils[place] and not told[place]]
    if missing:
        assumed.append(Phrase("{}: no row of {}, {}", name, listed(map(word, missing)), rule))
    return not missing


def _read_stock(path: File, faults: list[Fault], having: Collection[Stage] | None) -> tuple[Ints, Bools]:
    """The stock, and of which stages the file tells anything; a row of 0 tells that there is nobody."""
    columns = ("stage", "age", "sex", "senior_title", "in_post", "count", "source")
    before = len(faults)  # those of cells that were told while the file was opened count too
    table = read_table(path, Columns(columns), faults)
    stock, told = np.zeros(_SHAPE, dtype=np.int64), np.zeros(len(STAGES), dtype=bool)
    if table is None:
        return stock, told
    stages, sexes = table.choices("stage", STAGES, Phrase("stage")), table.choices("sex", SEXES, Phrase("sex"))
    titles, posts = (table.choices(name, _YES_NO, Phrase("answer")) for name in ("senior_title", "in_post"))
    ages, counts = table.counts("age", _AGES_ALLOWED, LAST_AGE, empty=None), table.counts("count", "staff", _MOST, None)
    table.text("source")
    for row, age in enumerate(ages.tolist()):
        if row not in table.faulty and age < FIRST_AGE:
            table.fault(
                row, "age", str(age), Phrase("must be {} to {} (years on 1 September)", FIRST_AGE, LAST_AGE), "range"
            )
    _schools_hold(table, stages, counts, having)
    keys = [tuple(map(str, key)) for key in zip(stages, ages.tolist(), sexes, titles, posts, strict=True)]
    table.distinct(["stage", "age", "sex", "senior_title", "in_post"], keys)
    if len(faults) == before:
        for stage, age, sex, title, post, count in zip(stages, ages, sexes, titles, posts, counts, strict=True):
            held, titled = IN_POST if post == "yes" else OUTSIDE, SENIOR if title == "yes" else PLAIN
            stock[_place(stage), held, SEXES.index(sex), titled, age - FIRST_AGE] += count
            told[_place(stage)] = True
    return stock, told


def _read_posts(path: File, faults: list[Fault], having: Collection[Stage] | None) -> tuple[Ints, Bools]:
    """Posts approved, and of which stages the file tells."""
    before = len(faults)
    table = read_table(path, Columns(("stage", "approved", "source")), faults)
    approved, told = np.zeros(len(STAGES), dtype=np.int64), np.zeros(len(STAGES), dtype=bool)
    if table is None:
        return approved, told
    stages, counts = table.choices("stage", STAGES, Phrase("stage")), table.counts("approved", "posts", _MOST, None)
    table.text("source")
    _schools_hold(table, stages, counts, having)
    table.distinct(["stage"], [(stage,) for stage in stages])
    if len(faults) == before:
        for stage, count in zip(stages, counts, strict=True):
            approved[_place(stage)] = count
            told[_place(stage)] = True
    return approved, told


def _schools_hold(table: Table, stages: Sequence[str], counts: Ints, held: Collection[Stage] | None) -> None:
    """Note people and posts of a stage that no school has: nobody would be taught by them."""
    for row, (stage, count) in enumerate(zip(stages, counts.tolist(), strict=True)):
        if held is not None and stage in STAGES and stage not in held and count:
            table.fault(row, "stage", stage, Phrase("no school of the register has this stage"), "no-school")


def _place(stage: str) -> int:
    return next(place for place, name in enumerate(STAGES) if name == stage)

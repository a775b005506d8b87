"""Where the bands come from: each answer's variance split by source, and which missing figure would narrow it.

A source's share is the adjusted R² of the answer on what the run keeps of that source's draws, and on their squares.
Sources are drawn independently, so each is asked alone; what none of them explains is interaction, whole numbers and
what is not kept of the draws. Nothing is run again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from seatsim.domain.county import County
from seatsim.domain.milestones import milestones
from seatsim.domain.outcome import Outcome
from seatsim.domain.stored_draws import FEATURES, SOURCES
from seatsim.indicators.measures import ALL, MeasureFrame
from seatsim.indicators.quantiles import Plain, band, means, plain
from seatsim.indicators.resolution import CROWDING, crowded_pupil_years, peak_and_trough
from seatsim.model.finance import YUAN

Floats = npt.NDArray[np.float64]
Block = dict[str, Any]
State: TypeAlias = Literal["varies", "off", "nothing to draw"]

FEWEST = 100
"""Fewest replications for a split: the 18 regressors of the start then explain 0 ± 0.07 of what they do not touch."""
_VARIES = 1e-9
"""A draw whose values differ by less is switched off."""
_NEW = 1e-9
"""Share of a regressor's squares that the others must leave for it to count."""

FIGURES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "start": {
        "figure": {"zh": "{baseline} 年分年级学生数", "en": "pupils by grade {baseline}"},
        "office": {"zh": "教育局", "en": "education bureau"},
    },
    "crowding_2020": {
        "figure": {"zh": "{baseline} 年各校教室、班级数", "en": "rooms and classes by school {baseline}"},
        "office": {"zh": "教育局", "en": "education bureau"},
    },
    "births_unpublished": {
        "figure": {"zh": "{after} 年后已出生人数", "en": "children born after {after}"},
        "office": {"zh": "卫健、公安", "en": "health, police"},
    },
    "projects_due": {
        "figure": {"zh": "各项目现处阶段", "en": "stage of each project"},
        "office": {"zh": "住建、发改", "en": "works, reform"},
    },
    "staff_to_date": {
        "figure": {"zh": "教职工名册(年龄、学科)", "en": "staff roll by age and subject"},
        "office": {"zh": "编办、人社", "en": "posts office, personnel"},
    },
}
"""The figure that settles each source which a figure can settle, and the office that has it (assumed): pupils, rooms
and classes stand in the yearly statistical return of schools (学校基层统计报表)."""


@dataclass(frozen=True)
class Drawn:
    """What is kept of one source's draws, as the regression takes it."""

    basis: tuple[Floats, ...]
    """Orthonormal regressors without constant, each of shape (replications,); none unless the source varies."""
    state: State
    """Whether it varies, is off (every replication has the same), or has nothing to draw."""

    @property
    def noise(self) -> float:
        """Standard error of the share of a source that explains nothing [share]."""
        count = len(self.basis)
        return float(np.sqrt(2 * count) / (len(self.basis[0]) - count - 1)) if count else 0.0

    def explains(self, answer: Floats) -> float:
        """Adjusted R² of an answer that varies, shape (replications,); below 0 by chance, 0 if the source is off."""
        if not self.basis:
            return 0.0
        left = answer - means(answer)
        total = (left * left).sum()
        for regressor in self.basis:
            left = left - regressor * (regressor * left).sum()
        freedom = len(answer) - 1
        unexplained = (left * left).sum() / (freedom - len(self.basis)) / (total / freedom)
        return 1.0 - float(unexplained)


def drawn_by_source(stored: Mapping[str, Floats]) -> dict[str, Drawn]:
    """The regressors of every source: its features that vary, and their squares."""
    told: dict[str, Drawn] = {}
    for source in SOURCES:
        columns = [stored[f.column] for f in FEATURES if f.source == source and f.column in stored]
        varying = [_standard(column) for column in columns if _varies(column)]
        same: State = "off" if any(np.isfinite(column).all() for column in columns) else "nothing to draw"
        basis = _orthonormal([*varying, *(column * column for column in varying)])
        told[source] = Drawn(basis, "varies" if basis else same)
    return told


def _varies(column: Floats) -> bool:
    return bool(np.isfinite(column).all() and np.ptp(column) > _VARIES)


def _standard(column: Floats) -> Floats:
    """Mean 0 and variance 1."""
    centred = column - means(column)
    standard: Floats = centred / np.sqrt((centred * centred).mean())
    return standard


def _orthonormal(columns: Sequence[Floats]) -> tuple[Floats, ...]:
    """Orthonormal columns without constant that span the same; who follows from those before is left out.

    By hand, and not by a library's factorisation, whose last digits depend on the machine's threads.
    """
    basis: list[Floats] = []
    for column in columns:
        rest = column - means(column)
        length = (rest * rest).sum()
        for _ in range(2):  # once more for what rounding leaves
            for found in basis:
                rest = rest - found * (found * rest).sum()
        if (rest * rest).sum() > _NEW * length:
            basis.append(rest / np.sqrt((rest * rest).sum()))
    return tuple(basis)


def headline_answers(outcome: Outcome, frame: MeasureFrame) -> dict[str, tuple[int | None, Floats]]:
    """The answers that are split, in their order: year (None: of the whole run) and values, shape (replications,)."""
    years, horizon = frame.years, frame.years[-1]
    above = frame.county(f"pupils_{CROWDING[0]}", ALL)
    told: dict[str, tuple[int | None, Any]] = {}
    for year in sorted({*(y for y in milestones(years[0]) if y in years), horizon}):
        told[f"crowded_{'horizon' if year == horizon else year}"] = (year, above[years.index(year)])
    told["crowded_pupil_years"] = (None, crowded_pupil_years(frame, CROWDING[0], ALL, horizon))
    told["unplaced"] = (None, frame.county("unplaced", ALL)[1:].sum(axis=0))
    told["primary_peak"] = (None, peak_and_trough(frame, "primary")[0].pupils)
    told["empty_seats"] = (horizon, frame.county("empty_seats", ALL)[-1])
    if outcome.staff is not None:
        short = outcome.staff.short.sum(axis=2)
        worst = int(means(short, axis=1).argmax())
        told["teachers_short"] = (years[worst], short[worst])
    near, _ = milestones(years[0])
    if outcome.spending is not None and near in years:
        told["spending"] = (near, outcome.spending.total[years.index(near)] / YUAN)
    if outcome.projects.ids:
        told["capital"] = (None, outcome.projects.cost.sum(axis=1))
    return {name: (year, np.asarray(values, dtype=np.float64)) for name, (year, values) in told.items()}


def sources_block(outcome: Outcome, frame: MeasureFrame) -> Block:
    """Share of every answer's variance by source; ``status`` says so where the replications are too few."""
    drawn = drawn_by_source(outcome.stored_draws)
    head = {"replications": frame.replications, "fewest": FEWEST}
    if frame.replications < FEWEST:
        return {"status": "too few replications", **head}
    return {
        "status": "told",
        **head,
        "list": [
            {"source": name, "kind": kind, "state": drawn[name].state, "noise": _share(drawn[name].noise)}
            for name, kind in SOURCES.items()
        ],
        "answers": [
            {"answer": name, "year": year, **split(values, drawn)}
            for name, (year, values) in headline_answers(outcome, frame).items()
        ],
    }


def split(answer: Floats, drawn: Mapping[str, Drawn]) -> Block:
    """One answer's band, its width, and the share of its variance by source; no shares where the band has no width.

    ``rest`` is what no source explains by itself. It is reckoned before shares below 0 are set to 0, so that chance
    does not add up; with the shares it may pass 1 by as much.
    """
    told = band(answer)
    width = plain((told["p90"] or 0) - (told["p10"] or 0))
    if not width:
        return {"band": told, "width": width, "shares": None, "rest": None}
    found = {name: source.explains(answer) for name, source in drawn.items()}
    shares = {name: _share(share) for name, share in found.items()}
    return {"band": told, "width": width, "shares": shares, "rest": _share(1.0 - sum(found.values()))}


def _share(share: float) -> Plain:
    """A share between 0 and 1, to three decimals: more digits would be noise."""
    return round(min(max(share, 0.0), 1.0), 3)


def ask_first(sources: Block, county: County, last_known: int) -> list[Block]:
    """The missing figures by what they would narrow in the first answer that varies.

    Each row tells the band's width now and, as an estimate, once the figure is known: about sqrt(1 - share) of it;
    for that first answer, and for the one that the figure narrows most.
    """
    answers = [row for row in sources.get("answers", ()) if row["shares"] is not None]
    state = {row["source"]: row["state"] for row in sources.get("list", ())}
    known = {"baseline": county.baseline_year, "after": last_known}
    rows = []
    for source, asked in FIGURES.items():
        if answers and state.get(source) == "varies":
            most = max(answers, key=lambda row: row["shares"][source])
            rows.append(
                {
                    "source": source,
                    **{name: {k: v.format(**known) for k, v in text.items()} for name, text in asked.items()},
                    "first": _narrowed(answers[0], source),
                    "most": _narrowed(most, source),
                }
            )
    return sorted(rows, key=lambda row: -row["first"]["share"])


def _narrowed(row: Block, source: str) -> Block:
    """An answer's 80 % band without a source's share of the variance, if it keeps its shape."""
    share, width = row["shares"][source], row["width"]
    estimate = round(float(width * np.sqrt(1.0 - share)))
    return {"answer": row["answer"], "year": row["year"], "share": share, "width": width, "width_estimate": estimate}

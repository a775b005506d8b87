"""What public money paid for in the baseline year: F7 to F10, F20 and F21 of ``figures.csv`` and stated assumptions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from seatsim.domain.county import Register
from seatsim.domain.faults import Fault
from seatsim.domain.figures import Figure
from seatsim.domain.money import MoneyBaseline
from seatsim.domain.phrase import Phrase
from seatsim.domain.stages import STAGES, Stage
from seatsim.inputs.norms import norms
from seatsim.inputs.tables import File

_NAMES: Mapping[Stage, str] = {"kindergarten": "preschool"}
"""Stages whose figures bear another name."""
MAINSTREAMING = "F21"
_MOST = 1e9
_NEEDED = ("F7", "F8.primary", "F8.junior")


def read_money(
    path: File, figures: Mapping[str, Figure], register: Register, year: int, faults: list[Fault], assumed: list[Phrase]
) -> MoneyBaseline | None:
    """The money side of a county; None, with a note, where the figures do not give total and spending per pupil."""
    missing, told = not_given(figures), spending_by_year(figures)
    if missing:
        assumed.append(
            Phrase("spending: {} not in figures.csv or not known yet, no spending is told", ", ".join(missing))
        )
        return None
    for name, figure in figures.items():
        if name.split(".")[0] in ("F7", "F8", "F9", "F10") and "growth" not in name and not 0 <= figure.value <= _MOST:
            words = Phrase("must be 0 to {:,.0f} ({})", _MOST, figure.unit)
            faults.append(Fault(str(path), figure.line, f"value ({name})", str(figure.value), words, "range"))
    special = int(register.pupils["special"].sum())
    funds = np.array([_value(figures, f"F9.{_NAMES.get(stage, stage)}") for stage in STAGES]) / 1e4
    if special:
        funds[STAGES.index("special")] = _value(figures, "F10.special_money") / special
    # F21 is a statement: 0 says that there is no free mainstreaming (随班就读).
    free = float(figures[MAINSTREAMING].value != 0) if MAINSTREAMING in figures else 1.0
    return MoneyBaseline(
        per_pupil=np.array([_value(figures, f"F8.{_NAMES.get(stage, stage)}") for stage in STAGES]),
        funds_per_pupil=funds,
        total=figures["F7"].value,
        funded_as=int(_value(figures, "F9.small_school")),
        mainstreamed=_value(figures, "F21.pupils") * free,
        mainstreamed_money=_value(figures, "F10.inclusive_money") * free,
        mainstreamed_multiple=_value(figures, "F10.multiple") or 1.0,
        student_aid=_value(figures, "F10.aid"),
        pay=_norm("spending.pay"),
        outside_pay=_norm("spending.outside_pay"),
        outside_paid=np.array([_norm(f"spending.outside_paid.{stage}") for stage in STAGES]),
        upkeep=_norm("spending.upkeep"),
        seat_life=_norm("spending.seat_life"),
        margin=_value(figures, "F20") / 100,
        standard_growth=_norm("spending.standard_growth"),
        published={each: figure for each, figure in told.items() if each > year},
        earlier={each: figure for each, figure in told.items() if each < year},
    )


def not_given(figures: Mapping[str, Figure]) -> tuple[str, ...]:
    """Figures without which no spending is told."""
    return tuple(name for name in _NEEDED if name not in figures)


def spending_by_year(figures: Mapping[str, Figure]) -> Mapping[int, Figure]:
    """Spending by calendar year, rows ``F7.<year>`` [10^4 yuan]."""
    years = {int(name[3:]): figure for name, figure in figures.items() if name[:3] == "F7." and name[3:].isdigit()}
    return dict(sorted(years.items()))


def _value(figures: Mapping[str, Figure], name: str) -> float:
    return figures[name].value if name in figures else 0.0


def _norm(name: str) -> float:
    return float(str(norms()[name].value))

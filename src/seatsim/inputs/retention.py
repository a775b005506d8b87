"""Who is lost between two grades of the compulsory stages: F6's rates of retention and F23's drop-outs."""

from __future__ import annotations

from collections.abc import Mapping

from seatsim.domain.county import Register
from seatsim.domain.faults import Fault
from seatsim.domain.figures import Figure
from seatsim.domain.phrase import Phrase, word
from seatsim.domain.stages import COMPULSORY, LETTER, grade_names
from seatsim.inputs.tables import File

GOING_ON = "F6.primary_going_on"
DROP_OUTS = "F23.drop_outs"


def lost_by_grade(
    path: File, figures: Mapping[str, Figure], register: Register, faults: list[Fault]
) -> Mapping[str, float]:
    """Share of a grade's pupils who are lost on the way to the next, by grade name [share]; only what is above 0.

    A stage's retention is that of its whole course, the same at every step. Drop-outs are a yearly number, spread over
    all compulsory pupils; they are part of what the rates lose, so the larger of the two counts.
    """
    pupils = sum(int(register.pupils[stage].sum()) for stage in COMPULSORY)
    dropped = _number(path, figures, DROP_OUTS, pupils, "pupils", faults) / max(pupils, 1)
    lost: dict[str, float] = {}
    for stage in COMPULSORY:
        grades = grade_names(stage, register.pupils[stage].shape[1])
        kept = (1.0 - _lost(path, figures, f"F6.{stage}", faults)) ** (1.0 / max(len(grades) - 1, 1))
        lost |= {grade: max(1.0 - kept, dropped) for grade in grades[:-1]}
    last = f"{LETTER['primary']}{register.pupils['primary'].shape[1]}"
    lost[last] = max(_lost(path, figures, GOING_ON, faults), dropped)
    return {grade: share for grade, share in lost.items() if share > 0}


def _lost(path: File, figures: Mapping[str, Figure], name: str, faults: list[Fault]) -> float:
    """What a rate in percent leaves out [share]; nobody where it is not known."""
    figure = figures.get(name)
    if figure is None:
        return 0.0
    if not 0 < figure.value <= 100:
        words = Phrase("must be above 0, at most 100 (percent)")
        faults.append(Fault(str(path), figure.line, f"value ({name})", str(figure.value), words, "range"))
        return 0.0
    return 1.0 - figure.value / 100


def _number(path: File, figures: Mapping[str, Figure], name: str, most: float, unit: str, faults: list[Fault]) -> float:
    figure = figures.get(name)
    if figure is None or 0 <= figure.value < most:
        return 0.0 if figure is None else figure.value
    words = Phrase("must be 0 or more, below {:,.0f} ({})", most, word(unit))
    faults.append(Fault(str(path), figure.line, f"value ({name})", str(figure.value), words, "range"))
    return 0.0

"""Entry and progression of a county from the rates of its report (F5 and F6)."""

from __future__ import annotations

from collections.abc import Mapping

from seatsim.domain.county import Ratios
from seatsim.domain.faults import Fault
from seatsim.domain.figures import Figure
from seatsim.domain.phrase import Phrase
from seatsim.inputs.figures import NAME as FIGURES
from seatsim.inputs.part import Folder


def read_rates(
    figures: Mapping[str, Figure], folder: Folder, by_rule: tuple[str, ...], faults: list[Fault], assumed: list[Phrase]
) -> Ratios:
    """Entry and progression from F5 and F6 (percent); 1 where a figure is missing.

    Those ``by_rule`` are told by the rule that completes them.
    """
    values: dict[str, float] = {}
    for name in ("F5.preschool", "F5.primary", "F5.junior", "F6.going_on"):
        figure = figures.get(name)
        if figure is None:
            if name not in by_rule:
                assumed.append(Phrase("{}: not in {} or not known yet, 100 % taken", name, FIGURES))
        elif not 0 < figure.value <= (100 if name == "F6.going_on" else 1000):
            words = (
                Phrase("must be above 0, at most 100 (percent)")
                if name == "F6.going_on"
                else Phrase("must be above 0 (percent)")
            )
            faults.append(
                Fault(str(folder / FIGURES), figure.line, f"value ({name})", str(figure.value), words, "range")
            )
        values[name] = 1.0 if figure is None else figure.value / 100 or 1.0
    return Ratios(
        kindergarten_entry=values["F5.preschool"],
        primary_entry=values["F5.primary"],
        junior_entry=values["F5.junior"] / values["F5.primary"],
        going_on=values["F6.going_on"],
    )

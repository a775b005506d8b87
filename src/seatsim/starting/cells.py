"""What the cells of a column of the template may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from seatsim.domain.stages import CLASS_STAGES, STAGES, grade_names
from seatsim.language.headers import USUAL_GRADES, Header
from seatsim.language.starting.words import ANSWERS, SEXES
from seatsim.language.terms import glossary, term

GROUPS: Mapping[tuple[str, str], str] = {
    ("zones", "kind"): "zone_kind",
    ("schools", "kind"): "school_kind",
    ("schools", "ownership"): "ownership",
    ("schools", "group_kind"): "group_kind",
    ("births", "variant"): "variant",
    ("resources", "indicator"): "resource",
    ("figures", "kind"): "figure_kind",
}
"""Columns by table and name whose words have names in the glossary, with their group there."""
_OF_TABLE: Mapping[str, str] = {
    "zone": "zones",
    "school_id": "schools",
    "legal_school": "schools",
    "from_school": "schools",
    "to_school": "schools",
}
"""Columns that name rows of a table, unless they stand in it to name themselves."""
_TEXTS = ("minutes",)
"""Columns with a unit that hold lists."""
_FRACTIONS = ("births", "value")
_SELDOM: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("births", "variant"): ("middle",),  # a crowding variant
    ("catchments", "stage"): ("vocational", "special"),
    ("figures", "kind"): ("set",),  # what a scenario states
}
"""Words of a group that are no words of the column."""


@dataclass(frozen=True)
class Allowed:
    """What a cell may hold; text of any kind if nothing is set."""

    words: tuple[str, ...] = ()
    """One of these words."""
    of_table: str = ""
    """The name or id of a row of this table."""
    number: str = ""
    """``whole`` (0 or more), ``number`` (0 or more) or ``share`` (0 to 1)."""


def allowed(table: str, header: Header, lang: str) -> Allowed:
    """What a column's cells may hold, words in ``zh`` or ``en``."""
    column = header.column
    if words := _words(table, column, lang):
        return Allowed(words=words)
    if column in _OF_TABLE and (table, column) not in (("zones", "zone"), ("schools", "school_id")):
        return Allowed(of_table=_OF_TABLE[column])
    if column == "share":
        return Allowed(number="share")
    if column in _FRACTIONS:
        return Allowed(number="number")
    return Allowed(number="whole") if header.unit and column not in _TEXTS else Allowed()


def said(group: str, key: str, lang: str) -> str:
    """The word that a cell holds: in English the key itself."""
    return term(group, key, "zh") if lang == "zh" else key


def _words(table: str, column: str, lang: str) -> tuple[str, ...]:
    """Words from which a column's cells choose; none where they do not."""
    group = "stage" if column == "stage" else GROUPS.get((table, column))
    if group is not None:
        known = STAGES if group == "stage" else [key for of, key in glossary() if of == group]
        return tuple(said(group, key, lang) for key in known if key not in _SELDOM.get((table, column), ()))
    if column == "grade":
        held = dict(zip((*CLASS_STAGES, "vocational"), USUAL_GRADES, strict=True))
        return tuple(name for stage in STAGES for name in grade_names(stage, held.get(stage, 1)))
    answers: Mapping[str, Mapping[str, tuple[str, ...]]] = {"sex": SEXES, "senior_title": ANSWERS, "in_post": ANSWERS}
    return answers.get(column, {}).get(lang, ())

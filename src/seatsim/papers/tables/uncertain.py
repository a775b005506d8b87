"""Sources of uncertainty that a run has, each with its values in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seatsim.inputs.key_words import key_meaning
from seatsim.inputs.keys import scenario_keys
from seatsim.language.words import Words
from seatsim.papers.blocks import Cell, Grid, Row
from seatsim.papers.runs import Run

KINDS: Mapping[str, str] = {"reported": "■", "derived": "◩", "assumed": "◇", "set": "✎"}
"""Shape of each kind; a word stands beside it always."""
_UNCERTAIN = "uncertainty"
_OF_BUILDS = ("durations", "costs")
_OF_STAFF = ("leaving", "recruitment")
_OF_ASSUMED = ("start", "crowding_2020")
"""Sources of a synthetic register alone: a real one is taken as it is."""
_OF_ZONES = {"old_town_share": "old-town", "new_homes_share": "new-urban"}
"""Values that matter where there is a zone of a kind."""


def uncertain(run: Run, figures: Sequence[Mapping[str, Any]], words: Words) -> Grid:
    """One row a source of uncertainty that this county can have, with its values where it is switched on."""
    rows = []
    for name, told in run.results.scenario.get(_UNCERTAIN, {}).items():
        part = f"{_UNCERTAIN}.{name}"
        if not applies(part, run):
            continue
        on = part in run.results.content["parts"]
        values = list(_values(part, run, figures, words)) if on else []
        state = Cell(words("on") if on else words("off"), "" if on else "soft")
        if told.get("on") is None and not on:  # what has no switch holds in every future
            state, values = Cell(words("always")), list(_values(part, run, figures, words))
        rows.append(Row((_part(part, words), state, words.join(values))))
    heads = [words(f"uncertain_{name}") for name in ("part", "state", "values")]
    return Grid(words("uncertain_caption"), heads, rows, words("uncertain_none"), left=(0, 1, 2), css="texts")


def applies(part: str, run: Run) -> bool:
    """Whether a part of the scenario can matter in this county: what has nothing to be uncertain of cannot."""
    name = part.removeprefix(f"{_UNCERTAIN}.")
    if name in _OF_ASSUMED:
        return bool(run.answers["rests_on"]["classrooms_and_classes"] == "assumed")
    if name in _OF_BUILDS:
        return bool(run.answers["projects"])
    if name in _OF_STAFF:
        return "stages" in run.answers["posts"]
    if name == "private_kindergartens":
        register = run.table("register.csv").select("kind", "ownership").iter_rows()
        return any(kind == "kindergarten" and ownership != "public" for kind, ownership in register)
    return True


def _values(part: str, run: Run, figures: Sequence[Mapping[str, Any]], words: Words) -> Iterator[str]:
    """Values of a part that matter here: what each means, its key, its unit and the shape of its kind."""
    told = {str(row["id"]).removeprefix(f"{part}."): row for row in figures if str(row["id"]).startswith(f"{part}.")}
    kinds = set(run.table("zones.csv")["kind"])
    waves = str(told.get("wave_years", {}).get("value", "")) not in ("", "0")
    for name, row in told.items():
        still = name.startswith("wave_") and not waves
        if name != "on" and not still and (name not in _OF_ZONES or _OF_ZONES[name] in kinds):
            unit = unit_told(row["unit"], words)
            value = f"{_value(part, name, row['value'], words)}{f' {unit}' if unit else ''} {KINDS[row['kind']]}"
            yield words("uncertain_value").format(meaning=_meaning(part, name, words), key=name, value=value)


def _meaning(part: str, name: str, words: Words) -> str:
    """What a key says; the key itself where this version does not know it."""
    key = scenario_keys().get((*part.split("."), name))
    return name if key is None else key_meaning(key, words.lang).replace("``", "")


def _value(part: str, name: str, value: str | None, words: Words) -> str:
    """A value as it stands, or the word for a choice."""
    key = scenario_keys().get((*part.split("."), name))
    if key is not None and key.choices:
        try:
            return words.term(name, str(value))
        except KeyError:  # a choice without a word of its own
            pass
    return str(value)


def _part(part: str, words: Words) -> str:
    try:
        return words.term("part", part)
    except KeyError:
        return part


def unit_told(unit: str | None, words: Words) -> str:
    """A unit of the glossary, or a county's own."""
    try:
        return words.term("unit", unit) if unit else ""
    except KeyError:  # a county's own unit
        return unit or ""

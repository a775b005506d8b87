"""The resolved scenario value by value, and the facts of a county."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from seatsim.domain.county import County
from seatsim.domain.scenario import Scenario
from seatsim.domain.stages import CLASS_STAGES, STAGES
from seatsim.inputs.information import Later
from seatsim.inputs.toml_files import Origin, flatten
from seatsim.language.phrases import said
from seatsim.language.show import SHOW
from seatsim.language.words import Words


@dataclass(frozen=True)
class Value:
    """One resolved value."""

    key: str
    """Dotted key."""
    value: object
    """Plain value."""
    origin: Origin | None
    """Where it was set; None for a default of the format."""


def values(scenario: Scenario, tree: Mapping[str, object], origins: Mapping[str, Origin]) -> tuple[Value, ...]:
    """Every value of a scenario: those that were set, then the defaults of each project's other keys."""
    found = [Value(".".join(path), value, origins[".".join(path)]) for path, value in flatten(tree)]
    for name, project in scenario.projects.items():
        given = {value.key for value in found}
        for field in fields(project):
            key = f"projects.{name}.{field.name}"
            default = getattr(project, field.name)
            if key in given or is_dataclass(default) or any(other.startswith(f"{key}.") for other in given):
                continue
            if default not in (None, "", ()):
                found.append(Value(key, default, None))
    return tuple(found)


def values_as_json(found: Sequence[Value], later: Sequence[Later] = ()) -> dict[str, object]:
    """Values by dotted key with file and line; ``as_of`` with what it leaves out and what stays all the same."""
    told: dict[str, object] = {}
    for value in found:
        entry: dict[str, object] = {
            "value": value.value.isoformat() if isinstance(value.value, date) else value.value,
            "file": None if value.origin is None else value.origin.file,
            "line": None if value.origin is None else value.origin.line,
        }
        if value.key == "as_of":
            entry["left_out"] = [_later_as_json(each) for each in later if not each.stays]
            entry["stays"] = [_later_as_json(each) for each in later if each.stays]
        told[value.key] = entry
    return told


def _later_as_json(later: Later) -> dict[str, object]:
    return {
        "file": later.file,
        "line": later.line,
        "id": later.id,
        "date": later.speaks_of,
        "known": later.known.isoformat(),
        "rows": later.rows,
    }


def print_values(found: Sequence[Value], lang: str) -> None:
    """Print the values as a table with where each was set; a default of nothing (0) is left out."""
    words = Words(lang, SHOW)
    rows = [
        (value.key, words("default") if value.origin is None else str(value.origin), _toml(value.value))
        for value in found
        if value.origin is not None or value.value != 0
    ]
    _print_table((words("key"), words("origin"), words("value")), rows)


def print_later(later: Sequence[Later], lang: str) -> None:
    """Print what the information date leaves out, then what stays in force all the same; nothing without one."""
    words = Words(lang, SHOW)
    header = tuple(words(name) for name in ("input", "origin", "rows", "date", "known"))
    for title, stays in (("left_out", False), ("stays", True)):
        rows = [
            (each.id, f"{each.file}:{each.line}", str(each.rows), each.speaks_of, each.known.isoformat())
            for each in later
            if each.stays is stays
        ]
        if rows:
            print(words(title))
            _print_table(header, rows)


def county_as_json(county: County) -> dict[str, object]:
    """Facts of a county as plain values."""
    register = county.register
    return {
        "id": county.id,
        "name": {"zh": county.name.zh, "en": county.name.en},
        "baseline_year": county.baseline_year,
        "information_date": county.information_date,
        "digest": county.digest,
        "zones": [zone.id for zone in county.zones],
        "schools": dict(Counter(register.kind)),
        "pupils": {stage: int(register.pupils[stage].sum()) for stage in STAGES},
        "classes": {stage: int(register.classes[stage].sum()) for stage in CLASS_STAGES},
        "rooms": {stage: int(register.rooms[stage].sum()) for stage in CLASS_STAGES},
        "synthetic": register.synthetic,
        "assumed": list(county.assumed),
    }


def print_county(county: County, lang: str) -> None:
    """Print the facts of a county: schools by kind, pupils by stage, what is assumed."""
    words, register = Words(lang, SHOW), county.register
    print(f"{words.text({'zh': county.name.zh, 'en': county.name.en})} ({county.id})")
    facts = {"year": county.baseline_year, "zones": len(county.zones), "date": county.information_date}
    print(words("baseline").format_map(facts))
    if register.synthetic:
        print(words("synthetic"))
    kinds = Counter(register.kind)
    rows = [(words.term("school_kind", kind), f"{count:,}") for kind, count in kinds.items()]
    _print_table((words("kind"), words("count")), [*rows, (words.stage("all"), f"{kinds.total():,}")])
    stages = [
        (
            words.stage(stage),
            f"{int(register.pupils[stage].sum()):,}",
            f"{int(register.classes[stage].sum()):,}" if stage in register.classes else "",
            f"{int(register.rooms[stage].sum()):,}" if stage in register.rooms else "",
        )
        for stage in STAGES
    ]
    total = sum(int(register.pupils[stage].sum()) for stage in STAGES)
    header = (words.term("column", "stage"), words("pupils"), words("classes"), words("rooms"))
    _print_table(header, [*stages, (words.stage("all"), f"{total:,}", "", "")])
    if county.assumed:
        print(words("assumed"))
    for note in county.assumed:
        print(f"  - {said(note, lang)}")


def _toml(value: object) -> str:
    """A value as it would stand in a scenario."""
    import json

    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)


def _print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print aligned columns, widths in terminal cells (Chinese letters take two); nothing is cut or wrapped."""
    from rich.cells import cell_len

    widths = [max(cell_len(row[column]) for row in (header, *rows)) for column in range(len(header))]
    for row in (header, *rows):
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
    print()

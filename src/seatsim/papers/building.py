"""What a project asks to have built, with the verb of its kind: new, extended, moved, converted, put up for a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seatsim.language.words import Words
from seatsim.papers.runs import Run
from seatsim.telling.cells import project_name

_AT_A_SCHOOL = ("extension", "conversion", "temporary")
"""Kinds of projects that are told by the school at which they are built."""
_ROOMS = ("rooms_K", "rooms_P", "rooms_J", "rooms_S")


def building(row: Mapping[str, Any], run: Run, words: Words, more: str = "") -> str:
    """Verb and name of the project of a decision; in brackets its rooms where it adds some to a school, and ``more``.

    The name is the school's where the project is built at one: its own may hold the verb already.
    """
    project = run.results.scenario["projects"][row["project"]]
    kind, named = project["kind"], row
    school = run.schools.get(str(project.get("school")))
    if kind in _AT_A_SCHOOL and school is not None:
        named = {**row, "name": {"zh": school.name, "en": school.name}}
    told = words(f"build_{kind}").format(name=project_name(named, words))
    rooms = sum(int(project.get(name, 0)) for name in _ROOMS)
    inside = [words("build_rooms").format(n=rooms)] if kind in _AT_A_SCHOOL and rooms else []
    inside += [more] if more else []
    return told + words("build_inside").format(told=words("build_and").join(inside)) if inside else told

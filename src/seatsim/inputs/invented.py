"""Made-up rows, such as those of a new county's example: what rests on them is no answer for a county."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from seatsim.domain.phrase import Phrase
from seatsim.domain.project import Project
from seatsim.inputs.part import Folder, Part
from seatsim.inputs.tables import Columns, read_table, stands
from seatsim.language.starting.marks import is_invented


def invented_rows(folder: Folder, names: Sequence[str]) -> Iterator[Phrase]:
    """A note for each table of a folder with rows whose source says that they are made up.

    A register of many counties is no example to fill in, and is not looked through for each of them again.
    """
    if isinstance(folder, Part):
        return
    for name in names:
        if PurePath(name).suffix == ".csv" and stands(folder / name):
            table = read_table(folder / name, Columns(("source",), others=True), [])
            made_up = 0 if table is None else sum(map(is_invented, table.text("source", empty="")))
            if table is not None and made_up:
                yield _rows_told(name, made_up, len(table))


def told_of_rows(notes: Sequence[str]) -> Iterator[Phrase]:
    """Those of a county's notes that tell of made-up rows."""
    told = _rows_told("", 0, 0).template
    return (note for note in notes if isinstance(note, Phrase) and note.template == told)


def _rows_told(name: str, made_up: int, rows: int) -> Phrase:
    return Phrase(
        "{}: {} of {} rows are invented (their source says so): replace them with the county's own", name, made_up, rows
    )


def invented_projects(projects: Mapping[str, Project]) -> Iterator[Phrase]:
    """A note for each project whose source says that it is made up."""
    return (
        Phrase("projects.{} is invented (its source says so): replace it with the county's own, or take it out", key)
        for key, project in projects.items()
        if is_invented(project.source)
    )

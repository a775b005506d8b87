"""The panel of the rows that were read: entities by years by grades, what is missing as NaN."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seatsim.backtesting.panel import Floats, Panel
from seatsim.inputs.enrolment import Enrolment, Series


def panel_of(enrolment: Enrolment) -> Panel:
    """Arrange what was read; entities and groups stand by name, so that no order of rows decides."""
    entities = enrolment.entities
    groups = tuple(sorted({*enrolment.group.values()}))
    of = {group: place for place, group in enumerate(groups)}
    years, grades = enrolment.pupils.year, enrolment.grade
    first_year, first_grade = int(years.min()), int(grades.min())
    pupils = np.full((len(entities), int(years.max()) - first_year + 1, int(grades.max()) - first_grade + 1), np.nan)
    place = {entity: row for row, entity in enumerate(entities)}
    rows = np.array([place[name] for name in enrolment.pupils.name], np.int64)
    pupils[rows, years - first_year, grades - first_grade] = enrolment.pupils.value
    born = np.concatenate([enrolment.births.year, enrolment.group_births.year])
    births_first, births_last = (int(born.min()), int(born.max())) if len(born) else (0, 0)
    return Panel(
        entities=entities,
        groups=groups,
        group_of=np.array([of[enrolment.group[entity]] for entity in entities], np.int64),
        first_year=first_year,
        grades=tuple(range(first_grade, int(grades.max()) + 1)),
        pupils=pupils,
        births=_by_year(enrolment.births, entities, births_first, births_last),
        group_births=_by_year(enrolment.group_births, groups, births_first, births_last),
        births_first=births_first,
    )


def _by_year(series: Series, names: Sequence[str], first: int, last: int) -> Floats | None:
    """Numbers by name and year, shape (names, years); None where there are none."""
    if not series.name:
        return None
    place = {name: row for row, name in enumerate(names)}
    values = np.full((len(names), last - first + 1), np.nan)
    values[[place[name] for name in series.name], series.year - first] = series.value
    return values

"""Timed builds: what a scenario says of a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from seatsim.domain.text import Text

ProjectKind: TypeAlias = Literal["new-school", "extension", "move", "conversion", "temporary"]
Fills: TypeAlias = Literal["entry", "split", "move", "extend"]
Phase: TypeAlias = Literal["idea", "review", "funding", "design", "construction", "acceptance"]


@dataclass(frozen=True)
class Project:
    """A timed build, or one that a policy may order."""

    kind: ProjectKind
    """A new school, an extension of an existing one, a school that moves to a new site, rooms converted to another
    stage (or to nursery classes, which the model does not follow), or temporary rooms."""
    school: str
    """School id; a new school's own id, which must not stand in the register."""
    opens: int
    """Planned September, before which it does not open: the academic year in which it should [academic year]."""
    source: str
    """Where this project is stated, or why it is assumed."""
    name: Text = field(default_factory=Text)
    """Name of a new school."""
    zone: str = ""
    """Zone of a new school."""
    rooms_K: int = 0  # noqa: N815 - the column names of the register
    """Kindergarten classrooms added [rooms]."""
    rooms_P: int = 0  # noqa: N815
    """Primary classrooms added [rooms]."""
    rooms_J: int = 0  # noqa: N815
    """Junior classrooms added [rooms]."""
    rooms_S: int = 0  # noqa: N815
    """Senior classrooms added [rooms]."""
    gives_K: int = 0  # noqa: N815
    """Kindergarten classrooms that a conversion gives up at hand-over [rooms]."""
    gives_P: int = 0  # noqa: N815
    """Primary classrooms given up [rooms]."""
    gives_J: int = 0  # noqa: N815
    """Junior classrooms given up [rooms]."""
    gives_S: int = 0  # noqa: N815
    """Senior classrooms given up [rooms]."""
    years: int = 0
    """Septembers for which temporary rooms stand, from the first on which they are open; 0: for good [years]."""
    plan: int = 0
    """Yearly senior places added to the school's plan [places/year]."""
    closes_rooms: int = 0
    """Classrooms of the same school that cannot be used while an extension is built [rooms]."""
    starts: str = ""
    """Month in which it enters review, ``YYYY-MM``; empty: the planned September less the median time."""
    phase: Phase = "idea"
    """Where it stood on the baseline's opening day."""
    progress: float = 0.0
    """Share of that phase already done [share]."""
    fills: Fills | None = None
    """How its rooms fill; by default ``entry`` for a new school, ``extend`` or ``move`` for the others."""
    grades: tuple[str, ...] = ()
    """Grades that move on the opening day when it fills by ``split``."""
    takes_from: Mapping[str, float] | None = None
    """Schools or zones from which it takes, with the share of their catchment (and of the grades named)."""
    capital: float | None = None
    """Planned cost [10^4 yuan]; by default seats times the price of a seat."""
    status: Literal["reported", "assumed"] = "assumed"
    """Whether the report names the project or seatsim assumes it."""

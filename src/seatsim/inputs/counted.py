"""What the report counts must be what the county's files hold: areas (F2) and schools by kind (F3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seatsim.domain.county import Register, Zone
from seatsim.domain.faults import Fault
from seatsim.domain.figures import Figure
from seatsim.domain.phrase import Phrase
from seatsim.inputs.tables import File

AREAS: Mapping[str, tuple[str, ...]] = {
    "old-town": ("F2.subdistricts",),
    "new-urban": ("F2.offices",),
    "development": ("F2.national_zones", "F2.provincial_zones"),
    "town": ("F2.towns",),
}
"""Figures that count the zones of each kind."""
KINDS: Mapping[str, str] = {
    "kindergarten": "F3.kindergartens",
    "primary": "F3.primary",
    "junior": "F3.junior",
    "nine-year": "F3.nine_year",
    "senior": "F3.senior",
    "college": "F3.college",
    "vocational": "F3.vocational",
    "special": "F3.special",
}
PUPILS = "F4"
ALL_SCHOOLS = "F3.schools"


def count_faults(
    path: File, figures: Mapping[str, Figure], zones: tuple[Zone, ...] | None, register: Register | None
) -> Iterator[Fault]:
    """Faults of figures that count other areas than the zones, or other schools than the register.

    A school counts once or once for each of its campuses: both are taken. A figure that is not there is not checked,
    nor is one whose areas or schools are not known: None, or kinds that are none.
    """
    if zones is not None:
        yield from _areas(path, figures, zones)
    if register is None:
        return
    known = set(register.kind) <= set(KINDS)
    for kind, name in KINDS.items() if known else ():
        legal = {school for school, k in zip(register.legal_school, register.kind, strict=True) if k == kind}
        yield from _schools(path, figures, name, len(legal), register.kind.count(kind), Phrase("of kind '{}'", kind))
    in_all = len(set(register.legal_school)), len(register.kind)
    yield from _schools(path, figures, ALL_SCHOOLS, *in_all, Phrase("in all"))


def _areas(path: File, figures: Mapping[str, Figure], zones: tuple[Zone, ...]) -> Iterator[Fault]:
    for kind, names in AREAS.items():
        held = sum(zone.kind == kind for zone in zones)
        known = [figures[name] for name in names if name in figures]
        if len(known) == len(names) and sum(figure.value for figure in known) != held:
            ids, found = " + ".join(names), f"{sum(figure.value for figure in known):g}"
            words = Phrase(
                "must be the {} zones of kind '{}' in zones.csv (leave it out where zones are drawn otherwise)",
                held,
                kind,
            )
            yield Fault(str(path), known[0].line, f"value ({ids})", found, words, "count")


def count_notes(figures: Mapping[str, Figure], register: Register) -> Iterator[Phrase]:
    """Where a real register holds another number of pupils than the report: the register counts."""
    told, held = figures.get(PUPILS), sum(int(pupils.sum()) for pupils in register.pupils.values())
    if told is not None and not register.synthetic and told.value != held:
        yield Phrase("{} says {:,.0f} pupils, the register holds {:,}: the register counts", PUPILS, told.value, held)


def _schools(
    path: File, figures: Mapping[str, Figure], name: str, legal: int, campuses: int, which: Phrase
) -> Iterator[Fault]:
    figure = figures.get(name)
    if figure is None or legal <= figure.value <= campuses:
        return
    held = campuses if legal == campuses else Phrase("{} (on {} campuses)", legal, campuses)
    words = Phrase("must be the {} schools {} in schools.csv", held, which)
    yield Fault(str(path), figure.line, f"value ({name})", f"{figure.value:g}", words, "count")

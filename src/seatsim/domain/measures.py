"""The published list of measures: name, unit, meaning, formula, and the stages in which each has a meaning."""

from __future__ import annotations

from collections.abc import Mapping

from seatsim.domain.measure import ALL_STAGES, CLASSES, CLASSES_AND_ALL, COMPULSORY_STAGES, Measure
from seatsim.domain.measures_staff import STAFF_MEASURES

RESOURCES: Mapping[str, str] = {
    "qualified_teachers": "teachers above the required degree",
    "backbone_teachers": "backbone teachers of county level or higher",
    "pe_arts_teachers": "full-time teachers of physical education and the arts",
    "floor_area": "floor area of teaching and auxiliary rooms",
    "sports_area": "sports ground",
    "equipment_value": "value of teaching equipment",
    "multimedia_rooms": "multimedia classrooms on the network",
}
"""The seven resources of the official coefficient (教督〔2017〕6号), by id."""


_ROOMS = "raw × rooms ÷ rooms of the baseline"
_BOUGHT = "raw + what the plan of equipment has bought"
_MOVES: Mapping[str, str] = {
    "backbone_teachers": "; raw as the model posts them",
    "floor_area": f"; {_ROOMS}",
    "equipment_value": f"; {_BOUGHT}",
    "multimedia_rooms": f"; {_ROOMS}, {_BOUGHT}",
}
"""How what the register holds of a resource moves."""


def _cv(indicator: str) -> Measure:
    return Measure(
        f"between_school_cv_{indicator}",
        "ratio",
        f"Variation between schools: {RESOURCES[indicator]} per pupil",
        "S / X, S = sqrt(Σ (n/N)(x − X)²), x = raw / n, X = Σ raw / N; schools under 50 pupils and schools of the "
        f"register without the resource on record left out{_MOVES.get(indicator, '')}",
        COMPULSORY_STAGES,
        whole=False,
        zones=False,
        better="lower",
    )


MEASURES: tuple[Measure, ...] = (
    Measure(
        "pupils",
        "pupils",
        "Pupils on opening day; in primary and junior those awaiting a place are included, in their home zone",
        "Σ pupils in school + unplaced",
        ALL_STAGES,
    ),
    Measure(
        "entrants",
        "pupils",
        "Pupils admitted to the entry grade",
        "Σ over schools of entrants",
        (*CLASSES, "vocational"),
    ),
    Measure(
        "entry_places",
        "places",
        "Places open to every claim: rooms left for the entry grade times the class size that the gate allows to all",
        "Σ entry rooms × class size (open gate, kindergarten: hard cap; strict gate: standard class); the plan where "
        "that is less or alone is stated",
        (*CLASSES, "vocational"),
    ),
    Measure(
        "seats",
        "seats",
        "Seats: usable ordinary classrooms times the planning size (all: the four stages with classes)",
        "Σ rooms × planning size",
        CLASSES_AND_ALL,
    ),
    Measure(
        "seat_balance",
        "seats",
        "Seats less pupils, net: an empty seat in one school hides a missing one in another",
        "seats − pupils = empty_seats − pupils_over_seats − unplaced",
        CLASSES_AND_ALL,
    ),
    Measure(
        "empty_seats",
        "seats",
        "Empty seats, never netted against shortage",
        "Σ over schools and stages of max(0, seats − pupils in school)",
        CLASSES_AND_ALL,
        better="lower",
    ),
    Measure(
        "pupils_over_seats",
        "pupils",
        "Pupils beyond the seats of their school, never netted against surplus",
        "Σ over schools and stages of max(0, pupils in school − seats)",
        CLASSES_AND_ALL,
        better="lower",
    ),
    Measure(
        "seat_use",
        "pupils/seat",
        "Use of seats",
        "pupils ÷ seats; left out where there is no seat",
        CLASSES_AND_ALL,
        whole=False,
    ),
    Measure(
        "unplaced",
        "pupils",
        "Children of compulsory age awaiting a place (待统筹) on opening day, in their home zone",
        "Σ over grades of the children of the zone who wait",
        (*COMPULSORY_STAGES, "all"),
        better="lower",
    ),
    Measure(
        "placed_over_cap",
        "pupils",
        "Children of compulsory age placed as a last resort, in any grade, beyond the places of the gate",
        "Σ over schools and grades of those placed as a last resort",
        (*COMPULSORY_STAGES, "all"),
        better="lower",
    ),
    Measure(
        "at_home",
        "children",
        "Children who found no kindergarten place and stay at home",
        "Σ over grades of the children of the zone who found no place",
        ("kindergarten",),
        better="lower",
    ),
    Measure("classes", "classes", "Classes", "Σ over schools and grades of classes", CLASSES_AND_ALL),
    Measure(
        "classes_above_standard",
        "classes",
        "Classes above the standard class (25/30/35, 45, 50, 50; all: primary, junior and senior)",
        "number of classes with more pupils than the standard; of k classes of n pupils in a grade, n mod k have "
        "⌊n/k⌋ + 1, the others ⌊n/k⌋",
        CLASSES_AND_ALL,
        apart=("kindergarten",),
        better="lower",
    ),
    Measure(
        "classes_large",
        "classes",
        "Large classes (大班额, 56 and more), super-large ones included",
        "number of classes of limits.classes.large pupils or more; sizes as in classes_above_standard",
        CLASSES_AND_ALL,
        better="lower",
    ),
    Measure(
        "classes_super_large",
        "classes",
        "Super-large classes (超大班额, 66 and more)",
        "number of classes of limits.classes.super_large pupils or more; sizes as in classes_above_standard",
        CLASSES_AND_ALL,
        better="lower",
    ),
    Measure(
        "pupils_above_standard",
        "pupils",
        "Pupils in classes above the standard class (all: primary, junior and senior)",
        "Σ size of the classes above the standard",
        CLASSES_AND_ALL,
        apart=("kindergarten",),
        better="lower",
    ),
    Measure(
        "pupils_large",
        "pupils",
        "Pupils in large classes",
        "Σ size of the classes of limits.classes.large pupils or more",
        CLASSES_AND_ALL,
        better="lower",
    ),
    Measure(
        "pupils_super_large",
        "pupils",
        "Pupils in super-large classes",
        "Σ size of the classes of limits.classes.super_large pupils or more",
        CLASSES_AND_ALL,
        better="lower",
    ),
    Measure(
        "special_rooms_borrowed",
        "rooms",
        "Special or makeshift rooms used as classrooms",
        "Σ over campuses of the rooms borrowed",
        CLASSES_AND_ALL,
        better="lower",
    ),
    Measure(
        "schools",
        "campuses",
        "Campuses with pupils in the stage (all: with any pupil)",
        "number of campuses with at least one pupil",
        ALL_STAGES,
    ),
    Measure(
        "schools_oversized",
        "campuses",
        "Campuses above the size limit of their kind (大校额), each campus once",
        "number of campuses with more pupils than limits.schools allows their kind",
        ("all",),
        better="lower",
    ),
    Measure(
        "pupils_oversized",
        "pupils",
        "Pupils in oversized campuses",
        "Σ pupils of the campuses above the limit",
        ("all",),
        better="lower",
    ),
    Measure(
        "senior_admission_rate",
        "share",
        "Entrants of general senior schools per junior leaver",
        "senior entrants ÷ junior leavers of the year before; left out in the baseline year",
        ("senior",),
        whole=False,
        zones=False,
    ),
    Measure(
        "gross_enrolment_rate",
        "ratio",
        "Pupils per registered child of the stage's age group; a stock net of those who study elsewhere",
        "pupils ÷ registered children; left out where these are unknown",
        ("kindergarten", *COMPULSORY_STAGES),
        whole=False,
        zones=False,
    ),
    Measure(
        "between_school_cv",
        "ratio",
        "Variation between schools, composite of the seven resources; new schools hold the baseline's mean per pupil "
        "for their planned seats (assumed)",
        "plain mean of the single coefficients",
        COMPULSORY_STAGES,
        whole=False,
        zones=False,
        better="lower",
    ),
    *(_cv(indicator) for indicator in RESOURCES),
    *STAFF_MEASURES,
    Measure(
        "capital",
        "10^4 yuan",
        "Capital paid in the calendar year of the autumn",
        "Σ instalments of projects",
        ("all",),
        whole=False,
        zones=False,
        better="lower",
    ),
)
"""Every measure, in the order of the tables."""

MEASURE: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}
"""Measures by name."""

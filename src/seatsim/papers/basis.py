"""What numbers of the papers rest on: a projection is derived at best, and assumed where what it is made from is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seatsim.indicators.measures import ALL
from seatsim.papers.runs import Run

Told = Mapping[str, Any]
_REGISTER = {"registered": "reported", "completed": "derived", "mostly": "derived"}
"""Kind of the classrooms and classes by what is known of them; of all else they are assumed."""
_COUNTED = ("reported", "derived")
_OF_PUPILS = "pupils_oversized"


def projected(kind: str) -> str:
    """Kind of what is computed from data of a kind: nobody has reported what is computed."""
    return "derived" if kind in _COUNTED else "assumed"


def rooms_kind(answers: Told, stage: str = ALL) -> str:
    """Kind of the register's classrooms and classes themselves, of a stage where that is known by itself."""
    rests = answers["rests_on"]
    return _REGISTER.get(rests.get("rooms_by_stage", {}).get(stage, rests["classrooms_and_classes"]), "assumed")


def crowding_kind(answers: Told, stage: str = ALL) -> str:
    """Kind of counts of crowding and seats, the baseline's too: a register has neither sizes of classes nor seats."""
    return projected(rooms_kind(answers, stage))


def counted_kind(run: Run, measure: str, stage: str) -> str:
    """Kind of a count of crowded pupils: how large a school is rests on its pupils alone, not on its rooms."""
    if measure == _OF_PUPILS:
        return projected(register_kind(run))
    return crowding_kind(run.answers, stage)


def staff_kind(answers: Told) -> str:
    """Kind of the staff in place in the baseline year."""
    return "reported" if answers["posts"].get("staff_kind") == "reported" else "assumed"


def pupils_kind(run: Run) -> str:
    """Kind of the county's pupils in the baseline year: that of the figure with their number, else the register's."""
    total = run.answers["rests_on"]["pupils_at_baseline"]["county"]
    for row in run.table("figures.csv").iter_rows(named=True):
        if row["unit"] == "pupils" and row["value"] == f"{total['p50']:g}" and row["kind"] in _COUNTED:
            return str(row["kind"])
    return register_kind(run)


def stages_kind(run: Run) -> str:
    """Kind of the pupils of each stage in the baseline year: a made-up register may be shared out of a figure."""
    kind = register_kind(run)
    return projected(pupils_kind(run)) if kind == "assumed" else kind


def register_kind(run: Run) -> str:
    """Kind of the register's own counts of pupils: reported unless rows are made up or the start varies."""
    if "assumed" in run.table("register.csv")["status"].to_list():
        return "assumed"
    total = run.answers["rests_on"]["pupils_at_baseline"]["county"]
    return "reported" if total["p10"] == total["p90"] else "derived"

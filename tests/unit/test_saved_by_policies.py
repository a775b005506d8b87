"""A saving of recurrent spending names the policy that saves, where it acts in most futures."""

from __future__ import annotations

from typing import Any

import pytest

from compared import FACTS, comparison_row, estimate
from seatsim.comparing.saved_by_policies import acting
from seatsim.comparing.verdict import verdict

STOP = {"policy": "stop", "order": "stop-hiring"}


def ordered(chance: float, order: str = "stop-hiring", first: int | None = 2029) -> dict[str, Any]:
    return {"policy": "stop", "order": order, "chance": chance, "first": {"p10": 2028, "p50": first, "p90": None}}


def told(recurrent: float, rows: list[dict[str, Any]]) -> dict[str, str]:
    row = comparison_row(estimate(2000, 1900, 2100), 0.8)
    row["cost"] = row["cost"] | {"recurrent": estimate(recurrent, recurrent - 10, recurrent + 10)}
    return verdict(row | {"acting": acting({"policies": [STOP]}, {"policies": rows})}, FACTS)


def test_what_a_stop_of_hiring_saves_is_not_credited_to_the_plan_in_silence() -> None:
    said = told(-12_000, [ordered(0.97)])
    assert (
        "经常性支出的减少包含条件措施之效：达到条件即停招教师（97%的未来触发，首次的中位数为 2029 年）。" in said["zh"]
    )
    assert (
        "The recurrent spending saved includes what policies save: hiring stops when a limit is passed (in 97% of the"
        " futures, first in 2029 by the median)." in said["en"]
    )


@pytest.mark.parametrize(
    ("recurrent", "rows"),
    [
        (12_000, [ordered(0.97)]),  # nothing is saved
        (-12_000, [ordered(0.4, first=None)]),  # it seldom acts
        (-12_000, [ordered(0.97, order="projects.huts")]),  # a build saves nothing
        (-12_000, [{**ordered(0.97), "policy": "of-the-base"}]),
        (-12_000, []),
    ],
)
def test_no_policy_is_named_that_does_not_save(recurrent: float, rows: list[dict[str, Any]]) -> None:
    said = told(recurrent, rows)
    assert "what policies save" not in said["en"]
    assert "条件措施之效" not in said["zh"]

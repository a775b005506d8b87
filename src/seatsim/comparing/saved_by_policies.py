"""Whether recurrent spending that a plan saves is a policy's doing: said where one that saves acts in most futures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from seatsim.domain.policy import STOP_HIRING
from seatsim.language.plan_contents import orders_named
from seatsim.language.words import Words

Block = Mapping[str, Any]

_MOST = 0.5
"""Share of the futures from which a policy acts in most."""
_SAVING = (STOP_HIRING, "mergers")
"""Orders after which there is less to spend every year."""


def acting(contents: Block, answers: Block) -> list[Block]:
    """The plan's own policies that save recurrent spending and act in most futures: order, share, median first year."""
    own = {each["policy"] for each in contents["policies"]}
    return [
        {"policy": row["policy"], "order": row["order"], "chance": row["chance"], "first": row["first"]["p50"]}
        for row in answers.get("policies", ())
        if row["policy"] in own and row["order"].partition(".")[0] in _SAVING and row["chance"] > _MOST
    ]


def saved_by_policies(row: Block, words: Words) -> Iterator[str]:
    """The sentence that names them, where recurrent spending is saved; ``words`` are those of the comparison."""
    recurrent, found = row["cost"]["recurrent"], row.get("acting", ())
    if recurrent is None or round(recurrent["mean"]) >= 0 or not found:
        return
    told = [
        words("saved_by_first" if each["first"] else "saved_by_share").format(
            order=orders_named([each], words.lang),
            chance=words.numbers.percent(each["chance"]),
            year=each["first"],
        )
        for each in found
    ]
    yield words("saved_by").format(parts=words.join(told))

"""What a plan does beyond another: projects by kind, changes of the layout, levers, policies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from seatsim.domain.scenario import Plan

Block = dict[str, Any]
Tree = Mapping[str, Any]

NAMED: Mapping[str, tuple[str, str]] = {
    "boundaries": ("layout", "boundaries"),
    "mergers": ("small_schools", "mergers"),
    "groups_formed": ("groups", "formed"),
}
"""Changes of the layout that bear names of their own, and where they stand among the levers."""
SWITCHES: Mapping[str, str] = {"verification": "on", "talent": "teachers", "equipment": "share"}
"""Levers whose other settings mean nothing while this one is off or 0."""

_BUDGET = "capital.budget"
"""The lever of which answers tell whether anybody gave it."""


def plan_tree(plan: Plan) -> Tree:
    """A plan as a resolved scenario holds it: ``levers``, ``projects``, ``policies``."""
    return {
        "levers": asdict(plan.levers),
        "projects": {name: asdict(project) for name, project in plan.projects.items()},
        "policies": {name: asdict(policy) for name, policy in plan.policies.items()},
    }


def plan_contents(base: Tree, plan: Tree, unstated: Collection[str] = ()) -> Block:
    """Everything in which a plan differs from a base, both resolved; what is the same in both is left out.

    ``projects`` are counted by kind: new ones, ``changed`` ones (of a name that the base has, with other values) and
    ``left_out`` ones of the base. Of a lever that one of the two does not know nothing is told. Of those whose keys are
    ``unstated`` the base has the default, for nobody gave a value (``base_default``).
    """
    mine, theirs = base.get("projects", {}), plan.get("projects", {})
    shared = mine.keys() & theirs.keys()
    old, new = base.get("policies", {}), plan.get("policies", {})
    return {
        "projects": dict(Counter(str(each["kind"]) for name, each in theirs.items() if name not in mine)),
        "projects_changed": sum(mine[name] != theirs[name] for name in shared),
        "projects_left_out": len(mine) - len(shared),
        "changes": {name: count for name, place in NAMED.items() if (count := _changes(base, plan, place))},
        "levers": list(_levers(base, plan, unstated)),
        "policies": [{"policy": name, "order": new[name]["order"]} for name in new if new[name] != old.get(name)],
        "policies_left_out": len(old.keys() - new.keys()),
    }


def projects_alone(contents: Block | Tree) -> bool:
    """Whether a plan differs from the base by projects and nothing else."""
    return not any(contents[name] for name in ("changes", "levers", "policies", "policies_left_out"))


def _changes(base: Tree, plan: Tree, place: tuple[str, str]) -> int:
    """Named changes of one kind that are new, other than the base's, or left out."""
    mine, theirs = (tree["levers"].get(place[0], {}).get(place[1], {}) for tree in (base, plan))
    return sum(mine.get(name) != theirs.get(name) for name in {*mine, *theirs})


def unstated_of(base_money: Tree) -> tuple[str, ...]:
    """Levers of a base that have the default because nobody gave a value, by what its answers tell of money."""
    return () if base_money.get("budget_given", True) else (_BUDGET,)


def _levers(base: Tree, plan: Tree, unstated: Collection[str]) -> Iterator[Block]:
    """Settings that differ, by dotted key, in the plan's order; ``base`` is None where one meant nothing there."""
    mine, theirs = (dict(_settings(tree["levers"])) for tree in (base, plan))
    for key, value in theirs.items():
        if key in mine and mine[key] != value and not _idle(key, theirs):
            default = {"base_default": True} if key in unstated else {}
            yield {"key": key, "base": None if _idle(key, mine) else mine[key], **default, "plan": value}


def _idle(key: str, settings: Mapping[str, Any]) -> bool:
    """Whether a setting means nothing, for what it belongs to is switched off."""
    lever, name = key.split(".", 1)
    switch = SWITCHES.get(lever, name)
    return name != switch and not settings.get(f"{lever}.{switch}")


def _settings(levers: Tree) -> Iterator[tuple[str, Any]]:
    named = set(NAMED.values())
    for lever, settings in levers.items():
        for key, value in settings.items():
            if (lever, key) not in named:
                yield f"{lever}.{key}", value

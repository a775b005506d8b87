"""Every lever at off, half and full: off changes no byte, the first thing that moves is its own, and not too early."""

from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest
from first_difference import arrays, distance, first_difference, run, total
from lever_cases import CASES, Case
from lever_table import lever_cells, off
from report_coverage import PAGE, cells

from seatsim.domain.scenario import Levers


@pytest.fixture(autouse=True)
def _in_the_repository(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(request.config.rootpath)


@pytest.mark.parametrize("case", CASES, ids=[case.key for case in CASES])
def test_a_lever_moves_its_own_first(case: Case) -> None:
    base = run(case.scenario, *case.needs)
    if (value := off(case.key)) is not None:
        stated = run(case.scenario, *case.needs, f"{case.key}={value}")
        for (name, one), (_, other) in zip(arrays(base), arrays(stated), strict=True):
            assert one.tobytes() == other.tobytes(), name
    full = run(case.scenario, *case.needs, f"{case.key}={case.full}")
    found = first_difference(base, full)
    assert found is not None, "the lever moves nothing"
    year, name = found
    assert cells(*lever_cells(case)) in PAGE.read_text(encoding="utf-8").splitlines()
    assert name == case.own or name.startswith(f"{case.own}.")
    assert year >= (case.acts if case.own != "projects" else base.outcome.years[0])
    if case.half is not None:
        half = run(case.scenario, *case.needs, f"{case.key}={case.half}")
        low, middle, high = (total(each, case.own, None if case.summed else year) for each in (base, half, full))
        assert min(low, high) <= middle <= max(low, high)
        # What only changes places keeps its sum: then half must be no further from off than full is.
        assert distance(base, full, name, year) > 0.0
        assert low != high or distance(base, half, name, year) <= distance(base, full, name, year)


def _keys(kind: Any, above: str) -> set[str]:  # noqa: ANN401 - a dataclass of any kind
    """Every key of the levers; a table of free names is one key."""
    found: set[str] = set()
    for name, hint in get_type_hints(kind).items():
        inner = [each for each in (hint, *get_args(hint)) if is_dataclass(each)]
        if is_dataclass(hint):
            found |= _keys(hint, f"{above}.{name}")
        else:
            found.add(f"{above}.{name}" if not inner else f"{above}.{name}.*")
    return found


def test_no_lever_is_left_out() -> None:
    tried = {case.key for case in CASES}
    free = {key for key in _keys(Levers, "levers") if key.endswith(".*")}
    for key in free:
        assert any(case.startswith(key[:-1]) for case in tried), key
    plain = _keys(Levers, "levers") - free
    assert plain - tried == set()
    assert any(case.startswith("policies.") for case in tried)
    assert {case.lever for case in CASES} == {f"L{number}" for number in range(1, 14)}
    assert len(fields(Levers)) == len({key.split(".")[1] for key in tried if key.startswith("levers.")})

"""Which mutants count as faults: rules of tests/mutation on small functions."""

from pathlib import Path

import pytest
from mutants import Mutant
from same_behaviour import same_behaviour

SAME = {
    "words of an error": ("    raise ValueError('no room')", "    raise ValueError('XXno roomXX')"),
    "words of an assertion": ("    assert x, 'no room'", "    assert x, None"),
    "cast": ("    return cast(Stage, x)", "    return cast(None, x)"),
    "strict left out": ("    return list(zip(x, x, strict=False))", "    return list(zip(x, x, ))"),
    "strict as it is anyway": ("    return list(zip(x, x, strict=False))", "    return list(zip(x, x, strict=None))"),
    "floats as they are anyway": ("    return np.zeros(3, dtype=np.float64)", "    return np.zeros(3, dtype=None)"),
}
OTHER = {
    "another error": ("    raise ValueError('no room')", "    raise TypeError('no room')"),
    "what is asserted": ("    assert x, 'no room'", "    assert not x, 'no room'"),
    "strict": ("    return list(zip(x, x, strict=False))", "    return list(zip(x, x, strict=True))"),
    "whole numbers": ("    return np.zeros(3, dtype=np.int64)", "    return np.zeros(3, dtype=None)"),
    "bound": ("    return x < 1", "    return x <= 1"),
}


@pytest.mark.parametrize("rule", SAME)
def test_what_cannot_change_behaviour_is_left_out(rule: str) -> None:
    assert same_behaviour(*(f"def f(x):\n{body}\n" for body in SAME[rule]))


@pytest.mark.parametrize("rule", OTHER)
def test_what_can_change_behaviour_is_kept(rule: str) -> None:
    assert not same_behaviour(*(f"def f(x):\n{body}\n" for body in OTHER[rule]))


def test_what_an_object_shows_of_itself_is_left_out() -> None:
    assert same_behaviour("def __repr__(self):\n    return 'a'\n", "def __repr__(self):\n    return 'XXaXX'\n")


def test_a_result_that_is_no_verdict_on_the_mutant_is_unknown() -> None:
    fates = {code: Mutant("m", Path("m.py"), "", "", code).fate for code in (None, 2, 4, 255, -14, 0, 1, -24)}
    assert fates == {**dict.fromkeys((None, 2, 4, 255, -14), "unknown"), 0: "survived", 1: "killed", -24: "timed out"}

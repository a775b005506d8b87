"""Pytest's side of the mutation run: quickest tests first, no more of them than a mutant is worth, none for ever.

Loaded by ``tests/conftest.py`` where mutmut runs pytest; see ``mutants.py``.
"""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Iterator
from functools import cache
from math import ceil
from pathlib import Path
from time import process_time

import pytest

STRONG = ("tests/reference/", "tests/theory/", "tests/metamorphic/")
"""Folders whose tests look at everything: they come before others that are as quick."""
_HASTE = 50.0
"""How many times slower they may be and still come first."""
BUDGET = 20.0
"""Processor time of tests, as measured without a mutant, that one mutant has to outlive [s]."""
_MOST_MEMORY = 6 << 30
"""Bytes that a mutant may take before allocation fails."""
_MEASURED = Path("seconds.json")
"""Processor time of each test with its fixtures [s], beside what mutmut keeps."""
_UNKNOWN = 1.0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the likeliest killers a second first, and leave out what a mutant's budget does not reach."""
    if not _mutated():
        return
    _limit(resource.RLIMIT_AS, _MOST_MEMORY)
    left, kept = BUDGET, list[pytest.Item]()
    for item in sorted(items, key=lambda item: _seconds(item) / (_HASTE if item.nodeid.startswith(STRONG) else 1.0)):
        if not kept or _seconds(item) <= left:
            kept.append(item)
            left -= _seconds(item)
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Let no test of a mutant take much longer than it took without one: SIGXCPU, which mutmut calls a timeout."""
    began = process_time()
    if _mutated():
        _limit(resource.RLIMIT_CPU, ceil(began + 10.0 + 5.0 * _seconds(item)))
    yield
    _measured()[item.nodeid] = process_time() - began


def pytest_sessionfinish() -> None:
    """Keep what the tests took where mutmut ran them to learn what they reach."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        _MEASURED.write_text(json.dumps(_measured(), indent=1), encoding="utf-8")


def _mutated() -> bool:
    """Whether a mutant is under test: mutmut also runs pytest to list, to measure and to check all of them."""
    return "__mutmut_" in os.environ.get("MUTANT_UNDER_TEST", "")


def _seconds(item: pytest.Item) -> float:
    return _measured().get(item.nodeid, _UNKNOWN)


@cache
def _measured() -> dict[str, float]:
    """Processor time by test, as far as it is known [s]."""
    known: dict[str, float] = json.loads(_MEASURED.read_text(encoding="utf-8")) if _MEASURED.exists() else {}
    return known


def _limit(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))

"""Shared settings (property tests run the same examples everywhere), and runs that several test files read."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

_MUTATED = "MUTANT_UNDER_TEST" in os.environ
"""Whether mutmut runs the tests, see tests/mutation."""
pytest_plugins = [
    "chromium",
    "interrupted",
    "little",
    "office_files",
    "one_scheduler",
    *(["quick_first"] if _MUTATED else []),
]

settings.register_profile(
    "seatsim", deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "mutation", settings.get_profile("seatsim"), phases=(Phase.explicit, Phase.generate), max_examples=10, database=None
)
# A larger search for exceptions to the laws: pytest tests/metamorphic --hypothesis-profile=search
settings.register_profile("search", settings.get_profile("seatsim"), max_examples=600)
settings.load_profile("mutation" if _MUTATED else "seatsim")


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of little finished runs, made once; read only."""
    from compared import little_runs

    return little_runs(tmp_path_factory.mktemp("runs"))

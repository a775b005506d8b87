"""Shared settings (property tests run the same examples everywhere), and runs that several test files read."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["chromium", "office_files"]

settings.register_profile(
    "seatsim", deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("seatsim")


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of little finished runs, made once; read only."""
    from compared import little_runs

    return little_runs(tmp_path_factory.mktemp("runs"))

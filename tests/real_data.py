"""Real data for validation, kept beside the repository and not shipped."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1].parent / "shared" / "data"


def real_data(name: str) -> Path:
    """Path of a folder or file of the real data; the test is skipped where it is absent."""
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"real data not here: {path}")
    return path

"""The shipped defaults of what a test is not about."""

from pathlib import Path

from seatsim.inputs.county import default_settings

ROOT = Path(__file__).parent.parent
SHIPPED = default_settings(ROOT / "seeds")
"""Defaults of the norms with the worked county's own."""

"""Frozen dataclasses of the field: no input, no output, no arithmetic beyond simple properties."""

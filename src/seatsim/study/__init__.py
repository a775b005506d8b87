"""Many futures of one plan."""

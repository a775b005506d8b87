"""Pure functions on what a run left behind."""

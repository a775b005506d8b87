"""The results folder: write, read, provenance."""

from __future__ import annotations

from seatsim.results.folder import RunFolder, prepare_folder
from seatsim.results.manifest import Look, RunFacts, run_facts, scenario_digest, versions
from seatsim.results.write import read_answers, write_results

__all__ = [
    "Look",
    "RunFacts",
    "RunFolder",
    "prepare_folder",
    "read_answers",
    "run_facts",
    "scenario_digest",
    "versions",
    "write_results",
]

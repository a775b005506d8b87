"""Whose error laws of demand the bands hold; nothing of a run that does not say it."""

from __future__ import annotations

from seatsim.language.words import Words
from seatsim.telling.cells import Block


def demand_errors(answers: Block, words: Words) -> str:
    """Where the laws are from, as a clause; empty for results written before they were told."""
    found = answers["rests_on"].get("demand_errors")
    return words(f"demand_errors_{found['kind']}") if found else ""


def also_demand(answers: Block, words: Words) -> str:
    """The clause as it follows on another one."""
    told = demand_errors(answers, words)
    return words("demand_errors_also").format(told=told) if told else ""


def demand_in_band(answers: Block, words: Words) -> str:
    """The clause as a sentence on the band; empty where there is none."""
    told = demand_errors(answers, words)
    return words("demand_errors_band").format(told=told) if told else ""

"""How runs that stand beside each other are called, wherever they do: page, charts, terminal, comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seatsim.results.read import Results

_OTHER = {"zh": "en", "en": "zh"}


def labels(runs: Sequence[Results]) -> tuple[str, ...]:
    """One name a run: its scenario, with the folder's name, or its place, where that does not tell runs apart."""
    scenarios = [str(run.content["scenario"]) for run in runs]
    named = [
        scenario if scenarios.count(scenario) == 1 else f"{scenario} ({run.folder.resolve().name})"
        for scenario, run in zip(scenarios, runs, strict=True)
    ]
    return tuple(
        name if named.count(name) == 1 else f"{name} #{named[:place].count(name) + 1}"
        for place, name in enumerate(named)
    )


def titles(runs: Sequence[Results], names: Sequence[str]) -> tuple[Mapping[str, str], ...]:
    """Titles of the runs in both languages, each with what ``labels`` adds behind it where another run bears the same.

    A title that is missing in one language is that of the other; a run without any bears its label.
    """
    told = [
        {lang: run.answers["title"][lang] or run.answers["title"][other] for lang, other in _OTHER.items()}
        for run in runs
    ]
    return tuple(_apart(place, runs[place], name, told) for place, name in enumerate(names))


def _apart(place: int, run: Results, name: str, told: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    """A title told apart from the others in every language, where it is the same as another's in one of them."""
    mine = told[place]
    if not mine["zh"]:
        return dict.fromkeys(_OTHER, name)
    if all(sum(mine[lang] == other[lang] for other in told) == 1 for lang in _OTHER):
        return mine
    behind = name.removeprefix(str(run.content["scenario"])) or f" ({name})"
    return {lang: f"{text}{behind}" for lang, text in mine.items()}

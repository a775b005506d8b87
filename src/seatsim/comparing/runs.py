"""Which runs can be compared: what refuses them, what is worth a note, what is not the plan's merit alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from seatsim.domain.faults import RefusedFolder
from seatsim.indicators.measures import MeasureFrame
from seatsim.language.comparison import both
from seatsim.results.manifest import scenario_digest
from seatsim.results.read import Results, read_results

Text = Mapping[str, str]

_SAME = {
    "county_digest": "another county, or another state of its files",
    "seed": "another seed: future 17 of one is not future 17 of the other",
    "horizon": "another horizon",
}
"""What must be the same in two manifests, and what it means where it is not."""
_BY_ZONE = ("pupils", "seats", "empty_seats")
_NATURE = ("uncertainty", "baseline", "as_of")
"""Parts of a scenario that are nature or reading, not plan."""
_UNSET = "unset"


def read_runs(folders: Sequence[Path]) -> tuple[Results, ...]:
    """Read the runs that are compared, the base first. Raises RefusedFolder where they cannot be compared."""
    if len(folders) < 2:
        raise RefusedFolder(f"compare needs a base and at least one other run; {len(folders)} given")
    seen: dict[Path, Path] = {}
    for folder in folders:
        earlier = seen.setdefault(folder.resolve(), folder)
        if earlier is not folder:
            raise RefusedFolder(f"{folder}: given twice (as {earlier}); a run cannot be compared with itself")
    runs = tuple(map(_read, folders))
    for other in runs[1:]:
        _refuse(runs[0], other)
    return runs


def _read(folder: Path) -> Results:
    """One run, whose scenario is the one that was run."""
    run = read_results(folder)
    if scenario_digest(run.scenario, run.content["county_digest"]) != run.content["scenario_digest"]:
        raise RefusedFolder(f"{folder / 'scenario.toml'}: was changed after the run; run it again")
    return run


def _refuse(base: Results, other: Results) -> None:
    for key, why in _SAME.items():
        _refuse_unlike(base, other, key, why, base.content.get(key), other.content.get(key))
    years = base.answers["baseline_year"], other.answers["baseline_year"]
    _refuse_unlike(base, other, "baseline_year", "another baseline year", *years)


def _refuse_unlike(base: Results, other: Results, key: str, why: str, mine: object, theirs: object) -> None:
    if mine != theirs:
        raise RefusedFolder(
            f"{other.folder}: {why}; cannot be paired ({key}: {theirs}, not {mine} as in {base.folder})"
        )


def common_replications(runs: Sequence[Results]) -> int:
    """Futures that every run holds: the first so many, for futures have numbers of their own."""
    return min(int(run.content["replications"]) for run in runs)


def shared_futures(frame: MeasureFrame, count: int) -> MeasureFrame:
    """The first ``count`` futures, by zone only what bridges ask for: twenty runs must fit into memory together."""
    values = {
        measure: {
            stage: series[:, :count].copy() if measure in _BY_ZONE else series[:, :count, -1:].copy()
            for stage, series in by_stage.items()
        }
        for measure, by_stage in frame.values.items()
    }
    return MeasureFrame(frame.years, frame.zones, count, values, {})


def labels(runs: Sequence[Results]) -> tuple[str, ...]:
    """One name a run: its scenario, with the folder's name, or its place, where that does not tell runs apart."""
    scenarios = [str(run.content["scenario"]) for run in runs]
    named = [
        scenario if scenarios.count(scenario) == 1 else f"{scenario} ({run.folder.resolve().name})"
        for scenario, run in zip(scenarios, runs, strict=True)
    ]
    often = Counter(named)
    return tuple(name if often[name] == 1 else f"{name} #{place}" for place, name in enumerate(named, 1))


def titles(runs: Sequence[Results], names: Sequence[str]) -> tuple[Text, ...]:
    """Titles of the runs, each with its folder or name behind it where another run bears the same one."""
    told = [run.answers["title"] for run in runs]
    often = Counter((title["zh"], title["en"]) for title in told)
    behind = [
        name.removeprefix(str(run.content["scenario"])) or f" ({name})" for run, name in zip(runs, names, strict=True)
    ]
    return tuple(
        title
        if often[title["zh"], title["en"]] == 1
        else {lang: f"{text}{name}" if text else "" for lang, text in title.items()}
        for title, name in zip(told, behind, strict=True)
    )


def notes(runs: Sequence[Results]) -> Iterator[Text]:
    """What is worth knowing of the runs as they are paired, in both languages."""
    counts = [int(run.content["replications"]) for run in runs]
    if len(set(counts)) > 1:
        told = ", ".join(f"{count:,}" for count in counts)
        yield both("note_replications", n=f"{min(counts):,}", counts=told)
    versions = sorted({str(run.content["seatsim"]) for run in runs})
    if len(versions) > 1:
        yield both("note_versions", versions=", ".join(versions))
    if common_replications(runs) == 1:
        yield both("note_one_future")


def differs(base: Results, other: Results) -> list[dict[str, Any]]:
    """Uncertainties, readings of the report, information date and limits that differ, by dotted key."""
    mine, theirs = _nature(base), _nature(other)
    return [
        {"key": key, "base": mine.get(key, _UNSET), "other": theirs.get(key, _UNSET)}
        for key in sorted({*mine, *theirs})
        if mine.get(key, _UNSET) != theirs.get(key, _UNSET)
    ]


def _nature(run: Results) -> dict[str, Any]:
    scenario = {key: run.scenario[key] for key in _NATURE if key in run.scenario}
    return dict(_flat({**scenario, "limits": run.answers["limits"]}))


def _flat(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value.isoformat() if isinstance(value, date) else value

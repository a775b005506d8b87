"""Which runs can be compared: what refuses them, what is worth a note, what is not the plan's merit alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from seatsim.domain.faults import RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.indicators.measures import MeasureFrame
from seatsim.language.comparison import both
from seatsim.results.manifest import scenario_digest
from seatsim.results.read import Results, read_results
from seatsim.results.titles import labels as labels
from seatsim.results.titles import titles as titles

Text = Mapping[str, str]

_SAME = {
    "county_digest": Phrase("another county, or another state of its files"),
    "seed": Phrase("another seed: future 17 of one is not future 17 of the other"),
    "horizon": Phrase("another horizon"),
    "baseline_year": Phrase("another baseline year"),
}
"""What must be the same in two runs, and what it means where it is not."""
_BY_ZONE = ("pupils", "seats", "empty_seats")
_NATURE = ("uncertainty", "baseline", "as_of")
"""Parts of a scenario that are nature or reading, not plan."""
_UNSET = "unset"


class Unpaired(RefusedFolder):
    """Runs whose futures are not the same futures: which of them, in what, and both values."""

    def __init__(self, base: Results, other: Results, key: str, values: tuple[object, object]) -> None:
        self.base, self.other = base, other
        """The base, and the run that cannot be paired with it."""
        self.key = key
        """``county_digest``, ``seed``, ``horizon`` or ``baseline_year``."""
        self.values = values
        """The base's and the other's."""
        mine, theirs = values
        super().__init__(
            Phrase(
                "{}: {}; cannot be paired ({}: {}, not {} as in {})",
                other.folder,
                _SAME[key],
                key,
                theirs,
                mine,
                base.folder,
            )
        )


def read_runs(folders: Sequence[Path]) -> tuple[Results, ...]:
    """Read the runs that are compared, the base first. Raises RefusedFolder where they cannot be compared."""
    runs = read_each(folders)
    refuse_unpaired(runs)
    return runs


def read_each(folders: Sequence[Path]) -> tuple[Results, ...]:
    """Read runs, whether or not they can be paired.

    Raises RefusedFolder for fewer than two, a run given twice, or one whose scenario was changed.
    """
    if len(folders) < 2:
        raise RefusedFolder(Phrase("compare needs a base and at least one other run; {} given", len(folders)))
    seen: dict[Path, Path] = {}
    for folder in folders:
        earlier = seen.setdefault(folder.resolve(), folder)
        if earlier is not folder:
            raise RefusedFolder(
                Phrase("{}: given twice (as {}); a run cannot be compared with itself", folder, earlier)
            )
    return tuple(map(_read, folders))


def refuse_unpaired(runs: Sequence[Results]) -> None:
    """Raise Unpaired for the first run that cannot be paired with the base, future by future."""
    for other in runs[1:]:
        _refuse(runs[0], other)


def _read(folder: Path) -> Results:
    """One run, whose scenario is the one that was run."""
    run = read_results(folder)
    if scenario_digest(run.scenario, run.content["county_digest"]) != run.content["scenario_digest"]:
        raise RefusedFolder(Phrase("{}: was changed after the run; run it again", folder / "scenario.toml"))
    return run


def _refuse(base: Results, other: Results) -> None:
    for key in _SAME:
        told = [run.answers if key == "baseline_year" else run.content for run in (base, other)]
        mine, theirs = (each.get(key) for each in told)
        if mine != theirs:
            raise Unpaired(base, other, key, (mine, theirs))


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

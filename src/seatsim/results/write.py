"""Writing a run into its results folder, and reading a finished run's answers again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seatsim.domain.causes import CauseSplit
from seatsim.domain.county import County
from seatsim.domain.faults import RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import Scenario
from seatsim.indicators.columns import Told
from seatsim.inputs.load import BUDGET
from seatsim.inputs.sizes import content_of
from seatsim.inputs.unstated import unstated_line
from seatsim.results import places, tables
from seatsim.results.columns import descriptor
from seatsim.results.disk import at_file, naming, naming_tables
from seatsim.results.folder import MANIFEST, RunFolder, read_content
from seatsim.results.manifest import RunFacts, manifest, scenario_digest, set_values, sha256
from seatsim.results.stored import MOST_JSON
from seatsim.version import VERSION

if TYPE_CHECKING:
    import polars as pl

Written = Callable[[int, int], None]
"""Told how many tables are written, and how many there are."""

_ROWS_PER_GROUP = 1 << 18


def write_results(
    folder: RunFolder,
    *,
    scenario: Scenario,
    tree: Mapping[str, Any],
    county: County,
    told: Told,
    answers: Mapping[str, Any],
    run: RunFacts,
    causes: CauseSplit | None = None,
    written: Written | None = None,
) -> Path:
    """Write a run whole or not at all; an older folder of the same scenario is replaced. Returns the folder.

    ``folder`` has been claimed by ``prepare_folder``; ``tree`` holds the resolved plain values. Without ``causes``
    their table has no row. ``written`` is told after every table how many are written and how many there are.
    Raises RefusedFolder if the folder must not or cannot be written; what stood there then still stands.
    """
    try:
        draft = folder.new_draft()
        digests = _write_tables(draft, scenario, tree, county, told, answers, causes, written)
        texts = {
            "answers.json": write_json(answers),
            "datapackage.json": write_json(descriptor(f"seatsim-{county.id}")),
            "scenario.toml": scenario_text(
                tree, Path(scenario.county), folder.out, county.digest, () if county.budget_given else (BUDGET,)
            ),
        }
        for name, text in texts.items():
            digests[name] = write_bytes(draft / name, text.encode())
        digests["scenario.toml"] = scenario_digest(tree, county.digest)
        write_bytes(draft / MANIFEST, write_json(manifest(scenario, county, tree, digests, run)).encode())
        folder.publish()
    except OSError as error:
        raise not_written(folder, error) from error
    return folder.out


def _write_tables(
    draft: Path,
    scenario: Scenario,
    tree: Mapping[str, Any],
    county: County,
    told: Told,
    answers: Mapping[str, Any],
    causes: CauseSplit | None,
    written: Written | None,
) -> dict[str, str]:
    """Write every table; digests by file name."""
    outcome, measures = told.outcome, told.frame
    texts: dict[str, Iterator[tables.Row]] = {
        "summary.csv": tables.summary_rows(county.id, measures),
        "schools.csv": tables.school_rows(county.id, measures),
        "september.csv": tables.september_rows(county.id, outcome.years, told.september),
        "projects.csv": tables.project_table_rows(county, scenario, answers["projects"]),
        "teachers.csv": tables.teacher_rows(county, outcome),
        "causes.csv": tables.cause_rows(county.id, causes),
        "zones.csv": places.zone_rows(county),
        "register.csv": places.register_rows(county, scenario, outcome),
        "figures.csv": places.figure_rows(county, scenario, tree),
        "events.csv": tables.event_rows(county, outcome.events),
    }
    frames = {
        "replications.parquet": tables.replications(county.id, measures),
        "hand_overs.parquet": tables.hand_overs(county, outcome.projects),
        "draws.parquet": tables.drawn(county.id, outcome.stored_draws, measures.replications),
    }
    digests: dict[str, str] = {}
    for name in (*texts, *frames):
        path = draft / name
        if name in frames:
            digests[name] = write_parquet(path, frames[name])
        else:
            digests[name] = write_bytes(path, tables.text_frame(name, texts[name]).write_csv().encode())
        if written is not None:
            written(len(digests), len(texts) + len(frames))
    return digests


def not_written(folder: RunFolder, error: OSError) -> RefusedFolder:
    """Why no results stand in a folder."""
    words = "{}: results not written ({}); what stood there is untouched"
    return RefusedFolder(Phrase(words, folder.out, at_file(error)))


def write_bytes(path: Path, content: bytes) -> str:
    """Write a file and return its digest. Raises OSError that names it."""
    with naming(path):
        path.write_bytes(content)
    return sha256(content)


def write_parquet(path: Path, frame: pl.LazyFrame) -> str:
    """Write a Parquet file the same way everywhere, chunk by chunk, and return its digest. Raises OSError."""
    with naming_tables(path):
        frame.sink_parquet(
            path,
            compression="zstd",
            compression_level=3,
            statistics=False,
            row_group_size=_ROWS_PER_GROUP,
            maintain_order=True,
        )
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def write_json(value: Mapping[str, Any]) -> str:
    """JSON for people: indented, keys in the order of the answer, characters as they are."""
    return json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def scenario_text(
    tree: Mapping[str, Any], county: Path, folder: Path, county_digest: str, unstated: Sequence[str] = ()
) -> str:
    """The resolved scenario as TOML that runs again from ``folder``; the county's digest stands in a comment.

    So do the keys that are ``unstated`` and must be known as defaults when it runs again.
    """
    import tomli_w

    plain = {**set_values(tree), "county": _relative(county.resolve(), folder)}
    head = f"# Resolved by seatsim {VERSION}; SHA-256 of the county folder: {county_digest}\n"
    return head + "".join(map(unstated_line, unstated)) + tomli_w.dumps(plain, multiline_strings=False)


def _relative(path: Path, folder: Path) -> str:
    """Path as seen from a folder; absolute where no relative one exists (another drive)."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return path.as_posix()


def read_answers(
    folder: Path,
    *,
    scenario: str,
    county_digest: str,
    seed: int,
    horizon: int,
    replications: int,
    digest: str | None = None,
) -> dict[str, Any] | None:
    """Answers of a finished run that matches in everything, made by this version; else None.

    ``digest`` is the scenario digest, where the caller knows the resolved scenario.
    """
    content = read_content(folder)
    wanted: dict[str, object] = {
        "seatsim": VERSION,
        "scenario": scenario,
        "county_digest": county_digest,
        "seed": seed,
        "horizon": horizon,
        "replications": replications,
    }
    if digest is not None:
        wanted["scenario_digest"] = digest
    if content is None or any(content.get(key) != value for key, value in wanted.items()):
        return None
    return _unchanged_answers(folder, content)


def _unchanged_answers(folder: Path, content: Mapping[str, Any]) -> dict[str, Any] | None:
    """``answers.json`` if it is still what the run wrote."""
    try:
        raw = content_of(folder / "answers.json", MOST_JSON)
        if content["files"]["answers.json"] != sha256(raw):
            return None
        found = json.loads(raw)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None

"""Readers as functions of bytes: what a file of ``found/`` holds, and what the guided fuzzer mutates.

All targets but the workbook's have a first line that says which file (or expression) the rest is.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from verdict import MOST_SECONDS_OF_A_RUN, judge

from seatsim.api import run
from seatsim.indicators.expressions import parse_precision, parse_threshold
from seatsim.inputs.enrolment import read_enrolment
from seatsim.inputs.load import load
from seatsim.inputs.load_counties import load_counties, set_named_by
from seatsim.inputs.members import FILES
from seatsim.results.columns import TABLES
from seatsim.results.read import read_results

TESTS = Path(__file__).parent.parent
COUNTY, SCENARIOS = TESTS / "bad_input" / "county", TESTS / "bad_input" / "scenarios"
ENROLMENT = ("enrolment", "births", "group")
EXPRESSIONS = ("set", "county", "precision", "threshold")
ZONES = ("town", "village", "a b", "c/d", "e@f")
_BOOK = "register.xlsx"


@dataclass(frozen=True)
class Place:
    """A folder for inputs, with a county and a finished run beside them."""

    folder: Path
    """The folder."""

    @classmethod
    def make(cls, folder: Path) -> Place:
        """Copy the little county, and run it once."""
        for name in ("county", "scenarios"):
            shutil.copytree(TESTS / "bad_input" / name, folder / name)
        for name in ("register", "sheets"):
            shutil.copytree(COUNTY, folder / name / "county")
            (folder / name / "scenarios").mkdir()
            shutil.copy(SCENARIOS / "base.toml", folder / name / "scenarios")
        (folder / "sheets" / "county" / "schools.csv").unlink()
        run(folder / "scenarios" / "base.toml", out=folder / "run", replications=2, overrides=["horizon=2021"])
        (folder / "enrolment").mkdir()
        return cls(folder)


def headed(name: str, content: bytes) -> bytes:
    """An input: the name of its file, then its content."""
    return name.encode() + b"\n" + content


def parted(data: bytes, names: tuple[str, ...]) -> tuple[str, bytes]:
    """The file that an input is, by the nearest thing to its first line, and its content."""
    head, _, content = data.partition(b"\n")
    name = head.decode("utf-8", "replace")
    return (name if name in names else names[sum(head) % len(names)]), content


def scenario(place: Place, data: bytes, again: bool = True) -> bool:
    """A scenario over the little county."""
    path = place.folder / "scenarios" / "fuzzed.toml"
    path.write_bytes(data)
    return judge(partial(_loaded, path), again) and _runs(place, path, again)


def _loaded(path: Path, *overrides: str) -> object:
    """A scenario with its county, or with all counties of a set."""
    named = set_named_by(path, overrides)
    return load(path, overrides) if named is None or named.county else load_counties(path, overrides)


def _runs(place: Place, path: Path, asked: bool) -> bool:
    """Work one future of a scenario that was read, where that is asked for; true unless it raises Finding."""
    if asked:
        once = partial(run, path, out=place.folder / "once", replications=1, reference=False)
        try:
            judge(once, again=False, seconds=MOST_SECONDS_OF_A_RUN)
        finally:
            shutil.rmtree(place.folder / "once", ignore_errors=True)
    return True


def register(place: Place, data: bytes, again: bool = True) -> bool:
    """One file of a county's folder, its other files sound."""
    name, content = parted(data, FILES)
    home = place.folder / "register"
    path = home / "county" / name
    path.write_bytes(content)
    try:
        scenario = home / "scenarios" / "base.toml"
        return judge(partial(load, scenario), again) and _runs(place, scenario, again)
    finally:
        path.unlink()
        if (COUNTY / name).exists():
            shutil.copy(COUNTY / name, path)


def spreadsheet(place: Place, data: bytes, again: bool = True) -> bool:
    """A county's workbook, in place of its table of schools."""
    home = place.folder / "sheets"
    path = home / "county" / _BOOK
    path.write_bytes(data)
    scenario = home / "scenarios" / "base.toml"
    return judge(partial(load, scenario), again) and _runs(place, scenario, again)


def results(place: Place, data: bytes, again: bool = True) -> bool:
    """One file of a finished run, with the digest that it has in the manifest: whoever forges it can count too."""
    folder = place.folder / "run"
    name, content = parted(data, ("manifest.json", "answers.json", "scenario.toml", *TABLES))
    if not (folder / name).exists():
        name = "answers.json"
    path, manifest = folder / name, folder / "manifest.json"
    before, told = path.read_bytes(), manifest.read_bytes()
    path.write_bytes(content)
    if path != manifest and name != "scenario.toml":
        tree = json.loads(told)
        tree["content"]["files"][name] = hashlib.sha256(content).hexdigest()
        manifest.write_text(json.dumps(tree), encoding="utf-8")
    try:
        return judge(partial(_every_table, folder), again)
    finally:
        path.write_bytes(before)
        manifest.write_bytes(told)


def _every_table(folder: Path) -> None:
    """Everything that the reader of results gives."""
    found = read_results(folder)
    _ = found.answers, found.scenario, found.years
    found.limits()
    found.frame()
    for name in TABLES:
        if name in found.content["files"]:
            found.table(name)


def enrolment(place: Place, data: bytes, again: bool = True) -> bool:
    """Files of a back-test."""
    name, content = parted(data, ENROLMENT)
    home = place.folder / "enrolment"
    for each in ENROLMENT:
        (home / f"{each}.csv").write_bytes(SOUND[each])
    (home / f"{name}.csv").write_bytes(content)
    return judge(partial(read_enrolment, *(home / f"{each}.csv" for each in ENROLMENT)), again)


def expressions(place: Place, data: bytes, again: bool = True) -> bool:
    """What is typed: a setting, the name of a county, a precision, a threshold."""
    kind, content = parted(data, EXPRESSIONS)
    text = content.decode("utf-8", "surrogateescape")
    base = place.folder / "scenarios" / "base.toml"
    if kind == "set":
        return judge(partial(_loaded, base, text), again)
    if kind == "county":
        return judge(partial(_loaded, base, f"county={json.dumps(text)}"), again)
    read = parse_precision if kind == "precision" else parse_threshold
    return judge(partial(read, text, ZONES, 2020, 2035), again)


def _rows(first: str, rows: list[str]) -> bytes:
    return "\n".join([first, *rows, ""]).encode()


SOUND: Mapping[str, bytes] = {
    "enrolment": _rows(
        "entity,year,grade,value",
        [
            f"{entity},{year},{grade},{40 + (year * grade) % 7}"
            for entity in ("a", "b", "校")
            for year in range(2010, 2018)
            for grade in (1, 2, 3)
        ],
    ),
    "births": _rows(
        "entity,year,births",
        [f"{entity},{year},{40 + year % 5}" for entity in ("a", "b", "校") for year in range(2000, 2018)],
    ),
    "group": _rows("entity,group", ["a,x", "b,x", "校,y"]),
}
"""Files of a back-test that are read."""

Target = Callable[[Place, bytes, bool], bool]
TARGETS: Mapping[str, Target] = {
    "scenario": scenario,
    "register": register,
    "spreadsheet": spreadsheet,
    "results": results,
    "enrolment": enrolment,
    "expressions": expressions,
}
"""Readers by name."""

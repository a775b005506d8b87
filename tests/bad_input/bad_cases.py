"""The kept bad inputs: ``cases/index.csv``, how each is laid out in a working folder, and what a command says of it.

A case that is a file replaces one file of good inputs: the folder in which it stands says which (``PLACES``, else a
file of the county). A case that is a folder is laid over the whole working folder; its file ``GONE`` names files that
are taken away. The working folder holds ``county``, ``several`` (two counties and their flows), ``joined`` (two
counties in one register), ``base.toml``, ``enrolment.csv``, ``group.csv``, ``births.csv`` and, where the command names
it, ``run`` and ``other``: finished runs.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from seatsim import cli, exits
from seatsim.domain.faults import Fault, InvalidInput

HERE = Path(__file__).parent
CASES = HERE / "cases"
INDEX = CASES / "index.csv"
PLACES = {
    "scenario": "case.toml",
    "set": "case.toml",
    "enrolment.csv": "enrolment.csv",
    "group.csv": "group.csv",
    "backtest-births.csv": "births.csv",
    "flows.csv": "several/flows.csv",
}
"""Where a case is laid by the folder in which it stands; a file of ``county`` where it is not named here."""
COLUMNS = ("case", "command", "exit", "faults", "why")
Place = tuple[str, int | None, str]
"""File, line and code of a fault; without a code a message that names the file."""


@dataclass(frozen=True)
class BadCase:
    """One bad input and what must be said of it."""

    path: str
    """Below ``cases``."""
    command: str
    """Arguments of seatsim, with spaces between."""
    exit: int
    """Exit code."""
    faults: tuple[Place, ...]
    """Every fault, sorted."""
    why: str
    """What is wrong with it, for readers."""

    @property
    def codes(self) -> set[str]:
        """Codes of its faults."""
        return {code for _, _, code in self.faults if code}


@dataclass(frozen=True)
class Said:
    """What a command said."""

    exit: int
    """Exit code."""
    faults: tuple[Fault, ...]
    """Faults of an input, as the command raised them."""
    out: str
    """Standard output."""
    err: str
    """Standard error."""

    @property
    def places(self) -> tuple[Place, ...]:
        """Where which faults are, sorted; what was said instead of faults begins with the file."""
        if not self.faults and self.exit:
            return ((re.split(": |\uff1a", self.err)[0], None, ""),)
        return ordered((fault.file, fault.line, fault.code) for fault in self.faults)


def ordered(places: Iterable[Place]) -> tuple[Place, ...]:
    """Places sorted by file, line and code."""
    return tuple(sorted(places, key=lambda each: (each[0], each[1] or 0, each[2])))


def read_index() -> list[BadCase]:
    """All kept cases, in the order of the index."""
    with INDEX.open(encoding="utf-8", newline="") as file:
        return [
            BadCase(row["case"], row["command"], int(row["exit"]), _places(row["faults"]), row["why"])
            for row in csv.DictReader(file, strict=True)
        ]


def write_index(cases: Iterable[BadCase]) -> None:
    """Write the index, sorted by case."""
    with INDEX.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for case in sorted(cases, key=lambda each: each.path):
            told = " | ".join(f"{file}:{line or ''}:{code}" for file, line, code in case.faults)
            writer.writerow((case.path, case.command, case.exit, told, case.why))


def _places(text: str) -> tuple[Place, ...]:
    split = (each.rsplit(":", 2) for each in text.split(" | "))
    return ordered((file, int(line) if line else None, code) for file, line, code in split)


def lay_out(case: str, folder: Path, run: Path | None = None) -> None:
    """Put good inputs into an empty folder and a case over them; ``run`` : a finished run to be copied too."""
    for name in ("county", "several", "joined"):
        shutil.copytree(HERE / name, folder / name)
    shutil.copytree(HERE / "backtest", folder, dirs_exist_ok=True)
    (folder / "base.toml").write_text('format = 1\nname = "base"\ncounty = "county"\n', encoding="utf-8")
    if run is not None:
        shutil.copytree(run, folder / "run")
        shutil.copytree(run, folder / "other")
    bad = CASES / case
    if bad.is_dir():
        shutil.copytree(bad, folder, dirs_exist_ok=True)
        gone = folder / "GONE"
        for name in gone.read_text(encoding="utf-8").split() if gone.exists() else ():
            (folder / name).unlink()
    else:
        shutil.copyfile(bad, folder / place_of(case))


def place_of(case: str) -> str:
    """Where a case that is one file is laid, in the working folder."""
    kind = case.split("/")[0]
    return PLACES.get(kind, f"county/{kind}")


def said(command: Sequence[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """What a command says in the current folder, with the faults as it raised them."""
    raised: list[BaseException] = []

    def failed(error: BaseException, chosen: str | None = None) -> int:
        raised.append(error)
        return exits.failed(error, chosen)

    with monkeypatch.context() as patched:
        patched.setattr("seatsim.cli.failed", failed)
        code = cli.main(command)
    told = capsys.readouterr()
    faults = [fault for error in raised if isinstance(error, InvalidInput) for fault in error.faults]
    return Said(code, tuple(faults), told.out, told.err)


def written(folder: Path) -> dict[Path, bytes]:
    """Every file of a folder with its bytes."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

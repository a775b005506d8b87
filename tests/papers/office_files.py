"""Runs, and looking into Office files, for tests of the papers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import reports
from office import as_pdf
from seatsim import api
from seatsim.results.read import Results, read_results

HOSTILE = "=cmd|' /C calc'!A0\u0007{HYPERLINK \"http://x.example\"}</a:t><b>&\u202e"
"""A name that tries to be a formula, a field, markup, and holds a control character."""


def three_runs(folder: Path) -> dict[str, Path]:
    """The report's plan, its reference, and the plan under another name."""
    found = reports.worked_runs(folder)
    other = folder / "other-plan"
    found["other-plan"] = reports.changed(
        found["combined-plan"], other, {"answers.json": reports.answers(_renamed)}, "other-plan"
    )
    return found


def _renamed(told: dict[str, Any]) -> None:
    told["scenario"], told["title"] = "other-plan", {"zh": "另一方案", "en": "Other plan"}


def read(*folders: Path) -> list[Results]:
    """Runs."""
    return [read_results(folder) for folder in folders]


def compared(*folders: Path) -> Any:  # noqa: ANN401 - as compare tells it
    """The comparison of runs."""
    return api.compare(folders).comparison if len(folders) > 1 else None


def hostile(run: Path, to: Path) -> Path:
    """A run whose names of county, plan, zones, schools and projects are hostile, and texts of its sources too."""

    def names(told: dict[str, Any]) -> None:
        both = {"zh": HOSTILE, "en": HOSTILE}
        told["title"] = told["county_name"] = both
        for row in (*told["projects"], *told["latest_starts"], *told["decisions"], *told["september"]["overflow"]):
            if "name" in row:
                row["name"] = both

    renamed = reports.table(reports.renamed(name_zh=HOSTILE, name_en=HOSTILE))
    tables = dict.fromkeys(("zones.csv", "register.csv"), renamed)
    sources = {name: reports.table(reports.renamed(source=f"+1{HOSTILE}")) for name in ("projects.csv", "figures.csv")}
    return reports.changed(run, to, {"answers.json": reports.answers(names), **tables, **sources})


def bare(run: Path, to: Path) -> Path:
    """A run without a project, teachers or crowding, and with one zone."""

    def less(told: dict[str, Any]) -> None:
        told["projects"], told["latest_starts"], told["decisions"] = [], [], []
        told["posts"] = {}
        del told["causes"]  # as where a run splits no change
        zero = {"mean": 0, "p10": 0, "p50": 0, "p90": 0}
        for stages in [
            told["crowding"]["pupils_above_standard"],
            told["crowding"]["reference"]["pupils_above_standard"],
        ]:
            for each in stages.values():
                each.update({name: zero for name in each if name != "peak"})

    def one(rows: reports.Rows) -> reports.Rows:
        return rows[:1]

    none = {name: reports.table(reports.none) for name in ("projects.csv", "teachers.csv", "causes.csv")}
    crowd = reports.parquet(pupils_above_standard=0, pupils_large=0, pupils_oversized=0)
    changes: dict[str, Callable[[bytes], bytes]] = {
        "answers.json": reports.answers(less),
        "zones.csv": reports.table(one),
        "replications.parquet": crowd,
        **none,
    }
    return reports.changed(run, to, changes)


def parts(raw: bytes, name: str) -> dict[str, str]:
    """Parts of an Office file whose names match, as text."""
    with zipfile.ZipFile(BytesIO(raw)) as found:
        return {each: found.read(each).decode() for each in found.namelist() if re.search(name, each)}


def dates(raw: bytes) -> set[tuple[int, ...]]:
    """Dates of the entries of an Office file."""
    with zipfile.ZipFile(BytesIO(raw)) as found:
        return {each.date_time for each in found.infolist()}


def converted(raw: bytes, name: str, folder: Path) -> Path:
    """The PDF that LibreOffice makes of a file, in a profile of its own."""
    path = folder / name
    path.write_bytes(raw)
    return as_pdf(path, folder)


def inked(pdf: Path, page: int) -> float:
    """Share of the dots of a page that are not white."""
    found = subprocess.run(
        ["pdftoppm", "-gray", "-r", "30", "-f", str(page), "-l", str(page), str(pdf)], check=True, capture_output=True
    ).stdout
    dots = found.split(b"\n", 3)[3]
    return sum(dot < 250 for dot in dots) / len(dots)


def pages(pdf: Path) -> int:
    """How many pages a PDF has."""
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    return int(re.findall(r"Pages:\s+(\d+)", told)[0])


def found_tools() -> bool:
    """Whether LibreOffice and poppler are there; without them the tests fail, they are not skipped."""
    return all(shutil.which(name) for name in ("soffice", "pdftoppm", "pdfinfo"))


def answers(folder: Path) -> dict[str, Any]:
    """Page one of a run."""
    told: dict[str, Any] = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    return told


def of_each_kind(made: Callable[..., bytes], runs: Mapping[str, Path]) -> dict[str, bytes]:
    """Papers by what they tell of: ``made(lang, *folders)`` of one run, of three compared, and of odd ones."""
    three = (runs["reference"], runs["combined-plan"], runs["other-plan"])
    return {
        "zh": made("zh", runs["combined-plan"]),
        "en": made("en", runs["combined-plan"]),
        "zh-3": made("zh", *three),
        "en-3": made("en", *three),
        "hostile": made("zh", runs["hostile"]),
        "bare": made("en", runs["bare"]),
    }


@pytest.fixture(scope="session")
def paper_runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Finished runs by name: a reference, a plan, the plan under another name, a hostile and a bare one; read only."""
    folder = tmp_path_factory.mktemp("papers")
    found = three_runs(folder)
    found["hostile"] = hostile(found["combined-plan"], folder / "hostile")
    found["bare"] = bare(found["combined-plan"], folder / "bare")
    return found

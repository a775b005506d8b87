"""The corpus of bad inputs: each gives exactly its faults, in both languages, at once, and nothing is written."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from bad_cases import CASES, BadCase, lay_out, ordered, place_of, read_index, said, written

from seatsim import api
from seatsim.language.explained import fault_words

KEPT = read_index()
CHINESE = re.compile("[\u4e00-\u9fff]")
LONGEST = 5.0
"""Longest time of the processor in which a command says what is wrong [s]."""
NOT_OF_READERS = {"memory"}
"""Codes of what is no input: how much memory is free."""


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of the little county."""
    folder = tmp_path_factory.mktemp("finished")
    lay_out("county.toml/empty.toml", folder)
    (folder / "county/county.toml").write_bytes((CASES.parent / "county/county.toml").read_bytes())
    out = folder / "run"
    api.run(folder / "base.toml", out=out, overrides=["horizon=2022"], replications=2, reference=False)
    return out


def laid_out(case: BadCase, folder: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    run = request.getfixturevalue("finished") if " run" in case.command else None
    lay_out(case.path, folder, run)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LANG", "C")


@pytest.mark.parametrize("case", KEPT, ids=lambda case: case.path)
def test_a_bad_input_gives_exactly_its_faults(
    case: BadCase,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    laid_out(case, tmp_path, request, monkeypatch)
    before, began = written(tmp_path), time.process_time()
    as_json = case.command.startswith("check ")
    found = said([*case.command.split(), *(["--json"] if as_json else [])], monkeypatch, capsys)
    assert time.process_time() - began < LONGEST
    assert (found.exit, found.places) == (case.exit, case.faults), found.err
    assert "Traceback" not in found.err
    assert all(fault.allowed for fault in found.faults)
    assert written(tmp_path) == before
    if as_json:
        told = json.loads(found.out)
        assert told["ok"] is False
        assert ordered((each["file"], each["line"], each["code"]) for each in told["faults"]) == case.faults
    chinese = said([*case.command.split(), "--lang", "zh"], monkeypatch, capsys)
    assert (chinese.exit, chinese.places) == (case.exit, case.faults)
    lines = chinese.err.splitlines()
    for (file, line, code), many in Counter(case.faults).items():
        start = f"{file}: " if line is None else f"{file}:{line}: "
        start = start if code else file
        assert sum(each.startswith(start) and bool(CHINESE.search(each)) for each in lines) >= many, (start, lines)


def test_good_inputs_are_good(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the cases are laid over has no fault of its own."""
    lay_out("scenario/empty.toml", tmp_path, finished)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.toml").unlink()
    (tmp_path / "many.toml").write_text('format = 1\nname = "many"\ncounty = "several"\n', encoding="utf-8")
    (tmp_path / "one.toml").write_text('format = 1\nname = "one"\ncounty = "joined"\n', encoding="utf-8")
    for command in (
        *("check county", "check base.toml", "check many.toml", "check one.toml", "compare run other"),
        *("backtest enrolment.csv --births births.csv --group group.csv --json", "report run --format text"),
    ):
        assert said(command.split(), monkeypatch, capsys).exit == 0, command


def test_every_code_that_readers_give_is_reached_and_explained() -> None:
    reached = {code for case in KEPT for code in case.codes}
    assert sorted(set(fault_words()) - NOT_OF_READERS - reached) == []
    assert sorted(reached - set(fault_words())) == []
    assert len(reached) >= 60


def test_the_index_and_the_files_are_the_same_cases() -> None:
    """No file is forgotten, none stands twice, and each says why it is bad."""
    assert len(KEPT) >= 150
    assert len({case.path for case in KEPT}) == len(KEPT)
    files = {path.relative_to(CASES).as_posix() for path in CASES.rglob("*") if path.is_file()} - {"index.csv"}
    belongs = {
        case.path: {file for file in files if file == case.path or file.startswith(f"{case.path}/")} for case in KEPT
    }
    assert all(belongs.values())
    assert set().union(*belongs.values()) == files
    assert all(case.why and case.faults for case in KEPT)
    assert {place_of(case.path).split("/")[0] for case in KEPT if (CASES / case.path).is_file()} >= {
        "county",
        "case.toml",
    }

"""Runs with a precision or thresholds, as a user asks for them; and how futures are cut into blocks."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from interrupted import Case
from seatsim import api
from seatsim.cli import main
from seatsim.domain.faults import BadExpression
from seatsim.indicators.expressions import Precision
from seatsim.indicators.measures import MeasureFrame
from seatsim.indicators.thresholds import precise
from seatsim.running import whole_run
from seatsim.running.whole_run import cut

PUPILS = "pupils/primary 2021"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """The little county."""
    return Case.make(tmp_path, 60, 2021)


def run(case: Case, out: str, **asked: Any) -> api.RunResult:  # noqa: ANN401 - the arguments of ``api.run``
    folder = case.folder / out
    return api.run(case.scenario, out=folder, overrides=["horizon=2021"], reference=False, **asked)


def facts(case: Case, out: str) -> dict[str, Any]:
    return dict(json.loads((case.folder / out / "manifest.json").read_text(encoding="utf-8")))


def test_a_loose_precision_stops_at_the_first_look_and_says_so(case: Case) -> None:
    found = run(case, "loose", precision=f"{PUPILS} 1000", replications=400)
    assert facts(case, "loose")["content"]["replications"] == 100
    assert facts(case, "loose")["run"]["precision"]["precise"] is True
    assert "replications = 100" in (case.folder / "loose" / "scenario.toml").read_text(encoding="utf-8")
    assert any("reached with 100 futures" in note for note in found.notes)


def test_a_precision_gives_the_bytes_of_a_run_with_as_many_futures(case: Case) -> None:
    run(case, "precise", precision=f"{PUPILS} 1000", replications=400)
    run(case, "plain", replications=100)
    assert facts(case, "precise")["content"]["digest"] == facts(case, "plain")["content"]["digest"]


def test_a_precision_looks_at_doublings_only_and_ends_at_the_maximum(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def looked(frame: MeasureFrame, asked: Precision) -> bool:
        seen.append(frame.replications)
        return precise(frame, asked)

    monkeypatch.setattr(whole_run, "precise", looked)
    found = run(case, "never", precision=f"{PUPILS} 0.0001", replications=250)
    assert seen == [100, 200, 250]
    assert any("not reached with 250 futures" in note for note in found.notes)
    seen.clear()
    run(case, "later", precision=f"{PUPILS} 1000", min_replications=150, replications=250)
    assert seen == [200]


def test_a_precision_of_one_future_has_no_interval_and_no_fault(case: Case) -> None:
    run(case, "one", precision=f"{PUPILS} 1", replications=1)
    assert facts(case, "one")["run"]["precision"]["half_width"] is None


def test_an_unfinished_run_with_a_precision_goes_on_to_the_same_bytes(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {"precision": f"{PUPILS} 0.0001", "replications": 200, "block": 30}
    run(case, "whole", **asked)

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(whole_run, "tell", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run(case, "broken", **asked)
    assert case.kept("broken")[-1][1] == 200
    with pytest.raises(Exception, match="--resume goes on with it"):
        run(case, "broken", **asked)
    run(case, "broken", resume=True, **asked)
    assert facts(case, "broken")["content"]["digest"] == facts(case, "whole")["content"]["digest"]
    assert not (case.folder / "broken.unfinished").exists()


@pytest.mark.parametrize(("value", "code"), [("> 0", 5), ("< 0", 0)])
def test_a_crossed_threshold_exits_with_five_and_keeps_the_results(
    case: Case, value: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    command = case.command("out", "--jobs", "1", "--fail-on", f"{PUPILS} p50 {value}", "--quiet")
    assert main(command) == code
    assert case.names() == ["out"]
    assert ("crossed: pupils@all/primary 2021 p50 > 0" in capsys.readouterr().err) is (code == 5)


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (["--fail-on", "pupil/primary 2021 p50 > 0"], "did you mean 'pupils'?"),
        (["--fail-on", "pupils/primary 2040 p50 > 0"], "2040"),
        (["--precision", "pupils/primary 2021"], "words: must be"),
        (["--min-replications", "200"], "needs --precision"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_any_work(
    case: Case, option: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(case.command("out", "--jobs", "1", *option)) == 2
    assert words in capsys.readouterr().err
    assert case.names() == []


def test_a_number_without_a_meaning_is_refused_after_the_first_futures(case: Case) -> None:
    with pytest.raises(BadExpression, match="not told"):
        run(case, "out", fail_on=["senior_admission_rate/senior 2020 p50 < 0.5"])
    assert case.names() == []


@pytest.mark.parametrize(
    ("gap", "block", "jobs", "sizes"),
    [
        ((20, 500), None, 1, [240, 240]),
        ((20, 500), None, 2, [240, 240]),
        ((20, 100), None, 2, [80]),
        ((20, 1000), None, 3, [164, 164, 164, 164, 164, 160]),
        ((0, 20), 7, 4, [7, 7, 6]),
    ],
)
def test_blocks_cover_a_gap_evenly(gap: tuple[int, int], block: int | None, jobs: int, sizes: list[int]) -> None:
    blocks = cut(gap, block, jobs)
    assert [last - first for first, last in blocks] == sizes
    assert [first for first, _ in blocks] == [gap[0], *(last for _, last in blocks[:-1])]
    assert blocks[-1][1] == gap[1]


def test_a_crossed_threshold_is_told_though_nobody_reads_the_answers(case: Case) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "seatsim", *case.command("out", "--jobs", "1", "--fail-on", f"{PUPILS} p50 > 0")]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert done.returncode == 5
    assert "crossed: pupils@all/primary 2021" in done.stderr


def test_a_closed_standard_error_is_no_fault(case: Case) -> None:
    command = shlex.join([sys.executable, "-m", "seatsim", *case.command("out", "--jobs", "1")])
    assert subprocess.run(f"{command} 2>&- >/dev/null", shell=True, check=False).returncode == 0
    assert case.names() == ["out"]


def test_a_name_too_long_is_refused(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(case.command("长" * 80, "--jobs", "1")) == 2
    assert "longer than 220 bytes" in capsys.readouterr().err

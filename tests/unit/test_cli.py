"""The command line: exit codes, streams, what is imported."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from seatsim import __version__, api
from seatsim.cli import main
from seatsim.domain.faults import Infeasible, RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.exits import failed
from seatsim.language.choice import language

ROOT = Path(__file__).parents[2]
REFERENCE = str(ROOT / "scenarios" / "reference.toml")
SEEDS = str(ROOT / "seeds")


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from seatsim.cli import main; code = main(['--help']);"
        "heavy = {'numpy', 'polars', 'pydantic', 'rich', 'scipy', 'tree_sitter', 'simpy'} & set(sys.modules);"
        "sys.exit(f'{code} {heavy}' if code or heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize("args", [["nothing"], ["run"], ["check", SEEDS, "--set", "a=1"], ["run", "x", "--seed", "-1"]])
def test_wrong_usage_is_2(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(args) == 2
    caught = capsys.readouterr()
    assert not caught.out
    assert "Error" in caught.err


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (
            Infeasible(Phrase("these cannot all hold: F4, F7"), ["F4", "F7"]),
            4,
            "infeasible: these cannot all hold: F4, F7\n",
        ),
        (RefusedFolder(Phrase("results/x holds something else")), 2, "results/x holds something else\n"),
        (KeyboardInterrupt(), 130, "\ninterrupted\n"),
        (MemoryError(), 1, "seatsim: out of memory; take a smaller --block, or fewer --jobs\n"),
        (OSError(28, "No space left on device"), 1, "seatsim: the disk is full\n"),
    ],
)
def test_exit_codes(
    error: BaseException, code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*args: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(api, "run", fails)
    assert main(["run", "x.toml"]) == code
    assert capsys.readouterr().err == said


def test_an_internal_fault_is_1_and_its_traceback_only_on_demand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*args: object, **options: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(api, "run", fails)
    assert main(["run", "x.toml"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "report it" in said
    monkeypatch.setenv("SEATSIM_DEBUG", "1")
    assert main(["run", "x.toml"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_run_passes_its_options_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    seen: dict[str, Any] = {}

    def run(path: Path, **options: object) -> api.RunResult:
        seen.update(options, path=path)
        return api.RunResult(Path("out"), {"a": "学位"}, (Phrase("worth knowing"),))

    monkeypatch.setattr(api, "run", run)
    args = ["run", "x.toml", "--out", "out", "--seed", "3", "--replications", "9", "--no-reference", "--json"]
    assert main([*args, "--set", "a.b=1", "--set", "c=2"]) == 0
    caught = capsys.readouterr()
    assert json.loads(caught.out) == {"a": "学位"}
    assert caught.err == "worth knowing\nout\n"
    assert seen["overrides"] == ("a.b=1", "c=2")
    assert (seen["seed"], seen["replications"], seen["reference"], seen["out"]) == (3, 9, False, Path("out"))
    assert main([*args, "--quiet"]) == 0
    assert not capsys.readouterr().err


def test_check_says_ok_and_what_was_completed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", REFERENCE, "--lang", "zh"]) == 0
    assert capsys.readouterr().out.startswith("通过：")
    assert main(["check", SEEDS, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True


def test_check_gives_faults_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", REFERENCE, "--set", "sed=1", "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert not told["ok"]
    assert told["faults"][0]["allowed"] == "unknown key; did you mean 'seed'?"


def test_show_says_where_each_value_was_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", REFERENCE, "--set", "seed=5", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["seed"] == {"value": 5, "file": "--set seed=5", "line": None}
    assert told["county"]["file"] == REFERENCE
    assert told["county"]["line"] == 1 + [
        line.startswith("county") for line in Path(REFERENCE).read_text(encoding="utf-8").splitlines()
    ].index(True)
    assert main(["show", REFERENCE]) == 0
    assert "levers.construction.desks" in capsys.readouterr().out


def test_show_of_a_county(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", SEEDS, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert sum(told["pupils"].values()) == 73_110
    assert told["schools"]["kindergarten"] == 55
    assert main(["show", SEEDS, "--lang", "zh"]) == 0
    assert "教室数与班级数：报告未载，系假定" in capsys.readouterr().out


def test_run_needs_a_scenario_and_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(tmp_path)]) == 2
    assert "needs a scenario file" in capsys.readouterr().err


def test_baseline_needs_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", str(ROOT / "tests" / "bad_input" / "county")]) == 3
    assert "figures.csv: is required" in capsys.readouterr().err
    assert main(["baseline", SEEDS, "--lang", "en", "--out", str(tmp_path / "b")]) == 0
    assert capsys.readouterr().out.startswith("classrooms and classes: not in the report, assumed")
    assert json.loads((tmp_path / "b" / "baseline.json").read_text(encoding="utf-8"))


def test_baseline_takes_the_seeds_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["baseline"]) == 2
    assert "there is no folder ./seeds here" in capsys.readouterr().err
    Path("seeds").symlink_to(SEEDS)
    assert main(["baseline"]) == 0
    assert "73,110" in capsys.readouterr().out
    assert main(["baseline", "--set", "seed=1"]) == 2


def test_baseline_refuses_what_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert main(["baseline", SEEDS, "--out", str(tmp_path / "file")]) == 2
    caught = capsys.readouterr()
    assert caught.err.endswith("baseline.json: cannot be written: File exists\n")
    assert not caught.out


@pytest.mark.parametrize(("args", "code"), [(["show", REFERENCE], 0), (["--help"], 0), (["check", REFERENCE + "x"], 3)])
def test_nobody_need_read_on(args: list[str], code: int) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    told = subprocess.run([sys.executable, "-m", "seatsim", *args], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert told.returncode == code
    assert b"Broken pipe" not in told.stderr
    assert b"Traceback" not in told.stderr


def test_a_run_that_does_not_fit_is_refused_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from seatsim.study import memory

    monkeypatch.setattr(memory, "bytes_free", lambda: 700_000_000)
    assert main(["run", REFERENCE, "--replications", "5000", "--out", str(tmp_path / "out")]) == 3
    said = capsys.readouterr().err
    told = re.match(r"--set replications=5000: replications = 5000: must be at most ([\d,]+)", said)
    assert told is not None
    assert 500 < int(told[1].replace(",", "")) < 5000
    assert "GB of memory are needed, 0.7 GB are free; take fewer --jobs" in said
    assert not list(tmp_path.iterdir())


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["properties"]["extends"]


def test_language_follows_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    assert language(None) == "en"
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert language(None) == "zh"
    assert language("en") == "en"
    monkeypatch.setenv("LC_ALL", "C")
    assert language(None) == "en"


def test_an_interrupt_is_told_apart_however_often_its_terminal_fails(capsys: pytest.CaptureFixture[str]) -> None:
    def failing(times: int, first: BaseException) -> BaseException:
        for _ in range(times):
            error = OSError("terminal")
            error.__context__ = first
            first = error
        return first

    for times in range(4):
        assert failed(failing(times, KeyboardInterrupt())) == 130
    assert failed(failing(2, ValueError("no interrupt"))) == 1
    assert "terminal" in capsys.readouterr().err

"""Completion of the shell, by click's own interface and in a real bash."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from seatsim.cli import commands, main
from shipped import ROOT

BASH = shutil.which("bash")


def completed(*words: str) -> list[str]:
    """What completes the last of some words after ``seatsim``."""
    shell = ShellComplete(commands, {}, "seatsim", "_SEATSIM_COMPLETE")
    return [item.value for item in shell.get_completions(list(words[:-1]), words[-1])]


def test_names_to_explain() -> None:
    assert completed("explain", "seat_") == ["seat_balance", "seat_use"]
    assert "schools.rooms_P" in completed("explain", "schools.")
    assert "unknown-key" in completed("explain", "unknown")


def test_keys_to_set() -> None:
    found = completed("run", "x.toml", "--set", "levers.construction.")
    assert found == [f"levers.construction.{key}=" for key in ("desks", "crews", "sitting_days", "joint_meetings")]
    assert completed("run", "x.toml", "--set", "levers.admission.gate=") == [
        "levers.admission.gate=open",
        "levers.admission.gate=strict",
    ]
    assert completed("check", "x.toml", "--set", "uncertainty.costs.on=t") == ["uncertainty.costs.on=true"]
    assert completed("check", "x.toml", "--set", "projects.") == []


def test_keys_of_the_scenario_on_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = completed("run", "scenarios/planned-builds.toml", "--set", "projects.dujiang.o")
    assert found == ["projects.dujiang.opens="]
    assert completed("run", "scenarios/gone.toml", "--set", "projects.") == []


def test_languages_and_commands() -> None:
    assert completed("show", "--lang", "") == ["zh", "en"]
    assert completed("exp") == ["explain"]
    assert completed("completion", "") == ["bash", "zsh", "fish"]


def test_files_by_their_ending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("plan.toml", "births.csv", "notes.txt", ".hidden.toml"):
        (tmp_path / name).touch()
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "late.toml").touch()
    monkeypatch.chdir(tmp_path)
    assert completed("run", "") == ["plan.toml", "plans/"]
    assert completed("check", "pl") == ["plan.toml", "plans/"]
    assert completed("run", "plans/") == ["plans/late.toml"]
    assert completed("backtest", "") == ["births.csv", "plans/"]
    assert completed("backtest", "x.csv", "--births", "b") == ["births.csv"]
    assert completed("compare", "") == ["plans/"]
    assert completed("run", "gone/") == []


def test_any_path_is_taken_all_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "plan.txt")]) == 3
    assert "no such file" in capsys.readouterr().err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_is_printed(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    text = capsys.readouterr().out
    assert "_SEATSIM_COMPLETE" in text
    assert f"{shell}_complete" in text


def test_another_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "csh"]) == 2
    assert "bash" in capsys.readouterr().err


@pytest.mark.skipif(BASH is None, reason="no bash")
def test_in_a_real_bash(tmp_path: Path) -> None:
    """Bash takes words apart at ``=``, as readline does; what it is told must complete the part behind."""
    command = tmp_path / "seatsim"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m seatsim "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    script = """
        source <(seatsim completion bash)
        complete -p seatsim
        try() {
            COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); COMPREPLY=()
            _seatsim_completion seatsim 2>/dev/null  # compopt speaks up outside of a completion
            echo "${COMPREPLY[*]}"
        }
        try seatsim explain seat_u
        try seatsim run scenarios/slipping-builds.toml --set levers.admission.gate = s
        try seatsim check scenarios/combined
        try seatsim show --lang z
    """
    assert BASH is not None
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(
        [BASH, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT, env=environment, timeout=120
    )
    assert done.stdout.splitlines() == [
        "complete -o nosort -F _seatsim_completion seatsim",
        "seat_use",
        "strict",
        "scenarios/combined-plan.toml",
        "zh",
    ]

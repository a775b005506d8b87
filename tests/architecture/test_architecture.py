"""The shape of the house: what the model may call, what help imports, what is public."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from samplers import foreign_draws

import seatsim

SOURCE = Path(seatsim.__file__).parent
MODEL = sorted((SOURCE / "model").glob("*.py"))
CHANCE = [
    path
    for layer in ("domain", "demand", "model", "indicators", "study", "backtesting")
    for path in sorted((SOURCE / layer).rglob("*.py"))
]
"""Everything that computes; the synthetic register has a scheme of its own (decision 0002)."""


@pytest.mark.parametrize("path", CHANCE, ids=lambda path: str(path.relative_to(SOURCE)))
def test_chance_comes_from_addresses_only(path: Path) -> None:
    """A sampler uses up words as its parameters ask, so one changed probability would move every later draw."""
    assert not foreign_draws(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODEL, ids=lambda path: path.name)
def test_the_year_has_no_loop_over_replications(path: Path) -> None:
    """Only construction, where SimPy waits, walks through replications one by one."""
    if path.name == "construction.py":
        return
    loops = [
        ast.unparse(node.iter)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.For | ast.comprehension)
    ]
    assert not [loop for loop in loops if "replication" in loop]


def test_help_imports_click_and_nothing_heavy() -> None:
    script = (
        "import sys; from seatsim.cli import main; main(['--help']);"
        "heavy = {'numpy', 'scipy', 'simpy', 'polars', 'pydantic', 'rich', 'tree_sitter', 'jinja2', 'vl_convert'};"
        "heavy |= {'openpyxl'};"
        "heavy &= set(sys.modules);"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "baseline" in done.stdout


def test_the_public_names_are_the_promised_ones() -> None:
    assert set(seatsim.__all__) == {"backtest", "compare", "load", "report", "run"}
    assert all(callable(getattr(seatsim, name)) for name in seatsim.__all__)
    hidden = [name for name in seatsim.__all__ if (SOURCE / name).exists() or (SOURCE / f"{name}.py").exists()]
    assert not hidden  # a module of the same name would take the function's place once it is imported
    with pytest.raises(AttributeError):
        getattr(seatsim, "optimise")  # noqa: B009 - the type checker knows that it is not there


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400

"""Mutation testing of the model: how many small faults, put in on purpose, the tests see.

``pip install -e '.[dev,mutation]'``, then ``python tests/mutation/mutants.py``. It has mutmut make the mutants of
``src/seatsim/model``, takes a sample, has mutmut run the tests on it, prints a report and exits with 1 where too few
died. A run that was interrupted goes on when the command is given again; ``--again`` asks the survivors once more, for
instance after tests were added.

The sample: mutants that cannot change behaviour are left out (``same_behaviour.py``); the others are drawn within each
module in proportion to their number, by the hash of the seed and their names. The tests, from ``[tool.mutmut]`` in
``pyproject.toml``: of those that reach the mutated function the quickest first, until one fails or their budget is
spent (``quick_first.py``). Results are kept by mutmut in ``mutants/``.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import hashlib
import json
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, islice, takewhile
from pathlib import Path
from typing import Any

from same_behaviour import same_behaviour

ROOT = Path(__file__).parents[2]
WORK = ROOT / "mutants"
MODEL = Path("src", "seatsim", "model")
LEAST_KILLED = 0.85
_PROBE = "seatsim.model.budget.*claim__mutmut_1"
"""A mutant that few tests reach: mutmut makes the others, and measures all tests, on its way to it."""
_ORIGINAL, _CLASS_MARK = "__mutmut_orig", "ǁ"
"""How mutmut names a function in its files: the original, and what stands about the name of a class."""
FATES = ("killed", "timed out", "survived", "unknown")
_HEADS = ("--", "++", "@@")
_CODES = {"killed": (1, 3, -11), "timed out": (-24, 24, 152, 36, -9), "survived": (0, 5, 33)}
"""Exit codes of pytest and signals that ended it, by what they say of the mutant; 33: no test reaches the function."""


@dataclass(frozen=True)
class Mutant:
    """One fault put into one function."""

    name: str
    """As mutmut calls it."""
    path: Path
    """File of the original, below the root."""
    original: str
    """Source of the function."""
    mutated: str
    """The same with the fault."""
    exit_code: int | None
    """What its tests came to; None where they were not run."""

    @property
    def module(self) -> str:
        """Module of the model."""
        return self.path.stem

    @property
    def fate(self) -> str:
        """Killed, timed out, survived, or ``unknown``: not run, or ended for a reason that is not the mutant's."""
        return next((fate for fate, codes in _CODES.items() if self.exit_code in codes), "unknown")

    @property
    def drops(self) -> bool:
        """Whether a value became ``None`` or an argument was dropped: mostly an error wherever it runs."""
        (values, nothing), (left, now_nothing) = _arguments(self.original), _arguments(self.mutated)
        return left < values or now_nothing > nothing

    def told(self) -> str:
        """The fault as a diff with file and line."""
        before, after = self.original.strip("\n").splitlines(), self.mutated.strip("\n").splitlines()
        text = (ROOT / self.path).read_text(encoding="utf-8")
        above = text[: text.find(self.original.strip("\n"))].count("\n")
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
        hunks = [line for line in difflib.unified_diff(before, after, lineterm="", n=0) if line[:2] not in _HEADS]
        return "\n".join([f"{self.path}:{above + same + 1} {self.name}", *hunks])


def _arguments(source: str) -> tuple[int, int]:
    """How many arguments the calls of a function have, and how often it says ``None``."""
    nodes = list(ast.walk(ast.parse(textwrap.dedent(source))))
    nothing = sum(isinstance(node, ast.Constant) and node.value is None for node in nodes)
    return sum(len(node.args) + len(node.keywords) for node in nodes if isinstance(node, ast.Call)), nothing


@dataclass(frozen=True)
class Mutated:
    """One module of the model as mutmut wrote it."""

    path: Path
    """File of the original, below the root."""

    @cached_property
    def results(self) -> Mapping[str, int | None]:
        """What each mutant's tests came to."""
        results: dict[str, int | None] = self._read(".meta")["exit_code_by_key"]
        return results

    def drawn(self, count: int, seed: int) -> Iterator[Mutant]:
        """``count`` of its mutants that can change behaviour, by the hashes of the seed and their names."""
        names = sorted(self.results, key=lambda name: hashlib.sha256(f"{seed} {name}".encode()).hexdigest())
        able = (mutant for mutant in map(self._mutant, names) if not same_behaviour(mutant.original, mutant.mutated))
        return islice(able, count)

    def _mutant(self, name: str) -> Mutant:
        mangled = name.rpartition(".")[2]
        function = mangled.rpartition("__mutmut_")[0]
        plain = function.removeprefix("x_").rpartition(_CLASS_MARK)[2]
        original, mutated = (self._source(f, plain) for f in (function + _ORIGINAL, mangled))
        return Mutant(name, self.path, original, mutated, self.results[name])

    def _source(self, function: str, plain: str) -> str:
        first, last = self._spans[function]
        return "".join(self._lines[first - 1 : last]).replace(function, plain, 1)

    @cached_property
    def _lines(self) -> Sequence[str]:
        return (WORK / self.path).read_text(encoding="utf-8").splitlines(keepends=True)

    @cached_property
    def _spans(self) -> Mapping[str, tuple[int, int]]:
        spans: dict[str, tuple[int, int]] = self._read(".spans")["spans"]
        return spans

    def _read(self, suffix: str) -> dict[str, Any]:
        read: dict[str, Any] = json.loads((WORK / f"{self.path}{suffix}").read_text(encoding="utf-8"))
        return read


def sample(count: int, seed: int) -> Sequence[Mutant]:
    """At least ``count`` mutants of the model, of each module the same part of its own, rounded up."""
    paths = sorted(path.relative_to(ROOT) for path in (ROOT / MODEL).glob("*.py"))
    modules = [module for module in map(Mutated, paths) if module.results]
    total = sum(len(module.results) for module in modules)
    return [mutant for one in modules for mutant in one.drawn(-(-count * len(one.results) // total), seed)]


def make_mutants() -> None:
    """Have mutmut make the mutants and measure the tests, unless nothing changed since it did."""
    measured = WORK / "mutmut-stats.json"
    sources = [ROOT / "pyproject.toml", *(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    if not measured.exists() or max(path.stat().st_mtime for path in sources) > measured.stat().st_mtime:
        shutil.rmtree(WORK / "tests", ignore_errors=True)
        _mutmut([_PROBE], jobs=2)
        measured.touch()


def _mutmut(names: Sequence[str], jobs: int) -> None:
    mutmut = Path(sys.executable).with_name("mutmut")
    subprocess.run([mutmut, "run", "--max-children", str(jobs), *names], cwd=ROOT, check=True)


def report(mutants: Sequence[Mutant]) -> str:
    """How many of each module and of each kind died, and each survivor."""

    def of(*parts: tuple[str, Iterable[bool]]) -> dict[str, Sequence[Mutant]]:
        return {name: list(compress(mutants, chosen)) for name, chosen in parts}

    modules = dict.fromkeys(mutant.module for mutant in mutants)
    groups = of(*((module, [mutant.module == module for mutant in mutants]) for module in modules))
    drops = [mutant.drops for mutant in mutants]
    groups |= of(("None, fewer arguments", drops), ("other faults", [not dropped for dropped in drops]))
    groups["all"] = mutants
    head = f"{'':<24}" + "".join(f"{word:>10}" for word in ("mutants", *FATES, "died"))
    rows = [_row(name, those) for name, those in groups.items() if those]
    return "\n\n".join(["\n".join([head, *rows]), *(m.told() for m in mutants if m.fate == "survived")])


def _row(name: str, mutants: Sequence[Mutant]) -> str:
    counts = [len(mutants), *(sum(mutant.fate == fate for mutant in mutants) for fate in FATES)]
    return f"{name:<24}" + "".join(f"{count:>10}" for count in counts) + f"{killed_share(mutants):>10.1%}"


def killed_share(mutants: Sequence[Mutant]) -> float:
    """Part of the mutants that a test killed, or that ran without end."""
    return sum(mutant.fate in ("killed", "timed out") for mutant in mutants) / len(mutants)


def main() -> int:
    """Run, report, and say by the exit code whether enough died."""
    say = argparse.ArgumentParser(description="Mutation testing of src/seatsim/model")
    say.add_argument("--count", type=int, default=400, help="mutants at the least (400)")
    say.add_argument("--seed", type=int, default=1, help="which of them (1)")
    say.add_argument("--jobs", type=int, default=2, help="mutants at a time (2)")
    say.add_argument("--again", action="store_true", help="run the survivors once more")
    asked = say.parse_args()
    make_mutants()
    drawn = sample(asked.count, asked.seed)
    waiting = ("unknown", "survived") if asked.again else ("unknown",)
    if names := [mutant.name for mutant in drawn if mutant.fate in waiting]:
        _mutmut(names, asked.jobs)
    drawn = sample(asked.count, asked.seed)
    print(report(drawn))
    complete = all(mutant.fate != "unknown" for mutant in drawn)
    return 0 if complete and killed_share(drawn) >= LEAST_KILLED else 1


if __name__ == "__main__":
    sys.exit(main())

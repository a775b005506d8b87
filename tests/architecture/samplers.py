"""What draws otherwise than from an address, found in a syntax tree."""

import ast
import random
from collections.abc import Iterator

import numpy as np

GENERATORS = {"random", "secrets", "uuid", "numpy.random", "scipy.stats.qmc"}
"""Modules that give chance: named in no import."""
_OWNERS = (random, random.Random, np.random, np.random.Generator, np.random.RandomState)
_HARMLESS = {"bytes", "power", "seed", "test"}
"""Names that other things have too; a generator of theirs is found by what makes it."""
_LEVERS = {"choice"}
"""Words of levers too: samplers only where they are called."""
SAMPLERS = {
    *(name for owner in _OWNERS for name in dir(owner) if not name.startswith("_") and name not in _HARMLESS),
    *("rvs", "random_state", "urandom", "getrandbits"),
}
"""Whatever numpy's and Python's generators can be asked, and who can be asked: by no name on anything."""


def foreign_draws(source: str) -> list[str]:
    """Every import or attribute of a source text that is a generator or one of its samplers, with its line."""
    return [f"{line}: {name}" for line, name in _found(ast.parse(source))]


def _found(tree: ast.AST) -> Iterator[tuple[int, str]]:
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name) for each in node.names if each.name in GENERATORS)
        elif isinstance(node, ast.ImportFrom):
            names = (f"{node.module}.{each.name}" for each in node.names)
            yield from ((node.lineno, name) for name in names if node.module in GENERATORS or name in GENERATORS)
        elif (
            isinstance(node, ast.Attribute)
            and node.attr in SAMPLERS
            and (node.attr not in _LEVERS or id(node) in called)
        ):
            yield node.lineno, ast.unparse(node)

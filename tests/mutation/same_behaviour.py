"""Which mutants cannot change what the model does, by rule.

mutmut makes no mutants of annotations, type aliases, docstrings, decorators and what stands outside functions. Of the
rest a mutant is left out where it is the original once both are brought to one form:

- the words of errors and of assertions are dropped,
- ``__repr__`` and ``__str__`` are dropped,
- ``cast(T, x)`` is ``x``,
- arguments that say what holds without them are dropped: ``strict=False`` of ``zip``, ``dtype=np.float64`` of an array
  that numpy makes of nothing (``zeros``, ``ones``, ``empty``), and ``None`` in their places.
"""

from __future__ import annotations

import ast
import textwrap

_SILENT = ("__repr__", "__str__")
_DEFAULTS = {
    ("zip", "strict"): ("False", "None"),
    ("zeros", "dtype"): ("np.float64", "None"),
    ("ones", "dtype"): ("np.float64", "None"),
    ("empty", "dtype"): ("np.float64", "None"),
}
"""Arguments by the function's name and theirs: the values that are as good as none."""


def same_behaviour(original: str, mutant: str) -> bool:
    """Whether two functions, given by their sources with the same name, do the same by the rules above."""
    return _form(original) == _form(mutant)


def _form(source: str) -> str:
    return ast.dump(_OneForm().visit(ast.parse(textwrap.dedent(source))))


class _OneForm(ast.NodeTransformer):
    """Brings a function to the form in which sources are compared."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        if node.name in _SILENT:
            node.body = [ast.Pass()]
        return self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        if isinstance(node.exc, ast.Call):
            node.exc.args, node.exc.keywords = [], []
        return self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        node.msg = None
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        called = ast.unparse(node.func).rpartition(".")[2]
        if called == "cast" and len(node.args) == 2:
            return node.args[1]
        node.keywords = [
            word for word in node.keywords if ast.unparse(word.value) not in _DEFAULTS.get((called, str(word.arg)), ())
        ]
        return node

"""Nothing that was read becomes code: which calls could do that, and the few places that may, each with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import seatsim

SOURCE = Path(seatsim.__file__).parent
MODULES = {
    "pickle", "_pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml", "subprocess", "pty",
    "code", "codeop", "runpy", "ctypes", "cffi", "socket", "ssl", "http", "urllib", "requests", "httpx", "aiohttp",
    "ftplib", "smtplib", "telnetlib", "xmlrpc", "socketserver", "asyncio", "webbrowser",
}  # fmt: skip
"""Modules that make code of bytes, start programs or talk to the network."""
CALLS = {"eval", "exec", "compile", "__import__", "breakpoint", "input"}
"""Calls of what is built in."""
METHODS = {
    ("os", "system"), ("os", "popen"), ("os", "startfile"), ("os", "fork"), ("importlib", "import_module"),
    ("tempfile", "mktemp"), ("DataFrame", "deserialize"), ("LazyFrame", "deserialize"), ("pl", "read_database"),
    ("pl", "read_database_uri"), ("pl", "sql"),
}  # fmt: skip
STARTS = ("exec", "spawn", "posix_spawn")
"""Beginnings of names of ``os`` that start programs."""
ALLOWED = {
    (
        "running/workers.py",
        "pickle",
    ): "tasks and answers between seatsim's own processes, over pipes that are theirs alone",
    ("results/folder.py", "socket"): "the host's name, for the lock file; no connection",
}
"""Where one of them may stand, and why."""


def suspects(tree: ast.AST) -> Iterator[str]:
    """Names of what could make code of data, start a program or talk to the network."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names if alias.name.split(".")[0] in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in MODULES:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield node.func.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            pair = (node.value.id, node.attr)
            if pair in METHODS or (pair[0] == "os" and pair[1].startswith(STARTS)):
                yield ".".join(pair)


def loads(tree: ast.AST) -> list[ast.Call]:
    """Calls of ``numpy.load``."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if ast.unparse(call.func) in ("np.load", "numpy.load")]


FILES = sorted(SOURCE.rglob("*.py"))
assert len(FILES) > 200


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_nothing_makes_code_of_data(path: Path) -> None:
    name, tree = path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
    assert not [found for found in suspects(tree) if (name, found) not in ALLOWED]
    for call in loads(tree):
        told = {each.arg: ast.unparse(each.value) for each in call.keywords}
        assert told.get("allow_pickle") == "False", f"{name}:{call.lineno}"


@pytest.mark.parametrize(("name", "what"), ALLOWED)
def test_every_allowed_place_is_one(name: str, what: str) -> None:
    assert what in suspects(ast.parse((SOURCE / name).read_text(encoding="utf-8")))


def test_the_host_s_name_is_all_that_is_asked_of_sockets() -> None:
    tree = ast.parse((SOURCE / "results" / "folder.py").read_text(encoding="utf-8"))
    asked = {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "socket"
    }
    assert asked == {"gethostname"}


@pytest.mark.parametrize(
    "text",
    [
        "import pickle",
        "from subprocess import run",
        "import urllib.request",
        "eval('1')",
        "import os\nos.system('x')",
        "import os\nos.execv('x', [])",
        "from polars import DataFrame\nDataFrame.deserialize",
    ],
)
def test_suspects_are_found(text: str) -> None:
    assert [*suspects(ast.parse(text))]

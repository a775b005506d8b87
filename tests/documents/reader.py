"""A reader who does what a page says: types its commands, writes its files, fills in the workbook.

Three things differ from what is typed. ``.venv/bin/`` is left out: the environment of the tests stands first on
the path. Where it is asked for, a run takes few futures in one process (``fewer``). A Dask scheduler and its workers
stand in the background, on this machine and a free port.
"""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dask_cluster import kill

from processes import wait_until

ROOT = Path(__file__).parents[2]
FUTURES = 4
"""What a shortened run takes."""
_STAND = ("dask scheduler", "dask worker")
"""Commands that stay: they are put into the background."""
_GOES = re.compile(r"cd (\S+)")
_CODE = re.compile(r"#.*?(?:exit code|退出码) ?(\d+)( if so|，如果是)?")


def fewer(line: str) -> str:
    """A line whose runs take few futures in one process, whatever it asks for."""
    asked = re.sub(r" --(replications|jobs) \d+", "", line)
    alone = "" if "--cluster" in asked else " --jobs 1"
    return re.sub(r"\bseatsim run\b", f"seatsim run --replications {FUTURES}{alone}", asked)


def codes(line: str) -> set[int]:
    """Exit codes with which a line may end, by the remark behind it; 0 without one."""
    found = _CODE.search(line)
    if found is None:
        return {0}
    return {int(found[1]), *([0] if found[2] else [])}


@dataclass
class Reader:
    """Someone with a folder, a terminal and what stands in the background."""

    folder: Path
    """Where the commands are typed."""
    environment: Mapping[str, str]
    """Of the terminal."""
    port: int
    """Of the scheduler."""
    printed: str = ""
    """What the last block of commands said, in both streams."""
    standing: list[subprocess.Popen[bytes]] = field(default_factory=list)
    """Processes in the background."""

    def types(self, block: str, *, shortened: bool) -> None:
        """Type a block of commands, line by line; AssertionError where one ends with another code than it says."""
        said = []
        for line in filter(str.strip, block.splitlines()):
            if line.startswith(_STAND):
                self._stands(line)
            elif (goes := _GOES.fullmatch(line)) is not None:
                self.folder = self.folder / goes[1]
            else:
                said.append(self._types(fewer(line) if shortened else line))
        self.printed = "".join(said)

    def writes(self, toml: str) -> None:
        """Write a block of TOML into the file that its first line names: a whole scenario, else lines of these keys."""
        name = re.match(r"# (\S+\.toml)", toml)
        assert name, f"the first line must name the file: {toml.splitlines()[0]}"
        path = self.folder / name[1]
        if "format" in tomllib.loads(toml):
            path.write_text(f"{toml}\n", encoding="utf-8")
        else:
            path.write_text(changed(path.read_text(encoding="utf-8"), toml), encoding="utf-8")

    def _types(self, line: str) -> str:
        ran = subprocess.run(
            ["bash", "-c", self._here(line)],
            cwd=self.folder,
            env=dict(self.environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=300,
        )
        assert ran.returncode in codes(line), f"{line}\nexit code {ran.returncode}\n{ran.stdout[-2000:]}"
        return ran.stdout

    def _here(self, line: str) -> str:
        return line.replace(".venv/bin/", "").replace("HOST:8786", f"127.0.0.1:{self.port}")

    def _stands(self, line: str) -> None:
        """Start what stays, and wait for a scheduler to listen."""
        small = " --dashboard-address 127.0.0.1:0"
        scheduler = line.startswith(_STAND[0])
        here = f" --host 127.0.0.1 --port {self.port}" if scheduler else ""
        command = f"exec {self._here(line.split('#')[0]).strip()}{here}{small}"
        with (self.folder / "background.log").open("ab") as log:
            self.standing.append(
                subprocess.Popen(
                    ["bash", "-c", command],
                    cwd=self.folder,
                    env=dict(self.environment),
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )
        if scheduler:
            wait_until(lambda: _listens(self.port))


def changed(text: str, lines: str) -> str:
    """TOML with some lines in the place of those of the same key in the same table; each must be there."""
    for table, key, line in _keyed(lines):
        places = {(at, k): old for at, k, old in _keyed(text)}
        assert (table, key) in places, f"[{table}] {key} is not in the file"
        text = text.replace(places[table, key], line, 1)
    return text


def _keyed(text: str) -> Iterator[tuple[str, str, str]]:
    """Table, key and line of every line that sets a key."""
    table = ""
    for line in text.splitlines():
        if (head := re.match(r"\[(\S+)\]", line)) is not None:
            table = head[1]
        elif (key := re.match(r'([\w.-]+|".*?") *=', line)) is not None:
            yield table, key[1], line


@contextmanager
def reader(folder: Path, lang: str) -> Iterator[Reader]:
    """A reader of a language in a folder; what stands in the background ends with them."""
    found = Reader(folder, _terminal(folder, lang), _free_port())
    try:
        yield found
    finally:
        for process in reversed(found.standing):
            kill(process)


def _terminal(folder: Path, lang: str) -> dict[str, str]:
    """Environment of a terminal in which ``seatsim``, ``dask`` and ``python`` are those of this interpreter."""
    programs = folder.parent / f"{folder.name}-programs"
    programs.mkdir()
    python = shlex.quote(sys.executable)
    for name, what in {"python": "", "seatsim": " -m seatsim", "dask": " -m dask"}.items():
        (programs / name).write_text(f'#!/bin/sh\nexec {python}{what} "$@"\n', encoding="utf-8")
        (programs / name).chmod(0o755)
    locale = {"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}[lang]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    return {**kept, "PATH": path, "LANG": locale, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0

"""What ``seatsim init`` has made, and what to type next."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from seatsim.language.choice import language
from seatsim.language.starting.words import INIT
from seatsim.language.words import Words


def print_made(folder: Path, names: Sequence[str], plan: str, lang: str, invented: bool) -> None:
    """Print the files of a new folder and the commands that come next.

    ``plan`` : the scenario to run first; ``invented`` : whether the county in it is an invented example.
    """
    words = Words(lang, INIT)
    print(words("made").format(folder=folder))
    for name in names:
        print(f"  {name}")
    if invented:
        print(words("invented"))
    print(words("next"))
    in_it = "" if language(None) == lang else f" --lang {lang}"
    results = f"results/{Path(plan).stem}"
    print(f"  cd {_typed(folder)}")
    for command in (f"check {plan}", f"run {plan}", f"report {results} --format docx"):
        print(f"  seatsim {command}{in_it}")


def _typed(folder: Path) -> str:
    """A folder as it is typed after a command; Windows knows no single quotes."""
    name = str(folder)
    if name.startswith("-"):
        name = os.path.join(os.curdir, name)  # noqa: PTH118 - a Path would drop the dot again
    if os.name == "nt":
        return f'"{name}"' if " " in name else name
    return shlex.quote(name)

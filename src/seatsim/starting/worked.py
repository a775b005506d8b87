"""``seatsim init DIR --example``: the worked county and the shipped scenarios, from a checkout or a wheel."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

from seatsim.domain.faults import RefusedFolder
from seatsim.domain.phrase import Phrase
from seatsim.language.starting.documents import document
from seatsim.starting.county import for_editors
from seatsim.starting.place import make_folder, write_files

FOLDERS = ("seeds", "scenarios")
README = "README.md"
_ROOT = Path(__file__).parents[3]
"""The checkout, where the package is not installed."""


def copy_example(folder: Path, lang: str) -> list[str]:
    """Make a folder with the worked county and the scenarios, and return the names of its files.

    Raises RefusedFolder.
    """
    with as_file(_packed()) as packed:
        sources = {name: packed / name for name in FOLDERS}
        count = len(list(sources["scenarios"].glob("*.toml")))
        files_beside = {README: document("EXAMPLE.md", lang, {"count": count}).encode(), **for_editors(lang)}

        def fill(draft: Path) -> None:
            for name, source in sources.items():
                shutil.copytree(source, draft / name, copy_function=shutil.copyfile)
            write_files(draft, files_beside)

        make_folder(folder, fill)
        copied = [path.relative_to(packed).as_posix() for each in sources.values() for path in sorted(each.rglob("*"))]
    return [*copied, *files_beside]


def _packed() -> Traversable:
    """Where ``seeds`` and ``scenarios`` stand: in the installed package, else in the checkout. Raises RefusedFolder."""
    for place in (files("seatsim") / "example", _ROOT):
        if all((place / name).is_dir() for name in FOLDERS):
            return place
    raise RefusedFolder(Phrase("this installation of seatsim holds no worked county; install it again"))

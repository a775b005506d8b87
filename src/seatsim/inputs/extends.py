"""Scenario files as patches on one another: ``extends``, cycles and clashes."""

from __future__ import annotations

import os
from pathlib import Path

from seatsim.domain.faults import Fault
from seatsim.domain.phrase import Phrase
from seatsim.inputs.places import grounds, is_around, outside_file
from seatsim.inputs.toml_files import Leaf, Leaves, TomlFile, overlay, read_toml, shown, written
from seatsim.inputs.toml_lines import KeyPath

OWN_KEYS = ("format", "name", "title", "tests", "extends")
"""What describes one file and is never inherited."""
_MOST_ABOVE = 100
"""Longest chain of files that extend one another."""


class PatchChain:
    """Reads a scenario file and everything it extends; collects faults instead of raising them."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._read: dict[Path, Leaves] = {}
        self._extended: dict[str, frozenset[str]] = {}
        self._shown: dict[Path, str] = {}
        self._around: tuple[Path, ...] = ()

    def read(self, path: Path, above: tuple[Path, ...] = ()) -> Leaves:
        """Leaves of ``path`` over those of the files it extends; ``above`` are the files that led here."""
        real = _real(path)
        if real in self._read:
            return self._read[real]
        if not above:
            self._around = grounds(path)
        file = read_toml(path, self.faults, typed=not above)
        if file is None:
            return {}
        self._head_holds(file)
        self._shown[real] = file.file
        own = _own_leaves(file)
        parents: list[Leaves] = []
        files: set[str] = set()
        if len(above) >= _MOST_ABOVE:
            allowed = Phrase("is the end of a chain of {} files; at most so many extend one another", _MOST_ABOVE)
            self.faults.append(file.fault(("extends",), allowed, "cycle"))
            return own
        for other in self._extends(file):
            if not is_around(other, self._around):
                self.faults.append(file.fault(("extends",), outside_file(), "outside", shown(str(other))))
                continue
            if _real(other) in (*above, real):
                way = Phrase("{} extends {}", path, other)
                self.faults.append(
                    file.fault(("extends",), Phrase("extends itself ({})", way), "cycle", shown(str(other)))
                )
                continue
            parents.append(self.read(other, (*above, real)))
            # Two ways to one file may write its path differently; origins know the way it was first read.
            shown_as = self._shown.get(_real(other), str(other))
            files |= {shown_as} | self._extended.get(shown_as, frozenset())
        self._extended[str(path)] = frozenset(files)
        leaves = overlay(self._merge(parents, own, file), own)
        self._read[real] = leaves
        return leaves

    def _head_holds(self, file: TomlFile) -> None:
        tree = file.tree
        if not tree:
            allowed = Phrase("is empty: format, name, and extends or county are required")
            self.faults.append(Fault(file.file, None, "", "", allowed, "empty-file"))
            return
        found = tree.get("format")
        if type(found) is not int or found != 1:
            text = "" if found is None else shown(found)
            self.faults.append(file.fault(("format",), Phrase("must be 1 (required)"), "format", text))
        if "name" not in tree:
            self.faults.append(file.fault(("name",), Phrase("is required"), "missing"))
        if "extends" not in tree and "county" not in tree:
            self.faults.append(file.fault(("county",), Phrase("is required, or extends"), "missing"))

    def _extends(self, file: TomlFile) -> list[Path]:
        """Files that ``file`` extends, relative to the file itself."""
        value = file.tree.get("extends", [])
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not all(map(_is_name, names)):
            allowed = Phrase("must be the name of a scenario file, or a list of names")
            self.faults.append(file.fault(("extends",), allowed, "type", shown(value)))
            return []
        return [beside(file.file, name) for name in names]

    def _merge(self, parents: list[Leaves], own: Leaves, file: TomlFile) -> Leaves:
        """One layer from the extended files; two that set one key differently are a fault."""
        merged: Leaves = {}
        for parent in parents:
            news = {path: leaf for path, leaf in parent.items() if path[0] not in OWN_KEYS}
            for path, leaf in list(news.items()):
                other = merged.get(path)
                if other is None or _same(other, leaf):
                    continue
                if self._patches(other, leaf):
                    del news[path]
                elif not self._patches(leaf, other) and path not in own:
                    self.faults.append(_clash(path, other, leaf, file))
            merged = overlay(merged, news)
        return merged

    def _patches(self, leaf: Leaf, other: Leaf) -> bool:
        """Whether the file of ``leaf`` extends the file of ``other``, and so wins over it."""
        return other.origin.file in self._extended.get(leaf.origin.file, frozenset())


def _is_name(name: object) -> bool:
    """Whether a value may name a file."""
    return isinstance(name, str) and bool(name) and "\0" not in name


def _real(path: Path) -> Path:
    """Where a path leads; of links that lead round in a circle, one of them."""
    return Path(os.path.realpath(path))


def beside(file: str, name: str) -> Path:
    """Path of ``name`` as written in ``file``: relative to the folder that holds the file."""
    return Path(os.path.normpath(Path(file).parent / name))


def _own_leaves(file: TomlFile) -> Leaves:
    leaves = file.leaves()
    county = leaves.get(("county",))
    if county is not None and isinstance(county.value, str):
        leaves["county",] = Leaf(str(beside(file.file, county.value)), county.origin)
    return leaves


def _same(one: Leaf, other: Leaf) -> bool:
    return one.value == other.value and isinstance(one.value, bool) == isinstance(other.value, bool)


def _clash(path: KeyPath, one: Leaf, other: Leaf, file: TomlFile) -> Fault:
    found = Phrase("{} and {}: {} = {}", shown(one.value), str(other.origin), path[-1], shown(other.value))
    allowed = Phrase("set it here ({}), or extend one of them", file.file)
    return Fault(one.origin.file, one.origin.line, written(path), found, allowed, "clash")

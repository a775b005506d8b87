"""Lines of TOML keys. tomllib decides what a file says; tree-sitter only tells where."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tree_sitter import Node

KeyPath: TypeAlias = tuple[str, ...]

_KEYS = ("bare_key", "quoted_key", "dotted_key")
_TABLES = ("table", "table_array_element")


@lru_cache(maxsize=64)
def key_lines(text: str) -> Mapping[KeyPath, int]:
    """First line of every key and table of a TOML text, counted from 1.

    Keys inside inline tables are found too; those inside arrays are not. Broken parts are passed over.
    """
    import tree_sitter
    import tree_sitter_toml

    language = tree_sitter.Language(tree_sitter_toml.language())
    root = tree_sitter.Parser(language).parse(text.encode()).root_node
    lines: dict[KeyPath, int] = {}
    for path, line in _walk(root, ()):
        for depth in range(1, len(path) + 1):
            lines.setdefault(path[:depth], line)
    return lines


def _walk(node: Node, above: KeyPath) -> Iterator[tuple[KeyPath, int]]:
    """Every key path below ``node`` with its line."""
    for child in node.named_children:
        if child.type in _TABLES:
            here = (*above, *_key(child))
            yield here, child.start_point.row + 1
            yield from _walk(child, here)
        elif child.type == "pair":
            here = (*above, *_key(child))
            yield here, child.start_point.row + 1
            for value in child.named_children:
                if value.type == "inline_table":
                    yield from _walk(value, here)


def _key(node: Node) -> KeyPath:
    """Key path of a table header or a pair."""
    for child in node.named_children:
        if child.type in _KEYS:
            return _parts((child.text or b"").decode())
    return ()


def _parts(key: str) -> KeyPath:
    """Split a written key into its parts, quotes resolved; empty if it is broken."""
    try:
        tree: object = tomllib.loads(f"{key} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    parts: list[str] = []
    while isinstance(tree, dict):
        part = next(iter(tree))
        parts.append(part)
        tree = tree[part]
    return tuple(parts)

"""The picture of the structure, from the import contract and the imports themselves.

``python tests/architecture/structure.py`` draws ``docs/pictures/structure.svg`` anew.
"""

from __future__ import annotations

import ast
import textwrap
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]
PAGE = "docs/pictures/structure.svg"
PICTURE = ROOT / PAGE
PACKAGE = "seatsim"
WIDTH, BOX, HEIGHT, GAP, TOP = 980, 226, 70, 36, 34
COLUMNS: Mapping[str, int] = {
    "options": 352,
    "exits": 122,
    "completing": 352,
    "helping": 122,
    "api": 840,
    "running": 665,
    "printing": 122,
    "starting": 490,
    "papers": 840,
    "study": 740,
    "backtesting": 240,
    "indicators": 620,
    "inputs": 240,
    "model": 740,
}
"""Middle of a box where the even spread of its row would hide an arrow [pixels]."""
COLOURS: Mapping[str, str] = {
    **dict.fromkeys(
        ("cli", "cli_explain", "cli_init", "cli_inputs", "exits", "options", "completing", "helping", "api"), "#dbe7f5"
    ),
    **dict.fromkeys(("printing", "papers", "telling", "starting", "language"), "#fbead3"),
    **dict.fromkeys(("inputs", "results"), "#e4e0f3"),
}
"""Fill by what a layer has to do with: commands, words for people, files; everything else computes."""
COMPUTES = "#ddefdd"
LEGEND = (
    ("#dbe7f5", "commands"),
    ("#fbead3", "words and papers for people"),
    ("#e4e0f3", "files in and out"),
    (COMPUTES, "computes"),
)


def layers() -> list[list[str]]:
    """Layers of the import contract, the highest first, each with its modules."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = told["tool"]["importlinter"]["contracts"]
    (contract,) = [each for each in contracts if each["type"] == "layers"]
    rows = [[name.strip().strip("()") for name in layer.split("|")] for layer in contract["layers"]]
    return [[name.removeprefix(f"{PACKAGE}.") for name in row] for row in rows]


def arrows(names: Sequence[str]) -> list[tuple[str, str]]:
    """Who imports whom, without what follows from others: the transitive reduction of the real imports."""
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    for name in names:
        if graph.find_descendants(f"{PACKAGE}.{name}"):
            graph.squash_module(f"{PACKAGE}.{name}")
    found = {
        name: {
            each.removeprefix(f"{PACKAGE}.") for each in graph.find_modules_directly_imported_by(f"{PACKAGE}.{name}")
        }
        & {*names} - {name}
        for name in names
    }
    reached: dict[str, set[str]] = {}
    for name in reversed(names):  # the lowest first, so that what a module reaches is known
        reached[name] = found[name].union(*(reached.get(each, set()) for each in found[name]))
    return [
        (name, other)
        for name in names
        for other in sorted(found[name])
        if not any(other in reached[each] for each in found[name] - {other})
    ]


def purpose(name: str) -> str:
    """First sentence of a module's docstring."""
    path = ROOT / "src" / PACKAGE / name
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return text.split("\n")[0].split(". ")[0].replace("``", "").rstrip(".")


def picture() -> str:
    """The picture as SVG."""
    rows = layers()
    middle = dict(_middles(rows))
    bottom = TOP + len(rows) * (HEIGHT + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom}" font-family="sans-serif" role="img">',
        "<title>Layers of seatsim: every import points down</title>",
        '<defs><marker id="tip" markerWidth="7" markerHeight="7" refX="6" refY="3" orient="auto">'
        '<path d="M0,0 L7,3 L0,6 z" fill="#666"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{bottom}" fill="white"/>',
        *_legend(),
        *(_arrow(middle[one], middle[other]) for one, other in arrows([name for row in rows for name in row])),
        *(line for row in rows for name in row for line in _box(name, *middle[name])),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _middles(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Middle of the top of every box."""
    for place, row in enumerate(rows):
        for column, name in enumerate(row):
            even = (2 * column + 1) * WIDTH // (2 * len(row))
            yield name, (COLUMNS.get(name, even), TOP + place * (HEIGHT + GAP))


def _legend() -> Iterator[str]:
    left = 10
    for colour, words in LEGEND:
        yield f'<rect x="{left}" y="8" width="14" height="14" fill="{colour}" stroke="#888"/>'
        yield f'<text x="{left + 20}" y="20" font-size="12">{words}</text>'
        left += 44 + 7 * len(words)
    words = "an arrow: imports (those that follow from others left out)"
    yield f'<text x="{WIDTH - 10}" y="20" font-size="12" text-anchor="end">{words}</text>'


def _arrow(one: tuple[int, int], other: tuple[int, int]) -> str:
    x, y, to_x, to_y = one[0], one[1] + HEIGHT, other[0], other[1] - 2
    bend = max(GAP, (to_y - y) // 3)
    curve = f"M{x},{y} C{x},{y + bend} {to_x},{to_y - bend} {to_x},{to_y}"
    return f'<path d="{curve}" fill="none" stroke="#666" stroke-width="1.2" marker-end="url(#tip)"/>'


def _box(name: str, x: int, y: int) -> Iterator[str]:
    left = x - BOX // 2
    fill = COLOURS.get(name, COMPUTES)
    yield f'<rect x="{left}" y="{y}" width="{BOX}" height="{HEIGHT}" rx="5" fill="{fill}" stroke="#666"/>'
    yield f'<text x="{x}" y="{y + 17}" font-size="14" font-weight="bold" text-anchor="middle">{name}</text>'
    lines = textwrap.wrap(purpose(name), 40, max_lines=3, placeholder=" …")
    for place, line in enumerate(lines):
        yield f'<text x="{x}" y="{y + 33 + 14 * place}" font-size="10.5" text-anchor="middle">{escape(line)}</text>'


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")

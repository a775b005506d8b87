"""Make every table and picture of README and ``docs/`` anew, and every number that they quote, and report its digest.

``python tests/reproduction/reproduce.py`` prints for each item how it is made, the SHA-256 of what was made and of what
the page holds, and ``same``, ``differs`` or ``differs, measured on this machine``; exit code 1 if anything differs that
is not measured. ``--list`` tells the items and the tables that are text; ``--only NAME …`` takes some (``*`` stands for
anything); ``--write`` puts what differs into the pages, and with ``--measured`` what was measured too;
``--no-measured`` leaves out benchmarks and pixels, which take longest.
"""

from __future__ import annotations

import argparse
import difflib
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from items import Found, Item
    from work import Work

ROOT = Path(__file__).parents[2]
_BESIDE = ("reproduction", "architecture", "benchmarks", "browser", "papers", "coverage", "levers", "theory", "")
_MOST_LINES = 24


def main(words: Sequence[str]) -> int:
    """Reproduce what is asked and return the exit code."""
    from catalogue import items
    from work import Work

    options = _options(words)
    asked = [item for item in items() if _asked(item.name, item.measured, options)]
    if not asked:
        print(f"no item is called {' or '.join(options.only)}", file=sys.stderr)
        return 2
    if options.list:
        _list(asked)
        return 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        work = Work((options.work or Path(folder)).resolve(), lambda words: print(words, file=sys.stderr, flush=True))
        found = [_told(item, work, options) for item in asked]
    counts = {verdict: [f.verdict for f in found].count(verdict) for verdict in dict.fromkeys(f.verdict for f in found)}
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    print(f"\n{len(found)} items in {time.monotonic() - began:.0f} s: {told}")
    return int(any(each.fails for each in found))


def _options(words: Sequence[str]) -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--list", action="store_true", help="tell the items, and the tables that are text")
    asked.add_argument("--only", nargs="+", default=["*"], metavar="NAME", help="items, * for anything")
    asked.add_argument(
        "--work", type=Path, metavar="DIR", help="keep runs there, and take those that are there already"
    )
    asked.add_argument("--write", action="store_true", help="put what differs into the pages")
    asked.add_argument("--measured", action=argparse.BooleanOptionalAction, default=None, help="benchmarks and pixels")
    return asked.parse_args(words)


def _asked(name: str, measured: bool, options: argparse.Namespace) -> bool:
    named = any(fnmatchcase(name, pattern) for pattern in options.only)
    return named and not (measured and options.measured is False)


def _told(item: Item, work: Work, options: argparse.Namespace) -> Found:
    """Reproduce an item and print what became of it."""
    from items import reproduce

    found = reproduce(item, work)
    print(f"{found.verdict}: {item.name} ({item.page})", f"  by    {item.command}", sep="\n")
    if found.digest_made == found.digest_held:
        print(f"  made and held {found.digest_made}")
    else:
        print(f"  made  {found.digest_made or found.why}", f"  held  {found.digest_held}", sep="\n")
        _print_difference(found)
    sys.stdout.flush()
    if options.write and found.verdict.startswith("differs") and (options.measured or not item.measured):
        item.write(found.made, work)
        print("  written")
    return found


def _print_difference(found: Found) -> None:
    """Lines that differ, where both are text."""
    try:
        made, held = (part.decode().splitlines() for part in (found.made, found.held))
    except UnicodeDecodeError:
        return
    if not (made and held):
        return
    lines = [line for line in difflib.unified_diff(held, made, lineterm="", n=0) if line[:2] not in ("--", "++", "@@")]
    print(*(f"    {line}" for line in lines[:_MOST_LINES]), sep="\n")
    if len(lines) > _MOST_LINES:
        print(f"    … {len(lines) - _MOST_LINES} lines more")


def _list(asked: Sequence[Item]) -> None:
    """Items, then tables that are text."""
    from texts import TEXTS, WORDS

    for item in asked:
        print(f"{item.name}: {item.page}: {item.command}{' (measured)' if item.measured else ''}")
    for page in sorted(WORDS):
        print(f"text: {page}: every table: words")
    for page, tables in TEXTS.items():
        for head, holds in tables.items():
            print(f"text: {page}: {head}: {holds}")


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "tests" / folder) for folder in _BESIDE]
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))

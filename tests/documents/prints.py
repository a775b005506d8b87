"""``python tests/documents/prints.py [PAGE …]`` does what the tutorials say; what is printed goes into their excerpts.

A line that was not printed gives way to the printed line that is most like it; look at the difference before you keep
it.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
_LEAST_ALIKE = 0.3


def refreshed(excerpt: str, printed: str) -> str:
    """An excerpt with every line that was not printed replaced by the most similar line that was."""
    from fences import missing

    lacking, lines = missing(excerpt, printed), printed.splitlines()
    told = []
    for line in excerpt.splitlines():
        near = difflib.get_close_matches(line, lines, 1, _LEAST_ALIKE) if line in lacking else []
        told.append(near[0] if near else line)
    return "\n".join(told)


def main(pages: Sequence[str]) -> None:
    """Refresh the excerpts of some pages."""
    from reader import reader
    from test_commands import TUTORIALS, text_of, walk, with_copy

    for page in pages or TUTORIALS:
        text = text_of(page)
        with TemporaryDirectory() as name, reader(with_copy(Path(name) / "copy"), TUTORIALS[page]) as who:
            for step in walk(page, text_of(page), who, shortened=False):
                if step.kind == "text":
                    text = text.replace(step.text, refreshed(step.text, who.printed))
        (ROOT / page).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    beside = ("documents", "cluster", "")
    sys.path[:0] = [str(ROOT / "src"), *(str(ROOT / "tests" / folder) for folder in beside)]
    main(sys.argv[1:])

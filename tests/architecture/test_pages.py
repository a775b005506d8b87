"""README and every page of ``docs/`` link to files, and name files, that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")))


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    links = re.findall(r"\]\(([\w./-]+)(?:#[\w-]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_files_that_are_named_exist(page: str) -> None:
    named = re.findall(
        r"`((?:tests|src|docs|scenarios|seeds)/[\w./-]+\.\w+)`", (ROOT / page).read_text(encoding="utf-8")
    )
    assert [name for name in named if not (ROOT / name).exists()] == []

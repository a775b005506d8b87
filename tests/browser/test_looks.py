"""How the page looks: light and dark, narrow and wide, on paper."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from chromium import Opener

_CONTRAST = """() => {
  const part = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (rgb) => {
    const part = (c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = rgb.slice(0, 3).map((c) => part(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const found = part(getComputedStyle(e).backgroundColor);
      if (found.length < 4 || found[3] === 1) return found;
    }
    return [255, 255, 255];
  };
  const worst = new Map();
  for (const element of document.querySelectorAll("body *")) {
    const told = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!element.offsetParent || !told) continue;
    const style = getComputedStyle(element);
    if (element.closest("svg") || style.opacity !== "1") continue;
    const [a, b] = [light(part(style.color)), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const key = `${element.tagName}.${element.className}`;
    if (!worst.has(key) || worst.get(key) > ratio) worst.set(key, ratio);
  }
  return [...worst];
}"""
_LEAST_CONTRAST = 4.5
_PAPER = 718
"""Width of the print area of A4 with the page's margins [px]."""


def _ground(page: Page) -> tuple[str, str]:
    colours: list[str] = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    return colours[0], colours[1]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_text_can_be_read_by_day_and_by_night(colours: str, papers: dict[str, Path], opened: Opener) -> None:
    page = opened(papers["en"], "run=combined-plan", colours=colours, wait=False).page
    ratios = dict(page.evaluate(_CONTRAST))
    assert len(ratios) > 30
    assert {key: ratio for key, ratio in ratios.items() if ratio < _LEAST_CONTRAST} == {}


def test_the_night_is_another_picture_and_the_button_overrules_the_system(
    papers: dict[str, Path], opened: Opener
) -> None:
    day, night = opened(papers["en"]).page, opened(papers["en"], colours="dark").page
    assert all(a != b for a, b in zip(_ground(day), _ground(night), strict=True))
    chart = 'figure[data-chart="fan"] svg'
    assert day.locator(chart).first.screenshot() != night.locator(chart).first.screenshot()
    night.click("#theme")  # from the system's to light
    assert _ground(night) == _ground(day)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_page_never_scrolls_sideways(width: int, lang: str, papers: dict[str, Path], opened: Opener) -> None:
    page = opened(papers[lang], "run=combined-plan", width=width).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = page.eval_on_selector_all(
        ".scroll",
        """all => all.filter((box) => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1)
            .map((box) => box.nextElementSibling.className)""",
    )
    assert set(boxes) <= {"cue on"}  # what goes on to the right says so
    assert boxes or width > 360


def test_no_table_is_wider_than_paper(papers: dict[str, Path], opened: Opener) -> None:
    for lang in ("zh", "en"):
        page = opened(papers[lang], "run=combined-plan", width=_PAPER, wait=False).page
        page.emulate_media(media="print")
        page.eval_on_selector_all("details", "all => all.forEach((each) => { each.open = true; })")
        wide = page.eval_on_selector_all(
            "table",
            "all => all.filter((t) => t.offsetWidth > t.parentElement.clientWidth).map((t) => t.caption.textContent)",
        )
        assert wide == []
        assert page.evaluate("document.documentElement.scrollWidth") <= _PAPER
        assert not page.locator(".bar").is_visible()


def test_paper_holds_the_last_row_and_column_of_every_table(
    papers: dict[str, Path], opened: Opener, tmp_path: Path
) -> None:
    page = opened(papers["zh"], "run=combined-plan", wait=False).page
    told = page.eval_on_selector_all(
        "table",
        """all => all.filter((table) => table.checkVisibility()).map((table) => {
            const rows = [...table.rows].filter((row) => !row.hidden);
            const heads = [...table.tHead.rows].pop().cells;
            return [heads[heads.length - 1].textContent, ...[...rows.pop().cells].map((cell) => cell.textContent)];
        })""",
    )
    page.pdf(path=str(tmp_path / "page.pdf"), prefer_css_page_size=True, print_background=True)
    read = subprocess.run(["pdftotext", "-raw", str(tmp_path / "page.pdf"), "-"], capture_output=True, check=True)
    text = re.sub(r"\s", "", read.stdout.decode())
    assert len(told) > 15
    missing = [cell for cells in told for cell in cells if re.sub(r"\s", "", cell) not in text]
    assert missing == []

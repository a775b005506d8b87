"""The pictures of the README, taken from the page in a real Chromium.

``python tests/browser/pictures.py RUN RUN…`` writes ``docs/pictures/*.png`` from finished runs; the first is the base
and the last the plan that is shown. README names the four runs.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from seatsim import api

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SHOTS = {
    "headline": ("en", "", "section.headline"),
    "seats": ("en", "stage=primary", "#trends .chart"),
    "schools": ("en", "stage=junior&warned=1", "#schools"),
    "plans": ("en", "stage=all", "#comparison .chart"),
    "page-one-zh": ("zh", "", None),
}
"""Language, what is chosen, and the first element that matches; None: the top of the page."""
_WIDTH, _HEIGHT = 1440, 1000


def main(runs: list[Path], into: Path = PICTURES) -> None:
    """Take every picture of finished runs and put it into a folder."""
    from playwright.sync_api import sync_playwright

    into.mkdir(exist_ok=True)
    chosen = runs[-1].name
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = {lang: api.report(runs, lang=lang, out=Path(folder))[0] for lang in ("en", "zh")}
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (lang, at, selector) in SHOTS.items():
            page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT}, color_scheme="light")
            page.goto(f"{pages[lang].as_uri()}#run={chosen}&{at}")
            page.wait_for_selector("html[data-drawn=yes]", state="attached")
            # A bar that stays in sight would stand across what is taken.
            page.add_style_tag(content=".bar { position: static !important; }")
            taken = page if selector is None else page.locator(selector).first
            taken.screenshot(path=into / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main([Path(run) for run in sys.argv[1:]])

"""A real headless Chromium, small finished runs, and pages that must be silent and ask for nothing."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reports import worked_runs
from seatsim import api

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

_DRAWN_MS = 60_000


@dataclass
class Opened:
    """A page that was opened, and what it said and asked for."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def drawn(self) -> None:
        """Wait until every chart is drawn."""
        self.page.wait_for_selector("html[data-drawn=yes]", state="attached", timeout=_DRAWN_MS)


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Results of the report's plan and its reference."""
    return worked_runs(tmp_path_factory.mktemp("plans"))


@pytest.fixture(scope="session")
def papers(plans: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of both runs in each language."""
    out = tmp_path_factory.mktemp("papers")
    return {lang: api.report([*plans.values()], lang=lang, out=out)[0] for lang in ("zh", "en")}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium; without one these tests fail, they are not skipped."""
    from playwright.sync_api import sync_playwright

    executable = shutil.which("chromium")
    assert executable is not None, "no chromium on the path: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield started
        started.close()


Opener = Callable[..., Opened]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """Open a file offline; afterwards nothing may have been said on the console, nor asked of the network."""
    contexts: list[BrowserContext] = []
    pages: list[Opened] = []

    def open_page(
        path: Path, at: str = "", width: int = 1440, colours: str = "light", scripts: bool = True, wait: bool = True
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if colours == "dark" else "light",
            offline=True,
            java_script_enabled=scripts,
        )
        contexts.append(context)
        found = Opened(context.new_page())
        pages.append(found)
        found.page.on("console", lambda message: found.said.append(f"{message.type}: {message.text}"))
        found.page.on("pageerror", lambda error: found.said.append(str(error)))
        found.page.on("request", lambda request: found.asked.append(request.url))
        found.page.goto(path.as_uri() + (f"#{at}" if at else ""))
        if scripts and wait:
            found.drawn()
        return found

    yield open_page
    for each in pages:
        files = [url for url in each.asked if not url.startswith("data:")]
        assert len(files) == 1, files
        assert files[0].startswith("file:"), files
        assert not each.said
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def ink(browser: Browser) -> Iterator[Callable[[bytes], tuple[int, float]]]:
    """Distinct colours of a picture, and the share of its pixels that are not its commonest colour."""
    page = browser.new_page()

    def counted(png: bytes) -> tuple[int, float]:
        found = page.evaluate(
            """async (png) => {
                const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
                const picture = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
                const canvas = new OffscreenCanvas(picture.width, picture.height);
                const context = canvas.getContext("2d");
                context.drawImage(picture, 0, 0);
                const counts = new Map();
                const pixels = context.getImageData(0, 0, picture.width, picture.height).data.buffer;
                for (const pixel of new Uint32Array(pixels))
                    counts.set(pixel, (counts.get(pixel) || 0) + 1);
                return [counts.size, 1 - Math.max(...counts.values()) / (picture.width * picture.height)];
            }""",
            base64.b64encode(png).decode(),
        )
        return int(found[0]), float(found[1])

    yield counted
    page.close()

"""Names that try to be markup, script, a chart's expression, a template or an address, in a page that is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chromium import Opener
from many_counties import Row, county_tables, write_folder
from reports import answers, changed, renamed, table
from seatsim import api

CAUGHT = "window.caught=1"
NAMES = {
    "ends": f"</script><script>{CAUGHT}</script>",
    "comment": f"<!--<script>{CAUGHT}//",
    "markup": f"\"'><img src=http://x.example/a.png onerror={CAUGHT}><svg onload={CAUGHT}>",
    "attribute": f'x" onmouseover="{CAUGHT}" autofocus onfocus="{CAUGHT}" style="background:url(http://x.example/b)',
    "expression": f"datum['constructor']['constructor']('{CAUGHT}')()",
    "signal": f'"}}],"signals":[{{"name":"s","update":"{CAUGHT}"}}],"url":"http://x.example/d.json',
    "template": "{{7*191}}{% raw %}${7*191}`${7*191}`",
    "address": "javascript:window.caught=1//http://x.example/c file:///etc/passwd mailto:x@x.example",
    "style": "</style><style>@import 'http://x.example/e.css'</style>]]>",
    "prototype": "__proto__",
    "built-in": "constructor",
}
"""What people's names never are, by what they try."""
ZONES, SCHOOLS = (
    ("ends", "markup"),
    ("comment", "attribute", "expression", "signal", "template", "address", "style", "prototype"),
)
UNSEEN = "\u2028\u202e\u0000\u001b[2J"
"""What the readers of inputs refuse, and a stranger's results may hold."""


def hostile_county(folder: Path) -> Path:
    """A county whose zones and schools have such ids and names, with a scenario beside it."""
    tables = county_tables(1)
    swap = {"town": NAMES[ZONES[0]], "new": NAMES[ZONES[1]]}
    schools = [row[0] for row in tables["schools.csv"][1:]]
    swap |= {str(school): NAMES[SCHOOLS[place]] for place, school in enumerate(schools)}
    swap |= {"校": NAMES["built-in"], "镇": NAMES["signal"], "新": NAMES["template"]}
    found: dict[str, list[Row]] = {
        name: [rows[0], *([swap.get(str(cell), cell) for cell in row] for row in rows[1:])]
        for name, rows in tables.items()
    }
    write_folder(folder / "set", {"one": found})
    path = folder / "plan.toml"
    title = NAMES["ends"].replace('"', "'")
    path.write_text(
        f"format = 1\nname = 'plan'\ncounty = 'set/county-one'\nhorizon = 2024\nreplications = 3\n"
        f'title = {{ zh = "{title}", en = "{title}" }}\n',
        encoding="utf-8",
    )
    return path


def quiet(page: Any) -> None:  # noqa: ANN401 - playwright's page
    """Nothing of a name has become anything: no script ran, no element was made, no template was filled in."""
    assert page.evaluate(
        "window.caught === undefined && document.caught === undefined && Object.prototype.caught === undefined"
    )
    for strange in (
        "img",
        "iframe",
        "object",
        "embed",
        "link",
        "base",
        "form[action]",
        "[onload]",
        "[onerror]",
        "[onmouseover]",
        "[onfocus]",
    ):
        assert page.locator(strange).count() == 0, strange
    assert page.locator("script").count() == 3
    links = page.evaluate(
        "[...document.querySelectorAll('[href], [src]')].map(e => e.getAttribute('href') || e.getAttribute('src'))"
    )
    assert all(link.startswith(("#", "data:")) for link in links), links
    assert "1337" not in page.inner_text("body")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the hostile county."""
    folder = tmp_path_factory.mktemp("hostile")
    return api.run(hostile_county(folder), out=folder / "run", reference=False).folder


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_typed_into_a_county_stay_text(run: Path, lang: str, tmp_path: Path, opened: Opener) -> None:
    shown = opened(api.report([run], lang=lang, out=tmp_path)[0])
    shown.drawn()
    page = shown.page
    for choice in page.locator("select").all():
        if choice.is_visible():
            for value in choice.evaluate("e => [...e.options].map(o => o.value)"):
                choice.select_option(value)
    page.mouse.move(300, 300)
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    quiet(page)
    text = page.inner_text("body")
    assert NAMES["markup"][:20] in text or NAMES["template"][:9] in text


def test_everything_that_a_stranger_can_word_stays_text(run: Path, tmp_path: Path, opened: Opener) -> None:
    """All names at once, with characters that nobody sees, in every text of the results that is no key."""
    worst = UNSEEN + "".join(NAMES.values())
    free = renamed(name_zh=worst, name_en=worst)

    def told(found: dict[str, Any]) -> None:
        for name in ("county_name", "title"):
            found[name] = {"zh": worst, "en": worst}

    changes: dict[str, Callable[[bytes], bytes]] = {
        "answers.json": answers(told),
        "zones.csv": table(free),
        "register.csv": table(free),
        "figures.csv": table(renamed(note=worst, source=worst, section=worst, unit=worst)),
    }
    other = changed(run, tmp_path / "other", changes, scenario=worst)
    shown = opened(api.report([other, run], lang="en", out=tmp_path)[0], f"#{NAMES['markup']}")
    shown.drawn()
    quiet(shown.page)
    markup = shown.page.content()
    assert not set("\u202e\u001b\u0000") & set(markup)

"""Every block of commands in README, the tutorials and what ``seatsim init`` writes is typed, and does what it says."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from fences import Step, missing, steps
from forty_schools import mended, typed
from reader import ROOT, Reader, codes, fewer, reader

from many_counties import county_tables, write_folder

README, TUTORIALS = "README.md", {"docs/tutorial.md": "en", "docs/tutorial.zh.md": "zh"}
ELSEWHERE: Mapping[tuple[str, str], str] = {
    (README, "python3 -m venv .venv"): "makes the environment and runs the main job: .ci/run types it",
    (README, ".venv/bin/pytest"): "runs these tests: .ci/run types it",
    ("docs/tutorial.md", "python3 -m venv .venv"): "makes the environment, as README's first block does",
    ("docs/tutorial.zh.md", "python3 -m venv .venv"): "makes the environment, as README's first block does",
}
"""Blocks that are not typed here, by page and what they begin with, and why."""
COPIED = ("scenarios", "seeds", "docs/examples")
"""What a reader has beside the pages."""


def two_counties(folder: Path) -> None:
    """The set of counties that README's section on many counties begins with: a folder of county folders."""
    counties = {name: county_tables(number) for number, name in enumerate(("north", "south"))}
    write_folder(folder / "province", counties)
    text = 'format = 1\nname = "province"\ncounty = "province"\nhorizon = 2023\n'
    (folder / "province.toml").write_text(text, encoding="utf-8")


PREPARED: Mapping[tuple[str, str], Callable[[Path], None]] = {(README, "seatsim run province.toml"): two_counties}
"""What a block takes for granted, by page and what it begins with."""
SLIPS = {("schools", "蓝天幼儿园", "zone"): "城东新城", ("schools", "青禾县实验小学", "pupils_P1"): "３２１"}
"""What the tutorials say was typed at first: a zone that does not exist, and digits of full width."""
SLIPS_MENDED = {place: slip for place, slip in SLIPS.items() if place[2] == "zone"}
"""Of these only the first is a fault."""


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def with_copy(folder: Path) -> Path:
    """A folder with what stands beside the pages."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return with_copy(tmp_path / "copy")


def walk(page: str, text: str, who: Reader, *, shortened: bool) -> Iterator[Step]:
    """Do what a page says from its beginning to its end; every step that was taken."""
    for step in steps(text):
        if step.kind == "sh":
            if any(on == page and step.text.startswith(begins) for on, begins in ELSEWHERE):
                continue
            for (on, begins), prepare in PREPARED.items():
                if on == page and step.text.startswith(begins):
                    prepare(who.folder)
            who.types(step.text, shortened=shortened)
        elif step.kind == "typed":
            typed(who.folder / step.text, TUTORIALS[page], SLIPS)
        elif step.kind == "mended":
            mended(who.folder / step.text, TUTORIALS[page], SLIPS_MENDED)
        elif step.kind == "toml" and page in TUTORIALS:
            who.writes(step.text)
        yield step


def follow(page: str, text: str, who: Reader, *, shortened: bool) -> list[str]:
    """Do what a page says; kinds of the steps. An excerpt must stand in what the commands before it printed."""
    taken = []
    for step in walk(page, text, who, shortened=shortened):
        taken.append(step.kind)
        if step.kind == "text":
            lacking = missing(step.text, who.printed)
            assert not lacking, f"{page}:{step.line}: not printed (tests/documents/prints.py): {lacking}\n{who.printed}"
    return taken


@pytest.mark.parametrize("page", [README])
def test_readme_does_what_it_says(page: str, copy: Path) -> None:
    with reader(copy, "en") as who:
        taken = follow(page, text_of(page), who, shortened=True)
    assert taken.count("sh") > 5


@pytest.mark.parametrize("page", TUTORIALS)
def test_a_tutorial_leads_from_a_spreadsheet_to_a_brief(page: str, copy: Path) -> None:
    with reader(copy, TUTORIALS[page]) as who:
        taken = follow(page, text_of(page), who, shortened=False)
    assert {"sh", "typed", "mended", "text", "toml"} <= {*taken}
    assert len(list(copy.rglob("brief.*.docx"))) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("options", [(), ("--example",)], ids=["new", "example"])
def test_what_init_writes_can_be_typed(lang: str, options: tuple[str, ...], tmp_path: Path) -> None:
    with reader(tmp_path / "before", lang) as who:
        who.folder.mkdir()
        who.types(" ".join(["seatsim init county", "--lang", lang, *options]), shortened=True)
        page = (who.folder / "county" / README).read_text(encoding="utf-8")
    with reader(who.folder / "county", lang) as who:
        taken = follow("init", page, who, shortened=True)
    assert "sh" in taken


@pytest.mark.parametrize("page", [README, *TUTORIALS])
def test_what_is_not_typed_here_is_on_the_page(page: str) -> None:
    blocks = [step.text for step in steps(text_of(page)) if step.kind == "sh"]
    for on, begins in (*ELSEWHERE, *PREPARED):
        assert on != page or sum(block.startswith(begins) for block in blocks) == 1, begins


@pytest.mark.parametrize("page", TUTORIALS)
def test_what_a_tutorial_says_can_be_explained_is(page: str, tmp_path: Path) -> None:
    asked = re.findall(r"`(seatsim explain [^`]+)`", text_of(page))
    assert len(asked) >= 2
    with reader(tmp_path / "here", TUTORIALS[page]) as who:
        who.folder.mkdir()
        who.types("\n".join(asked), shortened=False)


@pytest.mark.parametrize("page", [README, *TUTORIALS])
def test_toml_and_python_on_the_pages_hold(page: str) -> None:
    for step in steps(text_of(page)):
        if step.kind == "toml":
            tomllib.loads(step.text)
        elif step.kind == "python":
            exec(compile(step.text, f"{page}:{step.line}", "exec"), {})


def test_fences_and_marks_are_found_in_order() -> None:
    page = "# A page\n```sh\na # b\n\nc\n```\n<!-- typed: x.xlsx -->\n```toml\n# p.toml\n```\n"
    assert steps(page) == [Step(3, "sh", "a # b\n\nc"), Step(7, "typed", "x.xlsx"), Step(9, "toml", "# p.toml")]
    with pytest.raises(ValueError, match="line 1: a fence without an end"):
        steps("```sh\na\n")


@pytest.mark.parametrize(
    ("excerpt", "lacking"),
    [
        ("a  1\n…\nc …", []),
        ("c 3 more\na 1", ["a 1"]),
        ("b", ["b"]),
        ("a 1\na 1", ["a 1"]),
    ],
)
def test_an_excerpt_must_have_been_printed_in_order(excerpt: str, lacking: list[str]) -> None:
    assert missing(excerpt, "a 1\nb 2\nc 3 more\n") == lacking


def test_runs_are_shortened_and_codes_read() -> None:
    line = "for p in a b; do .venv/bin/seatsim run $p --replications 4000 --jobs 2; done"
    assert fewer(line) == "for p in a b; do .venv/bin/seatsim run --replications 4 --jobs 1 $p; done"
    assert fewer("seatsim report results/a") == "seatsim report results/a"
    assert codes("seatsim run x") == {0}
    assert codes("seatsim run x   # exit code 5 if so") == {0, 5}
    assert codes("seatsim check x   # 退出码 3") == {3}


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    with reader(tmp_path / "here", "en") as who:
        who.folder.mkdir()
        with pytest.raises(AssertionError, match="exit code 3"):
            who.types("seatsim check nothing.toml", shortened=False)
        who.types("seatsim check nothing.toml  # exit code 3", shortened=False)
        assert "nothing.toml" in who.printed

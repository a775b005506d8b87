"""Every table, picture and print of README and ``docs/`` is made by an item or marked as text; cheap ones hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from brief_pictures import BRIEF_SHOTS
from catalogue import items
from claims import Claim, Statement
from drawn import DRAWN_FROM, KEPT, kept, shown
from items import Item, reproduce, sha256
from pages import PAGES, ROOT, Block, blocks, sections, text_of
from pictures import SHOTS
from reproduce import main
from texts import TEXTS, WORDS
from work import Work

ITEMS = items()
BLOCKS = [block for page in PAGES for block in blocks(page, text_of(page))]
WHOLE = {item.page for item in ITEMS if item.whole}


def covered(block: Block) -> bool:
    """Whether an item makes a block, or a mark says that it is text."""
    if block.page in WHOLE or any(item.name == block.made_by and item.page == block.page for item in ITEMS):
        return True
    if block.kind == "picture":
        return block.head in shown() or block.head in WHOLE
    return (block.kind == "table" and block.page in WORDS) or block.head in TEXTS.get(block.page, {})


@pytest.mark.parametrize("page", PAGES)
def test_every_table_and_picture_has_an_item_or_is_marked_as_text(page: str) -> None:
    new = [str(block) for block in BLOCKS if block.page == page and not covered(block)]
    assert not new, f"{new}: needs marks and an item in catalogue.py, or, if it is text, its first row in texts.py"


def test_a_table_that_nobody_told_of_is_found() -> None:
    text = "# A page\n\n| year | pupils |\n|---|--:|\n| 2020 | 73,110 |\n\n![New](new.png)\n\n```\n73,110 pupils\n```\n"
    found = list(blocks("docs/method.md", text))
    assert [(block.kind, block.line, block.head) for block in found] == [
        ("table", 3, "| year | pupils |"),
        ("picture", 7, "docs/new.png"),
        ("print", 9, "73,110 pupils"),
    ]
    assert not any(map(covered, found))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<!-- made by: paired -->\n", "no end"),
        ("<!-- end -->\n", "the end of no section"),
        ("<!-- made by: paired -->\n<!-- made by: why -->\n<!-- end -->\n", "within"),
    ],
)
def test_marks_must_pair(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        list(blocks("docs/method.md", text))


def test_no_mark_is_left_over() -> None:
    heads = {(block.page, block.head) for block in BLOCKS if block.kind != "picture" and block.made_by is None}
    assert {(page, head) for page, tables in TEXTS.items() for head in tables} <= heads
    assert {page for page, _ in heads} >= WORDS
    marked = [(page, name) for page in PAGES for name in sections(text_of(page))]
    assert len(marked) == len({*marked})
    assert {*marked} <= {(item.page, item.name) for item in ITEMS}
    assert len({item.name for item in ITEMS}) == len(ITEMS)


def test_every_page_holds_what_its_items_make() -> None:
    assert [item.name for item in ITEMS if item.digest_held is None and not item.held()] == []


@pytest.mark.parametrize("item", [item for item in ITEMS if item.cheap], ids=lambda item: item.name)
def test_what_is_cheap_comes_out_the_same(item: Item, tmp_path: Path) -> None:
    found = reproduce(item, Work(tmp_path))
    assert found.made.decode() == found.held.decode(), found.why
    assert found.verdict == "same"


def test_the_pictures_are_those_whose_digests_are_kept() -> None:
    assert [*kept()] == [*SHOTS, *BRIEF_SHOTS] == [*DRAWN_FROM]
    for name, row in kept().items():
        assert row["drawn_from"] == DRAWN_FROM[name]
        assert row["sha256_picture"] == sha256((KEPT.parent / f"{name}.png").read_bytes())


def test_what_differs_is_found_told_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = "README.md"
    text = "Pupils: 73,110 in\n105 schools, by\n2035.\n"
    monkeypatch.setattr("pages.ROOT", tmp_path)
    (tmp_path / page).write_text(text, encoding="utf-8")
    claim = Claim("n", page, "{} in {} schools, by {}.", "", lambda _: ("73,111", "9", "2035"))
    assert (claim.held(), claim.made(Work(tmp_path))) == (
        "73,110 in 105 schools, by 2035.",
        "73,111 in 9 schools, by 2035.",
    )
    claim.write(claim.made(Work(tmp_path)))
    assert (tmp_path / page).read_text(encoding="utf-8") == "Pupils: 73,111 in\n9 schools, by\n2035.\n"
    assert claim.held() == claim.made(Work(tmp_path))


def test_a_statement_that_does_not_hold_differs() -> None:
    words = "Building helps, recruiting alone spares hardly anybody a crowded class,"
    told = Statement("n", "README.md", words, "", lambda _: ["12.0 fewer"])
    assert told.held() == words
    assert told.made(Work(ROOT)) == "not so: 12.0 fewer"


def test_the_command_fails_where_a_page_is_false_and_not_where_a_measurement_differs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = next(item for item in ITEMS if item.name == "shipped")
    false = replace(shipped, name="false", held=lambda: b"| scenario |\n")
    broken = replace(shipped, name="broken", make=lambda _: bytes(1 // 0))
    told = [shipped, false, broken, replace(false, name="slow", measured=True)]
    monkeypatch.setattr("catalogue.items", lambda: told)
    assert main(["--only", "shipped", "slow"]) == 0
    said = capsys.readouterr().out
    digest = sha256(shipped.held())
    assert f"same: shipped (README.md)\n  by    scenarios/*.toml\n  made and held {digest}\n" in said
    assert "differs, measured on this machine: slow" in said
    assert "    -| scenario |\n" in said
    assert (main(["--only", "false"]), main(["--only", "broken"]), main(["--only", "nothing"])) == (1, 1, 2)
    assert main(["--list"]) == 0
    assert "text: docs/method.md: | cause | held means |: rules" in capsys.readouterr().out

"""The page of two runs: silent, offline, every chart drawn, every choice at work, by keyboard too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from chromium import Opener

_LEAST_COLOURS = 12
_LEAST_INK = 0.002
_CHARTS = {"fan", "crowding", "zones", "gantt", "teachers", "causes", "money", "comparison_crowded", "regret"}


def _charts(page: Page) -> dict[str, Locator]:
    names = page.eval_on_selector_all("figure.chart", "all => all.map((figure) => figure.dataset.chart)")
    return {name: page.locator(f'figure[data-chart="{name}"]') for name in names}


def _rows(page: Page, section: str) -> list[str]:
    """First two cells of the rows that can be seen."""
    shown = f"#{section} .told:not([hidden]) tbody tr:not([hidden])"
    cells: list[str] = page.eval_on_selector_all(
        shown, "all => all.map((row) => `${row.cells[0].textContent}|${row.cells[1].textContent}`)"
    )
    return cells


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_has_a_name_a_caption_and_its_numbers(lang: str, papers: dict[str, Path], opened: Opener) -> None:
    page = opened(papers[lang], "run=combined-plan").page
    assert page.get_attribute("html", "lang") == {"zh": "zh-CN", "en": "en"}[lang]
    charts = _charts(page)
    assert charts.keys() >= _CHARTS
    page.eval_on_selector_all("details.numbers", "all => all.forEach((each) => { each.open = true; })")
    for name, figure in charts.items():
        assert figure.locator("h3").first.inner_text(), name
        assert figure.locator("figcaption").inner_text(), name
        assert figure.locator("svg").count() >= 1, name
        assert figure.locator(".numbers tbody tr").count() > 0, name
        assert all(text.strip() for text in figure.locator(".numbers th").all_inner_texts()), name


def test_every_chart_is_drawn(
    papers: dict[str, Path], opened: Opener, ink: Callable[[bytes], tuple[int, float]]
) -> None:
    for name, figure in _charts(opened(papers["zh"], "run=combined-plan").page).items():
        for svg in figure.locator(".view > svg, .view svg.marks").all():
            assert svg.get_attribute("aria-label"), name
            colours, share = ink(svg.screenshot())
            assert colours >= _LEAST_COLOURS, name
            assert share >= _LEAST_INK, name


def test_a_stage_a_zone_and_a_plan_change_charts_and_tables(papers: dict[str, Path], opened: Opener) -> None:
    found = opened(papers["zh"], "run=reference")
    page = found.page
    fan = page.locator('figure[data-chart="fan"] .drawn')

    def state() -> tuple[str, ...]:
        found.drawn()
        tables = ("schools", "zones", "september")
        return (fan.inner_html(), *("\n".join(_rows(page, name)) for name in tables))

    before = state()
    page.select_option("[name=stage]", "primary")
    primary = state()
    assert all(a != b for a, b in zip(before, primary, strict=True))
    assert all("小学" in row for row in primary[1].splitlines())
    page.select_option("[name=zone]", "old-town")
    old_town = state()
    assert all(a != b for a, b in zip(primary, old_town, strict=True))
    assert len(old_town[1].splitlines()) < len(primary[1].splitlines())
    page.select_option("[name=run]", "combined-plan")
    plan = state()
    assert plan[0] != old_town[0]
    assert plan[1] != old_town[1]
    assert page.locator("#page-one .told:not([hidden])").inner_text().count("综合方案")


def test_a_link_opens_the_same_view(papers: dict[str, Path], opened: Opener) -> None:
    page = opened(papers["zh"], wait=False).page
    assert page.input_value("[name=run]") == "combined-plan", "the plan that is proposed, not the base"
    assert "综合方案" in page.locator("#page-one .told:not([hidden])").inner_text()
    page.select_option("[name=run]", "reference")
    page.select_option("[name=stage]", "junior")
    page.fill("[name=school]", "中学")
    page.check("[name=warned]")
    address, rows = page.evaluate("location.hash"), _rows(page, "schools")
    assert rows
    again = opened(papers["zh"], address[1:], wait=False).page
    assert again.input_value("[name=run]") == "reference"
    assert again.input_value("[name=stage]") == "junior"
    assert again.is_checked("[name=warned]")
    assert _rows(again, "schools") == rows


def test_a_name_is_found_as_it_is_typed_and_the_colours_are_counted_anew(
    papers: dict[str, Path], opened: Opener
) -> None:
    page = opened(papers["zh"], wait=False).page
    every = _rows(page, "schools")
    counted = page.locator("#schools tfoot tr:first-child td.n").all_inner_texts()
    assert sum(map(int, counted)) == page.locator("#schools tbody td.r").count()
    page.fill("[name=school]", "老城区第一")
    shown = _rows(page, "schools")
    assert 0 < len(shown) < len(every)
    assert page.locator("[role=status]").inner_text() == f"逐校预警：显示 {len(shown)} 行，共 {len(every)} 行"
    assert all("老城区第一" in row for row in shown)
    counted = page.locator("#schools tfoot tr:first-child td.n").all_inner_texts()
    assert sum(map(int, counted)) == page.locator("#schools tbody tr:not([hidden]) td.r").count()
    page.fill("[name=school]", "nobody has this name")
    assert not _rows(page, "schools")
    assert page.locator("[role=status]").inner_text() == f"逐校预警：显示 0 行，共 {len(every)} 行"
    assert page.locator("#schools p.none:visible").count() == 1


def test_a_chart_has_its_own_choice_of_measure(papers: dict[str, Path], opened: Opener) -> None:
    found = opened(papers["en"])
    select = found.page.locator('figure[data-chart="crowding"] select[name=measure]')
    drawn = found.page.locator('figure[data-chart="crowding"] .drawn')
    before = drawn.inner_html()
    assert all(text.strip() and "_" not in text for text in select.locator("option").all_inner_texts())
    select.select_option(index=1)
    found.drawn()
    assert drawn.inner_html() != before


def test_everything_is_reached_and_worked_with_the_keyboard(papers: dict[str, Path], opened: Opener) -> None:
    page = opened(papers["en"], wait=False).page
    focused = """(() => {
        const e = document.activeElement;
        return e.name || e.id || e.tagName + " " + (e.getAttribute("href") || "");
    })()"""
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "A #page-one"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "page-one"
    page = opened(papers["en"], wait=False).page
    order = []
    for _ in range(12):
        page.keyboard.press("Tab")
        order.append(page.evaluate(focused))
        if order[-1] == "stage":
            page.keyboard.press("ArrowDown")
        if order[-1] == "theme":
            page.keyboard.press("Space")
            page.keyboard.press("Space")
    assert order[1:7] == ["run", "stage", "zone", "school", "warned", "theme"]
    assert page.input_value("[name=stage]") == "kindergarten"
    assert page.get_attribute("html", "data-theme") == "dark"
    page.locator("figure.chart summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("figure.chart details").first.get_attribute("open") is not None
    assert not page.locator("[onclick], div[role=button], span[role=button]").count()


def test_without_scripts_the_last_plan_can_be_read(papers: dict[str, Path], opened: Opener) -> None:
    page = opened(papers["zh"], scripts=False).page
    for section in ("page-one", "schools", "zones", "teachers", "september", "sources"):
        assert page.locator(f"#{section} table:visible").count(), section
    assert "综合方案" in page.locator("#page-one").inner_text()
    assert "脚本" in page.locator("noscript").inner_text()


def test_a_stage_that_is_not_followed_is_no_zero(papers: dict[str, Path], opened: Opener) -> None:
    found = opened(papers["zh"], "run=combined-plan&stage=vocational")
    for name in ("crowding", "causes", "comparison_crowded"):
        told = found.page.locator(f'figure[data-chart="{name}"] > .none')
        assert "不逐班测算" in told.inner_text(), name
    found.page.select_option("[name=stage]", "primary")
    found.drawn()
    select = found.page.locator('figure[data-chart="crowding"] [name=measure]')
    select.select_option("pupils_oversized")
    found.drawn()
    assert "未按所选学段测算" in found.page.locator('figure[data-chart="crowding"] > .none').inner_text()


def test_years_to_choose_stand_in_order(papers: dict[str, Path], opened: Opener) -> None:
    page = opened(papers["zh"], "run=combined-plan").page
    years = page.locator('figure[data-chart="causes"] [name=to] option').all_inner_texts()
    assert len(years) > 1
    assert years == sorted(years)


def test_what_is_said_of_schools_follows_the_stage_and_the_zone(papers: dict[str, Path], opened: Opener) -> None:
    page = opened(papers["zh"], "run=reference").page

    def said() -> tuple[str, int, int]:
        rows = page.locator("#schools .told:not([hidden]) .schools tbody tr:not([hidden])")
        red = rows.filter(has=page.locator("td.r")).count()
        return page.inner_text("#schools .told:not([hidden]) .told-schools"), rows.count(), red

    for choice in ({}, {"stage": "primary"}, {"zone": "old-town"}):
        for name, value in choice.items():
            page.select_option(f"[name={name}]", value)
        text, rows, red = said()
        assert text.startswith(f"{rows} 个学校学段中，{red} 个") or (text.startswith(f"{rows} ") and not red)


def test_paper_leaves_out_schools_that_are_always_green(papers: dict[str, Path], opened: Opener) -> None:
    page = opened(papers["zh"], "run=reference").page
    calm = page.locator("#schools .told:not([hidden]) .schools tbody tr.calm")
    note = page.locator("#schools .told:not([hidden]) .printed")
    assert calm.first.is_visible()
    assert not note.is_visible()
    page.emulate_media(media="print")
    assert not calm.first.is_visible()
    assert note.is_visible()
    assert f" {calm.count()} 个" in note.inner_text()
    assert page.locator("#schools .told:not([hidden]) .schools tbody tr.w").first.is_visible()

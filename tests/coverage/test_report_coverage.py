"""No figure of the report is decoration: each moves an output, raises a fault, or is marked as an indicator's only."""

import pytest
from lever_cases import CASES
from report_coverage import (
    INDICATOR_ONLY,
    PAGE,
    REGISTER_ONLY,
    ROOT,
    SCENARIO,
    Found,
    base,
    figure_line,
    figure_row,
    figure_rows,
    first_change,
    perturbed,
)

ROWS = {row["id"]: row for row in figure_rows()}
VALUES = {name: float(row["value"]) for name, row in ROWS.items()}
LINES = PAGE.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("figure", ROWS)
def test_the_figure_moves_what_the_page_says(figure: str) -> None:
    found = figure_row(ROWS[figure], VALUES)
    assert found.reader, f"{figure} changes nothing: give it a reader, or an indicator and a mark"
    assert (found.reader == "indicator") == (figure in INDICATOR_ONLY)
    assert (found.reader == "register") == (figure in REGISTER_ONLY)
    assert figure_line(found) in LINES


def test_the_page_holds_every_figure_and_lever_in_order_and_nothing_else() -> None:
    told = [line.split("|")[1].strip() for line in LINES if line.startswith("|") and "---" not in line]
    assert told == ["figure", *ROWS, "lever", *(case.lever for case in CASES)]


def test_a_run_of_the_same_county_differs_in_nothing() -> None:
    assert first_change(base(), Found(ROOT / "scenarios" / SCENARIO)) == ("", "", "")


@pytest.mark.parametrize(
    ("figure", "value", "unit", "expected"),
    [
        ("F8.primary", "1.57", "10^4 yuan/pupil", "1.727"),
        ("F6.junior", "100", "%", "90"),
        ("F13.affordable", "95.6", "%", "86.04"),
        ("F20", "110", "% of the provincial standard", "121"),
        ("F3.college", "1", "schools", "2"),
        ("F16.items_met", "30", "items", "27"),
        ("F23.drop_outs", "0", "pupils", "1"),
        ("F18", "1", "stated (1 = yes)", "0"),
    ],
)
def test_a_tenth_up_or_down_where_it_cannot_rise(figure: str, value: str, unit: str, expected: str) -> None:
    assert perturbed({"id": figure, "value": value, "unit": unit}, {"F16.items": 32.0}) == expected

"""Text of users becomes neither a spreadsheet's formula nor a screen's command: refused where it is read."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from little import check, told, work

from seatsim import api
from seatsim.cli import main
from seatsim.comparing.table import table_text
from seatsim.inputs.safe_text import unsafe

SEEDS = Path(__file__).parents[2] / "seeds"
FORMULAS = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "＝1+1",
    "＋A1",
    "-学校",
    "=",
]
UNSEEN = ["\x00", "\x07", "\x1b[2J", "\x9b", "\u202e", "\u2066", "\u200b", "\u2028", "\ufeff"]
MEANT = ["-3", "+3.5", "-1,234.5", "-2 %", "1e-5", "-1e5", "-", "北岭小学", 'Nova, "third"', "a=b", "a@b", "№ 5", "é"]


def with_cell(path: Path, column: str, cell: str) -> None:
    """Put a text into a column's first row."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[1][rows[0].index(column)] = cell
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.mark.parametrize("text", FORMULAS[:-1])
def test_formulas_are_known(text: str) -> None:
    found = unsafe(text)
    assert found is not None
    assert found[1] == "formula-text"


@pytest.mark.parametrize("letter", UNSEEN)
def test_what_nobody_sees_is_known(letter: str) -> None:
    found = unsafe(f"北{letter}岭")
    assert found is not None
    assert found[1] == "character"
    assert f"U+{ord(letter[0]):04X}" in found[0]


@pytest.mark.parametrize("text", MEANT)
def test_what_people_mean_is_taken(text: str) -> None:
    assert unsafe(text) is None


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_no_number_is_a_formula(number: float) -> None:
    assert unsafe(str(number)) is None
    assert unsafe(f"{number:+}") is None


@given(st.text(max_size=20))
def test_what_is_taken_begins_no_formula(text: str) -> None:
    if unsafe(text) is None and len(text) > 1 and text[0] in "=+-@\t\r":
        assert text[0] in "+-\t"
        assert text[0] == "\t" or float(text.replace(",", "").rstrip("% ")) is not None


@pytest.mark.parametrize("text", FORMULAS[:-1])
@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("zones.csv", "zone"),
        ("zones.csv", "name_zh"),
        ("schools.csv", "school_id"),
        ("schools.csv", "name_zh"),
        ("schools.csv", "source"),
    ],
)
def test_a_formula_in_a_table_is_a_fault_with_its_line(
    plan: Path, name: str, column: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with_cell(Path("county", name), column, text)
    assert check(plan) == 3
    assert f"county/{name}:2: {column} = {text}: must not begin with {text[0]}: a spreadsheet would" in told(capsys)


@pytest.mark.parametrize("letter", UNSEEN)
def test_an_unseen_character_in_a_table_is_a_fault(plan: Path, letter: str, capsys: pytest.CaptureFixture[str]) -> None:
    with_cell(Path("county/schools.csv"), "name_zh", f"北{letter}岭")
    assert check(plan) == 3
    said = told(capsys)
    if letter == "\0":
        assert "schools.csv:2: holds characters that no text has" in said
    else:
        assert f"schools.csv:2: name_zh = 北{ascii(letter[0])[1:-1]}" in said
        assert "holds a character that nobody sees" in said
    assert letter[0] not in said


@pytest.mark.parametrize("column", ["id", "unit", "section", "source", "note"])
def test_a_formula_among_the_figures_is_a_fault(
    tmp_path: Path, column: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    with_cell(tmp_path / "seeds" / "figures.csv", column, FORMULAS[0])
    assert check(tmp_path / "seeds") == 3
    assert f"figures.csv:2: {column} = =cmd" in told(capsys)


@pytest.mark.parametrize(
    "line",
    [
        'projects."=x".kind = "extension"',
        'projects.x.name.zh = "=1+1"',
        'projects.x.school = "@x"',
        'policies."-x".order = "projects.x"',
        'projects.x.takes_from."=a" = 0.5',
        'title.en = "a\\u202eb"',
        'tests.zh = "a\\u0007b"',
    ],
)
def test_a_formula_or_an_unseen_character_in_a_scenario_is_a_fault(
    plan: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plan.write_text(plan.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    assert check(plan) == 3
    said = told(capsys)
    assert "must not begin with" in said or "holds a character that nobody sees" in said
    key, _, value = line.partition(" = ")
    assert check(work(plan.parent / "again"), "--set", f"{key}={value}") == 3


def test_a_title_may_begin_as_people_write(plan: Path) -> None:
    plan.write_text(plan.read_text(encoding="utf-8") + 'title.zh = "-10 %: +2 desks"\n', encoding="utf-8")
    assert check(plan) == 0


def test_no_cell_of_a_run_begins_a_formula(plan: Path) -> None:
    """Every table of a run of the worked county, and a comparison."""
    folders = []
    for name in ("reference", "combined-plan"):
        scenario = SEEDS.parent / "scenarios" / f"{name}.toml"
        folders.append(
            api.run(scenario, out=Path(name), replications=2, overrides=["horizon=2022"], reference=False).folder
        )
    told = api.compare(folders, out=Path("compared")).comparison
    assert Path("compared/comparison.csv").read_text(encoding="utf-8") == table_text(told)
    tables = [*Path().rglob("*.csv")]
    assert len(tables) > 20
    for path in tables:
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if unsafe(cell)], path


def test_a_comparison_of_strangers_runs_holds_no_formula(plan: Path) -> None:
    """Results are not read by the readers of inputs: what a stranger changed in them is held at the writing."""
    told: dict[str, Any] = {
        "county": "=1+1",
        "base": {"run": "@base"},
        "others": [{"run": "-x", "measures": []}],
    }
    assert "=1+1" not in table_text(told)
    row: dict[str, object] = dict.fromkeys(("measure", "stage", "year", "unit", "better"), "+x")
    row |= {
        "base": -3.5,
        "other": 2,
        "chance_better": 0,
        "chance_same": 1,
        "chance_worse": 0,
        "ratio": None,
        "percent": None,
    }
    row |= {"difference": dict.fromkeys(("mean", "low", "high", "p10", "p50", "p90"), -5.0)}
    row |= {"pairing": {"correlation": -0.5, "times_fewer": 1, "unpaired_replications": 2}}
    told["others"] = [{"run": "-x", "measures": [row]}]
    text = table_text(told)
    assert text.splitlines()[1].startswith("'=1+1,'@base,'-x,'+x,'+x,'+x,'+x,'+x,-3.5,2,-5.0,")


def test_backtest_refuses_a_formula_in_every_file(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"=x,{year},1,5\n" for year in range(2010, 2020))
    Path("e.csv").write_text("entity,year,grade,value\n" + rows, encoding="utf-8")
    Path("g.csv").write_text("entity,group\n=x,@g\n", encoding="utf-8")
    assert main(["backtest", "e.csv", "--group", "g.csv", "--out", "out"]) == 3
    said = told(capsys)
    assert "e.csv:2: entity = =x: must not begin with =" in said
    assert "g.csv:2: group = @g: must not begin with @" in said
    assert not Path("out").exists()

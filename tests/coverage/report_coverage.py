"""Which output each figure of the report moves: every one perturbed by a tenth in a copy of the county folder.

``python tests/coverage/report_coverage.py`` writes ``docs/report-coverage.md`` anew; read the difference.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from seatsim.api import plan_of
from seatsim.domain.faults import Infeasible, InvalidInput
from seatsim.domain.measures import MEASURES
from seatsim.domain.outcome import Outcome
from seatsim.indicators.answers import answers
from seatsim.indicators.measures import MeasureFrame, measure_frames
from seatsim.inputs.load import load
from seatsim.inputs.reconcile import stage_estimates
from seatsim.inputs.synthetic.tables import tables
from seatsim.inputs.synthetic.targets import read_targets
from seatsim.model.streams import Draws
from seatsim.study.ensemble import simulate

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "report-coverage.md"
SCENARIO = "combined-plan.toml"
SMALL = ("replications=3", "horizon=2026", "seed=1")
TENTH = 0.1
MOST_OF = {"F16.items_met": "F16.items"}
"""Counts that cannot pass another figure."""
INDICATOR_ONLY = frozenset(
    (
        *("F1.area", "F1.population", "F1.census", "F1.census_urban", "F1.census_2010", "F1.census_2000"),
        *("F7.growth", "F7.2019", "F10.multiple", "F11.projects"),
        *(f"F8.growth.{stage}" for stage in ("vocational", "senior", "junior", "primary", "preschool")),
        *("F12.seats", "F12.growth", "F12.base", "F12.delivered", "F13.estate_kindergartens"),
        *("F15.studios", "F15.new_backbone", "F16.items_met", "F16.items_growth", "F16.items", "F16.items_met_2019"),
        *("F17.teachers", "F17.backbone", "F18", "L2.starts", "L2.completions", "L9.teachers", "L9.years"),
        *("T.kindergarten_children", "T.school_pupils", "C.taizhou.residents", "C.share"),
        *(f"C.taizhou.age_{ages}" for ages in ("0_9", "10_19", "0_14")),
        *("B.rate.2015", "B.rate.2021", "B.rate.2020", "B.population.2020"),
        *(f"B.jiangsu.{year}" for year in range(2010, 2016)),
    )
)
"""Figures that no run reads: an indicator shows them, and nothing else may change."""
REGISTER_ONLY = frozenset(("F13.affordable", "F16.primary", "F16.junior", *(f"B.{year}" for year in range(2018, 2022))))
"""Figures that the program behind the synthetic register reads: its files, made anew, change, and a run by them."""


@dataclass(frozen=True)
class Row:
    """One figure and the first output that it moves."""

    id: str
    """Figure."""
    section: str
    """Section of the report, or where else it stands."""
    value: str
    """Value."""
    perturbed: str
    """Value to which it was perturbed."""
    reader: str
    """``start``, ``run``, ``page one``, ``register``, ``indicator`` or ``fault``; empty: nothing changes."""
    output: str
    """First output that changes, or the fault."""
    sign: str
    """``+`` or ``−``; ``≠`` where it is no number."""


class Found:
    """What one county and plan give, in the order in which it is compared; each part is computed when asked for."""

    def __init__(self, scenario: Path, overrides: Sequence[str] = ()) -> None:
        """Load the scenario. Raises InvalidInput, Infeasible."""
        self._seeds = scenario.parent.parent / "seeds"
        self._loaded = load(scenario, [*SMALL, *overrides])

    @cached_property
    def start(self) -> Mapping[str, float]:
        """The reconciled start: pupils by stage and registered children."""
        reconciled = self._loaded.county.reconciled
        assert reconciled is not None
        pupils = {f"{row.stage} pupils": row.pupils for row in stage_estimates(reconciled)}
        return pupils | {f"registered children, {stage}": count for stage, count in reconciled.registered.items()}

    @cached_property
    def _outcome(self) -> Outcome:
        scenario = self._loaded.scenario
        numbers = np.arange(scenario.replications)
        plan, nature = plan_of(scenario), scenario.uncertainty
        return simulate(self._loaded.county, plan, nature, Draws(scenario.seed), numbers)

    @cached_property
    def frame(self) -> MeasureFrame:
        """Measures of the run."""
        return measure_frames(self._outcome, self._loaded.county, self._loaded.scenario.limits)

    @cached_property
    def _answers(self) -> Mapping[str, Any]:
        return answers(self._loaded.scenario, self._loaded.county, self._outcome, self.frame)

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """Page one, without the report's indicators."""
        rests_on = {name: block for name, block in self._answers["rests_on"].items() if name != "report"}
        return flat({**self._answers, "rests_on": rests_on})

    @cached_property
    def indicators(self) -> Mapping[str, tuple[float, float | None]]:
        """Indicators of the report: the number that follows from the figures, and the one beside it."""
        return {row["id"]: (row["value"], row["beside"]) for row in self._answers["rests_on"]["report"]}

    @cached_property
    def register(self) -> Mapping[str, str]:
        """The files of the synthetic register, made anew from the figures."""
        return tables(read_targets(self._seeds))


def figure_rows() -> list[dict[str, str]]:
    """Rows of the worked county's figures, as they are written."""
    with (ROOT / "seeds" / "figures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def perturbed(row: Mapping[str, str], values: Mapping[str, float]) -> str:
    """A tenth more, or less where it cannot rise; whole numbers stay whole and move by one at least."""
    value, share = float(row["value"]), row["unit"] == "%"
    most = values.get(MOST_OF.get(row["id"], ""), 100.0 if share and value <= 100 else np.inf)
    if row["unit"].startswith("stated"):
        return str(1 - int(value))
    if "." in row["value"] or share:
        return f"{value * (1 + (TENTH if value * (1 + TENTH) <= most else -TENTH)):.8g}"
    step = max(round(value * TENTH), 1)
    return str(int(value) + (step if value + step <= most else -step))


@cache
def base() -> Found:
    """The worked county as it is."""
    return Found(ROOT / "scenarios" / SCENARIO)


def copied(place: Path) -> Path:
    """A copy of the county folder and the scenarios; the path of the main job's."""
    shutil.copytree(ROOT / "seeds", place / "seeds")
    shutil.copytree(ROOT / "scenarios", place / "scenarios")
    return place / "scenarios" / SCENARIO


def rewrite(folder: Path, figure: str, value: str) -> None:
    """Give one figure of a county folder another value."""
    out = io.StringIO(newline="")
    rows = figure_rows()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "value": value} if row["id"] == figure else row for row in rows)
    (folder / "figures.csv").write_text(out.getvalue(), encoding="utf-8")


def first_change(before: Found, after: Found) -> tuple[str, str, str]:
    """Reader, output and sign of the first output that differs; three empty texts where none does."""
    return next(_changes(before, after), ("", "", ""))


def _changes(before: Found, after: Found) -> Iterator[tuple[str, str, str]]:
    """Everything that differs, in order; what comes later is not computed before it is asked for."""
    yield from (("start", *change) for change in _most(before.start, after.start))
    yield from (("run", *change) for change in _measures(before.frame, after.frame))
    yield from (("page one", *change) for change in _numbers(before.told, after.told))
    yield from (("register", *change) for change in _files(before.register, after.register))
    yield from (("indicator", *change) for change in _indicators(before.indicators, after.indicators))


def _most(before: Mapping[str, float], after: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """The part of the start that moves most for its size: they all move together, since their sum is given."""
    by_size = sorted(before, key=lambda name: -abs(after[name] / before[name] - 1))
    yield from _numbers({name: before[name] for name in by_size}, {name: after[name] for name in by_size})


def _numbers(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Names whose values differ; a change below a millionth is none."""
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        if isinstance(one, int | float) and isinstance(other, int | float):
            if abs(other - one) > 1e-6 * max(abs(one), 1e-3):
                yield name, "+" if other > one else "−"
        elif one != other:
            yield name, _later(one, other)


def _later(one: object, other: object) -> str:
    """Sign of two days: + for a later one."""
    try:
        return "+" if date.fromisoformat(str(other)) > date.fromisoformat(str(one)) else "−"
    except ValueError:
        return "≠"


def _measures(before: MeasureFrame, after: MeasureFrame) -> Iterator[tuple[str, str]]:
    """Measures of the county in the published order, by stage and year."""
    for measure in MEASURES:
        for stage, values in before.values[measure.name].items():
            one, other = (np.asarray(v[:, :, -1], dtype=float) for v in (values, after.values[measure.name][stage]))
            differs = ~np.isclose(one, other, rtol=1e-9, atol=1e-12, equal_nan=True)
            if differs.any():
                year = int(np.argmax(differs.any(axis=1)))
                more = np.nansum(other[year] - one[year])
                yield f"`{measure.name}`/{stage} {before.years[year]}", "+" if more > 0 else "−" if more < 0 else "≠"


def flat(tree: Any, path: str = "") -> dict[str, Any]:  # noqa: ANN401 - a tree as JSON has it
    """Leaves of nested values by dotted path."""
    if isinstance(tree, Mapping):
        branches = tree.items()
    elif isinstance(tree, list | tuple):
        branches = {str(place): branch for place, branch in enumerate(tree)}.items()
    else:
        return {path: tree}
    return {
        key: leaf
        for name, branch in branches
        for key, leaf in flat(branch, f"{path}.{name}" if path else str(name)).items()
    }


def _files(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Files of the register with the sign of the first column of numbers that differs in sum."""
    for name, text in before.items():
        if text != after[name]:
            sums = (_column_sums(text), _column_sums(after[name]))
            change = next(_numbers(*sums), None)
            yield (f"{name} made anew: {change[0]}", change[1]) if change else (f"{name} made anew", "≠")


def _column_sums(text: str) -> Mapping[str, float]:
    sums: dict[str, float] = {}
    for row in csv.DictReader(io.StringIO(text)):
        for name, cell in row.items():
            with suppress(ValueError):
                sums[name] = sums.get(name, 0.0) + float(cell)
    return sums


def _indicators(
    before: Mapping[str, tuple[float, float | None]], after: Mapping[str, tuple[float, float | None]]
) -> Iterator[tuple[str, str]]:
    """Indicators in their order: the number that follows from the figures, then what stands beside it."""
    for name, (value, beside) in before.items():
        yield from _numbers({name: value}, {name: after[name][0]})
        yield from _numbers({f"{name}, beside": beside}, {f"{name}, beside": after[name][1]})


def figure_row(row: Mapping[str, str], values: Mapping[str, float]) -> Row:
    """Perturb one figure and say what it moves."""
    value = perturbed(row, values)
    told = (row["id"], row["section"] or "–", row["value"], value)
    with TemporaryDirectory() as place:
        scenario = copied(Path(place))
        rewrite(Path(place) / "seeds", row["id"], value)
        try:
            return Row(*told, *first_change(base(), Found(scenario)))
        except InvalidInput as error:
            fault = error.faults[0]
            return Row(*told, "fault", f"exit 3: {fault.key} = {fault.found}: {fault.allowed}", "")
        except Infeasible as error:
            return Row(*told, "fault", f"exit 4: {error}", "")


def all_rows() -> list[Row]:
    """Every figure's row."""
    rows = figure_rows()
    values = {row["id"]: float(row["value"]) for row in rows}
    return [figure_row(row, values) for row in rows]


def cells(*texts: str) -> str:
    """One row of a table."""
    return "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for text in texts) + " |"


def figure_line(row: Row) -> str:
    """One row of the page's first table."""
    return cells(row.id, row.section, row.value, row.perturbed, row.reader, row.output, row.sign)


def page(rows: Sequence[Row], levers: Sequence[tuple[str, ...]]) -> str:
    """The page as Markdown."""
    return "\n".join(
        [
            *_HEAD,
            cells("figure", "section", "value", "perturbed to", "reader", "first output that changes", "sign"),
            "|---|---|---|---|---|---|---|",
            *map(figure_line, rows),
            *_LEVERS_HEAD,
            cells("lever", "key", "off", "half", "full", "first that differs", "year"),
            "|---|---|---|---|---|---|---|",
            *(cells(*row) for row in levers),
            "",
        ]
    )


_HEAD = """# What each figure and lever of the report moves

Written by `python tests/coverage/report_coverage.py`; tests compute every row anew. The levers are listed in
`tests/levers/lever_cases.py`.

## Figures
Every figure of `seeds/figures.csv` is moved by a tenth, up, or down where it cannot rise (shares of 100 %, statements),
in a copy of the county folder, and `combined-plan` is run with 3 futures to 2026. Outputs are compared in one order,
and the first that changes is named with its sign in its first year:

- **start**, the reconciled start: of its parts, which move together, the one that moves most;
- **run**, the measures of the county in their published order;
- **page one**, that is `answers.json`;
- **register**, the files of the synthetic register, made anew by the program that wrote them;
- **indicator**, what `seatsim baseline` prints and `answers.json` holds as `rests_on.report`: nothing else changes.

A **fault** is what the program says instead of running. The region's births of 2018 to
2021 reach a run through `births.csv`, which the register's program writes.

""".splitlines()

_LEVERS_HEAD = """
## Levers
Every key of `levers`, and projects and policies, in 4 futures to 2027 of `planned-builds` (of `reference` where builds
would leave the lever nothing to act on). Off is the norms' default, or the table left out, and changes no byte. The
last columns are the first array that differs at full, in the order in which a year makes them, and its year; half lies
between. `projects` stands for payments, costs or days of hand-over.

""".splitlines()

if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/levers")]
    os.chdir(ROOT)
    from lever_cases import CASES
    from lever_table import lever_cells

    PAGE.write_text(page(all_rows(), [lever_cells(case) for case in CASES]), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")

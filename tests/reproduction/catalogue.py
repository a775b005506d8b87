"""Every item, in the order in which it is made: what is cheap first, what is measured last."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import claims_county
import claims_inputs
import claims_runs
import drawn
import measurements
import quotes
import structure
import switching
import theory_page
from claims import claim_item
from items import Item, cheap, page_item, section_item
from pages import ROOT, rows, section, table
from work import Work

from seatsim.language.glossary_page import glossary_page
from seatsim.printing.measures_page import measures_page

_SHIPPED, _README = "shipped", "README.md"
_CRN_PAGE, _CRN = "docs/common-random-numbers.md", ("tests/benchmarks/common_random_numbers.py", "--why")


def items() -> list[Item]:
    """All of them. Names are unique."""
    return [
        cheap(page_item("docs/measures.md", "python -m seatsim.printing.measures_page", lambda _: measures_page())),
        cheap(page_item("docs/glossary.md", "python -m seatsim.language.glossary_page", lambda _: glossary_page())),
        cheap(page_item(structure.PAGE, "python tests/architecture/structure.py", lambda _: structure.picture())),
        cheap(section_item(_SHIPPED, _README, "scenarios/*.toml", lambda _: shipped())),
        *(claim_item(claim, cheap=True) for claim in (*claims_inputs.CLAIMS, *claims_county.CLAIMS)),
        page_item("docs/report-coverage.md", "python tests/coverage/report_coverage.py", _coverage),
        *theory_page.items(),
        *(claim_item(claim) for claim in claims_runs.CLAIMS),
        *drawn.items(),
        *quotes.items(),
        section_item(switching.NAME, "docs/method.md", switching.COMMAND, switching.made),
        section_item("narrowing", _CRN_PAGE, claims_runs.NARROWING, lambda work: claims_runs.narrowing(work)[0]),
        section_item("paired", _CRN_PAGE, f"python {' '.join(_CRN)}", lambda work: _paired(work)[0]),
        section_item("why", _CRN_PAGE, f"python {' '.join(_CRN)}", lambda work: _paired(work)[1]),
        *measurements.items(),
    ]


def shipped() -> str:
    """The README's table of the shipped scenarios: names and what they extend from the files, in the page's order.

    What each changes is told in words, which are the page's; a scenario that it does not tell stands at the end.
    """
    extended = {path.stem: _extended(tomllib.loads(path.read_text(encoding="utf-8"))) for path in _scenarios()}
    told = {name.strip("`"): words for name, _, words in rows(section(_README, _SHIPPED))}
    order = [*(name for name in told if name in extended), *(name for name in extended if name not in told)]
    cells = [(f"`{name}`", extended[name], told.get(name, "?")) for name in order]
    return table(("scenario", "extends", "what it changes"), cells)


def _scenarios() -> list[Path]:
    return sorted((ROOT / "scenarios").glob("*.toml"))


def _extended(scenario: Mapping[str, Any]) -> str:
    bases = scenario.get("extends", [])
    names = [base.removesuffix(".toml") for base in ([bases] if isinstance(bases, str) else bases)]
    if len(names) > 1:
        return f"both `{names[0].split('-')[0]}-…`"
    return f"`{names[0]}`" if names else "–"


def _coverage(_: Work) -> str:
    from lever_cases import CASES
    from lever_table import lever_cells
    from report_coverage import all_rows, page

    return page(all_rows(), [lever_cells(case) for case in CASES])


def _paired(work: Work) -> Sequence[str]:
    """The two tables of the benchmark of pairing."""
    printed: str = work.once(f"python {' '.join(_CRN)}", lambda: work.python(*_CRN))
    return [f"{part.strip()}\n" for part in printed.split("\n\n")]

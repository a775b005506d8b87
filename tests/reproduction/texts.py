"""Tables and diagrams that come from no run: rules, words, reasons; by page and first row, or whole pages of words."""

from __future__ import annotations

from collections.abc import Mapping

WORDS = frozenset(
    ("docs/nomenclature.md", "docs/exact/README.md", "docs/exact/rooms-and-admission.md", "docs/exact/staff.md")
)
"""Pages whose tables are all words."""

TEXTS: Mapping[str, Mapping[str, str]] = {
    "README.md": {
        "| command | answers |": "what each command is for",
        "| file | |": "the files of a county folder",
    },
    "docs/common-random-numbers.md": {"| decision | entity | cells | luck of |": "the addresses of draws"},
    "docs/method.md": {
        "| statement | standard error (log) |": "rules; each number is a claim",
        "| cause | held means |": "rules",
        "| part | what happens now |": "what is not built",
    },
    "docs/misfits.md": {"| what | the model | published or exact | why |": "misfits; each number is a claim"},
    "docs/odd.md": {
        "| pattern | where it is looked at |": "where each pattern is tested",
        "| entity | state | how many in the worked county |": "entities; each number is a claim",
        "| submodel | in words | exactly | reasons |": "where each submodel is told",
    },
    "docs/stress-des.md": {"flowchart LR": "a diagram of the order of a year"},
    "docs/laws.md": {
        "| law | scope | held in | test |": "laws; how many cases the page's second command generates",
        "| law | held in | test |": "the same",
    },
    "docs/decisions/0001-dependencies.md": {
        "| library | reason |": "reasons",
        "| extra `report` | reason |": "reasons",
        "| for development | reason |": "reasons",
    },
    "docs/decisions/0008-information-date.md": {"| input | known from |": "rules"},
}
"""First rows of tables, first lines of diagrams, by page, and what they hold."""

"""Tables and diagrams that come from no run: rules, words, reasons; by page and first row, or whole pages of words."""

from __future__ import annotations

from collections.abc import Mapping

WORDS = frozenset(
    (
        "docs/completion.md",
        "docs/nomenclature.md",
        "docs/exact/README.md",
        "docs/exact/rooms-and-admission.md",
        "docs/exact/staff.md",
    )
)
"""Pages whose tables are all words."""

_ONE_RUN = "real data that are not part of the project; command and date stand on the page"

_TYPED = "what the commands before it print, and words; tests/documents types them and looks"
_TUTORIALS: Mapping[str, tuple[str, ...]] = {
    "docs/tutorial.md": (
        "| sheet | at least | what more is worth |",
        "register.xlsx#schools:8: zone = 城东新城: unknown zone; did you mean '城东新区'?",
        "ok: .",
        "Qinghe · Three junior projects · 2025–2040 · 100 futures · information to 2025-12-31",
        "Verdict · Three junior projects",
    ),
    "docs/tutorial.zh.md": (
        "| 工作表 | 至少要填 | 再填什么最值得 |",
        "register.xlsx#学校:8: 所在片区 = 城东新城: 未知的片区；是否应为“城东新区”？",
        "通过：.",
        "青禾县 · 三个初中项目 · 2025–2040 学年 · 100 种未来 · 信息截至 2025-12-31",
        "结论 · 三个初中项目",
    ),
}

TEXTS: Mapping[str, Mapping[str, str]] = {
    "README.md": {
        "| command | answers |": "what each command is for",
        "| file | |": "the files of a county folder",
    },
    "docs/cluster.md": {
        "| where | what |": "what must be installed where",
        "| message | exit | what to do |": "messages",
    },
    "docs/common-random-numbers.md": {"| decision | entity | cells | luck of |": "the addresses of draws"},
    "docs/maintainers.md": {
        "| … | in | then this complains | and this is run |": "where things are; a test asks whether each is there",
        "| folder | what it holds | slow |": "what each folder of tests is for",
        "| page | command |": "which program writes a page",
    },
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
    "docs/reliability.md": {
        "| Figure | | Command |": "counts of cases, each with its command",
        "| target | minutes | inputs | edges | findings |": "fuzzed by hand; command and day stand there",
        "| harm | runs harmed | ended badly | command |": "harmed by hand, each with its command",
        "| what is promised | how it is tested | tried |": "where each promise is tested",
    },
    "docs/stress-des.md": {"flowchart LR": "a diagram of the order of a year"},
    "docs/laws.md": {
        "| law | scope | held in | test |": "laws; how many cases the page's second command generates",
        "| law | held in | test |": "the same",
    },
    "docs/validation.md": {
        "| what | result | the plain rival |": _ONE_RUN,
        "| mean absolute error, % | h = 1 | 2 | 3 | 4 | 5 |": _ONE_RUN,
        "| bands of totals | h = 1 | 2 | 3 | 4 | 5 |": _ONE_RUN,
        "| error, % | cells | published | **seatsim** | + births | last value | bias: the same two |": _ONE_RUN,
        "| mean absolute error, % | h = 1 | 2 | 3 | 4 | 5 | 10 |": _ONE_RUN,
        "| exact number of classes, % of cells | all | ≤ 2017 | later | 90 % interval (years drawn again) |": _ONE_RUN,
        "| pupils in classes above a size, % | 21 | 23 | 25 | 27 | 29 |": _ONE_RUN,
        "| exact number of entry classes, % of 305 | all | ≤ 2017 | later |": _ONE_RUN,
        "| grades complete to | grades | exact, % |": _ONE_RUN,
        "| mean absolute error, % | h = 1 | 2 | 3 |": _ONE_RUN,
        "| series | n | roll | revised births | last ratios | mean ratios | naive |": _ONE_RUN,
        "| series | n | roll | last ratios | mean ratios | naive |": _ONE_RUN,
        "| series | 2014 | 2015 | 2016 | 2017 | 2018 | 2019 | 2020 | 2021 | 2022 | 2023 | 2024 |": _ONE_RUN,
    },
    "docs/mutation.md": {
        "| module | drawn | killed | timed out | survived |": "one run, at the commit that the page states",
        "| function | the fault | the test that sees it |": "mutants put in by hand",
        "| function | the change | why it is accepted |": "reasons",
    },
    "docs/decisions/0001-dependencies.md": {
        "| library | reason |": "reasons",
        "| extra `report` | reason |": "reasons",
        "| extra `cluster` | reason |": "reasons",
        "| for development | reason |": "reasons",
    },
    "docs/decisions/0008-information-date.md": {"| input | known from |": "rules"},
    **{page: dict.fromkeys(heads, _TYPED) for page, heads in _TUTORIALS.items()},
    "docs/examples/forty-schools/README.md": {"| file | sheet |": "files and the sheets they are typed into"},
}
"""First rows of tables, first lines of diagrams, by page, and what they hold."""

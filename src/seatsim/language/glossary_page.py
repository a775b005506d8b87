"""The page of the glossary; ``python -m seatsim.language.glossary_page`` prints it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from seatsim.language.terms import glossary

GROUPS: Mapping[str, tuple[str, str]] = {
    "stage": ("学段（简称）", "Stages, short"),
    "stage_full": ("学段（全称）", "Stages in full"),
    "scope": ("范围", "Scope"),
    "measure": ("指标", "Measures"),
    "unit": ("计量单位", "Units"),
    "statistic": ("统计量", "Statistics over the futures"),
    "figure_kind": ("数据性质", "What a figure is"),
    "limit": ("达标要求", "Limits, as they are met"),
    "colour": ("预警颜色", "Colours of warnings"),
    "cause": ("拥挤变化的成因", "Causes of a change of crowding"),
    "allocation": ("拥挤的构成", "Crowding against the best allocation"),
    "source": ("不确定性的来源", "Sources of uncertainty"),
    "source_kind": ("来源的性质", "Kinds of sources"),
    "source_state": ("来源的状态", "States of sources"),
    "answer": ("结论", "Answers whose bands are split"),
    "zone_kind": ("片区类别", "Kinds of zones"),
    "school_kind": ("学校类别", "Kinds of schools"),
    "school_status": ("学校状态", "Where a school comes from"),
    "ownership": ("举办性质", "Ownership"),
    "group_kind": ("教育集团类型", "Kinds of education groups"),
    "gate": ("入学关", "Gate of admission"),
    "last_resort": ("兜底安置", "Last resort"),
    "september": ("今秋招生表", "The September sheet"),
    "project_kind": ("项目类别", "Kinds of projects"),
    "project_status": ("项目依据", "What a project rests on"),
    "phase": ("项目阶段", "Phases of a project"),
    "fills": ("填充方式", "How new rooms fill"),
    "wait": ("项目等待的原因", "What a project waits for"),
    "latest_state": ("最迟启动的状态", "States of latest starts"),
    "office": ("决策部门", "Offices that decide"),
    "office_short": ("决策部门（简称）", "Offices in short"),
    "decision_basis": ("决策时限的依据", "What a date of decision rests on"),
    "ledger": ("教师台账", "The ledger of teachers"),
    "resource": ("七项办学条件", "The seven resources"),
    "money_part": ("支出的构成", "Parts of spending"),
    "rule": ("两个只增不减", "Only-increase rules"),
    "part": ("不确定因素与政策手段", "Uncertainties and levers"),
    "variant": ("情形", "Variants"),
    "event": ("事件", "Events of the diary"),
    "against": ("对照对象", "What an indicator stands beside"),
    "compare": ("方案比较", "Comparing plans"),
    "direction": ("优劣方向", "Which way is better"),
    "better": ("比较结果", "Outcomes of a comparison"),
    "backtest": ("预测回测", "Back-tests"),
    "table": ("数据表", "Tables of a county"),
    "column": ("其他列名", "Other columns"),
    "draw": ("留存抽样", "Stored draws"),
}
"""Groups in the order of the page, with their titles; meanings of measures stand beside the measures."""

_HEAD = """# 术语表 · Glossary

Every term that seatsim shows, in Chinese and in English. Written by `python -m seatsim.language.glossary_page` from
`src/seatsim/language/terms.csv`, where terms are changed; a test keeps this page, the file and the program the same.
What the words mean stands in [nomenclature.md](nomenclature.md), and how measures are reckoned in
[measures.md](measures.md).

seatsim 所用术语的中英文对照。术语在上述文件中修改，本页由命令生成。

数字写法 · Numbers: `2024—2025学年` is `2024/25`; `1.26亿元` is `CNY 126.00 million`; ranges take a full dash in Chinese
(GB/T 15835) and a short one in English. In tables on the terminal ranges are written `~` and `-`, because the width of
dashes depends on the terminal's font.
"""


def glossary_page() -> str:
    """The page as Markdown."""
    return "\n".join([_HEAD, *_groups()])


def _groups() -> Iterator[str]:
    """A table for each group."""
    for group, (chinese, english) in GROUPS.items():
        yield f"## {chinese} · {english}"
        meanings = group == "measure"
        yield "| key | 中文 | English |" + (" 含义 | meaning |" if meanings else "")
        yield "|---|---|---|" + ("---|---|" if meanings else "")
        for (of, key), text in glossary().items():
            if of == group:
                row = [f"`{key}`", text["zh"], text["en"]]
                if meanings:
                    meaning = glossary()["measure_meaning", key]
                    row += [meaning["zh"], meaning["en"]]
                yield "| " + " | ".join(row) + " |"
        yield ""


if __name__ == "__main__":
    sys.stdout.write(glossary_page())

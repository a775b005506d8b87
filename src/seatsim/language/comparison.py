"""Sentences of a comparison of plans, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from seatsim.language.comparison_tables import TABLE_WORDS

_NOTES: Mapping[str, tuple[str, str]] = {
    "note_replications": (
        "各次运行的未来数不同（{counts}）；只比较共有的前 {n} 种未来。",
        "The runs hold different numbers of futures ({counts}): compared are the first {n}, which all of them hold.",
    ),
    "note_versions": (
        "各次运行由不同版本的 seatsim 完成（{versions}）；差异可能部分来自版本。",
        "The runs were made by different versions of seatsim ({versions}): part of a difference may be theirs.",
    ),
    "note_one_future": (
        "只有一种未来：没有区间，可能性只有 0 或 1。",
        "One future only: no interval can be told, and every chance is 0 or 1.",
    ),
    "note_no_money": (
        "没有经常性支出（统计数据未给出）：只比较基建支出。",
        "Recurrent spending is not told (the figures do not give it): capital alone is compared.",
    ),
    "note_bus_price": (
        "结果中没有校车单价（{runs}）：采用现版本的 {value} 万元/人·年（假定）。",
        "The results hold no price of a bus ({runs}): the one shipped now is taken, 10⁴ yuan {value} a pupil and year"
        " (assumed).",
    ),
    "note_no_bridges": (
        "{runs}：结果由旧版本写出，缺少项目交付记录，不作“过渡或新建”比较。",
        "{runs}: written by an older seatsim without hand-overs; nothing is told of bridge or build.",
    ),
}

_VERDICT: Mapping[str, tuple[str, str]] = {
    "in_all": ("在全部未来里", "In every future"),
    "in_none": ("没有一种未来", "In no future"),
    "in_few": ("在不到 1/20 的未来里", "In under 1 of 20 futures"),
    "in_most": ("在超过 19/20 的未来里", "In over 19 of 20 futures"),
    "in_some": ("在 {n}/10 的未来里", "In {n} of 10 futures"),
    "spared": (
        "{futures}，“{other}”比“{base}”减少超标准班额学生人年（小学、初中、高中，{years}累计）："
        "平均少 {mean}（均值 95% 区间"
        " {interval}；80% 的未来 {band}）。",
        "{futures} “{other}” spares pupil-years in classes above the standard (primary, junior, senior; {years}):"
        " {mean} fewer than “{base}” on average (95% interval of the mean {interval}; 80% of futures {band}).",
    ),
    "burdened": (
        "{futures}，“{other}”比“{base}”增加超标准班额学生人年（小学、初中、高中，{years}累计）："
        "平均多 {mean}（均值 95% 区间"
        " {interval}；80% 的未来 {band}）。",
        "{futures} “{other}” adds pupil-years in classes above the standard (primary, junior, senior; {years}):"
        " {mean} more than “{base}” on average (95% interval of the mean {interval}; 80% of futures {band}).",
    ),
    "spared_one": (
        "在所比较的一种未来里，“{other}”比“{base}”减少超标准班额学生人年（小学、初中、高中，{years}累计）{mean}。",
        "In the one future compared “{other}” spares {mean} pupil-years in classes above the standard against “{base}”"
        " (primary, junior, senior; {years}).",
    ),
    "burdened_one": (
        "在所比较的一种未来里，“{other}”比“{base}”增加超标准班额学生人年（小学、初中、高中，{years}累计）{mean}。",
        "In the one future compared “{other}” adds {mean} pupil-years in classes above the standard to “{base}”"
        " (primary, junior, senior; {years}).",
    ),
    "same_crowding_one": (
        "在所比较的一种未来里，“{other}”与“{base}”的超标准班额学生人年（小学、初中、高中，{years}累计）相同。",
        "In the one future compared “{other}” and “{base}” have the same pupil-years in classes above the standard"
        " (primary, junior, senior; {years}).",
    ),
    "unsure_spared": (
        "“{other}”是否比“{base}”减少超标准班额学生人年（小学、初中、高中，{years}累计），看不出来："
        "平均变化 {mean}（均值 95%"
        " 区间 {interval}）；{share}的未来有所减少。",
        "Whether “{other}” spares pupil-years in classes above the standard (primary, junior, senior; {years}) cannot"
        " be told: mean change {mean} against “{base}” (95% interval {interval}); fewer in {share} of the futures.",
    ),
    "same_crowding": (
        "{futures}，“{other}”与“{base}”的超标准班额学生人年（小学、初中、高中，{years}累计）相同。",
        "{futures} “{other}” and “{base}” have the same pupil-years in classes above the standard (primary, junior,"
        " senior; {years}).",
    ),
    "when": ("何时达标（中位数）——{limits}。", "When (medians): {limits}."),
    "when_none": (
        "各项标准的达标年份几乎没有变化。",
        "Hardly any future meets a limit earlier or later.",
    ),
    "when_one": ("何时达标——{limits}。", "When: {limits}."),
    "when_none_one": ("各项标准的达标年份没有变化。", "No limit is met earlier or later."),
    "when_limit": ("{limit}：{other}（基准：{base}），{shares}", "{limit} {other} (base {base}), {shares}"),
    "when_earlier": ("{futures}更早达到", "earlier in {futures}"),
    "when_later": ("{futures}更晚达到", "later in {futures}"),
    "when_untold": ("{futures}两案均未在期末前达标", "in neither by the horizon in {futures}"),
    "when_unknown": ("{futures}看不出先后", "which is first cannot be told in {futures}"),
    "when_same": ("{futures}同年达到", "in the same year in {futures}"),
    "when_earlier_one": ("更早达到", "earlier"),
    "when_later_one": ("更晚达到", "later"),
    "when_untold_one": ("两案均未在期末前达标", "in neither by the horizon"),
    "when_unknown_one": ("看不出先后", "which is first cannot be told"),
    "when_same_one": ("同年达到", "in the same year"),
    "met_above_standard": (
        "{stage}超标准班额的班降到允许比例",
        "the standard class is kept (within the tolerance) in {stage}",
    ),
    "met_unplaced": ("{stage}无人待统筹", "all are placed in {stage}"),
    "met_large": ("大班额清零", "large classes end"),
    "met_super_large": ("超大班额清零", "super-large classes end"),
    "met_oversized": ("大校额清零", "oversized schools end"),
    "met_oversized_kinds": ("大校额清零（{kinds}）", "oversized schools ({kinds}) end"),
    "kind_schools": ("{kind}{n}所", "{kind} {n}"),
    "when_as_base": ("{limits}：两案相同（{year}）", "{limits} {year} in both plans"),
    "in_year": ("{year} 年", "in {year}"),
    "not_by": ("到 {year} 年仍未达到", "not by {year}"),
    "of_all": ("全部未来", "every future"),
    "of_most": ("超过 19/20 的未来", "over 19 of 20 futures"),
    "of_nearly": ("超过 9/10 的未来", "over 9 of 10 futures"),
    "of_some": ("{n}/10 的未来", "{n} of 10 futures"),
    "harm": (
        "但同时变差（{years}累计，平均）：{parts}。",
        "But it makes worse (means, summed over {years}): {parts}.",
    ),
    "harm_one": ("但同时变差（{years}累计）：{parts}。", "But it makes worse (summed over {years}): {parts}."),
    "harm_later_alone": ("但同时变差：{parts}。", "But it makes worse: {parts}."),
    "harm_sum": (
        "{what}由 {base} 增至 {other} {unit}（{share}的未来更多）",
        "{what}, from {base} to {other} {unit} (more in {share} of the futures)",
    ),
    "harm_sum_one": ("{what}由 {base} 增至 {other} {unit}", "{what}, from {base} to {other} {unit}"),
    "harm_later": (
        "{limit}更晚：{other}（基准：{base}；{share}的未来更晚）",
        "{limit} later, {other} (base {base}; later in {share} of the futures)",
    ),
    "harm_later_share": ("{share}的未来{limit}更晚", "{limit} later in {share} of the futures"),
    "harm_later_one": ("{limit}更晚：{other}（基准：{base}）", "{limit} later, {other} (base {base})"),
    "harm_later_reference": ("{limit}更晚：{other}（对照：{base}）", "{limit} later, {other} (reference {base})"),
    "harm_of": ("{stage}{what}", "{what} in {stage}"),
    "worse_unplaced": ("待统筹学生", "children awaiting a place"),
    "worse_at_home": ("无园位在家幼儿", "children at home without a kindergarten place"),
    "worse_pupils_above_standard": ("超标准班额学生", "pupils in classes above the standard"),
    "worse_pupils_large": ("大班额学生", "pupils in large classes"),
    "worse_pupils_super_large": ("超大班额学生", "pupils in super-large classes"),
    "worse_pupils_oversized": ("大校额学校学生", "pupils in oversized schools"),
    "worse_teachers_short": ("教师缺口", "teachers missing"),
    "worse_teachers_surplus": ("富余教师", "teachers beyond need"),
    "unit_pupil-years": ("人年", "pupil-years"),
    "unit_child-years": ("人年", "child-years"),
    "unit_teacher-years": ("人年", "teacher-years"),
    "cost": (
        "费用：基建支出{capital}；经常性支出累计{recurrent}。",
        "Cost: capital {capital}; recurrent spending over the years {recurrent}.",
    ),
    "saved_by": (
        "经常性支出的减少包含条件措施之效：{parts}。",
        "The recurrent spending saved includes what policies save: {parts}.",
    ),
    "saved_by_first": (
        "{order}（{chance}的未来触发，首次的中位数为 {year} 年）",
        "{order} (in {chance} of the futures, first in {year} by the median)",
    ),
    "saved_by_share": ("{order}（{chance}的未来触发）", "{order} (in {chance} of the futures)"),
    "cost_capital": ("费用：基建支出{capital}；经常性支出未给出。", "Cost: capital {capital}; recurrent not told."),
    "more": ("多 {amount}", "{amount} more"),
    "less": ("少 {amount}", "{amount} less"),
    "no_more": ("相同", "the same"),
    "per_avoided": (
        "每减少 1 个超标准班额学生人年：{parts}（95% 区间）。",
        "Per pupil-year spared: {parts} (95% interval).",
    ),
    "per_avoided_whole": (
        "每减少 1 个超标准班额学生人年（整个方案，不单是校舍之功：除项目外还改变了{levers}）：{parts}（95% 区间）。",
        "Per pupil-year spared by the whole plan, not by the buildings alone, for it changes {levers} too: {parts}"
        " (95% interval).",
    ),
    "per_part": ("{name} {value} 元（{interval}）", "{name} CNY {value} ({interval})"),
    "capital": ("基建", "capital"),
    "recurrent": ("经常性", "recurrent"),
    "per_none": (
        "不能确定减少了拥挤，故不算每人年费用。",
        "No cost per pupil-year: it is not sure that any is spared.",
    ),
    "per_none_one": (
        "只有一种未来，不能确定减少了拥挤，故不算每人年费用。",
        "No cost per pupil-year: one future does not make sure that any is spared.",
    ),
    "per_nobody_one": (
        "没有减少拥挤，故不算每人年费用。",
        "No cost per pupil-year: none is spared.",
    ),
    "per_nobody": (
        "平均没有减少拥挤，故不算每人年费用。",
        "No cost per pupil-year: none is spared on average.",
    ),
    "later_more": (
        "以后：{year} 年平均多空 {mean} 个学位（80% 的未来 {band}）{cost}。",
        "Later: {mean} more seats stand empty in {year} on average (80% of futures {band}){cost}.",
    ),
    "later_less": (
        "以后：{year} 年平均少空 {mean} 个学位（80% 的未来 {band}）{cost}。",
        "Later: {mean} fewer seats stand empty in {year} on average (80% of futures {band}){cost}.",
    ),
    "later_same": ("以后：{year} 年空余学位平均相同。", "Later: as many seats stand empty in {year} on average."),
    "later_more_one": (
        "以后：{year} 年多空 {mean} 个学位{cost}。",
        "Later: {mean} more seats stand empty in {year}{cost}.",
    ),
    "later_less_one": (
        "以后：{year} 年少空 {mean} 个学位{cost}。",
        "Later: {mean} fewer seats stand empty in {year}{cost}.",
    ),
    "later_same_one": ("以后：{year} 年空余学位相同。", "Later: as many seats stand empty in {year}."),
    "later_cost": ("，空余学位的费用累计{amount}", ", and what empty seats cost over the years is {amount}"),
    "unsure": ("不确定之处：{parts}。", "Not sure: {parts}."),
    "unsure_nature": (
        "两案的不确定性、口径或限值不同（{keys}），差异不全是方案之功",
        "the runs differ in uncertainties, reading or limits too ({keys}): the difference is not the plan's merit"
        " alone",
    ),
    "unsure_sign": (
        "下列差异的方向因未来而异（少数方向也占 1/10 以上）：{names}",
        "the direction differs between futures (the rarer one in a tenth or more): {names}",
    ),
    "unsure_assumed": (
        "教室与班级数系假定，每个拥挤数字都以此为前提",
        "classrooms and classes are assumed, and every count of crowding rests on them",
    ),
    "unsure_neither": (
        "{share} 的学生所在学校，教室与班级数按标准班额推算，那里现有的拥挤不可知",
        "of {share} of the pupils neither classrooms nor classes are known, so that crowding there today is not",
    ),
    "unsure_seats": (
        "“{other}”中 {share} 的项目学位系假定",
        "{share} of the project seats of “{other}” are assumed",
    ),
    "unsure_few_one": (
        "只有一种未来，别的未来里如何无从得知",
        "one future is compared, and nothing is known of others",
    ),
    "unsure_few": (
        "只有 {n} 种未来，95% 区间偏窄",
        "with {n} futures the 95% intervals are too narrow",
    ),
}

COMPARISON: Mapping[str, tuple[str, str]] = {**_NOTES, **_VERDICT, **TABLE_WORDS}
"""Sentences by key, Chinese and English."""


def both(key: str, **values: object) -> dict[str, str]:
    """A sentence in both languages."""
    zh, en = COMPARISON[key]
    return {"zh": zh.format(**values), "en": en.format(**values)}

"""Sentences of the brief to the county government, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from seatsim.language.brief_problems import DECISIONS, PROBLEMS
from seatsim.language.report import REPORT

_FRAME: Mapping[str, tuple[str, str]] = {
    "word_figure": ("图", "Figure "),
    "word_table": ("表", "Table "),
    "brief_title": (
        "关于{county}学位与师资规划测算情况的报告",
        "School places and teachers in {county}: what the projections show",
    ),
    "brief_subject": ("“{plan}”，{years}，信息截至{date}", "“{plan}”, {years}, information to {date}"),
    "address": ("{county}人民政府：", "To: the government of {county}. From: the education bureau. Date:"),
    "bureau": ("{county}教育局", "{county} education bureau"),
    "date": ("   年  月  日", ""),
    "brief_lead": (
        "现将“{plan}”测算情况报告如下（{n}种未来的中位数，括号为80%区间和依据；信息截至{date}）。",
        "This brief reports on “{plan}”: {n} simulated futures, {years}, information to {date}. Numbers are "
        "medians unless said otherwise; brackets hold the band of 80% of the futures and what the number rests "
        "on (reported, derived or assumed).",
    ),
    "part_situation": ("一、基本情况", "1. Situation"),
    "part_results": ("二、测算结果", "2. Results"),
    "part_problems": ("三、存在问题", "3. Problems"),
    "part_decisions": ("四、提请研究事项", "4. Decisions asked"),
    "annexes": ("附件：{list}", "Annexes: {list}"),
    "annex_item": ("{n}.{title}", "{n}. {title}"),
    "annex_number": ("附件{n}", "Annex {n}"),
    "leads": (
        "（一）|（二）|（三）|（四）|（五）|（六）",
        "",
    ),
    "ordinals": (
        "一是|二是|三是|四是|五是|六是|七是|八是|九是|十是|十一是",
        "(1) |(2) |(3) |(4) |(5) |(6) |(7) |(8) |(9) |(10) |(11) ",
    ),
    "unit_pupils": ("人", " pupils"),
    "unit_places": ("个", " places"),
    "unit_seats": ("个", " seats"),
    "unit_teachers": ("人", " teachers"),
    "unit_staff": ("人", " staff"),
    "fact": ("{value}{unit}（{kind}）", "{value}{unit} ({kind})"),
    "fact_band": (
        "{value}{unit}（{span}，{kind}）",
        "{value}{unit} ({span}; {kind})",
    ),
    "year_of": ("{year}年", "{year}"),
    "after_year": ("{year}年以后", "later than {year}"),
}

_SITUATION: Mapping[str, tuple[str, str]] = {
    "pupils_now": (
        "{autumn}年秋季学生{total}",
        "In {year} there are {total}",
    ),
    "crowded_now": (
        "，超标准班额{above}，大班额{many}。",
        "; classes of more than {primary} in primary, {junior} in junior and {senior} in senior schools hold "
        "{above}, classes of {large} or more {many}.",
    ),
    "crowded_none": (
        "。小学、初中、普通高中没有超标准班额的班级（{kind}）。",
        ". No class of primary, junior and senior schools is above the standard ({kind}).",
    ),
}

_RESULTS: Mapping[str, tuple[str, str]] = {
    "lead_crowding": ("拥挤状况。", "Crowding. "),
    "lead_seats": ("学位供求。", "Seats. "),
    "lead_september": ("秋季招生。", "The coming September. "),
    "lead_staff": (
        "师资需求。",
        "Staff. ",
    ),
    "lead_money": ("经费。", "Money. "),
    "lead_plans": ("方案比较。", "Plans compared. "),
    "crowding_by": (
        "{year}年超标准班额学生{value}{most}{reference};",
        "In {year} classes above the standard (primary, junior, senior) hold {value}{most}{reference}.",
    ),
    "crowding_ended": (
        "{year}年九成以上的未来里没有超标准班额学生（{kind}）{reference};",
        "In {year} nobody is in a class above the standard in nine futures of ten ({kind}){reference}.",
    ),
    "beside_reference": (
        "，对照（无新措施）{value}",
        "; in the reference, which does nothing new, {value}",
    ),
    "beside_plain": (
        "，对照方案{value}",
        "; in the reference {value}",
    ),
    "crowded_most": ("，其中{stage}{n}人", ", {n} of them in {stage}"),
    "stages_later": ("{stage}{year}", "{stage} {year}"),
    "stages_rest": ("其他学段", "the other stages"),
    "stages_never": ("{stages}{horizon}年仍超过", "{stages} not by {horizon}"),
    "stages_beside": ("；{stages}", "; {stages}"),
    "stages_met": (
        "超标准班额班级不超过{share}的年份：{stages}（{kind}）。",
        " At most {share} of the classes are above the standard from: {stages} ({kind}).",
    ),
    "primary_met": (
        "小学超标准班级{year}（{span}，{kind}）起不超过{share}{reference}{others}。",
        " In primary schools at most {share} of the classes are above the standard from {year} ({span}; "
        "{kind}){reference}{others}.",
    ),
    "primary_never": (
        "小学超标准班级到{horizon}年仍未降到{share}以内（{futures},{kind}）{reference}{others}。",
        " In primary schools more than {share} of the classes are still above the standard in {horizon} ({futures}; "
        "{kind}){reference}{others}.",
    ),
    "beside_year": ("，对照{year}", "; in the reference {year}"),
    "beside_same": ("，与对照同", "; in the reference too"),
    "tightest": (
        "{stage}学位最紧：在校学生{year}年前后达峰值{pupils}，学位余缺{balance}（负为缺）。",
        "Seats are tightest in {stage}: pupils peak around {year} at {pupils}; seats less pupils are then {balance}.",
    ),
    "shortage_told": (
        "{stage}{year}年学生多于学位的可能性为{chance}。",
        "In {stage} the chance of more pupils than seats is {chance} in {year}.",
    ),
    "september_told": ("{year}年9月，{stages}。", "In September {year}: {stages}."),
    "september_stage": ("{stage}申请入学{claims}、招生学位{places}", "{stage} {claims} ask for {places}"),
    "september_waits": ("{stage}待统筹{n}", "{stage} {n} await a place"),
    "hires_told": (
        "{year}年需补充教职工{hires}{by_stage}；教师缺口{stages}{short_year}年最大，为{short}{spare}。",
        "To hire in {year}: {hires}{by_stage}. Teachers are short most in {short_year}: {short}{stages}{spare}.",
    ),
    "hires_stages": ("，其中{stages}", ", of them {stages}"),
    "hires_stage": ("{stage}{n}人", "{stage} {n}"),
    "gap_spare": ("，同年{stages}富余{n}人（均值）", ", while {n} are too many in {stages} (mean)"),
    "gap_lack": ("，同年{stages}仍缺{n}人（均值）", ", while {n} are missing in {stages} (mean)"),
    "capital_told": (
        "{from_}—{to}年基建平均{capital}（{span}，{costs}）{more}。",
        "Capital {from_}–{to}: {capital} on average ({span}; {costs}){more}.",
    ),
    "budget_default": (
        "未给出预算，按默认值（据样例县规模假定）。",
        " No budget given: the default, sized on the worked county (assumed).",
    ),
    "more_told": (
        "，全部支出比对照多{value}（均值，{kind}）",
        "; all spending exceeds the reference by {value} (mean; {kind})",
    ),
    "less_told": (
        "，全部支出比对照少{value}（均值，{kind}）",
        "; all spending is below the reference by {value} (mean; {kind})",
    ),
    "plans_told": (
        "与“{base}”逐一配对{table}，拥挤最少的可能性：{best}{harm}（附件{annex}）。",
        "Against “{base}”, future by future in the same {n} futures{table}; chance to be the least crowded: "
        "{best}{harm}. The verdicts stand in annex {annex}.",
    ),
    "plans_pair": (
        "与基准逐一配对{table}，{share}的未来里拥挤最少{harm}（附件{annex}）。",
        "Against “{base}”, future by future{table}: the least crowded in {share}{harm}. The verdicts stand in annex"
        " {annex}.",
    ),
    "plans_harm": ("；但{first}等{n}项变差", "; but worse in {n}, first {first}"),
    "plans_harm_one": ("；但{first}变差", "; but worse in {first}"),
    "plans_unpaired": (
        "所列方案条件不同，不能逐一配对比较，本报告只反映“{plan}”。",
        "The plans differ in their conditions and cannot be compared; this brief is on “{plan}” alone.",
    ),
    "plan_best": ("“{plan}”{share}", "“{plan}” {share}"),
    "table_results": ("主要测算结果", "Main results"),
    "head_item": ("指标", "What"),
    "head_year": ("{year}年", "{year}"),
    "head_reference": ("对照{year}年", "Reference {year}"),
    "head_basis": ("依据", "Rests on"),
    "row_above": ("超标准班额学生（人）", "Pupils above standard"),
    "row_above_stage": ("其中{stage}（人）", "of them {stage}"),
    "row_pupils": ("{stage}在校学生（人）", "{stage}: pupils"),
    "row_large": ("大班额学生（人）", "Pupils in large classes"),
    "row_balance": ("{stage}学位余缺（个）", "{stage}: seats less pupils"),
    "note_results": (
        "注：括号为80%的未来；超标准班额指小学超过{primary}人、初中超过{junior}人、高中超过{senior}人，大班额指{large}人及以上。",
        "Brackets hold 80% of the futures. Above standard: primary, junior and senior; medians do not add up. "
        "Seats less pupils: county, netted.",
    ),
    "figure_crowding": ("超标准班额学生", "Pupils above standard"),
    "figure_seats": ("{stage}学生与学位", "Pupils and seats, {stage}"),
    "note_crowding": (
        "图{n}实线为中位数，{beside};",
        "Figure {n}: line is the median; {beside}. ",
    ),
    "note_diamond": ("◇为对照方案", "diamonds are the reference"),
    "note_base": ("虚线为“{base}”", "dotted line is “{base}”"),
    "note_alone": ("色带为区间", "shades are bands"),
    "note_seats": (
        "图{n}虚线为学位。灰底年份依据推算的出生数。",
        "Figure {n}: dashed steps are seats. Shaded years rest on continued births. Crowding rests on rooms and "
        "classes that are {kind}.",
    ),
    "table_plans": ("方案比较（相对“{base}”；万元、亿元为均值）", "Plans against “{base}” (money: means)"),
}

_ANNEXES: Mapping[str, tuple[str, str]] = {
    "annex_september": (
        "秋季招生表",
        "The September sheet",
    ),
    "september_by_zone": (
        "{year}起始年级招生（均值），按片区",
        "Admission to the entry grades, {year} (means), by zone",
    ),
    "annex_projects": (
        "项目进度",
        "Projects: hand-over and latest start",
    ),
    "annex_schools": (
        "学校预警",
        "School warnings",
    ),
    "annex_sources": ("假定与来源", "Assumptions and sources"),
    "annex_verdicts": (
        "方案结论",
        "Verdicts on the plans",
    ),
    "also": ("，", ", "),
    "annex_plan": ("本附件数据均为“{plan}”的测算结果。", "All numbers are those of “{plan}”."),
    "subtotal": ("{zone}小计", "{zone}, sum"),
    "stage_total": ("全县{stage}", "County, {stage}"),
    "grand_total": ("总计", "Total"),
    "claims_group": ("申请入学（人）", "Children who ask"),
    "warnings_caption": (
        "{years}有预警的学校（学生多于学位的可能性）",
        "Schools with a warning, {years} (chance of more pupils than seats)",
    ),
    "warnings_none": (
        "{years}没有学校达到预警线（可能性≥{amber}）。",
        "No school reaches the warning line in {years} (chance ≥ {amber}).",
    ),
    "warnings_note": (
        "▲红：可能性≥{red};◆黄：≥{amber};○低于{amber};※为应发布预警的年份；−后为半数未来里短缺的学位（个）。年份为开学年份。"
        "可能性随各校教室数、班级数而定（{kind}）。",
        "▲ red: chance ≥ {red}; ◆ amber: ≥ {amber}; ○ below {amber}; ※ year in which to announce; behind −: "
        "seats short in "
        "half of the futures. Years are years of opening. The chances rest on the schools' rooms and classes ({kind}).",
    ),
    "sources_caption": ("本县已载与推算数据的来源", "Sources of the county's reported and derived figures"),
    "on": ("计入", "varies"),
    "group_head": ("部分", "Part"),
    "groups_caption": ("本次测算各部分所依据的数值（项数）", "Figures that each part of this run rests on (number)"),
    "source_head": ("来源", "Source"),
    "source_count": ("项数", "Figures"),
    "annex_whole": (
        "逐项数据见同一结果的表格文件（xlsx）与网页（html）。",
        "Every figure stands in the workbook (xlsx) and on the page (html) of the same results.",
    ),
    "made_with": ("结果摘要 {digest}", "Digest of the results {digest}"),
}

BRIEF: Mapping[str, tuple[str, str]] = {
    **REPORT,
    **_FRAME,
    **_SITUATION,
    **_RESULTS,
    **PROBLEMS,
    **DECISIONS,
    **_ANNEXES,
}
"""Words of the brief; those of the tables that it shares with the page stand in it."""

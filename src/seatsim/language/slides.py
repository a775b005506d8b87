"""Sentences of the slides: one message a slide, the line of sources, what the speaker may say."""

from __future__ import annotations

from collections.abc import Mapping

from seatsim.language.native_charts import NATIVE
from seatsim.language.report import REPORT
from seatsim.language.report_page_one import ROOMIER

_MESSAGES: Mapping[str, tuple[str, str]] = {
    "deck_title": ("{county}学位与师资规划测算", "{county}: school places and teachers"),
    "say_summary": (
        "{county}：{year}年超标准班额学生预计 {value} 人（80% 区间 {band}），{now_year}年为 {now} 人",
        "{county}: {value} pupils in classes above the standard in {year} (80% band {band}), {now} in {now_year}",
    ),
    "say_summary_none": (
        "{county}：{now_year}年起各年中位数均无超标准班额学生",
        "{county}: no pupil in a class above the standard from {now_year} on (median)",
    ),
    "say_fan": (
        "{stage}学位最紧：{year} 学生 {pupils} 人（80% 区间 {band}），学位 {seats} 个，{state} {gap} 个",
        "Tightest: {stage}, {year}: {pupils} pupils (80% band {band}) for {seats} seats, {gap} {state}",
    ),
    "seats_spare": ("富余", "to spare"),
    "seats_short": ("短缺", "too few"),
    "say_fan_none": ("各学段没有学生和学位可画", "No pupils or seats to draw"),
    "say_crowding": (
        "超标准班额学生由 {first} 的 {a} 人{moves} {last} 的 {b} 人（80% 区间 {band}），对照方案 {other} 人",
        "Pupils above the standard {moves} from {a} in {first} to {b} in {last} (80% band {band}); reference: {other}",
    ),
    "say_crowding_alone": (
        "超标准班额学生由 {first} 的 {a} 人{moves} {last} 的 {b} 人（80% 区间 {band}）",
        "Pupils above the standard {moves} from {a} in {first} to {b} in {last} (80% band {band})",
    ),
    "moves_down": ("降至", "fall"),
    "moves_up": ("升至", "rise"),
    "moves_same": ("维持在", "stay"),
    "say_crowding_none": ("各种未来里均无超标准班额学生", "No future has a pupil in a class above the standard"),
    "say_comparison": (
        "{years}“{other}”比“{base}”平均少 {value} 个拥挤人年（80% 区间 {band}）",
        "“{other}” spares {value} crowded pupil-years in {years} (80%: {band}) against “{base}”",
    ),
    "say_comparison_more": (
        "{years}“{other}”比“{base}”平均多 {value} 个拥挤人年（80% 区间 {band}）",
        "“{other}” adds {value} crowded pupil-years in {years} (80%: {band}) to “{base}”",
    ),
    "say_projects": (
        "{n} 个项目（其中假定 {assumed} 个）中 {late} 个多半赶不上计划启用，最难的“{name}”按期概率 {share}",
        "{late} of {n} projects ({assumed} assumed) will likely miss their opening; “{name}” is on time in {share}",
    ),
    "say_projects_fine": (
        "{n} 个项目（其中假定 {assumed} 个）多半都能按计划启用，最难的“{name}”按期概率 {share}",
        "All {n} projects ({assumed} assumed) will likely open as planned; “{name}” is on time in {share}",
    ),
    "say_teachers": (
        "教师缺口{stages} {year} 年最大，{value} 人（80% 区间 {band}）{spare}；{horizon} 年富余 {surplus} 人",
        "Teachers are shortest in {year}: {value}{stages}, 80% band {band}{spare}; in {horizon} {surplus} are too many",
    ),
    "say_causes": (
        "{first}至{last}超标准班额学生{moves} {value} 人，首要成因是{cause}（{mean} 人，80% 区间 {band}）",
        "From {first} to {last} pupils above standard {moves} by {value}, most by {cause} ({mean}, 80% band {band})",
    ),
    "cause_down": ("减少", "fall"),
    "cause_up": ("增加", "rise"),
    "say_september": (
        "{year}年秋季 {n} 所学校多半要分流，各学段预计分流 {value} 人（均值）",
        "September {year}: {n} schools will likely overflow; {value} children are sent elsewhere (mean)",
    ),
    "say_september_calm": (
        "{year}年秋季没有学校多半要分流，各学段预计分流 {value} 人（均值）",
        "September {year}: no school will likely overflow; {value} children are sent elsewhere (mean)",
    ),
    "say_decisions": (
        "提请研究 {all} 项，其中项目 {n} 个（已迟 {late} 个），其余项目最早须在{by}前定；"
        "基建投资 {money}（计划造价合计）",
        "Decisions asked: {all}; of {n} projects {late} are late, the next by {by}; planned costs {money}",
    ),
    "say_decisions_late": (
        "提请研究 {all} 项，其中项目 {n} 个均已迟（难以按期或已过期）；基建投资 {money}（计划造价合计）",
        "Decisions asked: {all}; of {n} projects all are late (hardly in time, or past already); planned costs {money}",
    ),
    "say_decisions_none": ("没有需要提请研究的项目事项", "No decision on projects is asked"),
    "say_sources": (
        "依据的 {all} 项数据和参数中，假定 {assumed} 项、推算 {derived} 项、报告所载 {reported} 项",
        "Of {all} figures and norms {assumed} are assumed, {derived} derived, {reported} reported",
    ),
    "say_reading": (
        "怎样读：区间为 80% 的模拟未来（{n} 种），假定用文字注明",
        "How to read: bands hold 80% of {n} simulated futures; what is assumed is said in words",
    ),
}

_PARTS: Mapping[str, tuple[str, str]] = {
    "source_line": (
        "{plan} · 结果 {digest} · {n} 种未来，区间为 80% 的未来 · 信息截至 {day} · {rests}",
        "{plan} · results {digest} · {n} futures, bands hold 80% · information to {day} · {rests}",
    ),
    "crowd_head": ("要点", "Figure"),
    "asked_head": ("提请事项", "Item"),
    "opens_in": ("计划启用", "Opens"),
    "rest_of": ("其余 {n} 项见数据表和简报附表。", "{n} more stand in the workbook and the brief's annex."),
    "september_chance": ("分流可能性", "Chance"),
    "september_claims": ("申请（80%区间）", "Claims (80% band)"),
    "september_places": ("招生学位（80%区间）", "Places (80% band)"),
    "september_sent": ("分流（80%区间）", "Sent elsewhere (80% band)"),
    "stage_totals": ("各学段合计", "Stage in all"),
    "notes_band": (
        "区间：{n} 种模拟未来中的八成落在其中；不含假定本身是否成立{demand}。",
        "Bands hold eight in ten of {n} simulated futures; whether assumptions hold is not in them{demand}.",
    ),
    "notes_rests": (
        "依据：{rooms}；{staff}。项目学位中假定的占 {seats}；起始年级来自推算出生数的占 {births}。",
        "Rests on: {rooms}; {staff}. Assumed among project seats: {seats}; entrants on continued births: {births}.",
    ),
    "notes_first": (
        "最能缩小不确定性的数据：{figure}（{office}）。",
        "The figure that would narrow it most: {figure} ({office}).",
    ),
    "notes_run": ("方案 {plan}；结果摘要 {digest}。", "Plan {plan}; digest of the results {digest}."),
    "plans_all": ("比较的方案：{plans}。", "Plans compared: {plans}."),
    "value_head": ("数值", "Value"),
    "band_head": ("区间", "Band"),
    "beside_head": ("对照", "Held against"),
    "rests_head": ("依据", "Rests on"),
    "decisions_marks": ("* 为假定项目。", "* assumed project."),
    "hindsight": (
        "早于信息截至日（{day}）的办理时间只是事后之见。",
        "Dates before the information date ({day}) are hindsight.",
    ),
    "kind_count": ("项数", "Count"),
    "meaning_of_kind": ("含义", "Meaning"),
    "writing_slides": ("写入幻灯片", "slides"),
}

SLIDES: Mapping[str, tuple[str, str]] = {**REPORT, **ROOMIER, **NATIVE, **_MESSAGES, **_PARTS}
"""Words of the slides."""

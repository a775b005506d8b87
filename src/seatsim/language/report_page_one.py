"""Words of page one where there is more room than in a terminal: longer heads and titles, the same sentences."""

from __future__ import annotations

from collections.abc import Mapping

ROOMIER: Mapping[str, tuple[str, str]] = {
    "september": ("一、今年秋季招生（{year} 年 9 月）", "1. The coming September ({year})"),
    "asking": ("申请入学（80% 区间）", "children who ask (80% band)"),
    "places": ("招生学位", "entry places"),
    "sent": ("需分流（80% 区间）", "sent elsewhere (80% band)"),
    "open_classes": ("起始年级开班（80% 区间）", "entry classes to open (80% band)"),
    "no_place": ("无学位", "without a place"),
    "overflow": (
        "需要分流的学校（可能性 ≥{from_}；共 {all} 所）",
        "Schools that will overflow (in {from_} of the futures or more: {all})",
    ),
    "crowding": (
        "二、拥挤：超标准班额（{standard} 人）、大班额、超大班额、大校额学校中的学生",
        "2. Crowding: pupils in classes above the standard ({standard}), in large classes, in oversized schools",
    ),
    "people": ("学生", "pupils"),
    "above_standard_of": ("超标准班额 · {stage}", "above standard, {stage}"),
    "above_standard_together": ("超标准班额 · 小学、初中、高中合计", "above standard, primary to senior"),
    "pupils_large": ("大班额（≥{large} 人）", "in classes of {large} or more"),
    "pupils_super_large": ("超大班额（≥{super_large} 人）", "in classes of {super_large} or more"),
    "pupils_oversized": ("在大校额学校", "in oversized schools"),
    "band_of": ("{year} 年（80% 区间）", "{year} (80% band)"),
    "reference_short": ("对照", "reference"),
    "above_standard": ("超标准班额班级 ≤{share}", "at most {share} of classes above standard"),
    "above_standard_any": ("全无超标准班额班级（小初高）", "no class above standard, primary to senior"),
    "large": ("无大班额（≥{large} 人）", "no class of {large} or more"),
    "super_large": ("无超大班额（≥{super_large} 人）", "no class of {super_large} or more"),
    "oversized": ("无大校额学校", "no oversized school"),
    "unplaced": ("无人待统筹", "nobody awaits a place"),
    "first": ("达标起始年（80% 区间）", "met from (80% band)"),
    "by": ("{year} 年前达标的概率", "chance by {year}"),
    "peaks": (
        "三、学段峰谷与学位预警（各未来自己的峰、谷，取中位数）",
        "3. Peaks, troughs and warnings (each future's own peak and trough; medians)",
    ),
    "reference_seats": ("对照方案峰值时余缺", "spare seats at the reference's peak"),
    "turn": ("{pupils} 人（{year} 年，学位余缺 {balance}）", "{pupils} in {year} (spare seats {balance})"),
    "turn_plain": ("{pupils} 人（{year} 年）", "{pupils} in {year}"),
    "projects": (
        "四、建设项目与最迟启动（共 {all} 项；* 为假定项目）",
        "4. Projects and the latest start (all {all}; * assumed)",
    ),
    "planned": ("计划启用（9 月）", "planned September"),
    "hand_over": ("模拟交付（80% 区间）", "simulated hand-over (80% band)"),
    "on_time": ("按期概率", "chance to be on time"),
    "latest": ("最迟启动", "latest start"),
    "latest_legend": (
        "最迟启动：按期概率仍达标的最后送审月份（已迟：括号内为届时可达的 9 月）；"
        "早于信息日期的只是事后之见。每月代价："
        "每迟一个月增加的拥挤人年（？：分不清有无）。",
        "Latest start: last month to enter review and be in time (too late: the September then reached); hindsight "
        "where before the information date. A month's delay: crowded pupil-years it adds (?: perhaps none).",
    ),
    "delay": ("每迟一月的拥挤人年", "crowded pupil-years a month's delay adds"),
    "posts_title": ("五、编制与教师（{year} 年）", "5. Posts and teachers ({year})"),
    "needed": ("需要教师", "teachers needed"),
    "approved": ("核定编制", "posts approved"),
    "filled": ("在编教职工", "posts filled"),
    "filled_assumed": ("在编教职工（假定）*", "posts filled (assumed)*"),
    "outside": ("编外教师", "teachers outside posts"),
    "hires": ("本轮进人", "to hire this round"),
    "short_peak": ("教师缺口最大（80% 区间，年）", "most short (80% band, year)"),
    "surplus_peak": ("富余最多（80% 区间，年）", "most too many (80% band, year)"),
    "decisions": ("七、请有关部门决策的事项（共 {all} 个项目）", "7. Decisions asked for ({all} projects)"),
    "when": ("最迟办理", "by when"),
    "opens": ("启用学年", "opens"),
    "amount": ("金额（万元）", "amount (10^4 yuan)"),
    "offices": ("部门", "offices"),
    "shares": (
        "来自假定的份额：名册中 {register} 的学校（教室与班级）；{seats}；到 {horizon} 年入学人数的 {births}"
        "生于 {known} 年之后，按延续推算（幼儿园 {kindergarten} 年起，小学 {primary}，初中 {junior}）。",
        "From assumptions: rooms and classes of {register} of the schools; {seats}; of all entrants to {horizon}, "
        "{births} are born after {known}, the last year of births known (kindergarten from {kindergarten}, primary "
        "{primary}, junior {junior}).",
    ),
    "seats_assumed": (
        "项目学位的 {share}（{assumed}/{all} 项系假定）",
        "{share} of the projects' seats ({assumed} of {all} projects)",
    ),
}
"""In place of the same keys of ``PAGE_ONE``."""

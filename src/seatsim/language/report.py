"""Sentences of the meeting papers, in Chinese and in English; page one's own stand in ``page_one``."""

from __future__ import annotations

from collections.abc import Mapping

from seatsim.language.page_one import PAGE_ONE
from seatsim.language.report_tables import REPORT_TABLES

_FRAME: Mapping[str, tuple[str, str]] = {
    "page_title": ("{county}学位与师资规划测算", "{county}: school places and teachers"),
    "over_title": ("学位与师资规划测算 · 会议材料", "School places and teachers · meeting paper"),
    "skip": ("跳到正文", "Skip to the content"),
    "fact_plans": ("方案", "Plans"),
    "more_plans": ("等 {n} 个", " and {n} more"),
    "fact_years": ("展望期", "Years"),
    "fact_futures": ("模拟的未来（种）", "Futures simulated"),
    "fact_information": ("信息截至", "Information to"),
    "bar": ("筛选与导航", "Choose and go to"),
    "sections": ("各部分", "Sections"),
    "headline": ("要点", "Main figures"),
    "choose_run": ("方案", "Plan"),
    "choose_stage": ("学段", "Stage"),
    "choose_zone": ("片区", "Zone"),
    "choose_school": ("学校", "School"),
    "choose_measure": ("指标", "Measure"),
    "choose_to": ("至", "To"),
    "school_hint": ("输入校名的一部分", "part of its name"),
    "only_warned": ("仅看有预警的学校", "Only schools with a warning"),
    "all_stages": ("全部学段", "All stages"),
    "all_zones": ("全县（全部片区）", "County, all zones"),
    "no_classes": (
        "职业教育、特殊教育不逐班测算，本图没有其数据；不等于没有这样的学生。",
        "Classes of vocational and special education are not followed: there is nothing to show here, which does not "
        "mean that there are no such pupils.",
    ),
    "not_followed": (
        "该指标未按所选学段测算，本图没有其数据；不等于没有这样的学生。",
        "This measure is not followed for the stage chosen: there is nothing to show here, which does not mean that "
        "there are no such pupils.",
    ),
    "counted": ("逐校预警：显示 {shown} 行，共 {all} 行", "Schools by year: {shown} of {all} rows shown"),
    "theme_system": ("配色：随系统", "Colours: system"),
    "theme_light": ("配色：浅色", "Colours: light"),
    "theme_dark": ("配色：深色", "Colours: dark"),
    "noscript": (
        "浏览器未启用脚本：以下文字和表格为最后一个方案的结果；图和筛选需要启用脚本。",
        "Scripts are off: text and tables are those of the last plan; charts and choosers need scripts.",
    ),
    "nothing_chosen": ("所选范围内没有内容。", "Nothing in what is chosen."),
    "chart_failed": ("此图未能绘出：", "This chart could not be drawn:"),
    "scroll_cue": ("表格较宽，可左右滑动 →", "The table goes on to the right: scroll →"),
    "chart_table": ("以表格显示本图数据", "The numbers of this chart as a table"),
    "provenance": ("数据来源标识", "Where this comes from"),
    "digest": ("结果摘要", "digest of the results"),
    "made_from": (
        "本页只用上述结果生成，未运行模型，不访问网络；同一结果总是得到同一页面。",
        "Made from these results alone: no model was run, nothing is fetched; the same results give the same page.",
    ),
    "drawing": ("制图", "charts"),
    "writing": ("写入页面", "page"),
    "reading": ("读取结果", "results"),
    "unpaired": (
        "各方案不能逐一配对比较：{why}。以下分别列示。",
        "The plans cannot be compared future by future: {why}. Each is shown alone.",
    ),
    "unpaired_seed": (
        "“{other}”的随机种子是 {theirs}，“{base}”的是 {mine}，同一编号的未来不是同一种未来",
        "the seed of “{other}” is {theirs}, that of “{base}” {mine}, so that a future of one is no future of the other",
    ),
    "unpaired_horizon": (
        "“{other}”测算到 {theirs} 年，“{base}”测算到 {mine} 年",
        "“{other}” runs to {theirs}, “{base}” to {mine}",
    ),
    "unpaired_baseline_year": (
        "“{other}”的基期是 {theirs} 年，“{base}”的是 {mine} 年",
        "the baseline of “{other}” is {theirs}, that of “{base}” {mine}",
    ),
    "unpaired_county_digest": (
        "“{other}”用的是另一个县的数据，或同一县改动过的数据（摘要 {theirs}），“{base}”的摘要是 {mine}",
        "“{other}” rests on another county, or on another state of its files (digest {theirs}), than “{base}” ({mine})",
    ),
    "one_run": (
        "本页只含一个方案。要比较方案，请把几次运行的结果一起交给 seatsim report，第一个为基准。",
        "This page holds one plan. Give seatsim report several runs to compare them; the first is the base.",
    ),
    "title_page-one": ("一页纸：要回答的问题", "Page one: what is asked"),
    "title_trends": ("学生与学位、拥挤：各种未来的范围", "Pupils, seats and crowding: the range of futures"),
    "title_schools": ("逐校逐年：学位预警", "Schools by year: warnings"),
    "title_zones": ("分片区", "Zones"),
    "title_projects": ("建设项目进度", "Projects"),
    "title_teachers": ("教师台账", "Teachers: the ledger"),
    "title_causes": ("拥挤变化的成因", "Why crowding changes"),
    "title_money": ("资金", "Money"),
    "title_comparison": ("方案比较", "Plans compared"),
    "title_september": ("秋季招生工作表", "The September sheet"),
    "title_sources": ("假定与来源", "Assumptions and sources"),
    "title_terms": ("术语", "Terms"),
    "nav_page-one": ("一页纸", "Page one"),
    "nav_trends": ("趋势", "Trends"),
    "nav_schools": ("逐校预警", "Schools"),
    "nav_zones": ("片区", "Zones"),
    "nav_projects": ("项目", "Projects"),
    "nav_teachers": ("教师", "Teachers"),
    "nav_causes": ("成因", "Causes"),
    "nav_money": ("资金", "Money"),
    "nav_comparison": ("比较", "Comparison"),
    "nav_september": ("招生表", "September"),
    "nav_sources": ("假定与来源", "Sources"),
    "nav_terms": ("术语", "Terms"),
}

_TILES: Mapping[str, tuple[str, str]] = {
    "band_80": ("80% 的未来：{span}", "80% of futures: {span}"),
    "same_in_most": ("至少八成的未来相同", "the same in at least 80% of futures"),
    "tile_crowding": ("{year} 年超标准班额学生（小初高）", "Pupils in classes above the standard, {year}"),
    "tile_now": ("{year} 年 {value}", "{year}: {value}"),
    "tile_reference": ("；对照方案 {value}", "; reference then: {value}"),
    "tile_reference_alone": ("对照方案 {value}", "reference: {value}"),
    "tile_first": ("小学超标准班额班级降至 {share} 以内的年份", "Primary: at most {share} above standard from"),
    "tile_later": ("{year} 年后", "after {year}"),
    "tile_never": ("展望期内未达标：{share}", "not by the horizon: {share}"),
    "tile_september": ("{year} 年 9 月需要分流的学校（所）", "Schools that will overflow in September {year}"),
    "tile_overflow": ("在 ≥{share} 的未来里", "in {share} of futures or more"),
    "tile_nobody_waits": ("至少九成的未来里无人待统筹", "nobody without a place in 90% of futures"),
    "tile_some_wait": ("有学生待统筹，见下表", "some children await a place, see below"),
    "tile_posts": ("{year} 年本轮进人", "Staff to hire this round, {year}"),
    "tile_short": (
        "教师缺口{stages}最大 {value} 人（{year} 年）{spare}",
        "most short: {value} teachers{stages} in {year}{spare}",
    ),
    "gap_short": ("（{stages}）", " in {stages}"),
    "gap_spare": ("，同年{stages}富余 {n} 人", ", while {n} are too many in {stages}"),
    "gap_lack": ("，同年{stages}仍缺 {n} 人", ", while {n} are missing in {stages}"),
    "start_late": ("{month}（已迟）", "{month} (late)"),
    "tile_later_stages": ("{stages}更晚", "{stages}: later"),
    "stages_more": ("等", " and others"),
    "tile_capital": ("基建支出均值，{years}", "Capital, mean, {years}"),
    "tile_more": ("全部支出比对照多 {value}", "all spending against the reference: {value} more"),
    "tile_rests_registered": ("按学校名册的教室与班级推算", "derived from the register's rooms and classes"),
    "tile_rests_completed": ("部分班级数按规则推算", "classes in part derived by rule"),
    "tile_rests_no_rooms": ("部分教室数按班级数推算", "rooms in part as many as classes, by rule"),
    "tile_rests_mostly": (
        "据学校名册；{share} 的学生所在学校按规则推算",
        "rests on the register; by rule for {share} of pupils",
    ),
    "tile_rests_neither": (
        "{share} 的学生所在学校教室与班级按标准班额推算，那里现有的拥挤不可知",
        "rooms and classes by rule for {share} of pupils: crowding there today is not known",
    ),
    "tile_rests_assumed": ("以假定的教室与班级为前提", "rests on assumed rooms and classes"),
    "tile_staff_reported": ("按上报的教职工数据推算", "derived from reported staff"),
    "tile_staff_assumed": ("在编人数及教职工年龄、职称系假定", "staff in posts, their ages and titles are assumed"),
}

_BUILDING: Mapping[str, tuple[str, str]] = {
    "build_new-school": ("新建{name}", "Build {name}"),
    "build_extension": ("扩建{name}", "Extend {name}"),
    "build_move": ("迁建{name}", "Move {name} to a new site"),
    "build_conversion": ("改造{name}", "Convert rooms of {name}"),
    "build_temporary": ("在{name}搭建临时教室", "Put up temporary rooms at {name}"),
    "build_rooms": ("{n}间", "{n} rooms"),
    "build_inside": ("（{told}）", " ({told})"),
    "build_and": ("，", ", "),
}

REPORT: Mapping[str, tuple[str, str]] = {**PAGE_ONE, **_FRAME, **_TILES, **_BUILDING, **REPORT_TABLES}
"""Words of the page; those of page one that its tables use too stand in it."""

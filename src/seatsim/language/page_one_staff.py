"""The words of the sections on posts and money, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

STAFF_WORDS: Mapping[str, tuple[str, str]] = {
    "posts_title": ("五、编制 {year}", "5. Posts {year}"),
    "posts_none": ("五、编制与教师：未纳入测算。", "5. Posts: staff are not followed."),
    "needed": ("需要教师", "needed"),
    "approved": ("核定编制", "approved"),
    "filled": ("在编", "filled"),
    "filled_assumed": ("在编*", "filled*"),
    "outside": ("编外教师", "outside"),
    "hires": ("本轮进人", "hired"),
    "short_peak": ("缺教师最多（80%）", "most short (80%)"),
    "surplus_peak": ("富余教师最多（80%）", "most too many (80%)"),
    "by_classes": ("班级课时", "by classes and lessons"),
    "by_pupils": ("学生数", "by pupils"),
    "staff_assumed": (
        "*在编人数及教职工年龄、职称系假定。",
        "* Filled, ages, titles and who is outside posts: assumed. ",
    ),
    "staff_reported": ("", ""),
    "too_many_none": ("无", "in no stage"),
    "spending_none": (
        "经常性支出：不测算，缺少的数据由 seatsim check 列出。",
        "Recurrent spending: not told; seatsim check names the figures that are missing.",
    ),
    "spending_published": ("县已公布（≈ 由其推算）", "the county's own (≈ derived)"),
    "rule_total": ("{year} 年总额 {chance}、{amount}", "{year} total {chance}, {amount}"),
    "rule_per_pupil": ("{year} 年生均 {chance}、{amount}", "{year} per pupil {chance}, {amount}"),
    "ask_posts": ("增核编制 {n} 个", "approve {n} more posts"),
    "ask_recruitment": ("公布岗位 {n} 个（储备另计）", "advertise {n} posts (reserves apart)"),
    "ask_line": ("{by} 前由{office}：{what}", "By {by}, {office}: {what}"),
    "posts_legend": (
        "需要教师按{by}计（现有专任教师 {teachers}）；编制与在编是教职工；合计含中职与特教。"
        "{staff}假定 {structural} 的教师"
        "所教学科已足，不抵缺额（结构性缺编）。",
        "Needed: teachers {by} ({teachers} are there); approved, filled: all staff; all: with vocational, special. "
        "{staff}{structural} of the teachers, assumed, are in subjects that have enough and make up for nobody.",
    ),
    "too_many": (
        "半数未来里教师多于需要：{stages}。{horizon} 年在编超出学生数所能承载 {beyond} 人。",
        "More than needed in half of the futures: {stages}. Posts held beyond what pupils carry in {horizon}: "
        "{beyond}.",
    ),
    "unstaffed": (
        "因缺教师：少开起始班累计 {n} 个（均值），临时教师最多的一年 {temporary} 人。",
        "For want of teachers: {n} entry classes not opened in all years (mean), {temporary} temporary teachers at "
        "worst.",
    ),
    "spending_total": ("经常性支出（中位）", "recurrent spending (median)"),
    "spending_pupil": ("其生均（元）", "per pupil (yuan)"),
    "rules_kept": (
        "两个“只增不减”每年都保持（95% 以上的未来）。",
        'Both "only increase" rules are kept in every year (95% of the futures or more).',
    ),
    "rules_kept_later": (
        "此后每年两个“只增不减”都保持（95% 以上的未来）。",
        'After that both "only increase" rules are kept in every year (95% of the futures or more).',
    ),
    "rules_fell": (
        "按所填数据，教育总支出由 {first} 年的 {before} 万元降为 {year} 年的 {total} 万元，“只增不减”已被打破。",
        'Total spending as given fell from {before} in {first} to {total} in {year} (10^4 yuan): "only increase" was '
        "broken.",
    ),
    "rules_broken": (
        "“只增不减”被打破（概率，缺口中位）：{rows}。",
        '"Only increase" is broken (chance, median gap): {rows}.',
    ),
    "margin_kept": (
        "公用经费保持省定标准的 {margin}（假定增长率）。",
        "Public funds stay at {margin} of the provincial standard (growth assumed).",
    ),
    "margin_lost": (
        "公用经费从 {year} 年起低于省定标准的 {margin}（标准取报告所容许的最高值）。",
        "Public funds fall below {margin} of the provincial standard from {year} (at the highest standard that the "
        "report allows).",
    ),
    "pay_lowered": (
        "所给生均支出容不下假定的每编 {pay} 万元，已降低：{stages}。",
        "Spending per pupil leaves less than the pay of {pay} assumed for a post; lowered in {stages}.",
    ),
    "empty_cost": (
        "空余学位每年成本：现 {now}，{year} 年 {horizon}。",
        "Empty seats cost {now} a year now, {horizon} in {year}.",
    ),
    "costs_more": (
        "{baseline}–{horizon} 年比对照多 {total}：{parts}（均值；*系假定）。",
        "Over {baseline}–{horizon} it costs {total} against the reference: {parts} (means; * assumed).",
    ),
    "relief": (
        "每减少 1 个超标准班额的学生·年：基建 {capital}，经常性 {recurrent}（共减少 {avoided}）。",
        "A pupil-year above standard avoided costs {capital} in capital, {recurrent} in spending ({avoided} avoided).",
    ),
    "relief_whole": (
        "整个方案（不单是校舍）每减少 1 个超标准班额的学生·年：基建 {capital}，经常性 {recurrent}"
        "（共减少 {avoided}）。",
        "By the whole plan, not its buildings alone, a pupil-year above standard avoided costs {capital} in capital, "
        "{recurrent} in spending ({avoided} avoided).",
    ),
    "relief_none": (
        "与对照相比没有减少超标准班额的学生·年。",
        "No pupil-year above standard is avoided against the reference.",
    ),
}

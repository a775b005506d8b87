"""The words of the sections on posts and money, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

STAFF_WORDS: Mapping[str, tuple[str, str]] = {
    "posts_title": ("五、编制 {year}", "5. Posts {year}"),
    "posts_none": ("五、编制与教师:未纳入测算。", "5. Posts: staff are not followed."),
    "needed": ("需要教师", "needed"),
    "approved": ("核定编制", "approved"),
    "filled": ("在编", "filled"),
    "outside": ("编外教师", "outside"),
    "hires": ("本轮进人(80%)", "hire (80 %)"),
    "short_peak": ("缺教师最多(80%)", "most short"),
    "surplus_horizon": ("{year} 年富余教师(80%)", "too many {year}"),
    "posts_legend": (
        "需要教师按{by}计;编制与在编是教职工。{staff}编委会每 {years} 年按学生数核一次,减少时不收编而控制进人。"
        "结构性缺编假定为教师的 {structural},计入缺额。",
        "Needed counts teachers {by}; approved and filled count staff in posts. {staff}Posts are reviewed every "
        "{years} years; when rolls fall nobody loses one and hiring is held back. {structural} of the teachers are "
        "assumed to stand in subjects that have enough, which counts as short.",
    ),
    "by_classes": ("班级课时", "by classes and lessons"),
    "by_pupils": ("学生数", "by pupils"),
    "staff_assumed": ("教职工年龄与职称系假定。", "Ages, titles and teachers outside posts are assumed. "),
    "staff_reported": ("", ""),
    "too_many": (
        "教师多于需要(半数未来,持续至 {horizon} 年):{stages};在编超出学生数所能承载:{horizon} 年 {beyond} 人",
        "More teachers than needed, in half of the futures and to {horizon}: {stages}; staff in posts beyond what "
        "pupils carry in {horizon}: {beyond}",
    ),
    "too_many_stage": ("{stage} {year} 年起", "{stage} from {year}"),
    "too_many_none": ("无", "in no stage"),
    "unstaffed": (
        "因缺教师少开的起始班(均值,至 {horizon} 年累计):{n} 个;临时教师最多 {temporary} 人",
        "Entry classes not opened for want of teachers, mean of the years to {horizon} together: {n}; temporary "
        "teachers at most {temporary}",
    ),
    "money_spending": ("经常性支出(万元)", "spending, 10^4 yuan"),
    "spending_none": (
        "经常性支出:数据未给出总额与生均,不测算。",
        "Recurrent spending: not told, for the figures give no total and no amount per pupil.",
    ),
    "spending_total": ("支出(中位)", "spending (median)"),
    "spending_pupil": ("生均(元)", "per pupil (yuan)"),
    "spending_published": ("县已公布", "published by the county"),
    "rules_kept": (
        "两个“只增不减”:各年在不到 1/20 的未来里被打破。",
        'Both "only increase" rules: broken in under 1 of 20 futures in every year.',
    ),
    "rules_broken": (
        "“只增不减”被打破(概率,缺口中位,万元):{rows}",
        '"Only increase" broken (chance, median gap, 10^4 yuan): {rows}',
    ),
    "rule_total": ("{year} 年总额 {chance}、{amount}", "{year} total {chance}, {amount}"),
    "rule_per_pupil": ("{year} 年生均 {chance}、{amount}", "{year} per pupil {chance}, {amount}"),
    "margin_kept": (
        "生均公用经费在省定标准 {margin} 以上:按假定增长率保持(报告未载省定标准,取其所容许的最高值)。",
        "Public funds stay at {margin} of the provincial standard at the growth assumed (the highest standard that the "
        "report allows is taken).",
    ),
    "margin_lost": (
        "生均公用经费从 {year} 年起低于省定标准的 {margin}(报告未载省定标准,取其所容许的最高值)。",
        "Public funds fall below {margin} of the provincial standard from {year} (the highest standard that the report "
        "allows is taken).",
    ),
    "empty_cost": (
        "空余学位每年成本(维护与折旧,万元):{now}(现),{horizon}({year} 年)",
        "Empty seats cost a year (upkeep and price over a building's life, 10^4 yuan): {now} now, {horizon} in {year}",
    ),
    "parts": ("{from_}–{to} 年合计(万元)", "{from_}–{to} together"),
    "part_scenario": ("本方案", "this plan"),
    "part_reference": ("对照", "reference"),
    "part_difference": ("相差", "difference"),
    "part_kind": ("依据", "rests on"),
    "part_pay_posts": ("在编人员经费", "pay in posts"),
    "part_pay_outside": ("编外教师经费", "pay outside posts"),
    "part_pay_temporary": ("临时教师经费", "temporary teachers"),
    "part_public_funds": ("公用经费", "public funds"),
    "part_upkeep": ("校舍维护", "upkeep of rooms"),
    "part_student_aid": ("学生资助", "student aid"),
    "part_other": ("其他(不随学生数变)", "other, whatever the rolls"),
    "part_top_up": ("为“只增不减”补足", "top-up for the rules"),
    "part_capital": ("基建", "capital"),
    "part_total": ("合计", "total"),
    "kind_assumed": ("假定", "assumptions"),
    "kind_derived": ("由报告数推算", "reported figures"),
    "parts_legend": (
        "均值,整数元相加无误差;基建含 {baseline} 年 9 月起的支出。",
        "Means over the futures [10^4 yuan], whole yuan that add up; capital counts from September {baseline}.",
    ),
    "relief": (
        "每减少 1 个超标准班额的学生·年:基建 {capital}、经常性 {recurrent} 万元(共减少 {avoided})",
        "A pupil-year above standard avoided costs {capital} in capital and {recurrent} in spending [10^4 yuan] "
        "({avoided} avoided)",
    ),
    "relief_none": (
        "与对照相比没有减少超标准班额的学生·年,不计单位成本。",
        "No pupil-year above standard is avoided against the reference: there is no cost of one.",
    ),
    "ask_posts": ("按学生数增核编制 {n} 个", "approve {n} more posts, as pupils carry"),
    "ask_recruitment": ("招聘在编教职工 {n} 人", "recruit {n} staff into posts"),
    "office_posts": ("编办", "posts office"),
    "office_recruitment": ("人社", "personnel"),
    "ask_line": ("{by} 前由{office}:{what}", "By {by}, {office}: {what}"),
}

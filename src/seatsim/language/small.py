"""Words of the small tables for a terminal of 80 columns, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

SMALL: Mapping[str, tuple[str, str]] = {
    "head": (
        "{county} {title}（{years}，{n} 种未来，信息截至 {date}）",
        "{county}, {title} ({years}, {n} futures, information to {date})",
    ),
    "head_one": (
        "{county} {title}（{years}，{n} 种未来，信息截至 {date}）",
        "{county}, {title} ({years}, {n} future, information to {date})",
    ),
    "legend": (
        "数字为中位数；年份为学年开始的年份；小图自左至右为各年，自每行最低到最高；* 假定。",
        "Medians; years are those in which the school year opens; bars run over the years, from each row's lowest to "
        "its highest; * assumed.",
    ),
    "rooms_completed": (
        "部分学校的班级数按规则推算，拥挤数字部分以此为前提。",
        "Classes are in part completed by rule: crowding rests on that too.",
    ),
    "rooms_no_rooms": (
        "部分学校的教室数按班级数推算，有无空余教室不可知。",
        "Classrooms of some schools are as many as their classes by rule: no spare room is known.",
    ),
    "rooms_neither": (
        "部分学校的教室数与班级数均按标准班额推算，那里现有的拥挤不可知。",
        "Of some schools neither rooms nor classes are known: by rule nobody there is crowded today.",
    ),
    "rooms_mostly": (
        "少数学校的教室数与班级数均按标准班额推算，那里现有的拥挤不可知。",
        "Of a few schools neither rooms nor classes are known: by rule nobody there is crowded today.",
    ),
    "rooms_assumed": (
        "教室数与班级数系假定，拥挤数字以此为前提。",
        "Classrooms and classes are assumed: crowding rests on them.",
    ),
    "pupils": ("在校生", "pupils"),
    "crowded": ("超标准班额学生", "above standard"),
    "empty": ("空余学位", "empty seats"),
    "teachers": ("专任教师", "teachers"),
    "projects": ("项目（{shown}/{all}）", "projects ({shown} of {all})"),
    "runs": ("方案比较", "plans"),
    "years": ("{first}~{last}", "{first}-{last}"),
    "peak": ("峰值", "peak"),
    "peak_year": ("年份", "in"),
    "seats_in": ("学位{year}", "seats {year}"),
    "needed_in": ("{year}需要", "{year} need"),
    "there": ("现有", "have"),
    "reference": ("对照", "ref."),
    "all_school": ("小初高", "P, J and S"),
    "planned": ("计划", "planned"),
    "hand_over": ("交付（80%）", "hand-over (80%)"),
    "range": ("{low}~{high}", "{low} to {high}"),
    "later": ("更晚", "later"),
    "on_time": ("按期", "on time"),
    "no_projects": ("本方案无建设项目。", "This plan builds nothing."),
    "no_teachers": ("教师未纳入测算。", "Teachers are not followed."),
    "crowded_pupil_years": ("拥挤人年", "pupil-years"),
    "first_large": ("无大班额", "no large"),
    "by_horizon_not": ("{year}年后", "after {year}"),
    "empty_in": ("空余学位", "empty"),
    "capital": ("基建支出", "capital"),
    "recurrent": ("经常性支出", "recurrent"),
    "runs_legend": (
        "拥挤人年：超标准班额学生逐年相加至 {year} 年{years}；无大班额："
        "自该年起一直没有大班额；"
        "空余学位：{year} 年；基建支出、经常性支出：至展望期末合计的均值（万元）。",
        "Pupil-years: pupils above standard, summed over the years to {year}{years}; no large: "
        "first year from which no class is large; empty: seats in {year}; capital and recurrent spending: means of all "
        "years to the horizon, 10^4 yuan.",
    ),
    "runs_legend_years": ("；{years}：当年超标准班额学生", "; {years}: such pupils"),
    "unpaired": (
        "不能逐一配对比较：{why}。各行只是并列，差异不全是方案之功。",
        "Not to be compared future by future: {why}. The rows only stand side by side; what differs is not the plan's "
        "merit alone.",
    ),
    "other_futures": (
        "各行的未来数不同（{told}）；逐一配对比较时只取前 {fewest} 种。",
        "The rows rest on different numbers of futures ({told}); a comparison pairs the first {fewest} alone.",
    ),
    "horizons": (
        "括号内为各自的展望期末年份；期末不同，支出合计不可比，期末不同的拥挤人年不列。",
        "In brackets the year to which each runs: spending to different years is not comparable, and pupil-years to "
        "another year are left out.",
    ),
    "twice": ("“{one}”与“{two}”是同一结果文件夹。", "“{one}” and “{two}” are the same folder, given twice."),
    "to_year": ("{name} ({year})", "{name} ({year})"),
    "narrow": (
        "第一页宽 {width} 列，本终端只有 {columns} 列；用 seatsim report {folder} --format text 可得 80 列的小表。",
        "Page one is {width} columns wide, this terminal {columns}: seatsim report {folder} --format text fits 80.",
    ),
}
"""Heads and sentences of ``printing/small.py``."""

"""Sentences of charts that spreadsheets and slides draw themselves."""

from __future__ import annotations

from collections.abc import Mapping

NATIVE: Mapping[str, tuple[str, str]] = {
    "colon": ("：", ": "),
    "band_base": ("（不显示的底）", "(hidden base)"),
    "band-95_name": ("95%的未来", "95% of futures"),
    "band-80_name": ("80%的未来", "80% of futures"),
    "band-50_name": ("50%的未来", "50% of futures"),
    "median_name": ("中位数", "median"),
    "seats_name": ("学位（中位数）", "seats (median)"),
    "beside_name": ("{beside}（中位数）", "{beside} (median)"),
    "beside_some": ("{beside}中位数（人）：{told}。", " Median of the {beside}: {told}."),
    "reference_name": ("对照方案", "reference"),
    "fan_of": ("{stage}：学生与学位", "Pupils and seats: {stage}"),
    "fan_note": (
        "色带为 50%、80%、95% 的模拟未来；粗线为学生中位数，虚线为学位中位数。",
        "Bands hold 50, 80 and 95% of the simulated futures; thick line: median of pupils; dashes: median of seats.",
    ),
    "fan_told": (
        "{title}：中位数{first_year} {first}，最高{peak_year} {peak}（80%区间 {band}），{last_year} {last}。",
        "{title}: median {first} in {first_year}, highest {peak} in {peak_year} (80%: {band}), {last} in {last_year}.",
    ),
    "crowding_of": ("{measure}（小学、初中、高中）", "{measure} (primary, junior, senior)"),
    "crowding_note": (
        "色带为 50%、80%、95% 的模拟未来；粗线为中位数。",
        "Bands hold 50, 80 and 95% of the simulated futures; thick line: median.",
    ),
    "crowding_beside": ("灰虚线为对照。", " Grey dashes: what it is held against."),
    "gantt_cut": ("只画 {all} 个中最难按期的 {n} 个。", " Only the {n} of {all} that are likeliest to be late."),
    "teachers_of": ("教师与编制：{stage}", "Teachers and posts: {stage}"),
    "teachers_of_note": (
        "各年开学日均值；需要教师、专任教师、编外为教师数，核定编制、在编为教职工数。",
        "Means on opening day; needed, full-time and outside count teachers, approved and filled count staff.",
    ),
    "line_told": ("{name} {first} → {last}", "{name} {first} → {last}"),
    "gantt_of": ("建设项目交付时间（10%—中位—90%）", "Hand-over of projects (10% – median – 90%)"),
    "gantt_note": (
        "名称后为计划启用月和按期概率；色条自 10% 分位至 90% 分位，浅深交界为中位数；斜纹为假定项目。",
        "Behind the name: planned opening, chance of being on time. Bars run from 10 to 90%, the median where light "
        "meets dark; hatched: assumed projects.",
    ),
    "gantt_early": ("{kind}项目：10%—中位", "{kind} projects: 10% – median"),
    "gantt_late": ("{kind}项目：中位—90%", "{kind} projects: median – 90%"),
    "gantt_told": (
        "{n} 个项目的交付时间，其中假定 {assumed} 个；按期概率不足一半的 {late} 个。",
        "Hand-over of {n} projects, {assumed} of them assumed; {late} are late in more than half of the futures.",
    ),
    "causes_of": ("{measure}：{first}至{last}的成因", "Why {measure} change, {first} to {last}"),
    "causes_note": (
        "首末为学生数，其间为各成因的均值，依次相加为全部变化；取前 20 种未来，与其他图略有出入。",
        "First and last: pupils; between them the mean of each cause, which add up. From the first 20 futures, so that "
        "they differ a little from other charts.",
    ),
    "causes_total": ("学生数", "pupils"),
    "causes_rise": ("增加", "more"),
    "causes_fall": ("减少", "fewer"),
    "comparison_of": ("各方案超标准班额学生（中位数）", "Pupils above standard by plan (median)"),
    "comparison_note": ("全县，小学、初中、高中合计。", "Whole county; primary, junior and senior together."),
    "dots_early": ("10%—中位", "10% – median"),
    "dots_late": ("中位—90%", "median – 90%"),
    "dots_note": (
        "色条自 10% 分位至 90% 分位，浅深交界为中位数（数字见名称后）。",
        "Bars run from 10 to 90%, the median where light meets dark; figures stand behind the names.",
    ),
    "dots_cost": ("县未载明的造价系假定。", " Costs that the county has not told are assumed."),
    "dots_rests": ("各年相加至展望期末。", " Summed over the years to the horizon."),
    "axis_school_year": ("学年（起始年）", "School year (begins in)"),
    "axis_calendar": ("年度", "Calendar year"),
    "axis_pupils": ("学生（人）", "Pupils"),
    "axis_pupils_seats": ("学生（人）、学位（个）", "Pupils, seats"),
    "axis_people": ("人", "People"),
    "axis_pupil_years": ("人年", "Pupil-years"),
    "axis_money": ("亿元", "CNY million"),
}

"""Sentences of the charts: titles, captions, what a chart shows in words, and what stands where there is none."""

from __future__ import annotations

from collections.abc import Mapping

_SHARED: Mapping[str, tuple[str, str]] = {
    "county": ("全县", "whole county"),
    "year": ("学年（起始年）", "School year (begins in)"),
    "axis_year": ("学年（起始年）", "School year"),
    "axis_calendar": ("年度", "Calendar year"),
    "axis_pupils": ("学生（人）", "Pupils"),
    "axis_pupils_seats": ("学生（人）、学位（个）", "Pupils, seats"),
    "axis_people": ("人", "People"),
    "axis_pupil_years": ("人年", "Pupil-years"),
    "axis_first_year": ("学年（起始年）", "School year (begins in)"),
    "axis_seats": ("学位（个）", "Seats"),
    "axis_money": ("亿元", "CNY million"),
    "bands_title": ("占模拟未来", "Share of futures"),
    "per_cent": ("{n}%", "{n}%"),
    "baseline": ("基期", "baseline"),
    "continued_expr": (
        "datum.year + '—' + (datum.year + 1) + '学年起出生数为推算 →'",
        "'births continued from ' + datum.year + '/' + pad((datum.year + 1) % 100, 2, '0', 'left') + ' →'",
    ),
    "pupils_median": ("学生（中位数）", "Pupils, median"),
    "pupils_p10": ("学生（10%分位）", "Pupils, 10%"),
    "pupils_p90": ("学生（90%分位）", "Pupils, 90%"),
    "seats_median": ("学位（中位数）", "Seats, median"),
    "label_pupils": ("学生", "pupils"),
    "label_seats": ("学位", "seats"),
    "scenario": ("方案", "Scenario"),
    "mark_assumed": ("（假定）", "(assumed)"),
    "dots_alt": ("{title}:{rows}。", "{title}: {rows}."),
}

_PUPILS: Mapping[str, tuple[str, str]] = {
    "fan_title": ("学生与学位", "Pupils against seats"),
    "fan_caption": (
        "实线为学生中位数，由深到浅依次为 50%、80%、95% 的模拟未来所在区间；虚线阶梯为学位（可用普通教室 × "
        "规划班额）中位数，两条细点线之间为其 80% 区间。竖点线为基期；灰底年份的起始年级来自推算的出生数，不是已知的"
        "出生数。单位：人、个。各学段学位不能互换，故不合计。",
        "Line: median of pupils; from dark to light the bands that hold 50, 80 and 95% of the simulated "
        "futures. Dashed steps: median of seats (usable ordinary classrooms × planning size), with their 80% "
        "band between thin dots. Dotted rule: baseline. Shaded years: their entrants come from continued births, "
        "not known ones. Stages are not added up: seats of one are of no use to another.",
    ),
    "fan_alt": ("{run}，全县：{stages}。", "{run}, whole county: {stages}."),
    "fan_alt_stage": (
        "{stage}学生中位数于{year}达到最高 {peak} 人（80%区间 {band}），当年学位 {seats} 个；{horizon}学生 {end} "
        "人、学位 {end_seats} 个",
        "the median of {stage} pupils peaks at {peak} (80%: {band}) in {year}, when there are {seats} seats; in "
        "{horizon} {end} pupils and {end_seats} seats",
    ),
    "fan_empty": (
        "所选学段、片区没有学生和学位可画；各学段学位不能互换，不作合计。",
        "No pupils or seats to draw here; stages are not added up, because seats of one are of no use to another.",
    ),
    "crowding_title": ("拥挤班级、学校中的学生", "Pupils in crowded classes and schools"),
    "crowding_caption_base": (
        "实线为本方案中位数，由深到浅为 50%、80%、95% 区间；灰虚线为{beside}的中位数。{rests}合计为小学、初中、高中"
        "（大班额含幼儿园）。单位：人。",
        "Line: median of this plan, with the bands that hold 50, 80 and 95% of the futures. Grey dashes: median "
        "of “{beside}”. {rests} Together: primary, junior and senior (large classes: kindergarten too).",
    ),
    "crowding_caption_reference": (
        "实线为本方案中位数，由深到浅为 50%、80%、95% 区间；菱形为{beside}情景在若干年份的中位数（限全县）。{rests}合"
        "计为小学、初中、高中（大班额含幼儿园）。单位：人。",
        "Line: median of this plan, with the bands that hold 50, 80 and 95% of the futures. Diamonds: median of "
        "the {beside} in some years (county only). {rests} Together: primary, junior and senior (large classes: "
        "kindergarten too).",
    ),
    "crowding_rests_assumed": (
        "基期拥挤程度依据假定的教室数、班级数，是区间而非事实。",
        "Crowding at the baseline follows from assumed rooms and classes: a band, not a fact.",
    ),
    "crowding_rests_completed": (
        "教室数来自学校名册；部分班级数名册未载，按规则推算。",
        "Rooms come from the register of schools; classes in part by rule.",
    ),
    "crowding_rests_no_rooms": (
        "班级数来自学校名册；部分教室数名册未载，按班级数推算。",
        "Classes come from the register of schools; rooms in part by rule, as many as classes.",
    ),
    "crowding_rests_mostly": (
        "教室数与班级数来自学校名册；少数学校两项均未载，按标准班额推算。",
        "Rooms and classes come from the register of schools; of a few schools both are by rule.",
    ),
    "crowding_rests_neither": (
        "{share} 的学生所在学校，教室数与班级数名册均未载，按标准班额推算：那里现有的拥挤不可知。",
        "Of {share} of the pupils neither rooms nor classes are known: by rule nobody there is crowded at the start.",
    ),
    "crowding_rests_registered": (
        "教室数与班级数来自学校名册。",
        "Rooms and classes come from the register of schools.",
    ),
    "crowding_alt": ("{run}，全县合计：{measures}。", "{run}, county, all stages: {measures}."),
    "crowding_alt_measure": (
        "{measure}中位数由{baseline}的 {first} 人（80%区间 {band}）变为{horizon}的 {last} 人，"
        "最高 {peak} 人（{peak_year}）",
        "the median of {measure} goes from {first} (80%: {band}) in {baseline} to {last} in {horizon}; highest "
        "{peak} in {peak_year}",
    ),
    "crowding_alt_nobody": ("{measure}：任何未来、任何年份均无", "{measure}: nobody in any future or year"),
    "crowding_empty": (
        "在所有模拟未来、所有年份中，所选范围都没有这样的学生。",
        "In no simulated future and no year is there such a pupil here.",
    ),
    "beside_median": ("{beside}（中位数）", "{beside}, median"),
    "reference": ("对照", "reference"),
    "label_this": ("本方案", "this plan"),
    "label_base": ("基准方案", "base plan"),
    "label_reference": ("对照", "reference"),
    "zones_title": ("各片区学位不足的可能性", "Chance of too few seats, by zone"),
    "zones_caption": (
        "格内数字为学生多于学位的模拟未来所占百分比，舍去尾数（·为没有）；▲ 红色预警线 {red}，○ 黄色预警线 "
        "{amber}。该学段没有学生的片区不列。",
        "Figure: per cent of the simulated futures with more pupils than seats in the zone, rounded down (· "
        "none). ▲ red from {red}, ○ amber from {amber}. Zones without a pupil in the stage are left out.",
    ),
    "zones_chance": ("学位不足的可能性（%）", "Chance of too few seats, %"),
    "zones_alt": ("{run}:{stages}。", "{run}: {stages}."),
    "zones_alt_stage": (
        "{stage}可能性最高的是{zone}（{year}，{percent}），达到红色的片区 {red} 个",
        "{stage}: likeliest in {zone} in {year} ({percent}), zones that reach red: {red}",
    ),
    "zones_alt_none": ("{stage}各片区各年均无可能", "{stage}: no chance in any zone or year"),
    "zones_empty": ("所选学段没有可列的片区。", "No zone has pupils of this stage."),
    "zone": ("片区", "Zone"),
    "heat_title": ("预警", "Warning"),
    "heat_green": ("不预警", "none"),
    "heat_amber": ("○ 黄色", "○ amber"),
    "heat_red": ("▲ 红色", "▲ red"),
}

_CAUSES: Mapping[str, tuple[str, str]] = {
    "causes_title": ("拥挤变化的成因", "Why crowding changes"),
    "causes_caption": (
        "首末两条为学生数，其间各条为各成因使学生数增加（▲，向右）或减少（▼，向左）的均值，"
        "依次相加恰为全部变化；细线为 "
        "10%—90% 分位。取前 {n} 种未来，故与其他图的全部未来略有出入。单位：人。",
        "First and last bar: pupils. Between them: by how many each cause raises (▲, to the right) or lowers "
        "(▼, to the left) them, means that add up exactly; thin lines from 10 to 90%. The first {n} futures "
        "only, so that totals differ a little from other charts.",
    ),
    "causes_rules_unknown": (
        "无对照方案，招生与编班规则视同未变。",
        " Without a reference, rules of admission and classes count as unchanged.",
    ),
    "causes_alt": (
        "{run}，全县{measure}由{baseline}的 {first} 人变为{to}的 {last} 人（均值）：{causes}。",
        "{run}, county, {measure} from {first} in {baseline} to {last} in {to} (means): {causes}.",
    ),
    "causes_empty": (
        "所选范围的拥挤学生始终为零，或该方案未拆分成因。",
        "Nothing to explain: nobody is crowded here at either end, or the run did not split its change into causes.",
    ),
    "causes_head": ("学生：均值（80%区间）", "Pupils: mean (80%)"),
    "cause": ("成因", "Cause"),
    "crowded_in": ("{year}", "In {year}"),
}

_PROJECTS: Mapping[str, tuple[str, str]] = {
    "gantt_title": ("项目交付与最迟启动", "Projects: hand-over and latest start"),
    "gantt_caption": (
        "横条为交付日期 10%—90% 分位，竖线为中位；菱形为计划启用的 9 月，三角为最迟送审月份（按期概率仍达标）。实心横"
        "条为报告所载项目，虚线空心横条并注“（假定）”者为假定项目。早于信息日期的最迟月份只是事后之见。",
        "Bar: hand-over from 10 to 90% of the futures, stroke: median. Diamond: the planned September. "
        "Triangle: last month to enter review and still be in time. Solid bars: projects of the report; hollow "
        "dashed bars marked (assumed): projects assumed here. A latest month before the information date is "
        "hindsight.",
    ),
    "gantt_alt": (
        "{run}：{n} 个项目（其中假定 {assumed} 个），计划 {first}—{last} 年启用；按期概率不足一半的 {late} "
        "个；最迟启动：尚可启动 {open} 个，已迟 {too_late} 个，已在建 {under_way} 个。",
        "{run}: {n} projects ({assumed} assumed), planned to open {first}–{last}; {late} are more likely late "
        "than not; latest start: {open} can still start, {too_late} too late, {under_way} under way.",
    ),
    "gantt_empty": ("该方案没有建设项目。", "This plan has no building project."),
    "gantt_bar": ("项目", "Project"),
    "project": ("项目", "Project"),
    "rests_on": ("依据", "Rests on"),
    "planned": ("计划启用", "Planned"),
    "in_september": ("{year}年9月", "Sep {year}"),
    "hand_over": ("交付：中位（80%）", "Hand-over: median (80%)"),
    "on_time": ("按期概率", "On time"),
    "latest_start": ("最迟启动", "Latest start"),
    "latest_open": ("最迟{month}送审", "review by {month}"),
    "latest_passed": ("最迟{month}送审（已迟）", "review by {month} (late)"),
    "latest_reached": ("已迟（{year}年可达）", "too late; reaches {year}"),
    "latest_unknown": ("–", "–"),
    "later": ("期后", "later"),
    "mark_median": ("交付中位", "median hand-over"),
    "mark_planned": ("计划9月", "planned September"),
    "mark_latest": ("最迟送审", "latest review"),
}

_STAFF: Mapping[str, tuple[str, str]] = {
    "teachers_title": ("教师与编制", "Teachers and posts"),
    "teachers_caption": (
        "各年开学日的均值。需要教师、专任教师（在编按教学人员比例折算，加编外）为教师数；核定编制、在编为教职工数；单"
        "位：人、个。基期教职工的在编人数、年龄、职称和编外构成未载时系假定。",
        "Means of each year's opening day. Needed and full-time teachers count teachers (filled × teaching "
        "share + outside); approved and filled count all staff. Ages, titles and who is outside posts at the "
        "baseline are assumed where the county has not told them.",
    ),
    "teachers_alt": ("{run}，各学段合计：{years}。", "{run}, all stages: {years}."),
    "teachers_alt_year": (
        "{year}需要 {needed}、专任教师 {teachers}、核定编制 {approved}、{filled_name} {filled}、编外 {outside}",
        "in {year} {needed} needed, {teachers} full-time teachers, {approved} posts approved, {filled} {filled_name}, "
        "{outside} outside",
    ),
    "teachers_empty": ("该方案未测算教师与编制。", "This run does not follow teachers and posts."),
    "gap_title": ("教师缺口与富余", "Teachers short and too many"),
    "gap_caption": (
        "向上为缺口，向下为富余，均为均值。两者可以并存：所教学科已足者不抵其他学科之缺，各未来也不相抵。单位：人。",
        "Upwards: short; downwards: too many; means. Both can stand together: teachers of a subject that has "
        "enough make up for nobody, and futures are not netted.",
    ),
    "gap_alt": (
        "{run}，各学段合计：缺口最多 {short} 人（{short_year}），富余最多 {surplus} 人（{surplus_year}）。",
        "{run}, all stages: at most {short} short ({short_year}), at most {surplus} too many ({surplus_year}).",
    ),
    "label_needed": ("需要", "needed"),
    "label_teachers": ("专任教师", "teachers"),
    "label_approved": ("核定编制", "approved"),
    "label_filled": ("在编", "filled"),
    "label_filled_assumed": ("在编（假定）", "filled (assumed)"),
    "label_outside": ("编外", "outside"),
    "label_short": ("▲ 缺口", "▲ short"),
    "label_surplus": ("▼ 富余", "▼ too many"),
}

_MONEY: Mapping[str, tuple[str, str]] = {
    "money_title": ("基建支出与预算", "Capital against its budget"),
    "money_caption": (
        "柱为当年支付的均值，细线为 10%—90% 分位，横线为当年预算（不含上年结转）。单位：亿元。县未载明的造价系假定。",
        "Bar: mean paid in the year; thin line: from 10 to 90%; horizontal stroke: the year's own budget, "
        "without what is carried over. Costs that the county has not told are assumed.",
    ),
    "money_alt": (
        "{run}：支付最多的一年是 {year} 年，{most}；合计 {total}（均值）",
        "{run}: most is paid in {year}, {most}; in all {total} (means)",
    ),
    "money_empty": ("该方案不支付基建资金。", "This plan pays no capital."),
    "money_year": ("年度", "Calendar year"),
    "money_mean": ("支付均值", "Paid, mean"),
    "money_p50": ("中位数", "Median"),
    "money_p10": ("10%分位", "10%"),
    "money_p90": ("90%分位", "90%"),
    "money_budget": ("当年预算", "Budget of the year"),
    "money_published": ("县已公布", "Published by the county"),
    "label_paid": ("支付（均值）", "paid, mean"),
    "label_budget": ("当年预算", "budget of the year"),
    "label_published": ("县已公布", "Published"),
    "spending_title": ("经常性支出", "Recurrent spending"),
    "spending_caption": (
        "实线为中位数，由深到浅为 50%、80%、95% 区间。圆点为县已公布数，菱形为由已公布数推算的数。单位：亿元。",
        "Line: median, with the bands that hold 50, 80 and 95% of the futures. Circles: figures that the county "
        "has published; diamonds: derived from such figures.",
    ),
    "spending_alt": (
        "{run}：中位数由 {from} 年的{first}变为 {to} 年的{last}",
        "{run}: the median goes from {first} in {from} to {last} in {to}",
    ),
    "spending_empty": (
        "未测算经常性支出：缺少的数据由 seatsim check 列出。",
        "Recurrent spending is not told; seatsim check names the figures that are missing.",
    ),
}

_COMPARISON: Mapping[str, tuple[str, str]] = {
    "comparison_title": ("各方案超标准班额班级中的学生", "Pupils in classes above standard, by plan"),
    "comparison_caption": (
        "各方案的中位数（全县）。线型与文字同时区分方案；区间见各方案自身的图。单位：人。",
        "Median of each plan (county). Plans differ by dash and name as well as colour; their bands stand in "
        "their own charts.",
    ),
    "comparison_alt": ("{baseline}—{horizon}年，合计：{runs}。", "{baseline}–{horizon}, all stages: {runs}."),
    "comparison_alt_run": ("{run} 由 {first} 人到 {last} 人", "{run} from {first} to {last}"),
    "comparison_alone": ("只有一个方案，无从比较。", "There is one plan only: nothing to compare."),
    "comparison_unpaired": (
        "各方案的未来不能逐一配对，不作比较。",
        "The futures of these plans cannot be paired: nothing is compared.",
    ),
    "lines_many": (
        "方案超过五个，逐年曲线无法分辨；请看下面各方案一行的图。",
        "More than five plans: lines by year cannot be told apart; see the charts with one row a plan.",
    ),
    "comparison_crowded_title": ("拥挤人年", "Crowded pupil-years"),
    "comparison_crowded_caption": (
        "超标准班额班级中的学生数逐年相加至展望期末；点为中位数（表中为均值），粗线为 80% 区间，方点为基准方案。"
        "单位：人年。",
        "Pupils in classes above standard, summed over the years to the horizon. Dot: median (tables tell means); "
        "thick line: 80% of the futures; square: the base.",
    ),
    "comparison_crowded_head": ("人年：中位（80%）", "Pupil-years: median (80%)"),
    "comparison_first_year_title": ("何年起基本没有超标准班额", "From which year hardly a class is above standard"),
    "comparison_first_year_caption": (
        "从该学年起每年超标准班额班级占比都不超过容许值，直到展望期末（至少三年）。点为中位数，粗线为 80% 区间，方点为"
        "基准方案；空心三角：半数以上的未来到展望期末仍达不到，右侧为其占比。",
        "First school year from which the share of classes above standard stays within the tolerance to the "
        "horizon (at least three years). Dot: median; thick line: 80% of the futures; square: the base. Open "
        "triangle: not by the horizon in half of the futures or more, whose share stands to the right.",
    ),
    "comparison_first_year_head": ("起始学年：中位（80%）", "First year: median (80%)"),
    "not_by": ("{share}到{horizon}年未达到", "{share} not by {horizon}"),
    "comparison_cost_title": ("基建总额", "Capital in all"),
    "comparison_cost_caption": (
        "展望期内支付的基建总额；点为中位数（表中为均值），粗线为 80% 区间，方点为基准方案。"
        "单位：亿元。县未载明的造价系假定。",
        "Capital paid to the horizon. Dot: median (tables tell means); thick line: 80% of the futures; square: the "
        "base. Costs that the county has not told are assumed.",
    ),
    "comparison_cost_head": ("亿元：中位（80%）", "CNY million: median (80%)"),
    "comparison_empty_title": ("展望期末空余学位", "Empty seats at the horizon"),
    "comparison_empty_caption": (
        "最后一学年各校空余学位之和，不与他校不足相抵；点为中位数，粗线为 80% 区间，方点为基准方案。单位：个。",
        "Empty seats of the last year, summed over schools and never netted against shortage. Dot: median; thick "
        "line: 80% of the futures; square: the base.",
    ),
    "comparison_empty_head": ("学位：中位（80%）", "Seats: median (80%)"),
    "regret_title": ("后悔值：多出的拥挤人年", "Regret: crowded pupil-years beyond the best plan"),
    "regret_caption": (
        "每种未来中，与该未来里最好的方案相比多出的拥挤人年：点为均值，粗线至 90% 分位，方点为基准方案。越靠左越好。"
        "单位：人年。",
        "In each future, crowded pupil-years beyond the plan that does best in it. Dot: mean; thick line up to "
        "what one future in ten exceeds; square: the base. Further left is better.",
    ),
    "regret_empty_title": ("后悔值：多出的空余学位", "Regret: empty seats beyond the best plan"),
    "regret_empty_caption": (
        "每种未来中，展望期末空余学位比该未来里最少的方案多出的数量：点为均值，粗线至 90% 分位，方点为基准方案。越靠"
        "左越好。单位：个。",
        "In each future, empty seats at the horizon beyond the plan that has fewest in it. Dot: mean; thick line "
        "up to what one future in ten exceeds; square: the base. Further left is better.",
    ),
    "regret_head": ("均值（90%分位）", "Mean (90%)"),
    "regret_best": ("居于最优的未来占比", "Is the best, or as good, in"),
    "regret_told": ("{mean}（90%分位 {p90}）", "{mean} (90%: {p90})"),
    "regret_nothing": ("没有比较结果，无后悔值可列。", "Nothing was compared: there is no regret to show."),
}

CHARTS: Mapping[str, tuple[str, str]] = {
    **_SHARED,
    **_PUPILS,
    **_CAUSES,
    **_PROJECTS,
    **_STAFF,
    **_MONEY,
    **_COMPARISON,
}

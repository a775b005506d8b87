"""Heads, captions and sentences of the tables of the meeting papers, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

_SCHOOLS: Mapping[str, tuple[str, str]] = {
    "school_head": ("学校", "School"),
    "stage_head": ("学段", "Stage"),
    "zone_head": ("片区", "Zone"),
    "year_head": ("学年", "School year"),
    "mark_new": ("（拟建）", "(new)"),
    "by_rule_note": (
        "校名后的 {mark} 表示该校的教室数或班级数（或其中一部分）按规则补全，不是填报的。",
        " {mark} behind a name: classrooms or classes of the school, or some, are by a stated rule and not reported.",
    ),
    "later_head": ("更晚", "later"),
    "county_row": ("全县", "County"),
    "sum_row": ("合计", "Sum"),
    "schools_caption": (
        "学生多于学位的概率，{years} 学年（按开学年份），由重到轻",
        "Chance of more pupils than seats, {years} (years of opening), worst first",
    ),
    "schools_told": (
        "{all} 个学校学段中，{red} 个至少有一年为红色，另有 {amber} 个至少有一年为黄色；{now} 个应立即发布预警。",
        "Of {all} schools by stage, {red} are red in some year and {amber} more amber; {now} must be announced now.",
    ),
    "schools_calm": (
        "{all} 个学校学段在各年均为绿色，不需发布预警。",
        "All {all} schools by stage are green in every year; there is nothing to announce.",
    ),
    "schools_printed": (
        "各年均为绿色的 {n} 个学校学段只在屏幕上列出，打印时略去。",
        "Schools by stage that are green in every year stand on the screen alone and are not printed: {n}.",
    ),
    "schools_empty": ("没有可列的学校。", "There is no school to list."),
    "schools_note": (
        "概率为学生多于学位的未来所占份额，含本方案开启的不确定性；校舍与班级是否如假定，不在其内。"
        "绿色之外的格内 − 后为"
        "半数未来里至少短缺的学位。九年一贯制学校的小学、初中共用教室，合并计算。",
        "The chance is the share of futures with more pupils than seats, under the uncertainties switched on; whether "
        "assumed rooms and classes are right is not in it. Behind −: seats short in at least half of the futures. "
        "Primary and junior of a nine-year school share its rooms and are counted together.",
    ),
    "legend_r": ("红：概率 ≥{red}", "red: chance ≥ {red}"),
    "legend_a": ("黄：概率 ≥{amber}", "amber: chance ≥ {amber}"),
    "legend_g": ("绿：低于 {amber}", "green: below {amber}"),
    "legend_flag": (
        "应发布预警的年份：首个红、黄年份前两年，或立即",
        "year to announce: two years before the first red or amber year, or now",
    ),
    "legend_short": ("半数未来里短缺的学位", "seats short in half of the futures"),
    "count_red": ("红色学校", "Schools in red"),
    "count_amber": ("黄色学校", "Schools in amber"),
}

_AREAS: Mapping[str, tuple[str, str]] = {
    "zones_caption": ("各片区学生、学位与拥挤（中位数）", "Pupils, seats and crowding by zone (medians)"),
    "zone_pupils": ("学生", "pupils"),
    "zone_seats": ("学位", "seats"),
    "zone_pupils_over_seats": ("超学位学生", "over seats"),
    "zone_pupils_above_standard": ("超标准班额学生", "above standard"),
    "zones_empty": ("所选范围内没有片区有学生或学位。", "No zone has pupils or seats in what is chosen."),
    "zones_note": (
        "各格为各自的中位数，不能相加；超学位学生按校计算，一校之缺不以他校之余抵补。",
        "Each number is a median of its own and they do not add up; pupils over seats are counted school by school, "
        "never netted.",
    ),
    "one_zone": ("本县未分片区。", "The county is one zone."),
}

_PROJECTS: Mapping[str, tuple[str, str]] = {
    "projects_caption": (
        "项目交付、启用与造价（模拟），最可能误期者在前",
        "Hand-over, opening, cost; likeliest to be late first",
    ),
    "projects_none": ("本方案没有建设项目。", "This plan builds nothing."),
    "projects_empty": ("所选片区没有建设项目。", "No project in the zone chosen."),
    "projects_note": (
        "括号为 80% 的未来；最迟启动指仍能以 80% 的把握按期启用的最后送审月份，（年份）为已迟时可达的 9 月；"
        "造价单位万元。",
        "Brackets hold 80% of the futures. Latest start: last month to enter review and still be in time with 80% "
        "chance; too late (year): the September then reached. Cost in 10^4 yuan.",
    ),
    "project_name": ("项目", "Project"),
    "project_kind": ("类型", "Kind"),
    "project_zone": ("片区", "Zone"),
    "project_planned": ("计划启用", "Planned"),
    "project_hand_over": ("交付（80%）", "Hand-over (80%)"),
    "project_opens": ("启用学年（80%）", "Opens (80%)"),
    "project_on_time": ("按期", "On time"),
    "project_cancelled": ("取消", "Cancelled"),
    "project_waits": ("主要等待", "Waits for"),
    "project_latest": ("最迟启动", "Latest start"),
    "project_cost": ("造价均值（80%）", "Mean cost (80%)"),
    "project_basis": ("项目依据", "Project's basis"),
}

_STAFF: Mapping[str, tuple[str, str]] = {
    "teachers_caption": ("教师台账（均值，人）", "The ledger of teachers (means, people)"),
    "teachers_none": ("本次测算未纳入编制与教师。", "Staff and posts are not followed in this run."),
    "teachers_empty": ("所选学段没有教师台账。", "The stage chosen has no ledger."),
    "teachers_note": (
        "期初在编 − 退休 − 离职 ± 跨段调剂 + 新进在编 = 期末在编；以未取整的均值计算，取整后个位可能差 1。"
        "“性质”说明基期"
        "教职工数据是报告、推算还是假定。",
        "In posts at start − retired − left ± moved + hired = in posts at end, in unrounded means; rounding may be off "
        "by 1. The kind tells what the staff of the baseline rest on.",
    ),
    "ledger_group": ("在编人员变动", "Staff in posts"),
    "against_group": ("需要与缺口", "Against need"),
}

_SEPTEMBER: Mapping[str, tuple[str, str]] = {
    "september_caption": (
        "{year}起始年级招生（均值），分流多者在前",
        "Admission to the entry grades, {year} (means), most sent elsewhere first",
    ),
    "september_none": ("展望期内没有新的招生年份。", "No admission lies ahead within the horizon."),
    "september_empty": ("所选范围内没有招生学校。", "No school admits in what is chosen."),
    "september_note": (
        "均值可以相加，末行为合计；括号为 80% 的未来。第一顺位为学区内有房者（幼儿园为全部申请），"
        "第二顺位为其他本地户籍，"
        "第三顺位为随迁子女。"
        "招生学位是入学关对各类申请都开放的学位；九年一贯制学校的小学、初中共用教室，两边的学位不能同时用满。",
        "Means add up; the last row is their sum; brackets hold 80% of the futures. Claims 1: home in the catchment "
        "(in kindergarten every claim); 2: other registered children; 3: in-migrants' children. Places are those "
        "that the gate opens to every claim; primary and junior of a nine-year school "
        "share rooms and cannot both fill theirs.",
    ),
}

_COMPARISON: Mapping[str, tuple[str, str]] = {
    "compare_lead": (
        "以“{base}”为基准，在同样的 {n} 种未来里逐一配对比较：差别只来自方案，不来自运气。",
        "Against “{base}”, future by future in the same {n} futures: a difference is the plan's, not luck's.",
    ),
    "against": ("{other} 对比 {base}", "{other} against {base}"),
    "differs": (
        "除方案外还有不同，差别不全是方案的功劳：{rows}",
        "Not the plan alone differs, so the difference is not its merit alone: {rows}",
    ),
    "measures_caption": ("各指标之差（方案减基准）", "Differences by measure (plan less base)"),
    "measures_same": (
        "各指标均值之差都不足 0.5（人、个、万元）。",
        "No mean differs by half a pupil, seat, person or 10^4 yuan.",
    ),
    "measures_note": (
        "✓、✗ 只说均值：均值之差的 95% 区间不含 0，即均值更好（✓）或更差（✗），不是说每种未来都如此；"
        "逐个未来的情形见右三列：更好、相同、更差的未来所占份额。",
        "✓ and ✗ are about the mean alone: the 95% interval of the mean difference lies on one side of 0, better (✓) "
        "or worse (✗); not every future need be so. The last three columns are the shares of the futures in which the "
        "plan is better, the same and worse.",
    ),
    "measures_left": ("均值之差不足 0.5 的 {n} 行未列。", " Rows left out, whose means differ by less than 0.5: {n}."),
    "between": ("{low} 至 {high}", "{low} to {high}"),
    "diff_means": ("均值", "Mean"),
    "diff_group": ("差", "Difference"),
    "diff_shares": ("占未来的份额", "Share of futures"),
    "measures_empty": ("没有可比的指标。", "There is no measure to compare."),
    "measure_head": ("指标", "Measure"),
    "all_years": ("全期累计", "all years"),
    "diff_mean": ("均值（其 95% 区间）", "Mean (its 95% interval)"),
    "diff_band": ("80% 的未来", "80% of futures"),
    "diff_percent": ("均值变化率", "Change of the mean"),
    "first_caption": ("达标年份", "First year met"),
    "first_empty": ("没有可比的达标年份。", "There is no first year to compare."),
    "limit_head": ("标准", "Limit"),
    "change_head": ("提前（−）或推后（年，80%）", "Years later (− earlier), 80%"),
    "cost_caption": ("比基准多花的钱（万元）", "Cost beside the base (10^4 yuan)"),
    "cost_empty": ("没有可比的支出。", "There is no cost to compare."),
    "cost_head": ("支出", "Cost"),
    "cost_capital": ("基建", "Capital"),
    "cost_recurrent": ("经常性", "Recurrent"),
    "cost_mean": ("均值", "Mean"),
    "cost_band": ("80% 的未来", "80% of futures"),
    "cost_each": ("每减少 1 个拥挤人年（95%区间）", "Per crowded pupil-year avoided (95%)"),
    "regret_title": ("日后是否后悔", "Regret later"),
    "regret_caption": ("拥挤与日后空余学位", "Crowding, and seats that stand empty later"),
    "regret_empty": ("没有可比的方案。", "There is no plan to compare."),
    "regret_crowded_pupil_years": ("拥挤人年", "Crowded pupil-years"),
    "regret_empty_seats": ("空余学位", "Empty seats"),
    "regret_empty_seat_cost": ("空余学位成本（万元）", "Cost of empty seats (10^4 yuan)"),
    "regret_best": ("拥挤最少的概率", "Chance to be least crowded"),
    "regret_note": (
        "均值与 90% 分位；最后一列是在多少未来里该方案拥挤最少。",
        "Means and 90% points; the last column is the share of futures in which the plan is the least crowded.",
    ),
    "plan_head": ("方案", "Plan"),
    "bridge_title": ("过渡还是新建", "Bridge or build"),
    "the_base": ("（基准）", "(the base)"),
    "glance_caption": (
        "各方案一览（相对基准；人年、金额、学位为均值，图中的点为中位数）",
        "The plans at a glance, against the base (pupil-years, money and seats are means; dots of charts are medians)",
    ),
    "glance_plan": ("方案", "Plan"),
    "glance_avoided": ("减少的拥挤人年：均值（80%）", "Crowded pupil-years avoided: mean (80%)"),
    "glance_primary": (
        "小学基本消除超标准班额：中位（80%）",
        "Primary, hardly any class above standard from: median (80%)",
    ),
    "glance_capital": ("基建多支出（均值）", "More capital (mean)"),
    "glance_recurrent": ("经常性多支出（均值）", "More recurrent spending (mean)"),
    "glance_each": ("每减少 1 个拥挤人年的基建（万元）", "Capital per crowded pupil-year avoided (10^4 yuan)"),
    "glance_empty": ("展望期末多空的学位（均值）", "More seats empty at the horizon (mean)"),
    "whole_note": (
        "‡ 整个方案之功，不单是校舍：除项目外还改变了别的措施（见方案内容）。",
        "‡ The whole plan's merit, not the buildings' alone: it changes more than projects (see what the plan does).",
    ),
    "cost_whole": (
        "每减少 1 个拥挤人年的费用按整个方案计，不单是校舍之功：除项目外还改变了{levers}。",
        "The cost of a pupil-year avoided is the whole plan's, not the buildings' alone: it changes {levers} too.",
    ),
    "nature_note": (
        "† 除方案外，不确定性、口径或限值也与基准不同，差别不全是方案的功劳；拥挤最少的概率是把不同前提下的"
        "结果放在一起比，不能当作方案的名次。",
        "† Uncertainties, reading or limits differ from the base too: the difference is not the plan's merit alone, "
        "and the chance to be least crowded sets results of different assumptions side by side and ranks no plan.",
    ),
    "bridge_caption": (
        "各项目到展望期末的服务量，与最省过渡办法（万元）",
        "What projects serve, and the cheapest bridge (10^4 yuan)",
    ),
    "bridge_zones_caption": (
        "同一片区、同一学段的各项目合计（万元）",
        "Projects of a zone and stage together (10^4 yuan)",
    ),
    "bridge_together": ("项目", "Projects"),
    "bridge_projects": ("合计 {n} 个", "{n} together"),
    "bridge_seats": ("学位", "Seats"),
    "bridge_served": ("服务人年（80%）", "Pupil-years served (80%)"),
    "bridge_build": ("新建成本：全部 / 按使用年分摊", "Building: whole / for years used"),
    "bridge_cheapest": ("最省的过渡办法", "Cheapest bridge"),
    "bridge_cheaper": ("过渡更省的概率：全部 / 分摊", "Chance the bridge is cheaper: whole / years used"),
    "bridge_births": ("新建更省所需的出生水平：全部 / 分摊", "Births at which building wins: whole / years used"),
    "bridge_temporary": ("临时校舍", "temporary rooms"),
    "bridge_freed_rooms": ("他学段腾出教室", "rooms freed by another stage"),
    "bridge_buses": ("校车接送", "buses"),
    "bridge_not_needed": ("不需要", "none needed"),
    "bridge_never_opens": ("展望期内未启用", "does not open by the horizon"),
    "births_always": ("任何水平", "at any level"),
    "births_never": ("任何水平都不", "at none"),
    "births_at": ("此后出生达 {factor}", "from {factor} of later births"),
    "bridge_note": (
        "服务人年：没有该项目时片区无学位可坐的学生，逐年相加；只看片区学位总数，不看哪所学校，也不看班额，"
        "与结论中减少的超标准班额学生人年不是一回事。过渡与新建满足同样的拥挤水平；不计舒适度、展望期以后与教师。"
        "出生水平：已知出生年份之后的出生数为测算值的多少时，新建更省（成本分别按全部、按使用年分摊计；看 50%—200%）。",
        "Pupil-years served: pupils of the zone without a seat were the project not there, summed over years, by the "
        "zone's seats in all, neither school by school nor by the size of classes; they are not the pupil-years in "
        "classes above the standard that the verdict counts as spared. Bridge and building meet the same "
        "crowding; comfort, the time after the horizon and teachers are not in it. Births: the share of the births "
        "assumed after the last known year at which the building, paid whole or for the years used, is the "
        "cheaper one (50% to 200% were looked at).",
    ),
    "bridge_none": ("没有可以用过渡办法替代的新建项目。", "There is no build that a bridge could replace."),
}

_SOURCES: Mapping[str, tuple[str, str]] = {
    "sources_lead": (
        "每个数字都标明性质。性质同时用文字和形状区分，不靠颜色。",
        "Every number tells its kind, by word and by shape, never by colour alone.",
    ),
    "kind_reported": ("县报告或公布的文件所载", "stated in the county's report or a published file"),
    "kind_derived": ("由所载数字算出", "computed from what is stated"),
    "kind_assumed": ("没有依据可查，为测算而设", "set for the model, for want of a source"),
    "kind_set": ("本方案自行设定", "set by the plan itself"),
    "kind_word_set": ("方案设定", "set"),
    "uncertain_title": ("开启的不确定性", "Uncertainties switched on"),
    "uncertain_caption": ("各来源与取值", "Sources of uncertainty and their values"),
    "uncertain_none": ("没有开启任何不确定性。", "No uncertainty is switched on."),
    "uncertain_part": ("来源", "Source"),
    "uncertain_state": ("状态", "State"),
    "uncertain_values": ("取值", "Values"),
    "uncertain_value": ("{meaning}（{key}）：{value}", "{meaning} ({key}): {value}"),
    "on": ("开启", "on"),
    "off": ("关闭", "off"),
    "always": ("固定取值", "fixed"),
    "completed_title": ("按规则补全的数据", "Gaps filled by rule"),
    "completed_caption": ("缺少并按规则补全的数据", "What was missing and filled by rule"),
    "completed_none": ("没有按规则补全的数据。", "Nothing had to be filled by rule."),
    "completed_rule": ("规则", "Rule"),
    "project_sources_title": ("项目依据", "Where projects are stated"),
    "project_sources_caption": ("各项目的依据", "Sources of the projects"),
    "figures_title": ("数据与参数", "Figures and norms"),
    "figures_caption": ("{kind}：{n} 项", "{kind}: {n}"),
    "figures_none": ("没有性质为“{kind}”的数据。", "There is no figure of this kind: {kind}."),
    "figure_id": ("标识", "Id"),
    "figure_value": ("数值", "Value"),
    "figure_unit": ("单位", "Unit"),
    "figure_date": ("时点", "Date"),
    "figure_kind": ("性质", "Kind"),
    "figure_source": ("来源与说明", "Source and note"),
    "terms_lead": (
        "80% 区间：从 p10 到 p90，八成的未来落在其中；中位数：一半的未来更低。拥挤人年：各年超标准班额学生之和。"
        "对照方案：不采取新措施。",
        "80% band: from p10 to p90, which holds eight futures in ten; median: half of the futures are lower. Crowded "
        "pupil-years: pupils in classes above the standard, summed over years. Reference: nothing new is done.",
    ),
    "terms_caption": ("指标的含义", "What the measures mean"),
    "term_head": ("指标", "Measure"),
    "meaning_head": ("含义", "Meaning"),
}

REPORT_TABLES: Mapping[str, tuple[str, str]] = {
    **_SCHOOLS,
    **_AREAS,
    **_PROJECTS,
    **_STAFF,
    **_SEPTEMBER,
    **_COMPARISON,
    **_SOURCES,
}
"""Words of the tables."""

"""Sentences of page one, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from seatsim.language.page_one_sources import SOURCE_WORDS
from seatsim.language.page_one_staff import STAFF_WORDS

_HEAD: Mapping[str, tuple[str, str]] = {
    "head": (
        "{title} · {years} 学年 · {n} 种未来 · 信息截至 {date}",
        "{title} · {years} · {n} futures · information to {date}",
    ),
    "rooms_assumed": (
        "教室数与班级数：报告未载，系假定；以下每个拥挤数字都以此为前提。",
        "Classrooms and classes: not in the report, assumed; every count of crowding below rests on them.",
    ),
    "rooms_completed": (
        "教室数来自学校名册；部分学校的班级数名册未载，按规则推算；以下拥挤数字部分以此为前提。",
        "Classrooms come from the register of schools; classes in part by rule: crowding rests on that rule too.",
    ),
    "rooms_no_rooms": (
        "班级数来自学校名册；部分学校的教室数名册未载，按班级数推算：那里有无空余教室不可知。",
        "Classes come from the register of schools; classrooms of some schools do not: as many as classes by rule, so "
        "that no spare room is known there.",
    ),
    "rooms_neither": (
        "{share} 的学生所在学校，教室数与班级数名册均未载，按标准班额推算：那里现有的拥挤不可知；"
        "以下拥挤数字以此规则为前提。",
        "Of {share} of the pupils neither classrooms nor classes are in the register; by rule none sits above the "
        "standard today, so that crowding there is not known: every count of crowding below rests on that rule.",
    ),
    "rooms_mostly": (
        "教室数与班级数来自学校名册；{share} 的学生所在学校两项均未载，按标准班额推算，那里现有的拥挤不可知。",
        "Classrooms and classes come from the register of schools, but for {share} of the pupils: there by rule none "
        "sits above the standard today.",
    ),
    "rooms_registered": (
        "教室数与班级数来自学校名册。",
        "Classrooms and classes come from the register of schools.",
    ),
    "start_band": (
        "{year} 年超标准班额的班：{stages}（80% 区间）：是区间，不是事实。",
        "Classes above standard in {year}: {stages}: a band, not a fact.",
    ),
    "start_point": ("{year} 年超标准班额的班：{stages}。", "Classes above standard in {year}: {stages}."),
    "stage": ("学段", "stage"),
    "project": ("项目", "project"),
    "none": ("无", "none"),
    "reference": ("对照", "reference"),
    "more": ("等 {n} 个", " and {n} more"),
}

_SEPTEMBER: Mapping[str, tuple[str, str]] = {
    "september": ("一、{year} 年 9 月招生", "1. Sept {year}"),
    "asking": ("申请入学（80%）", "ask (80%)"),
    "places": ("招生学位", "places"),
    "admitted": ("录取", "admitted"),
    "sent": ("分流（80%）", "sent elsewhere"),
    "no_place": ("无学位", "no place"),
    "open_classes": ("起始年级开班", "classes to open"),
    "zones_short": (
        "招生学位不足的片区（概率 ≥{amber}）：{zones}",
        "Zones short of entry places (chance ≥ {amber}): {zones}",
    ),
    "zone_short": (
        "{zone}（{stage}申请 {asking}、学位 {places}，{chance}）",
        "{zone} ({stage}: {asking} ask, {places} places, {chance})",
    ),
    "zones_enough": (
        "各片区招生学位都够（不足的概率均低于 {amber}）。",
        "Every zone has entry places enough (the chance of too few is below {amber} everywhere).",
    ),
    "zones_crowded": (
        "学位够、但起始班将超规划班额的片区（概率 ≥{red}）：{zones}",
        "Places enough, but entry classes above the planning size (chance ≥ {red}): {zones}",
    ),
    "zone_crowded": ("{zone}({stage})", "{zone} ({stage})"),
    "overflow": (
        "需分流的学校，可能性 ≥{from_}（{shown}/{all} 所）",
        "To overflow, ≥ {from_} ({shown} of {all})",
    ),
    "overflow_places": (
        "招生学位：对各类申请都开放的学位；严格入学关下，学区内有房者仍可收到班额上限。",
        "Places: open to every claim; under a strict gate homes in the catchment still go up to the hard cap.",
    ),
    "overflow_none": (
        "没有学校在 ≥{from_} 的未来里需要分流。",
        "No school has to send children elsewhere in {from_} of the futures or more.",
    ),
    "school": ("学校", "school"),
    "zone": ("片区", "zone"),
    "chance": ("可能性", "chance"),
}

_CROWDING: Mapping[str, tuple[str, str]] = {
    "crowding": (
        "二、拥挤：超标准班额（{standard}）、大班额、超大班额、大校额学校中的学生",
        "2. Crowding: pupils over the standard ({standard}), in large classes, oversized schools",
    ),
    "people": ("人数", "pupils"),
    "already_met": ("{year} 年已达标并保持：{limits}", "Met in {year} and ever after: {limits}"),
    "already_met_too": (
        "{year} 年已达标并保持（对照亦然）：{limits}",
        "Met in {year} and ever after, in the reference too: {limits}",
    ),
    "above_standard_of": ("超标准·{stage}", "{stage}"),
    "above_standard_together": ("超标准·小初高", "P, J and S"),
    "pupils_large": ("大班额 ≥{large}", "≥ {large}, all"),
    "pupils_super_large": ("超大班额 ≥{super_large}", "≥ {super_large}, all"),
    "pupils_oversized": ("大校额学校", "oversized"),
    "band_of": ("{year}(80%)", "{year} (80%)"),
    "peak": ("峰值", "peak"),
    "at_peak": ("{value}({year})", "{value} in {year}"),
    "at_peak_short": ("{value}({year})", "{value} ({year})"),
    "reference_short": ("对照", "ref."),
    "first_year": (
        "从哪年起一直达标到 {horizon} 年（末尾至少 {years} 年）{by}",
        "First year from which each limit is met up to {horizon} (at least {years} years){by}",
    ),
    "first_year_by": ("，及 {by} 年前达标的概率", ", and its chance by {by}"),
    "above_standard": ("超标准班额的班 ≤{share}", "≤ {share} over standard"),
    "above_standard_any": ("没有超标准班额的班 · 小初高", "none over standard · P, J and S"),
    "large": ("无大班额（≥{large}）", "no class of {large}"),
    "super_large": ("无超大班额（≥{super_large}）", "no class of {super_large}"),
    "oversized": ("无大校额", "no oversized school"),
    "unplaced": ("无人待统筹", "nobody awaits a place"),
    "limit": ("标准", "limit"),
    "first": ("起始年（80%）", "first (80%)"),
    "by": ("{year} 年前", "by {year}"),
    "already": ("{year} 年已达标", "already in {year}"),
    "never": ("{year} 年前未达标", "not by {year}"),
    "later": ("更晚", "later"),
    "short_all": ("（全部）", "(all)"),
    "short_none": ("", ""),
    "short_few": ("(≤5%)", "(≤ 5%)"),
    "short_most": ("(≥95%)", "(≥ 95%)"),
    "short": ("({n}/10)", "({n} of 10)"),
    "futures_all": ("全部未来", "in every future"),
    "futures_none": ("无", "in none"),
    "futures_few": ("不到 1/20 的未来", "in under 1 of 20"),
    "futures_most": ("超过 19/20 的未来", "in over 19 of 20"),
    "futures": ("{n}/10 的未来", "in {n} of 10 futures"),
    "allocation": (
        "{stage} {year} 年超学位或无学位 {simulated} 人（均值）= 学位不足 {too_few_seats} + 布局不当 "
        "{seats_in_wrong_place}{own_zone} + 择校与规则 {choice_and_rules}",
        "{stage} {year} over seats, mean {simulated} = {too_few_seats} too few + {seats_in_wrong_place} misplaced"
        "{own_zone} + {choice_and_rules} choice and rules",
    ),
    "causes": (
        "{people} {before} → {after} 成因（{first}–{last}，前 {n} 种未来均值）：{causes}{rules}",
        "Why {before} → {after} over standard ({people}, {first}–{last}, mean of {n}): {causes}{rules}",
    ),
    "cause_moving_up": ("{first} 年在校生升级", "classes moving up"),
    "rules_unknown": ("（无对照，招生与编班规则视同未变）", " (no reference: rules count as unchanged)"),
    "own_zone": ("（若不跨片区 {seats_in_wrong_place}）", " ({seats_in_wrong_place} if zoned)"),
}

_PEAKS: Mapping[str, tuple[str, str]] = {
    "peaks": (
        "三、峰谷与预警（各未来自己的峰、谷，取中位数）",
        "3. Peaks (each future's own peak and trough; medians)",
    ),
    "trough": ("峰后谷值", "trough after it"),
    "turn": ("{pupils}（{year}；余缺 {balance}）", "{pupils} in {year} (spare {balance})"),
    "turn_plain": ("{pupils}({year})", "{pupils} in {year}"),
    "reference_seats": ("对照余缺", "reference spare"),
    "shortage": (
        "学位不足预警（学生多于学位的概率：红 ≥{red}，黄 ≥{amber}；提前两年发布）：{stages}",
        "Shortage warnings (chance of more pupils than seats: red ≥ {red}, amber ≥ {amber}; two years ahead): {stages}",
    ),
    "shortage_none": (
        "学位不足预警：全县各学段每年都低于 {amber}，不需发布。",
        "Shortage warnings: none; in every stage and year the county's chance of too few seats is below {amber}.",
    ),
    "colour_red": ("{years} 年红色", "red {years}"),
    "colour_amber": ("{years} 年黄色", "amber {years}"),
    "warn": ("（应于 {year} 年发布）", " (announce in {year})"),
    "warn_now": ("（应立即发布）", " (announce now)"),
    "over_years": ("{what}:{years}{reference}", "{what}: {years}{reference}"),
    "nobody_ever": (
        "{what}：{first}–{last} 年每年在至少九成的未来里均无{reference}",
        "{what}: nobody in at least 9 of 10 futures, in each year {first}–{last}{reference}",
    ),
    "most": ("；峰值 {peak}", "; peak {peak}"),
    "unplaced_line": ("待统筹（义务教育）", "Awaiting a place (compulsory)"),
    "at_home_line": ("无园位在家的幼儿", "At home, no kindergarten place"),
    "reference_inline": ("；对照峰值 {peak}", "; reference peak {peak}"),
    "reference_nobody": ("；对照亦无", "; ref. too"),
    "plans_cut": (
        "招生计划招不满（至少一半的未来）：{schools}",
        "Plans of admission that cannot be carried out (in half of the futures or more): {schools}",
    ),
    "plan_cut": (
        "{school}（{stage}）{years} 年，{year} 年计划 {planned} 人，最多可招 {places} 人，录取 {entrants} 人，{why}",
        "{school} ({stage}) in {years}; in {year} {planned} planned, {places} possible, {entrants} admitted: {why}",
    ),
    "cut_by_rooms": ("原因是教室不够", "too few rooms"),
    "cut_by_school_size": (
        "原因是学校规模已到上限（limits.schools）",
        "the school is at the limit of its size (limits.schools)",
    ),
    "emptied": (
        "{school}（{stage}）从 {year} 年起没有学生（{chance} 的未来）：{why}",
        "{school} ({stage}) has no pupils from {year} (in {chance} of the futures): {why}",
    ),
    "empty_all_to_senior": (
        "普通高中招走了全部升学的初中毕业生",
        "the senior schools admit every junior leaver who goes on",
    ),
    "empty_all_elsewhere": (
        "未进普通高中的初中毕业生都到外地就读",
        "the junior leavers without a senior place all study elsewhere",
    ),
    "empty_no_plan": (
        "该校没有招生计划，新生进了有计划的学校",
        "it has no plan of admission, and the entrants go to the schools that have one",
    ),
    "empty_few": ("新生太少，分不到该校", "too few enter for one to fall to it"),
    "empty": ("{year} 年空学位：{stages}{reference}", "Empty seats in {year}: {stages}{reference}"),
    "empty_reference": ("；对照合计 {value}", "; reference all {value}"),
}

_PROJECTS: Mapping[str, tuple[str, str]] = {
    "projects": ("四、项目（{shown}/{all}；* 假定）", "4. Projects {shown}/{all} *assumed"),
    "reaches": ("已迟（{year}）", "too late ({year})"),
    "latest_legend": (
        "最迟启动：按期概率仍达标的最后送审月份（已迟：括号内为届时可达的 9 月），早于信息日期的只是事后之见；"
        "每月代价：每迟一个月增加的拥挤人年（?：分不清有无）。"
        "未列 {rest} 项（{under_way} 项已在建）。",
        "Latest: last month to enter review and be in time (too late: the September then reached), hindsight where "
        "before the information date; a month's delay: crowded pupil-years it adds (?: cannot be told from none). "
        "Not shown: {rest} ({under_way} under way).",
    ),
    "planned": ("计划 9 月", "planned"),
    "hand_over": ("模拟交付（80%）", "hand-over (80%)"),
    "on_time": ("按期概率", "on time"),
    "waits": ("主要等待", "waits for"),
    "latest": ("最迟启动", "latest"),
    "delay": ("每月代价", "month's delay"),
    "changes": (
        "不新建的布局调整：{told}（教育局，先于 {year} 年 9 月）。",
        "Without a build: {told} (education bureau, before September {year}).",
    ),
    "boundaries": ("学区边界 {n} 处", "boundaries {n}"),
    "mergers": ("撤并 {n} 校", "mergers {n}"),
    "groups_formed": ("组建集团 {n} 个", "groups {n}"),
    "no_projects": ("四、项目：本方案无新建、扩建项目。", "4. Projects: this scenario builds nothing."),
}

_DECISIONS: Mapping[str, tuple[str, str]] = {
    "money": ("六、资金（万元）：{waits}", "6. Money (10^4 yuan): {waits}"),
    "capital_calm": ("没有项目久等基建资金", "no project waits long for capital"),
    "capital_waits": (
        "{share}有项目等待基建资金，最久的“{name}”平均等 {days} 天{missed}",
        "projects wait for capital {share}, “{name}” longest, {days} days on average{missed}",
    ),
    "capital_missed": ("，{share} 的未来因此误期", ", and misses its September for it in {share}"),
    "costs_priced": ("按假定单价", "at assumed prices"),
    "costs_stated": ("按文件载明的造价", "at stated costs"),
    "costs_mixed": (
        "{stated} 按文件载明的造价，{priced} 按假定单价",
        "{stated} at stated costs, {priced} at assumed prices",
    ),
    "part_stated": ("（{share} 有文件载明）", " ({share} stated)"),
    "budget_default": (
        "未给出预算，按默认值（据样例县规模假定）。",
        "No budget given: the default, sized on the worked county (assumed).",
    ),
    "calendar_year": ("年度", "calendar year"),
    "money_none": ("六、资金：本方案没有基建支出。", "6. Money: this scenario pays no capital."),
    "money_futures_all": ("在全部未来里", "in every future"),
    "money_futures_none": ("在任何未来里都没", "in no future"),
    "money_futures_few": ("在不到 1/20 的未来里", "in under 1 of 20 futures"),
    "money_futures_most": ("在超过 19/20 的未来里", "in over 19 of 20 futures"),
    "money_futures": ("在 {n}/10 的未来里", "in {n} of 10 futures"),
    "budget": ("预算（首年自 9 月起）", "budget (first year: from September)"),
    "paid": ("支出", "paid"),
    "left": ("结余（含结转）", "left, with carry-over"),
    "used_up": ("用尽的概率", "chance of using it up"),
    "decisions": ("七、请决策项目（{shown}/{all}）", "7. Decisions asked ({shown} of {all})"),
    "policy": (
        "条件措施：{when}，则{order}：{chance} 的未来触发{first}",
        "If {when}, {order}: in {chance} of futures{first}",
    ),
    "policy_above": ("{what}高于 {limit}{years}", "{what} is above {limit}{years}"),
    "policy_below": ("{what}低于 {limit}{years}", "{what} is below {limit}{years}"),
    "policy_order_stop-hiring": ("停招教师", "hiring stops"),
    "policy_order_projects": ("启动“{name}”", "“{name}” starts"),
    "policy_order_boundaries": ("调整学区边界“{name}”", "the boundary “{name}” moves"),
    "policy_order_mergers": ("撤并“{name}”", "the merger “{name}” happens"),
    "policy_forecast": ("预计在校生数与当年之比", "expected pupils over those of the day"),
    "policy_first": ("，首次 {first}", ", first {first}"),
    "policy_tenth": ("，一成的未来到 {year} 年已触发", ", in one of ten by {year}"),
    "policy_ahead": ("（{n} 年后）", " ({n} years ahead)"),
    "policy_years": ("，连续 {n} 年", ", {n} years running"),
    "policy_stood": ("，平均 {n} 年", ", {n} years on average"),
    "decisions_none": ("七、请决策事项：无待批项目。", "7. Decisions asked: no project to approve."),
    "when": ("最迟", "by"),
    "opens": ("启用", "opens"),
    "amount": ("金额（万元）", "10^4 yuan"),
    "offices": ("部门", "offices"),
    "place": (
        "{by} 前由{office}安置被分流的学生：{stages}",
        "By {by}, {office}: place children sent elsewhere ({stages})",
    ),
    "place_stage": ("{stage} {n} 人", "{stage} {n}"),
    "start_by_rule": (
        "{year} 年超标准班额的班（未载之处按规则计为零）：{stages}。",
        "Classes above standard in {year}, by rule none where nothing is known: {stages}.",
    ),
    "late": ("{by}（已迟）", "{by} (late)"),
    "as_planned": ("{by}（按计划）", "{by} (plan)"),
}

_RESTS: Mapping[str, tuple[str, str]] = {
    "rests": ("八、本结论的依据", "8. What this rests on"),
    "bands": (
        "括号前为中位数（各自取中位，不能相加）；括号为 80% 的未来（p10–p90），含本方案开启的不确定性；"
        "假定本身是否正确不在其内{demand}。",
        "Numbers are medians, which need not add up; brackets hold 80% of the futures (p10–p90) under the "
        "uncertainties switched on; whether the assumptions hold is not in them{demand}.",
    ),
    "demand_errors_assumed": (
        "需求误差规律系假定，借自英格兰地方教育当局和全国入学数",
        "how demand errs is assumed, as in English authorities and national intakes",
    ),
    "demand_errors_derived": (
        "需求误差规律由本县历年学生数推算",
        "how demand errs is derived from the county's own history",
    ),
    "demand_errors_stated": ("需求误差规律由方案给定", "how demand errs is stated by the scenario"),
    "demand_errors_also": ("；{told}", "; {told}"),
    "demand_errors_band": ("80% 区间：{told}。", "80% band: {told}."),
    "shares": (
        "来自假定的份额：名册中 {register} 的学校（教室与班级）；{seats}；到 {horizon} 年入学人数的 {births}"
        "生于 {known} 年之后，按延续推算（幼儿园 {kindergarten} 年起，小学 {primary}，初中 {junior}）。",
        "Assumed: rooms and classes of {register} of the schools; {seats}; of entrants to {horizon}, {births} are born "
        "after {known} (kindergarten from {kindergarten}, primary {primary}, junior {junior}).",
    ),
    "seats_assumed": (
        "项目学位的 {share}（{assumed}/{all} 项系假定）",
        "{share} of the projects' seats ({assumed} of {all})",
    ),
    "no_seats": ("无项目", "no projects"),
    "shared_over_grades": (
        "{share} 的学生只填到学段，分年级按规则推算。",
        " Of {share} of the pupils only the stage is known, the grades by rule.",
    ),
    "completed": (
        "按规则补全 {rules} 处（seatsim check 列出）。",
        " Gaps filled by rule: {rules} (seatsim check lists them).",
    ),
}

PAGE_ONE: Mapping[str, tuple[str, str]] = {
    **_HEAD,
    **_SEPTEMBER,
    **_CROWDING,
    **_PEAKS,
    **_PROJECTS,
    **_DECISIONS,
    **STAFF_WORDS,
    **_RESTS,
    **SOURCE_WORDS,
}

"""Sentences of the brief's third and fourth part: problems, and decisions asked."""

from __future__ import annotations

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "problem_zones": (
        "{year}年9月{zones}{more}（申请系{pupils}，学位系{kind}）。",
        "In September {year} zones may run short of entry places: {zones}{more} (children {pupils}, places {kind}).",
    ),
    "problem_zone": (
        "{zone}{stage}申请{claims}人、学位{places}个，不足的可能性{chance}",
        "{zone}, {stage}: {claims} ask for {places} places, chance of too few {chance}",
    ),
    "problem_more": (
        "，另有{n}个片区学段可能不足",
        ", and {n} more",
    ),
    "worse_base": (
        "比基准变差（{years}累计）：{parts}。",
        "Worse than in the base (summed over {years}): {parts}.",
    ),
    "worse_more": ("另有{n}项（附件{annex}）", "{n} more (annex {annex})"),
    "worse_more_alone": ("另有{n}项", "{n} more"),
    "worse_reference": (
        "比对照变差（{years}累计均值）：{parts}。",
        "Worse than in the reference (means, summed over {years}): {parts}.",
    ),
    "problem_overflow": (
        "{n}所学校在{share}以上的未来里需要分流学生（{kind}，附件1）。",
        "{n} schools have to send children elsewhere in {share} of the futures or more ({kind}, annex 1): {names}.",
    ),
    "problem_plans": (
        "招生计划招不满：{schools}{more}（{kind}）。",
        "Plans of admission cannot be carried out: {schools}{more} ({kind}).",
    ),
    "problem_plan": (
        "{school}{year}年计划{planned}人，最多可招{places}人，{why}",
        "{school}: {planned} planned in {year}, {places} possible, {entrants} admitted, {why}",
    ),
    "problem_plan_more": ("，另有{n}所学校", ", and {n} more schools"),
    "problem_cut_by_rooms": ("原因是教室不够", "for want of rooms"),
    "problem_cut_by_school_size": ("原因是学校规模已到上限", "for the limit of the school's size"),
    "problem_emptied": (
        "{school}从{year}年起没有学生：{why}（{kind}）。",
        " {school} has no pupils from {year}: {why} ({kind}).",
    ),
    "problem_empty_all_to_senior": (
        "普通高中招走全部升学的初中毕业生",
        "senior schools admit every junior leaver who goes on",
    ),
    "problem_empty_all_elsewhere": (
        "未进普通高中的初中毕业生都到外地就读",
        "leavers without a senior place all study elsewhere",
    ),
    "problem_empty_no_plan": ("该校没有招生计划", "it has no plan of admission"),
    "problem_empty_few": ("新生太少", "too few enter"),
    "problem_late": (
        "{n}个项目多半赶不上计划启用：{names}（推算，附件2）。",
        "Projects that are more likely late than not: {n}, namely {names} (derived, annex 2).",
    ),
    "problem_late_some": (
        "{n}个项目多半赶不上计划启用，如{names}（推算，附件2）。",
        "Projects that are more likely late than not: {n}, such as {names} (derived, annex 2).",
    ),
    "problem_late_one": (
        "{name}由{planned}年推迟至{reached}年（按期概率{chance}）",
        "{name}, {planned} becomes {reached} (on time in {chance})",
    ),
    "problem_late_only": (
        "{name}（原定{planned}年，按期概率{chance}）",
        "{name} (planned {planned}, on time in {chance})",
    ),
    "problem_stages": (
        "{stages}学位不足的可能性达到预警线（{kind}）。",
        "Seats may be too few in {stages}: the chance of more pupils than seats reaches the warning line ({kind}).",
    ),
    "problem_stage": ("{stage}（{years}年）", "{stage} ({years})"),
    "problem_never": (
        "{stages}超标准班额到{horizon}年仍难以降到{share}以内（{kind}）。",
        "In {stages} more than {share} of the classes are likely to be above the standard in {horizon} still ({kind}).",
    ),
    "problem_never_one": ("{stage}({futures})", "{stage} ({futures})"),
    "problem_empty": (
        "高峰过后学位富余，{year}年空余{value}{reference}。",
        "Seats stand empty after the peak: {value} in {year}{reference}.",
    ),
    "problem_surplus": (
        "教师富余{stages}{year}年最多，为{value}{lack}。",
        "Teachers beyond need are most in {year}: {value}{stages}{lack}.",
    ),
    "problem_idle": (
        "按数量算几乎没有人需要{name}{stage}的学位：就读{seated}人年，其中别处坐不下的{served}{more}（附件{annex}）。",
        "Hardly anybody needs the seats of {name}, {stage}, by number: {seated} pupil-years seated there, {served} of"
        " them with no seat elsewhere{more} (annex {annex}).",
    ),
    "problem_idle_more": ("；另有{n}处", "; {n} more"),
    "problem_spending": ("“只增不减”有被打破的可能：{rows}。", "“Only increase” may be broken: {rows}."),
    "problem_rule": ("{year}年可能性{chance}", "{year}, chance {chance}"),
    "unsure": (
        "测算尚不确定，{rooms}{shares}区间不含假定对错{demand}（附件4）。",
        "Not sure: {rooms}{shares}the bands do not tell whether the assumptions hold{demand}.",
    ),
    "unsure_assumed": (
        "各校教室数、班级数系假定，",
        "rooms and classes of the schools are assumed, and every count of crowding rests on them; ",
    ),
    "unsure_completed": (
        "部分学校班级数系推算，",
        "classes of some schools are derived by rule; ",
    ),
    "unsure_no_rooms": (
        "部分学校教室数按班级数推算，有无空余教室不可知，",
        "classrooms of some schools are as many as classes by rule, so that spare rooms are not known; ",
    ),
    "unsure_mostly": (
        "少数学校的教室数与班级数名册均未载，按标准班额推算，",
        "of a few schools neither classrooms nor classes are known; ",
    ),
    "unsure_neither": (
        "{share}的学生所在学校教室数与班级数名册均未载，按标准班额推算，那里现有拥挤不可知，",
        "of {share} of the pupils neither classrooms nor classes are known, so that crowding there today is not; ",
    ),
    "unsure_registered": ("", ""),
    "unsure_seats": (
        "项目学位的{share}系假定，",
        "{share} of the projects' seats are assumed; ",
    ),
    "unsure_births": (
        "到{horizon}年入学人数的{share}依据推算的出生数；",
        "{share} of the entrants up to {horizon} rest on births after {known} that are derived; ",
    ),
    "unsure_ask": (
        "首先需核实{figure}（{office}）,{answer}的区间宽度可由{width}缩至约{estimate}。",
        " First wanted: {figure} ({office}); the band of {answer} would narrow from {width} to about {estimate}.",
    ),
}
"""What the brief names as problems, and how sure it is."""

DECISIONS: Mapping[str, tuple[str, str]] = {
    "asks": (
        "以下{n}项{table}提请研究{capital}。",
        "Decisions asked: {n}{table}{capital}.",
    ),
    "asks_capital": ("，基建共{amount}", ", {amount} of capital in all"),
    "in_table": ("（{table}）", " ({table})"),
    "in_annex": ("（见附件{n}）", " (see annex {n})"),
    "asks_none": ("本方案没有需要提请研究的事项。", "This plan asks for no decision."),
    "table_asks": ("提请研究事项", "Decisions asked"),
    "ask_what": ("事项", "Decision"),
    "ask_amount": (
        "金额/数量",
        "Amount",
    ),
    "ask_stages": ("（{stages}）", " ({stages})"),
    "ask_office": ("主办部门", "Office"),
    "ask_by": ("时限", "By"),
    "ask_project": ("{opens}年启用", "to open in {opens}"),
    "ask_posts_row": ("增核教职工编制{stages}", "Approve more posts{stages}"),
    "ask_recruitment_row": ("公布教师招聘岗位{stages}", "Advertise posts{stages}"),
    "ask_overflow_row": (
        "安置被分流学生（附件1）",
        "Place children sent elsewhere (annex 1)",
    ),
    "ask_pupils": ("{n}人", "{n} pupils"),
    "ask_number": ("{n}个", "{n} posts"),
    "ask_late": ("{by}（已迟）", "{by} (late)"),
    "ask_planned": ("{by}（按计划）", "{by} (as planned)"),
    "asks_rest": ("另有{n}项，项目见附件2。", "{n} more; projects stand in annex 2."),
    "note_asks": (
        "注：*为假定项目；金额为计划造价（{costs}）；时限指仍能按期的最迟时间，已迟指难以按期或已过期。",
        "* assumed project. Amounts are planned costs ({costs}). By: the latest in time; late: hardly in time, or past "
        "already.",
    ),
}
"""Decisions that the brief asks for."""

"""Heads, labels and legends of a printed comparison, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

TABLE_WORDS: Mapping[str, tuple[str, str]] = {
    "head": (
        "{county} · 方案比较 · {years} · {n} 种未来，各案逐一配对",
        "{county} · plans compared · {years} · {n} futures, paired",
    ),
    "head_one": (
        "{county} · 方案比较 · {years} · {n} 种未来，各案配对",
        "{county} · plans compared · {years} · {n} future, paired",
    ),
    "head_base": ("基准：{title}（{folder}）", "Base: {title} ({folder})"),
    "head_other": ("方案：{title}（{folder}）", "Plan: {title} ({folder})"),
    "differs": (
        "注意：{title}与基准在以下方面也不同，差异不全是方案之功：",
        "Mind: {title} also differs from the base in the following; the difference is not the plan's merit alone:",
    ),
    "differs_row": ("  {key}:{base} → {other}", "  {key}: {base} → {other}"),
    "differs_more": ("  ……另有 {n} 项", "  … and {n} more"),
    "verdict": ("结论 · {title}", "Verdict · {title}"),
    "overview": (
        "各案一览（方案减基准，均值，累计；空位为 {year} 年）",
        "At a glance (plan less base, means; seats empty in {year})",
    ),
    "overview_avoided": ("减少人年", "spared"),
    "overview_chance": ("可能", "chance"),
    "overview_capital": ("基建（万元）", "capital"),
    "overview_recurrent": ("经常性（万元）", "recurrent"),
    "overview_empty": ("空位", "seats"),
    "overview_legend": (
        "减少人年：超标准班额，小学、初中、高中；可能：有所减少的未来所占比重。",
        "Spared: pupil-years above standard, primary, junior and senior; chance: futures in which any are; money in 10⁴"
        " yuan.",
    ),
    "nature_mark": ("† 不确定性、口径或限值也不同。", "† differs in uncertainties, reading or limits too."),
    "many": (
        "方案超过 {n} 个：各案的详细表格请减少方案数再比较，或用 --out 写出。",
        "More than {n} plans: for each plan's own tables compare fewer, or write all with --out.",
    ),
    "figures": ("主要数字 · {title}", "Figures · {title}"),
    "figures_legend": (
        "均值；差为方案减基准，区间为均值的 95% 区间（逐一配对）；更好/相同：更好、相同的未来所占比重，其余更差；"
        "只写一个数的，几乎没有相同的未来。",
        "Means; difference is plan less base with the 95% interval of the mean (paired); better/same: share of futures"
        " in which the plan is better, and the same; in the rest it is worse; one number: hardly ever the same.",
    ),
    "nobody": ("各年两案均为 0：{names}。", "0 in both plans in every year shown: {names}."),
    "what": ("指标", "what"),
    "year": ("年", "year"),
    "base": ("基准", "base"),
    "plan": ("方案", "plan"),
    "difference": ("差", "diff."),
    "interval": ("95% 区间", "95% interval"),
    "better": ("更好/相同", "better/same"),
    "total": ("累计", "sum"),
    "money_unit": ("（万元）", " (10⁴ yuan)"),
    "by_year": ("逐年走势（{first}—{last} 年，两案同一刻度）", "Year by year ({first}–{last}, one scale for both)"),
    "base_line": ("基准", "base"),
    "plan_line": ("方案", "plan"),
    "from_to": ("起—止", "first to last"),
    "avoided": ("减少的拥挤学生人年（{years}累计）", "Crowded-pupil-years avoided ({years})"),
    "mean": ("均值", "mean"),
    "band": ("80% 的未来", "80% of futures"),
    "chance": ("减少的可能", "chance"),
    "first_years": ("达标年份（各阶段，中位数）", "First year from which a limit is met (medians)"),
    "first_years_legend": (
        "变化为方案减基准的年数，中位数（80% 区间）；期末前未达标者只知其更晚，说不准的写“–”。"
        "均未：两案均未在期末前达标，或离期末太近、看不出先后。",
        "Change: plan less base in years, median (80% band); who is not by the horizon is only known to be later,"
        " and what cannot be told is –. Neither: by the horizon in neither plan,"
        " or too near to it to tell which is first.",
    ),
    "limit": ("标准", "limit"),
    "earlier": ("更早", "earlier"),
    "same": ("相同", "same"),
    "later": ("更晚", "later"),
    "neither": ("均未", "neither"),
    "change": ("变化（年）", "change (years)"),
    "no_change": (
        "其余 {n} 项标准的年份在每种未来里都没有变化。",
        "{n} more limits move in no future.",
    ),
    "limit_above_standard": ("超标准班额达标", "standard"),
    "limit_above_standard_any": ("没有超标准班额的班", "none above"),
    "limit_large": ("大班额清零", "large"),
    "limit_super_large": ("超大班额清零", "super-large"),
    "limit_oversized": ("大校额清零", "oversized"),
    "limit_unplaced": ("无人待统筹", "all placed"),
    "of_stage": ("{name} · {stage}", "{name}, {stage}"),
    "to": ("{low} 至 {high}", "{low} to {high}"),
    "short_kindergarten": ("幼", "K"),
    "short_primary": ("小", "P"),
    "short_junior": ("初", "J"),
    "short_senior": ("高", "S"),
    "short_stage": ("学段", ""),
    "costs": ("费用与每减少 1 个超标准班额学生人年的费用", "Cost, and cost per pupil-year spared (above standard)"),
    "costs_legend": (
        "基建自基期开学日起，经常性自次年起，均至期末，均含幼儿园；人年只计小学、初中、高中，故每人年"
        "费用也摊入了幼儿园的支出。",
        "Capital from the baseline's opening day, recurrent from the year after, both to the horizon, both with"
        " kindergarten; pupil-years are of primary, junior and senior alone, so that what is spent on kindergarten"
        " stands in the cost of each.",
    ),
    "million": ("多（万元）", "more (10⁴ yuan)"),
    "per_year": ("元/人年", "yuan/pupil-year"),
    "regret": ("后悔值：与同一未来里最好的方案相比", "Regret: against the best of these plans in the same future"),
    "regret_legend": (
        "人年：超标准班额，小学、初中、高中，累计；空位：{year} 年空余学位，含幼儿园；费用：空余学位费用累计（万元）。"
        "p90：十分之一的未来更糟。"
        "“最好”：人年最少的未来所占比重（并列均计）。",
        "Pupil-years above standard, primary, junior and senior, summed; seats empty in {year}, kindergarten too;"
        " cost of empty seats, summed (10⁴ yuan). p90: one future in ten is worse."
        " Best: share of futures with the fewest pupil-years (ties count for each).",
    ),
    "run": ("方案", "plan"),
    "crowded_mean": ("人年均值", "pupil-y."),
    "p90": ("p90", "p90"),
    "seats_mean": ("空位均值", "seats"),
    "cost_mean": ("费用均值", "cost"),
    "best": ("最好", "best"),
    "bridges": ("过渡或新建 · {title}", "Bridge or build · {title}"),
    "bridges_zones": ("同一片区、同一学段合并看", "Those of one zone and stage together"),
    "bridges_none": ("过渡或新建：各案均无新建校舍项目。", "Bridge or build: no plan has a building."),
    "bridges_legend": (
        "人年：没有该项目、其余照旧时，片区同学段其他学位坐不下的学生（只看片区总数，不看哪所学校，也不看班额），"
        "与结论中减少的超标准班额学生人年不是一回事：那里数的是坐在超标准班里的学生，由整个方案减少。新建：基建加"
        "至期末的教室维护（万元）；括号内按使用年数分摊基建。过渡：三种办法中平均最省的一种，拥挤程度相同：临时校舍；"
        "其他学段腾出的教室改造；校车接送到可达片区的同学段空位；不足部分用临时校舍。腾出的教室可能是幼儿园的"
        "（一间按另一学段的一个班计），也可能是本方案自己为其他学段新开的，几个项目可能指望同一批；“临时”：全用临时"
        "校舍的费用。“过渡省”：过渡更省的未来所占比重。"
        "“生育”：已知年份以后出生人数为原来的多少倍时新建不贵于过渡（0.5—2.0 倍；“无”：各倍数均不成立）。"
        "“平价”：临时校舍涨到多少万元一间新建才不贵。未计：用地、教师、舒适程度、期末以后的使用。校车单价、临时"
        "教室和改造单价、教室维护均系假定。",
        "Pupil-years: who would find no other seat of the stage in the zone if the project alone were missing (zone"
        " totals, neither school by school nor by the size of classes). They are not the pupil-years spared of the"
        " verdict, which are those in classes above the standard and spared by the whole plan."
        " Build: capital and upkeep of its rooms to the horizon (10⁴ yuan); in brackets"
        " with capital spread over the years used. Bridge: the cheapest on average of three at equal crowding:"
        " temporary rooms; rooms that other stages free, fitted out; buses to empty seats of the stage in zones within"
        " reach; temporary rooms for the rest. Freed rooms may be kindergarten rooms (each counted as a class of the"
        " other stage) or rooms that this plan itself opens for other stages, and several projects may count on the"
        " same ones. Temp.: temporary rooms alone. Cheaper: share of futures in which the bridge costs less. Births:"
        " how many times the children born after the last known year make building cost no more (0.5 to 2.0; never:"
        " none of them). Even: the price of a temporary room from which building costs no more. Not counted: land,"
        " teachers, comfort, use after the horizon. Prices of buses, temporary rooms, fitting out and upkeep are"
        " assumed.",
    ),
    "idle": (
        "按数量算几乎没有人需要的学位：{names}；片区同学段的其他学位已经够坐。",
        "Hardly anybody needs these seats by number: {names}; the other seats of the stage in the zone are enough.",
    ),
    "idle_one": (
        "{name}·{stage}（在那里就读 {seated} 人年，其中别处坐不下的 {served}）",
        "{name}, {stage} ({seated} pupil-years seated there, {served} of them with no seat elsewhere)",
    ),
    "idle_spared": (
        "方案在这些学段仍减少超标准班额学生人年：{stages}，靠的是哪所学校有教室和方案的其他措施，不是学位总数，本表不计。",
        "The plan still spares pupil-years in classes above the standard there: {stages}. That is owed to where rooms"
        " stand and to what else the plan does, not to the number of seats, and is not counted here.",
    ),
    "idle_stage": ("{stage} {n}", "{stage} {n}"),
    "project": ("项目", "project"),
    "zone": ("片区（项目数）", "zone (projects)"),
    "served": ("人年", "pupil-y."),
    "build": ("新建（分摊）", "build (spread)"),
    "bridge": ("最省过渡", "bridge"),
    "temporary": ("临时", "temp."),
    "cheaper": ("过渡省", "cheaper"),
    "births": ("生育", "births"),
    "even": ("平价", "even"),
    "level_never": ("无", "never"),
    "level_always": ("≤0.5", "≤ 0.5"),
    "level_at": ("{factor}", "{factor}"),
    "bridge_none": ("不需要", "none needed"),
    "bridge_temporary": ("临时 {cost}", "temp. {cost}"),
    "bridge_freed_rooms": ("腾出 {cost}", "freed {cost}"),
    "bridge_buses": ("校车 {cost}", "buses {cost}"),
    "never_opens": ("期末前不启用", "not open by the horizon"),
    "more_rows": ("另有 {n} 项（人年较少）见 JSON。", "{n} more, with fewer pupil-years, in the JSON."),
    "pairing": ("配对的作用", "What pairing saves"),
    "pairing_legend": (
        "相关系数；“方差比”：不配对时差的方差是配对的多少倍；“相当于”：不配对要多少种未来才一样有把握。",
        "Correlation of the two plans over the futures; fewer: variance of an unpaired difference over the paired one;"
        " as sure as: so many unpaired futures of each plan.",
    ),
    "over": ("> {n}", "> {n}"),
    "correlation": ("相关系数", "correlation"),
    "times_fewer": ("方差比", "times fewer"),
    "as_sure": ("相当于", "as sure as"),
    "assumed_mark": ("* 系假定的项目。", "* a project that seatsim assumes."),
}
"""Sentences by key, Chinese and English."""

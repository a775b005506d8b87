"""Sentences of the workbook: names of sheets, heads, notes."""

from __future__ import annotations

from collections.abc import Mapping

from seatsim.language.native_charts import NATIVE
from seatsim.language.report import REPORT

_SHEETS: Mapping[str, tuple[str, str]] = {
    "sheet_cover": ("封面", "Cover"),
    "sheet_key": ("拥挤要点", "Crowding"),
    "sheet_charts": ("图表", "Charts"),
    "sheet_charts_compared": ("方案比较图", "Charts of plans"),
    "sheet_comparison": ("方案比较", "Comparison"),
    "sheet_differences": ("指标之差", "Differences"),
    "sheet_bridges": ("过渡或新建", "Bridge or build"),
    "sheet_county": ("全县指标", "County measures"),
    "sheet_zones": ("片区指标", "Zone measures"),
    "sheet_schools": ("学校预警", "Schools"),
    "sheet_september": ("秋季招生", "September"),
    "sheet_projects": ("建设项目", "Projects"),
    "sheet_teachers": ("教师台账", "Teachers"),
    "sheet_causes": ("变化成因", "Causes"),
    "sheet_sources": ("假定与来源", "Assumptions and sources"),
    "sheet_measures": ("指标说明", "What measures mean"),
    "sheet_terms": ("术语表", "Glossary"),
    "sheet_feed": ("图表数据", "Chart data"),
    "about_cover": ("本表", "This sheet"),
    "about_key": (
        "基期、{years} 与展望期末的拥挤，与对照方案并列",
        "Crowding now, in {years} and at the horizon, beside the reference",
    ),
    "about_key_alone": (
        "基期与展望期末的拥挤，与对照方案并列",
        "Crowding now and at the horizon, beside the reference",
    ),
    "about_charts": (
        "一个方案的学位、拥挤、教师、成因、项目图，可在表内直接编辑",
        "Seats, crowding, teachers, causes and projects of one plan, as charts that can be edited",
    ),
    "about_charts_compared": ("各方案的拥挤与基建投资", "Crowding and capital of all plans, as charts"),
    "about_comparison": (
        "结论、拥挤与空余学位、费用、达标年份",
        "Verdicts, crowding and empty seats, cost, first years",
    ),
    "about_differences": ("各指标、学段、年份与基准之差及其区间", "Differences by measure, stage and year"),
    "about_bridges": ("各项目新建与过渡办法的费用", "Each project: building it, or bridging the shortage"),
    "about_county": ("全县全部指标，按学段、学年", "Every measure of the county by stage and school year"),
    "about_zones": ("各片区主要指标，按学段、学年", "Main measures of each zone by stage and school year"),
    "about_schools": ("各校逐年学位不足的概率与预警", "Chance of a shortage by school and year, with warnings"),
    "about_september": ("各校下一次秋季招生", "The coming admission, school by school"),
    "about_projects": ("交付、启用、最迟启动、造价", "Hand-over, opening, latest start, cost"),
    "about_teachers": ("编制与教师逐年台账", "Posts and teachers, year by year"),
    "about_causes": ("拥挤变化按成因分解", "Change of crowding, cause by cause"),
    "about_sources": ("所依据的全部数据、参数与假定", "Every figure, norm and assumption"),
    "about_measures": ("指标、单位与含义", "Measures, units and meaning"),
    "about_terms": ("中英文术语对照", "Terms in Chinese and English"),
    "about_feed": ("图表所引用的数字", "Numbers that the charts draw"),
}

_COVER: Mapping[str, tuple[str, str]] = {
    "book_title": ("学位与师资规划测算：数据表", "School places and teachers: tables"),
    "figure_head": ("要点", "Figure"),
    "value_head": ("数值", "Value"),
    "band_head": ("区间", "Band"),
    "beside_head": ("对照", "Held against"),
    "rests_head": ("依据", "Rests on"),
    "crowding_heading": ("拥挤：基期、{years} 与展望期末", "Crowding: baseline, {years}, horizon"),
    "crowding_heading_alone": ("拥挤：基期与展望期末", "Crowding: baseline, horizon"),
    "head_p50": ("中位数（人）", "Median (pupils)"),
    "head_p10": ("10%分位（人）", "p10 (pupils)"),
    "head_p90": ("90%分位（人）", "p90 (pupils)"),
    "head_reference": ("对照方案中位数（人）", "Reference, median (pupils)"),
    "key_note": (
        "中位数与 80% 区间；对照方案为同一年份的中位数。合计为小学、初中、高中。",
        "Medians and 80% bands, the reference's median of the same year beside. All: primary, junior and senior.",
    ),
    "read_title": ("怎样读", "How to read"),
    "read_band": (
        "每个数字来自多种模拟的未来：中位数为一半的未来更低；10%—90% 分位为 80% 区间，八成的未来落在其中。均值可以相"
        "加，中位数和分位数不能相加。“学年”按开学年份记。",
        "Each number comes from many simulated futures: half of them lie below the median, eight in ten between p10 "
        "and p90 (the 80% band). Means add up; medians and other points do not. A school year is told by the year in "
        "which it begins.",
    ),
    "demand_errors_plan": ("80% 区间，“{plan}”：{told}。", "80% band, “{plan}”: {told}."),
    "read_kinds": (
        "性质用文字、符号和底色区分：{reported}（县报告或公布的文件所载）、{derived}（由所载数字算出）、{assumed}（没有依据"
        "可查，为测算而设）、{set}（方案自行设定）。",
        "Kinds are told by word, sign and fill: {reported} (stated in a published file), {derived} (computed from what "
        "is stated), {assumed} (set for the model for want of a source), {set} (set by the plan).",
    ),
    "read_filters": (
        "各数据表首行可筛选、已冻结，打印时每页重复；图表引用“图表数据”表，改动数字图表随之变化。空白为该项无意义或未"
        "测算，不是零。",
        "Data sheets have filters and fixed heads, repeated in print. Charts draw the sheet of chart data and follow "
        "when it is changed. Blank means no meaning or not told, not zero.",
    ),
    "read_text": (
        "本工作簿没有公式、宏和外部链接；来自用户文件的文字一律按文字保存。",
        "No formula, macro or external link is in this workbook; whatever comes from users' files is kept as text.",
    ),
    "contents_title": ("各工作表", "Sheets"),
    "charts_some": (
        "方案较多：前 {n} 个方案各有一张图表页，其余方案的数字在各数据表中。",
        "Many plans: the first {n} have a sheet of charts each; the numbers of all stand in the data sheets.",
    ),
    "from_scenario": ("方案标识", "Scenario"),
    "from_digest": ("结果摘要（SHA-256）", "Digest of the results (SHA-256)"),
    "from_county": ("县数据摘要", "Digest of the county"),
    "from_scenario_digest": ("方案摘要", "Digest of the scenario"),
    "from_version": ("seatsim 版本", "seatsim version"),
    "from_seed": ("随机种子", "Seed"),
    "from_futures": ("模拟的未来（种）", "Futures"),
    "from_information": ("信息截至", "Information to"),
    "from_files": ("结果文件", "Files of the results"),
    "made_workbook": (
        "本表只用上述结果生成，未运行模型，不访问网络；同一结果总是得到同一文件。",
        "Made from these results alone: no model was run, nothing is fetched; the same results give the same file.",
    ),
    "writing_workbook": ("写入工作簿", "workbook"),
}

_TABLES: Mapping[str, tuple[str, str]] = {
    "charts_title": ("图表", "Charts"),
    "charts_compared_title": ("各方案比较图", "Plans compared"),
    "charts_note": (
        "图表均为可编辑的原生图表，数字在“图表数据”表。各图下方说明其范围和依据。",
        "Charts are native and can be edited; their numbers stand in the sheet of chart data. What each covers stands "
        "below it.",
    ),
    "charts_none": ("没有可画的图。", "There is nothing to draw."),
    "county_title": ("全县指标", "Measures of the county"),
    "zones_title": ("片区指标", "Measures of the zones"),
    "points_note": (
        "各行单位见“单位”列；均值、分位数取自全部模拟的未来。各学段学位不能互换；超学位学生按校计算，不与他校空余相抵。",
        "Units stand in their column; means and points are taken over all futures. Seats of one stage are of no use to "
        "another; pupils over seats are counted school by school, never netted.",
    ),
    "zones_measures": (
        "本表列主要指标；片区的全部指标见结果文件夹的 {folder}。",
        "Main measures only; those left out stand in {folder} of the results.",
    ),
    "schools_title": ("逐校逐年：学生多于学位的概率", "Schools by year: chance of more pupils than seats"),
    "schools_legend": (
        "{r} 红：概率 ≥{red}；{a} 黄：概率 ≥{amber}；{g} 绿：低于 {amber}。预警公告：首个红、黄年份前两年，或立即。",
        "{r} red: chance ≥ {red}; {a} amber: ≥ {amber}; {g} green: below {amber}. To announce: two years before the "
        "first red or amber year, or now.",
    ),
    "schools_worst": ("最高预警", "Worst"),
    "schools_first": ("首个预警学年", "First red or amber year"),
    "schools_tell": ("应公告年份", "Announce in"),
    "status_head": ("学校数据", "School is"),
    "warning_r": ("红", "red"),
    "warning_a": ("黄", "amber"),
    "warning_g": ("绿", "green"),
    "september_title": ("秋季招生工作表", "The September sheet"),
    "september_sheet_note": (
        "均值；分流和待统筹另列 10%、50%、90% 分位。“合计”行为均值之和，筛选时请注意不要与各校重复相加。"
        "招生学位是入学关对各类申请都开放的学位；九年一贯制学校的小学、初中共用教室，两边的学位不能同时用满。",
        "Means; for who is sent elsewhere or waits also p10, median and p90. Rows “Sum” add up the means: do not add "
        "them to the schools again when filtering. Places are those "
        "that the gate opens to every claim; primary and junior of a nine-year school "
        "share rooms and cannot both fill theirs.",
    ),
    "in_claims_1": ("（人）", " (pupils)"),
    "in_claims_2": ("（人）", " (pupils)"),
    "in_claims_3": ("（人）", " (pupils)"),
    "in_entry_rooms": ("（间）", " (rooms)"),
    "in_entry_places": ("（个）", " (places)"),
    "in_classes_open": ("（个）", " (classes)"),
    "in_class_size": ("（人/班）", " (pupils/class)"),
    "in_pupils": ("（人）", " (pupils)"),
    "projects_title": ("建设项目", "Projects"),
    "projects_sheet_note": (
        "最可能误期者在前。日期空白：展望期内未交付或已取消。最迟启动：仍能以 80% 的把握按期启用的最后送审月份。造价"
        "单位万元，取消计 0。",
        "Likeliest to be late first. Blank dates: not handed over by the horizon, or cancelled. Latest start: last "
        "month to enter review and still be in time with 80% chance. Cost in 10^4 yuan; 0 if cancelled.",
    ),
    "hand_over_head": ("交付日期", "Hand-over"),
    "opens_head": ("启用学年", "Opens"),
    "cost_sheet_head": ("造价（万元）", "Cost (10^4 yuan)"),
    "teachers_title": ("教师台账（均值）", "Teachers: the ledger (means)"),
    "teachers_sheet_note": (
        "各年开学日均值，单位：人（编制：个）。期初在编 − 退休 − 离职 + 跨段调剂 + 新进在编 = 期末在编；“勾稽差”应为 "
        "0。“性质”为基期教职工数据的性质。",
        "Means on opening day [people, posts]. In posts at start − retired − left + moved + hired = in posts at end; "
        "the balance must be 0. The kind is that of the staff at the baseline.",
    ),
    "balance_head": ("勾稽差", "Balance"),
    "causes_sheet_title": ("拥挤变化的成因", "Why crowding changes"),
    "cause_head": ("成因", "Cause"),
    "causes_none": ("本次测算未分解成因。", "Causes are not told in this run."),
    "causes_sheet_note": (
        "自{year}起的变化按成因分解（单位见“单位”列）；各成因均值相加恰为全部变化。取前 {n} 种未来。",
        "Change since {year}, cause by cause; the means of the causes add up to the whole. From the first {n} futures.",
    ),
    "comparison_title": ("方案比较", "Plans compared"),
    "first_base": ("基准", "Base"),
    "first_other": ("方案", "Plan"),
    "differences_title": ("各指标与基准之差", "Differences from the base"),
    "differences_note": (
        "基准：{base}。差 = 方案 − 基准，在同样的未来里逐一配对；95% 区间为均值的区间，分位数为各未来之差的分布。",
        "Base: {base}. Difference = plan − base, paired future by future; the 95% interval is that of the mean, "
        "points are those of the differences.",
    ),
    "base_mean": ("基准均值", "Base, mean"),
    "other_mean": ("方案均值", "Plan, mean"),
    "chance_better": ("更好的概率", "Chance better"),
    "chance_same": ("相同的概率", "Chance same"),
    "chance_worse": ("更差的概率", "Chance worse"),
    "served_head": ("服务人年", "Pupil-years served"),
    "bridge_whole": ("新建成本：全部（万元）", "Building: whole (10^4 yuan)"),
    "bridge_used": ("新建成本：按使用年分摊（万元）", "Building: years used (10^4 yuan)"),
    "bridge_cost": ("过渡成本（万元）", "Bridge (10^4 yuan)"),
    "bridge_chance_whole": ("过渡更省的概率（全部）", "Chance the bridge is cheaper: whole"),
    "bridge_chance_used": ("过渡更省的概率（分摊）", "Chance the bridge is cheaper: years used"),
    "sources_title": ("假定与来源", "Assumptions and sources"),
    "sources_sheet_note": (
        "假定在前；数值按原文，可筛选性质、来源文件。",
        "Assumed ones first; filter by kind or file.",
    ),
    "section_head": ("章节", "Section"),
    "source_head": ("来源", "Source"),
    "note_head": ("说明", "Note"),
    "file_head": ("文件", "File"),
    "plans_head": ("适用方案", "Plans"),
    "every_plan": ("全部方案", "all"),
    "filled_by_rule": ("按规则补全", "filled by rule"),
    "measures_title": ("指标说明", "What the measures mean"),
    "measure_id": ("标识", "Id"),
    "stages_head": ("学段", "Stages"),
    "terms_title": ("术语表", "Glossary"),
    "terms_note": ("本工作簿及其他材料所用术语的中英文对照。", "Terms of this workbook and the other papers."),
    "group_head": ("类别", "Group"),
    "zh_head": ("中文", "Chinese"),
    "en_head": ("英文", "English"),
    "key_head": ("标识", "Key"),
    "feed_title": ("图表数据", "Chart data"),
    "feed_note": (
        "各图所引用的数字。色带图为堆积面积：最下一列为不显示的底，其上逐列相加等于右侧各分位数。",
        "Numbers that the charts draw. Bands are stacked areas: the first column is a hidden base; adding the next "
        "ones gives the points on the right.",
    ),
    "category_head": ("类别", "Category"),
    "p975_head": ("97.5%分位", "p97.5"),
}

WORKBOOK: Mapping[str, tuple[str, str]] = {**REPORT, **NATIVE, **_SHEETS, **_COVER, **_TABLES}
"""Words of the workbook; those of its charts and of the page's tables stand in it."""

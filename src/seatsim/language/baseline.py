"""The words of ``seatsim baseline``, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

BASELINE: Mapping[str, tuple[str, str]] = {
    "rooms": ("教室数与班级数：报告未载，系假定", "classrooms and classes: not in the report, assumed"),
    "rooms-real": (
        "教室数、班级数与学生数：来自学校名册；下列数字不改变它们",
        "classrooms, classes and pupils: from the register; the figures below do not change them",
    ),
    "rooms-by-rule": (
        "学生数来自学校名册，教室数与班级数名册有未载之处，按规则补全；下列数字不改变它们",
        "pupils: from the register; classrooms and classes: in part by rule; the figures below do not change them",
    ),
    "head": (
        "{name}，{year}学年：在校学生{total:,}人；信息截至{date}",
        "{name}, academic year {year}: {total:,} pupils; information to {date}",
    ),
    "history_between": ("；", "; "),
    "history": (
        "往年在校学生（history.csv，自{first}学年）：各片区各年级齐全的学年：{stages}",
        "Pupils of earlier years (history.csv, from {first}); years in which every zone and grade is known: {stages}",
    ),
    "split": ("各学段学生数（数据所允许的范围）", "Pupils by stage as the figures allow"),
    "pupils": ("估计值", "estimate"),
    "drawn": ("抽取的起点均值", "mean of the starts drawn"),
    "se": ("标准误", "s.e."),
    "range": ("95%区间", "95% range"),
    "registered": ("户籍适龄人口", "registered age group"),
    "split-note": (
        "均为估计值而非事实；其与特校之和是确定的，各学段则不是。超出F7上限的起点被舍弃重抽，故抽取均值与估计值略有不同；"
        "标准误与区间均指抽取的起点。",
        "Estimates, not facts; their sum with the special school is exact, each of them is not. Starts too dear for "
        "F7 are drawn again, so the mean of those drawn lies beside the estimate; s.e. and range are theirs.",
    ),
    "table": ("报告值 – 调和值 – 残差 – 缩小了哪些学段的误差", "Reported – reconciled – residual – what it narrows"),
    "figure": ("编号", "figure"),
    "what": ("所比较的量", "what is compared"),
    "kind": ("性质", "kind"),
    "reported": ("报告值", "reported"),
    "reconciled": ("调和值", "reconciled"),
    "residual": ("残差", "residual"),
    "narrows": ("缩小", "narrows"),
    "nothing": ("无", "nothing"),
    "hard": ("严格成立", "holds"),
    "residual-note": (
        "残差以标准误为单位；“严格成立”：等式（F4）或上限（F7、F8）。K幼儿园，P小学，J初中，S普通高中，V中职。",
        "Residual in standard errors; 'holds': an equality (F4) or a bound (F7, F8). "
        "K kindergarten, P primary, J junior, S senior, V vocational.",
    ),
    "errors": ("去掉该数据后各学段的标准误[人]", "Standard error of each stage without the figure [pupils]"),
    "all-figures": ("全部数据", "with all of them"),
    "errors-note": (
        "∞：该学段此时无法确定。·：该数据使其误差缩小不足1%。",
        "∞: the stage is then not determined. ·: the figure narrows it by less than 1%.",
    ),
    "open": ("仍不能确定的内容", "What stays undetermined"),
    "standard-errors": ("假定的标准误与界限", "Assumed standard errors and limits"),
    "sources": ("以上数据的来源", "Sources of these figures"),
    "assumed-mark": ("【{assumed}】", "{assumed}"),
    "births": ("适龄人口对应的出生数", "births behind an age group"),
    "neighbours": ("跨学段相邻两届之比", "cohorts across two stages"),
    "indicators": ("报告指标", "Indicators of the report"),
    "indicators-note": (
        "由报告数据得出的指标及其对照：其他数据、全省、上级市、本县文件或方案。",
        "What follows from the figures, and what it stands against: another figure, the province, the region, the "
        "county's own files, or the plan.",
    ),
    "indicator": ("指标", "indicator"),
    "figures": ("数据编号", "figures"),
    "value": ("数值", "value"),
    "beside": ("对照值", "beside"),
    "against": ("对照", "against"),
}
"""Sentences and heads."""

COMPARED: Mapping[str, tuple[str, str]] = {
    "F4": ("在校学生总数", "pupils in all"),
    "F5.preschool": ("学前三年入园率", "K over registered 3–5"),
    "F5.primary": ("小学入学率", "P over registered"),
    "F5.junior": ("初中入学率", "J over registered"),
    "F6.going_on": ("升学率：S1+V1 比 J3", "going on: S1 + V1 over J3"),
    "F7": ("教育支出（含生均支出之和）", "spending, used on pupils"),
    "F8.preschool": ("生均支出", "spending per pupil"),
    "F8.primary": ("生均支出", "spending per pupil"),
    "F8.junior": ("生均支出", "spending per pupil"),
    "F8.senior": ("生均支出", "spending per pupil"),
    "F8.vocational": ("生均支出", "spending per pupil"),
    "F10.special_pupils": ("特校学生数", "special-school pupils"),
    "F12.base": ("高中年招生数", "senior intake of a year"),
    "PS.kindergarten": ("与全省学段比例相比", "share as in the province"),
    "PS.primary": ("与全省学段比例相比", "share as in the province"),
    "PS.junior": ("与全省学段比例相比", "share as in the province"),
    "PS.senior_stage": ("与全省比例相比（S+V）", "as in the province (S + V)"),
    "B.share": ("占上级市出生数的比例", "share of region's births"),
    "senior.general_share": ("普通高中占高中阶段比例", "S over S + V"),
    "reconcile.smooth_se": ("相邻年级之差", "step between grades"),
    "baseline.college_students": ("本科院校学生数", "students of the college"),
}
"""What each row of the reconciliation compares, by the figure."""

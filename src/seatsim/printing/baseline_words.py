"""The words of ``seatsim baseline`` in the two languages of the reports."""

from __future__ import annotations

from collections.abc import Mapping

from seatsim.domain.text import Text

WORDS: Mapping[str, Text] = {
    "rooms": Text(en="classrooms and classes: not in the report, assumed", zh="教室数与班级数:报告未载,系假定"),
    "rooms-real": Text(
        en="classrooms, classes and pupils: from the register; the figures below do not change them",
        zh="教室数、班级数与学生数:来自学校名册;下列数字不改变它们",
    ),
    "head": Text(
        en="{name}, academic year {year}: {total:,} pupils; information to {date}",
        zh="{name},{year}学年:在校学生{total:,}人;信息截至{date}",
    ),
    "split": Text(en="Pupils by stage as the figures allow", zh="各学段学生数(数据所允许的范围)"),
    "stage": Text(en="stage", zh="学段"),
    "pupils": Text(en="estimate", zh="估计值"),
    "drawn": Text(en="mean of the starts drawn", zh="抽取的起点均值"),
    "se": Text(en="s.e.", zh="标准误"),
    "range": Text(en="95 % range", zh="95%区间"),
    "registered": Text(en="registered age group", zh="户籍适龄人口"),
    "split-note": Text(
        en="Estimates, not facts; their sum with the special school is exact, each of them is not. Starts too dear for "
        "F7 are drawn again, so the mean of those drawn lies beside the estimate; s.e. and range are theirs.",
        zh="均为估计值而非事实;其与特校之和是确定的,各学段则不是。超出F7上限的起点被舍弃重抽,故抽取均值与估计值略有不同;"
        "标准误与区间均指抽取的起点。",
    ),
    "table": Text(
        en="Reported – reconciled – residual – what it narrows", zh="报告值 – 调和值 – 残差 – 缩小了哪些学段的误差"
    ),
    "figure": Text(en="figure", zh="编号"),
    "what": Text(en="what is compared", zh="所比较的量"),
    "kind": Text(en="kind", zh="性质"),
    "reported": Text(en="reported", zh="报告值"),
    "reconciled": Text(en="reconciled", zh="调和值"),
    "residual": Text(en="residual", zh="残差"),
    "narrows": Text(en="narrows", zh="缩小"),
    "nothing": Text(en="nothing", zh="无"),
    "hard": Text(en="holds", zh="严格成立"),
    "residual-note": Text(
        en="Residual in standard errors; 'holds': an equality (F4) or a bound (F7, F8). "
        "K kindergarten, P primary, J junior, S senior, V vocational.",
        zh="残差以标准误为单位;“严格成立”:等式(F4)或上限(F7、F8)。K幼儿园,P小学,J初中,S普通高中,V中职。",
    ),
    "errors": Text(en="Standard error of each stage without the figure [pupils]", zh="去掉该数据后各学段的标准误[人]"),
    "all-figures": Text(en="with all of them", zh="全部数据"),
    "errors-note": Text(
        en="∞: the stage is then not determined. ·: the figure narrows it by less than 1 %.",
        zh="∞:该学段此时无法确定。·:该数据使其误差缩小不足1%。",
    ),
    "open": Text(en="What stays undetermined", zh="仍不能确定的内容"),
    "standard-errors": Text(en="Assumed standard errors and limits", zh="假定的标准误与界限"),
    "sources": Text(en="Sources of these figures", zh="以上数据的来源"),
    "reported-kind": Text(en="reported", zh="报告"),
    "derived-kind": Text(en="derived", zh="推算"),
    "assumed-kind": Text(en="ASSUMED", zh="【假定】"),
}

STAGES: Mapping[str, Text] = {
    "kindergarten": Text(en="kindergarten", zh="幼儿园"),
    "primary": Text(en="primary", zh="小学"),
    "junior": Text(en="junior", zh="初中"),
    "senior": Text(en="senior", zh="普通高中"),
    "vocational": Text(en="vocational", zh="中职"),
    "special": Text(en="special", zh="特校"),
    "college": Text(en="college", zh="本科院校"),
}

COMPARED: Mapping[str, Text] = {
    "F4": Text(en="pupils in all", zh="在校学生总数"),
    "F5.preschool": Text(en="K over registered 3–5", zh="学前三年入园率"),
    "F5.primary": Text(en="P over registered", zh="小学入学率"),
    "F5.junior": Text(en="J over registered", zh="初中入学率"),
    "F6.going_on": Text(en="going on: S1 + V1 over J3", zh="升学率:S1+V1 比 J3"),
    "F7": Text(en="spending, used on pupils", zh="教育支出(含生均支出之和)"),
    "F8.preschool": Text(en="spending per pupil", zh="生均支出"),
    "F8.primary": Text(en="spending per pupil", zh="生均支出"),
    "F8.junior": Text(en="spending per pupil", zh="生均支出"),
    "F8.senior": Text(en="spending per pupil", zh="生均支出"),
    "F8.vocational": Text(en="spending per pupil", zh="生均支出"),
    "F10.special_pupils": Text(en="special-school pupils", zh="特校学生数"),
    "F12.base": Text(en="senior intake of a year", zh="高中年招生数"),
    "PS.kindergarten": Text(en="share as in the province", zh="与全省学段比例相比"),
    "PS.primary": Text(en="share as in the province", zh="与全省学段比例相比"),
    "PS.junior": Text(en="share as in the province", zh="与全省学段比例相比"),
    "PS.senior_stage": Text(en="as in the province (S + V)", zh="与全省比例相比(S+V)"),
    "B.share": Text(en="share of region's births", zh="占上级市出生数的比例"),
    "senior.general_share": Text(en="S over S + V", zh="普通高中占高中阶段比例"),
    "reconcile.smooth_se": Text(en="step between grades", zh="相邻年级之差"),
    "baseline.college_students": Text(en="students of the college", zh="本科院校学生数"),
}
UNITS: Mapping[str, Text] = {
    "pupils": Text(en="pupils", zh="人"),
    "children": Text(en="children", zh="人"),
    "10^4 yuan": Text(en="10^4 yuan", zh="万元"),
    "10^4 yuan/pupil": Text(en="10^4 yuan/pupil", zh="万元/人"),
    "pupils/1,000": Text(en="pupils/1,000", zh="人/千人"),
    "ratio": Text(en="ratio", zh="比值"),
    "share": Text(en="share", zh="份额"),
    "log": Text(en="log", zh="对数"),
}
BIRTHS = Text(en="births behind an age group", zh="适龄人口对应的出生数")
NEIGHBOURS = Text(en="cohorts across two stages", zh="跨学段相邻两届之比")


def say(text: Text, lang: str) -> str:
    """A text in ``zh`` or ``en``; the other language where one is missing."""
    return (text.zh or text.en) if lang == "zh" else (text.en or text.zh)


def word(key: str, lang: str) -> str:
    """One of ``WORDS``."""
    return say(WORDS[key], lang)

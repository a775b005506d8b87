"""What reconciliation leaves open, in the words of the two languages of the reports."""

from __future__ import annotations

from collections.abc import Mapping

from seatsim.domain.figures import Figure
from seatsim.domain.scenario import BaselineReadings
from seatsim.domain.text import Text

SPLIT_OPEN = Text(
    en="The split by stage is not determined: one total (F4) and one bound (F7, F8) for five stages. "
    "The estimate rests on assumptions with stated standard errors and is drawn anew in each future.",
    zh="各学段人数无法由报告唯一确定:五个未知数,只有一个总数(F4)和一个上限(F7、F8)。"
    "估计值依赖写明标准误的假定,并在每次模拟中重新抽取。",
)
RATES_WITH_BIRTHS = Text(
    en="F5 alone narrows nothing: its denominators, the registered age groups, are not given, so it fits any split. "
    "Births alone narrow nothing either. Together they tie the stages to each other, and weakly to a level.",
    zh="仅凭F5不能缩小任何学段的误差:其分母(户籍适龄人口)未载,任何拆分都与之相符。"
    "仅凭出生数亦然。两者合用才约束各学段的比例,并较弱地约束其总水平。",
)
RATES_ALONE = Text(
    en="F5 narrows nothing here: births by year are missing, so its denominators stay unknown and it fits any split.",
    zh="此处F5不能缩小任何学段的误差:缺少分年出生数,其分母未知,任何拆分都与之相符。",
)
BEYOND_PUPILS = Text(
    en="What F7 holds beyond spending per pupil (offices, training, building) is not reported: any amount from 0 fits.",
    zh="F7中生均支出以外的部分(机关、培训、基建等)未载,任何非负数都相符。",
)
COLLEGE_OUTSIDE = Text(
    en='Ambiguity: the college\'s students are read as outside F4. Switch: baseline.college = "inside".',
    zh='歧义:按本科院校学生不计入F4解读。开关:baseline.college = "inside"。',
)
COLLEGE_INSIDE = Text(
    en="Ambiguity: the college's students are read as inside F4; their number is recalled, not read "
    '(baseline.college_students). Switch: baseline.college = "outside".',
    zh="歧义:按本科院校学生计入F4解读,其人数凭记忆、未经查证(baseline.college_students)。"
    '开关:baseline.college = "outside"。',
)
BASE_UNUSED = Text(
    en="Ambiguity: the base 2,804 of the 775 new senior seats (F12) is not used; it may be the county's yearly senior "
    'intake, one school\'s seats or another base. Switch: baseline.base_2804 = "intake" or "school".',
    zh="歧义:新增775个高中学位的基数2,804(F12)未使用;它可能是全市高中年招生数、某校学位数或其他基数。"
    '开关:baseline.base_2804 = "intake" 或 "school"。',
)
BASE_INTAKE = Text(
    en="Ambiguity: F12.base is read as the county's yearly senior intake, within 1 %. "
    'Switch: baseline.base_2804 = "unused" or "school".',
    zh='歧义:F12.base 按全市高中年招生数解读(误差1%)。开关:baseline.base_2804 = "unused" 或 "school"。',
)
BASE_SCHOOL = Text(
    en="Ambiguity: F12.base is read as one school's seats; that says nothing about the county's pupils. "
    'Switch: baseline.base_2804 = "unused" or "intake".',
    zh='歧义:F12.base 按某一学校的学位数解读,对全市学生数不提供信息。开关:baseline.base_2804 = "unused" 或 "intake"。',
)
_ALL = (
    SPLIT_OPEN,
    RATES_WITH_BIRTHS,
    RATES_ALONE,
    BEYOND_PUPILS,
    COLLEGE_OUTSIDE,
    COLLEGE_INSIDE,
    BASE_UNUSED,
    BASE_INTAKE,
    BASE_SCHOOL,
)


def notes(figures: Mapping[str, Figure], readings: BaselineReadings, births: bool) -> tuple[str, ...]:
    """What stays undetermined under these readings, in English; ``births``: whether births by year are known."""
    found = [SPLIT_OPEN]
    if any(key.startswith("F5.") for key in figures):
        found.append(RATES_WITH_BIRTHS if births else RATES_ALONE)
    if "F7" in figures:
        found.append(BEYOND_PUPILS)
    found.append(COLLEGE_INSIDE if readings.college == "inside" else COLLEGE_OUTSIDE)
    if "F12.base" in figures:
        found.append({"unused": BASE_UNUSED, "intake": BASE_INTAKE, "school": BASE_SCHOOL}[readings.base_2804])
    return tuple(text.en for text in found)


def in_language(note: str, lang: str) -> str:
    """The same note in ``zh`` or ``en``; an unknown note comes back as it is."""
    return next((text.zh for text in _ALL if text.en == note), note) if lang == "zh" else note

"""The words of the printed answer, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

STAGE_NAMES: Mapping[str, tuple[str, str]] = {
    "kindergarten": ("幼儿园", "kindergarten"),
    "primary": ("小学", "primary"),
    "junior": ("初中", "junior"),
    "senior": ("高中", "senior"),
    "vocational": ("中职", "vocational"),
    "special": ("特殊教育", "special"),
    "all": ("合计", "all"),
}

WORDS: Mapping[str, tuple[str, str]] = {
    "head": (
        "{title} · {years} 学年 · {n} 种未来 · 信息截至 {date}",
        "{title} · {years} · {n} futures · information to {date}",
    ),
    "rooms_assumed": (
        "教室数与班级数:报告未载,系假定;以下每个拥挤数字都以此为前提。",
        "Classrooms and classes: not in the report, assumed; every count of crowding below rests on them.",
    ),
    "rooms_registered": (
        "教室数与班级数来自学校名册。",
        "Classrooms and classes come from the register of schools.",
    ),
    "start_band": (
        "{year} 年超标准班额的班:{stages}(80% 区间):是区间,不是事实。",
        "Classes above standard in {year}: {stages}: a band, not a fact.",
    ),
    "start_point": (
        "{year} 年超标准班额的班:{stages}。",
        "Classes above standard in {year}: {stages}.",
    ),
    "bands": (
        "括号为 80% 的未来(p10–p90),含本方案开启的不确定性;假定本身是否正确不在其内。",
        "Brackets hold 80 % of the futures (p10–p90) under the uncertainties switched on; whether the "
        "assumptions hold is not in them.",
    ),
    "assumed": (
        "另外假定:补全规则 {rules} 条、项目 {projects} 个(answers.json 的 rests_on);出生数已知至 {births} 年。",
        "Also assumed: {rules} completions, {projects} projects (answers.json: rests_on). Births known to {births}.",
    ),
    "crowding": (
        "拥挤班级与超规模学校中的学生(人)",
        "Pupils in crowded classes and oversized schools",
    ),
    "pupils_above_standard": (
        "超标准班额({standard})",
        "in classes above the standard ({standard})",
    ),
    "pupils_large": (
        "大班额(≥{large})",
        "in large classes (≥ {large})",
    ),
    "pupils_super_large": (
        "超大班额(≥{super_large})",
        "in super-large classes (≥ {super_large})",
    ),
    "pupils_oversized": (
        "大校额学校",
        "in oversized schools (by campus)",
    ),
    "peak": (
        "峰值",
        "peak",
    ),
    "trough": (
        "峰后谷值",
        "trough after it",
    ),
    "reference": (
        "对照",
        "reference",
    ),
    "at_peak": (
        "{value}({year})",
        "{value} in {year}",
    ),
    "first_year": (
        "从哪年起一直达标到 {horizon} 年(末尾至少 {years} 年),及 {by} 年前达标的概率",
        "First year from which each limit is met up to {horizon} (at least {years} years), and its chance by {by}",
    ),
    "above_standard": (
        "超标准班额的班 ≤{share}",
        "≤ {share} over standard",
    ),
    "above_standard_any": (
        "没有超标准班额的班",
        "none over standard",
    ),
    "large": (
        "无大班额",
        "no large class",
    ),
    "super_large": (
        "无超大班额",
        "no super-large class",
    ),
    "oversized": (
        "无大校额",
        "no oversized school",
    ),
    "unplaced": (
        "无人待统筹",
        "nobody awaits a place",
    ),
    "limit": (
        "标准",
        "limit",
    ),
    "first": (
        "起始年(80%)",
        "first (80 %)",
    ),
    "by": (
        "{year} 年前",
        "by {year}",
    ),
    "already": (
        "{year} 年已达标",
        "already in {year}",
    ),
    "never": (
        "{year} 年前未达标",
        "not by {year}",
    ),
    "later": (
        "更晚",
        "later",
    ),
    "short_all": ("(全部)", "(all)"),
    "short_none": ("", ""),
    "short_few": ("(≤5%)", "(≤ 5 %)"),
    "short_most": ("(≥95%)", "(≥ 95 %)"),
    "short": ("({n}/10)", "({n} of 10)"),
    "futures_all": (
        "全部未来",
        "in every future",
    ),
    "futures_none": (
        "无",
        "in none",
    ),
    "futures_few": (
        "不到 1/20 的未来",
        "in under 1 of 20",
    ),
    "futures_most": (
        "超过 19/20 的未来",
        "in over 19 of 20",
    ),
    "futures": (
        "{n}/10 的未来",
        "in {n} of 10 futures",
    ),
    "peaks": (
        "各学段峰谷(余缺 = 学位 − 学生)",
        "Peak and trough by stage (seats = seats less pupils)",
    ),
    "stage": (
        "学段",
        "stage",
    ),
    "turn": (
        "{pupils}({year};余缺 {balance})",
        "{pupils} in {year} (seats {balance})",
    ),
    "turn_plain": (
        "{pupils}({year})",
        "{pupils} in {year}",
    ),
    "shortage": (
        "学位不足预警(学生 > 学位的概率:红 ≥{red},黄 ≥{amber};提前两年):{stages}",
        "Shortage warnings (chance of pupils > seats: red ≥ {red}, amber ≥ {amber}; two years ahead): {stages}",
    ),
    "warn": (
        ",{year} 年预警",
        ", warn in {year}",
    ),
    "none": (
        "无",
        "none",
    ),
    "over_years": (
        "{what}:{base} 年 {now};峰值 {peak};{later}{reference}",
        "{what}: {base} {now}; peak {peak}; {later}{reference}",
    ),
    "unplaced_line": (
        "待统筹学生",
        "Awaiting a place (compulsory)",
    ),
    "at_home_line": (
        "在家的幼儿(无园位)",
        "Children at home without a kindergarten place",
    ),
    "reference_inline": (
        ";对照峰值 {peak}",
        "; reference peak {peak}",
    ),
    "empty": (
        "{year} 年空学位:{stages}{reference}",
        "Empty seats in {year}: {stages}{reference}",
    ),
    "empty_reference": (
        ";对照合计 {value}",
        "; reference all {value}",
    ),
    "projects": (
        "项目交付({shown}/{all} 项,全部见 projects.csv)",
        "Hand-over of projects ({shown} of {all}; all in projects.csv)",
    ),
    "project": (
        "项目",
        "project",
    ),
    "planned": (
        "计划 9 月",
        "planned Sept",
    ),
    "hand_over": (
        "模拟交付(80%)",
        "simulated hand-over (80 %)",
    ),
    "on_time": (
        "按期概率",
        "on time",
    ),
    "waits": (
        "主要等待",
        "waits for",
    ),
    "is_assumed": (
        "(假定)",
        " (assumed)",
    ),
    "no_projects": (
        "本方案无新建、扩建项目。",
        "This scenario builds nothing.",
    ),
    "desk": (
        "联审",
        "review desk",
    ),
    "capital": (
        "资金",
        "capital",
    ),
    "crew": (
        "施工队",
        "crew",
    ),
    "window": (
        "开工季节",
        "start window",
    ),
    "colour_red": (
        "红 {years}",
        "red {years}",
    ),
    "colour_amber": (
        "黄 {years}",
        "amber {years}",
    ),
    "reference_seats": (
        "对照余缺",
        "reference seats",
    ),
}


class Words:
    """Words of one language; Chinese for ``zh``, else English."""

    def __init__(self, lang: str) -> None:
        self.chinese = lang.lower().startswith("zh")

    def __call__(self, key: str) -> str:
        """The word or sentence of a key."""
        return WORDS[key][0 if self.chinese else 1]

    def stage(self, stage: str) -> str:
        """Name of a stage."""
        return STAGE_NAMES[stage][0 if self.chinese else 1]

    def text(self, text: Mapping[str, str], otherwise: str = "") -> str:
        """A text of the data in this language, in the other one if it is missing."""
        mine, other = ("zh", "en") if self.chinese else ("en", "zh")
        return text[mine] or text[other] or otherwise

    def join(self, parts: list[str]) -> str:
        """A list."""
        return (";" if self.chinese else "; ").join(parts)

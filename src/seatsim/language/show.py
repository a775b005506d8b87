"""The words of ``seatsim show`` and ``seatsim check``, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

SHOW: Mapping[str, tuple[str, str]] = {
    "key": ("键", "key"),
    "value": ("值", "value"),
    "origin": ("出处", "set in"),
    "default": ("格式默认值", "default of the format"),
    "schools": ("各类学校", "Schools by kind"),
    "kind": ("类别", "kind"),
    "count": ("学校数", "schools"),
    "pupils": ("学生数", "pupils"),
    "classes": ("班级数", "classes"),
    "rooms": ("教室数", "rooms"),
    "baseline": (
        "基期：{year}学年，片区 {zones} 个，信息截至 {date}",
        "baseline: academic year {year}, zones: {zones}, information date: {date}",
    ),
    "synthetic": ("教室数与班级数：报告未载，系假定", "classrooms and classes: not in the report, assumed"),
    "assumed": ("按规则补全", "Completed by rule"),
    "left_out": ("未采用：信息截止日尚不可知", "Left out: not known yet on the information date"),
    "stays": (
        "仍然生效：依据更晚数据的默认值与设定",
        "In force all the same: defaults and settings that rest on later data",
    ),
    "input": ("输入", "input"),
    "rows": ("行数", "rows"),
    "date": ("日期", "date"),
    "known": ("可知日期", "known from"),
}
"""Words of ``seatsim show``."""

CHECK: Mapping[str, tuple[str, str]] = {
    "ok": ("通过：{path}", "ok: {path}"),
    "repairs": ("读取时作了修正：", "repaired while reading:"),
    "notes": ("按规则补全或需要知道的：", "completed by rule, or worth knowing:"),
    "can": ("数据能支持的：", "what the data can support:"),
    "cannot": (
        "数据不能支持的（补上后最能收窄结论的在最后）：",
        "what they cannot (what would narrow the answers most comes last):",
    ),
    "first": ("先补这一项：{figure}。", "ask first: {figure}."),
}
"""Words of ``seatsim check``."""

"""The words of ``seatsim init``, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

INIT: Mapping[str, tuple[str, str]] = {
    "made": ("已建立 {folder}：", "made {folder}:"),
    "next": ("接着输入：", "type next:"),
    "invented": (
        "其中的县、学校和项目都是虚构的示例，可以直接运行；请换成本县的（见 README.md）。",
        "The county, its schools and its project are an invented example that runs as it is; README.md says how to"
        " make them yours.",
    ),
    "guide_sheet": ("说明", "Read me"),
    "title": ("学校名册模板", "Template of a county's register"),
    "subtitle": (
        "示例行都是虚构的，请换成本县的数据；填好后在本文件夹中运行 seatsim check .",
        "The rows are an invented example: put your own in their place, then run seatsim check . in this folder",
    ),
    "rule_1": (
        "先填“片区”“学校”；深色表头的列必填，浅色的可以不填，整列删去也可以。",
        "Begin with zones and schools. Columns with a dark header are required, light ones may be left blank or out.",
    ),
    "rule_2": (
        "鼠标停在表头上，有该列的说明和单位；有的格可以从下拉选项中选。",
        "Point at a header for its meaning and unit; some cells offer a list to choose from.",
    ),
    "rule_3": (
        "“来源”写这一行数据出自何处；留空则取 county.toml 中 [sources] 的文字。",
        "source says where a row comes from; where it is blank, the text of [sources] in county.toml is taken.",
    ),
    "rule_4": (
        "学校表：学生数分年级填；只有学段总数时填“小学学生数”等列，年级列留空。没有的年级留空即可。",
        "Schools: give pupils by grade; fill in pupils_P and the like only where you have no more than the stage's"
        " total, and leave its grades blank. Grades that a school does not have stay blank.",
    ),
    "rule_5": (
        "本文件夹中的 CSV 文件是同样的表，只有表头；同一张表不要在两处填写。",
        "The CSV files in this folder are the same tables with a header only: fill each table in in one place.",
    ),
    "sheet": ("工作表", "sheet"),
    "holds": ("内容", "holds"),
    "without": ("不填则", "if it is left out"),
    "required": ("必填", "required"),
    "optional": ("可不填", "may be left blank"),
    "unit": ("单位：{unit}", "unit: {unit}"),
    "also": ("英文列名：{name}", "in Chinese: {name}"),
    "choose": ("请从列表中选择。", "Choose from the list."),
    "number": ("请填不小于 0 的数。", "Enter a number that is not below 0."),
    "whole": ("请填不小于 0 的整数。", "Enter a whole number that is not below 0."),
    "share": ("请填 0 到 1 之间的数，或百分数。", "Enter a number from 0 to 1, or a percentage."),
    "wrong": ("不是这里能填的", "Not allowed here"),
    "page": ("第 &P 页，共 &N 页", "Page &P of &N"),
}
"""Words of ``seatsim init`` and of the workbook that it writes."""
SEXES: Mapping[str, tuple[str, ...]] = {"zh": ("女", "男"), "en": ("female", "male")}
ANSWERS: Mapping[str, tuple[str, ...]] = {"zh": ("是", "否"), "en": ("yes", "no")}
"""Words of cells that have no group in the glossary."""
UNITS: Mapping[str, str] = {
    "rooms": "间",
    "pupils": "人",
    "classes": "个班",
    "births": "人",
    "places/year": "人/年",
    "minutes": "分钟",
    "years": "岁",
    "staff": "人",
    "posts": "个",
}
"""Chinese names of the units of a template's columns; a year, a share and an indicator need none."""

"""Sentences of a back-test, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

_NOTES: Mapping[str, tuple[str, str]] = {
    "note_columns": ("{file}：未读取的列：{columns}。", "{file}: columns that are not read: {columns}."),
    "note_group_rows": (
        "{file}：有 {n} 个单位不在招生数据中，未用。",
        "{file}: entities that are not among the enrolments, and not used: {n}.",
    ),
    "note_births_unread": (
        "{file}：各单位都有自己的出生数；另有 {n} 个名称不在数据中，未用。",
        "{file}: every entity has births of its own; other names, not used: {n}.",
    ),
    "note_births_shared": (
        "{file}：{names} 不在数据中，其出生数作为全体单位的出生数。",
        "{file}: {names} are not among the enrolments; their births are taken as those of all entities together.",
    ),
}

_HEAD: Mapping[str, tuple[str, str]] = {
    "head": (
        "预测回测：单位 {entities} 个，分组 {groups} 个，年级 {grades}，{years}",
        "Back-test: entities {entities}, groups {groups}, grades {grades}, {years}",
    ),
    "origins": (
        "起点 {origins}，每个起点只用当年及以前的数据；目标年 {targets}。",
        "Origins {origins}, each of which sees nothing later; targets {targets}.",
    ),
    "lag_none": ("没有出生数。", "No births."),
    "lag_unknown": (
        "出生数未能使用：能对上起始年级的年份不足。",
        "The births are of no use: too few of their years reach an entry grade.",
    ),
    "lag_given": ("出生 {n} 年后进入起始年级（指定）。", "Births reach the entry grade after {n} years (given)."),
    "lag_chosen": (
        "出生 {n} 年后进入起始年级（按误差选定，%：{errors}）。",
        "Births reach the entry grade after {n} years (chosen by error, %: {errors}).",
    ),
    "lag_error": ("{lag} 年 {error}", "{lag} years {error}"),
    "fixed": (
        "本方法的各项设定只依据 {year} 及以前的目标年确定；此后的目标年才是检验。",
        "Settings of the method were fixed on targets up to {year}; later ones are the test.",
    ),
    "cells": (
        "计分预测 {scored} 个，各方法用同样的格；另有无学生的 {empty} 个、某一方法无从预测的 {unknown} 个不计。",
        "Scored: {scored} forecasts, the same ones for every method; left out: {empty} without pupils, {unknown} that"
        " some method cannot forecast.",
    ),
    "left_out": (
        "不计分的目标年：{years}（{n} 个预测），按要求剔除。",
        "Target years left out as asked: {years} ({n} forecasts).",
    ),
    "few_years": (
        "目标年只有 {n} 个：区间偏窄，结论不稳。",
        "With {n} target years the intervals are too narrow.",
    ),
}

_TABLES: Mapping[str, tuple[str, str]] = {
    "error_totals": ("单位总数：平均绝对误差（%）", "Totals of an entity: mean absolute error, %"),
    "error_cells": ("单位各年级：平均绝对误差（%）", "Grade cells of an entity: mean absolute error, %"),
    "bands_totals": ("单位总数：偏差与区间", "Totals of an entity: bias and bands"),
    "bands_cells": ("单位各年级：偏差与区间", "Grade cells of an entity: bias and bands"),
    "period": ("目标年", "targets"),
    "all": ("全部", "all"),
    "to": ("≤{year}", "≤{year}"),
    "from": ("≥{year}", "≥{year}"),
    "lead": ("提前", "lead"),
    "seatsim": ("本方法", "seatsim"),
    "naive": ("末值", "naive"),
    "survival": ("递进", "surv."),
    "survival_births": ("＋出生", "+births"),
    "interval": ("95%区间", "95%"),
    "less": ("差", "less"),
    "to_words": ("{low} 至 {high}", "{low} to {high}"),
    "error_legend": (
        "95%区间：目标年重新抽取 1,000 次。末值：上一年的数；递进：年级递进法，取最近三年升级率的平均；差：本方法减"
        "“{plain}”，负数为更准。",
        "95%: target years drawn anew 1,000 times. Naive: the last value; surv.: cohort survival with the mean of the"
        " last three ratios; less: seatsim less “{plain}”, below 0 is better.",
    ),
    "births_legend": (
        "＋出生：递进法，起始年级按出生数乘最近三年入学比的平均。",
        "+births: the same, its entry grade from births by the mean of the last three ratios.",
    ),
    "bias": ("偏差%", "bias %"),
    "coverage": ("{band}%含", "in {band}%"),
    "width": ("{band}%宽", "{band}% wide"),
    "crps": ("CRPS%", "CRPS %"),
    "count": ("格数", "cells"),
    "bands_legend": (
        "含：实际数落在 50%、80%、95% 区间内的百分比，准确的区间应与其名相符；宽：区间宽度占实际数的百分比。",
        "In 50, 80, 95%: per cent of the cells within the band, which a good one is named after; wide: width of the"
        " band in % of the pupils who came.",
    ),
    "sizes": ("按起点时单位大小（全部目标年，单位总数）", "By size of the entity at the origin (all targets, totals)"),
    "size": ("大小（学生数）", "size (pupils)"),
    "small": ("小 {least}—{most}", "small {least}–{most}"),
    "middle": ("中 {least}—{most}", "middle {least}–{most}"),
    "large": ("大 {least}—{most}", "large {least}–{most}"),
    "what": ("内容", "what"),
    "size_error": ("误差%", "error %"),
    "size_plain": ("{plain}误差%", "{plain} error %"),
    "size_coverage": ("80%区间含%", "in 80% band %"),
    "years_ahead": ("提前{n}年", "{n} ahead"),
}

_CHARTS: Mapping[str, tuple[str, str]] = {
    "accuracy_title": ("单位总数的预测误差", "Error of an entity's total"),
    "accuracy_cells_title": ("单位各年级的预测误差", "Error of an entity's grade cells"),
    "accuracy_caption": (
        "平均绝对误差占实际数的百分比，按提前年数；色带为本方法的 95% 区间（目标年重新抽取）。各方法用同样的格。",
        "Mean absolute error in % of the pupils who came, by years ahead; the band is the 95% interval of seatsim "
        "(target years drawn anew). Every method on the same cells.",
    ),
    "coverage_title": ("区间覆盖：实际数落在区间内的比例", "Coverage: how often the bands hold what came"),
    "coverage_caption": (
        "实线、圆点为单位总数，虚线、方点为各年级；细点线为名义值 50%、80%、95%。",
        "Lines with dots: totals of an entity; dashes with squares: grade cells. Dotted rules: 50, 80, 95% as named.",
    ),
    "axis_lead": ("提前年数", "Years ahead"),
    "axis_mape": ("平均绝对误差（%）", "Mean absolute error, %"),
    "axis_coverage": ("落在区间内（%）", "Within the band, %"),
    "totals": ("单位总数", "totals"),
    "cells_level": ("各年级", "grade cells"),
    "band_named": ("{band}% 区间", "{band}% band"),
    "alt_lead": ("提前 {lead} 年：{told}", "{lead} ahead: {told}"),
    "alt_pair": ("{name} {value}%", "{name} {value}%"),
}

BACKTEST: Mapping[str, tuple[str, str]] = {**_NOTES, **_HEAD, **_TABLES, **_CHARTS}
"""Sentences by key, Chinese and English."""


def both(key: str, **values: object) -> dict[str, str]:
    """A sentence in both languages."""
    zh, en = BACKTEST[key]
    return {"zh": zh.format(**values), "en": en.format(**values)}

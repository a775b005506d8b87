"""The words of where the bands come from and what to ask for first, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

SOURCE_WORDS: Mapping[str, tuple[str, str]] = {
    "sources_too_few": (
        "区间按来源分解：至少要 {fewest} 种未来，本次 {n} 种。",
        "Bands split by source: from {fewest} futures on; here are {n}.",
    ),
    "sources_no_band": ("区间按来源分解：所列结论都没有宽度。", "Bands split by source: no answer has a band."),
    "sources_split": (
        "{answer}的 80% 区间（宽 {width}）来自：{parts}；其余 {rest} 分不开（交互、取整等）。",
        "Band of {answer} ({width}): {parts}; {rest} cannot be split.",
    ),
    "split_report": ("报告未载——{told}", "not in the report: {told}"),
    "split_not_said": ("数据未载——{told}", "not in the data: {told}"),
    "split_not_knowable": ("尚不可知——{told}", "nobody can know: {told}"),
    "split_small": ("其他来源 {share}", "{share} others"),
    "source_share": ("{source} {share}", "{share} {source}"),
    "sources_under_noise": ("均不足 {noise}", "each under {noise}"),
    "sources_off": ("关闭：{sources}。", " Off: {sources}."),
    "sources_off_many": ("关闭：{n} 个来源。", " Off: {n} sources."),
    "ask_first": ("先要的数字（区间宽→得到后约为）：{asked}。", "Ask first (band now → about, then): {asked}."),
    "ask_item": (
        "{office}:{figure}({answer} {width}→{estimate})",
        "{figure}, {office}: {answer} {width} → {estimate}",
    ),
    "answer_crowded": ("{year} 年超标准学生", "pupils above standard in {year}"),
    "answer_crowded_pupil_years": ("拥挤人年", "crowded pupil-years"),
    "answer_unplaced": ("待统筹人年", "pupil-years awaiting a place"),
    "answer_primary_peak": ("小学峰值", "primary peak"),
    "answer_empty_seats": ("{year} 年空学位", "empty seats in {year}"),
    "answer_teachers_short": ("{year} 年缺教师", "teachers short in {year}"),
    "answer_spending": ("{year} 年支出", "spending in {year}"),
    "answer_capital": ("基建总额", "capital"),
}

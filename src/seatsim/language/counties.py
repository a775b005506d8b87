"""The words of a run of many counties, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

COUNTIES: Mapping[str, tuple[str, str]] = {
    "head": (
        "{scenario}：{counties} 个县、{schools} 所学校，{first}—{last} 学年，推演 {replications} 次",
        "{scenario}: {counties} counties, {schools} schools, {first}–{last}, {replications} futures",
    ),
    "together": ("全部县合计：均值（80% 区间）", "All counties together: mean (80%)"),
    "pupils": ("学生", "pupils"),
    "seats": ("学位", "seats"),
    "pupils_large": ("大班额学生", "in 56 or more"),
    "unplaced": ("待统筹", "no place yet"),
    "first": ("全部县均达标的首个学年（中位数）", "First year in which no county is over it (median)"),
    "large": ("大班额（56 人）", "classes of 56 and more"),
    "super_large": ("超大班额（66 人）", "classes of 66 and more"),
    "oversized": ("大校额", "oversized schools"),
    "never": ("推演期内未达", "not by the horizon"),
    "most_pupils_large": (
        "大班学生最多的县",
        "Counties with most pupils in classes of 56 and more",
    ),
    "most_unplaced": ("待统筹最多的县", "Counties with most children awaiting a place"),
    "sum": ("各年之和", "sum of years"),
    "peak": ("最多", "most"),
    "year": ("学年", "year"),
    "nobody": ("无", "none"),
    "one": ("单县全文：seatsim run … --county <县>", "One county in full: seatsim run … --county ID"),
}
"""By key, Chinese and English."""

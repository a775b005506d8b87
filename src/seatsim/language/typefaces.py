"""Names of typefaces: those of an official document, and those that stand in for them."""

from __future__ import annotations

from collections.abc import Sequence

ROMAN, SANS = "Times New Roman", "Arial"
TITLE_SONG, SONG, HEI, KAI, FANG = "FZXiaoBiaoSong-B05S", "宋体", "黑体", "楷体_GB2312", "仿宋_GB2312"
LATIN = (ROMAN, SANS)
"""Typefaces without Chinese letters."""

FALLBACKS: Sequence[tuple[str, str]] = (
    (
        "FZXiaoBiaoSong-B05S",
        "方正小标宋简体,方正小标宋_GBK,华文中宋,STZhongsong,Songti SC,Noto Serif CJK SC,宋体,SimSun",
    ),
    ("仿宋_GB2312", "FangSong_GB2312,仿宋,FangSong,华文仿宋,STFangsong,Noto Serif CJK SC,宋体,SimSun"),
    ("楷体_GB2312", "KaiTi_GB2312,楷体,KaiTi,华文楷体,STKaiti,Kaiti SC,Noto Serif CJK SC,宋体,SimSun"),
    ("黑体", "SimHei,华文黑体,STHeiti,Heiti SC,PingFang SC,微软雅黑,Noto Sans CJK SC"),
    ("宋体", "SimSun,华文宋体,STSong,Songti SC,Noto Serif CJK SC"),
    ("Times New Roman", "Liberation Serif"),
    ("Arial", "Helvetica,Liberation Sans"),
)
"""Other names of each typeface, and those that stand in for it where it is not installed, best first."""

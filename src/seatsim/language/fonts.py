"""What is said where no font holds the letters of a picture, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

FONTS: Mapping[str, tuple[str, str]] = {
    "font_missing": (
        "没有找到含“{letters}”等字的字体，图中文字改用英文。可安装：Debian 的 fonts-noto-cjk；Windows 的微软雅黑"
        "（Microsoft YaHei）或宋体（SimSun）；macOS 的苹方（PingFang SC）。"
        "也可用环境变量 SEATSIM_FONT 指明字体文件或目录。",
        "no font with {letters} was found, so pictures have English labels; fonts that help: fonts-noto-cjk (Debian), "
        "Microsoft YaHei or SimSun (Windows), PingFang SC (macOS); or name a font file or folder in SEATSIM_FONT",
    ),
}

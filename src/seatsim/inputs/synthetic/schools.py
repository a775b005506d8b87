"""The 105 schools of the worked county: who they are, before anybody sits in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from seatsim.inputs.synthetic.zones import PROFILES, Profile

REPORT = "靖江市2020年履行教育职责情况汇报"
LIUGUOJUN = "liuguojun-senior"
LIUGUOJUN_PUPILS, LIUGUOJUN_CLASSES = 1727, 36
"""Pupils and classes about 2019, read at xizexiao.com/school/24293."""

SYNTHETIC = (
    "synthetic: number of schools of the kind from the report (section 一); pupils drawn from the reconciled stage "
    "sums; classes from class_size.*, share_56.* and share_above_standard.* of the norms; "
    "name, zone, ownership, group, rooms and plan assumed"
)
_NAMED = "pupils from the reconciled stage sums; zone, classes, rooms and plan assumed"


@dataclass(frozen=True)
class School:
    """One row of the register without its numbers."""

    id: str
    """School id."""
    name_zh: str
    """Chinese name."""
    name_en: str
    """English name."""
    zone: str
    """Zone id."""
    kind: str
    """Kind of school."""
    ownership: str = "public"
    """``public``, ``private-affordable`` or ``private``."""
    source: str = SYNTHETIC
    """Where the school is named, or how it was made."""
    legal_school: str = ""
    """Legal school of the campus; empty for the school itself."""
    group: str = ""
    """Education group."""
    group_kind: str = ""
    """一体型 (one legal school), 联盟型 (exchanges teachers) or 辐射型 (only lessons and pull)."""
    place: int = 0
    """Place among the schools of its kind in its zone, from 0."""


_SINGLE: tuple[School, ...] = (
    School(
        "jingjiang-senior",
        "江苏省靖江高级中学",
        "Jingjiang Senior High School of Jiangsu",
        "old-town",
        "senior",
        source=f"named in {REPORT}, 二(三) (省靖中); {_NAMED}",
    ),
    School(
        LIUGUOJUN,
        "靖江市刘国钧中学",
        "Liu Guojun High School",
        "shengci",
        "senior",
        source=f"named in {REPORT}, 二(三); 36 classes and 1,727 pupils about 2019 and its place in 生祠 read at "
        "xizexiao.com/school/24293, taken for 2020; grades, rooms and plan assumed; "
        "its 775 new seats come as a project",
    ),
    School(
        "xieqiao-senior",
        "靖江市斜桥中学",
        "Xieqiao High School",
        "xieqiao",
        "senior",
        source=f"named in mytaizhou.net 2024-11-13/742386 (relocation); {_NAMED}",
    ),
    School("chengnan-senior", "城南片区高级中学", "Chengnan Senior High School", "chengnan", "senior"),
    School(
        "huaide-college",
        "怀德学院",
        "Huaide College",
        "binjiang",
        "college",
        source=f"named in {REPORT}, 四(三); no seats in the model; zone assumed",
    ),
    School(
        "jingjiang-vocational",
        "江苏省靖江中等专业学校",
        "Jingjiang Secondary Vocational School",
        "chengnan",
        "vocational",
        source=f"named in {REPORT}, 二(三) (省靖中专校); pupils from the reconciled stage sum; zone and plan assumed",
    ),
    School(
        "jingjiang-special",
        "靖江市特殊教育学校",
        "Jingjiang Special School",
        "old-town",
        "special",
        source=f"counted in {REPORT}, 一 and 二(三); pupils from its funds (F10) as reconciled; name and zone assumed",
    ),
)

_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("old-town-primary-group", "一体型", ("old-town-primary-1", "chengbei-primary-2")),
    ("old-town-kindergarten-group", "一体型", ("old-town-kindergarten-1", "binjiang-kindergarten-2")),
    ("old-town-junior-group", "联盟型", ("old-town-junior-1", "binjiang-junior-1", "jingjiang-etdz-nine-year-1")),
    ("chengnan-primary-group", "联盟型", ("chengnan-primary-1", "jingjiang-etdz-primary-2", "xieqiao-primary-2")),
    ("chengbei-primary-group", "辐射型", ("chengbei-primary-1", "gushan-primary-1", "maqiao-nine-year-1")),
    ("old-town-primary-2-group", "辐射型", ("old-town-primary-2", "jishi-primary-1", "xilai-primary-1")),
)
"""Education groups: assumed; the report names the three kinds (四(三)1), not the groups."""

_ZH = {"kindergarten": "幼儿园", "primary": "小学", "junior": "初级中学", "nine-year": "九年一贯制学校"}
_EN = {
    "kindergarten": "Kindergarten",
    "primary": "Primary School",
    "junior": "Junior School",
    "nine-year": "Nine-Year School",
}
_ORDINALS = "一二三四五六七八九"


def schools() -> tuple[School, ...]:
    """The 105 schools in file order: kindergartens, primary, junior, nine-year, then the others."""
    area = [school for kind in _ZH for profile in PROFILES for school in _of_zone(profile, kind)]
    return tuple(_grouped(school) for school in (*area, *_SINGLE))


def _of_zone(profile: Profile, kind: str) -> Iterator[School]:
    """The synthetic schools of one kind in one zone."""
    owners = _owners(profile, kind)
    for place, ownership in enumerate(owners):
        ordinal = f"第{_ORDINALS[place]}" if len(owners) > 1 else ""
        yield School(
            f"{profile.id}-{kind}-{place + 1}",
            f"{profile.short}{ordinal}{_ZH[kind]}",
            f"{profile.name_en} {_EN[kind]}" + (f" No. {place + 1}" if len(owners) > 1 else ""),
            profile.id,
            kind,
            ownership,
            place=place,
        )


def _owners(profile: Profile, kind: str) -> list[str]:
    """Ownership of a zone's schools of one kind, in order; one junior school of the county is private (assumed)."""
    if kind == "kindergarten":
        public, affordable, private = profile.kindergartens
        return ["public"] * public + ["private-affordable"] * affordable + ["private"] * private
    if kind == "junior":
        private = 1 if profile.id == "chengnan" else 0
        return ["public"] * (profile.juniors - private) + ["private"] * private
    return ["public"] * (profile.primaries if kind == "primary" else profile.nine_years)


def _grouped(school: School) -> School:
    """The school with its group and its legal school: one for all campuses of a 一体型 group."""
    for group, kind, members in _GROUPS:
        if school.id in members:
            legal = members[0] if kind == "一体型" else school.id
            return replace(school, group=group, group_kind=kind, legal_school=legal)
    return replace(school, legal_school=school.id)

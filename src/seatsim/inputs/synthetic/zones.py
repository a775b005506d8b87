"""The fourteen zones of the worked county and how children spread over them (all assumed).

The report counts 8 towns, 1 subdistrict, 3 offices and 2 development zones (section 一); names, neighbours,
minutes, shares and crowding are assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seatsim.inputs.synthetic.targets import Targets

Floats = npt.NDArray[np.float64]

SOURCE = (
    "assumed: the report counts 8 towns, 1 subdistrict, 3 offices and 2 development zones (section 一); "
    "names recalled, not read; neighbours and minutes assumed"
)


@dataclass(frozen=True)
class Profile:
    """A zone as the program sees it; every number is assumed."""

    id: str
    """Zone id."""
    name_zh: str
    """Chinese name."""
    name_en: str
    """English name."""
    short: str
    """Chinese name within school names."""
    kind: str
    """``old-town``, ``new-urban``, ``development`` or ``town``."""
    registered: float
    """Share of the county's registered children [share]."""
    crowding: float
    """How crowded its classes are against the county; 0 is middling."""
    kindergartens: tuple[int, int, int]
    """Public, affordable private and private kindergartens [schools]."""
    primaries: int
    """Primary schools [schools]."""
    juniors: int
    """Junior schools [schools]."""
    nine_years: int
    """Nine-year schools [schools]."""


PROFILES: tuple[Profile, ...] = (
    Profile(
        "old-town", "靖城街道(老城区)", "Jingcheng, old town", "老城区", "old-town", 0.178, 2.0, (6, 3, 0), 4, 3, 0
    ),
    Profile("chengnan", "城南办事处", "Chengnan", "城南片区", "new-urban", 0.110, 1.0, (3, 2, 1), 3, 2, 0),
    Profile("binjiang", "滨江新区办事处", "Binjiang New Area", "滨江片区", "new-urban", 0.080, 1.2, (2, 2, 1), 2, 1, 0),
    Profile("chengbei", "城北园区办事处", "Chengbei", "城北片区", "new-urban", 0.075, 0.8, (3, 1, 0), 2, 1, 0),
    Profile(
        "jingjiang-etdz",
        "靖江经济技术开发区",
        "Jingjiang ETDZ",
        "经开区",
        "development",
        0.105,
        0.2,
        (2, 2, 1),
        2,
        1,
        1,
    ),
    Profile(
        "jiangyin-jingjiang-park",
        "江阴-靖江工业园区",
        "Jiangyin-Jingjiang Park",
        "江阴园区",
        "development",
        0.063,
        0.0,
        (2, 1, 0),
        1,
        1,
        1,
    ),
    Profile("xinqiao", "新桥镇", "Xinqiao", "新桥镇", "town", 0.075, 0.0, (3, 1, 0), 1, 1, 1),
    Profile("dongxing", "东兴镇", "Dongxing", "东兴镇", "town", 0.043, -0.8, (1, 1, 0), 1, 0, 1),
    Profile("xieqiao", "斜桥镇", "Xieqiao", "斜桥镇", "town", 0.080, -0.2, (3, 1, 0), 2, 1, 0),
    Profile("xilai", "西来镇", "Xilai", "西来镇", "town", 0.038, -0.9, (2, 0, 0), 1, 0, 1),
    Profile("jishi", "季市镇", "Jishi", "季市镇", "town", 0.050, -0.6, (2, 1, 0), 1, 1, 1),
    Profile("gushan", "孤山镇", "Gushan", "孤山镇", "town", 0.038, -0.8, (2, 1, 0), 1, 0, 1),
    Profile("shengci", "生祠镇", "Shengci", "生祠镇", "town", 0.038, -0.9, (2, 1, 0), 1, 0, 1),
    Profile("maqiao", "马桥镇", "Maqiao", "马桥镇", "town", 0.027, -1.0, (1, 1, 0), 0, 0, 1),
)
"""The zones in file order; registered shares sum to 1."""

_MINUTES: Mapping[tuple[str, str], int] = {
    ("old-town", "chengnan"): 10,
    ("old-town", "binjiang"): 12,
    ("old-town", "chengbei"): 10,
    ("chengnan", "binjiang"): 12,
    ("chengnan", "chengbei"): 15,
    ("binjiang", "chengbei"): 13,
    ("old-town", "jingjiang-etdz"): 18,
    ("chengnan", "jingjiang-etdz"): 16,
    ("binjiang", "jingjiang-etdz"): 15,
    ("chengnan", "jiangyin-jingjiang-park"): 18,
    ("old-town", "gushan"): 20,
    ("chengbei", "gushan"): 18,
    ("old-town", "maqiao"): 22,
    ("chengbei", "maqiao"): 20,
    ("binjiang", "xieqiao"): 22,
    ("jingjiang-etdz", "xieqiao"): 20,
    ("jiangyin-jingjiang-park", "xinqiao"): 20,
    ("jiangyin-jingjiang-park", "dongxing"): 25,
    ("xinqiao", "dongxing"): 18,
    ("xinqiao", "shengci"): 22,
    ("dongxing", "shengci"): 24,
    ("shengci", "maqiao"): 18,
    ("maqiao", "gushan"): 20,
    ("maqiao", "jishi"): 32,
    ("gushan", "xieqiao"): 20,
    ("gushan", "xilai"): 22,
    ("gushan", "jishi"): 28,
    ("xieqiao", "xilai"): 20,
    ("xilai", "jishi"): 20,
}
"""Minutes between neighbouring zones, each pair once [minutes]."""


def neighbours(zone: str) -> tuple[tuple[str, int], ...]:
    """Neighbours of a zone in file order with the minutes to each."""
    both = {**_MINUTES, **{(there, here): minutes for (here, there), minutes in _MINUTES.items()}}
    return tuple((p.id, both[zone, p.id]) for p in PROFILES if (zone, p.id) in both)


def zone_rows() -> list[dict[str, str]]:
    """Rows of ``zones.csv``."""
    return [
        {
            "zone": profile.id,
            "name_zh": profile.name_zh,
            "name_en": profile.name_en,
            "kind": profile.kind,
            "neighbours": ";".join(zone for zone, _ in neighbours(profile.id)),
            "minutes": ";".join(str(minutes) for _, minutes in neighbours(profile.id)),
            "source": SOURCE,
        }
        for profile in PROFILES
    ]


def pupil_shares(registered: Floats, gross_rate: float, targets: Targets) -> Floats:
    """Share of a stage's pupils by zone: registered children plus each zone's part of the in-migrants.

    Of the in-migrants (gross rate less one, over the rate) stated shares go to old-town and to new-urban zones,
    the rest as the registered children do. Shapes (zones,).
    """
    moved = (gross_rate - 1) / gross_rate
    old, new = targets.old_town_share, targets.new_homes_share
    spread = (
        (1 - old - new) * registered + old * _within("old-town", registered) + new * _within("new-urban", registered)
    )
    return (1 - moved) * registered + moved * spread


def registered_shares(pupils: Floats, gross_rate: float, targets: Targets) -> Floats:
    """Inverse of ``pupil_shares``: registered children by zone from the pupils by zone, shapes (zones,) [share].

    Within a kind of zone the in-migrants follow the registered children, so the pupils' shares there carry over.
    """
    share = pupils / pupils.sum()
    moved = (gross_rate - 1) / gross_rate
    old, new = targets.old_town_share, targets.new_homes_share
    drawn = moved * (old * _within("old-town", share) + new * _within("new-urban", share))
    found: Floats = (share - drawn) / ((1 - moved) + moved * (1 - old - new))
    return found


def _within(kind: str, weights: Floats) -> Floats:
    """Shares of the zones of one kind among themselves, 0 elsewhere, shape (zones,)."""
    mine = np.array([profile.kind == kind for profile in PROFILES])
    found: Floats = np.where(mine, weights, 0.0) / weights[mine].sum()
    return found

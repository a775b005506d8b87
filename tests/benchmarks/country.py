"""A country of the size of China, invented: ``python tests/benchmarks/country.py --out DIR [--as folders]``.

Writes a register of counties (one folder, tables with a leading column ``county``) or a folder of counties, and prints
what it holds beside the targets. Same numbers, same bytes: every draw is a uniform at an address.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import country_targets as targets
import numpy as np
from country_counties import SPREAD, counties, zones
from country_links import flows
from country_schools import schools
from country_tables import Country, tables

from seatsim.domain.stages import STAGES
from seatsim.model.streams import Draws

_PERCENTS = (0, 10, 50, 90, 99, 100)
_COUNTY = """# Invented for the benchmark of a country: tests/benchmarks/country.py
format = 1
id = "{id}"
baseline_year = 2020
information_date = 2025-12-31

[name]
zh = "{zh}"
en = "{en}"

[grades]
kindergarten = 3
primary = 6
junior = 3
senior = 3
vocational = 3
"""


def country(count: int, school_count: int, seed: int) -> Country:
    """The country of these numbers. Raises ValueError where so many schools do not fit so many counties."""
    draws = Draws(seed)
    where = counties(draws, count, school_count)
    parts = zones(draws, where)
    return Country(where, parts, schools(draws, where, parts), draws)


def write_register(of: Country, out: Path) -> None:
    """Write one folder whose tables begin with the column ``county``."""
    out.mkdir(parents=True)
    (out / "county.toml").write_text(_COUNTY.format(id="country", zh="某国", en="A country"), encoding="utf-8")
    for name, frame in tables(of).items():
        frame.write_csv(out / name)
    flows(of.draws, of.counties, of.schools).write_csv(out / "flows.csv")


def write_folders(of: Country, out: Path) -> None:
    """Write a folder of county folders."""
    out.mkdir(parents=True)
    for number, county in enumerate(of.counties.ids, start=1):
        (out / county).mkdir()
        text = _COUNTY.format(id=county, zh=f"第{number}县", en=f"County {number}")
        (out / county / "county.toml").write_text(text, encoding="utf-8")
    for name, frame in tables(of).items():
        counts = frame["county"].rle().struct.unnest()
        begin = 0
        for county, length in counts.select("value", "len").iter_rows():
            frame.slice(begin, length).drop("county").write_csv(out / county / name)
            begin += length
    flows(of.draws, of.counties, of.schools).write_csv(out / "flows.csv")


def summary(of: Country) -> list[str]:
    """What the country holds, beside the targets."""
    found, wanted = of.schools, targets.pupils(len(of.schools.kind))
    sizes = of.counties.schools
    lines = [
        f"{len(sizes):,} counties, {len(of.zones.county):,} zones, {len(found.kind):,} schools, {found.point.sum():,}"
        f" of them teaching points, {found.private.sum():,} private",
        "",
        "| stage | pupils, 10^6 | target | units | mean class |",
        "|---|---|---|---|---|",
    ]
    for stage in STAGES:
        heads = found.pupils[stage].sum()
        units = int((found.pupils[stage].sum(axis=1) > 0).sum())
        each = f"{heads / found.classes[stage].sum():.1f}" if stage in found.classes else ""
        lines.append(f"| {stage} | {heads / 1e6:.2f} | {wanted[stage] / 1e6:.2f} | {units:,} | {each} |")
    total = sum(int(values.sum()) for values in found.pupils.values())
    lines.append(f"| all | {total / 1e6:.2f} | {sum(wanted.values()) / 1e6:.2f} | | |")
    lines += ["", "| quantile | " + " | ".join(f"{p} %" for p in _PERCENTS) + " |", "|---" * (len(_PERCENTS) + 1) + "|"]
    median = np.exp(-(SPREAD**2) / 2) * sizes.mean()
    lines.append(_quantiles(f"schools of a county (log-normal: median {median:.0f})", sizes))
    for place, kind in enumerate(targets.KINDS):
        lines.append(_quantiles(f"pupils of a school: {kind}", found.sizes[found.kind == place]))
    return lines


def _quantiles(name: str, values: np.ndarray) -> str:
    told = np.percentile(values, _PERCENTS) if len(values) else np.zeros(len(_PERCENTS))
    return f"| {name} | " + " | ".join(f"{value:,.0f}" for value in told) + " |"


def main() -> None:
    """Write a country and print its summary."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--out", type=Path, required=True, help="folder to make; it must not be there yet")
    asked.add_argument("--counties", type=int, default=targets.COUNTIES)
    asked.add_argument("--schools", type=int, help="default: as many for each county as in all of China")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--as", dest="form", choices=("register", "folders"), default="register")
    options = asked.parse_args()
    if options.out.exists():
        asked.error(f"{options.out} is there already")
    schools_of = options.schools or round(targets.SCHOOLS * options.counties / targets.COUNTIES)
    try:
        found = country(options.counties, schools_of, options.seed)
    except ValueError as error:
        asked.error(str(error))
    (write_register if options.form == "register" else write_folders)(found, options.out)
    print(*summary(found), sep="\n")


if __name__ == "__main__":
    main()

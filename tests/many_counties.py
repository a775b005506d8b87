"""Small sets of counties in files: a folder of county folders, or the same counties as one register."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

STAGES_OF: Mapping[str, tuple[str, int]] = {
    "kindergarten": ("K", 3),
    "primary": ("P", 6),
    "junior": ("J", 3),
    "senior": ("S", 3),
}
"""Letter and grades of the kinds of schools that a county has."""
HEAD = """format = 1
id = "{id}"
name = {{ zh = "{id}", en = "{id}" }}
baseline_year = 2020
information_date = "2021-05-10"
"""
Row = Sequence[object]
FLOW_COLUMNS = ("from_county", "to_county", "stage", "pupils", "source", "sd")


def county_tables(number: int, schools: int = 2) -> dict[str, list[Row]]:
    """Tables of a small county, the header first; every county has the same ids, and sizes of its own."""
    rng = np.random.default_rng(number)
    zones: list[Row] = [("zone", "name_zh", "kind", "neighbours", "minutes", "source")]
    zones += [("town", "镇", "old-town", "new", "10", "test"), ("new", "新", "new-urban", "", "", "test")]
    births: list[Row] = [("zone", "year", "births", "variant", "source")]
    for zone in ("town", "new"):
        level = float(rng.integers(80, 160))
        births += [(zone, year, level + 3 * (year - 2010), "reference", "test") for year in range(2008, 2022)]
    return {"zones.csv": zones, "births.csv": births, "schools.csv": _schools(rng, schools)}


def _schools(rng: np.random.Generator, schools: int) -> list[Row]:
    columns = _columns()
    rows: list[Row] = [columns]
    for kind, (letter, grades) in STAGES_OF.items():
        for place in range(schools):
            row: dict[str, object] = dict.fromkeys(columns, 0)
            row |= {"school_id": f"{kind}-{place}", "name_zh": "校", "zone": ("town", "new")[place % 2]}
            row |= {"kind": kind, "ownership": "public", "source": "test", f"rooms_{letter}": grades * 4}
            row |= {f"pupils_{letter}{grade}": int(rng.integers(60, 200)) for grade in range(1, grades + 1)}
            rows.append([row[column] for column in columns])
    return rows


def _columns() -> list[str]:
    grades = [f"{letter}{grade}" for letter, count in (*STAGES_OF.values(), ("V", 3)) for grade in range(1, count + 1)]
    rooms = [f"rooms_{letter}" for letter in "KPJS"]
    pupils = [f"pupils_{grade}" for grade in (*grades, "special")]
    return ["school_id", "name_zh", "zone", "kind", "ownership", *rooms, *pupils, "source"]


def write_folder(folder: Path, counties: Mapping[str, Mapping[str, Sequence[Row]]], flows: Iterable[Row] = ()) -> Path:
    """A folder of county folders."""
    for county, tables in counties.items():
        place = folder / f"county-{county}"
        place.mkdir(parents=True)
        (place / "county.toml").write_text(HEAD.format(id=county), encoding="utf-8")
        for name, rows in tables.items():
            write_rows(place / name, rows)
    _write_flows(folder, flows)
    return folder


def write_register(
    folder: Path, counties: Mapping[str, Mapping[str, Sequence[Row]]], flows: Iterable[Row] = ()
) -> Path:
    """The same counties as a register with a column ``county``."""
    folder.mkdir(parents=True)
    (folder / "county.toml").write_text(HEAD.format(id="province"), encoding="utf-8")
    for name in next(iter(counties.values())):
        rows: list[Row] = [("county", *next(iter(counties.values()))[name][0])]
        rows += [(county, *row) for county, tables in counties.items() for row in tables[name][1:]]
        write_rows(folder / name, rows)
    _write_flows(folder, flows)
    return folder


def _write_flows(folder: Path, flows: Iterable[Row]) -> None:
    rows = list(flows)
    if rows:
        write_rows(folder / "flows.csv", [FLOW_COLUMNS, *rows])


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """A CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def write_scenario(path: Path, county: str, horizon: int = 2024, replications: int = 6) -> Path:
    """A scenario of nothing new."""
    head = f'format = 1\nname = "many"\ncounty = "{county}"\n'
    numbers = f"horizon = {horizon}\nreplications = {replications}\nseed = 3\n"
    path.write_text(head + numbers, encoding="utf-8")
    return path


def some(count: int, schools: int = 2) -> dict[str, dict[str, list[Row]]]:
    """So many small counties by id."""
    return {f"c{number:02}": county_tables(number, schools) for number in range(count)}

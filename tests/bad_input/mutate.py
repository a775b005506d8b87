"""Mutate good inputs and keep what gives faults that no case of the corpus gives: ``mutate.py SEED [TRIES]``.

Each try changes one or two things in one good file (a cell, a row, a line, a key, a value, a byte), reads the result
in process, and writes the case with what was observed to ``FOUND``, a folder that a person looks through: is the
fault true, at the right place, understandable? Kept ones are moved to ``cases`` with a row of ``index.csv``. What ends
otherwise than with 0, 2 or 3, takes more than five seconds or writes anything is told as a finding of its own.
Mutants that read as good are told too: ``--silent`` lists them with the change.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bad_cases import HERE, Place, lay_out, read_index, written

from seatsim import cli, exits
from seatsim.domain.faults import InvalidInput

FOUND = Path("found")
FILES = {
    **dict.fromkeys(("county/schools.csv", "county/zones.csv", "county/county.toml"), "check county"),
    **dict.fromkeys(("births.csv", "catchments.csv", "feeders.csv", "history.csv", "resources.csv"), "check county"),
    **dict.fromkeys(("staff.csv", "posts.csv", "figures.csv"), "check county"),
    "case.toml": "check case.toml",
    "several/flows.csv": "check many.toml",
    "several/county-c00/county.toml": "check many.toml",
    "joined/schools.csv": "check one.toml",
    "joined/zones.csv": "check one.toml",
    "enrolment.csv": "backtest enrolment.csv --births births.csv --group group.csv",
    "births.csv of a back-test": "backtest enrolment.csv --births births.csv --group group.csv",
    "group.csv": "backtest enrolment.csv --births births.csv --group group.csv",
}
"""Good files and the command that reads each; a bare name is one of ``TABLES``, which the county may have."""
TABLES = {
    "births.csv": "zone,year,births,variant,source\n"
    + "".join(f"{zone},{year},90,reference,x\n" for zone in ("town", "village") for year in range(2012, 2021)),
    "catchments.csv": "zone,school_id,stage,share,source\ntown,town-primary,primary,0.9,x\n"
    "town,village-nine-year,primary,0.1,x\nvillage,village-nine-year,junior,1,x\n",
    "feeders.csv": "from_school,to_school,share,source\ntown-primary,village-nine-year,0.8,x\n",
    "history.csv": "year,school_id,grade,pupils,source\n2018,town-primary,P1,80,x\n2019,town-primary,P1,85,x\n"
    "2019,town-primary,P2,79,x\n2019,village-nine-year,J1,61,x\n2020,town-primary,P1,90,x\n",
    "resources.csv": "school_id,stage,indicator,value,source\ntown-primary,primary,floor_area,3000,x\n"
    "village-nine-year,primary,sports_area,2000,x\nvillage-nine-year,junior,multimedia_rooms,4,x\n",
    "staff.csv": "stage,age,sex,senior_title,in_post,count,source\nprimary,40,female,yes,yes,30,x\n"
    "junior,35,male,no,yes,9,x\nkindergarten,28,female,no,no,20,x\n",
    "posts.csv": "stage,approved,source\nprimary,40,x\njunior,14,x\nkindergarten,20,x\n",
    "figures.csv": "id,value,unit,date,section,source,kind,note\nF5.primary,100,%,2020,,x,reported,\n"
    "F6.going_on,95.5,%,2020-09,,x,assumed,\nF2.towns,1,areas,2020-12-31,,x,reported,\n",
}
SCENARIO = """format = 1
name = "case"
county = "county"
horizon = 2030
as_of = 2021-05-31
title.en = "A case"
[projects.wing]
kind = "extension"
school = "town-primary"
opens = 2022
rooms_P = 4
fills = "entry"
takes_from = { village = 0.1 }
source = "x"
[projects.new]
kind = "new-school"
school = "new"
zone = "village"
opens = 2024
rooms_J = 6
takes_from = { village-nine-year = 0.5 }
source = "x"
[levers.construction]
desks = 2
[levers.admission]
gate = "strict"
[levers.layout.boundaries.line]
school = "town-primary"
year = 2023
takes_from = { village = 0.1 }
source = "x"
[levers.groups.formed.g]
kind = "联盟型"
schools = ["town-primary", "village-nine-year"]
year = 2022
source = "x"
[policies.watch]
when = { measure = "seat_use", zone = "town", stage = "primary", above = 1.05, years = 2 }
order = "stop-hiring"
[limits.classes]
large = 56
[uncertainty.births]
growth_sd = 0.02
"""
MANY = 'format = 1\nname = "many"\ncounty = "{}"\nhorizon = 2024\n'
CELLS = (
    *("", "0", "-1", "1.5", "nan", "inf", "1e9", "99999999999999999999", "1,5", "1 000", "12人", "x", "－3", "１２"),
    *(
        "#REF!",
        "#N/A",
        "无",
        "—",
        "TRUE",
        "2020-09-01",
        "2020/21",
        "9月1日",
        "all",
        "合计",
        "='a'!A1",
        "\ufeff",
        "\u200b",
    ),
    *("town", "village", "town-primary", "primary", "junior", "P1", "J9", "public", "private", "a\nb", '"', "x" * 300),
)
VALUES = (
    *("0", "-1", "1.5", "nan", "inf", "true", '""', '" "', '"x"', "[]", "{}", "[1]", '["a"]', "{ a = 1 }", "1e400"),
    *("2021-01-01", "10:00:00", "99999", "9" * 30, '"town"', '"village"', '"town-senior"', '"all"', '"a/b"', "0x10"),
)
BYTES = (b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b'"', b",", b"\n", b"\xe5\x9f", b"\x1b[31m", b"=", b"[", b"\t", b";")
Change = Callable[[random.Random, str], str]


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def _text(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _cell(rng: random.Random, text: str) -> str:
    rows = _rows(text)
    row = rng.choice(rows[1:] or rows)
    filled = [place for place, cell in enumerate(row) if cell]
    place = rng.choice(filled) if filled and rng.random() < 0.7 else rng.randrange(len(row))
    other = rng.choice(rows[1:] or rows)[place]
    row[place] = rng.choice([*CELLS, other, row[place][:-1], row[place] * 2, f"-{row[place]}", f"{row[place]}0"])
    return _text(rows)


def _row(rng: random.Random, text: str) -> str:
    rows = _rows(text)
    place = rng.randrange(1, len(rows))
    kind = rng.randrange(5)
    if kind == 0:
        del rows[place]
    elif kind == 1:
        rows.append(rows[place])
    elif kind == 2:
        rows[place] = rows[place][: rng.randrange(len(rows[place]))]
    elif kind == 3:
        rows[place] = [*rows[place], "1"]
    else:
        rows = rows[:1]
    return _text(rows)


def _column(rng: random.Random, text: str) -> str:
    rows = _rows(text)
    place, other = (rng.randrange(len(rows[0])) for _ in range(2))
    kind = rng.randrange(5)
    if kind == 0:
        rows = [[*row[:place], *row[place + 1 :]] for row in rows]
    elif kind == 1:
        rows[0][place] = rows[0][other]
    elif kind == 2:
        rows[0][place] = rng.choice([rows[0][place][:-1], "", "备注", "合计", "kind", f"{rows[0][place]} "])
    elif kind == 3:
        rows = [[*row, row[place]] for row in rows]
    else:
        for row in rows[1:]:
            row[place] = ""
    return _text(rows)


def _line(rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    place, other = (rng.randrange(len(lines)) for _ in range(2))
    kind = rng.randrange(4)
    if kind == 0:
        del lines[place]
    elif kind == 1:
        lines.insert(other, lines[place])
    elif kind == 2:
        lines[place] = lines[place][: rng.randrange(len(lines[place]) + 1)]
    else:
        lines[place], lines[other] = lines[other], lines[place]
    return "\n".join(lines)


def _value(rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    places = [place for place, line in enumerate(lines) if " = " in line]
    place = rng.choice(places)
    key, _, _ = lines[place].partition(" = ")
    lines[place] = f"{key} = {rng.choice(VALUES)}"
    return "\n".join(lines)


def _key(rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    place = rng.choice([place for place, line in enumerate(lines) if line])
    key, mark, value = lines[place].partition(" = ")
    lines[place] = rng.choice([f"{key[:-1]}{mark}{value}", f"{key}x{mark}{value}", f"{key}.a{mark}{value}", f"a.{key}"])
    return "\n".join(lines)


def _raw(rng: random.Random, text: str) -> bytes:
    content = text.encode()
    place = rng.randrange(len(content))
    return content[:place] + rng.choice(BYTES) + content[place + rng.randrange(2) :]


OF_TABLES: tuple[Change, ...] = (_cell, _cell, _cell, _cell, _row, _column, _line)
OF_TOML: tuple[Change, ...] = (_value, _value, _value, _key, _line)


def mutants(seed: int, tries: int) -> Iterator[tuple[str, str, bytes]]:
    """Files, commands and mutated content."""
    rng = random.Random(seed)
    for _ in range(tries):
        name = rng.choice(list(FILES))
        text = good(name)
        for _ in range(rng.choice((1, 1, 1, 2))):
            change = rng.choice(OF_TOML if name.endswith(".toml") else OF_TABLES)
            with contextlib.suppress(IndexError, ValueError):  # nothing is left to change
                text = change(rng, text)
        content = _raw(rng, text) if text and rng.random() < 0.15 else text.encode("utf-8", errors="surrogatepass")
        place = f"county/{name}" if name in TABLES else name.split(" ")[0]
        yield place, FILES[name], content


def good(name: str) -> str:
    """Content of a good file."""
    if name in TABLES:
        return TABLES[name]
    if name == "case.toml":
        return SCENARIO
    folder = HERE if "/" in name else HERE / "backtest"
    return (folder / name.split(" ")[0]).read_text(encoding="utf-8")


def observe(folder: Path, command: str) -> tuple[int, tuple[Place, ...], str]:
    """Exit code, places of faults and what is said on standard error."""
    raised: list[BaseException] = []

    def failed(error: BaseException, chosen: str | None = None) -> int:
        raised.append(error)
        return exits.failed(error, chosen)

    out, err, home = io.StringIO(), io.StringIO(), Path.cwd()
    with pytest.MonkeyPatch.context() as patched, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patched.setattr("seatsim.cli.failed", failed)
        patched.chdir(folder)
        code = cli.main(command.split())
    assert Path.cwd() == home
    faults = [fault for error in raised if isinstance(error, InvalidInput) for fault in error.faults]
    return code, tuple(sorted({(fault.file, fault.line, fault.code) for fault in faults}, key=str)), err.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("seed", type=int)
    parser.add_argument("tries", type=int, nargs="?", default=200)
    parser.add_argument("--silent", action="store_true")
    asked = parser.parse_args()
    os.environ["LANG"] = "C"
    held = {frozenset((file, code) for file, _, code in case.faults) for case in read_index()}
    counts = dict.fromkeys(("tried", "read", "refused", "new", "findings"), 0)
    for number, (place, command, content) in enumerate(mutants(asked.seed, asked.tries)):
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            lay_out("missing/scenario", folder)
            for name in ("many", "one"):
                text = MANY.format("several" if name == "many" else "joined")
                (folder / f"{name}.toml").write_text(text, encoding="utf-8")
            before_content = (folder / place).read_bytes() if (folder / place).exists() else b""
            (folder / place).write_bytes(content)
            before, began = written(folder), time.monotonic()
            code, places, err = observe(folder, command)
            took = time.monotonic() - began
            strange = code not in (0, 2, 3) or took > 5 or written(folder) != before
        counts["tried"] += 1
        counts["read" if code == 0 else "refused"] += 1
        kind = frozenset((file, fault) for file, _, fault in places)
        if strange:
            counts["findings"] += 1
            _keep(asked.seed, number, place, content)
            print(f"FINDING {number} {place}: exit {code}, {took:.1f} s: {err[:200]}")
        elif code and kind not in held:
            held.add(kind)
            counts["new"] += 1
            _keep(asked.seed, number, place, content)
            print(f"NEW {number} {place} ({command}):\n  " + "\n  ".join(err.splitlines()[:5]))
        elif code == 0 and asked.silent:
            print(f"SILENT {number} {place}: {_changed(before_content or good(Path(place).name).encode(), content)}")
    print(", ".join(f"{count} {name}" for name, count in counts.items()))


def _keep(seed: int, number: int, place: str, content: bytes) -> None:
    folder = FOUND / Path(place).name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{seed}-{number}{Path(place).suffix}").write_bytes(content)


def _changed(before: bytes, after: bytes) -> str:
    """The first line that differs."""
    pairs = zip([*before.split(b"\n"), b""], [*after.split(b"\n"), b""], strict=False)
    for line, (old, new) in enumerate(pairs, start=1):
        if old != new:
            return f"line {line}: {old[:160]!r} -> {new[:160]!r}"
    return "the end"


if __name__ == "__main__":
    main()

"""What stands in the place of a file and is none, or is too large: a fault at once, and memory stays."""

from __future__ import annotations

import os
import resource
import threading
import time
from pathlib import Path

import pytest
from little import check, instead, told

from seatsim.cli import main
from seatsim.inputs import sizes, tables
from seatsim.inputs.members import FILES
from seatsim.inputs.toml_files import Leaf, Leaves, Origin, overlay

SECONDS = 5.0
"""A hang would take for ever; a refusal takes a few hundredths of a second."""


@pytest.mark.parametrize("kind", ["folder", "pipe", "socket", "device", "link"])
@pytest.mark.parametrize("name", [name for name in FILES if name != "crowding.csv"])
def test_what_is_no_file_of_the_county_is_a_fault(
    plan: Path, name: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = plan.parent / "secret.csv"
    secret.write_text("password-of-the-treasurer\n", encoding="utf-8")
    instead(Path("county", name), kind, secret)
    begun = time.perf_counter()
    assert check(plan) == 3
    assert check("county") == 3
    assert time.perf_counter() - begun < SECONDS
    said = told(capsys)
    words = {"pipe": "is a pipe", "device": "is a link out", "link": "is a link out"}.get(kind, "cannot be read")
    assert f"{name}: {words}" in said
    assert "treasurer" not in said


@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "link"])
def test_what_is_no_file_beside_a_scenario_is_a_fault(
    plan: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    instead(plan.with_name("base.toml"), kind, Path("county/zones.csv").resolve())
    other = plan.with_name("other.toml")
    other.write_text('format = 1\nname = "other"\nextends = "base.toml"\n', encoding="utf-8")
    begun = time.perf_counter()
    assert check(other) == 3
    assert time.perf_counter() - begun < SECONDS
    said = told(capsys)
    assert f"{plan.with_name('base.toml')}: " in said or f"{other}:3: extends" in said


def test_a_link_within_the_county_is_read(plan: Path) -> None:
    Path("county/schools.csv").rename("county/of-2020.csv")
    Path("county/schools.csv").symlink_to("of-2020.csv")
    assert check(plan) == 0


def test_links_in_a_circle_are_a_fault(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("county/schools.csv").unlink()
    Path("county/schools.csv").symlink_to("schools.csv")
    assert check(plan) == 3
    assert "schools.csv: cannot be read" in told(capsys)


def test_what_the_user_names_may_be_a_link(plan: Path) -> None:
    Path("linked").symlink_to("county")
    assert check("linked") == 0
    (plan.parent.parent / "typed.toml").symlink_to(plan)
    assert check(plan.parent.parent / "typed.toml") == 3  # its county is looked for where the link stands
    assert check(plan.parent.parent / "typed.toml", "--set", "county=county") == 0


def test_a_county_of_a_set_that_is_a_link_out_is_a_fault(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("set/one").mkdir(parents=True)
    for path in Path("county").iterdir():
        Path("set/one", path.name).write_bytes(path.read_bytes())
    Path("set/two").symlink_to(Path("county").resolve())
    assert check(plan, "--set", "county=set") == 3
    assert "set/two: is a link out of the folder of counties" in told(capsys)


def sparse(path: Path, size: int) -> None:
    """A file that claims a size and takes no disk."""
    with path.open("r+b" if path.exists() else "wb") as file:
        file.truncate(size)


@pytest.mark.parametrize("name", FILES)
def test_two_gigabytes_are_refused_at_once(plan: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    sparse(Path("county", name), 2 * 10**9)
    begun, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert check(plan) == 3
    assert time.process_time() - begun < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # [kB]
    most = {"county.toml": 4, "figures.csv": 50}.get(name, 300)
    assert f"{name}: has 2,000 MB, {most} MB are read at most" in told(capsys)


def test_a_scenario_of_gigabytes_is_refused(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sparse(plan, 2 * 10**9)
    assert check(plan) == 3
    assert told(capsys) == f"{plan}: has 2,000 MB, 4 MB are read at most\n"


@pytest.mark.parametrize("option", [[], ["--births"], ["--group"]])
def test_enrolments_of_gigabytes_are_refused(plan: Path, option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    sparse(Path("large.csv"), 2 * 10**9)
    Path("small.csv").write_text("entity,year,grade,value\na,2010,1,5\n", encoding="utf-8")
    files = ["large.csv"] if not option else ["small.csv", *option, "large.csv"]
    assert main(["backtest", *files]) == 3
    assert "large.csv: has 2,000 MB, 300 MB are read at most" in told(capsys)


def test_a_pipe_that_the_user_names_is_read(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo("pipe")
    writer = threading.Thread(
        target=Path("pipe").write_text, args=("entity,year,grade,value\na,2010,1,5\n",), daemon=True
    )
    writer.start()
    assert main(["backtest", "pipe"]) == 3
    writer.join(SECONDS)
    assert told(capsys) == "pipe: years = 1: must be at least 5: four to learn from and one to forecast\n"


def test_a_device_without_end_is_refused(
    plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tables, "MOST_TABLE", 1_000_000)
    assert main(["backtest", "/dev/zero"]) == 3
    assert told(capsys) == "/dev/zero: is larger than the 1 MB that are read at most\n"


def test_too_many_lines_are_refused(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Path("county/zones.csv").open("ab") as file:
        file.write(b"\n" * (sizes.MOST_ROWS + 1))
    begun = time.perf_counter()
    assert check(plan) == 3
    assert time.perf_counter() - begun < SECONDS
    assert "zones.csv: has 10,000,004 lines, 10,000,000 are read at most" in told(capsys)


@pytest.mark.parametrize(
    "text",
    [
        "a" + ".a" * 300_000 + " = 1",
        "[" + ".".join(["'b c'"] * 200_000) + "]",
        "a = " + "[" * 300_000,
        "a = " + "{a=" * 300_000,
        "a = {" + ".".join(["x"] * 100_000) + " = 1}",
        "a = " + "[" * 90 + "]" * 90,
        ".".join(["a"] * 40) + " = {" + ".".join(["b"] * 40) + " = 1}",
        "a = " + "9" * 10_000,
        'a = "' + "\\" * 300_001 + '"',
    ],
)
def test_toml_that_is_nested_without_end_is_a_fault_at_once(
    plan: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = plan.read_text(encoding="utf-8")
    for path in (plan, Path("county/county.toml")):
        kept = path.read_text(encoding="utf-8")
        path.write_text(kept + text + "\n", encoding="utf-8")
        begun = time.perf_counter()
        assert check(plan) == 3
        assert time.perf_counter() - begun < SECONDS
        assert "no valid TOML" in told(capsys)
        path.write_text(kept, encoding="utf-8")
    assert plan.read_text(encoding="utf-8") == before
    begun = time.perf_counter()
    assert check(plan, "--set", text) == 3
    assert time.perf_counter() - begun < SECONDS
    assert "--set" in told(capsys)


def test_an_override_of_megabytes_is_a_fault(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(plan, "--set", f'title.en="{"x" * 10_000_000}"') == 3
    assert len(told(capsys)) < 300


def test_sentences_with_many_dots_are_no_keys(plan: Path) -> None:
    long = ". ".join(["A sentence"] * 200)
    text = plan.read_text(encoding="utf-8")
    plan.write_text(f'{text}title.en = "{long}"\ntests.en = """\n{long}"""  # {long}\n', encoding="utf-8")
    assert check(plan) == 0


@pytest.mark.parametrize(("name", "most"), [("zones", sizes.MOST_ZONES), ("schools", sizes.MOST_SCHOOLS)])
def test_too_many_rows_of_one_county_are_refused(
    plan: Path, name: str, most: int, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path("county", f"{name}.csv")
    rows = path.read_text(encoding="utf-8").splitlines()
    key = rows[1].split(",")[0]
    more = [rows[1].replace(key, f"{key}{place}", 1) for place in range(most)]
    path.write_text("\n".join([*rows, *more]), encoding="utf-8")
    assert check(plan) == 3
    assert f"{name}.csv: has {most + len(rows) - 1:,} {name}, {most:,} are read at most" in told(capsys)


def test_too_many_values_of_a_scenario_are_refused(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text + "".join(f"key{place} = 1\n" for place in range(sizes.MOST_VALUES)), encoding="utf-8")
    assert check(plan) == 3
    assert told(capsys) == f"{plan}: has 10,005 values, 10,000 are read at most\n"


def test_layers_are_merged_key_by_key_however_many_there_are() -> None:
    """The rules of the merge by hand, and 20,000 keys in a time that does not grow with their square."""
    origin = Origin("x")

    def leaves(**values: object) -> Leaves:
        return {tuple(path.split("__")): Leaf(value, origin) for path, value in values.items()}

    def merged(below: Leaves, above: Leaves) -> dict[str, object]:
        return {".".join(path): leaf.value for path, leaf in overlay(below, above).items()}

    below = leaves(a__b=1, a__c__d=2, e=3, f__g=4)
    assert merged(below, leaves(a__b=5)) == {"a.b": 5, "a.c.d": 2, "e": 3, "f.g": 4}
    assert merged(below, leaves(a={})) == {"a.b": 1, "a.c.d": 2, "e": 3, "f.g": 4}
    assert merged(below, leaves(e={})) == {"a.b": 1, "a.c.d": 2, "e": {}, "f.g": 4}  # for the reader to refuse
    assert merged(below, leaves(a=6)) == {"e": 3, "f.g": 4, "a": 6}
    assert merged(below, leaves(a=6, a__b=7)) == {"e": 3, "f.g": 4, "a.b": 7}
    assert merged(below, leaves(e__x=8, a__c=9)) == {"a.b": 1, "f.g": 4, "e.x": 8, "a.c": 9}
    assert merged(below, leaves(h={})) == {"a.b": 1, "a.c.d": 2, "e": 3, "f.g": 4, "h": {}}
    many: Leaves = {("t", f"k{place}"): Leaf(place, origin) for place in range(20_000)}
    begun = time.perf_counter()
    assert len(overlay(many, many)) == 20_000
    assert time.perf_counter() - begun < SECONDS


@pytest.mark.parametrize("number", ["1000000000", "0", "-1", "1e9", "1_000_001"])
def test_no_number_of_replications_is_too_large_to_be_told(
    plan: Path, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(plan, "--set", f"replications={number}") == 3
    assert "must be 1 to 1,000,000 (replications)" in told(capsys) or number == "1e9"
    assert main(["run", str(plan), "--replications", number]) in (2, 3)

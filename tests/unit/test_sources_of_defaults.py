"""What explains a default says whose report it is from: another county has none."""

import csv
import json
import re
from pathlib import Path

import pytest

import seatsim.inputs.norms
from seatsim.cli import main

NORMS = Path(seatsim.inputs.norms.__file__).with_name("norms.csv")
ITS_OWN = re.compile(r"(?<!worked county's )\bthe report\b|\bthe county's\b|\bthe county says\b")


def test_no_default_speaks_of_the_worked_county_as_of_the_readers_own() -> None:
    with NORMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 300
    assert [row["id"] for row in rows if ITS_OWN.search(f"{row['source']} {row['note']}")] == []
    assert ITS_OWN.search("derived from L9.years of the county's figures")


@pytest.mark.parametrize("key", ["levers.talent.years", "levers.backbone.new_a_year", "levers.exchange.teachers"])
def test_explain_names_the_county_from_whose_figures_a_default_is(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", key, "--json", "--lang", "en"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)["entries"]
    assert "of the worked county's figures (Jingjiang 2020)" in entry["source"]

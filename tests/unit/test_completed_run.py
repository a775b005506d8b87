"""A county of which only names, kinds, zones and pupils by stage are known: every paper says what is by rule."""

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from seatsim import api
from seatsim.cli import main
from seatsim.domain.stages import CLASS_STAGES
from seatsim.language.page_one import PAGE_ONE
from seatsim.language.small import SMALL

COUNTY = """format = 1
id = "six"
name = { zh = "六校县", en = "Six schools" }
baseline_year = 2023
information_date = 2024-05-31

[sources]
"schools.csv" = "each school's return of 2023"
"zones.csv" = "administrative division of 2023"
"""
ZONES = "name_zh,kind,neighbours,minutes\n城关镇,old-town,东乡,25\n东乡,town,城关镇,25\n"
SCHOOLS = """name_zh,zone,kind,ownership,pupils_K,pupils_P,pupils_J,pupils_S
城关幼儿园,城关镇,kindergarten,public,360,,,
东乡幼儿园,东乡,kindergarten,public,150,,,
城关小学,城关镇,primary,public,,1500,,
东乡九年制学校,东乡,nine-year,public,,400,210,
城关初中,城关镇,junior,public,,,820,
县一中,城关镇,senior,public,,,,1200
"""


def write(folder: Path, schools: str) -> Path:
    """A scenario with its county."""
    (folder / "six").mkdir()
    for name, text in {"county.toml": COUNTY, "zones.csv": ZONES, "schools.csv": schools}.items():
        (folder / "six" / name).write_text(text, encoding="utf-8")
    scenario = 'format = 1\nname = "six"\ncounty = "six"\nhorizon = 2027\nreplications = 4\n'
    (folder / "six.toml").write_text(scenario, encoding="utf-8")
    return folder / "six.toml"


def run(folder: Path, schools: str) -> api.RunResult:
    return api.run(write(folder, schools), out=folder / "out", jobs=1, reference=False)


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> api.RunResult:
    return run(tmp_path_factory.mktemp("six"), SCHOOLS)


def rests(result: api.RunResult) -> dict[str, Any]:
    return dict(result.answers["rests_on"])


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_answers_hold_what_is_by_rule(six: api.RunResult) -> None:
    told = rests(six)
    assert told["classrooms_and_classes"] == "neither"
    assert told["shares"]["pupils_without_rooms_and_classes"] == 1
    assert told["shares"]["pupils_shared_over_grades"] == 1
    assert told["shares"]["register_assumed"] == 1
    assert any("crowding today cannot be told" in rule for rule in told["assumed"])
    above = told["crowding_at_baseline"]["classes_above_standard"]
    assert all(above[stage]["p90"] == 0 for stage in ("kindergarten", "primary", "junior", "senior"))
    # A senior school without a plan goes on admitting.
    assert six.answers["peaks"]["senior"]["trough"]["pupils"]["p50"] > 600


def test_page_one_says_that_crowding_today_is_not_known(six: api.RunResult, capsys: pytest.CaptureFixture[str]) -> None:
    from seatsim.printing.answer import print_answer

    for lang, place in (("zh", 0), ("en", 1)):
        print_answer(six.answers, lang)
        page = capsys.readouterr().out
        page = page.replace("\n", "") if lang == "zh" else squeezed(page)
        for key in ("rooms_neither", "shared_over_grades"):
            assert PAGE_ONE[key][place].format(share="100%").strip() in page, key
        beginning = PAGE_ONE["start_by_rule"][place].partition("{stages}")[0].format(year=2023)
        assert beginning.strip() in page


def test_the_papers_say_it_too(six: api.RunResult, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    html, docx = api.report([six.folder], lang="en", formats=["html", "docx"], out=tmp_path)
    page = squeezed(re.sub(r"<[^>]+>", " ", html.read_text(encoding="utf-8")))
    with zipfile.ZipFile(docx) as package:
        brief = re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode())
    assert "Of 100% of the pupils neither classrooms nor classes are in the register" in page
    assert "rooms and classes by rule for 100% of pupils: crowding there today is not known" in page
    assert "Of 100% of the pupils neither rooms nor classes are known" in page
    assert (
        "of 100% of the pupils neither classrooms nor classes are known, so that crowding there today is not" in brief
    )
    for paper in (page, brief):
        assert "known by stage only, shared over the grades evenly" in paper
    assert main(["report", str(six.folder), "--format", "text", "--lang", "en"]) == 0
    assert SMALL["rooms_neither"][1] in squeezed(capsys.readouterr().out)


def test_classes_without_rooms_are_told_apart(tmp_path: Path) -> None:
    cells = ("15,,,", "6,,,", ",36,,", ",12,6,", ",,18,", ",,,27")
    lines = SCHOOLS.splitlines()
    rows = [f"{row},{classes}" for row, classes in zip(lines[1:], cells, strict=True)]
    result = run(tmp_path, "\n".join([f"{lines[0]},classes_K,classes_P,classes_J,classes_S", *rows, ""]))
    told = rests(result)
    assert told["classrooms_and_classes"] == "no_rooms"
    assert set(told["rooms_by_stage"].values()) == {"no_rooms"}
    assert "pupils_without_rooms_and_classes" not in told["shares"]
    # 820 over eighteen classes: 46 at most; the standard is 50. 1,500 over 36: 42 at most.
    assert told["crowding_at_baseline"]["classes_above_standard"]["junior"]["p90"] == 0


def test_a_few_schools_without_either_do_not_make_all_crowding_unknown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """20 of 1,920 primary pupils are within the tolerance of 2 %; a kindergarten is in no count of crowding."""
    cells = (",", "6,6", "36,36", ",", "18,18", "27,27")
    columns = ("K", "K", "P", "", "J", "S")
    heads = [f"{what}_{stage}" for stage in "KPJS" for what in ("classes", "rooms")]
    small = "高山小学,东乡,primary,public,,20,,"
    lines = [small if "nine-year" in line else line for line in SCHOOLS.splitlines()]
    rows = []
    for row, told, stage in zip(lines[1:], cells, columns, strict=True):
        known = dict(zip((f"classes_{stage}", f"rooms_{stage}"), told.split(","), strict=True))
        rows.append(",".join([row, *(known.get(head, "") for head in heads)]))
    result = run(tmp_path, "\n".join([",".join([lines[0], *heads]), *rows, ""]))
    told_of = rests(result)
    assert told_of["classrooms_and_classes"] == "mostly"
    stages = ("neither", "mostly", "completed", "completed")  # their classes are shared over the grades
    assert told_of["rooms_by_stage"] == dict(zip(CLASS_STAGES, stages, strict=True))
    assert told_of["shares"]["pupils_without_rooms_and_classes"] == pytest.approx(380 / 4050, abs=1e-6)
    html, docx = api.report([result.folder], lang="en", formats=["html", "docx"], out=tmp_path / "papers")
    page = squeezed(re.sub(r"<[^>]+>", " ", html.read_text(encoding="utf-8")))
    with zipfile.ZipFile(docx) as package:
        brief = re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode())
    assert "but for 9% of the pupils: there by rule none sits above the standard today" in page
    assert "rests on the register; by rule for 9% of pupils" in page
    for paper in (page, brief):
        assert not re.search("crowding (there )?today is not", paper)
    assert main(["report", str(result.folder), "--format", "text", "--lang", "en"]) == 0
    assert SMALL["rooms_mostly"][1] in squeezed(capsys.readouterr().out)

"""The history of a county: what is read, when a zone's grade is known, and what says so."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from seatsim.cli import main
from seatsim.domain.history import History
from seatsim.inputs.county import read_county
from seatsim.inputs.history import spans

LITTLE = Path(__file__).parents[1] / "bad_input" / "county"
SEEDS = Path(__file__).parents[2] / "seeds"
HEAD = "year,school_id,grade,pupils,source\n"


@pytest.fixture
def little(tmp_path: Path) -> Path:
    shutil.copytree(LITTLE, tmp_path / "little")
    return tmp_path / "little"


def primary(year: int, town: int, village: int) -> str:
    """Rows of every primary grade of both schools."""
    schools = (("town-primary", town), ("village-nine-year", village))
    return "".join(f"{year},{s},P{g},{n + g},yearbook\n" for s, n in schools for g in range(1, 7))


def with_history(folder: Path, rows: str) -> History:
    (folder / "history.csv").write_text(HEAD + rows, encoding="utf-8")
    found = read_county(folder).history
    assert found is not None
    return found


def notes(folder: Path) -> list[str]:
    return [note for note in read_county(folder).assumed if "history" in note]


def test_no_file_is_no_history_and_leaves_the_digest(little: Path) -> None:
    county = read_county(little)
    assert county.history is None
    assert notes(little) == []
    (little / "history.csv").write_text(HEAD + primary(2019, 80, 20), encoding="utf-8")
    first = read_county(little).digest
    assert first != county.digest
    (little / "history.csv").write_text(HEAD + primary(2019, 80, 21), encoding="utf-8")
    assert read_county(little).digest not in (first, county.digest)
    (little / "history.csv").unlink()
    assert read_county(little).digest == county.digest


def test_pupils_are_summed_by_zone_and_the_register_is_the_last_year(little: Path) -> None:
    history = with_history(little, primary(2018, 80, 20) + primary(2019, 70, 10))
    assert list(history.years) == [2018, 2019, 2020]
    assert history.zones["primary"].shape == (3, 2, 6)
    assert history.zones["primary"][0].tolist() == [[81, 82, 83, 84, 85, 86], [21, 22, 23, 24, 25, 26]]
    assert history.county("primary").tolist()[1:] == [[82, 84, 86, 88, 90, 92], [120] * 6]
    assert history.schools["primary"][1, 1].tolist() == [71, 72, 73, 74, 75, 76]
    assert np.isnan(history.schools["primary"][1, 0]).all()
    assert history.known("primary") == (2018, 2019, 2020)
    assert history.known("junior") == (2020,)


def test_a_zone_is_known_where_every_school_with_pupils_today_states_them(little: Path) -> None:
    history = with_history(little, "2018,town-primary,P1,80,x\n2018,village-nine-year,P2,20,x\n")
    assert history.zones["primary"][0, :, :3].tolist()[0][0] == 80
    missing = np.isnan(history.zones["primary"][0])
    assert missing.tolist() == [[False, *[True] * 5], [True, False, *[True] * 4]]
    assert np.isnan(history.county("primary")[:2]).all()
    # A zone in which no school has the grade today has nobody in it, in a year in which others state it.
    assert history.zones["junior"].shape == (3, 2, 3)
    more = with_history(little, "2018,village-nine-year,J1,50,x\n")
    assert more.zones["junior"][0, :, 0].tolist() == [0, 50]


def test_a_grade_that_a_school_has_given_up_counts(little: Path) -> None:
    """The town school taught J1 once; its pupils stand in its zone, and 0 states a school that had not opened."""
    history = with_history(little, "2018,town-primary,J1,40,x\n2018,village-nine-year,J1,0,x\n")
    assert history.zones["junior"][0, :, 0].tolist() == [40, 0]


def test_the_order_of_rows_changes_nothing(little: Path) -> None:
    rows = primary(2017, 60, 30) + primary(2019, 70, 10)
    one = with_history(little, rows)
    other = with_history(little, "".join(reversed(rows.splitlines(keepends=True))))
    for stage in one.zones:
        np.testing.assert_array_equal(one.zones[stage], other.zones[stage])


def test_rows_of_the_baseline_year_may_agree_with_the_register(little: Path) -> None:
    history = with_history(little, primary(2019, 70, 10) + "2020,town-primary,P1,90,x\n")
    assert history.zones["primary"][-1, 0, 0] == 90


def test_a_file_with_a_head_alone_is_no_history(little: Path) -> None:
    (little / "history.csv").write_text("\ufeff" + HEAD.replace("\n", "\r\n"), encoding="utf-8")
    assert read_county(little).history is None
    assert notes(little) == ["tables without a row, which count as left out: history.csv"]


def test_a_year_that_begins_after_the_information_date_is_not_known(little: Path) -> None:
    toml = little / "county.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("2021-05-31", "2020-08-31"), encoding="utf-8")
    (little / "history.csv").write_text(HEAD + "2020,town-primary,P1,90,x\n", encoding="utf-8")
    with pytest.raises(Exception, match="year = 2020: begins after information_date = 2020-08-31"):
        read_county(little)


def test_check_says_which_years_are_known(little: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = primary(2014, 50, 9) + primary(2016, 60, 30) + primary(2017, 60, 30) + "2018,town-primary,P1,70,x\n"
    with_history(little, rows)
    assert main(["check", str(little)]) == 0
    said = capsys.readouterr()
    words = (
        "history: history.csv from 2014; every zone and grade known: kindergarten 2020; primary 2014, 2016–2017, 2020"
    )
    assert words in said.out + said.err


@pytest.mark.parametrize(
    ("years", "words"),
    [((2020,), "2020"), ((2018, 2019, 2020), "2018–2020"), ((2014, 2016, 2017), "2014, 2016–2017"), ((), "")],
)
def test_years_in_words(years: tuple[int, ...], words: str) -> None:
    assert spans(years) == words


def test_baseline_says_which_years_are_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A synthetic register of figures with one school's history: no stage is whole before the baseline."""
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder)
    school = read_county(folder).register.school_id[60]
    (folder / "history.csv").write_text(f"{HEAD}2018,{school},P1,100,yearbook\n", encoding="utf-8")
    assert main(["baseline", str(folder), "--lang", "en"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Pupils of earlier years (history.csv, from 2018)" in said
    assert main(["baseline", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["history"]["primary"] == [2020]
    (folder / "history.csv").unlink()
    assert main(["baseline", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["history"] == {}

"""Fonts of pictures: every letter is checked, and a picture without a font is in English and says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import vl_convert

from chart_runs import real_run
from seatsim.language.punctuation import full_width, quoted, typeset
from seatsim.language.words import Words
from seatsim.papers import fonts
from seatsim.papers.chart import chosen
from seatsim.papers.charts.picture import FontWarning, MissingLetters, Pictures, png
from seatsim.results.read import Results

CROWDING = {"run": "planned-builds", "zone": "all", "stage": "all", "measure": "pupils_above_standard"}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return real_run(tmp_path_factory.mktemp("fonts") / "planned-builds", horizon=2024)


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine whose only fonts lie in the folder returned."""
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path),))
    monkeypatch.delenv(fonts.VARIABLE, raising=False)
    return tmp_path


def drawn(text: str, family: str) -> bytes:
    """One text as a picture."""
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": [{}]},
        "mark": {"type": "text", "text": text, "fontSize": 40, "font": family},
        "width": 200,
        "height": 80,
    }
    found: bytes = vl_convert.vegalite_to_png(spec)
    return found


def test_the_face_holds_every_letter_and_draws_no_boxes() -> None:
    face = fonts.face_for("学位余缺≥56–80%▲")
    assert face is not None
    assert not fonts.missing("学位余缺≥56–80%▲", face)
    first, second, box = (drawn(letter * 3, face.family) for letter in ("学", "位", "\U000f0000"))
    assert len({first, second, box}) == 3
    assert drawn("\U000f0001" * 3, face.family) == box  # letters without a glyph all look alike


def test_a_collection_gives_its_simplified_chinese_face() -> None:
    face = fonts.face_for("学")
    assert face is not None
    assert face.path.suffix != ".ttc" or "SC" in face.family


def test_without_a_font_the_picture_is_english_and_the_warning_names_fonts(run: Results, no_fonts: Path) -> None:
    pictures = Pictures([run], None, Words("zh"))
    chart = pictures.charts["crowding"]
    assert fonts.face_for("学") is None
    with pytest.raises(MissingLetters):
        png(chart, chosen(chart, **CROWDING))
    with pytest.warns(FontWarning, match=r"fonts-noto-cjk.*Microsoft YaHei.*SimSun.*PingFang"):
        told = pictures.png("crowding", CROWDING, 340, 120)
    english = Pictures([run], None, Words("en")).png("crowding", CROWDING, 340, 120)
    assert told == english
    assert told is not None
    assert len(told) > 5_000


def test_with_the_font_it_is_chinese(run: Results) -> None:
    told, english = (Pictures([run], None, Words(lang)).png("crowding", CROWDING, 340, 120) for lang in ("zh", "en"))
    assert told
    assert english
    assert told != english


def test_a_choice_without_rows_makes_no_picture(run: Results) -> None:
    assert Pictures([run], None, Words("en")).png("crowding", {**CROWDING, "zone": "nowhere"}, 340, 120) is None


def test_the_variable_names_a_file_or_a_folder(
    no_fonts: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = next(Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.ttc"))
    folder = tmp_path_factory.mktemp("mine")
    shutil.copy(source, folder / "mine.ttc")
    for named in (folder, folder / "mine.ttc"):
        monkeypatch.setenv(fonts.VARIABLE, str(named))
        face = fonts.face_for("学位")
        assert face is not None
        assert face.path == folder / "mine.ttc"


def test_what_is_no_font_is_passed_over(no_fonts: Path) -> None:
    (no_fonts / "broken.ttf").write_bytes(b"no font at all")
    (no_fonts / "empty.ttc").write_bytes(b"")
    assert fonts.face_for("学") is None


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("学生14,981人(7,076—22,864,假定),大班额", "学生14,981人\uff087,076—22,864\uff0c假定\uff09\uff0c大班额"),
        ("3,319 (1,618—5,034)", "3,319 (1,618—5,034)"),
        ("derived from A, B; C", "derived from A, B; C"),
        ("注:*为假定", "注\uff1a*为假定"),
        ("(未完", "(未完"),
    ],
)
def test_chinese_punctuation_is_of_full_width(text: str, printed: str) -> None:
    assert full_width(text) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("现将““十五五”学位补充方案”测算", "现将“‘十五五’学位补充方案”测算"),
        ("“甲”2%、“乙的“丙””98%", "“甲”2%、“乙的‘丙’”98%"),
        ("“十五五”学位补充方案", "“十五五”学位补充方案"),
        ("“甲““乙”", "“甲““乙”"),
        ("””““", "””““"),
    ],
)
def test_quotes_within_quotes_are_single(text: str, printed: str) -> None:
    assert quoted(text) == full_width(text) == typeset(text, "zh") == printed

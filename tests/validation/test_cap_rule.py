"""Classes under a cap against real grades, and the same on invented ones."""

from pathlib import Path

import numpy as np
import pytest
from cap_rule import main, read_classes, report, told
from click.testing import CliRunner

from real_data import real_data

_INVENTED = """schlcode,grade,classid,classize,c_size
1,4,1,40,40
2,4,1,21,41
2,4,2,20,41
3,4,1,41,41
4,4,1,30,90
5,5,1,,33
6,5,1,15,30
6,5,2,15,30
"""


def test_complete_grades_have_the_classes_that_the_cap_asks_for() -> None:
    figures = report(real_data("maimonides/classes_1991.csv"), 40, 0.95)
    assert figures["exact"] >= 95.0
    assert figures["by_completeness"]["0.9"]["exact"] >= 94.9
    assert figures["grades"] > 1500


def test_a_cap_that_was_not_theirs_is_told_apart() -> None:
    figures = report(real_data("maimonides/classes_1991.csv"), 33, 0.95)
    assert figures["exact"] < 80.0


def _file(folder: Path, text: str = _INVENTED) -> Path:
    path = folder / "classes.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_grades_are_counted_by_hand(tmp_path: Path) -> None:
    """Of five grades with known sizes four are complete; two of them have 1 and 2 classes as the cap asks."""
    figures = report(_file(tmp_path), 40, 1.0)
    assert (figures["grades"], figures["exact"]) == (4, 50.0)
    assert (figures["more"], figures["fewer"]) == (25.0, 25.0)
    assert figures["all"] == {"grades": 5, "exact": 40.0}


def test_the_rule_is_the_quotient_rounded_up(tmp_path: Path) -> None:
    grades = read_classes(_file(tmp_path))
    assert told(grades, 40).tolist() == np.ceil(grades.enrolled / 40).astype(int).tolist()


def test_without_enrolments_the_classes_are_summed(tmp_path: Path) -> None:
    text = "\n".join(",".join(line.split(",")[:4]) for line in _INVENTED.splitlines())
    grades = read_classes(_file(tmp_path, text))
    assert grades.enrolled.tolist() == [40, 41, 41, 30, 30]
    assert grades.complete(1.0).all()


@pytest.mark.parametrize("how", [[], ["--json"]])
def test_the_command_prints(tmp_path: Path, how: list[str]) -> None:
    done = CliRunner().invoke(main, [str(_file(tmp_path)), "--cap", "40", *how])
    assert done.exit_code == 0, done.output
    assert "exact" in done.output

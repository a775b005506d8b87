"""``docs/theory.md`` tells every test of this folder, and none that is not there."""

import re
from pathlib import Path

HERE = Path(__file__).parent


def test_the_page_tells_every_test_and_no_other() -> None:
    files = [path for path in HERE.glob("test_*.py") if path != Path(__file__)]
    tests = {name for path in files for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M)}
    page = (HERE.parents[1] / "docs" / "theory.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`(test_\w+)`", page)) == tests

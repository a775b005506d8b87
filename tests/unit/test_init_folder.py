"""``seatsim init``: a folder made whole or not at all, and never in the place of another."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from seatsim.cli import main
from seatsim.domain.faults import RefusedFolder
from seatsim.starting.county import county_files, new_county
from seatsim.starting.place import make_folder

MADE = {"README.md", "county.toml", "reference.toml", "plan.toml", "register.xlsx", "schools.csv", "figures.csv"}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def fill(draft: Path) -> None:
    (draft / "sub").mkdir()
    (draft / "sub" / "b.txt").write_text("b")
    (draft / "a.txt").write_text("a")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_folder_holds_what_is_printed(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    folder = tmp_path / "东 county's"
    assert main(["init", str(folder), "--lang", lang]) == 0
    printed = capsys.readouterr().out.splitlines()
    files = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    assert sorted(line.strip() for line in printed[1 : len(files) + 1]) == sorted(files)
    assert names(folder) >= MADE
    assert names(tmp_path) == {folder.name}
    first, *others = (line.strip() for line in printed[-4:])
    there = subprocess.run(
        ["/bin/sh", "-c", f"{first} && pwd"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert there.stdout.strip() == str(folder)
    said = " --lang zh" if lang == "zh" else ""  # what the locale does not say already
    report = "seatsim report results/plan --format docx"
    assert others == [f"seatsim check plan.toml{said}", f"seatsim run plan.toml{said}", f"{report}{said}"]


def test_a_folder_like_an_option_can_be_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--", "-x"]) == 0
    assert "  cd ./-x\n" in capsys.readouterr().out


def test_the_language_is_that_of_the_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(["init", str(tmp_path / "a")]) == 0
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert main(["init", str(tmp_path / "b")]) == 0
    files = county_files("zh", 2026)
    assert (tmp_path / "a" / "README.md").read_bytes() == files["README.md"]
    assert (tmp_path / "b" / "README.md").read_bytes() == county_files("en", 2026)["README.md"]
    assert files["README.md"] != county_files("en", 2026)["README.md"]


@pytest.mark.parametrize(("today", "year"), [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026)])
def test_the_register_is_that_of_last_september(today: date, year: int, tmp_path: Path) -> None:
    new_county(tmp_path / "new", "en", today)
    assert f"baseline_year = {year} " in (tmp_path / "new" / "county.toml").read_text(encoding="utf-8")


def test_the_same_day_gives_the_same_bytes() -> None:
    assert county_files("zh", 2026) == county_files("zh", 2026)


def test_a_second_time_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new"
    assert main(["init", str(folder)]) == 0
    (folder / "plan.toml").write_text("mine", encoding="utf-8")
    before = names(folder)
    capsys.readouterr()
    for options in ([], ["--example"]):
        assert main(["init", str(folder), *options]) == 2
        said = capsys.readouterr()
        assert "is not empty (it holds .taplo.toml, .vscode, README.md, births.csv" in said.err
        assert not said.out
    assert (folder / "plan.toml").read_text(encoding="utf-8") == "mine"
    assert names(folder) == before


def test_what_is_in_the_way_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "名册.xlsx").write_bytes(b"")
    assert main(["init", str(tmp_path)]) == 2
    assert "名册.xlsx" in capsys.readouterr().err
    assert main(["init", str(tmp_path / "名册.xlsx")]) == 2
    assert "is a file" in capsys.readouterr().err
    assert main(["init", str(tmp_path / "名册.xlsx" / "new")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert main(["init", "/proc/new-county"]) == 2
    assert "/proc/new-county: cannot be written" in capsys.readouterr().err
    assert names(tmp_path) == {"名册.xlsx"}


def test_an_empty_folder_keeps_its_place(tmp_path: Path) -> None:
    """Whoever stands in it with a shell stays in it."""
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / ".DS_Store").write_bytes(b"")
    place = folder.stat().st_ino
    make_folder(folder, fill)
    assert folder.stat().st_ino == place
    assert names(folder) == {".DS_Store", "a.txt", "sub"}
    assert names(tmp_path) == {"empty"}


def test_here_may_be_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "."]) == 0
    assert names(tmp_path) >= MADE


def test_roundabout_paths_and_links_lead_where_they_say(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    make_folder(tmp_path / "gone" / ".." / "link" / "new", fill)
    assert names(tmp_path / "real" / "new") == {"a.txt", "sub"}
    (tmp_path / "round").symlink_to(tmp_path / "round")
    with pytest.raises(RefusedFolder, match="round/new: cannot be written"):
        make_folder(tmp_path / "round" / "new", fill)


def test_a_new_folder_may_be_read_by_whom_others_may(tmp_path: Path) -> None:
    (tmp_path / "by-hand").mkdir()
    make_folder(tmp_path / "new", fill)
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "by-hand").stat().st_mode


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_nothing_half_written_stays(there: bool, error: BaseException, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    if there:
        folder.mkdir()

    def broken(draft: Path) -> None:
        fill(draft)
        raise error

    expected = RefusedFolder if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        make_folder(folder, broken)
    assert names(tmp_path) == ({"new"} if there else set())
    assert not there or names(folder) == set()


def test_a_move_that_fails_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[Path] = []
    rename = Path.rename

    def once(self: Path, target: Path) -> Path:
        if moved:
            raise KeyboardInterrupt
        moved.append(target)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", once)
    with pytest.raises(KeyboardInterrupt):
        make_folder(tmp_path, fill)
    assert moved
    assert names(tmp_path) == set()


def test_a_killed_init_leaves_no_folder_of_that_name(tmp_path: Path) -> None:
    script = (
        "import os, signal; from pathlib import Path; from seatsim.starting.place import make_folder;"
        "make_folder(Path('new'), lambda draft: ((draft / 'a').write_text('a'), os.kill(os.getpid(), signal.SIGKILL)))"
    )
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=False, env=os.environ)
    assert not (tmp_path / "new").exists()
    make_folder(tmp_path / "new", fill)
    assert names(tmp_path / "new") == {"a.txt", "sub"}

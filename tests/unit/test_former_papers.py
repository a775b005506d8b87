"""Papers of results that are replaced: somebody may have written in the brief, or put a note beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interrupted import Case
from seatsim.cli import main
from seatsim.results import RunFolder, prepare_folder
from seatsim.results.manifest import RESULTS_FORMAT

FIRST, OTHER = "1a2b3c4d" * 8, "ffff0000" * 8


def fill(folder: Path, digest: object) -> None:
    """A finished results folder, as far as one that replaces it looks."""
    content = {"scenario": "plan", "files": {}, "digest": digest}
    told = {"results_format": RESULTS_FORMAT, "content": content}
    (folder / "manifest.json").write_text(json.dumps(told), encoding="utf-8")


def replaced(out: Path, digest: str) -> RunFolder:
    """The claim of a run whose results have come into place."""
    with prepare_folder(out, "plan") as claimed:
        fill(claimed.new_draft(), digest)
        claimed.publish()
    return claimed


def with_paper(out: Path, text: str) -> None:
    (out / "papers").mkdir()
    (out / "papers" / "brief.zh.docx").write_text(text, encoding="utf-8")


def papers(out: Path) -> dict[str, str]:
    return {path.relative_to(out).as_posix(): path.read_text(encoding="utf-8") for path in out.glob("papers*/*")}


def test_they_keep_their_name_where_the_results_are_the_same(tmp_path: Path) -> None:
    replaced(tmp_path / "plan", FIRST)
    with_paper(tmp_path / "plan", "edited")
    assert replaced(tmp_path / "plan", FIRST).notes == []
    assert papers(tmp_path / "plan") == {"papers/brief.zh.docx": "edited"}


def test_they_are_named_by_their_results_and_outlive_any_number_of_runs(tmp_path: Path) -> None:
    out = tmp_path / "plan"
    replaced(out, FIRST)
    with_paper(out, "edited")
    (note,) = replaced(out, OTHER).notes
    assert str(out / "papers-1a2b3c4d") in note
    replaced(out, FIRST)
    with_paper(out, "written anew")
    replaced(out, OTHER)
    kept = {"papers-1a2b3c4d/brief.zh.docx": "edited", "papers-1a2b3c4d-2/brief.zh.docx": "written anew"}
    assert papers(out) == kept
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_an_empty_folder_is_not_kept(tmp_path: Path) -> None:
    out = tmp_path / "plan"
    replaced(out, FIRST)
    (out / "papers").mkdir()
    assert replaced(out, OTHER).notes == []
    assert [path.name for path in out.iterdir()] == ["manifest.json"]


@pytest.mark.parametrize("digest", ["../../elsewhere", "", None, 3])
def test_a_digest_that_is_none_names_no_other_place(digest: object, tmp_path: Path) -> None:
    out = tmp_path / "plan"
    replaced(out, FIRST)
    with_paper(out, "edited")
    fill(out, digest)
    replaced(out, OTHER)
    assert papers(out) == {"papers-00000000/brief.zh.docx": "edited"}


def test_a_kill_between_the_moves_and_the_deletion_loses_none(tmp_path: Path) -> None:
    out, old = tmp_path / "plan", tmp_path / ".plan.old"
    replaced(out, FIRST)
    with_paper(out, "edited")
    out.rename(old)
    replaced(tmp_path / "new", OTHER)
    (tmp_path / "new").rename(out)
    prepare_folder(out, "plan").release()
    assert papers(out) == {"papers-1a2b3c4d/brief.zh.docx": "edited"}
    assert not old.exists()


def test_those_that_cannot_be_moved_wait_for_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, old = tmp_path / "plan", tmp_path / ".plan.old"
    replaced(out, FIRST)
    with_paper(out, "edited")
    move = Path.replace

    def denied(path: Path, target: Path) -> Path:
        if path.name == "papers":
            raise PermissionError(13, "Permission denied")
        return move(path, target)

    monkeypatch.setattr(Path, "replace", denied)
    (note,) = replaced(out, OTHER).notes
    assert note.startswith(f"{old}: papers of the results that were replaced wait here")
    assert papers(old) == {"papers/brief.zh.docx": "edited"}
    monkeypatch.undo()
    prepare_folder(out, "plan").release()
    assert papers(out) == {"papers-1a2b3c4d/brief.zh.docx": "edited"}
    assert not old.exists()


def test_a_command_says_where_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = Case.make(tmp_path, 2)
    assert main(case.command("out", "--jobs", "1")) == 0
    with_paper(tmp_path / "out", "edited")
    capsys.readouterr()
    assert main(case.command("out", "--jobs", "1", "--seed", "5", "--lang", "zh")) == 0
    assert "被替换结果的报告材料保存在" in capsys.readouterr().err
    assert list(papers(tmp_path / "out").values()) == ["edited"]

"""Results of strangers, and what others may have put beside ours: nothing is followed out, nothing floods."""

from __future__ import annotations

import json
import os
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from little import work

from reports import answers, changed
from seatsim import api
from seatsim.cli import main
from seatsim.domain.faults import RefusedFolder
from seatsim.inputs.sizes import content_of
from seatsim.results import read, stored
from seatsim.results.blocks import BlockFiles
from seatsim.results.manifest import sha256
from seatsim.running import room

SECONDS = 5.0
SECRET = "password-of-the-treasurer"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two finished runs of the little county in a folder; read only."""
    place = tmp_path_factory.mktemp("made")
    plan = work(place)
    api.run(plan, out=place / "base", reference=False)
    api.run(plan, out=place / "other", reference=False, overrides=["levers.construction.desks=2", 'name="other"'])
    return place


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    """What is said by a command that ends at once with exit 2 and shows no secret."""
    begun = time.perf_counter()
    assert main([*args]) == 2
    assert time.perf_counter() - begun < SECONDS
    said = "".join(capsys.readouterr())
    assert "internal" not in said
    assert SECRET not in said
    return said


def ways(run: Path) -> list[list[str]]:
    """Commands that read a run."""
    return [["compare", str(run), str(run.parent / "other")], ["report", str(run), "--format", "text"]]


@pytest.mark.parametrize("name", ["manifest.json", "answers.json"])
@pytest.mark.parametrize("kind", ["link", "pipe", "device", "folder", "huge", "deep", "binary", "list"])
def test_a_file_of_a_run_that_is_none_is_refused(
    made: Path, here: Path, name: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = here / "secret"
    secret.write_text(json.dumps({"results_format": 1, "content": SECRET}), encoding="utf-8")
    run = here / "run"
    shutil.copytree(made / "base", run)
    shutil.copytree(made / "other", here / "other")
    path = run / name
    texts = {"deep": b"[" * 200_000, "binary": bytes(range(256)), "list": b"[1]"}
    path.unlink()
    if kind in ("link", "device"):
        path.symlink_to(secret if kind == "link" else Path("/dev/zero"))
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "huge":
        path.touch()
        os.truncate(path, 300_000_000_000)
    else:
        path.write_bytes(texts[kind])
        if name == "answers.json":
            told_of = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
            told_of["content"]["files"][name] = sha256(texts[kind])
            (run / "manifest.json").write_text(json.dumps(told_of), encoding="utf-8")
    for args in ways(run):
        refused(capsys, *args)


def with_content(run: Path, to: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """A copy of a run whose manifest tells something else."""
    shutil.copytree(run, to)
    found = json.loads((to / "manifest.json").read_text(encoding="utf-8"))
    change(found["content"])
    (to / "manifest.json").write_text(json.dumps(found), encoding="utf-8")
    return to


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "..", "", "answers.json/../../secret", "a\x00b"])
def test_no_name_in_a_manifest_is_opened(
    made: Path, here: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only files of published names are ever read, whatever a manifest and a descriptor list."""
    shutil.copytree(made / "other", here / "other")
    run = with_content(made / "base", here / "run", lambda content: content["files"].update({name: "0" * 64}))
    (here / "run" / "datapackage.json").write_text(json.dumps({"resources": [{"path": name}]}), encoding="utf-8")
    opened: list[Path] = []

    def noted(path: Path, most: int, typed: bool = False) -> bytes:
        opened.append(path)
        return content_of(path, most, typed)

    for module in (stored, read):
        monkeypatch.setattr(module, "content_of", noted)
    for args in ways(run):
        assert main(args) == 0
    assert main(["report", str(run), "--format", "html", "--lang", "en"]) == 0
    inside = {here / "run", here / "other", here / "run" / "papers"}
    assert len(opened) > 10
    assert {path.resolve().parent for path in opened} <= inside
    capsys.readouterr()


@pytest.mark.parametrize(
    ("key", "value"), [("replications", 10**12), ("replications", 0), ("horizon", 10**15), ("replications", -5)]
)
def test_numbers_that_no_run_has_are_refused(
    made: Path, here: Path, key: str, value: int, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(made / "other", here / "other")
    run = with_content(made / "base", here / "run", lambda content: content.update({key: value}))
    for args in ways(run):
        assert "manifest.json: tells numbers that no run has" in refused(capsys, *args)


@pytest.mark.parametrize("first", [-(10**15), 1, 2023, "2020", None, True])
def test_years_that_no_run_has_are_refused(
    made: Path, here: Path, first: object, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(made / "other", here / "other")
    edit = answers(lambda told: told.update(baseline_year=first))
    for args in ways(changed(made / "base", here / "run", {"answers.json": edit})):
        assert "manifest.json: tells numbers that no run has" in refused(capsys, *args)


def test_a_table_that_claims_more_rows_than_memory_holds_is_refused(
    made: Path, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A million equal rows take a tenth of a megabyte of Parquet."""
    shutil.copytree(made / "other", here / "other")
    bomb = pl.read_parquet(made / "base" / "replications.parquet").head(1)
    bomb = bomb.select(pl.all().repeat_by(1_000_000).explode())
    bomb.write_parquet(here / "bomb", compression="zstd")
    assert (here / "bomb").stat().st_size < 200_000
    del bomb
    raw = (here / "bomb").read_bytes()
    run = changed(made / "base", here / "run", {"replications.parquet": lambda _: raw})
    monkeypatch.setattr(stored, "bytes_free", lambda: 500_000_000)
    said = refused(capsys, "compare", str(run), str(here / "other"))
    assert "replications.parquet: its 1,000,000 rows of" in said
    assert "0.5 GB are free" in said


def test_papers_go_through_no_link_out_of_the_run(made: Path, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = here / "run"
    shutil.copytree(made / "base", run)
    (here / "mine").mkdir()
    (run / "papers").symlink_to(here / "mine")
    assert "papers: is a link out of the results folder" in refused(capsys, "report", str(run), "--lang", "en")
    assert not [*(here / "mine").iterdir()]
    assert main(["report", str(run), "--lang", "en", "--out", str(run / "papers")]) == 0  # the user chose it
    assert [path.name for path in (here / "mine").iterdir()] == ["report.en.html"]


@pytest.mark.parametrize("ending", ["html", "xlsx"])
def test_what_stands_in_a_papers_place_is_replaced_or_refused_never_followed(
    made: Path, here: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run, victim = here / "run", here / "victim"
    shutil.copytree(made / "base", run)
    victim.write_text("mine", encoding="utf-8")
    name = {"html": "report.en.html", "xlsx": "tables.en.xlsx"}[ending]
    (run / "papers").mkdir()
    (run / "papers" / f".{name}.{os.getpid()}.part").symlink_to(victim)
    args = ["report", str(run), "--lang", "en", "--format", ending]
    assert main(args) == 0
    assert victim.read_text(encoding="utf-8") == "mine"
    for make in (lambda path: path.symlink_to("nowhere"), os.mkfifo, lambda path: path.mkdir(), _zip_bomb):
        path = run / "papers" / name
        path.unlink() if not path.is_dir() else path.rmdir()
        make(path)
        said = refused(capsys, *args)
        assert f"{name}: was not written by seatsim" in said or f"{name}: cannot be read: Is a directory" in said


def _zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, made.open("docProps/core.xml", "w") as part:
        for _ in range(20):
            part.write(b"\0" * 1_000_000)


@pytest.mark.parametrize("beside", [".plan.draft", ".plan.old", "plan.unfinished"])
def test_a_link_in_the_place_of_a_folder_beside_the_results_is_refused(
    made: Path, here: Path, beside: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "kept").write_text("mine", encoding="utf-8")
    (here / beside).symlink_to(here / "mine")
    plan = made / "scenarios" / "plan.toml"
    assert f"{beside}: is a link" in refused(capsys, "run", str(plan), "--out", "plan", "--no-reference")
    assert (here / "mine" / "kept").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in (here / "mine").iterdir()] == ["kept"]
    assert not (here / ".plan.lock").exists()


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "huge"])
def test_a_lock_that_is_no_file_holds_the_folder_and_is_not_followed(
    made: Path, here: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lock, victim = here / ".plan.lock", here / "victim"
    victim.write_text("mine", encoding="utf-8")
    if kind == "link":
        lock.symlink_to(victim)
    elif kind == "pipe":
        os.mkfifo(lock)
    elif kind == "folder":
        lock.mkdir()
    else:
        lock.touch()
        os.truncate(lock, 10**11)
    plan = made / "scenarios" / "plan.toml"
    assert "a run holds it" in refused(capsys, "run", str(plan), "--out", "plan", "--no-reference")
    assert victim.read_text(encoding="utf-8") == "mine"


def test_a_broken_link_as_lock_is_not_written_through(
    made: Path, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / ".plan.lock").symlink_to(here / "made-by-us")
    plan = made / "scenarios" / "plan.toml"
    refused(capsys, "run", str(plan), "--out", "plan", "--no-reference")
    assert not (here / "made-by-us").exists()


def test_files_of_an_unfinished_run_are_made_anew_never_through_a_link(here: Path) -> None:
    victim = here / "victim.json"
    victim.write_text("{}", encoding="utf-8")
    unfinished = here / "plan.unfinished"
    unfinished.mkdir()
    (unfinished / "unfinished.json").symlink_to(victim)
    (unfinished / f"000000000-000000002.{os.getpid()}.part").symlink_to(victim)
    with BlockFiles(unfinished) as files:
        with pytest.raises(RefusedFolder, match="was not written by seatsim"):
            files.start({"seed": 1}, resume=False)
        (unfinished / "unfinished.json").unlink()
        files.start({"seed": 1}, resume=False)
        files.write(0, 2, {"a": np.arange(2)})
        assert files.finished() == [(0, 2)]
    assert victim.read_text(encoding="utf-8") == "{}"
    (unfinished / "000000002-000000004.npz").symlink_to(victim)
    assert files.finished() == [(0, 2)]


def test_a_block_that_is_packed_or_claims_too_much_is_dropped(here: Path) -> None:
    unfinished = here / "plan.unfinished"
    unfinished.mkdir()
    np.savez_compressed(unfinished / "000000000-000000002.npz", replication=np.arange(2), a=np.zeros(10_000_000))
    head = b"\x93NUMPY\x01\x00" + (118).to_bytes(2, "little")
    claims = head + b"{'descr': '<i8', 'fortran_order': False, 'shape': (99999999999999,), }".ljust(117) + b"\n"
    with zipfile.ZipFile(unfinished / "000000002-000000004.npz", "w") as archive:
        archive.writestr("replication.npy", claims)
    with BlockFiles(unfinished) as files:
        files.check()
        assert files.finished() == []
    assert not [*unfinished.iterdir()]


def test_a_disk_too_small_for_the_futures_is_told_before_they_are_worked(
    made: Path, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = made / "scenarios" / "plan.toml"
    monkeypatch.setattr(room, "_free", lambda _: 1_000_000)
    said = refused(capsys, "run", str(plan), "--out", "plan", "--no-reference", "--replications", "5000")
    assert "plan.unfinished: 4,980 futures need about" in said
    assert "GB of disk, 0.0 GB are free; take fewer --replications, or an --out on a larger disk" in said
    assert not (here / "plan").exists()
    assert not (here / "plan.unfinished").exists()
    assert main(["run", str(plan), "--out", "plan", "--no-reference", "--quiet"]) == 0

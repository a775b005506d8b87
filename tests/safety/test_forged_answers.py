"""Answers that were forged together with their digest: a clear refusal that names the key, never an internal fault."""

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from little import work

import reports
from seatsim import api
from seatsim.cli import main
from seatsim.domain.faults import RefusedFolder
from seatsim.language.report import REPORT
from seatsim.language.words import Words
from seatsim.papers.headline import headline
from seatsim.papers.page_one import page_one
from seatsim.papers.runs import name_runs
from seatsim.printing.answer import print_answer
from seatsim.printing.small import print_small
from seatsim.results.answers_shape import wrong
from seatsim.results.read import Results, read_results

GONE = "gone"
BAD: tuple[object, ...] = (None, "x", -1, 1.5, True, [], {}, GONE)
FORGED = 150


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of the little county; read only."""
    place = tmp_path_factory.mktemp("made")
    return api.run(work(place), out=place / "base", reference=False).folder


def places(told: object, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in answers; of a list its first three."""
    if at:
        yield at
    parts = told.items() if isinstance(told, dict) else enumerate(told[:3]) if isinstance(told, list) else ()
    for key, below in parts:
        yield from places(below, (*at, key))


def forged(told: dict[str, Any], at: tuple[Any, ...], bad: object) -> dict[str, Any]:
    """Answers with something else at a place, or nothing."""
    changed = copy.deepcopy(told)
    node: Any = changed
    for key in at[:-1]:
        node = node[key]
    if bad == GONE:
        del node[at[-1]]
    else:
        node[at[-1]] = bad
    return changed


def read_all(run: Results) -> None:
    """Everything that is told of answers in words."""
    for lang in ("zh", "en"):
        print_answer(run.answers, lang)
        print_small([run, run], lang)
        named = name_runs([run], Words(lang, REPORT))[0]
        headline(named, Words(lang, REPORT))
        page_one(named, Words(lang, REPORT))


def test_what_is_not_refused_can_be_told(made: Path) -> None:
    """As many forgeries as there is time for, the same in every run of the tests."""
    base = read_results(made)
    told = json.loads(json.dumps(base.answers))
    at, chance = [*places(told)], random.Random(1)
    refused = 0
    for _ in range(FORGED):
        changed = forged(told, chance.choice(at), chance.choice(BAD))
        if wrong(changed) is not None:
            refused += 1
            continue
        run = Results(base.folder, base.content)
        vars(run)["answers"] = changed
        try:
            read_all(run)
        except RefusedFolder:
            refused += 1
    assert FORGED // 3 < refused < FORGED


@pytest.mark.parametrize(
    ("at", "bad"),
    [
        (("peaks", "primary", "peak"), GONE),
        (("rests_on", "shares"), None),
        (("crowding", "pupils_large", "all", "horizon", "p50"), "many"),
        (("money", "capital", 0, "paid"), []),
        (("september", "zones", 0, "name"), "zone"),
        (("first_year", "above_standard", "primary", "p50"), 2022.5),
    ],
)
def test_forged_answers_are_refused_with_their_key(
    at: tuple[Any, ...], bad: object, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(told: dict[str, Any]) -> None:
        changed = forged(told, at, bad)
        told.clear()
        told.update(changed)

    run = reports.changed(made, tmp_path / "run", {"answers.json": reports.answers(change)})
    for args in (["report", str(run), "--format", "html"], ["compare", str(run), str(made)]):
        assert main([*args, "--lang", "en"]) == 2
        said = "".join(capsys.readouterr())
        assert f"answers.json: {'.'.join(map(str, at))} is not what a run of this seatsim writes" in said
        assert "internal" not in said

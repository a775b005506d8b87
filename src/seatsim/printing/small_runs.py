"""What must be known of several runs in one table: which cannot be paired and why, which are one run twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from seatsim.comparing.runs import Unpaired, refuse_unpaired
from seatsim.language.report import REPORT
from seatsim.language.words import Words
from seatsim.telling.unpaired import reason

if TYPE_CHECKING:
    from seatsim.results.read import Results


def remarks(runs: Sequence[Results], names: Sequence[str], words: Words) -> Iterator[str]:
    """Sentences below the table of several runs; nothing where all are other runs that can be paired."""
    yield from _twice(runs, names, words)
    for run, name in zip(runs[1:], names[1:], strict=True):
        try:
            refuse_unpaired((runs[0], run))
        except Unpaired as refusal:
            yield words("unpaired").format(why=reason(refusal, names[0], name, Words(words.lang, REPORT)))
    counts = [run.answers["replications"] for run in runs]
    if min(counts) != max(counts):
        told = [f"{name} {words.numbers.count(n)}" for name, n in zip(names, counts, strict=True)]
        yield words("other_futures").format(told=words.listed(told), fewest=words.numbers.count(min(counts)))
    if differ(runs):
        yield words("horizons")


def differ(runs: Sequence[Results]) -> bool:
    """Whether the runs end in different years."""
    return any(one.years[-1] != two.years[-1] for one, two in pairwise(runs))


def _twice(runs: Sequence[Results], names: Sequence[str], words: Words) -> Iterator[str]:
    seen: dict[Path, str] = {}
    for run, name in zip(runs, names, strict=True):
        earlier = seen.setdefault(run.folder.resolve(), name)
        if earlier is not name:
            yield words("twice").format(one=earlier, two=name)

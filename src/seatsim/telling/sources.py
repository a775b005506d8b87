"""Section 8 of page one, its last lines: where the first band comes from, and which figures to ask for first."""

from __future__ import annotations

from collections.abc import Iterator

from seatsim.language.words import Words
from seatsim.telling.cells import Block, count, percent
from seatsim.telling.paper import Paper

_ABOVE_CHANCE = 3
"""Standard errors of a share that says nothing; of a hundred shares about one passes this by chance."""
_LINES, _SPLIT_LINES = 4, 2
"""Lines of the page for both, and for the split."""


def source_lines(out: Paper, rests: Block, words: Words) -> Iterator[str]:
    """The split of the first answer that has a band, and the figures that would narrow some answer."""
    sources = rests["sources"]
    if "answers" not in sources:
        yield words("sources_too_few").format(fewest=sources["fewest"], n=sources["replications"])
        return
    told = next((row for row in sources["answers"] if row["shares"] is not None), None)
    if told is None:
        yield words("sources_no_band")
        return
    split = _split(told, rests, words)
    split += _off(out, split, sources, words)
    yield split
    asked = _asked(out, rests, _LINES - out.lines_of(split), words)
    if asked:
        yield words("ask_first").format(asked=asked)


def _split(told: Block, rests: Block, words: Words) -> str:
    """Sources of each kind that stand out from chance, largest first; all parts add up to the whole band."""
    sources = rests["sources"]
    parts = []
    for kind in ("not_said", "not_knowable"):
        if any(row["kind"] == kind and row["state"] == "varies" for row in sources["list"]):
            name = "report" if kind == "not_said" and rests.get("report") else kind
            parts.append(words(f"split_{name}").format(told=_of_kind(kind, told, sources, words)))
    named = [share for row in sources["list"] if _named(told, row) for share in (told["shares"][row["source"]],)]
    small = 1 - told["rest"] - sum(named)
    left = 100 - sum(round(100 * share) for share in named)
    if round(100 * small) > 0:
        left -= round(100 * small)
        parts.append(words("split_small").format(share=percent(small)))
    return words("sources_split").format(
        answer=_answer(told, words),
        width=count(told["width"]),
        parts=words.join(parts) or words("none"),
        rest=percent(left / 100),
    )


def _named(told: Block, row: Block) -> bool:
    return row["state"] == "varies" and _stands_out(told, row)


def _of_kind(kind: str, told: Block, sources: Block, words: Words) -> str:
    """Sources of one kind and their shares."""
    rows = [row for row in sources["list"] if row["kind"] == kind and row["state"] == "varies"]
    shares = {row["source"]: told["shares"][row["source"]] for row in rows if _stands_out(told, row)}
    if not shares:
        noise = max((row["noise"] for row in rows), default=0.0)
        return words("sources_under_noise").format(noise=percent(_ABOVE_CHANCE * noise)) if rows else words("none")
    ordered = sorted(shares, key=lambda source: -shares[source])
    parts = [
        words("source_share").format(source=words.term("source", source), share=percent(shares[source]))
        for source in ordered
    ]
    return words.listed(parts)


def _stands_out(told: Block, row: Block) -> bool:
    return bool(told["shares"][row["source"]] >= _ABOVE_CHANCE * row["noise"])


def _off(out: Paper, split: str, sources: Block, words: Words) -> str:
    """Sources that are switched off: by name where there is room beside the split, else how many."""
    off = [words.term("source", row["source"]) for row in sources["list"] if row["state"] == "off"]
    if not off:
        return ""
    named = words("sources_off").format(sources=words.listed(off))
    return named if out.lines_of(split + named) <= _SPLIT_LINES else words("sources_off_many").format(n=len(off))


def _asked(out: Paper, rests: Block, lines: int, words: Words) -> str:
    """Figures that narrow an answer by more than chance, each with the one it narrows most, as far as lines go."""
    rows = {row["source"]: row for row in rests["sources"]["list"]}
    told = ""
    for row in rests["ask_first"]:
        most = row["most"]
        if most["share"] < _ABOVE_CHANCE * rows[row["source"]]["noise"]:
            continue
        item = words("ask_item").format(
            office=words.text(row["office"]),
            figure=words.text(row["figure"]),
            answer=_answer(most, words),
            width=count(most["width"]),
            estimate=count(most["width_estimate"]),
        )
        longer = words.join([told, item]) if told else item
        if out.lines_of(words("ask_first").format(asked=longer)) > lines:
            break
        told = longer
    return told


def _answer(row: Block, words: Words) -> str:
    """What an answer counts."""
    name = "crowded" if row["answer"].startswith("crowded_") and row["year"] else row["answer"]
    return words(f"answer_{name}").format(year=row["year"])

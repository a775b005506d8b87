"""Section 1 of the printed answer: the coming September."""

from __future__ import annotations

from collections.abc import Iterator

from seatsim.language.words import Words
from seatsim.telling.cells import Block, band, middle, percent
from seatsim.telling.paper import Paper

_MOST_SCHOOLS = 8
_MOST_ZONES = 4


def tell_september(out: Paper, answers: Block, words: Words) -> None:
    """Entrants against entry places by stage, zones that are short, schools that overflow, classes to open."""
    block = answers["september"]
    if block is None:
        return
    heads = ("asking", "places", "admitted", "sent", "no_place", "open_classes")
    rows = [
        (
            words.stage(stage),
            band(told["claims"]),
            middle(told["entry_places"]),
            middle(told["entrants"]),
            band(told["sent_elsewhere"]),
            band(told["awaiting"] or told["at_home"]),
            band(told["classes_open"]),
        )
        for stage, told in block["stages"].items()
    ]
    title = words("september").format(year=block["year"])
    out.titled(title, [words("stage"), *(words(head) for head in heads)], rows, (0,))
    for line in _zones(out, block, answers["limits"]["warning"], words):
        out.line(line)
    _tell_overflow(out, block, words)


def _zones(out: Paper, block: Block, warning: Block, words: Words) -> Iterator[str]:
    """Zones without places enough, then those whose entry classes will pass the planning size."""
    colours = {name: percent(share) for name, share in warning.items()}
    short = [row for row in block["zones"] if row["short"] >= warning["amber"]]
    crowded = [row for row in block["zones"] if row not in short and row["above_planning"] >= warning["red"]]
    if short:
        yield words("zones_short").format(zones=_listed(out, short, "zone_short", words), **colours)
    else:
        yield words("zones_enough").format(**colours)
    if crowded:
        yield words("zones_crowded").format(zones=_listed(out, crowded, "zone_crowded", words), **colours)


def _listed(out: Paper, rows: list[Block], sentence: str, words: Words) -> str:
    """The first zones in words, and how many more there are."""
    shown = out.most(rows, _MOST_ZONES)
    told = [
        words(sentence).format(
            zone=words.text(row["name"], row["zone"]),
            stage=words.stage(row["stage"]),
            asking=middle(row["claims"]),
            places=middle(row["entry_places"]),
            chance=percent(row["short"]),
        )
        for row in shown
    ]
    rest = len(rows) - len(told)
    return words.join(told) + (words("more").format(n=len(rows) if words.chinese else rest) if rest else "")


def _tell_overflow(out: Paper, block: Block, words: Words) -> None:
    """Schools that send children elsewhere in at least half of the futures, largest first."""
    rows, share = block["overflow"], percent(block["overflow_from"])
    if not rows:
        out.line(words("overflow_none").format(from_=share))
        return
    shown = out.most(rows, _MOST_SCHOOLS)
    head = words("overflow").format(from_=share, shown=len(shown), all=len(rows))
    heads = [words("school"), *(words(name) for name in ("stage", "asking", "places", "sent", "chance"))]
    cells = [
        (
            "  " + words.text(row["name"], row["school"]),
            words.stage(row["stage"]),
            band(row["claims"]),
            middle(row["entry_places"]),
            band(row["sent_elsewhere"]),
            percent(row["probability"]),
        )
        for row in shown
    ]
    out.titled(head, heads, cells, (0,))
    out.line(words("overflow_places"))

"""Section 1 of the printed answer: the coming September."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from seatsim.language.words import Words
from seatsim.printing.cells import Block, band, middle, percent, print_table

if TYPE_CHECKING:
    from rich.console import Console

_MOST_SCHOOLS = 8
_MOST_ZONES = 4


def print_september(console: Console, answers: Block, words: Words) -> None:
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
    print_table(console, [title, *(words(head) for head in heads)], rows)
    for line in _zones(block, answers["limits"]["warning"], words):
        console.print(line)
    _print_overflow(console, block, words)


def _zones(block: Block, warning: Block, words: Words) -> Iterator[str]:
    """Zones without places enough, then those whose entry classes will pass the planning size."""
    colours = {name: percent(share) for name, share in warning.items()}
    short = [row for row in block["zones"] if row["short"] >= warning["amber"]]
    crowded = [row for row in block["zones"] if row not in short and row["above_planning"] >= warning["red"]]
    if short:
        yield words("zones_short").format(zones=_listed(short, "zone_short", words), **colours)
    else:
        yield words("zones_enough").format(**colours)
    if crowded:
        yield words("zones_crowded").format(zones=_listed(crowded, "zone_crowded", words), **colours)


def _listed(rows: list[Block], sentence: str, words: Words) -> str:
    """The first zones in words, and how many more there are."""
    told = [
        words(sentence).format(
            zone=words.text(row["name"], row["zone"]),
            stage=words.stage(row["stage"]),
            asking=middle(row["claims"]),
            places=middle(row["entry_places"]),
            chance=percent(row["short"]),
        )
        for row in rows[:_MOST_ZONES]
    ]
    rest = len(rows) - len(told)
    return words.join(told) + (words("more").format(n=len(rows) if words.chinese else rest) if rest else "")


def _print_overflow(console: Console, block: Block, words: Words) -> None:
    """Schools that send children elsewhere in at least half of the futures, largest first."""
    rows, share = block["overflow"], percent(block["overflow_from"])
    if not rows:
        console.print(words("overflow_none").format(from_=share))
        return
    shown = rows[:_MOST_SCHOOLS]
    head = words("overflow").format(from_=share, shown=len(shown), all=len(rows))
    heads = [head, *(words(name) for name in ("stage", "asking", "places", "sent", "chance"))]
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
    print_table(console, heads, cells)
    console.print(words("overflow_places"))

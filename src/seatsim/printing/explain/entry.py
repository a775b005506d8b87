"""One answer of ``seatsim explain``, and the words in which all are told."""

from __future__ import annotations

from dataclasses import dataclass

from seatsim.language.explain import EXPLAIN
from seatsim.language.words import Words


@dataclass(frozen=True)
class Entry:
    """What is known of one name."""

    name: str
    """The name."""
    kind: str
    """What it is a name of: a key of the words of ``explain``, such as ``measure``."""
    title: str = ""
    """Its term in the language told, where it has one."""
    facts: tuple[tuple[str, str], ...] = ()
    """What is said of it: key of the words, text. Empty texts are not told."""
    members: tuple[tuple[str, str], ...] = ()
    """Names that it holds, each with one line."""

    def as_json(self) -> dict[str, object]:
        """Plain values; facts that are not told are left out."""
        told: dict[str, object] = {"name": self.name, "kind": self.kind}
        if self.title:
            told["title"] = self.title
        told |= {key: text for key, text in self.facts if text}
        if self.members:
            told["members"] = dict(self.members)
        return told


def words_of(lang: str) -> Words:
    """Words of ``explain`` in ``zh`` or ``en``."""
    return Words(lang, EXPLAIN)

"""Defaults that nobody stated: a resolved scenario writes every value down, and says which of them are none."""

from __future__ import annotations

import re

from seatsim.inputs.norms import FILE_NAME, norms
from seatsim.inputs.toml_files import Origin

_MARK = "# Stated by nobody: "
_MARKED = re.compile(rf"^{_MARK}([\w.-]+)\r?$", re.MULTILINE)


def unstated_line(key: str) -> str:
    """Line of a resolved scenario's head by which a key stays known as a default; delete it to state the value."""
    return f"{_MARK}{key}\n"


def is_unstated(key: str, value: object, origin: Origin) -> bool:
    """Whether a value is the shipped default, of the norms or of a resolved scenario that says so of it.

    In such a file another value than the default has been stated since.
    """
    resolved = key in _MARKED.findall(origin.text) and value == norms()[key].value
    return origin.file == FILE_NAME or resolved

"""The scenario format, checked by pydantic over the frozen dataclasses of the domain."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import GenericAlias, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from seatsim.domain.phrase import Phrase, either
from seatsim.inputs.nearest import nearest
from seatsim.inputs.toml_lines import KeyPath
from seatsim.language.explained import synonyms

T = TypeVar("T")

_CONFIG = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True, allow_inf_nan=False)
_WORDS: Mapping[str, Phrase] = {
    "int_type": Phrase("a whole number"),
    "int_from_float": Phrase("a whole number"),
    "float_type": Phrase("a number"),
    "bool_type": Phrase("true or false"),
    "string_type": Phrase("text in quotes"),
    "tuple_type": Phrase("a list"),
    "dict_type": Phrase("a table"),
    "mapping_type": Phrase("a table"),
    "dataclass_type": Phrase("a table"),
    "finite_number": Phrase("a finite number"),
}
_MOST_NAMES_LISTED = 12


@dataclass(frozen=True)
class Complaint:
    """What is wrong at one key, wherever it was set."""

    path: KeyPath
    """Key path."""
    allowed: Phrase
    """What is allowed."""
    code: str
    """Short stable name of the kind of fault."""
    instead: Complaint | None = None
    """The same said of the other key of a rule, for when ``path`` only has its shipped default."""


def check(tree: Mapping[str, object], kind: type[T]) -> tuple[T | None, list[Complaint]]:
    """Build ``kind`` from plain values, strictly; None and every complaint if it cannot be built."""
    # JSON, because only there strictness lets a table become a dataclass and a list a tuple.
    text = json.dumps({"": tree}, default=_date_as_no_value)
    hashable: type = kind
    try:
        value: T = adapter(hashable).validate_json(text)[""]
    except ValidationError as error:
        return None, _complaints(error.errors(include_url=False), tree, kind)
    return value, []


@cache
def adapter(kind: type) -> TypeAdapter[dict[str, Any]]:
    """Validator of tables of ``kind`` (pydantic takes a configuration only for what is no dataclass itself)."""
    tables: Any = GenericAlias(dict, (str, kind))
    return TypeAdapter(tables, config=_CONFIG)


def known_keys(kind: type, above: KeyPath = ()) -> Iterator[KeyPath]:
    """Every key path of the format; ``*`` stands for a free name."""
    for name, hint in _fields(kind).items():
        path = (*above, name)
        yield path
        if dataclasses.is_dataclass(hint):
            yield from known_keys(_class(hint), path)
        elif (inner := _table_of(hint)) is not None and dataclasses.is_dataclass(inner):
            yield from known_keys(_class(inner), (*path, "*"))


def _date_as_no_value(_: object) -> list[None]:
    """A date is no value of the format; a list of nothing is refused by every field."""
    return [None]


def _complaints(errors: list[ErrorDetails], tree: Mapping[str, object], kind: type) -> list[Complaint]:
    """Pydantic's errors in the words of the format; the members of a union become one complaint."""
    allowed: dict[KeyPath, tuple[list[Phrase], str]] = {}
    for error in errors:
        path, missing = _path(error["loc"][1:], tree), error["type"] == "missing"
        if missing:
            words, code = Phrase("is required"), "missing"
        elif error["type"] == "unexpected_keyword_argument":
            words, code = unknown_key(path, kind), "unknown-key"
        else:
            words, code = _value_words(error), "type" if error["type"] in _WORDS else "value"
        found = allowed.setdefault(path, ([], code))[0]
        if words not in found:
            found.append(words)
    return [
        Complaint(path, words[0] if code in ("missing", "unknown-key") else Phrase("must be {}", either(words)), code)
        for path, (words, code) in allowed.items()
    ]


def _path(location: tuple[int | str, ...], tree: object) -> KeyPath:
    """Key path of an error: list places and the names of union members are left out."""
    path: list[str] = []
    for part in location:
        if not isinstance(tree, dict):
            break
        path.append(str(part))
        tree = tree.get(part)
    return tuple(path)


def _value_words(error: ErrorDetails) -> Phrase:
    if error["type"] == "literal_error":
        choices = str(error["ctx"]["expected"]).replace(" or ", ", ")
        return Phrase("one of {}", choices) if "," in choices else Phrase("{}", choices)
    # What pydantic says beyond that is its own English.
    return _WORDS.get(error["type"]) or Phrase("{}", error["msg"].removeprefix("Input should be "))


def unknown_key(path: KeyPath, kind: type) -> Phrase:
    """Say that a key is unknown, with the nearest valid name in its table or elsewhere, or the names allowed."""
    names = sorted(_names_in(kind, path[:-1]))
    places = [".".join(known) for known in known_keys(kind) if known[-1] == path[-1]]
    meant = synonyms().get(path[-1], "").rpartition(".")[2]
    if meant in names:
        near: str | None = meant
    else:
        near = places[0] if places else nearest(path[-1], names)
    if near is not None:
        return Phrase("unknown key; did you mean '{}'?", near)
    return (
        Phrase("unknown key; known here: {}", ", ".join(names))
        if len(names) <= _MOST_NAMES_LISTED
        else Phrase("unknown key")
    )


def _names_in(kind: Any, path: KeyPath) -> list[str]:  # noqa: ANN401 - a type hint, which may be of any class
    for part in path:
        kind = _table_of(kind) or _fields(kind).get(part)
        if kind is None:
            return []
    return list(_fields(kind))


@cache
def _fields(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - a type hint, which may be of any class
    """Fields of a dataclass with their type hints; none for other hints."""
    return get_type_hints(kind) if dataclasses.is_dataclass(kind) else {}


def _table_of(hint: Any) -> Any:  # noqa: ANN401 - a type hint, which may be of any class
    """Type of the values of a table with free names; None if the hint is no such table."""
    if get_origin(hint) in (Union, UnionType):
        return next((inner for part in get_args(hint) if (inner := _table_of(part)) is not None), None)
    return get_args(hint)[1] if get_origin(hint) is Mapping else None


def _class(hint: Any) -> type:  # noqa: ANN401 - a type hint, which may be of any class
    assert isinstance(hint, type)
    return hint

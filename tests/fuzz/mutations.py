"""Changes to text, tables, TOML and packages that keep most of their form, as accidents and strangers do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from random import Random

ODD_CELLS: Sequence[str] = (
    *("", " ", "0", "-0", "-1", "1e9", "1e309", "nan", "inf", "1_000", "1,000", "１２", "９９９９９９９９９９", "十二"),
    *("=1+1", "@SUM(A1)", "#DIV/0!", "#REF!", "合计", "小计", "幼儿园", "公办", "3.5", "1/2", "50%", "2020-02-30"),
    *(
        "x" * 70_000,
        "校" * 300,
        "\ud7ff",
        "\u202e",
        "\x00",
        "\x1b[31m",
        '"',
        '""',
        "'",
        ";",
        "\t",
        "\r",
        "true",
        "NULL",
    ),
    *(
        "9223372036854775808",
        "99999999999999999999999999",
        "1.0",
        "1e3",
        "٣",
        "-",
        "—",
        "无",
        "town",
        "primary",
        "2020",
    ),
    *(
        "a\nb",
        "../x",
        "a#b",
        "<b>",
        "{}",
        "{0}",
        "%s",
        "\ufeff",
        "1e-400",
        "0x10",
        "1.7976931348623157e308",
        "10000001",
    ),
)
"""Texts of cells."""
ODD_VALUES: Sequence[str] = (
    *("0", "-1", "1", "2020", "9223372036854775807", "-9223372036854775808", "1e308", "-0.0", "nan", "inf", "-inf"),
    *("true", "false", '""', '"x"', '"\\u0000"', '"../county"', '"校"', '"town"', '"primary"', '"town-primary"', "[]"),
    *("{}", "[[]]", "[1, 2]", "[0.5, 0.5]", '["a", 1]', "{ a = 1 }", "{ town = 0.5 }", "2020-01-01", "07:00:00"),
    *("2020-01-01T00:00:00Z", '"2020-13"', '"2020-09"', "[[[[[[]]]]]]", "{ a = { b = { c = 1 } } }", "0.5", "1e-320"),
    *(
        "1_000",
        "0x7f",
        "'''a\nb'''",
        '"{}"',
        '"{0}"',
        "99999999999999999999",
        "[" * 400 + "]" * 400,
        '"' + "长" * 400 + '"',
    ),
)
"""Values of TOML."""
ODD_NAMES = ("name", "county", "extends", "format", "*", "town", "primary", "a.b", '"校"', '""', '"a b"', "one", "F4")
_ODD_BYTES = (
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\r",
    b"\r\n",
    b"\n\n",
    b'"',
    b",",
    b"#",
    b"\xff\xfe",
    b"\x1a",
    b"\x85",
)
_ENCODINGS = ("utf-16", "utf-16-le", "gb18030", "utf-8-sig", "utf-32", "shift_jis", "latin-1")


def _bytes(data: bytes, rng: Random) -> bytes:
    """Odd bytes in, some out, the end off."""
    at = rng.randrange(len(data) + 1)
    change = rng.randrange(4)
    if change == 0:
        return data[:at] + rng.choice(_ODD_BYTES) + data[at:]
    if change == 1:
        return data[:at] + data[at + rng.choice((1, 2, 17)) :]
    if change == 2:
        return data[:at]
    return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]


def _encoding(data: bytes, rng: Random) -> bytes:
    """The same text in another encoding, or with other ends of line."""
    text = data.decode("utf-8", "replace")
    if rng.random() < 0.4:
        return text.replace("\n", rng.choice(("\r\n", "\r", "\u2028", "\n\r"))).encode()
    return text.encode(rng.choice(_ENCODINGS), "replace")


def _lines(data: bytes, rng: Random) -> bytes:
    """A line twice, gone, elsewhere, or cut."""
    lines = data.split(b"\n")
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    change = rng.randrange(4)
    if change == 0:
        lines.insert(other, lines[at])
    elif change == 1:
        del lines[at]
    elif change == 2:
        lines[at], lines[other] = lines[other], lines[at]
    else:
        lines[at] = lines[at][: rng.randrange(len(lines[at]) + 1)]
    return b"\n".join(lines)


def _cells(data: bytes, rng: Random) -> bytes:
    """An odd cell, a column twice or gone, cells of a row moved."""
    rows = [line.split(",") for line in data.decode("utf-8", "replace").split("\n")]
    row = rng.choice(rows)
    at = rng.randrange(len(row))
    change = rng.randrange(6)
    if change < 3:
        cell = rng.choice(ODD_CELLS)
        row[at] = f'"{cell}"' if rng.random() < 0.3 else cell
    elif change == 3:
        row.insert(at, rng.choice(row))
    elif change == 4:
        for each in rows:
            del each[at : at + 1]
    else:
        for each in rows:
            each.insert(at, each[at] if at < len(each) else "")
    return "\n".join(",".join(each) for each in rows).encode("utf-8", "replace")


def _toml(data: bytes, rng: Random, keys: Sequence[str]) -> bytes:
    """An odd value at a key that stands there or at one of the format's, or another key."""
    lines = data.decode("utf-8", "replace").split("\n")
    stated = [place for place, line in enumerate(lines) if "=" in line]
    change = rng.randrange(4)
    value = rng.choice(ODD_VALUES)
    if change == 0 and stated:
        at = rng.choice(stated)
        lines[at] = f"{lines[at].partition('=')[0]}= {value}"
    elif change == 1 and stated:
        at = rng.choice(stated)
        lines[at] = f"{rng.choice(ODD_NAMES)} ={lines[at].partition('=')[2]}"
    else:
        key = ".".join(rng.choice(ODD_NAMES) if part == "*" else part for part in rng.choice(keys).split("."))
        first = next((place for place, line in enumerate(lines) if line.startswith("[")), len(lines))
        lines.insert(first, f"{key} = {value}")
    return "\n".join(lines).encode("utf-8", "replace")


Change = Callable[[bytes, Random], bytes]


def changed_table(data: bytes, rng: Random) -> bytes:
    """A table changed in one way."""
    return rng.choice((_cells, _cells, _cells, _lines, _bytes, _encoding))(data, rng)


def changed_toml(data: bytes, rng: Random, keys: Sequence[str]) -> bytes:
    """A TOML file changed in one way; ``keys`` : dotted, ``*`` for a free name."""
    if rng.random() < 0.65:
        return _toml(data, rng, keys)
    return rng.choice((_lines, _bytes, _encoding))(data, rng)


def changed_text(data: bytes, rng: Random) -> bytes:
    """Any text changed in one way."""
    return rng.choice((_lines, _bytes, _bytes, _encoding))(data, rng)


_JSON = ("null", "0", "-1", "1e999", "NaN", '""', '"x"', "[]", "{}", "true", "[[]]", "99999999999999999999", '"all"')


def changed_json(data: bytes, rng: Random) -> bytes:
    """A JSON text with an odd value or another key on one of its lines, or changed as any text is."""
    lines = data.split(b"\n")
    if len(lines) < 3 or rng.random() < 0.3:
        return changed_text(data, rng)
    at = rng.randrange(len(lines))
    key, colon, value = lines[at].partition(b": ")
    end = b"," if value.rstrip().endswith(b",") else b""
    if colon and not value.rstrip().endswith((b"{", b"[")):
        lines[at] = key + colon + rng.choice(_JSON).encode() + end
    elif colon and rng.random() < 0.5:
        lines[at] = b'"other": ' + value
    else:
        del lines[at]
    return b"\n".join(lines)


def changed_package(data: bytes, rng: Random, change: Change) -> bytes:
    """A package with one of its parts changed by ``change``, gone, twice, or another's; or damaged as bytes."""
    if rng.random() < 0.15:
        return _bytes(data, rng)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except Exception:  # zipfile raises many things for what is no package
        return _bytes(data, rng)
    names = sorted(parts)
    if not names:
        return _bytes(data, rng)
    sheets = [name for name in names if "sheet" in name or "Strings" in name or "styles" in name]
    name = rng.choice(sheets if sheets and rng.random() < 0.7 else names)
    act = rng.random()
    if act < 0.85:
        parts[name] = change(parts[name], rng)
    elif act < 0.93:
        del parts[name]
    else:
        parts[name] = parts[rng.choice(names)]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


_XML = (b'"0"', b'"-1"', b'"99999999999"', b'"x"', b'""', b'"A1"', b'"XFD1048576"', b'"ZZZZ9"', b'"A0"', b'"n"', b'"s"')
_XML_MORE = (b'"e"', b'"b"', b'"d"', b'"str"', b'"inlineStr"', b'"1e400"', b'"A1:B2"', b'"A1:XFD1048576"', b'"&#0;"')
_TEXTS = (
    b"99999999",
    b"-1",
    b"1e308",
    b"nan",
    b"#REF!",
    b"2020-01-01T00:00:00",
    b"=1+1",
    b"1.5",
    b"x",
    b"-99999999",
    b"",
)


def changed_xml(data: bytes, rng: Random) -> bytes:
    """A part with an odd attribute or text, an element twice or gone; or changed as any text is."""
    if rng.random() < 0.15:
        return changed_text(data, rng)
    marks = b'"' if rng.random() < 0.5 else b">"
    if marks == b'"':
        pieces = data.split(b'"')
        if len(pieces) < 3:
            return changed_text(data, rng)
        places = [*range(1, len(pieces), 2)]
        wide = [at for at in places if pieces[at - 1].endswith(b"ref=")]  # of ranges, of which there are few
        at = rng.choice(wide if wide and rng.random() < 0.3 else places)
        pieces[at] = rng.choice((*_XML, *_XML_MORE)).strip(b'"')
        return b'"'.join(pieces)
    pieces = data.split(b"<")
    at, other = rng.randrange(len(pieces)), rng.randrange(len(pieces))
    act = rng.randrange(4)
    if act == 0:
        tag = pieces[at].partition(b">")[0]
        pieces[at] = tag + b">" + rng.choice(_TEXTS)
    elif act == 1:
        pieces.insert(other, pieces[at])
    elif act == 2:
        del pieces[at]
    else:
        pieces[at], pieces[other] = pieces[other], pieces[at]
    return b"<".join(pieces)

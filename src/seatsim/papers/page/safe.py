"""What keeps a page shut: data that cannot become markup, and a policy that lets only our own scripts run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from seatsim.language.punctuation import visible

_SNIPPET = "window.vegaEmbed = vegaEmbed;"
"""What of the bundle the page's script calls."""
_CONTROL = re.compile(r"(\\[^u])|\\u00[01][0-9a-f]")
"""A control character as JSON writes it; what else stands behind a backslash is kept."""
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def json_block(value: object) -> str:
    """JSON that can stand within a script element: no letter of it can end the element or a line, or turn a text."""
    text = visible(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))
    text = _CONTROL.sub(lambda found: found[1] or "", text)
    for letter, escaped in _ESCAPED.items():
        text = text.replace(letter, escaped)
    return text


def policy(scripts: Sequence[str]) -> str:
    """Content security policy: nothing is fetched, and only these scripts run, each told by its digest."""
    digests = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    shut = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    return f"{shut}; script-src {digests}"


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def compiled(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    """A Vega-Lite specification as Vega, so that a page that is opened has less to do; its data stay named."""
    import vl_convert

    vega: Mapping[str, Any] = vl_convert.vegalite_to_vega(dict(spec), show_warnings=False)
    return vega


@cache
def drawing() -> str:
    """Vega and vega-embed in one script; it takes seconds to bundle, once a process."""
    import vl_convert

    bundle: str = vl_convert.javascript_bundle(_SNIPPET)
    if "</script" in bundle.lower() or "<!--" in bundle:
        raise RuntimeError("the bundle of vl_convert cannot stand within a page")
    return bundle

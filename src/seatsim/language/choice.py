"""Language of what is printed."""

from __future__ import annotations

import os


def language(chosen: str | None) -> str:
    """``zh`` or ``en``: as chosen, else from the locale, else English."""
    if chosen is not None:
        return chosen
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"

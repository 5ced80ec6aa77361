"""
The language in which Azione 0 speaks to people: Italian, or what they ask for.

The Italian sentence in the source is itself the key, so that a missing
translation still reads. `AZIONE0_LANG`, else `LANG`, chooses another language.
"""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"
SOURCE_LANGUAGE = "it"
_SPOKEN: ContextVar[str] = ContextVar("spoken", default="")


def language() -> str:
    """Give the two letters of the language in use, `it` if none is chosen."""
    asked = _SPOKEN.get() or os.environ.get("AZIONE0_LANG")
    chosen = asked or os.environ.get("LANG") or ""
    letters = chosen.split(".")[0].split("_")[0].lower()
    return letters if letters.isalpha() and len(letters) > 1 else SOURCE_LANGUAGE


@contextmanager
def speaking(letters: str) -> Iterator[None]:
    """Speak a language for as long as this lasts, whatever is chosen outside."""
    token = _SPOKEN.set(letters)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


@lru_cache(maxsize=8)
def _catalogue(letters: str) -> gettext.NullTranslations:
    return gettext.translation("azione0", LOCALES, [letters], fallback=True)


def _(text: str) -> str:
    """Say an Italian sentence in the language in use."""
    return _catalogue(language()).gettext(text)

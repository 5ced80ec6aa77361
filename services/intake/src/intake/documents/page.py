"""
The front office's letters as HTML pages that print well: A4, a window's address.

Everything on a page is escaped; a page carries its style within itself and asks
nobody for anything.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from jinja2 import Environment

from azione0.templates import templates
from azione0.words import language
from intake.documents.letters import Addressee, CaseLetter
from intake.documents.sentences import words_of


@dataclass(frozen=True, slots=True)
class Imprint:
    """
    What a letter says of its making; what is empty is a line to be filled in.

    `contact`: whom to call; `place`: where to meet; `worker`: who is of reference.
    `demo`: the data are invented, and the page says so.
    """

    organisation: str
    contact: str = ""
    place: str = ""
    worker: str = ""
    demo: bool = False


def letter_page(
    letter: CaseLetter, imprint: Imprint, addressee: Addressee | None = None
) -> str:
    """
    Write a letter; without an addressee its window stays empty.

    The addressee stands on the page that is given back and nowhere else.
    """
    template = _environment().get_template(f"{letter.kind}.html")
    return template.render(
        letter=letter, imprint=imprint, addressee=addressee, language=language()
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return templates("intake.documents", long_day=_long_day, words_of=words_of)


def _long_day(on: date) -> str:
    """Write a day as `lunedì 10 marzo 2025`."""
    locale = "en_GB" if language() == "en" else language()
    return format_date(on, "full", locale=locale)

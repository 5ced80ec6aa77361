"""The letters behind a figure, as a page for who may see cases."""

from collections.abc import Sequence

from azione0.words import _, language
from reporting.monitoring.behind import MOST, LetterBehind
from reporting.pages.board import ADDRESSES, environment


def letters_page(letters: Sequence[LetterBehind]) -> str:
    """Write the page; each household leads to its story."""
    return (
        environment()
        .get_template("letters.html")
        .render(
            imprint={"organisation": "", "demo": False, "addresses": ADDRESSES},
            language=language(),
            style="",
            letters=letters,
            most=MOST,
            board=ADDRESSES["page"],
            title=_("Le lettere dietro la cifra"),
        )
    )

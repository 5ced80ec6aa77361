"""
Collects everything that is wrong with a file, so that it is all said at once.

A clerk who corrects a file must not learn of its faults one by one.
"""

import re

from azione0.refused import BadLine, Refused
from azione0.words import _

__all__ = ["BadLine", "Faults", "Refused", "masked", "shown"]

PERSONAL = re.compile(
    r"\b(?:[A-Z]{6}[0-9A-Z]{2}[A-Z][0-9A-Z]{2}[A-Z][0-9A-Z]{3}[A-Z]"
    r"|[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30})\b",
    re.IGNORECASE,
)
"""What has the shape of a codice fiscale or an IBAN, wherever it turns up."""

LONGEST_SHOWN = 60
"""Characters of a value that are shown."""


def shown(value: str) -> str:
    """Give a value as it may be shown: on one line, cut, never empty."""
    if not value:
        return _("(vuoto)")
    plain = "".join(sign if sign.isprintable() else "·" for sign in value)
    plain = PERSONAL.sub(lambda found: masked(found[0]), plain)
    return plain if len(plain) <= LONGEST_SHOWN else plain[:LONGEST_SHOWN] + "..."


def masked(value: str) -> str:
    """Give just enough of an IBAN or fiscal code to know it again."""
    kept = 4
    if len(value) <= 2 * kept:
        return "*" * len(value)
    return value[:kept] + "*" * (len(value) - 2 * kept) + value[-kept:]


class Faults:
    """What is wrong so far, in the order found."""

    def __init__(self) -> None:
        self._lines: list[BadLine] = []
        self._sentences: list[str] = []

    def __len__(self) -> int:
        return len(self._lines)

    def add(
        self, where: str, field: str, value: str, expected: str, sentence: str = ""
    ) -> None:
        """Note one fault; `sentence` says it whole, where a table would not."""
        self._lines.append(BadLine(where, field, shown(value), expected))
        if sentence:
            self._sentences.append(sentence)

    def refuse(self) -> None:
        """Raise `Refused` with all of it, or return if nothing is wrong."""
        if not self._lines:
            return
        count = len(self._lines)
        if len(self._sentences) == count == 1:
            sentence = self._sentences[0]
        elif count == 1:
            sentence = _("Il file non si può importare: c'è un errore.")
        else:
            sentence = _(
                "Il file non si può importare: ci sono {count} errori."
            ).format(count=count)
        raise Refused(sentence, self._lines)

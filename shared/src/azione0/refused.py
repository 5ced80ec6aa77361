"""
Why a file that somebody gave us was not taken, line by line.

Every service that reads files refuses them in this one shape, and the command
shows it without knowing the service.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BadLine:
    """One thing that is wrong: where, in which field, what stood there, what should."""

    where: str
    field: str
    value: str
    expected: str


class Refused(Exception):
    """
    A file is not taken, and nothing of it is kept.

    The text is one sentence for the person who sent the file; `lines` name
    everything that is wrong, in the order of the file, and may be empty when
    the whole file is of the wrong kind. Neither holds personal data.
    """

    def __init__(self, sentence: str, lines: Sequence[BadLine] = ()) -> None:
        super().__init__(sentence)
        self.lines = tuple(lines)

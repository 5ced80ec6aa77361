"""
The figures of the rules, as every service that has some writes them.

They have one form and one part of one name, so that whoever asks a board to decide
can put those of all services before it at once.
"""

from azione0.model.part import Item, Part


class FigureTold(Item, frozen=True):
    """A figure as it counts: its name, its value as text, the version it came from."""

    name: str
    value: str
    policy_version: str


class FiguresPart(Part[FigureTold]):
    """A service's own figures."""

    name = "figures"
    form = FigureTold

"""
The nouns that a service keeps in memory between two transactions.

Bill runs and the close of day pass over every account in the same order, again and
again. Were the noun that was used longest ago always the one to go, a memory a little
too small for all of them would hold none when its turn comes; so a full memory lets a
new noun in only now and then, and keeps most of what it has for the next round.
"""

from collections import OrderedDict
from uuid import UUID

from azione0.aggregate import Aggregate

#: What a noun weighs beside its events: it has fields whether or not much happened.
OWN_WEIGHT = 8
#: How many newcomers are turned away from a full memory for each one let in.
TURNED_AWAY = 7


class Remembered:
    """
    Nouns by their id, as many as `most` allows.

    A noun weighs its events and `OWN_WEIGHT`: an account of ten years as much as a
    hundred new ones. A unit is about a third of a kilobyte.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._nouns: OrderedDict[UUID, tuple[Aggregate, int]] = OrderedDict()
        self._weight = 0
        self._turned_away = 0

    def __len__(self) -> int:
        return len(self._nouns)

    def take(self, id: UUID) -> Aggregate | None:
        """Take a noun out, for who may change it; `None` if it is not there."""
        found = self._nouns.pop(id, None)
        if found is None:
            return None
        noun, weight = found
        self._weight -= weight
        return noun

    def keep(self, noun: Aggregate) -> None:
        """Keep a noun for the next transaction, if there is room for it."""
        self.take(noun.id)
        weight = OWN_WEIGHT + noun.version
        if self._weight + weight > self._most:
            self._turned_away += 1
            if self._turned_away <= TURNED_AWAY:
                return
            self._turned_away = 0
        self._nouns[noun.id] = noun, weight
        self._weight += weight
        while self._weight > self._most:
            _, (_, oldest) = self._nouns.popitem(last=False)
            self._weight -= oldest

    def forget(self) -> None:
        """Keep nothing, for it may be older than what is stored."""
        self._nouns.clear()
        self._weight = 0

"""
Money beyond what is due, given to instalments that are still to come.

Whether it is given at all, or waits, is the policy's choice (`surplus_rule`).
"""

from collections.abc import Sequence

NEXT = "next"
LAST = "last"
SPREAD = "spread"


def spread(open_cents: Sequence[int], cents: int, rule: str) -> list[int]:
    """
    Share `cents` out over instalments in their order, at most what each lacks.

    `next`: the first ones first; `last`: the last ones first; `spread`: the same to
    each, the cents left over to the first ones, and what one does not need to the
    others. `UnknownSurplusRule`, `NegativeSurplus`. Source: policy parameter
    `surplus_rule`.
    """
    if min(cents, *open_cents, 0) < 0:
        raise NegativeSurplus(f"{cents} cents over {list(open_cents)}: none below 0")
    if rule == NEXT:
        return _in_turn(open_cents, cents)
    if rule == LAST:
        return _in_turn(open_cents[::-1], cents)[::-1]
    if rule == SPREAD:
        return _evenly(open_cents, cents)
    raise UnknownSurplusRule(f"{rule!r}: give {NEXT}, {LAST} or {SPREAD}")


def _in_turn(open_cents: Sequence[int], cents: int) -> list[int]:
    shares = []
    for missing in open_cents:
        shares.append(min(missing, cents))
        cents -= shares[-1]
    return shares


def _evenly(open_cents: Sequence[int], cents: int) -> list[int]:
    """Fill up those that lack less than an equal share, until none does."""
    shares = [0] * len(open_cents)
    wanting = [place for place, missing in enumerate(open_cents) if missing]
    while wanting:
        each, over = divmod(cents, len(wanting))
        filled = [place for place in wanting if open_cents[place] <= each]
        if not filled:
            for turn, place in enumerate(wanting):
                shares[place] = each + (turn < over)
            break
        for place in filled:
            shares[place] = open_cents[place]
            cents -= open_cents[place]
        wanting = [place for place in wanting if open_cents[place] > each]
    return shares


class UnknownSurplusRule(Exception):
    """A word that says nothing about where surplus goes."""


class NegativeSurplus(Exception):
    """Money or a gap below nothing."""

"""
Somebody who keeps every figure that is told and adds and subtracts them.

What can be worked out by sums and differences is what lies in the span of what was
told: exact, by elimination over a prime field.
"""

PRIME = 2**61 - 1


class Attacker:
    """Knows sums of unknowns; an unknown is anything hashable."""

    def __init__(self):
        self._rows = {}
        self.heard = 0

    def hear(self, sum_of):
        """Learn the value of a sum, given as {unknown: coefficient}."""
        self.heard += 1
        rest = self._reduce(sum_of)
        if rest:
            pivot = min(rest, key=repr)
            inverse = pow(rest[pivot], -1, PRIME)
            self._rows[pivot] = {it: c * inverse % PRIME for it, c in rest.items()}

    def knows(self, sum_of):
        """Tell whether a sum follows from what was heard."""
        return not self._reduce(sum_of)

    def _reduce(self, sum_of):
        rest = {it: c % PRIME for it, c in sum_of.items() if c % PRIME}
        done = set()
        while pending := [it for it in rest if it in self._rows and it not in done]:
            pivot = min(pending, key=repr)
            done.add(pivot)
            factor = rest[pivot]
            for it, c in self._rows[pivot].items():
                left = (rest.get(it, 0) - factor * c) % PRIME
                if left:
                    rest[it] = left
                else:
                    rest.pop(it, None)
            done &= set(rest)
        return rest

"""
Short codes under which people speak of a household, in place of a name.

No vowels, and no letter that looks like a digit, so that no word can appear.
"""

from uuid import UUID

ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXZ"
LENGTH = 5


def household_code(household_id: UUID) -> str:
    """
    Give the code of a household, `A0-` and five characters, always the same.

    Twenty million codes: two households of one programme rarely share one, so
    a search by code may find more than one and must say so.
    """
    rest, characters = household_id.int, []
    for _ in range(LENGTH):
        rest, digit = divmod(rest, len(ALPHABET))
        characters.append(ALPHABET[digit])
    return "A0-" + "".join(reversed(characters))

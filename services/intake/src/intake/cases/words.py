"""The words of a case: each is one of a list."""

CHANNELS = ("letter", "phone", "door", "concierge", "email", "other")
PARTS_OF_DAY = ("morning", "afternoon", "evening")
#: Recorded once, and still read; 12 to 18 is one afternoon for DDAS.
FORMER_PARTS_OF_DAY = {"midday": "afternoon"}
CONTACT_OUTCOMES = ("reached", "no_answer", "refused")
OUTCOMES = ("resolved", "declined", "unreachable", "moved", "evicted", "deceased")
#: After these nobody is left to be sought: only a person reopens the case.
GONE = ("moved", "evicted", "deceased")
#: What a review comes to.
REVIEWS = ("go_on", "revise_pact", "suspend", "close")
FAULTS = ("NOT_ASSESSED", "NO_FAULT", "AT_FAULT")


def checked(what: str, word: str, words: tuple[str, ...]) -> None:
    """Refuse a word that is in no list: `UnknownWord`."""
    if word not in words:
        raise UnknownWord(f"{word!r} is no {what}: choose {', '.join(words)}")


class UnknownWord(Exception):
    """A word that is in no list of the case."""

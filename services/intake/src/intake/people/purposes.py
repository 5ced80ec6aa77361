"""
What a purpose of the register allows with a person's data, and what it refuses.

The register itself is `azione0.access.purposes`.
"""

#: On what a refusal to erase rests.
PUBLIC_TASK, CLAIMS = "art. 17(3)(b) GDPR", "art. 17(3)(e) GDPR"


class NotByConsent(Exception):
    """A purpose that rests on a law, and that nobody is asked to agree to."""


class NotForThisPurpose(Exception):
    """A class of data that a purpose does not read."""

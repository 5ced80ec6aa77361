"""
Until when nobody else should contact a household, after somebody did.

How long depends on the channel; the days are policy parameters. Of several that run
the longest counts: a call does not shorten the rest that a letter asks for. Source:
DDAS and Hackney, so that two people or two letters do not collide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from intake.governance.figures import Book, Used
from intake.worklist.facts import Contact

COOLING = {
    channel: f"cooldown_{channel}_days"
    for channel in ("phone", "sms", "email", "door", "concierge", "letter", "other")
}


@dataclass(frozen=True)
class CoolDown:
    """Who contacted last and how, and the last day that is theirs alone."""

    contact: Contact
    until_on: date
    used: Used

    def holds_on(self, day: date) -> bool:
        """Whether nobody else should contact the household on a day."""
        return day <= self.until_on


def cooldown(contacts: Iterable[Contact], book: Book) -> CoolDown | None:
    """
    Give the cool-down after contacts: the one that ends last, `None` without any.

    Each is by the figure in force on its own day.
    """
    running = (_after(it, book) for it in contacts)
    return max(running, key=lambda it: (it.until_on, it.contact), default=None)


def _after(contact: Contact, book: Book) -> CoolDown:
    name = COOLING.get(contact.channel, COOLING["other"])
    used = book.on(name, contact.on)
    return CoolDown(contact, contact.on + timedelta(days=used.number), used)

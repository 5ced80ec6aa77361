"""
What services share that work for the households which their organisation follows.

Where several of a kind run, a household may pass to another of them. What was
noted of it stays here, and nothing is proposed to do for it any more.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from azione0.access.followers import followings
from azione0.application import Application, NoTransaction
from azione0.database import Session
from azione0.letter import ROME
from azione0.settings import Settings

Line = TypeVar("Line")


class FollowingApplication(Application):
    """Use-cases about households, as long as they are followed from here."""

    _settings: Settings | None = None

    def settle(self, settings: Settings) -> None:
        """Learn for whose cases this service works."""
        super().settle(settings)
        self._settings = settings

    def today(self) -> date:
        """Give the present day in Europe/Rome, by the clock of the door."""
        return self.store.clock().astimezone(ROME).date()

    @property
    def _session(self) -> Session:
        transaction = self.store.current()
        if transaction is None:
            raise NoTransaction("what is noted is noted in an open transaction")
        return transaction.session

    def _still_followed(
        self, session: Session, lines: Iterable[tuple[UUID, Line]], day: date
    ) -> list[Line]:
        """Give the lines of those households that no other service follows by a day."""
        listed = list(lines)
        if self._settings is None:
            return [line for _whose, line in listed]
        me, addressing = self._settings.me.name, self._settings.addressing
        known = followings(session, [whose for whose, _line in listed])
        return [
            line
            for whose, line in listed
            if not addressing.has_left(me, known.get(whose, ()), day)
        ]

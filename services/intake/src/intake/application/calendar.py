"""Which day it is, for what cannot be yet and for lists of today."""

from datetime import date

from azione0.application import Application
from azione0.letter import ROME


class Calendar(Application):
    """A front office that knows the day."""

    def today(self) -> date:
        """Give the civil day in Europe/Rome."""
        return self.store.clock().astimezone(ROME).date()

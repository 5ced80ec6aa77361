"""
A person: a random id, a household, and the days between which they belong to it.

What they are called stands in no event. An event tells which fields were sealed, and
the SHA-256 of the sealed bytes, so that an edit of the vault is noticed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from azione0.aggregate import Aggregate, event


@dataclass(frozen=True, order=True)
class Sealed:
    """That a field was sealed: its class, row and name, and its bytes' SHA-256."""

    field_class: str
    row_id: UUID
    field: str
    digest: str


@dataclass(frozen=True, order=True)
class Given:
    """A notice that was given: for which purpose, in which version, on which day."""

    purpose: str
    text_version: str
    on: date


class Person(Aggregate, topic="intake.Person"):
    """Somebody who belongs to a household."""

    class Registered(Aggregate.Created):
        household_id: UUID
        sealed: list[Sealed]
        flags: list[str]
        effective_on: date

    class Rectified(Aggregate.Event):
        """`changed` names the fields; all that was sealed anew is in `sealed`."""

        changed: list[str]
        sealed: list[Sealed]
        flags: list[str]
        effective_on: date

    class NoteWritten(Aggregate.Event):
        note_id: UUID
        kind: str
        sealed: list[Sealed]
        effective_on: date

    class Left(Aggregate.Event):
        """The last day on which they belong to the household."""

        effective_on: date

    class NoticeGiven(Aggregate.Event):
        purpose: str
        text_version: str
        effective_on: date

    class ErasureRequested(Aggregate.Event):
        effective_on: date

    class RetentionApproved(Aggregate.Event):
        """Somebody agreed that these classes go when their term has ended."""

        field_classes: list[str]
        ends_on: date
        effective_on: date

    class ErasureOrdered(Aggregate.Event):
        field_classes: list[str]
        legal_ground: str
        effective_on: date

    class Thinned(Aggregate.Event):
        """The keys of some classes were destroyed, others are kept."""

        field_classes: list[str]
        legal_ground: str
        effective_on: date

    class Erased(Aggregate.Event):
        """The keys of all classes were destroyed."""

        household_id: UUID
        legal_ground: str
        effective_on: date

    @event(Registered)
    def __init__(
        self,
        *,
        id: UUID,
        household_id: UUID,
        sealed: list[Sealed],
        flags: list[str],
        effective_on: date,
    ) -> None:
        self.household_id = household_id
        self.since = effective_on
        self.until: date | None = None
        self.flags = flags
        self.sealed = _places(sealed)
        self.notes: dict[UUID, tuple[str, date]] = {}
        self.notices: list[Given] = []
        self.requested_on: date | None = None
        self.approved: dict[str, date] = {}
        self.ordered: set[str] = set()
        self.gone: set[str] = set()
        self.erased_on: date | None = None

    def rectify(
        self, changed: Sequence[str], sealed: list[Sealed], flags: list[str], on: date
    ) -> None:
        """Record that fields were written anew."""
        self._rectified(sorted(changed), sealed, flags, on)

    def write_note(
        self, note_id: UUID, kind: str, sealed: list[Sealed], on: date
    ) -> None:
        """Record that a note was written."""
        self._note_written(note_id, kind, sealed, on)

    def leave(self, on: date) -> None:
        """Record the last day in the household; `AlreadyLeft`, `BeforeTheFirstDay`."""
        self.check_here()
        if self.until is not None:
            raise AlreadyLeft(f"person {self.id} left on {self.until}")
        if on < self.since:
            raise BeforeTheFirstDay(f"person {self.id} came on {self.since}")
        self._left(on)

    def give_notice(self, purpose: str, text_version: str, on: date) -> None:
        """Record that a notice was handed over; the same one on a day is one."""
        self.check_here()
        if Given(purpose, text_version, on) not in self.notices:
            self._notice_given(purpose, text_version, on)

    def request_erasure(self, on: date) -> None:
        """Record that the person asked to be forgotten (art. 17 GDPR)."""
        self.check_here()
        if self.requested_on is None:
            self._erasure_requested(on)

    def approve_retention(
        self, field_classes: Sequence[str], ends_on: date, on: date
    ) -> None:
        """Record that somebody agreed to what the clocks propose."""
        self.check_here()
        if any(self.approved.get(it) != ends_on for it in field_classes):
            self._retention_approved(sorted(field_classes), ends_on, on)

    def order_erasure(
        self, field_classes: Sequence[str], legal_ground: str, on: date
    ) -> None:
        """Record what is to be destroyed; what is gone already is left out."""
        left = sorted(set(field_classes) - self.ordered)
        if left:
            self._erasure_ordered(left, legal_ground, on)

    def finish_erasure(
        self,
        field_classes: Sequence[str],
        all_classes: Sequence[str],
        legal_ground: str,
        on: date,
    ) -> None:
        """Record that the keys of these classes are destroyed; once."""
        gone = sorted(set(field_classes) - self.gone)
        if self.gone.union(gone) >= set(all_classes):
            if self.erased_on is None:
                self._erased(self.household_id, legal_ground, on)
        elif gone:
            self._thinned(gone, legal_ground, on)

    def check_here(self) -> None:
        """Refuse to write about who was erased; `ErasedPerson`."""
        if self.erased_on is not None or "identity" in self.ordered:
            raise ErasedPerson(
                f"person {self.id} was erased: register a new person instead"
            )

    def check_kept(self, field_classes: Iterable[str]) -> None:
        """
        Refuse to write into a class whose term has ended; `ErasedPerson`.

        Every start destroys it again, wherever it came back from.
        """
        gone = sorted(self.ordered.intersection(field_classes))
        if gone:
            raise ErasedPerson(
                f"person {self.id}: the term of {', '.join(gone)} has ended; let this "
                "person leave the household and register them anew"
            )

    @event(Rectified)
    def _rectified(
        self,
        changed: list[str],
        sealed: list[Sealed],
        flags: list[str],
        effective_on: date,
    ) -> None:
        self.sealed |= _places(sealed)
        self.flags = flags

    @event(NoteWritten)
    def _note_written(
        self, note_id: UUID, kind: str, sealed: list[Sealed], effective_on: date
    ) -> None:
        self.sealed |= _places(sealed)
        self.notes[note_id] = kind, effective_on

    @event(Left)
    def _left(self, effective_on: date) -> None:
        self.until = effective_on

    @event(NoticeGiven)
    def _notice_given(
        self, purpose: str, text_version: str, effective_on: date
    ) -> None:
        self.notices.append(Given(purpose, text_version, effective_on))

    @event(ErasureRequested)
    def _erasure_requested(self, effective_on: date) -> None:
        self.requested_on = effective_on

    @event(RetentionApproved)
    def _retention_approved(
        self, field_classes: list[str], ends_on: date, effective_on: date
    ) -> None:
        self.approved |= dict.fromkeys(field_classes, ends_on)

    @event(ErasureOrdered)
    def _erasure_ordered(
        self, field_classes: list[str], legal_ground: str, effective_on: date
    ) -> None:
        self.ordered |= set(field_classes)

    @event(Thinned)
    def _thinned(
        self, field_classes: list[str], legal_ground: str, effective_on: date
    ) -> None:
        self.gone |= set(field_classes)

    @event(Erased)
    def _erased(
        self, household_id: UUID, legal_ground: str, effective_on: date
    ) -> None:
        self.erased_on = effective_on


def _places(sealed: Sequence[Sealed]) -> dict[tuple[UUID, str], Sealed]:
    return {(it.row_id, it.field): it for it in sealed}


class AlreadyLeft(Exception):
    """Somebody who has left the household leaves it again."""


class BeforeTheFirstDay(Exception):
    """A day before the person belonged to the household."""


class ErasedPerson(Exception):
    """Somebody of whom nothing may be written any more."""


class TwiceInTheHousehold(Exception):
    """Somebody who belongs to the household already."""


class NothingChanges(Exception):
    """A rectification that names no field."""

"""Who has a place in a workshop, and who waits for one."""

from datetime import date, datetime
from uuid import UUID

from azione0 import followed
from azione0.database import Session
from workshops import following
from workshops.application.bookkeeping import Bookkeeping
from workshops.labs.enrolment import (
    LINK,
    OTHER_ORGANISATION,
    PACT,
    WORKER,
    Enrolment,
    commitment_of,
)
from workshops.labs.invitation import Invitation, check_invitation, unusable
from workshops.labs.reason import check_code
from workshops.labs.workshop import Workshop, WorkshopOver


class Places(Bookkeeping):
    """The use-cases of seats, of the waiting list and of links to a place."""

    def enrol(
        self,
        workshop_id: UUID,
        household_id: UUID,
        on: date,
        *,
        person_id: UUID | None = None,
    ) -> UUID:
        """
        Give a household a seat, or a place in the waiting list; give the enrolment.

        Neighbours who are in no case may take part too. `ConsentMissing` for who
        has withdrawn from taking part; the workshop refuses the rest.
        """
        return self._enrol(workshop_id, household_id, person_id, WORKER, on)

    def enrol_for_pact(
        self,
        workshop_id: UUID,
        household_id: UUID,
        commitment_id: UUID,
        on: date,
        *,
        person_id: UUID | None = None,
    ) -> UUID:
        """
        Give a place because the household undertook it in its pact.

        `NoSuchCommitment` unless the household is in charge on that day and the
        commitment is the one of its case with the workshops.
        """
        case_id = followed.case_on(self._session, household_id, on)
        if case_id is None or commitment_of(case_id) != commitment_id:
            raise NoSuchCommitment(
                f"commitment {commitment_id} is not in force for household "
                f"{household_id} on {on}: enrol it without a pact"
            )
        return self._enrol(workshop_id, household_id, person_id, PACT, on)

    def enrol_guest(
        self, workshop_id: UUID, organisation_id: str, person_id: UUID, on: date
    ) -> UUID:
        """Give a place to somebody whom another organisation sends, by pseudonym."""
        check_code(organisation_id.replace("-", "_"))
        self._lock(workshop_id)
        workshop = self.get(Workshop, workshop_id)
        return self._take_place(
            workshop,
            None,
            person_id,
            OTHER_ORGANISATION,
            on,
            organisation_id=organisation_id,
        )

    def leave(self, enrolment_id: UUID, on: date, reason: str = "household") -> None:
        """End a place for the household's part; who waits moves up."""
        enrolment = self.get(Enrolment, enrolment_id)
        self._lock(enrolment.workshop_id)
        enrolment.drop_out(reason, on)
        self._keep_enrolment(enrolment)
        self._drop_notices(enrolment_id, on)
        workshop = self.get(Workshop, enrolment.workshop_id)
        self._seat(workshop, workshop.leave(enrolment_id, on), on)

    def change_capacity(self, workshop_id: UUID, capacity: int, on: date) -> None:
        """Change the number of seats; who waits moves up."""
        self._lock(workshop_id)
        workshop = self.get(Workshop, workshop_id)
        self._seat(workshop, workshop.change_capacity(capacity, on), on)

    # -- links

    def invite(
        self,
        workshop_id: UUID,
        household_id: UUID,
        token_sha256: str,
        *,
        now: datetime,
        expires_at: datetime,
        on: date,
        person_id: UUID | None = None,
    ) -> UUID:
        """
        Make a link by which a household takes its place itself, once.

        Only the SHA-256 of the link's token is given and kept. A link made before
        for the same household and workshop opens nothing from now on.
        """
        check_invitation(token_sha256, now, expires_at)
        self._refuse_without_consent(household_id, person_id, on)
        workshop = self.get(Workshop, workshop_id)
        workshop.refuse_if_over()
        if on > workshop.last_on:
            raise WorkshopOver(f"workshop {workshop_id} ended on {workshop.last_on}")
        self._revoke_links(household_id, "replaced", on, workshop_id=workshop_id)
        invitation = Invitation(
            id=self.new_id("invitation", workshop_id, household_id, token_sha256),
            workshop_id=workshop_id,
            household_id=household_id,
            person_id=person_id,
            token_sha256=token_sha256,
            expires_at=expires_at,
            effective_on=on,
        )
        self._keep_invitation(invitation)
        return invitation.id

    def revoke_invitation(self, invitation_id: UUID, reason: str, on: date) -> None:
        """Take a link back; `InvitationClosed` if it is used or taken back already."""
        invitation = self.get(Invitation, invitation_id)
        invitation.revoke(reason, on)
        self._keep_invitation(invitation)

    def offered_by_link(
        self, token_sha256: str, *, now: datetime, on: date
    ) -> tuple[Workshop, datetime]:
        """
        Give the workshop that a link opens, and until when it does; nothing is used up.

        `InvitationUnusable` as for who uses it, `WorkshopOver`, `AlreadyEnrolled`.
        """
        with self.store.reading() as session:
            invitation_id, _workshop = _opened(session, token_sha256, now)
            invitation = self.get(Invitation, invitation_id)
            if following.has_withdrawn(
                session, invitation.household_id, invitation.person_id, on
            ):
                raise unusable()
        workshop = self.get(Workshop, invitation.workshop_id)
        workshop.check_may_enrol(invitation.household_id, invitation.person_id, on)
        return workshop, invitation.expires_at

    def enrol_by_link(self, token_sha256: str, *, now: datetime, on: date) -> UUID:
        """
        Take the place that a link stands for; give the enrolment.

        `InvitationUnusable` for a link that was used, has expired, was taken back
        or never was: one question decides, and nothing tells which it is.
        """
        invitation_id, workshop_id = _opened(self._session, token_sha256, now)
        self._lock(workshop_id)
        invitation = self.get(Invitation, invitation_id)
        if not invitation.is_open:  # somebody was faster, before we had the lock
            raise unusable()
        try:
            place = self._enrol(
                workshop_id, invitation.household_id, invitation.person_id, LINK, on
            )
        except ConsentMissing:
            raise unusable() from None
        invitation.use(place, on)
        self._keep_invitation(invitation)
        return place

    def _revoke_links(
        self,
        household_id: UUID,
        reason: str,
        on: date,
        *,
        workshop_id: UUID | None = None,
        person_id: UUID | None = None,
        made_before: date = date.max,
    ) -> None:
        """
        Take back the open links that a household was given before a day.

        With a workshop those to it; with a person those that name nobody else.
        """
        rows = self._session.execute(
            "SELECT invitation_id FROM invitations_v1 "
            "WHERE household_id = ? AND is_open = ? ORDER BY invitation_id",
            (household_id, True),
        )
        for (invitation_id,) in rows:
            link = self.get(Invitation, invitation_id)
            if (
                link.made_on < made_before
                and workshop_id in (None, link.workshop_id)
                and (person_id is None or link.person_id in (None, person_id))
            ):
                self.revoke_invitation(invitation_id, reason, on)

    def _enrol(
        self,
        workshop_id: UUID,
        household_id: UUID,
        person_id: UUID | None,
        origin: str,
        on: date,
    ) -> UUID:
        self._lock(workshop_id)
        self._refuse_without_consent(household_id, person_id, on)
        workshop = self.get(Workshop, workshop_id)
        return self._take_place(workshop, household_id, person_id, origin, on)

    def _take_place(
        self,
        workshop: Workshop,
        household_id: UUID | None,
        person_id: UUID | None,
        origin: str,
        on: date,
        *,
        organisation_id: str | None = None,
    ) -> UUID:
        enrolment = Enrolment(
            id=self.new_id("enrolment", workshop.id, household_id, person_id),
            workshop_id=workshop.id,
            household_id=household_id,
            person_id=person_id,
            kind=workshop.kind,
            effective_on=on,
            origin=origin,
            organisation_id=organisation_id,
        )
        if workshop.enrol(enrolment.id, household_id, person_id, on):
            enrolment.confirm(on)
        self._keep_workshop(workshop)
        self._keep_enrolment(enrolment)
        return enrolment.id

    def _refuse_without_consent(
        self, household_id: UUID, person_id: UUID | None, on: date
    ) -> None:
        if following.has_withdrawn(self._session, household_id, person_id, on):
            raise ConsentMissing(
                f"household {household_id} withdrew from taking part: "
                "register a new consent first"
            )


def _opened(session: Session, token_sha256: str, now: datetime) -> tuple[UUID, UUID]:
    """Give the invitation that a token opens, and its workshop; else refuse it."""
    found = session.execute(
        "SELECT invitation_id, workshop_id FROM invitations_v1 "
        "WHERE token_sha256 = ? AND is_open = ? AND expires_at > ?",
        (token_sha256, True, now),
    )
    for invitation_id, workshop_id in found:
        return invitation_id, workshop_id
    raise unusable()


class ConsentMissing(Exception):
    """A person who withdrew from taking part was to be enrolled."""


class NoSuchCommitment(Exception):
    """A place was asked for under a pact that does not say so on that day."""

"""What people are told, and what they agree to."""

from datetime import date, timedelta
from uuid import UUID

from azione0.access.purposes import SHARING, Purpose, purpose_on, purposes_on
from azione0.access.shares import keep_to_consents
from azione0.application import NotFound
from intake.application.households import Households
from intake.application.vaulted import Vaulted
from intake.people import register
from intake.people.agreed import Stay, agreed_until
from intake.people.consent import Consent, NoConsent, consent_key
from intake.people.notice import (
    NoSuchNotice,
    Notice,
    NoticeAlreadyPublished,
    notice_key,
)
from intake.people.person import Person
from intake.people.purposes import NotByConsent


class Consents(Vaulted, Households):
    """The use-cases of purposes, notices and consents."""

    def purposes(self, on: date) -> list[Purpose]:
        """List what data is used for on a day."""
        return purposes_on(on)

    def publish_notice(
        self, purpose: str, text_version: str, text: str, on: date
    ) -> UUID:
        """
        Publish a version of the notice for a purpose; the same once more is one.

        `NoSuchPurpose`; `NoticeAlreadyPublished` with another text or day.
        """
        purpose_on(purpose, on)
        key = notice_key(purpose, text_version)
        known = self.find(Notice, key)
        if known is not None:
            if (known.text, known.valid_from) != (text, on):
                raise NoticeAlreadyPublished(
                    f"{purpose}, version {text_version} is published since "
                    f"{known.valid_from}: give the new text a version of its own"
                )
            return key
        notice = Notice(
            id=key,
            purpose=purpose,
            text_version=text_version,
            text=text,
            effective_on=on,
        )
        self.save(notice)
        return key

    def give_notice(
        self, person_id: UUID, purpose: str, text_version: str, on: date
    ) -> None:
        """Record that a person was given a notice; `NoSuchNotice`."""
        notice = self.find(Notice, notice_key(purpose, text_version))
        if notice is None or notice.valid_from > on:
            raise NoSuchNotice(
                f"no notice of that purpose and version was published by {on}"
            )
        person = self.get(Person, person_id)
        person.give_notice(purpose, text_version, on)
        self._keep_person(person)

    def give_consent(
        self,
        person_id: UUID,
        household_id: UUID,
        purpose: str,
        text_version: str,
        on: date,
    ) -> None:
        """
        Record a person's consent to one optional purpose.

        `NoSuchPurpose`; `NotByConsent` for one that rests on a law; `NotFound` for
        somebody of another household; `ErasedPerson`.
        """
        self._household(household_id)
        known = purpose_on(purpose, on)
        if not known.needs_consent:
            raise NotByConsent(
                f"{purpose} rests on {known.legal_basis}: nobody is asked to agree"
            )
        person = self.find(Person, person_id)
        if person is not None:
            if person.household_id != household_id:
                # Whose household it is decides who may write; do not tell another's.
                raise NotFound(f"person {person_id} is not of that household")
            person.check_here()
        key = consent_key(person_id, purpose)
        consent = self.find(Consent, key)
        if consent is None:
            consent = Consent(
                id=key,
                person_id=person_id,
                household_id=household_id,
                purpose=purpose,
                text_version=text_version,
                effective_on=on,
            )
        else:
            consent.give_again(household_id, text_version, on, known.consent_years)
        self.save(consent)

    def agreed_until(self, household_id: UUID, on: date) -> date | None:
        """
        Give the last day to which everybody agrees that a case is shared; or nothing.

        Those agree who belong to the household, both that services are asked and that
        it is disclosed to them. `date.max` if no day to come ends it.
        """
        if not set(SHARING) <= {it.code for it in purposes_on(on)}:
            return None
        stays, terms = [], {}
        for it in register.people(self._session, household_id):
            until = it.until_on
            if it.erased_on is not None:
                gone = it.erased_on - timedelta(1)
                until = gone if until is None else min(gone, until)
            stays.append(Stay(it.person_id, it.since_on, until))
            for purpose in SHARING:
                consent = self.find(Consent, consent_key(it.person_id, purpose))
                terms[it.person_id, purpose] = (
                    [it for it in consent.terms if consent.household_id == household_id]
                    if consent
                    else []
                )
        years = purpose_on(SHARING[0], on).consent_years
        return agreed_until(stays, terms, SHARING, years, on)

    def withdraw_consent(self, person_id: UUID, purpose: str, on: date) -> None:
        """End a consent from a day; `NoConsent` if there is none."""
        consent = self.find(Consent, consent_key(person_id, purpose))
        if consent is None:
            raise NoConsent(f"person {person_id} has not consented to that purpose")
        self._withdraw(consent, on)

    def is_consented(self, person_id: UUID, purpose: str, on: date) -> bool:
        """Tell whether a consent holds on a day: given, not withdrawn, not too old."""
        years = purpose_on(purpose, on).consent_years
        consent = self.find(Consent, consent_key(person_id, purpose))
        return consent is not None and consent.holds_on(on, years)

    def _withdraw(self, consent: Consent, on: date) -> None:
        consent.withdraw(on)
        self.save(consent)
        if consent.purpose in SHARING:
            self._keep_to_consents(consent.household_id)

    def _keep_to_consents(self, household_id: UUID) -> None:
        """End the sharings to which the household agrees no more."""
        keep_to_consents(
            self, household_id, lambda since: self.agreed_until(household_id, since)
        )

    def _keep_person(self, person: Person) -> None:
        self.save(person)
        register.show_person(self._session, person)
        self._keep_to_consents(person.household_id)

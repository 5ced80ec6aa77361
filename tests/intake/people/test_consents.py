"""What people are told and agree to: by purposes of a dated register."""

from datetime import date
from uuid import UUID

import pytest
from people_desk import ON

from azione0.access.purposes import (
    REGISTER,
    NoSuchPurpose,
    purpose_on,
    purposes_on,
)
from azione0.application import NotFound
from intake.people.consent import NoConsent, years_after
from intake.people.notice import NoSuchNotice, NoticeAlreadyPublished
from intake.people.person import Given
from intake.people.purposes import NotByConsent

LATER = date(2025, 6, 1)


def test_nobody_consents_to_what_stands_in_no_register(office):
    household_id = office.household()
    with office.command() as intake:
        with pytest.raises(NoSuchPurpose, match="employment_matching"):
            intake.give_consent(UUID(int=1), household_id, "marketing", "1", ON)
        with pytest.raises(NotByConsent, match=r"art\. 6"):
            intake.give_consent(UUID(int=1), household_id, "social_file", "1", ON)
        early = date(2023, 12, 31)
        with pytest.raises(NoSuchPurpose):
            intake.give_consent(UUID(int=1), household_id, "cv_sharing", "1", early)
        with pytest.raises(NoConsent):
            intake.withdraw_consent(UUID(int=1), "cv_sharing", ON)
        assert not intake.is_consented(UUID(int=1), "cv_sharing", ON)


def test_a_consent_that_is_too_old_is_asked_for_again(office):
    household_id = office.household()
    person_id = office.person(household_id)
    asked_again = date(2028, 4, 1)
    with office.command() as intake:
        intake.give_consent(person_id, household_id, "cv_sharing", "1", ON)
        intake.give_consent(person_id, household_id, "cv_sharing", "1", LATER)
    with office.command() as intake:
        assert intake.is_consented(person_id, "cv_sharing", date(2028, 3, 31))
        assert not intake.is_consented(person_id, "cv_sharing", asked_again)
        intake.give_consent(person_id, household_id, "cv_sharing", "1", asked_again)
        assert intake.is_consented(person_id, "cv_sharing", asked_again)
    told = [type(it).__name__ for it in office.said() if "Consent" in type(it).__name__]
    assert told == ["ConsentGiven", "ConsentGiven"]


def test_a_consent_holds_between_its_days_whatever_came_later(office):
    household_id = office.household()
    person_id = office.person(household_id)
    with office.command() as intake:
        intake.give_consent(person_id, household_id, "cv_sharing", "1", ON)
        intake.withdraw_consent(person_id, "cv_sharing", LATER)
        intake.give_consent(
            person_id, household_id, "cv_sharing", "2", date(2025, 8, 1)
        )
        held = [
            intake.is_consented(person_id, "cv_sharing", day)
            for day in (date(2025, 3, 31), ON, date(2025, 5, 31), LATER)
        ]
        assert held == [False, True, True, False]
        assert intake.is_consented(person_id, "cv_sharing", date(2025, 8, 1))


def test_a_notice_is_published_once_and_given_on_a_day(office):
    person_id = office.person()
    with office.command() as intake:
        intake.publish_notice("social_file", "1", "Chi tratta i dati …", ON)
        intake.publish_notice("social_file", "1", "Chi tratta i dati …", ON)
        with pytest.raises(NoticeAlreadyPublished, match="version of its own"):
            intake.publish_notice("social_file", "1", "Altro testo", ON)
        with pytest.raises(NoSuchPurpose):
            intake.publish_notice("marketing", "1", "Testo", ON)
        with pytest.raises(NoSuchNotice):
            intake.give_notice(person_id, "social_file", "2", ON)
        with pytest.raises(NoSuchNotice):
            intake.give_notice(person_id, "social_file", "1", date(2025, 3, 31))
        intake.give_notice(person_id, "social_file", "1", LATER)
        intake.give_notice(person_id, "social_file", "1", LATER)
    [_, (_, given)] = office.intake.events_of(person_id)
    assert Given(given.purpose, given.text_version, given.effective_on) == Given(
        "social_file", "1", LATER
    )


def test_every_purpose_has_a_basis_a_term_and_its_source():
    for it in REGISTER:
        assert it.legal_basis.startswith("art. 6(1)")
        assert it.retention_years > 0
        assert it.retention_source
        assert it.needs_consent == (it.consent_years is not None)
        assert it.needs_consent == ("6(1)(a)" in it.legal_basis)
    assert purposes_on(date(2023, 1, 1)) == []
    assert purpose_on("social_file", ON).retention_years == 5


def test_years_end_on_the_same_day_or_the_last_of_february():
    assert years_after(date(2024, 2, 29), 5) == date(2029, 2, 28)
    assert years_after(date(2024, 3, 1), 10) == date(2034, 3, 1)


def test_nobody_agrees_for_somebody_of_another_household(office):
    person_id = office.person()
    other = office.household("T2", "D2")
    with office.command() as intake, pytest.raises(NotFound):
        intake.give_consent(person_id, other, "cv_sharing", "1", ON)
    assert not office.intake.is_consented(person_id, "cv_sharing", ON)

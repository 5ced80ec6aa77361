"""Who is erased is gone, unless a law keeps them, and stays gone after a restore."""

import shutil
from contextlib import suppress
from datetime import date, timedelta
from threading import Thread
from uuid import UUID

import pytest
from eventsourcing.persistence import IntegrityError
from front_desk import cleared, detected, letter, named
from people_desk import ANNA, ON, READER

from azione0.access.purposes import CLASSES
from azione0.contracts import intake as say
from azione0.contracts import ledger, reporting
from azione0.vault.erasures import ErasureList
from azione0.vault.keyring import KeyRing
from intake.people.person import ErasedPerson
from intake.people.retention import ErasureHeld, NothingEnds

ERASED = "[cancellato]"
CLOSED = date(2025, 8, 11)
FREE = date(2030, 8, 11)


@pytest.fixture
def person_id(office):
    return office.person()


def erase(office, person_id, on=ON):
    with office.command() as intake:
        intake.erase_person(person_id, on)


def closed_case(office, household_id, on=CLOSED):
    """Have a case closed that began without debts known here."""
    with office.command() as intake:
        case_id = intake.open_case(household_id, "la-rete", ON)
        intake.close_case(case_id, "moved", on)


def test_who_is_erased_reads_as_erased_and_is_told_to_the_others(office, person_id):
    with office.command() as intake:
        intake.write_note(person_id, "health", "asma", ON)
    erase(office, person_id)
    assert office.read(person_id) == dict.fromkeys(ANNA, ERASED)
    with office.command() as intake:
        [note] = intake.read_notes(person_id, READER, "social_file", ON)
    assert note.text == ERASED
    [told] = office.said(say.SubjectErased)
    assert (told.person_id, told.legal_ground) == (person_id, "subject_request")
    [line] = office.intake.persons()
    assert line.erased_on == ON
    with office.house.office("intake").store.reading() as session:
        assert session.execute("SELECT * FROM vault_v1") == []
        assert session.execute("SELECT * FROM person_marks_v1") == []


def test_an_erasure_is_pending_while_a_backup_of_the_keys_may_exist(office, person_id):
    erase(office, person_id)
    now = office.now.date()
    [line] = office.intake.erasures(now)
    assert (line.state, line.pending_until) == ("pending", now + timedelta(days=30))
    assert line.cleaned_at is not None
    [line] = office.intake.erasures(now + timedelta(days=30))
    assert line.state == "erased"


def test_erased_twice_is_erased_once_and_nothing_is_written_any_more(office, person_id):
    household_id = office.intake.persons()[0].household_id
    with office.command() as intake:
        intake.give_consent(person_id, household_id, "cv_sharing", "1", ON)
    erase(office, person_id)
    erase(office, person_id)
    assert len(office.said(say.SubjectErased)) == 1
    assert len(office.said(say.ConsentWithdrawn)) == 1
    with office.command() as intake:
        for act in (
            lambda: intake.rectify_person(person_id, {"name": "Ada"}, ON),
            lambda: intake.write_note(person_id, "health", "asma", ON),
            lambda: intake.give_consent(person_id, household_id, "cv_sharing", "1", ON),
            lambda: intake.leave_household(person_id, ON),
            lambda: intake.request_erasure(person_id, ON),
        ):
            with pytest.raises(ErasedPerson, match="register a new person"):
                act()
    # Who comes back is somebody new, with the same code.
    assert office.person(household_id) != person_id


def test_an_open_case_holds_and_the_refusal_names_the_article(office):
    household_id = office.household()
    person_id = office.person(household_id)
    with office.command() as intake:
        intake.open_case(household_id, "la-rete", ON)
    with pytest.raises(ErasureHeld, match=r"17\(3\)\(b\).*no end known"):
        erase(office, person_id)
    assert office.read(person_id) == ANNA
    assert office.intake.erasures(ON) == []


def test_an_open_debt_and_then_ten_years_hold(office):
    household_id = office.household()
    person_id = office.person(household_id)
    office.tell(detected(household_id))
    with pytest.raises(ErasureHeld, match=r"17\(3\)\(e\) GDPR\): a debt"):
        erase(office, person_id)
    office.tell(cleared(household_id, on=date(2025, 8, 10)))
    with pytest.raises(ErasureHeld, match="until 2035-08-10"):
        erase(office, person_id, date(2035, 8, 9))
    erase(office, person_id, date(2035, 8, 10))


def test_an_open_agreement_holds_until_it_ends(office):
    household_id = office.household()
    person_id = office.person(household_id)
    agreement = {
        "agreement_id": named("agreement"),
        "household_id": household_id,
        "creditor_id": "aler-bcm",
    }
    office.tell(
        ledger.AgreementSigned(
            **agreement,
            debt_cents=54000,
            charge_ids=(named("charge"),),
            down_payment_cents=0,
            instalments=(ledger.Instalment(number=1, due_on=ON, amount_cents=54000),),
            interest_policy="none",
            signed_on=ON,
            signatory_roles=("tenant",),
            effective_on=ON,
        )
    )
    with pytest.raises(ErasureHeld, match="agreement is open"):
        erase(office, person_id)
    ended = {"outstanding_cents": 0, "effective_on": CLOSED}
    office.tell(ledger.AgreementCompleted(**agreement, **ended))
    with pytest.raises(ErasureHeld, match="until 2035-08-11"):
        erase(office, person_id)


def test_a_closed_case_holds_for_its_term_and_not_a_day_longer(office):
    household_id = office.household()
    person_id = office.person(household_id)
    closed_case(office, household_id)
    with pytest.raises(ErasureHeld, match="until 2030-08-11"):
        erase(office, person_id, FREE - timedelta(days=1))
    erase(office, person_id, FREE)
    assert office.read(person_id, on=FREE)["surname"] == ERASED


def test_who_asks_is_answered_within_a_month(office, person_id):
    with office.command() as intake:
        intake.request_erasure(person_id, ON)
    assert ("answer_erasure_request", ON) in office.tasks()
    erase(office, person_id)
    assert not [it for it in office.tasks() if it[0] == "answer_erasure_request"]


# -- whatever stops in between


def test_an_order_whose_keys_could_not_be_destroyed_goes_on_later(
    office, person_id, monkeypatch
):
    def away(*_args):
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(KeyRing, "destroy", away)
        erase(office, person_id)
    [line] = office.intake.erasures(ON)
    assert line.state == "ordered"
    assert office.said(say.SubjectErased) == []
    assert office.read(person_id)["surname"] == ERASED
    with office.command() as intake:
        intake.look_after_erasures(office.now)
    [line] = office.intake.erasures(ON)
    assert line.destroyed_at is not None
    assert len(office.said(say.SubjectErased)) == 1


def test_an_order_that_a_crash_interrupted_goes_on_at_the_start(
    office, person_id, monkeypatch
):
    with monkeypatch.context() as broken:
        broken.setattr(ErasureList, "add", lambda *_: 1 / 0)
        erase(office, person_id)
    office.reopen()
    assert len(office.said(say.SubjectErased)) == 1
    assert [it.person_id for it in office.house.intake.vault.erasures.read()] == [
        person_id
    ]


def test_a_refused_transaction_destroys_nothing(office, person_id):
    with suppress(ZeroDivisionError), office.command() as intake:
        intake.erase_person(person_id, ON)
        raise ZeroDivisionError
    assert office.read(person_id) == ANNA
    assert office.intake.vault.erasures.read() == []


def test_a_note_that_is_written_during_an_erasure_goes_with_it(office, person_id):
    def patiently():
        for _ in range(3):  # as the door does when somebody was faster
            with suppress(IntegrityError):
                erase(office, person_id)
                return

    meanwhile = Thread(target=patiently)
    with office.command() as intake:
        intake.write_note(person_id, "health", "asma", ON)
        meanwhile.start()
        meanwhile.join(0.5)
        assert meanwhile.is_alive()
    meanwhile.join()
    [line] = office.intake.persons()
    assert line.erased_on == ON
    with office.house.office("intake").store.reading() as session:
        assert session.execute("SELECT * FROM vault_v1") == []
    ring = office.intake.vault.ring
    assert [ring.newest(person_id, it) for it in CLASSES] == [None] * len(CLASSES)


# -- a backup comes back


def test_who_was_erased_is_erased_again_when_a_backup_comes_back(office, tmp_path):
    if office.house.office("intake").store.database.dialect != "sqlite":
        pytest.skip("a file is quickly copied; the list is the same")
    household_id = office.household()
    person_id = office.person(household_id)
    other = office.person(household_id, codice_fiscale="RCCMNL83S18D969H")
    office.house.close()
    places = [tmp_path / "data" / "intake.db", tmp_path / "data-keys" / "intake.db"]
    for number, it in enumerate(places):
        shutil.copy(it, tmp_path / f"backup-{number}")
    office.reopen()
    erase(office, person_id)
    office.house.close()
    for number, it in enumerate(places):  # of both: even the keys are back
        for beside in it.parent.glob(f"{it.name}-*"):
            beside.unlink()
        shutil.copy(tmp_path / f"backup-{number}", it)
    office.reopen()
    assert office.read(person_id) == dict.fromkeys(ANNA, ERASED)
    assert office.read(other)["codice_fiscale"] == "RCCMNL83S18D969H"
    [line] = office.intake.erasures(ON)
    assert line.person_id == person_id
    assert line.cleaned_at is not None
    assert len(office.said(say.SubjectErased)) == 1
    office.reopen()
    assert len(office.said(say.SubjectErased)) == 1


def test_keys_are_destroyed_again_even_where_nothing_uncovers_them(office):
    person_id = office.person()
    erase(office, person_id)
    office.reopen(AZIONE0_INTAKE_KEK="transit:http://127.0.0.1:9/azione0")
    [line] = office.intake.erasures(ON)
    assert line.person_id == person_id
    assert office.read(person_id)["surname"] == ERASED


# -- the others confirm


def test_the_others_are_waited_for_and_chased_after_three_days(office, person_id):
    erase(office, person_id)
    household_id = office.intake.persons()[0].household_id
    waited = {it.recipient for it in office.intake.erasure_receipts(waiting=True)}
    assert waited == {"ledger", "workshops", "employment", "reporting"}
    confirmed = {"person_id": person_id, "household_id": household_id}
    told = ledger.SubjectErasureConfirmed(**confirmed, effective_on=ON)
    office.hand_in([letter(told)])
    office.now += timedelta(hours=71)
    with office.command() as intake:
        intake.look_after_erasures(office.now)
    assert not [it for it in office.tasks() if it[0] == "chase_erasure"]
    office.now += timedelta(hours=1)
    for _ in range(2):
        with office.command() as intake:
            intake.look_after_erasures(office.now)
    chased = [it for it in office.intake.tasks() if it.kind == "chase_erasure"]
    assert {it.reference.rpartition("/")[2] for it in chased} == waited - {"ledger"}
    told = reporting.SubjectErasureConfirmed(**confirmed, effective_on=ON)
    office.hand_in([letter(told)])
    chased = [it for it in office.intake.tasks() if it.kind == "chase_erasure"]
    assert {it.reference.rpartition("/")[2] for it in chased} == {
        "workshops",
        "employment",
    }


def test_a_receipt_that_comes_before_it_is_waited_for_counts(office, person_id):
    household_id = office.intake.persons()[0].household_id
    told = ledger.SubjectErasureConfirmed(
        person_id=person_id, household_id=household_id, effective_on=ON
    )
    office.hand_in([letter(told)])
    erase(office, person_id)
    waited = {it.recipient for it in office.intake.erasure_receipts(waiting=True)}
    assert "ledger" not in waited
    assert len(waited) == 3


# -- by time


def test_terms_that_end_are_listed_approved_and_then_carried_out(office):
    household_id = office.household()
    person_id = office.person(household_id)
    with office.command() as intake:
        intake.write_note(person_id, "interview", "nota", ON)
    closed_case(office, household_id)
    warned = FREE - timedelta(days=60)
    assert office.intake.retention_endings(warned - timedelta(days=1)) == []
    with office.command() as intake:
        with pytest.raises(NothingEnds):
            intake.approve_retention(person_id, warned - timedelta(days=1))
        assert intake.carry_out_retention(FREE) == 0  # nobody has agreed
        intake.approve_retention(person_id, warned)
        intake.approve_retention(person_id, warned)
    [ending] = office.intake.retention_endings(warned)
    assert (ending.ends_on, ending.is_approved) == (FREE, True)
    with office.command() as intake:
        assert intake.carry_out_retention(FREE - timedelta(days=1)) == 0
    with office.command() as intake:
        assert intake.carry_out_retention(FREE) == 1
    [told] = office.said(say.SubjectErased)
    assert told.legal_ground == "retention_ended"
    assert office.intake.retention_endings(FREE) == []


def test_the_social_file_goes_first_and_what_claims_need_goes_later(office):
    household_id = office.household()
    person_id = office.person(household_id)
    with office.command() as intake:
        intake.write_note(person_id, "health", "asma", ON)
    office.tell(detected(household_id), cleared(household_id, on=date(2025, 8, 10)))
    closed_case(office, household_id)
    with office.command() as intake:
        intake.approve_retention(person_id, FREE)
    with office.command() as intake:
        assert intake.carry_out_retention(FREE) == 1
    assert office.said(say.SubjectErased) == []
    read = office.read(person_id, "debt_claims", FREE)
    assert read["surname"] == "Bianchi"
    with office.command() as intake:
        [note] = intake.read_notes(person_id, READER, "social_file", FREE)
    assert note.text == ERASED
    # Nothing is written into what every start destroys again.
    with office.command() as intake, pytest.raises(ErasedPerson, match="health"):
        intake.write_note(person_id, "health", "asma", FREE)
    with office.command() as intake, pytest.raises(ErasedPerson, match="bank"):
        intake.rectify_person(person_id, {"iban": ANNA["iban"]}, FREE)
    with office.command() as intake:
        intake.rectify_person(person_id, {"phone": "030"}, FREE)
    [ending] = office.intake.retention_endings(date(2035, 8, 10))
    assert ending.field_classes == ("identity", "contact")
    with office.command() as intake:
        intake.approve_retention(person_id, date(2035, 8, 10))
    with office.command() as intake:
        assert intake.carry_out_retention(date(2035, 8, 10)) == 1
    assert len(office.said(say.SubjectErased)) == 1


def test_the_log_of_readings_is_kept_for_two_years(office, person_id):
    office.read(person_id)
    office.now += timedelta(days=2 * 365 - 2)
    with office.command() as intake:
        intake.look_after_erasures(office.now)
    assert len(office.intake.accesses()) == 1
    office.now += timedelta(days=4)
    with office.command() as intake:
        intake.look_after_erasures(office.now)
    assert office.intake.accesses() == []


def test_nobody_is_erased_who_is_not_here(office):
    with pytest.raises(LookupError), office.command() as intake:
        intake.erase_person(UUID(int=5), ON)


def test_a_list_that_was_lost_is_made_whole_at_the_next_start(office, person_id):
    erase(office, person_id)
    path = office.intake.vault.erasures.path
    [listed] = ErasureList(path).read()
    path.unlink()
    office.reopen()
    assert ErasureList(path).read() == [listed]
    office.reopen()
    assert ErasureList(path).read() == [listed]

"""Whatever the order in which letters come, and however often, one truth remains."""

from datetime import date, timedelta
from tempfile import TemporaryDirectory

from front_desk import (
    ALER,
    NOW,
    FrontOffice,
    at_risk,
    calm,
    cleared,
    detected,
    eased,
    ended,
    letter,
    miss_retracted,
    missed,
    moved,
    named,
    relief,
    retracted,
    tenancy,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from azione0.contracts import condominium, employment, ledger
from azione0.contracts.intake import CaseOpened, HouseholdRegistered
from intake.households.occupancy import household_key
from intake.story import heard_about

FIRST = household_key("D1", None)
SECOND = household_key("D2", None)
NEXT = household_key("D1", date(2025, 5, 31))


def paid(number, on):
    return ledger.InstalmentPaid(
        agreement_id=named(SECOND, "agreement"),
        household_id=SECOND,
        creditor_id=ALER,
        number=number,
        paid_on=on,
        amount_cents=7000,
        days_late=14,
        effective_on=on,
    )


def breach(contract, on):
    return contract(
        agreement_id=named(SECOND, "agreement"),
        household_id=SECOND,
        creditor_id=ALER,
        outstanding_cents=190000,
        reason="two_in_a_row",
        effective_on=on,
    )


def reinstated(on):
    return ledger.AgreementReinstated(
        agreement_id=named(SECOND, "agreement"),
        household_id=SECOND,
        creditor_id=ALER,
        outstanding_cents=190000,
        catch_up_by_on=date(2025, 12, 10),
        effective_on=on,
    )


#: What was written down later than the rest, by hours: the order in which it counts.
LATER = {
    calm(SECOND, on=date(2025, 9, 11)): 1,
    relief(SECOND, on=date(2025, 9, 12)): 2,
    eased(ledger.AgreementSuspended, SECOND, on=date(2025, 9, 1)): 3,
    relief(SECOND, on=date(2025, 9, 12), cause="death"): 4,
    eased(
        ledger.AgreementRescheduled, SECOND, on=date(2025, 9, 20), kind="catch_up"
    ): 5,
}
LETTERS = [
    letter(it, recorded_at=NOW + timedelta(hours=LATER.get(it, 0)))
    for it in (
        *LATER,
        at_risk(SECOND, on=date(2025, 9, 5)),
        at_risk(SECOND, on=date(2025, 9, 11), facts=("instalment_in_grace",)),
        at_risk(SECOND, on=date(2025, 9, 5), agreement="other"),
        calm(SECOND, on=date(2025, 9, 5), agreement="other"),
        at_risk(SECOND, on=date(2025, 10, 5), agreement="other"),
        reinstated(date(2025, 11, 5)),
        breach(ledger.AgreementBreached, date(2025, 11, 21)),
        ledger.AccountClosed(
            household_id=FIRST,
            creditor_id=ALER,
            balance_cents=-4200,
            reason="moved",
            effective_on=date(2025, 9, 1),
        ),
        tenancy("T1", "D1"),
        tenancy("C9", "D1", by=condominium, since=date(2019, 1, 1)),
        ended("T1", until=date(2025, 5, 31)),
        ended("C9", until=date(2025, 4, 30), by=condominium),
        tenancy("T2", "D1", since=date(2025, 7, 1)),
        tenancy("T3", "D2"),
        # Two episodes, of which one was never true.
        detected(FIRST, "e1", on=date(2025, 2, 11)),
        detected(FIRST, "e2", on=date(2025, 3, 20), creditor="amm-sole"),
        retracted(FIRST, "e1"),
        cleared(FIRST, "e2", on=date(2025, 8, 10)),
        # Never true at all.
        detected(NEXT, "e3", on=date(2025, 9, 1)),
        retracted(NEXT, "e3"),
        # Sought only once they have grown.
        detected(SECOND, "e4", on=date(2025, 2, 11), band="A", cents=30000),
        moved(SECOND, "e4", on=date(2025, 4, 11), band="B"),
        moved(SECOND, "e4", on=date(2025, 6, 11), band="C", cents=150000),
        missed(SECOND, 1, on=date(2025, 9, 11)),
        miss_retracted(SECOND, 1),
        missed(SECOND, 1, on=date(2025, 11, 5)),
        missed(SECOND, 2, on=date(2025, 10, 11)),
        paid(2, date(2025, 10, 24)),
        breach(ledger.AgreementBreached, date(2025, 10, 11)),
        breach(ledger.BreachRetracted, date(2025, 10, 20)),
        employment.JobEnded(
            placement_id=named("placement"),
            household_id=SECOND,
            person_id=named("person"),
            end_on=date(2025, 9, 11),
            days_worked=130,
            effective_on=date(2025, 9, 12),
        ),
    )
]


OF_AGREEMENTS = ("call_before_due", "propose_relief", "review_breach")


def last_word(registered):
    last = {it.household_id: it for it in registered}
    return [last[household_id] for household_id in sorted(last)]


def heard(office, household_id):
    with office.intake.store.reading() as session:
        return heard_about(session, household_id)


def outcome_of(raws):
    with TemporaryDirectory() as folder:
        return outcome_on({"AZIONE0_DATA": folder}, raws)


def outcome_on(environ, raws):
    office = FrontOffice(environ)
    office.target()
    for raw in raws:
        office.hand_in([raw])
    intake = office.intake
    told = {
        "households": intake.households(),
        "tenancies": [intake.household_of(ALER, it) for it in ("T1", "T2", "T3")],
        "signals": intake.signals(open_only=False),
        "cases": intake.cases(),
        "tasks": intake.tasks(),
        "of agreements": [
            it for it in intake.tasks(status=None) if it.kind in OF_AGREEMENTS
        ],
        "heard": [heard(office, it) for it in (FIRST, SECOND, NEXT)],
        # A household that was only thought to be has no tenancies in the end.
        "registered": [
            it for it in last_word(office.said(HouseholdRegistered)) if it.tenancies
        ],
        "opened": {
            it.household_id: it.effective_on
            for it in office.said(CaseOpened)
            if intake.cases(household_id=it.household_id)
        },
    }
    office.house.close()
    return told


EXPECTED = outcome_of(LETTERS)


def test_the_letters_tell_of_all_that_is_compared():
    assert [it.household_id for it in EXPECTED["cases"]] == [FIRST, SECOND]
    assert EXPECTED["tenancies"] == [FIRST, NEXT, SECOND]
    assert {it.kind for it in EXPECTED["tasks"]} == {
        "call",
        "call_before_due",
        "first_contact",
        "propose_closing",
        "propose_relief",
        "review_breach",
        "review_closed_account",
        "review_income",
    }
    assert [(it.kind, it.status) for it in EXPECTED["of agreements"]] == [
        ("call_before_due", "withdrawn"),
        ("propose_relief", "open"),
        ("call_before_due", "open"),
        ("review_breach", "open"),
    ]


def test_the_same_letters_tell_the_same_on_every_store(database_url, tmp_path):
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_INTAKE_DB": database_url}
    assert outcome_on(environ, LETTERS) == EXPECTED


PLACES = range(len(LETTERS))


@settings(max_examples=25, deadline=None)
@given(
    st.permutations(PLACES),
    st.lists(st.sampled_from(PLACES), max_size=8),
    st.sampled_from(list(EXPECTED)),
)
def test_the_order_of_letters_and_their_repetition_change_nothing(told, again, what):
    outcome = outcome_of([LETTERS[place] for place in (*told, *again)])
    assert outcome[what] == EXPECTED[what]
    assert outcome == EXPECTED

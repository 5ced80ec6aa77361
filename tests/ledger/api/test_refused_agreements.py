"""Agreements that cannot be made, signed, changed or ended are refused by name."""

import pytest
from refused import (
    CONFLICT,
    NOT_FOUND,
    ON,
    UNACCEPTED,
    WHY,
    Refused,
    change,
    counted,
    of_agreed,
    of_proposed,
    proposal,
    terms,
)
from small_estate import (
    AGREED,
    CLOSED,
    DEBT,
    DEEP,
    NOBODY,
)

ORDERS = [
    # proposing
    proposal(
        "a household without an account",
        "NotFound",
        terms(household_id=str(NOBODY)),
        NOT_FOUND,
    ),
    proposal(
        "a creditor without an account",
        "NotFound",
        terms(creditor_id="alex"),
        NOT_FOUND,
    ),
    proposal("an amount and a number", "AmountOrCount", terms(count=12)),
    proposal("neither amount nor number", "AmountOrCount", counted()),
    proposal("no instalments", "NoInstalments", counted(count=0)),
    proposal("fewer than none", "NoInstalments", counted(count=-1)),
    proposal("a thousand million", "InstalmentTooSmall", counted(count=10**9)),
    proposal("61 months", "InstalmentTooSmall", counted(count=61)),
    proposal(
        "61 months of a deep debt",
        "TooManyInstalments",
        counted(count=61, household_id=str(DEEP)),
    ),
    proposal("one cent", "InstalmentTooSmall", terms(instalment_cents=1)),
    proposal("less than nothing", "InstalmentTooSmall", terms(instalment_cents=-1)),
    proposal(
        "more than the debt", "InstalmentTooLarge", terms(instalment_cents=DEBT + 1)
    ),
    proposal("a rhythm that is none", "UnknownRhythm", terms(rhythm="every_0_days")),
    proposal("another word", "UnknownRhythm", terms(rhythm="daily")),
    proposal(
        "one payment, twice",
        "TooManyInstalments",
        counted(count=2, rhythm="one_off"),
    ),
    proposal(
        "due before it is made",
        "FirstDueBeforeSigning",
        terms(first_due_on="2025-06-30"),
    ),
    proposal(
        "due when all should be paid",
        "FirstDueTooLate",
        terms(first_due_on="2030-08-01"),
    ),
    proposal("the debt paid down", "NothingToRepay", terms(down_payment_cents=DEBT)),
    proposal("paid down below 0", "NothingToRepay", terms(down_payment_cents=-1)),
    proposal(
        "paid down after the first",
        "DownPaymentAfterFirst",
        terms(down_payment_cents=1, down_payment_on="2025-08-11"),
    ),
    proposal(
        "a day to pay nothing down",
        "NoDownPayment",
        terms(down_payment_on="2025-07-02"),
    ),
    proposal(
        "in the place of none",
        "NotFound",
        terms(supersedes=str(NOBODY)),
        NOT_FOUND,
    ),
    proposal(
        "in the place of another household's",
        "NotFound",
        terms(supersedes="{agreed}"),
        NOT_FOUND,
    ),
    proposal(
        "in the place of a proposal",
        "NotActive",
        terms(supersedes="{proposed}"),
        CONFLICT,
    ),
    proposal(
        "a second one",
        "AgreementRunning",
        terms(household_id=str(AGREED), on="2025-07-01"),
        CONFLICT,
    ),
    proposal(
        "on a closed account",
        "ClosedAccount",
        terms(household_id=str(CLOSED)),
        CONFLICT,
    ),
    proposal("tomorrow", "NotYet", terms(on="2025-07-02")),
    proposal("an id that is none", "WrongForm", terms(household_id="42")),
    # approving and signing
    Refused(
        "approved by who proposed it",
        CONFLICT,
        "SameEyes",
        "/agreements/{deep}/approval",
        ON,
    ),
    Refused(
        "approved before it was proposed",
        UNACCEPTED,
        "ApprovedBeforeProposal",
        "/agreements/{deep}/approval",
        {"on": "2025-06-30"},
        "also",
    ),
    Refused(
        "signed and not approved",
        CONFLICT,
        "NotApproved",
        "/agreements/{deep}/signature",
        {**ON, "signatory_roles": ["tenant"]},
    ),
    of_proposed(
        "signed by nobody",
        UNACCEPTED,
        "NobodySigned",
        "signature",
        {**ON, "signatory_roles": []},
    ),
    of_proposed(
        "signed by the creditor alone",
        UNACCEPTED,
        "NobodySigned",
        "signature",
        {**ON, "signatory_roles": ["creditor"]},
    ),
    of_proposed(
        "signed by a stranger",
        UNACCEPTED,
        "WrongForm",
        "signature",
        {**ON, "signatory_roles": ["landlord"]},
    ),
    of_proposed(
        "signed tomorrow",
        UNACCEPTED,
        "NotYet",
        "signature",
        {"on": "2025-07-02", "signatory_roles": ["tenant"]},
    ),
    of_proposed(
        "signed when the debt was less",
        CONFLICT,
        "DebtChanged",
        "signature",
        {"on": "2025-06-01", "signatory_roles": ["tenant"]},
    ),
    of_agreed(
        "signed twice",
        CONFLICT,
        "AlreadySigned",
        "signature",
        {**ON, "signatory_roles": ["tenant"]},
    ),
    of_agreed(
        "approved when signed", CONFLICT, "AlreadySigned", "approval", ON, "also"
    ),
    Refused(
        "signed, and does not exist",
        NOT_FOUND,
        "NotFound",
        f"/agreements/{NOBODY}/signature",
        {**ON, "signatory_roles": ["tenant"]},
    ),
    # what runs
    change(
        "an instalment of another number", "NoSuchInstalment", kind="skip", number=0
    ),
    change("a number below 0", "NoSuchInstalment", kind="skip", number=-1),
    change("a holiday of what", "ChangeNotSaid", kind="skip"),
    change(
        "a holiday and a day",
        "ChangeNotSaid",
        kind="skip",
        number=1,
        due_on="2025-09-01",
    ),
    change("a word that is none", "WrongForm", kind="burn", number=1),
    change(
        "moved into the past",
        "DueBeforeChange",
        kind="move",
        number=1,
        due_on="2025-06-30",
    ),
    change(
        "moved before the previous",
        "DueBeforePrevious",
        kind="move",
        number=3,
        due_on="2025-07-10",
    ),
    change(
        "moved for a century",
        "TooManyInstalments",
        kind="move",
        number=1,
        due_on="2125-08-10",
    ),
    change("spread over fewer", "NotLonger", kind="extend", number=1, count=2),
    change("spread over none", "NotLonger", kind="extend", number=1, count=0),
    change(
        "spread over a thousand million",
        "InstalmentTooSmall",
        kind="extend",
        number=1,
        count=10**9,
    ),
    change("settled late", "NotEarly", kind="settle_early", due_on="2099-01-01"),
    change(
        "settled in the past",
        "DueBeforeChange",
        kind="settle_early",
        due_on="2025-06-30",
    ),
    change(
        "changed before it was signed",
        "NotYetSigned",
        CONFLICT,
        kind="skip",
        number=1,
        on="2025-06-30",
    ),
    change(
        "a reason that tells a story",
        "WrongForm",
        kind="skip",
        number=1,
        reason="Mario Rossi lost his job",
    ),
    of_proposed(
        "changed and not signed",
        CONFLICT,
        "NotYetSigned",
        "changes",
        {**WHY, "kind": "skip", "number": 1},
    ),
    of_agreed(
        "a rest before it was signed",
        UNACCEPTED,
        "PauseBeforeSigning",
        "pause",
        {"since": "2025-06-30", "reason": "illness"},
    ),
    of_agreed(
        "a rest that ends first",
        UNACCEPTED,
        "PauseEndsFirst",
        "pause",
        {"since": "2025-08-01", "until": "2025-08-01", "reason": "illness"},
    ),
    of_proposed(
        "a rest of what is not signed",
        CONFLICT,
        "NotActive",
        "pause",
        {"since": "2025-07-01", "reason": "illness"},
    ),
    of_agreed("going on without a rest", CONFLICT, "NotPaused", "resumption", ON),
    of_agreed(
        "going on from yesterday",
        UNACCEPTED,
        "ResumedOnAnotherDay",
        "resumption",
        {"on": "2025-06-30"},
    ),
    of_agreed(
        "reinstated and never broken",
        CONFLICT,
        "NothingOverdue",
        "reinstatement",
        {**ON, "catch_up_by_on": "2025-08-01"},
    ),
    of_agreed(
        "ended before it began",
        CONFLICT,
        "NotActive",
        "termination",
        {**WHY, "on": "2025-06-30"},
    ),
    of_proposed("ended and not signed", CONFLICT, "NotActive", "termination", WHY),
    Refused(
        "a rest for nobody",
        NOT_FOUND,
        "NotFound",
        f"/households/{NOBODY}/suspension",
        WHY,
    ),
]


@pytest.mark.parametrize("it", ORDERS, ids=str)
def test_an_order_is_refused_by_name_and_changes_nothing(it, still, post_to):
    before = still.everything()
    path, body = it.sent(still)
    assert it.met(post_to(still)(path, who=it.who, **body))
    assert still.everything() == before

"""The first reminder: the case HCK-020 of Hackney's rules, row by row."""

from datetime import date, timedelta

import pytest

from intake.governance.figures import Adopted, Book
from intake.worklist.cooldown import cooldown
from intake.worklist.facts import Contact
from intake.worklist.reminder import Reminded, remind

TODAY = date(2025, 6, 30)
#: Hackney's thresholds (whole pounds there) and cool-downs, adopted as ours.
FIGURES = {
    "reminder_sms_cents": "500",
    "reminder_letter_cents": "1000",
    "cooldown_sms_days": "7",
    "cooldown_letter_days": "92",
}
BOOK = Book(Adopted(date.min, "hackney", *it) for it in FIGURES.items())
CHANNELS = {"SMS": "sms", "letter_one": "letter"}
#: LBHackney-IT/lbh-income-api, tenancy_classification/rulesets/send_sms_spec.rb.
HCK_020 = [
    ({"arrears": "5"}, "send_first_SMS"),
    ({"arrears": "1"}, "no_action"),
    ({"arrears": "11"}, "send_letter_one"),
    ({"arrears": "5", "active_agreement": True}, "no_action"),
    (
        {"arrears": "5", "breached_informal_agreement": True},
        "send_informal_agreement_breach_letter",
    ),
    ({"arrears": "5", "paused": True}, "no_action"),
    ({"arrears": "5", "last_action": "SMS", "days_since_last_action": 7}, "no_action"),
    (
        {"arrears": "5", "last_action": "SMS", "days_since_last_action": 8},
        "send_first_SMS",
    ),
    (
        {"arrears": "5", "last_action": "letter_one", "months_since_last_action": 1},
        "no_action",
    ),
    (
        {"arrears": "5", "last_action": "letter_one", "months_since_last_action": 4},
        "send_first_SMS",
    ),
    ({"arrears": "5", "eviction_date": "any"}, "no_action"),
]


def is_cooling(row):
    if "last_action" not in row:
        return False
    days = row.get("days_since_last_action", 0)
    days += 30 * row.get("months_since_last_action", 0)
    on = TODAY - timedelta(days=days)
    contact = Contact(on, 1, CHANNELS[row["last_action"]], "no_answer", "aler", "a/b")
    return cooldown([contact], BOOK).holds_on(TODAY)


@pytest.mark.parametrize(("row", "action"), HCK_020)
def test_hck_020_first_reminder_band_and_cool_down(row, action):
    standing = {"active_agreement": "active", "breached_informal_agreement": "broken"}
    said = remind(
        Reminded(
            arrears_cents=int(row["arrears"]) * 100,
            agreement=next((standing[it] for it in standing if it in row), ""),
            is_cooling=is_cooling(row),
            is_evicted="eviction_date" in row,
            is_paused="paused" in row,
        ),
        BOOK.on("reminder_sms_cents", TODAY),
        BOOK.on("reminder_letter_cents", TODAY),
    )
    assert said.action == action
    assert said.why


@pytest.mark.parametrize(
    ("bill", "paid", "action"),
    [(600, 0, "no_action"), (600, 600, "send_first_SMS"), (200, 500, "send_first_SMS")],
)
def test_what_is_still_to_be_paid_of_the_current_bill_is_no_arrears(bill, paid, action):
    sms, letter = (
        BOOK.on("reminder_sms_cents", TODAY),
        BOOK.on("reminder_letter_cents", TODAY),
    )
    assert remind(Reminded(900, bill, paid), sms, letter).action == action

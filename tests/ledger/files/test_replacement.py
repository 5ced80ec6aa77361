"""A flow that pagoPA sends again, corrected, replaces the earlier one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ledger.files.letters import letters_of_flow, letters_of_replacement
from ledger.files.pagopa import read_flow
from ledger.files.replacement import (
    NotLater,
    NotTheSameFlow,
    SameInstantOtherContent,
    replace_flow,
)


@pytest.fixture
def earlier(sample):
    return read_flow(sample("flusso-piu-pagamenti.xml"), {"77777777777": "aler-bcm"})


@pytest.fixture
def later(sample):
    return read_flow(sample("flusso-sostitutivo.xml"), {"77777777777": "aler-bcm"})


def test_missing_lines_are_reversed_new_ones_posted_changed_ones_both(earlier, later):
    replacement = replace_flow(earlier, later)
    assert [line.iur for line in replacement.reversed_lines] == ["IUR-B", "IUR-C"]
    assert [line.iur for line in replacement.new_lines] == ["IUR-B", "IUR-E"]
    assert [line.amount_cents for line in replacement.new_lines] == [5950, 3300]


def test_what_is_posted_and_reversed_adds_up_to_the_later_flow(earlier, later):
    replacement = replace_flow(earlier, later)
    change = sum(line.amount_cents for line in replacement.new_lines) - sum(
        line.amount_cents for line in replacement.reversed_lines
    )
    assert earlier.total_cents + change == later.total_cents


def test_equal_lines_change_nothing(earlier):
    again = replace(earlier, written_at=earlier.written_at + timedelta(hours=1))
    replacement = replace_flow(earlier, again)
    assert replacement.reversed_lines == replacement.new_lines == ()
    assert replacement.flow == again


def test_an_earlier_flow_replaces_nothing(earlier, later):
    with pytest.raises(NotLater):
        replace_flow(later, earlier)


def test_the_same_instant_with_the_same_lines_replaces_nothing(earlier):
    with pytest.raises(NotLater):
        replace_flow(earlier, earlier)


def test_the_same_instant_with_other_lines_is_a_matter_for_an_operator(earlier, later):
    with pytest.raises(SameInstantOtherContent):
        replace_flow(earlier, replace(later, written_at=earlier.written_at))


@pytest.mark.parametrize("field", ["flow_id", "sender", "creditor_id"])
def test_one_identifier_of_two_creditors_is_two_flows(earlier, later, field):
    with pytest.raises(NotTheSameFlow):
        replace_flow(earlier, replace(later, **{field: "other"}))


def test_a_payment_that_comes_back_is_another_payment(earlier, later, creditors):
    """Posted, taken back, posted again: three facts, and no key stands for two."""
    last = replace(earlier, written_at=later.written_at + timedelta(days=1))
    first = replace_flow(earlier, later)
    second = replace_flow(first.flow, last)
    letters = [
        *letters_of_flow(earlier, creditors),
        *letters_of_replacement(first, creditors),
        *letters_of_replacement(second, creditors),
    ]
    keys = [letter.business_key for letter in letters]
    assert len(keys) == len(set(keys))
    received = [
        letter.contract.payment_id
        for letter in letters
        if type(letter.contract).__name__ == "PaymentReceived"
    ]
    assert len(received) == len(set(received))


def test_a_reversal_names_the_payment_that_was_posted(earlier, later, creditors):
    last = replace(earlier, written_at=later.written_at + timedelta(days=1))
    first = replace_flow(earlier, later)
    second = replace_flow(first.flow, last)
    posted = {
        letter.contract.payment_id
        for letter in letters_of_replacement(first, creditors)
        if type(letter.contract).__name__ == "PaymentReceived"
    }
    reversed_again = {
        letter.contract.payment_id
        for letter in letters_of_replacement(second, creditors)
        if type(letter.contract).__name__ == "PaymentReversed"
    }
    assert reversed_again == posted


def test_a_revocation_taken_back_makes_its_payment_good_again(earlier, creditors):
    kept = tuple(line for line in earlier.lines if not line.is_revoked)
    later = replace(
        earlier, lines=kept, written_at=earlier.written_at + timedelta(hours=1)
    )
    [letter] = letters_of_replacement(replace_flow(earlier, later), creditors)
    assert type(letter.contract).__name__ == "PaymentReceived"
    assert letter.contract.amount_cents == 4000
    *_executed, revoked = letters_of_flow(earlier, creditors)
    assert letter.contract.payment_id != revoked.contract.payment_id

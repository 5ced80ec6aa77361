"""Every rule, and every state that a document shows, has its words."""

import ast
import inspect
from textwrap import dedent
from typing import get_args

import pytest
from bookkeeping import charge, day, payment

from azione0.contracts.creditor import Channel, ChargeKind, Payer
from ledger.account import allocation, standing
from ledger.agreement.agreement import RepaymentAgreement
from ledger.documents import agreements, movements
from ledger.documents.sentences import (
    CODES,
    MOVEMENTS,
    RULES,
    charge_said,
    instalment_said,
    part_said,
    payment_said,
    period_said,
    rule_said,
    word,
)

#: Texts of the allocation that are no rules.
NOT_RULES = {"SOLIDARITY_PAYER"}


def constants(module):
    """The texts that a module names at its top, by their names."""
    return {
        name: value
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str)
    }


def defined_in(module):
    """The names that a module gives itself, not those that it imports."""
    tree = ast.parse(inspect.getsource(module))
    return {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in (
            it
            for given in node.targets
            for it in (given.elts if isinstance(given, ast.Tuple) else [given])
        )
    }


def test_every_rule_of_the_allocation_has_its_sentence():
    rules = {
        value
        for name, value in constants(allocation).items()
        if name in defined_in(allocation) - NOT_RULES
    }
    assert len(rules) > 5
    assert rules == set(RULES)


def test_every_movement_has_its_sentence():
    kinds = {
        value
        for name, value in constants(movements).items()
        if name in defined_in(movements)
    }
    assert kinds == set(MOVEMENTS)


@pytest.mark.parametrize("codes", [ChargeKind, Channel, Payer])
def test_every_code_of_the_creditors_has_its_word(codes):
    assert set(get_args(codes)) <= set(CODES)


def test_every_status_and_state_has_its_word():
    for module in (standing, agreements):
        names = defined_in(module)
        found = {it for name, it in constants(module).items() if name in names}
        assert found
        assert found <= set(CODES)
    source = dedent(inspect.getsource(RepaymentAgreement.state.fget))
    states = ast.walk(ast.parse(source))
    said = {
        it.value
        for node in states
        if isinstance(node, ast.Return)
        for it in ast.walk(node)
        if isinstance(it, ast.Constant)
    }
    assert len(said) > 5
    assert said <= set(CODES)


def test_a_code_without_a_word_is_shown_as_it_stands():
    assert word("in_orbit") == rule_said("in_orbit") == "in orbit"


def test_a_charge_says_its_kind_and_month():
    assert charge_said(charge("2025-03-10")) == "Canone, marzo 2025"


def test_longer_periods_are_said_by_months_or_by_days():
    assert period_said(day("2025-01-01"), day("2025-03-31")) == (
        "gennaio 2025 - marzo 2025"
    )
    assert (
        period_said(day("2025-01-15"), day("2025-03-31")) == "15/01/2025 - 31/03/2025"
    )


def test_a_payment_says_how_it_came_and_from_whom():
    assert payment_said(payment("2025-03-10", 5)) == (
        "Pagamento con bonifico dall'assegnatario"
    )


def test_a_part_of_a_payment_says_where_it_went_and_why():
    rent = charge("2025-03-10")
    assert part_said(5, rent, "oldest_1193", None, None) == (
        "0,05\u00a0€ → Canone, marzo 2025: "
        "imputato al debito più antico (art. 1193, c. 2, c.c.)"
    )
    assert part_said(5, rent, "in_advance", 3, day("2025-04-10")).startswith(
        "0,05\u00a0€ → Canone, marzo 2025, rata 3, il 10/04/2025: anticipato"
    )
    assert instalment_said(0) == "acconto"

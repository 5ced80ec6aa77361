"""What is told of an agreement is known alike, in whatever order it comes."""

from datetime import date
from itertools import permutations
from types import SimpleNamespace
from uuid import UUID

import pytest

from azione0.access.agreements import agreements, note_agreement
from azione0.access.controllers import is_covered
from azione0.contracts.intake import ControllersAgreed, ControllersAgreementEnded
from azione0.store import Cause

ONE = UUID(int=1)
AGREED = ControllersAgreed(
    agreement_id=ONE,
    purpose="workshops",
    controllers=("comune-brescia",),
    processors=("la-rete",),
    valid_to=date(2025, 12, 31),
    effective_on=date(2025, 1, 1),
)
ENDED, SOONER = (
    ControllersAgreementEnded(agreement_id=ONE, effective_on=date(2025, month, 1))
    for month in (9, 6)
)


def hear(office, *told):
    for number, contract in enumerate(told):
        cause = Cause("test", f"letter/{number}/{contract}")
        with office.store.transaction(cause):
            note_agreement(
                office.store,
                SimpleNamespace(contract=contract),
            )
    with office.store.reading() as session:
        return agreements(session)


@pytest.mark.parametrize("order", [*permutations((AGREED, ENDED, SOONER))])
def test_an_end_only_shortens_whatever_comes_first(office, order):
    [held] = hear(office, *order, *order)
    assert (held.valid_from, held.valid_to) == (date(2025, 1, 1), date(2025, 6, 1))
    assert (held.purpose, held.processors) == ("workshops", ("la-rete",))


def test_an_end_of_what_was_never_told_covers_nobody(office):
    assert hear(office, ENDED) == []


def test_what_is_heard_is_what_the_decision_reads(office):
    held = hear(office, AGREED, ENDED)

    def covers(organisation, access, day):
        return is_covered(held, organisation, "workshops", access, "none", day)

    assert covers("la-rete", "support", date(2025, 9, 1))
    assert covers("comune-brescia", "support", date(2025, 1, 1))
    assert not covers("la-rete", "support", date(2025, 9, 2))
    assert not covers("la-rete", "support", date(2024, 12, 31))
    assert not covers("la-rete", "credit", date(2025, 9, 1))
    assert not covers("altrove", "support", date(2025, 9, 1))

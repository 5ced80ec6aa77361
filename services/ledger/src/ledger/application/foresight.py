"""
What a batch of creditors' words will need, looked up before any of them is heard.

A bill run is a hundred thousand lines about some thousands of accounts: to ask the
database for each line would be most of the work. Nothing is decided here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from azione0.contract import Contract
from azione0.contracts.creditor import (
    ChargeCorrected,
    ChargeIssued,
    ChargeReversed,
    PaymentReceived,
    PaymentReversed,
    TenancyEnded,
    TenancyRegistered,
)
from azione0.contracts.intake import HouseholdRegistered
from ledger.account.account import account_id
from ledger.application.postings import NOTICES, PLACES, WAITING, Postings
from ledger.files import one_payment
from ledger.hearing import charge_key, payment_key_said
from ledger.tenancy import Tenancy, tenancy_key

ABOUT_A_TENANCY = (
    ChargeCorrected,
    ChargeIssued,
    ChargeReversed,
    PaymentReceived,
    PaymentReversed,
    TenancyEnded,
    TenancyRegistered,
)
Reference = tuple[str, str]


class Foresight(Postings):
    """Looks up many nouns and rows at once."""

    def foresee(self, said: Sequence[Contract]) -> None:
        """Look up what these contracts are about, as far as it is known by now."""
        references = set(_references(said))
        self._rows(NOTICES).fetch(references)
        tenancies = {tenancy_key(*it) for it in self._tenancies(said, references)}
        payments = {
            payment_key_said(it): it
            for it in said
            if isinstance(it, PaymentReceived | PaymentReversed)
        }
        self.gather([*tenancies, *payments])
        self.gather_accounts({*self._accounts_of(tenancies), *_accounts_named(said)})
        self._rows(PLACES).fetch([(it,) for it in payments])
        self._rows(WAITING).fetch([(it,) for it in (*payments, *self._kept(said))])
        for creditor_id, iuvs in _by_creditor(references).items():
            self._foresee_money(creditor_id, iuvs)
            paid = {
                key: it.iuv
                for key, it in payments.items()
                if it.iuv and it.creditor_id == creditor_id
            }
            one_payment.foresee(self._transaction, creditor_id, paid)

    def _tenancies(
        self, said: Iterable[Contract], references: Iterable[Reference]
    ) -> Iterator[tuple[str, str]]:
        """Give the tenancies that are named, or that a reference stands for."""
        for it in said:
            if isinstance(it, HouseholdRegistered):
                yield from ((of.creditor_id, of.tenancy_id) for of in it.tenancies)
            elif isinstance(it, ABOUT_A_TENANCY) and it.tenancy_id:
                yield it.creditor_id, it.tenancy_id
        for creditor_id, iuv in references:
            if found := self._rows(NOTICES).get(creditor_id, iuv):
                yield creditor_id, found[0]

    def _accounts_of(self, tenancies: Iterable[UUID]) -> Iterator[UUID]:
        for key in tenancies:
            tenancy = self.find(Tenancy, key)
            if tenancy and tenancy.household_id:
                yield account_id(tenancy.household_id, tenancy.creditor_id)

    def _kept(self, said: Iterable[Contract]) -> Iterator[UUID]:
        """Give the charges that will have to wait for their household."""
        for it in said:
            if isinstance(it, ChargeIssued):
                tenancy = self.find(Tenancy, tenancy_key(it.creditor_id, it.tenancy_id))
                if tenancy is None or tenancy.household_id is None:
                    yield charge_key(it.creditor_id, it.charge_id)

    def _foresee_money(self, creditor_id: str, iuvs: Sequence[str]) -> None:
        waited_for = self._session.look_up(
            "SELECT iuv FROM waiting_v1 WHERE creditor_id = ? AND kind = 'payment' "
            "AND tenancy_id IS NULL AND iuv IN ({keys})",
            iuvs,
            [creditor_id],
        )
        none_waits = {*iuvs} - {iuv for [iuv] in waited_for}
        self._not_waited_for.update((creditor_id, it) for it in none_waits)


def _references(said: Iterable[Contract]) -> Iterator[Reference]:
    for it in said:
        iuv = getattr(it, "iuv", None)
        if iuv and isinstance(it, ABOUT_A_TENANCY):
            yield it.creditor_id, iuv


def _accounts_named(said: Iterable[Contract]) -> Iterator[UUID]:
    for it in said:
        if isinstance(it, HouseholdRegistered):
            for of in it.tenancies:
                yield account_id(it.household_id, of.creditor_id)


def _by_creditor(references: Iterable[Reference]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for creditor_id, iuv in references:
        found.setdefault(creditor_id, []).append(iuv)
    return found

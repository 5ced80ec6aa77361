"""
One account's page of the ledger: its books as they were known, and who wrote them.

Everything that is printed or explained is derived from such a page alone, so that
two documents about one account and one instant cannot differ.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from azione0.aggregate import Aggregate
from azione0.application import NotFound
from azione0.codes import household_code
from azione0.store import Recorded
from ledger.account.account import Account, account_id
from ledger.account.books import Books
from ledger.account.standing import Standing, stand
from ledger.agreement.agreement import RepaymentAgreement
from ledger.application import Ledger
from ledger.policy import Rules
from ledger.tenancy import Tenancy, tenancy_key

Noun = TypeVar("Noun", bound=Aggregate)
#: What an event may say of a fact.
BEGUN, AMENDED, ENDED = "begun", "amended", "ended"


@dataclass(frozen=True, slots=True)
class Mark:
    """Who wrote a fact down, and when."""

    actor: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Whose account it is, and where: never a person."""

    creditor_id: str
    code: str
    household_id: UUID | None
    tenancy_id: str | None
    dwelling_id: str | None
    building_id: str | None


@dataclass(slots=True)
class Folio:
    """
    One account as known at an instant (`None`: by now).

    `marks` say who wrote down that a fact is begun, amended or ended, by its id;
    `reckonings` how a charge of interest was reckoned.
    """

    household_id: UUID
    creditor_id: str
    known_at: datetime | None
    books: Books
    rules: Rules
    tenancy_of: Mapping[UUID, str]
    tenancies: Mapping[str, Tenancy]
    agreements: Mapping[UUID, RepaymentAgreement]
    marks: Mapping[tuple[str, UUID], Mark]
    reckonings: Mapping[UUID, tuple[str, ...]]
    _standings: dict[date, Standing] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code under which people speak of the household."""
        return household_code(self.household_id)

    @property
    def tenancy_id(self) -> str | None:
        """The tenancy of the charge that is due last."""
        charges = [it for it in self.books.charges.values() if it.id in self.tenancy_of]
        newest = max(charges, key=lambda it: (it.due_on, str(it.id)), default=None)
        return self.tenancy_of[newest.id] if newest else None

    def standing(self, day: date) -> Standing:
        """Give how the account stands at the close of a day."""
        if day not in self._standings:
            self._standings[day] = stand(self.books, day, self.rules)
        return self._standings[day]


def read_folio(
    ledger: Ledger,
    household_id: UUID,
    creditor_id: str,
    known_at: datetime | None = None,
) -> Folio:
    """Read an account; `NotFound` if there is none, or was none at that instant."""
    key = account_id(household_id, creditor_id)
    try:
        account, rules = ledger.known(household_id, creditor_id, known_at)
    except NotFound:
        raise NotFound(
            f"{household_code(household_id)} has no account with {creditor_id}"
            + (f" known at {known_at}" if known_at else "")
        ) from None
    events = [
        (stored, event)
        for stored, event in ledger.events_of(key)
        if known_at is None or stored.recorded_at <= known_at
    ]
    return Folio(
        household_id=household_id,
        creditor_id=creditor_id,
        known_at=known_at,
        books=account.books,
        rules=rules,
        tenancy_of=account.tenancy_of,
        tenancies=_tenancies(ledger, creditor_id, account, known_at),
        agreements=_agreements(ledger, account, known_at),
        marks=_marks(events),
        reckonings={
            event.interest_id: tuple(event.explained)
            for _, event in events
            if isinstance(event, Account.InterestCharged)
        },
    )


def read_proposal(ledger: Ledger, folio: Folio, agreement_id: UUID) -> Folio:
    """Read a folio's account again, as it was known when an agreement was proposed."""
    proposed, _ = ledger.events_of(agreement_id)[0]
    return read_folio(
        ledger, folio.household_id, folio.creditor_id, proposed.recorded_at
    )


def accounts_of_all(
    ledger: Ledger, creditor_id: str | None = None
) -> list[tuple[UUID, str]]:
    """List every account: (household, creditor), of one creditor or of all."""
    return [it for it in ledger.accounts() if creditor_id in (None, it[1])]


def folios(
    ledger: Ledger, creditor_id: str | None, known_at: datetime | None
) -> Iterator[Folio]:
    """Give every account, of one creditor or of all, as known at an instant."""
    for household_id, creditor in accounts_of_all(ledger, creditor_id):
        try:
            yield read_folio(ledger, household_id, creditor, known_at)
        except NotFound:
            continue


def place_of(folio: Folio, charge_id: UUID | None = None) -> Place:
    """Give where an account is, or where one of its charges comes from."""
    tenancy_id = folio.tenancy_of.get(charge_id) if charge_id else None
    tenancy_id = tenancy_id or folio.tenancy_id
    tenancy = folio.tenancies.get(tenancy_id) if tenancy_id else None
    return Place(
        folio.creditor_id,
        folio.code,
        folio.household_id,
        tenancy_id,
        tenancy.dwelling_id if tenancy else None,
        tenancy.building_id if tenancy else None,
    )


def days_overdue(due_on: date, as_of: date) -> int:
    """Give how many days past due something is on a day; 0 on the due day itself."""
    return max(0, (as_of - due_on).days)


def find_household(ledger: Ledger, text: str) -> tuple[UUID, str | None]:
    """
    Find a household by its id, its code (`A0-…`) or `creditor/tenancy`.

    Give also the creditor, where the text names one. `NotFound`; `NotOne` if two
    households share a code.
    """
    try:
        return UUID(text), None
    except ValueError:
        pass
    if "/" in text:
        creditor_id, tenancy_id = text.split("/", 1)
        tenancy = ledger.find(Tenancy, tenancy_key(creditor_id, tenancy_id))
        if tenancy is None or tenancy.household_id is None:
            raise NotFound(f"no household is known for the tenancy {text}")
        return tenancy.household_id, creditor_id
    wanted = text.upper()
    found = {it for it, _ in accounts_of_all(ledger) if household_code(it) == wanted}
    if not found:
        raise NotFound(
            f"no account of {text}: give a household's code or id, or creditor/tenancy"
        )
    if len(found) > 1:
        raise NotOne(f"{text} is {' and '.join(sorted(map(str, found)))}: give one id")
    return found.pop(), None


def _find(
    ledger: Ledger, kind: type[Noun], id: UUID, known_at: datetime | None
) -> Noun | None:
    if known_at is None:
        return ledger.find(kind, id)
    return ledger.as_known_at(kind, id, known_at)


def _tenancies(
    ledger: Ledger, creditor_id: str, account: Account, known_at: datetime | None
) -> dict[str, Tenancy]:
    found = {}
    for tenancy_id in sorted(set(account.tenancy_of.values())):
        key = tenancy_key(creditor_id, tenancy_id)
        tenancy = _find(ledger, Tenancy, key, known_at)
        if tenancy is not None:
            found[tenancy_id] = tenancy
    return found


def _agreements(
    ledger: Ledger, account: Account, known_at: datetime | None
) -> dict[UUID, RepaymentAgreement]:
    """Give the account's agreements, also those that nobody has signed yet."""
    found = {}
    for agreement_id in ledger.agreements_of(account.household_id):
        agreement = _find(ledger, RepaymentAgreement, agreement_id, known_at)
        if agreement is not None and agreement.creditor_id == account.creditor_id:
            found[agreement.id] = agreement
    return found


def _marks(
    events: Iterable[tuple[Recorded, object]],
) -> dict[tuple[str, UUID], Mark]:
    marks: dict[tuple[str, UUID], Mark] = {}
    for stored, event in events:
        for fact in _facts_in(event):
            marks.setdefault(fact, Mark(stored.actor, stored.recorded_at))
    return marks


def _facts_in(event: object) -> Iterator[tuple[str, UUID]]:
    """Give the facts that an account's event is about."""
    match event:
        case Account.ChargePosted():
            yield BEGUN, event.charge.id
        case Account.PaymentPosted():
            yield BEGUN, event.payment.id
        case Account.ChargeEnded():
            yield ENDED, event.charge_id
        case Account.PaymentReversed():
            yield ENDED, event.payment_id
        case Account.DisputeResolved():
            yield AMENDED, event.amendment.charge_id
        case Account.DebtWrittenOff():
            yield from ((BEGUN, it.id) for it in event.write_offs)
        case Account.DebtWriteOffRevoked():
            yield from ((ENDED, it) for it in event.write_off_ids)


class NotOne(LookupError):
    """A code that more than one household bears."""

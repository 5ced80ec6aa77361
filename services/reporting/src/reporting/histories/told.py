"""From letters to histories: those of the archive, or any others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date
from functools import lru_cache, singledispatch
from uuid import UUID

import msgspec

from azione0.contract import Contract, contract_for
from azione0.contracts import employment, intake, ledger, workshops
from azione0.database import Session
from reporting import archive
from reporting.histories.account import (
    ADJUSTED,
    DISPUTED,
    POSTED,
    RESOLVED,
    Allotted,
    Place,
    Said,
)
from reporting.histories.household import Episode, History, Registered
from reporting.invented.names import ORGANISATION
from reporting.projections.entry import Question

PAGE = 5_000
#: These hold for every day, once they are known.
ALWAYS = (ledger.ArrearsRetracted,)


@dataclass(slots=True)
class Estate:
    """Every household's history, and from when each building was sought, and whom."""

    households: dict[UUID, History] = field(default_factory=dict)
    reached_on: dict[str, date] = field(default_factory=dict)
    bands: set[str] = field(default_factory=set)
    letters: int = 0
    invented: int = 0

    def of(self, household_id: UUID) -> History:
        """Give one household's history, empty if nothing was said yet."""
        found = self.households.get(household_id)
        if found is None:
            found = self.households[household_id] = History(household_id)
        return found


def histories(session: Session, question: Question) -> Estate:
    """Read the archive, page by page, as of a day and as known at an instant."""
    estate = Estate()
    for contract, at, source in _archived(session, question):
        estate.letters += 1
        estate.invented += source.startswith(f"//{ORGANISATION}/")
        if at.effective_on <= question.as_of or isinstance(contract, ALWAYS):
            tell(contract, estate, at)
    return estate


def of_letters(letters: Iterable[tuple[Contract, Place]]) -> Estate:
    """Give what some letters say, all of them."""
    estate = Estate()
    for contract, at in letters:
        tell(contract, estate, at)
    return estate


def _archived(
    session: Session, question: Question
) -> Iterator[tuple[Contract, Place, str]]:
    last = archive.last_position(session)
    for after in range(0, last, PAGE):
        for row in archive.stretch(session, after, min(after + PAGE, last)):
            (
                _position,
                state,
                effective_on,
                recorded_at,
                source,
                letter_id,
                kind,
                body,
            ) = row
            if state != archive.DONE or recorded_at.astimezone(UTC) > question.known_at:
                continue
            read = _reader(kind)
            if read is not None:
                at = Place(effective_on, recorded_at.astimezone(UTC), letter_id)
                yield read.decode(body), at, source


@lru_cache(maxsize=512)
def _reader(kind: str) -> "msgspec.json.Decoder[Contract] | None":
    """Give what reads a letter of a kind; nothing if no history needs it."""
    shape = contract_for(kind)
    if tell.dispatch(shape) is tell.dispatch(object):
        return None
    return msgspec.json.Decoder(shape)


@singledispatch
def tell(contract: object, estate: Estate, at: Place) -> None:
    """Add what a letter says to a history; of most letters, nothing."""


@tell.register
def _(it: intake.TargetDefinitionAdopted, estate: Estate, at: Place) -> None:
    estate.bands.update(it.bands)
    for name in it.buildings:
        before = estate.reached_on.get(name, date.max)
        estate.reached_on[name] = min(before, it.valid_from)


@tell.register
def _(it: intake.HouseholdRegistered, estate: Estate, at: Place) -> None:
    size = None if it.adults is None else it.adults + (it.minors or 0)
    said = Registered(at, it.building_id, size, it.rent_area)
    estate.of(it.household_id).registered.append(said)


@tell.register
def _(it: ledger.ChargePosted, estate: Estate, at: Place) -> None:
    account = estate.of(it.household_id).accounts[it.creditor_id]
    account.charges[it.charge_id].append(Said(POSTED, at, it.amount_cents, it.due_on))


@tell.register
def _(it: ledger.ChargeAdjusted, estate: Estate, at: Place) -> None:
    account = estate.of(it.household_id).accounts[it.creditor_id]
    account.charges[it.charge_id].append(Said(ADJUSTED, at, it.amount_cents, it.due_on))


@tell.register
def _(it: ledger.ChargeDisputed, estate: Estate, at: Place) -> None:
    account = estate.of(it.household_id).accounts[it.creditor_id]
    account.charges[it.charge_id].append(Said(DISPUTED, at))


@tell.register
def _(it: ledger.DisputeResolved, estate: Estate, at: Place) -> None:
    account = estate.of(it.household_id).accounts[it.creditor_id]
    account.charges[it.charge_id].append(
        Said(RESOLVED, at, it.amount_cents, it.new_due_on)
    )


@tell.register
def _(it: ledger.PaymentPosted, estate: Estate, at: Place) -> None:
    account = estate.of(it.household_id).accounts[it.creditor_id]
    account.taken_off.append((at.effective_on, it.amount_cents))


@tell.register
def _(it: ledger.PaymentPostingReversed, estate: Estate, at: Place) -> None:
    account = estate.of(it.household_id).accounts[it.creditor_id]
    account.taken_off.append((at.effective_on, -it.amount_cents))
    account.reversed[it.payment_id] = at.effective_on


@tell.register
def _(it: ledger.DebtWrittenOff, estate: Estate, at: Place) -> None:
    account = estate.of(it.household_id).accounts[it.creditor_id]
    account.taken_off.append((at.effective_on, it.amount_cents))


@tell.register
def _(it: ledger.DebtWriteOffRevoked, estate: Estate, at: Place) -> None:
    account = estate.of(it.household_id).accounts[it.creditor_id]
    account.taken_off.append((at.effective_on, -it.amount_cents))


@tell.register(ledger.PaymentAllocated)
@tell.register(ledger.CreditApplied)
def _(
    it: ledger.PaymentAllocated | ledger.CreditApplied, estate: Estate, at: Place
) -> None:
    cents = tuple(
        (line.charge_id, line.amount_cents) for line in it.lines if line.charge_id
    )
    anew = isinstance(it, ledger.PaymentAllocated)
    account = estate.of(it.household_id).accounts[it.creditor_id]
    account.allotted.append(Allotted(it.payment_id, at, anew, cents))


@tell.register
def _(it: ledger.AccountClosed, estate: Estate, at: Place) -> None:
    account = estate.of(it.household_id).accounts[it.creditor_id]
    account.closed_on, account.closed_because = at.effective_on, it.reason


@tell.register
def _(it: ledger.ArrearsDetected, estate: Estate, at: Place) -> None:
    episode = _episode(it, estate)
    episode.detected.append(at)
    episode.relapse = it.is_relapse
    episode.bands.append((at, it.band))


@tell.register
def _(it: ledger.ArrearsBandChanged, estate: Estate, at: Place) -> None:
    _episode(it, estate).bands.append((at, it.band))


@tell.register
def _(it: ledger.ArrearsRetracted, estate: Estate, at: Place) -> None:
    _episode(it, estate).retracted += 1


@tell.register
def _(it: ledger.ArrearsCleared, estate: Estate, at: Place) -> None:
    _episode(it, estate).cleared_on = it.cleared_on


@tell.register
def _(it: ledger.AgreementSigned, estate: Estate, at: Place) -> None:
    estate.of(it.household_id).signed_on.append(it.signed_on)


@tell.register
def _(it: intake.CaseOpened, estate: Estate, at: Place) -> None:
    estate.of(it.household_id).opened_on.append(at.effective_on)


@tell.register
def _(it: intake.ContactAttempted, estate: Estate, at: Place) -> None:
    if it.outcome == "reached":
        estate.of(it.household_id).reached_on.append(at.effective_on)


@tell.register
def _(it: intake.CaseTakenInCharge, estate: Estate, at: Place) -> None:
    estate.of(it.household_id).taken_on.append(at.effective_on)


@tell.register
def _(it: intake.CaseClosed, estate: Estate, at: Place) -> None:
    estate.of(it.household_id).ended.append((at.effective_on, it.outcome))


@tell.register
def _(it: workshops.BudgetAgreed, estate: Estate, at: Place) -> None:
    estate.of(it.household_id).budgets_on.append(at.effective_on)


@tell.register
def _(it: employment.ProfileAssessed, estate: Estate, at: Place) -> None:
    estate.of(it.household_id).profiles_on.append(at.effective_on)


@tell.register
def _(it: workshops.SessionAttended, estate: Estate, at: Place) -> None:
    said = estate.of(it.household_id).sessions_on
    key = (it.workshop_id, it.session_number)
    if key not in said or said[key][0] < at:
        said[key] = (at, it.present)


def _episode(
    it: ledger.ArrearsDetected
    | ledger.ArrearsBandChanged
    | ledger.ArrearsRetracted
    | ledger.ArrearsCleared,
    estate: Estate,
) -> Episode:
    episodes = estate.of(it.household_id).episodes
    return episodes.setdefault(it.episode_id, Episode(it.creditor_id))

"""
Stories told to the ledger: letters, days that close, commands in their place.

A story is a list of steps. Letters between two commands may come in any order,
and twice; days close and commands are given where the story says. Reporting
listens, so that a story ends in balances, states and indicators alike.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, islice, permutations, product
from math import factorial, prod
from random import Random
from typing import Any
from uuid import UUID

from creditors import HOUSEHOLD, NOW, days, written

from azione0.contract import contract_for
from azione0.contracts import intake
from azione0.house import House
from azione0.letter import Raw
from azione0.store import Cause
from ledger.account.account import Account, account_id
from ledger.agreement.agreement import RepaymentAgreement
from ledger.hearing import charge_key
from ledger.proceeding.proceeding import LegalProceeding
from ledger.published import announce

KINDS = ("ledger", "reporting")
MORNING = time(8, tzinfo=UTC)


@dataclass(frozen=True)
class Close:
    """A day is closed; what is told next is told the next morning."""

    day: date


@dataclass(frozen=True)
class Command:
    """Something that somebody does, under a name that is its own."""

    name: str
    act: Callable[["Books"], None]


@dataclass(frozen=True)
class Forged:
    """A letter under the id of another: it is put aside, and is news to nobody."""

    letter: Raw


Step = Raw | Close | Command | Forged


class Books:
    """The ledger as a story goes on, and reporting beside it."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.now = NOW
        self.house = House(environ, clock=self._tick, kinds=KINDS)
        self.ledger = self.house.ledger
        self.agreements: dict[str, UUID] = {}

    def _tick(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    def tell(self, *steps: Step) -> None:
        """Let these things happen, one after the other."""
        for step in steps:
            match step:
                case Raw():
                    self.hear(step)
                case Close(day):
                    self.close(day)
                case Forged(raw):
                    assert self.house.hand_in("ledger", [raw]).quarantined == 1
                case Command(name, act):
                    with self.ledger.transaction(Cause("aler/anna", name)):
                        act(self)

    def hear(self, *letters: Raw) -> None:
        """Take letters in, each where its publisher sends it."""
        for raw in letters:
            audience = contract_for(raw.headers["ce-type"]).promise.audience
            for kind in KINDS:
                if kind in audience:
                    taken = self.house.hand_in(kind, [raw])
                    assert not taken.failed, self.house.office(kind).parking.letters()
                    assert not taken.quarantined, raw.headers["ce-id"]

    def close(self, *closed: date) -> None:
        """Close days in the ledger."""
        for day in closed:
            with self.ledger.transaction(Cause("timer", f"close-day/{day}")):
                self.ledger.close_day(day)
            self.now = max(self.now, datetime.combine(day + timedelta(days=1), MORNING))

    def agreement(self, name: str) -> RepaymentAgreement:
        return self.ledger.get(RepaymentAgreement, self.agreements[name])

    def account(self, creditor_id: str = "ALER-BCM") -> Account:
        return self.ledger.get(Account, account_id(HOUSEHOLD, creditor_id))

    def standing(
        self,
        as_of: date,
        creditor_id: str = "ALER-BCM",
        known_at: datetime | None = None,
    ):
        return self.ledger.standing(HOUSEHOLD, creditor_id, as_of, known_at)

    def glance(self, as_of: date):
        """What reporting makes of it, as of a day."""
        self.house.deliver()
        with self.house.office("ledger").store.reading() as session:
            assert session.execute("SELECT topic, reason FROM unsaid") == []
        return self.house.reporting.glance(as_of=as_of)

    def indicators(self, as_of: date) -> dict[str, Any]:
        """The indicators of a day, by their codes."""
        return {it.code: it for it in self.glance(as_of).indicators}

    def measured(self, as_of: date) -> dict[str, Any]:
        """The indicators' figures of a day by SQL, by their codes."""
        self.house.deliver()
        found = self.house.reporting.indicators(as_of)
        return {it.code: it.figure for it in found}

    def events(self, name: str) -> list:
        """Every event of that name, in the order in which they were recorded."""
        stored = self.house.office("ledger").store.select_notifications(
            start=1, limit=100_000
        )
        return [
            self.ledger.mapper.to_domain_event(it)
            for it in stored
            if it.topic.endswith(f".{name}")
        ]

    def said(self, name: str) -> list:
        """What others hear of the events of that name."""
        return [announce(it) for it in self.events(name)]

    def outcome(self, as_of: date) -> dict[str, Any]:
        """Give all that must not depend on the order in which letters come."""
        told: dict[str, Any] = {
            "waiting": [(it.kind, it.cents) for it in self.ledger.waiting()],
            "figures": self._figures(as_of),
        }
        for household_id, creditor_id in self.ledger.accounts():
            told[f"{household_id}/{creditor_id}"] = self._account_told(
                household_id, creditor_id, as_of
            )
            for agreement_id in self.ledger.agreements_of(household_id):
                found = self.ledger.get(RepaymentAgreement, agreement_id)
                told[str(agreement_id)] = _agreement_told(found)
            told |= {
                str(it.id): _proceeding_told(it)
                for it in self.ledger.proceedings_of(household_id)
            }
        with self.ledger.store.reading() as session:
            for row in session.execute("SELECT agreement_id, state FROM agreements_v1"):
                assert told[str(row[0])]["state"] == row[1]
        return told

    def _account_told(
        self, household_id: UUID, creditor_id: str, as_of: date
    ) -> dict[str, Any]:
        account = self.ledger.get(Account, account_id(household_id, creditor_id))
        standing = self.ledger.standing(household_id, creditor_id, as_of)
        return {
            "tenancy": account.tenancy_id,
            "balance": standing.balance_cents,
            "open": [
                (it.charge, it.open_cents, it.status, it.planned)
                for it in standing.open_charges
            ],
            "credit": standing.position.credit,
            "lines": standing.position.lines,
            "allocated": {
                it: lines for it, lines in account.allocated.items() if lines
            },
            "episodes": {
                it: (said.episode.beginning, said.band, said.cleared_on)
                for it, said in account.episodes.items()
            },
            "ends": (account.books.charge_ends, account.books.payment_ends),
            "closed": account.closed_on,
            "added up by others": _announced(self.ledger.events_of(account.id)),
        }

    def _figures(self, as_of: date) -> dict[str, Any]:
        """What reporting says, but for how often something was said and unsaid."""
        glance = asdict(self.glance(as_of))
        del glance["question"], glance["retracted_episodes"]
        agreements = self.house.reporting.agreements(as_of)
        glance["agreements"] = {
            it.agreement_id: (
                it.state,
                it.breached_on,
                it.kept,
                {
                    one.number: (one.paid_on, one.days_late, one.missed, one.cured)
                    for one in it.instalments.values()
                },
            )
            for it in agreements
        }
        return glance


def _agreement_told(found: RepaymentAgreement) -> dict[str, Any]:
    return {
        "state": found.state,
        "paid": found.paid,
        "missed": found.missed,
        "breaches": found.breaches,
        "completed": found.completed_on,
        "pauses": found.pauses,
        "changes": found.changes,
        "risk": found.risk,
        "reliefs": found.reliefs,
    }


def _proceeding_told(found: LegalProceeding) -> dict[str, Any]:
    return {
        "state": found.state,
        "averted": found.averted_on,
        "term missed": found.term_missed,
        "deadline": found.deadline,
    }


def _announced(history: Sequence[tuple[Any, Any]]) -> tuple[int, int]:
    """Give what others can add up: charges and payments that still count."""
    charges, payments = Counter[UUID](), Counter[UUID]()
    for _, event in history:
        match event:
            case Account.ChargePosted():
                charges[event.charge.id] = event.charge.cents
            case Account.ChargeEnded() if event.kind is not None:
                charges[event.charge_id] = 0
            case Account.PaymentPosted():
                payments[event.payment.id] = event.payment.cents
            case Account.PaymentReversed() if event.payment is not None:
                payments[event.payment_id] = 0
    return charges.total(), payments.total()


# -- what stories are made of


def closes(first: date, last: date | None = None) -> list[Step]:
    """Close a day, or every day up to a last one."""
    return [Close(day) for day in days(first, last or first)]


def agree(
    name: str,
    *,
    on: date,
    first_due_on: date,
    cents: int,
    creditor_id: str = "ALER-BCM",
    supersedes: str | None = None,
) -> Command:
    """Propose an agreement by its instalment, and sign it on the same day."""

    def act(books: Books) -> None:
        agreement_id = books.ledger.propose_agreement(
            HOUSEHOLD,
            creditor_id,
            instalment_cents=cents,
            first_due_on=first_due_on,
            on=on,
            supersedes=books.agreements[supersedes] if supersedes else None,
        )
        books.ledger.sign_agreement(agreement_id, on=on, signatory_roles=["tenant"])
        books.agreements[name] = agreement_id

    return Command(f"agree/{name}", act)


def command(name: str, use_case: str, *values: object, **named: object) -> Command:
    """Let somebody at the ledger's desk do something."""
    return Command(
        name, lambda books: getattr(books.ledger, use_case)(*values, **named)
    )


def charge(name: str, creditor_id: str = "ALER-BCM") -> UUID:
    """Give the ledger's id of a charge by the creditor's own."""
    return charge_key(creditor_id, name)


def said(contract: Any) -> Raw:
    """Put what another service says into its envelope."""
    return written(contract, f"//test/{contract.promise.publisher}")


def household_changed(kind: str, on: date, **who: UUID) -> Raw:
    """The letter in which intake says who died, came or left."""
    return said(
        intake.HouseholdChanged(
            household_id=HOUSEHOLD, kind=kind, effective_on=on, **who
        )
    )


def adopted(on: date, **parameters: str) -> Raw:
    """The letter in which intake says which figures hold from a day on."""
    return said(
        intake.PolicyParametersAdopted(
            policy_version=f"version of {on}",
            parameters=tuple(
                intake.Parameter(name=name, value=value)
                for name, value in parameters.items()
            ),
            effective_from=on,
            effective_on=on,
        )
    )


# -- in which order they are told


def last_day(story: Sequence[Step]) -> date:
    """Give the last day that a story closes."""
    return max(it.day for it in story if isinstance(it, Close))


def orders(story: Sequence[Step], most: int, sample: int) -> Iterator[list[Step]]:
    """
    Give the story with its letters in other orders, always the same ones.

    All orders, if they are at most `most`, and at least `sample` tellings. Every
    second one is doubled; two of four leave the places of letters among closed
    days, the others let letters come on any day. The first is the story's own, each
    letter twice.
    """
    chapters = _chapters(story)
    letters = [[it for it in steps if isinstance(it, Raw)] for steps in chapters]
    count = prod(factorial(len(it)) for it in letters)
    ways = islice(_samples(letters), sample)
    if count <= most:
        every = product(*(permutations(it) for it in letters))
        ways = chain(every, islice(_samples(letters), max(0, sample - count)))
    random = Random(1)
    for number, way in enumerate(ways):
        yield [
            step
            for steps, coming in zip(chapters, way, strict=True)
            for step in _told_anew(
                steps,
                coming,
                random,
                doubled=number % 2 == 0,
                on_any_day=number % 4 > 1,
            )
        ]


def _samples(letters: list[list[Raw]]) -> Iterator[tuple[Sequence[Raw], ...]]:
    yield tuple(letters)
    random = Random(0)
    while True:
        yield tuple(random.sample(it, len(it)) for it in letters)


def _chapters(story: Sequence[Step]) -> list[list[Step]]:
    """Cut a story after what keeps its place: what that finds must come before."""
    chapters: list[list[Step]] = [[]]
    for step in story:
        chapters[-1].append(step)
        if isinstance(step, Command | Forged):
            chapters.append([])
    return chapters


def _told_anew(
    chapter: Sequence[Step],
    letters: Sequence[Raw],
    random: Random,
    *,
    doubled: bool,
    on_any_day: bool,
) -> list[Step]:
    """
    Put letters where letters were, or on any day up to the last that closes.

    Doubled, each comes once more at a later place.
    """
    rest = [it for it in chapter if not isinstance(it, Raw)]
    places = _places(chapter)
    if on_any_day:
        closing = [it for it, step in enumerate(rest) if isinstance(step, Close)]
        last = max([*places, *closing], default=0)
        places = sorted(random.randint(0, last) for _ in letters)
    coming: dict[int, list[Step]] = {}
    for number, (place, raw) in enumerate(zip(places, letters, strict=True)):
        coming.setdefault(place, []).append(raw)
        if doubled:
            coming.setdefault(random.choice(places[number:]), []).append(raw)
    told: list[Step] = []
    for place in range(len(rest) + 1):
        told += coming.get(place, [])
        told += rest[place : place + 1]
    return told


def _places(chapter: Sequence[Step]) -> list[int]:
    """Give for each letter before which of the other steps it comes."""
    places, others = [], 0
    for step in chapter:
        if isinstance(step, Raw):
            places.append(others)
        else:
            others += 1
    return places

"""
Stories told to a ledger step by step, each step a few numbers drawn at random.

What the numbers mean depends on what there is by then: the third bill, the first
agreement. Letters are always taken; a command is done, or refused by name.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from creditors import ADMINISTRATOR, ALER, NOW, Creditor, registered
from diary import Clock
from hypothesis import strategies as some

from azione0 import letter
from azione0.application import NotFound
from azione0.contracts import intake
from azione0.house import House
from azione0.letter import Raw
from azione0.store import Cause
from ledger.account.account import Account, account_id
from ledger.agreement import changes
from ledger.agreement.agreement import RepaymentAgreement
from ledger.application import Ledger
from ledger.hearing import charge_key
from ledger.receipt import Receipt, payment_key
from ledger.tenancy import Tenancy, tenancy_key

BEGINNING = date(2025, 1, 15)
ROSSI, BIANCHI = (UUID(f"{it}1111111-2222-4333-8444-555555555555") for it in (1, 2))
TENANCIES = ((ALER, "T1"), (ALER, "T2"), (ADMINISTRATOR, "S1"))
#: Whose the tenancies turn out to be, by one letter or another.
HOMES = (
    (ROSSI, (("ALER-BCM", "T1"), ("COND-SOLE", "S1"))),
    (BIANCHI, (("ALER-BCM", "T2"),)),
    (BIANCHI, (("ALER-BCM", "T1"), ("ALER-BCM", "T2"))),
    (ROSSI, (("ALER-BCM", "T1"), ("ALER-BCM", "T2"))),
)
KINDS = ("rent", "rent", "rent", "service", "cost", "interest", "settlement")
FIGURES = (
    {"surplus_rule": "next"},
    {"surplus_rule": "spread", "interest_first": "0"},
    {"surplus_rule": "last", "breach_cure": "when_caught_up"},
    {"breach_consecutive": "1", "grace_days": "0"},
    {"breach_consecutive": "1", "paid_tolerance_cents": "0"},
    {"counts_current_bills": "0", "prescription_years": "1"},
)

LETTERS = ("bill", "bill", "pay", "pay", "pay", "refund", "correct", "take_back")
SELDOM = ("join", "join", "death", "adopt")
COMMANDS = (
    "dispute",
    "resolve",
    "freeze",
    "end_freeze",
    "write_off",
    "revoke",
    "notice",
    "interest",
    "interest",
    "impute",
    "state_terms",
    "place",
    *["agree"] * 6,
    "pause",
    "resume",
    "change",
    "reinstate",
    "terminate",
)
KEPT = ("keep", "keep", "keep", "keep")
TIME = ("close", "close", "close", "remember")

VERBS = LETTERS * 3 + SELDOM + COMMANDS + KEPT + TIME * 2
#: Some households are known from the beginning.
KNOWN = ([], [("join", 0, 0, 0)], [("join", 0, 0, 0), ("join", 1, 0, 0)])

a_step = some.tuples(
    some.sampled_from(VERBS),
    some.integers(0, 7),
    some.integers(0, 7),
    some.integers(0, 70),
)
some_steps = some.builds(
    lambda known, steps: [*known, *steps],
    some.sampled_from(KNOWN),
    some.lists(a_step, min_size=15, max_size=40),
)


@dataclass
class Heard:
    """A payment or a bill as its creditor's letters tell it."""

    creditor_id: str
    cents: int
    counts_on: date
    heard_at: datetime
    ends: list[tuple[date, datetime]] = field(default_factory=list)

    def counts(self, as_of: date, known_at: datetime) -> bool:
        """Whether it is there on a day, as known at an instant."""
        ended = any(on <= as_of and at <= known_at for on, at in self.ends)
        return self.heard_at <= known_at and self.counts_on <= as_of and not ended


@dataclass
class Bill(Heard):
    code: str = ""
    tenancy: int = 0
    due_on: date = date.min
    iuv: str | None = None


@dataclass
class Money(Heard):
    code: str = ""


class Teller:
    """Tells a story to one ledger, and keeps what was told beside it."""

    def __init__(self, house: House, clock: Clock) -> None:
        self.house = house
        self.clock = clock
        self.ledger: Ledger = house.ledger
        self.today = BEGINNING
        self.bills: dict[UUID, Bill] = {}
        self.payments: dict[UUID, Money] = {}
        self.agreements: list[UUID] = []
        self.steps = 0
        self.refused: list[str] = []
        self.remembered: list[datetime] = []

    def tell(self, step: tuple[str, int, int, int]) -> None:
        verb, one, two, days = step
        self.clock.pass_by(seconds=1)
        self.steps += 1
        getattr(self, f"_{verb}")(one, two, days)

    # -- letters

    def _hear(self, raw: Raw) -> None:
        taken = self.house.hand_in("ledger", [raw])
        assert not taken.failed, self.house.office("ledger").parking.letters()
        assert not taken.quarantined

    def _said(self, contract) -> None:
        self._hear(
            letter.write(
                contract,
                id=f"letter {self.steps}",
                source="//test/intake",
                recorded_at=NOW,
                correlation_id="test",
                causation_id="test",
            )
        )

    def _bill(self, one: int, two: int, days: int) -> None:
        due_on = self.today + timedelta(days - 50)
        self._issue(one % len(TENANCIES), KINDS[two % len(KINDS)], due_on, one, two)

    def _issue(
        self, tenancy: int, kind: str, due_on: date, one: int, two: int, **other: str
    ) -> None:
        voice, tenancy_id = TENANCIES[tenancy]
        cents = 6000 * (one + 1) + (two * 7) % 3
        if kind == "settlement" and two % 2:
            cents = -cents
        code = f"C{self.steps}"
        iuv = f"{tenancy_id}N{two % 3}" if one % 2 else None
        bill = Bill(
            voice.creditor_id,
            cents,
            due_on - timedelta(10),
            self.clock(),
            code=code,
            tenancy=tenancy,
            due_on=due_on,
            iuv=iuv,
        )
        if other:
            self._hear(
                voice.correct(
                    due_on, abs(cents), charge_id=code, tenancy_id=tenancy_id, **other
                )
            )
            bill.cents, bill.counts_on, bill.iuv = (
                abs(cents),
                due_on.replace(day=1),
                None,
            )
        else:
            self._hear(
                voice.bill(
                    due_on,
                    cents,
                    tenancy_id=tenancy_id,
                    charge_id=code,
                    kind=kind,
                    iuv=iuv,
                    issued_on=bill.counts_on,
                )
            )
        self.bills[charge_key(voice.creditor_id, code)] = bill

    def _correct(self, one: int, two: int, days: int) -> None:
        if bill := self._any(self.bills, one + two):
            bill.ends.append((date.min, self.clock()))
            self._issue(bill.tenancy, "rent", bill.due_on, one, two, replaces=bill.code)

    def _take_back(self, one: int, two: int, days: int) -> None:
        if bill := self._any(self.bills, one + two):
            voice, tenancy_id = TENANCIES[bill.tenancy]
            on = self.today + timedelta(days - 60)
            bill.ends.append((on, self.clock()))
            # The same letter twice is one: its content is its name.
            self._hear(self._renamed(voice.take_back(bill.code, on, tenancy_id)))

    def _pay(self, one: int, two: int, days: int) -> None:
        voice, tenancy_id = TENANCIES[one % len(TENANCIES)]
        bills = {it: one for it, one in self.bills.items() if one.iuv}
        bill = self._any(bills, two) if two % 3 == 0 else None
        if bill is not None:
            voice, tenancy_id = TENANCIES[bill.tenancy]
        cents = bill.cents if bill and bill.cents > 0 and one % 2 else 5000 * (two + 1)
        value_on = self.today + timedelta(days - 60)
        self._receive(
            voice,
            None if two % 4 == 0 else tenancy_id,
            cents,
            value_on,
            payer="regional" if two == 7 else "tenant",
            iuv=bill.iuv if bill else ("UNKNOWN" if two == 4 else None),
        )

    def _refund(self, one: int, two: int, days: int) -> None:
        if paid := self._any(self.payments, one + two):
            on = paid.counts_on + timedelta(days)
            voice = ALER if paid.creditor_id == ALER.creditor_id else ADMINISTRATOR
            paid.ends.append((on, self.clock()))
            refund = voice.refund(paid.code, paid.counts_on, paid.cents, on=on)
            self._hear(self._renamed(refund))

    def _renamed(self, raw: Raw) -> Raw:
        return replace(raw, headers={**raw.headers, "ce-id": f"letter {self.steps}"})

    def _join(self, one: int, two: int, days: int) -> None:
        household_id, tenancies = HOMES[one % len(HOMES)]
        self._hear(self._renamed(registered(*tenancies, household_id=household_id)))

    def _death(self, one: int, two: int, days: int) -> None:
        self._said(
            intake.HouseholdChanged(
                household_id=(ROSSI, BIANCHI)[one % 2],
                kind="death",
                effective_on=self.today + timedelta(days - 60),
            )
        )

    def _adopt(self, one: int, two: int, days: int) -> None:
        since = self.today + timedelta(days - 60)
        figures = FIGURES[one % len(FIGURES)]
        self._said(
            intake.PolicyParametersAdopted(
                policy_version=f"version {self.steps}",
                parameters=tuple(
                    intake.Parameter(name=name, value=value)
                    for name, value in figures.items()
                ),
                effective_from=since,
                effective_on=since,
            )
        )

    # -- commands

    def _do(self, command: Callable[[], object]) -> object:
        """Do it whole, or be refused by a name of the ledger's own."""
        try:
            with self.ledger.transaction(Cause("anna", f"command/{self.steps}")):
                return command()
        except Exception as refusal:
            kind = type(refusal)
            named = kind is NotFound or kind.__module__.startswith("ledger.")
            if not named:
                raise
            self.refused.append(kind.__name__)
            return None

    def _about(self, one: int, two: int) -> tuple[UUID, str, UUID] | None:
        """Give an account and one of the charges on it."""
        accounts = self.ledger.accounts()
        if not accounts:
            return None
        household_id, creditor_id = accounts[one % len(accounts)]
        account = self.ledger.get(Account, account_id(household_id, creditor_id))
        ids = [it for it in account.books.charges if it not in account.moved_out]
        return (household_id, creditor_id, ids[two % len(ids)]) if ids else None

    def _decide(
        self, verb: str, one: int, two: int, *about_charge: str, **said: object
    ) -> None:
        if found := self._about(one, two):
            household_id, creditor_id, charge_id = found
            said |= dict.fromkeys(about_charge, charge_id)
            self._do(
                lambda: getattr(self.ledger, verb)(household_id, creditor_id, **said)
            )

    def _on(self, days: int) -> date:
        return self.today + timedelta(days % 20 - 15)

    def _dispute(self, one: int, two: int, days: int) -> None:
        on = self._on(days)
        self._decide("dispute_charge", one, two, "charge_id", on=on, grounds="error")

    def _resolve(self, one: int, two: int, days: int) -> None:
        result = ("confirmed", "reduced", "cancelled")[days % 3]
        self._decide(
            "resolve_dispute",
            one,
            two,
            "charge_id",
            on=self.today,
            result=result,
            amount_cents=1000 if result == "reduced" else None,
            new_due_on=self.today + timedelta(days) if days % 2 else None,
        )

    def _freeze(self, one: int, two: int, days: int) -> None:
        until = self.today + timedelta(days + 1) if days % 2 else None
        on = self._on(days)
        self._decide("freeze_debt", one, two, on=on, decision_ref="F1", until=until)

    def _end_freeze(self, one: int, two: int, days: int) -> None:
        self._decide("end_freeze", one, two, on=self.today, decision_ref="F2")

    def _write_off(self, one: int, two: int, days: int) -> None:
        if found := self._about(one, two):
            amounts = {found[2]: 500 * (days + 1)}
            on, ref = self._on(days), f"W{one}"
            self._decide(
                "write_off_debt", one, two, amounts=amounts, on=on, decision_ref=ref
            )

    def _revoke(self, one: int, two: int, days: int) -> None:
        on, ref = self._on(days), f"W{one}"
        self._decide("revoke_write_off", one, two, on=on, decision_ref=ref)

    def _notice(self, one: int, two: int, days: int) -> None:
        self._decide("serve_notice", one, two, on=self._on(days))

    def _interest(self, one: int, two: int, days: int) -> None:
        """Charge the interest up to a day; of what it came to the ledger is asked."""
        if found := self._about(one, two):
            household_id, creditor_id, _ = found
            until = self.today - timedelta(days % 40)
            self._do(
                lambda: self.ledger.charge_interest(
                    household_id,
                    creditor_id,
                    until=until,
                    due_on=until + timedelta(days),
                )
            )

    def _impute(self, one: int, two: int, days: int) -> None:
        if (found := self._about(one, two)) and self.payments:
            ids = list(self.payments)
            self._decide(
                "impute_payment",
                one,
                two,
                payment_id=ids[days % len(ids)],
                charge_ids=[found[2]],
                on=self.today,
                by_creditor=bool(days % 2),
            )

    def _state_terms(self, one: int, two: int, days: int) -> None:
        self._decide(
            "state_debt_terms",
            one,
            two,
            "charge_id",
            on=self.today,
            secured=bool(days % 2),
            burden=days % 3 * 100,
        )

    def _place(self, one: int, two: int, days: int) -> None:
        waiting = [it for it in self.ledger.waiting() if it.tenancy_id is None]
        if waiting:
            money = waiting[one % len(waiting)]
            mine = [
                tenancy_id
                for voice, tenancy_id in TENANCIES
                if voice.creditor_id == money.creditor_id
            ]
            self._do(
                lambda: self.ledger.place_payment(
                    money.id, mine[two % len(mine)], on=self.today, reason="asked"
                )
            )

    def _agree(self, one: int, two: int, days: int) -> None:
        found = self._about(one, two)
        if found is None:
            return
        household_id, creditor_id, _ = found
        running = [
            it.id for it in map(self._agreement, self.agreements) if it.signed_on
        ]

        def agree() -> UUID:
            agreement_id = self.ledger.propose_agreement(
                household_id,
                creditor_id,
                on=self.today,
                first_due_on=self.today + timedelta(days % 30),
                rhythm=("weekly", "monthly", "fortnightly", "weekly")[two % 4],
                count=one + 2,
                supersedes=running[-1] if running and days % 2 else None,
            )
            self.ledger.sign_agreement(
                agreement_id, on=self.today, signatory_roles=["tenant"]
            )
            return agreement_id

        agreement_id = self._do(agree)
        if isinstance(agreement_id, UUID):
            self.agreements.append(agreement_id)

    def _agreement(self, agreement_id: UUID) -> RepaymentAgreement:
        return self.ledger.get(RepaymentAgreement, agreement_id)

    def _of_agreement(self, verb: str, one: int, *given: object, **said: object):
        if self.agreements:
            agreement_id = self.agreements[one % len(self.agreements)]
            self._do(lambda: getattr(self.ledger, verb)(agreement_id, *given, **said))

    def _keep(self, one: int, two: int, days: int) -> None:
        """Pay an instalment: in time or late, all or half of it."""
        if not self.agreements:
            return
        agreement = self._agreement(self.agreements[one % len(self.agreements)])
        promised = [it for it in agreement.schedule_now if it.amount_cents]
        instalment = promised[two % len(promised)]
        value_on = min(instalment.due_on + timedelta(days % 30 - 10), self.today)
        self._receive(
            ALER if agreement.creditor_id == ALER.creditor_id else ADMINISTRATOR,
            agreement.tenancy_id,
            instalment.amount_cents if days % 3 else instalment.amount_cents // 2 + 1,
            value_on,
        )

    def _receive(
        self,
        voice: Creditor,
        tenancy_id: str | None,
        cents: int,
        value_on: date,
        **other: str | None,
    ) -> None:
        code = f"P{self.steps}"
        paid = voice.payment(
            value_on, cents, tenancy_id=tenancy_id, payment_id=code, **other
        )
        self._hear(paid)
        key = payment_key(voice.creditor_id, code, None, None, None)
        self.payments[key] = Money(
            voice.creditor_id, cents, value_on, self.clock(), code=code
        )

    def _pause(self, one: int, two: int, days: int) -> None:
        since = self._on(days)
        until = since + timedelta(days + 1) if two % 2 else None
        self._of_agreement(
            "pause_agreement", one, since=since, until=until, reason="asked_for"
        )

    def _resume(self, one: int, two: int, days: int) -> None:
        self._of_agreement("resume_agreement", one, on=self.today, today=self.today)

    def _change(self, one: int, two: int, days: int) -> None:
        later = self.today + timedelta(days)
        change = (
            lambda terms: changes.skip(terms, two + 1),
            lambda terms: changes.move(terms, two + 1, later),
            lambda terms: changes.extend(terms, two + 1, days),
            lambda terms: changes.settle_early(terms, later),
        )[days % 4]
        self._of_agreement(
            "change_agreement", one, change, on=self.today, reason="asked_for"
        )

    def _reinstate(self, one: int, two: int, days: int) -> None:
        by_on = self.today + timedelta(days)
        self._of_agreement(
            "reinstate_agreement", one, on=self.today, catch_up_by_on=by_on
        )

    def _terminate(self, one: int, two: int, days: int) -> None:
        if days % 3 == 0:
            self._of_agreement(
                "terminate_agreement", one, on=self.today, reason="asked_for"
            )

    # -- time

    def _close(self, one: int, two: int, days: int) -> None:
        self.today += timedelta(days % 40)
        self.close(self.today)

    def close(self, day: date) -> int:
        cause = Cause("timer", f"close/{day}/{self.steps}")
        with self.ledger.transaction(cause):
            return self.ledger.close_day(day)

    def _remember(self, one: int, two: int, days: int) -> None:
        self.remembered.append(self.clock())

    # -- where things are

    @staticmethod
    def _any(things: dict, which: int):
        return list(things.values())[which % len(things)] if things else None

    def nouns(self, known_at: datetime) -> Iterator[Account | Tenancy | Receipt]:
        """Give all that can hold a bill or money, as known at an instant."""
        for household_id, creditor_id in self.ledger.accounts():
            key = account_id(household_id, creditor_id)
            if found := self.ledger.as_known_at(Account, key, known_at):
                yield found
        for voice, tenancy_id in TENANCIES:
            key = tenancy_key(voice.creditor_id, tenancy_id)
            if found := self.ledger.as_known_at(Tenancy, key, known_at):
                yield found
        for key in self.payments:
            if found := self.ledger.as_known_at(Receipt, key, known_at):
                yield found


@contextmanager
def open_story(environ: dict[str, str]) -> Iterator[Teller]:
    clock = Clock()
    with House(environ, clock=clock, kinds=("ledger",)) as house:
        yield Teller(house, clock)

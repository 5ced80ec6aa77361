"""
Why is this balance what it is: every charge, every cent that paid it, who wrote it.

The effects of all lines add up to the balance; so do those of each charge to what
of it is open, and those of each payment to what of it waits. It is checked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from ledger.account.allocation import WRITTEN_OFF
from ledger.account.facts import FOREVER, Charge, Line, Payment, WriteOff
from ledger.account.standing import Standing
from ledger.documents.agreements import AgreementLines, agreements_on
from ledger.documents.reading import AMENDED, BEGUN, ENDED, Folio, Mark
from ledger.documents.sums import Sums, check, counted_on, payment_stretch, sums_on


@dataclass(frozen=True, slots=True)
class Move:
    """
    Cents that paid a part of a charge, or were given up, and what was left of it.

    They came from a payment, from a settlement in the household's favour, or from
    a decision to write off; `mark` says who wrote that down.
    """

    charge: Charge
    cents: int
    on: date
    rule: str
    left_cents: int
    source_id: UUID
    payment: Payment | None
    settlement: Charge | None
    write_off: WriteOff | None
    agreement_id: UUID | None
    instalment: int | None
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class ChargeExplained:
    """
    One charge on a day.

    `charge` is as it was first said, `counted_cents` what it counts for now: less
    if it was amended, nothing if it was taken back (`ended_on`) or is not yet in
    force. `status` says why what is open can or cannot be asked for, `reckoning`
    how interest was reckoned.
    """

    charge: Charge
    tenancy_id: str | None
    mark: Mark | None
    counted_cents: int
    due_on: date
    amended: Mark | None
    ended_on: date | None
    ended: Mark | None
    moves: tuple[Move, ...]
    open_cents: int
    status: str | None
    agreement_ids: tuple[UUID, ...]
    reckoning: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoneyExplained:
    """
    A payment, or a settlement in the household's favour, and where it went.

    `cents` is what was told, `counted_cents` what of it counts: nothing once it
    was reversed (`ended_on`).
    """

    id: UUID
    payment: Payment | None
    settlement: Charge | None
    mark: Mark | None
    on: date
    cents: int
    counted_cents: int
    ended_on: date | None
    ended: Mark | None
    moves: tuple[Move, ...]
    waits_cents: int


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of the sum: the effects of all lines add up to the balance."""

    section: str
    on: date
    cents: int
    charge: Charge | None
    move: Move | None = None
    money: MoneyExplained | None = None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    An account on a day, as known at an instant, line by line.

    `policies` are the versions of the rules begun by that day: (first day, name).
    """

    household_id: UUID
    code: str
    creditor_id: str
    as_of: date
    known_at: datetime | None
    charges: tuple[ChargeExplained, ...]
    money: tuple[MoneyExplained, ...]
    agreements: tuple[AgreementLines, ...]
    policy_version: str
    policies: tuple[tuple[date, str], ...]
    sums: Sums

    def effects(self) -> Iterator[Effect]:
        """Give every line of the sum: charges, what paid them, what waits."""
        for it in self.charges:
            if it.counted_cents:
                yield Effect(
                    "charge",
                    it.charge.effective_on,
                    it.counted_cents,
                    it.charge,
                    mark=it.mark,
                )
            for move in it.moves:
                yield Effect(
                    "move", move.on, -move.cents, it.charge, move, mark=move.mark
                )
        for money in self.money:
            if money.waits_cents:
                yield Effect(
                    "credit",
                    money.on,
                    -money.waits_cents,
                    None,
                    money=money,
                    mark=money.mark,
                )


def explain(folio: Folio, as_of: date) -> Explanation:
    """Account for every cent of a balance; `DoesNotAddUp` if one is missing."""
    standing = folio.standing(as_of)
    sums = sums_on(folio.books, standing)
    moves = list(_moves(folio, standing))
    explanation = Explanation(
        household_id=folio.household_id,
        code=folio.code,
        creditor_id=folio.creditor_id,
        as_of=as_of,
        known_at=folio.known_at,
        charges=tuple(_charges(folio, standing, moves)),
        money=tuple(_money(folio, standing, moves)),
        agreements=tuple(agreements_on(folio, as_of)),
        policy_version=folio.rules.at(as_of).version,
        policies=tuple(
            (it.effective_from, it.version)
            for it in folio.rules.versions
            if it.effective_from <= as_of
        ),
        sums=sums,
    )
    for it in explanation.charges:
        paid = sum(move.cents for move in it.moves)
        check(it.counted_cents - paid, it.open_cents, f"charge {it.charge.id}")
    for money in explanation.money:
        spent = sum(move.cents for move in money.moves)
        check(money.counted_cents - spent, money.waits_cents, f"money {money.id}")
    check(
        sum(it.cents for it in explanation.effects()),
        sums.balance_cents,
        "the explanation",
    )
    return explanation


def only_charge(explanation: Explanation, charge_id: UUID) -> Explanation:
    """Give the part of an explanation about one charge; `NoSuchCharge`."""
    for it in explanation.charges:
        if it.charge.id == charge_id:
            given_up = sum(move.cents for move in it.moves if move.rule == WRITTEN_OFF)
            paid = sum(move.cents for move in it.moves) - given_up
            return replace(
                explanation,
                charges=(it,),
                money=(),
                sums=Sums(
                    it.counted_cents, paid, given_up, it.open_cents, 0, it.open_cents
                ),
            )
    raise NoSuchCharge(
        f"charge {charge_id} is not on the account of {explanation.code} with "
        f"{explanation.creditor_id}, as far as was known"
    )


def _moves(folio: Folio, standing: Standing) -> Iterator[Move]:
    books, day = folio.books, standing.as_of
    left = {it.id: counted_on(books, it, day) for it in books.charges.values()}
    for line in standing.position.lines:
        left[line.charge_id] -= line.cents
        yield _move(folio, line, left[line.charge_id], day)


def _move(folio: Folio, line: Line, left_cents: int, day: date) -> Move:
    books, source = folio.books, line.payment_id
    given_up = line.rule == WRITTEN_OFF
    return Move(
        charge=books.as_amended(books.charges[line.charge_id], day),
        cents=line.cents,
        on=line.on,
        rule=line.rule,
        left_cents=left_cents,
        source_id=source,
        payment=books.payments.get(source),
        settlement=books.charges.get(source),
        write_off=books.write_offs.get(source) if given_up else None,
        agreement_id=line.agreement_id,
        instalment=line.instalment,
        mark=folio.marks.get((BEGUN, source)),
    )


def _charges(
    folio: Folio, standing: Standing, moves: list[Move]
) -> Iterator[ChargeExplained]:
    books, day = folio.books, standing.as_of
    status = {it.charge.id: it.status for it in standing.open_charges}
    for charge in sorted(
        books.charges.values(), key=lambda it: (it.due_on, it.kind, str(it.id))
    ):
        if charge.cents < 0 or charge.effective_on > day:
            continue
        ended_on = books.charge_ends.get(charge.id, FOREVER)
        yield ChargeExplained(
            charge=charge,
            tenancy_id=folio.tenancy_of.get(charge.id),
            mark=folio.marks.get((BEGUN, charge.id)),
            counted_cents=counted_on(books, charge, day),
            due_on=books.as_amended(charge, day).due_on,
            amended=folio.marks.get((AMENDED, charge.id)),
            ended_on=ended_on if ended_on <= day else None,
            ended=folio.marks.get((ENDED, charge.id)) if ended_on <= day else None,
            moves=tuple(it for it in moves if it.charge.id == charge.id),
            open_cents=standing.position.open_cents.get(charge.id, 0),
            status=status.get(charge.id),
            agreement_ids=tuple(
                it.agreement_id for it in standing.plans if charge.id in it.charge_ids
            ),
            reckoning=folio.reckonings.get(charge.id, ()),
        )


def _money(folio: Folio, standing: Standing, moves: list[Move]) -> list[MoneyExplained]:
    books, day = folio.books, standing.as_of
    found = [
        _money_line(
            folio,
            standing,
            moves,
            it,
            on=it.value_on,
            ends_on=books.payment_ends.get(it.id, FOREVER),
            counted_cents=payment_stretch(books, it.id).on(day),
        )
        for it in books.payments.values()
        if it.value_on <= day
    ]
    found += [
        _money_line(
            folio,
            standing,
            moves,
            it,
            on=it.owed_on,
            ends_on=books.charge_ends.get(it.id, FOREVER),
            counted_cents=-counted_on(books, it, day),
        )
        for it in books.charges.values()
        if it.cents < 0 and it.owed_on <= day
    ]
    return sorted(found, key=lambda it: (it.on, str(it.id)))


def _money_line(
    folio: Folio,
    standing: Standing,
    moves: list[Move],
    money: Payment | Charge,
    *,
    on: date,
    ends_on: date,
    counted_cents: int,
) -> MoneyExplained:
    ended = ends_on <= standing.as_of
    return MoneyExplained(
        id=money.id,
        payment=money if isinstance(money, Payment) else None,
        settlement=money if isinstance(money, Charge) else None,
        mark=folio.marks.get((BEGUN, money.id)),
        on=on,
        cents=abs(money.cents),
        counted_cents=counted_cents,
        ended_on=ends_on if ended else None,
        ended=folio.marks.get((ENDED, money.id)) if ended else None,
        moves=tuple(it for it in moves if it.source_id == money.id),
        waits_cents=dict(standing.position.credit).get(money.id, 0),
    )


class NoSuchCharge(LookupError):
    """A charge that is not on the account, as far as was known."""

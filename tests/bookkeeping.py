"""Charges, payments and plans of one account, for tests of what follows from them."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from hypothesis import strategies as some

from ledger.account.books import Books
from ledger.account.facts import (
    DISPUTE,
    FOREVER,
    FREEZE,
    Amendment,
    Change,
    Charge,
    Hold,
    Imputation,
    Notice,
    Pause,
    Payment,
    Plan,
    WriteOff,
)
from ledger.account.prescription import prescribe
from ledger.account.standing import OVERDUE, OpenCharge, stand
from ledger.agreement import changes, terms
from ledger.agreement.rhythm import FORTNIGHTLY, MONTHLY, WEEKLY
from ledger.agreement.schedule import InstalmentTooSmall, TooManyInstalments, schedule
from ledger.agreement.terms import Terms
from ledger.policy import WORDS, Policy, Rules

_NAMES = UUID("33333333-4444-4555-8666-777777777777")
JANUARY = date(2025, 1, 1)
LAST = date(2025, 12, 31)
A_YEAR_LATER = date(2026, 12, 31)


def named(*parts: object) -> UUID:
    """The same id for the same name."""
    return uuid5(_NAMES, "/".join(map(str, parts)))


def day(text: str) -> date:
    return date.fromisoformat(text)


def charge(
    due: date | str, cents: int = 18000, *, name: str = "", kind: str = "rent", **other
) -> Charge:
    due_on = day(due) if isinstance(due, str) else due
    issued = other.pop("issued_on", due_on.replace(day=1))
    return Charge(
        id=named("charge", name or f"{kind} {due_on}"),
        kind=kind,
        cents=cents,
        issued_on=issued,
        due_on=due_on,
        period_from=other.pop("period_from", due_on.replace(day=1)),
        period_to=other.pop("period_to", due_on.replace(day=28)),
        effective_on=other.pop("effective_on", issued),
        **other,
    )


def payment(value: date | str, cents: int, *, name: str = "", **other) -> Payment:
    value_on = day(value) if isinstance(value, str) else value
    return Payment(
        id=named("payment", name or f"{value_on} {cents}"),
        cents=cents,
        value_on=value_on,
        channel="transfer",
        payer="tenant",
        **other,
    )


def plan(
    charges: list[Charge],
    signed: str | date,
    first_due: str | date,
    cents: int,
    *,
    name: str = "plan",
    debt_cents: int | None = None,
    ended_on: date = FOREVER,
    rhythm: str = MONTHLY,
) -> Plan:
    signed_on = day(signed) if isinstance(signed, str) else signed
    first_due_on = day(first_due) if isinstance(first_due, str) else first_due
    whole = sum(it.cents for it in charges) if debt_cents is None else debt_cents
    return Plan(
        named("agreement", name),
        tuple(it.id for it in charges),
        schedule(
            whole,
            instalment_cents=min(max(cents, whole // 40 + 1), whole),
            first_due_on=first_due_on,
            policy=Policy(min_instalment_cents=1, max_instalments=40),
            signed_on=signed_on,
            rhythm=rhythm,
        ),
        signed_on,
        ended_on,
    )


def books(
    charges: list[Charge] = [],  # noqa: B006  only read
    payments: list[Payment] = [],  # noqa: B006
    plans: list[Plan] = [],  # noqa: B006
    *,
    charge_ends: dict[UUID, date] | None = None,
    payment_ends: dict[UUID, date] | None = None,
    holds: list[Hold] = [],  # noqa: B006
    amendments: list[Amendment] = [],  # noqa: B006
    imputations: list[Imputation] = [],  # noqa: B006
    write_offs: list[WriteOff] = [],  # noqa: B006
    notices: list[Notice] = [],  # noqa: B006
) -> Books:
    return Books(
        notices={it.id: it for it in notices},
        holds={it.id: it for it in holds},
        amendments={
            it.charge_id: [one for one in amendments if one.charge_id == it.charge_id]
            for it in amendments
        },
        imputations={(it.payment_id, it.by_creditor): it for it in imputations},
        write_offs={it.id: it for it in write_offs},
        charges={it.id: it for it in charges},
        payments={it.id: it for it in payments},
        charge_ends=dict(charge_ends or {}),
        payment_ends=dict(payment_ends or {}),
        plans={it.agreement_id: it for it in plans},
    )


def left_open(about: Charge, cents: int, status: str) -> OpenCharge:
    """What is open of a charge, in no plan, and prescribed after five years."""
    return OpenCharge(
        about, cents, status, planned=False, prescription=prescribe(about, (), 5)
    )


# What accounts may look like, small enough to be read when one is a counterexample.

a_day = some.integers(0, 360).map(lambda it: JANUARY + timedelta(it))
an_amount = some.integers(1, 60).map(lambda it: it * 500) | some.integers(1, 999)
an_iuv = some.sampled_from([None, None, "N1", "N2", "N3"])


@some.composite
def a_charge(draw, number: int) -> Charge:
    issued = draw(a_day)
    kind = draw(
        some.sampled_from(["rent", "rent", "service", "cost", "interest", "settlement"])
    )
    cents = draw(an_amount)
    if kind == "settlement" and draw(some.booleans()):
        cents = -cents
    due_on = issued + timedelta(draw(some.integers(0, 40)))
    return Charge(
        id=named("charge", number),
        kind=kind,
        cents=cents,
        issued_on=issued,
        due_on=due_on,
        period_from=issued.replace(day=1),
        period_to=issued.replace(day=28),
        effective_on=issued + timedelta(draw(some.sampled_from([0, 0, 0, 60]))),
        iuv=draw(an_iuv),
        secured=draw(some.booleans()),
        burden=draw(some.sampled_from([0, 0, 200])),
    )


@some.composite
def a_payment(draw, number: int) -> Payment:
    paid = payment(draw(a_day), draw(an_amount), name=str(number), iuv=draw(an_iuv))
    return replace(
        paid, payer=draw(some.sampled_from(["tenant", "tenant", "regional"]))
    )


@some.composite
def a_decision(draw, charges: list[Charge], payments: list[Payment]):
    """What may be decided about a charge: disputed, frozen, amended, given up."""
    about = draw(some.sampled_from(charges))
    since = about.issued_on + timedelta(draw(some.integers(0, 120)))
    until = since + timedelta(draw(some.integers(1, 90)))
    kind = draw(some.sampled_from(["dispute", "freeze", "write-off", "imputation"]))
    key = named("decision", about.id, since, kind)
    if kind == "write-off":
        return WriteOff(key, about.id, max(1, abs(about.cents) // 2), since, "D1")
    if kind == "imputation" and payments:
        paid = draw(some.sampled_from(payments))
        return Imputation(paid.id, (about.id,), draw(some.booleans()))
    if kind == "freeze":
        return Hold(
            key, about.id, FREEZE, since, draw(some.sampled_from([until, FOREVER]))
        )
    return Hold(key, about.id, DISPUTE, since, until)


@some.composite
def a_policy(draw) -> Policy:
    """One version of the figures that what follows from the books depends on."""
    since = draw(some.sampled_from([date.min]) | a_day)
    return Policy(
        f"since {since}",
        since,
        grace_days=draw(some.sampled_from([0, 10, 20])),
        paid_tolerance_cents=draw(some.sampled_from([0, 100])),
        breach_consecutive=draw(some.sampled_from([1, 2])),
        counts_current_bills=draw(some.booleans()),
        breach_cure=draw(some.sampled_from(WORDS["breach_cure"])),
        surplus_rule=draw(some.sampled_from(WORDS["surplus_rule"])),
        interest_first=draw(some.booleans()),
        prescription_years=draw(some.sampled_from([1, 5])),
        prescription_years_other=draw(some.sampled_from([1, 10])),
    )


some_rules = some.lists(a_policy(), max_size=2, unique_by=lambda it: it.version).map(
    lambda versions: Rules(tuple(versions))
)

#: What can be agreed about an instalment, with days and counts to choose from.
CHANGES = (
    lambda it, number, later, count: changes.skip(it, number),
    lambda it, number, later, count: changes.move(it, number, later),
    lambda it, number, later, count: changes.extend(it, number, count),
    lambda it, number, later, count: changes.settle_early(it, later),
)
CHANGE_REFUSALS = (
    InstalmentTooSmall,
    TooManyInstalments,
    changes.DueBeforeChange,
    changes.DueBeforePrevious,
    changes.LaterChange,
    changes.NotEarly,
    changes.NothingOpen,
    changes.NothingOverdue,
    changes.NotLonger,
    changes.NotSignedYet,
    terms.AlreadyMissed,
    terms.AlreadyPaid,
    terms.NoSuchInstalment,
    terms.OutOfRhythm,
)


def agree_anew(draw, facts: Books, rules: Rules, rhythm: str) -> None:
    """Perhaps change the first plan, or let it hold again where it is broken."""
    first = next(iter(facts.plans))
    for _ in range(draw(some.integers(0, 2))):
        agreed = facts.plans[first]
        on = agreed.signed_on + timedelta(draw(some.integers(0, 200)))
        broken_on = stand(facts, A_YEAR_LATER, rules).judgements[first].breached_on
        if broken_on is not None and draw(some.booleans()):
            on = broken_on + timedelta(draw(some.integers(1, 40)))
        standing = stand(facts, on, rules)
        [known] = [it for it in standing.plans if it.agreement_id == first]
        broken_on = standing.judgements[first].breached_on
        if on >= agreed.ended_on or broken_on == on:
            continue
        now = Terms(known, on, rules, standing.paid_of(first), rhythm)
        later = on + timedelta(draw(some.integers(0, 60)))
        again = agreed.reinstated_on
        try:
            if broken_on is not None:
                change: Change = changes.catch_up(now, later)
                again = (*again, on)
            else:
                how = draw(some.sampled_from(CHANGES))
                number = draw(some.sampled_from(now.instalments)).number
                change = how(now, number, later, draw(some.integers(1, 45)))
        except CHANGE_REFUSALS:
            continue
        facts.plans[first] = replace(
            agreed, changes=(*agreed.changes, change), reinstated_on=again
        )


@some.composite
def a_debt(
    draw, charges: list[Charge], payments: list[Payment], on: date, rules: Rules
) -> tuple[list[Charge], int]:
    """Charges overdue on a day and what is open of them, as far as is known then."""
    if draw(some.booleans()):
        standing = stand(books(charges, payments), on, rules)
        listed = [it for it in standing.open_charges if it.status == OVERDUE]
        return [it.charge for it in listed], sum(it.open_cents for it in listed)
    owed = [it for it in charges if it.cents > 0 and it.owed_on < on]
    known = sum(it.cents for it in owed) + draw(some.sampled_from([0, -1, 1000]))
    return owed, max(1, known)


@some.composite
def what_was_promised(draw, agreed: Plan) -> list[Payment]:
    """Payments for instalments: in time or late, too little or more."""
    paid = []
    for it in agreed.instalments[: draw(some.integers(0, 8))]:
        how_much = draw(some.sampled_from([1, 1, 1, 0, 3, 0.5]))
        if cents := round(it.amount_cents * how_much):
            value_on = it.due_on + timedelta(draw(some.integers(-10, 25)))
            paid.append(payment(value_on, cents, name=f"for {it.number}"))
    return paid


@some.composite
def a_notice(draw, charges: list[Charge]) -> Notice:
    about = draw(some.sampled_from(charges))
    served_on = about.due_on + timedelta(draw(some.integers(1, 300)))
    return Notice(
        named("notice", about.id, served_on),
        (about.id,),
        abs(about.cents),
        served_on,
        served_on + timedelta(20),
    )


@some.composite
def an_account(draw) -> tuple[Books, Rules]:
    """Books, and the rules that were in force while they were kept."""
    rules = draw(some_rules)
    return draw(some_books(rules)), rules


@some.composite
def an_account_on(draw, days: int = 1) -> tuple:
    """Books and rules, and days soon after something happened, in their order."""
    facts, rules = draw(an_account())
    when = {it.owed_on for it in facts.charges.values()} | facts.turning_days()
    when |= {it.value_on for it in facts.payments.values()}
    when |= {it.on for it in facts.write_offs.values()}
    for it in facts.plans.values():
        when |= {it.signed_on, *(one.on for one in it.changes), *it.reinstated_on}
        when |= {one.due_on for one in it.schedule_on(FOREVER)[:12]}
    chosen = [
        draw(some.sampled_from(sorted(when))) + timedelta(draw(some.integers(0, 45)))
        for _ in range(days)
    ]
    return facts, rules, *sorted(chosen)


@some.composite
def some_books(draw, rules: Rules = Rules()) -> Books:  # noqa: B008  a value
    """Charges, payments, ends of both, what was decided, and perhaps plans."""
    charges = [draw(a_charge(it)) for it in range(draw(some.integers(1, 6)))]
    payments = [draw(a_payment(it)) for it in range(draw(some.integers(0, 6)))]
    for it in charges[:2]:
        if it.iuv and it.cents > 0 and draw(some.booleans()):
            exact = min(it.effective_on, it.due_on)
            payments.append(payment(exact, it.cents, name=f"exact {it.id}", iuv=it.iuv))
    plans: list[Plan] = []
    signed_on = draw(some.sampled_from(charges)).owed_on + timedelta(
        draw(some.integers(1, 90))
    )
    rhythm = draw(some.sampled_from([MONTHLY, FORTNIGHTLY, WEEKLY]))
    overdue, debt = draw(a_debt(charges, payments, signed_on, rules))
    if overdue and draw(some.integers(0, 3)):
        first = signed_on + timedelta(draw(some.integers(0, 30)))
        agreed = plan(
            overdue,
            signed_on,
            first,
            draw(an_amount),
            debt_cents=debt,
            rhythm=rhythm,
        )
        payments += draw(what_was_promised(agreed))
        if not draw(some.integers(0, 2)):
            again = signed_on + timedelta(draw(some.integers(1, 90)))
            plans.append(replace(agreed, ended_on=again))
            plans.append(plan(overdue, again, again, draw(an_amount), name="second"))
        else:
            plans.append(agreed)
        if draw(some.booleans()):
            rests_on = signed_on + timedelta(draw(some.integers(1, 90)))
            goes_on = rests_on + timedelta(draw(some.integers(1, 60)))
            pause = Pause(rests_on, draw(some.sampled_from([FOREVER, goes_on])))
            plans[0] = replace(plans[0], pauses=(pause,))
    decisions = [
        draw(a_decision(charges, payments)) for _ in range(draw(some.integers(0, 3)))
    ]
    resolved = {
        it.charge_id: it
        for it in decisions
        if isinstance(it, Hold) and it.reason == DISPUTE and it.until != FOREVER
    }
    owed = {it.id: it for it in charges if it.cents > 0}
    facts = books(
        charges,
        payments,
        plans,
        charge_ends={
            it.id: it.effective_on + timedelta(draw(some.integers(0, 90)))
            for it in charges
            if draw(some.integers(0, 5)) == 0
        },
        payment_ends={
            it.id: it.value_on + timedelta(draw(some.integers(0, 90)))
            for it in payments
            if draw(some.integers(0, 5)) == 0
        },
        holds=[it for it in decisions if isinstance(it, Hold)],
        amendments=[
            Amendment(
                charge_id,
                it.until,
                owed[charge_id].cents // draw(some.sampled_from([1, 2, 10**9])),
                it.until + timedelta(draw(some.integers(0, 40))),
            )
            for charge_id, it in resolved.items()
            if charge_id in owed
        ],
        imputations=[it for it in decisions if isinstance(it, Imputation)],
        write_offs=[it for it in decisions if isinstance(it, WriteOff)],
        notices=[draw(a_notice(charges)) for _ in range(draw(some.integers(0, 1)))],
    )
    if plans:
        agree_anew(draw, facts, rules, rhythm)
    return facts

"""
What invented letters say is what the ledger says of the same charges and payments.

The real ledger is fed as a creditor feeds it, day by day; its own letters are held
against those that `reporting.invented` writes, amount by amount and day by day.
"""

from collections import Counter
from datetime import UTC, datetime, time

import numpy as np
import pytest

from azione0 import letter
from azione0.body import decode
from azione0.contract import contract_for
from azione0.contracts import aler, intake, ledger
from azione0.house import House
from azione0.letter import Raw
from azione0.store import Cause
from reporting.histories.panel import seen
from reporting.histories.told import histories
from reporting.invented.estate import of_panel, of_waits
from reporting.invented.names import CREDITOR, Names
from reporting.invented.post import envelopes
from reporting.projections.entry import question
from reporting.validation.months import last_day, month_at
from reporting.validation.panel import NEVER
from reporting.validation.planted import Plan, draw
from reporting.validation.trials import FIRST
from reporting.validation.waits import WaitPlan, draw_waits
from simulation.estate import _reference

MONTHS, SEED = 18, 5
PLAN = Plan(
    -20_000, (8, 8, 11, NEVER), households=4, months=MONTHS, relapse=0.1, drop_out=0.03
)
WAITS = WaitPlan(20, MONTHS, clears=0.1, leaves=0.06, relapse=0.9)
SAID_ALIKE = (
    ledger.ChargePosted,
    ledger.PaymentPosted,
    ledger.PaymentAllocated,
    ledger.ArrearsDetected,
    ledger.ArrearsBandChanged,
    ledger.ArrearsCleared,
    ledger.NoticeOfDefaultServed,
    ledger.AccountClosed,
)


class Clock:
    day = FIRST

    def __call__(self):
        return datetime.combine(self.day, time(18), UTC)


def creditor(contract, key):
    return letter.write(
        contract,
        id=key,
        source="//aler-bcm/aler",
        recorded_at=letter.start_of_day(contract.effective_on),
        correlation_id=key,
        causation_id=key,
    )


def issued(it, tenancy) -> Raw:
    return creditor(
        aler.ChargeIssued(
            charge_id=str(it.charge_id),
            creditor_id=CREDITOR,
            tenancy_id=tenancy,
            kind=it.kind,
            amount_cents=it.amount_cents,
            issued_on=it.effective_on,
            due_on=it.due_on,
            period_from=it.due_on.replace(day=1),
            period_to=last_day(it.due_on.replace(day=1), 0),
            iuv=_reference(str(it.charge_id)),
            effective_on=it.effective_on,
        ),
        f"charge {it.charge_id}",
    )


def received(it, pays, tenancy) -> Raw:
    return creditor(
        aler.PaymentReceived(
            payment_id=str(it.payment_id),
            creditor_id=CREDITOR,
            tenancy_id=tenancy,
            amount_cents=it.amount_cents,
            value_on=it.value_on,
            channel="pagopa",
            iuv=_reference(str(pays)),
            iur=str(it.payment_id),
            line_index=1,
            payer="tenant",
            effective_on=it.effective_on,
        ),
        f"payment {it.payment_id}",
    )


def live_through(house, clock, letters):
    """Let the ledger hear what a creditor would say of it, day by day."""
    pays = {
        it.payment_id: it.lines[0].charge_id
        for it in letters
        if isinstance(it, ledger.PaymentAllocated)
    }
    by_day = {}
    for it in letters:
        by_day.setdefault(max(it.effective_on, FIRST), []).append(it)
    households = [it for it in letters if isinstance(it, intake.HouseholdRegistered)]
    tenancy = {it.household_id: it.tenancies[0].tenancy_id for it in households}
    house.hand_in("ledger", list(envelopes(households, Names(SEED, FIRST))))
    desk = house.ledger
    ends = [last_day(FIRST, it) for it in range(MONTHS)]
    for day in sorted({*by_day, *ends}):
        clock.day = day
        today = by_day.get(day, [])
        raws = [
            issued(it, tenancy[it.household_id])
            for it in today
            if isinstance(it, ledger.ChargePosted)
        ]
        raws += [
            received(it, pays[it.payment_id], tenancy[it.household_id])
            for it in today
            if isinstance(it, ledger.PaymentPosted)
        ]
        taken = house.hand_in("ledger", raws)
        assert set(taken.done) == {it.headers["ce-type"] for it in raws}, [
            it.reason for it in house.office("ledger").parking.letters()
        ]
        with desk.transaction(Cause("desk", f"desk/{day}")):
            for it in today:
                if isinstance(it, ledger.NoticeOfDefaultServed):
                    desk.serve_notice(it.household_id, CREDITOR, on=day)
        with desk.transaction(Cause("closing", f"closing/{day}")):
            for it in today:
                if isinstance(it, ledger.AccountClosed):
                    desk.close_account(
                        it.household_id, CREDITOR, on=day, reason=it.reason
                    )
        with desk.transaction(Cause("day", f"day/{day}")):
            desk.close_day(day)
    house.deliver()


def alike(contracts):
    """What of the letters does not depend on how things are named."""
    said = Counter()
    charge = {
        it.charge_id: (it.kind, it.amount_cents, it.due_on)
        for it in contracts
        if isinstance(it, ledger.ChargePosted)
    }
    # What a payment pays may be said again; the last word counts.
    last = {
        it.payment_id: it for it in contracts if isinstance(it, ledger.PaymentAllocated)
    }
    for it in contracts:
        if not isinstance(it, SAID_ALIKE) or (
            isinstance(it, ledger.PaymentAllocated) and last[it.payment_id] is not it
        ):
            continue
        fields = {
            name: value
            for name, value in vars(it).items()
            if value is not None
            and name
            not in {"charge_id", "payment_id", "episode_id", "tenancy_id", "lines"}
        }
        for line in getattr(it, "lines", ()):
            fields[f"{charge[line.charge_id]}"] = line.amount_cents
            fields.pop("rule")
        said[(type(it).__name__, *sorted(map(str, fields.items())))] += 1
    return said


@pytest.fixture(scope="module")
def told():
    world, names = draw(PLAN, SEED), Names(SEED, FIRST)
    waits = draw_waits(WAITS, FIRST, SEED)
    letters = [
        *of_panel(world, names, promises=False),
        *of_waits(waits, names, MONTHS, 4),
    ]
    return world, waits, letters


def test_the_ledger_says_the_same_amounts_on_the_same_days(told, tmp_path):
    world, waits, letters = told
    clock = Clock()
    kinds = ("ledger", "reporting")
    with House({"AZIONE0_DATA": str(tmp_path)}, clock=clock, kinds=kinds) as house:
        live_through(house, clock, letters)
        office = house.office("reporting")
        with office.store.reading() as session:
            rows = session.execute("SELECT type, body FROM inbox WHERE state = 'done'")
        heard = [contract_for(kind) for kind, _ in rows]
        said = [
            decode(shape, bytes(body))
            for shape, (_, body) in zip(heard, rows, strict=True)
        ]
        ours, theirs = alike(letters), alike(said)
        for kind in SAID_ALIKE:
            mine = {it: many for it, many in ours.items() if it[0] == kind.__name__}
            its = {it: many for it, many in theirs.items() if it[0] == kind.__name__}
            assert mine == its, (
                kind.__name__,
                sorted(mine.keys() - its.keys())[:2],
                sorted(its.keys() - mine.keys())[:2],
            )
            assert mine, kind.__name__
        # The rest of the story, which the ledger does not tell, joins its letters.
        others = [it for it in letters if it.promise.publisher != "ledger"]
        house.hand_in("reporting", list(envelopes(others, Names(SEED, FIRST))))
        with office.store.reading() as session:
            estate = histories(session, question())
    found = seen(estate, FIRST, MONTHS, tuple(estate.bands))
    assert np.array_equal(found.panel.values, world.panel.values, equal_nan=True)
    assert found.panel.reached == world.panel.reached
    assert {it.cause for it in waits} == {"cleared", "left", None}
    assert any(it.falls_back for it in waits)
    assert month_at(FIRST, MONTHS) > max(it.detected_on for it in waits)

"""
The close of a day on which bills are overdue, of 17,000 accounts with a year behind.

A hundred households live a year through the ledger's own door, each of them then
stands for 170: their events are copied under other households' ids. All have a bill
that was due the day before; thirty in a hundred did not pay it. The close is what
`azione0 close-day` does: it finds them, derives how each account stands from all of
its facts, says who fell into arrears, and notes when to look again.
"""

import time
from datetime import date, timedelta

from archive_of import postgres
from estate_of import (
    CREDITOR,
    bill,
    close,
    hear,
    home,
    months,
    open_ledger,
    overdue_on,
    paid_in_time,
    paid_late,
    registered,
)
from row import Row

from azione0.office import Office
from ledger.account.account import account_id

ACCOUNTS, LIVED = 17_000, 100
BILLED = months(date(2024, 10, 1), 13)
GOAL_SECONDS = 10
COPY_EVENTS = """
    INSERT INTO events (seq, event_id, originator_id, originator_version, topic,
        class_version, state, actor, correlation_id, causation_id, recorded_at)
    SELECT head.seq + row_number() OVER (ORDER BY copies.copy, events.seq),
        gen_random_uuid(), copies.account_id, originator_version, topic, class_version,
        convert_to(replace(convert_from(state, 'UTF8'),
            copies.lived_by::text, copies.household_id::text), 'UTF8'),
        actor, correlation_id, causation_id, events.recorded_at
    FROM events JOIN copies ON copies.lived_as = events.originator_id, head"""
COPY_ROWS = """
    INSERT INTO accounts_v1 (account_id, household_id, creditor_id, review_on)
    SELECT copies.account_id, copies.household_id, creditor_id, review_on
    FROM accounts_v1 JOIN copies ON copies.lived_as = accounts_v1.account_id"""


def live(ledger: Office) -> None:
    """Let a hundred households live a year, and hear the bill of the next month."""
    homes = range(LIVED)
    hear(ledger, map(registered, homes))
    *past, latest = BILLED
    for month in past:
        hear(ledger, (it for number in homes for it in bill(number, month)))
        hear(ledger, (it for number in homes for it in paid_in_time(number, month)))
        close(ledger, overdue_on(month))
        hear(ledger, (it for number in homes for it in paid_late(number, month)))
        close(ledger, month + timedelta(days=32))
    hear(ledger, (it for number in homes for it in bill(number, latest)))
    hear(ledger, (it for number in homes for it in paid_in_time(number, latest)))


def multiply(ledger: Office) -> int:
    """Let each of the households stand for many; give how many events there are."""
    rows = [
        (
            copy,
            account_id(home(number), CREDITOR),
            home(number),
            account_id(home(copy * LIVED + number), CREDITOR),
            home(copy * LIVED + number),
        )
        for copy in range(1, ACCOUNTS // LIVED)
        for number in range(LIVED)
    ]
    columns = ("copy", "lived_as", "lived_by", "account_id", "household_id")
    with ledger.store.database.writing() as session:
        session.execute(
            "CREATE TABLE copies (copy bigint, lived_as uuid, lived_by uuid, "
            "account_id uuid, household_id uuid)"
        )
        session.insert("copies", columns, rows)
        session.execute(COPY_EVENTS)
        session.execute(COPY_ROWS)
        session.execute("UPDATE head SET seq = (SELECT max(seq) FROM events)")
        session.execute("ANALYZE")
        [[events]] = session.execute("SELECT seq FROM head")
    return int(events)


def timed(ledger: Office, day: date) -> tuple[float, int]:
    """Close a day; give the seconds that it took, and the accounts judged."""
    begun = time.perf_counter()
    judged = close(ledger, day)
    return time.perf_counter() - begun, judged


def main() -> list[Row]:
    """Close the day, close it again, and close one on which everybody is judged."""
    with postgres() as url:
        ledger = open_ledger(url)
        live(ledger)
        events = multiply(ledger)
        day = overdue_on(BILLED[-1])
        seconds, judged = timed(ledger, day)
        again, nobody = timed(ledger, day)
        with ledger.store.database.writing() as session:
            session.execute("UPDATE accounts_v1 SET review_on = ?", (day,))
        all_seconds, everybody = timed(ledger, day)
        ledger.close()
    if nobody or everybody != ACCOUNTS:
        raise AssertionError(f"judged again: {nobody}; judged in all: {everybody}")
    history = f"{len(BILLED)} months of bills behind them ({events:,} events)"
    return [
        Row(
            what="daily close, bills overdue",
            unit="s",
            ours=seconds,
            goal=GOAL_SECONDS,
            note=(
                f"{ACCOUNTS:,} accounts with {history}, {judged:,} of them unpaid and "
                f"judged; closed again: {again:.2f} s"
            ),
        ),
        Row(
            what="daily close, every account judged",
            unit="s",
            ours=all_seconds,
            goal=None,
            note=f"{everybody:,} accounts with {history}, as when figures change",
        ),
    ]


if __name__ == "__main__":
    for row in main():
        print(row)

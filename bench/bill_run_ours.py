"""
Our side of the bill run: a process of its own, whose memory can be told.

Its one argument is JSON: the database's address, the accounts. For each month that
it reads it posts that month's bills and closes the day on which they are overdue,
and prints the seconds that this took, the charges, and its memory in MB so far.
"""

import json
import sys
import time
from datetime import date

from estate_of import (
    batches,
    bill,
    close,
    hear,
    open_ledger,
    overdue_on,
    paid_in_time,
    paid_late,
    registered,
    take,
)
from memory_of import most_megabytes

from azione0.memory import settle
from azione0.office import Office


def run(ledger: Office, month: date, accounts: int) -> dict[str, float]:
    """
    Post a month's bills and find who is in arrears; give what it took.

    The clock stands still while letters are written and while money comes in.
    """
    seconds, charges = 0.0, 0
    for raws in batches(it for number in range(accounts) for it in bill(number, month)):
        begun = time.perf_counter()
        take(ledger, raws)
        seconds += time.perf_counter() - begun
        charges += len(raws)
    hear(ledger, (it for no in range(accounts) for it in paid_in_time(no, month)))
    begun = time.perf_counter()
    close(ledger, overdue_on(month))
    seconds += time.perf_counter() - begun
    hear(ledger, (it for no in range(accounts) for it in paid_late(no, month)))
    return {"seconds": seconds, "charges": charges, "megabytes": most_megabytes()}


def arrears(ledger: Office) -> int:
    """Count the episodes of arrears that were said."""
    with ledger.store.reading() as session:
        [[said]] = session.execute(
            "SELECT count(*) FROM events WHERE topic = 'ledger.Account.ArrearsDetected'"
        )
    return int(said)


def main(told: str) -> None:
    """Run a month for each line that is read; tell the arrears at an empty one."""
    asked = json.loads(told)
    ledger = open_ledger(asked["database_url"])
    hear(ledger, map(registered, range(asked["accounts"])))
    settle()
    print("ready", flush=True)
    for line in map(str.strip, sys.stdin):
        if not line:
            print(arrears(ledger), flush=True)
            continue
        measured = run(ledger, date.fromisoformat(line), asked["accounts"])
        print(json.dumps(measured), flush=True)
    ledger.close()


if __name__ == "__main__":
    main(sys.argv[1])

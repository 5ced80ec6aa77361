"""
The close of a day is killed again and again, and comes to the same end.

On that day a bill is overdue: some households fall into arrears, some have been in
arrears for longer, some miss an instalment, some owe nothing. The same estate is
closed twice, once undisturbed and once by processes that are killed at moments that
the seed chooses, until one is left to finish.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid5

import psycopg
import pytest
from creditors import ALER, months, registered

from azione0.database import open_database
from azione0.house import House
from azione0.store import Cause

pytestmark = pytest.mark.faults

PROGRAM = Path(__file__).with_name("closing_process.py")
HOUSEHOLDS, AT_ONCE, KILLS, SEED = 400, 10, 6, 20251011
#: A kill comes so many seconds at most after a part was seen to be done.
LONGEST = 0.02
NAMES = UUID("00000000-0000-4000-8000-00000000c105")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
BILLED = months(date(2025, 6, 10), 4)
SIGNED_ON, TODAY = date(2025, 8, 20), date(2025, 9, 11)
PATIENCE = 60
KEPT = {
    "events": "event_id, originator_id, originator_version, topic, class_version, "
    "state, actor, correlation_id, causation_id",
    "accounts_v1": "account_id, household_id, creditor_id, review_on",
    "agreements_v1": "agreement_id, household_id, creditor_id, state, monthly_cents",
}
ARREARS, LONGER, MISSING, NOTHING = range(4)
#: How many bills each kind of household leaves unpaid: those of the last months, for
#: who misses an instalment the first ones.
UNPAID = {ARREARS: BILLED[2:], LONGER: BILLED, MISSING: BILLED[:2], NOTHING: []}


def home(number):
    return uuid5(NAMES, str(number))


def kind(number):
    """One in ten has an agreement; the others are of three kinds."""
    return MISSING if number % 10 == 0 else (ARREARS, LONGER, NOTHING)[number % 3]


def letters():
    for number in range(HOUSEHOLDS):
        tenancy_id = f"T{number}"
        yield registered((ALER.creditor_id, tenancy_id), household_id=home(number))
        for due_on in BILLED:
            yield ALER.bill(due_on, tenancy_id=tenancy_id, iuv=f"{number}-{due_on}")
            if due_on not in UNPAID[kind(number)]:
                yield ALER.payment(
                    due_on,
                    18000,
                    tenancy_id=tenancy_id,
                    iuv=f"{number}-{due_on}",
                )


def fill(url):
    """Let the estate live until the eve of the day."""
    environ = {"AZIONE0_LEDGER_DB": url}
    with House(environ, clock=lambda: NOW, kinds=("ledger",)) as house:
        taken = house.hand_in("ledger", list(letters()))
        assert not taken.failed, house.office("ledger").parking.letters()
        ledger = house.ledger
        close(ledger, SIGNED_ON)
        for number in range(HOUSEHOLDS):
            if kind(number) == MISSING:
                agree(ledger, home(number))
        close(ledger, date(2025, 9, 10))


def agree(ledger, household_id):
    with ledger.transaction(Cause("anna", f"agree/{household_id}")):
        agreement_id = ledger.propose_agreement(
            household_id,
            ALER.creditor_id,
            instalment_cents=6000,
            first_due_on=date(2025, 8, 31),
            on=SIGNED_ON,
        )
        ledger.sign_agreement(agreement_id, on=SIGNED_ON, signatory_roles=["tenant"])


def close(ledger, day):
    with ledger.transaction(Cause("anna", f"close-day/{day}")):
        return ledger.close_day(day)


class Ledger:
    """A ledger's database, looked at from outside while others work on it."""

    def __init__(self, url):
        self.url = url
        self._database = open_database(url)

    def ask(self, question, *values):
        with self._database.reading() as session:
            return session.execute(question, values)

    def to_judge(self):
        [[left]] = self.ask(
            "SELECT count(*) FROM accounts_v1 WHERE review_on <= ?", TODAY
        )
        return left

    def everything(self):
        """What is stored, but for the order and the instant of its writing."""
        return {
            table: sorted(map(repr, self.ask(f"SELECT {columns} FROM {table}")))  # noqa: S608
            for table, columns in KEPT.items()
        }

    def numbers(self):
        return [number for [number] in self.ask("SELECT seq FROM events ORDER BY seq")]

    def said(self):
        """Give how often each thing was said by a close of the day."""
        return dict(
            self.ask(
                "SELECT topic, count(*) FROM events WHERE causation_id = ? "
                "GROUP BY topic",
                f"close-day/{TODAY}",
            )
        )

    def close(self):
        self._database.close()


class Closing:
    """A process that closes the day, and can be killed."""

    def __init__(self, url):
        self._process = subprocess.Popen(  # noqa: S603  this interpreter
            [
                *(sys.executable, "-W", "ignore"),
                *(str(PROGRAM), TODAY.isoformat(), str(AT_ONCE)),
            ],
            env={
                "PATH": os.environ["PATH"],
                "LANG": "C.UTF-8",
                "AZIONE0_LEDGER_DB": url,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def kill(self):
        """End it by its pid; tell whether it had not ended by itself."""
        self._process.kill()
        return self._process.wait(PATIENCE) == -signal.SIGKILL

    def finish(self):
        assert self._process.wait(PATIENCE) == 0


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def twins(request, tmp_path):
    """Two ledgers that are the same until the day is closed."""
    if request.param == "sqlite":
        first, second = (tmp_path / it for it in ("calm.db", "killed.db"))
        fill(f"sqlite:///{first}")
        shutil.copy(first, second)
        urls = [f"sqlite:///{it}" for it in (first, second)]
        yield from _opened(urls)
        return
    url = request.getfixturevalue("postgres_url")
    fill(url)
    server, _, name = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as operator:
        operator.execute(f"CREATE DATABASE {name}_twin TEMPLATE {name}")
        try:
            yield from _opened([url, f"{url}_twin"])
        finally:
            operator.execute(f"DROP DATABASE {name}_twin WITH (FORCE)")


def _opened(urls):
    ledgers = [Ledger(url) for url in urls]
    yield ledgers
    for ledger in ledgers:
        ledger.close()


def wait_for_less(ledger, before):
    until = time.monotonic() + PATIENCE
    while ledger.to_judge() >= before:
        assert time.monotonic() < until, "it does not get on with its work"
        time.sleep(0.002)


def kill_some_times(ledger, chance):
    """Close by processes that are killed; give how many accounts each kill left."""
    left = [ledger.to_judge()]
    for _ in range(KILLS):
        closing = Closing(ledger.url)
        wait_for_less(ledger, left[-1])
        time.sleep(chance.uniform(0, LONGEST))
        if not closing.kill():
            break
        left.append(ledger.to_judge())
        if not left[-1]:
            break
    return left


def test_a_close_that_is_killed_and_repeated_says_everything_once(twins):
    calm, killed = twins
    assert calm.everything() == killed.everything()
    begun = time.monotonic()
    left = kill_some_times(killed, random.Random(SEED))
    Closing(killed.url).finish()
    Closing(calm.url).finish()
    said = calm.said()
    print(  # noqa: T201  the account, for whoever looks
        f"seed {SEED}: {len(left) - 1} kills with {left} accounts left to judge, "
        f"{time.monotonic() - begun:.0f} s; said: {said}"
    )
    assert len([it for it in left[1:] if it]) >= KILLS // 2, "it is killed too late"
    assert killed.everything() == calm.everything()
    assert killed.numbers() == [*range(1, len(killed.numbers()) + 1)]
    # Were nothing found on that day, there would be nothing to say twice.
    assert said["ledger.Account.ArrearsDetected"] > HOUSEHOLDS // 5
    assert said["ledger.RepaymentAgreement.InstalmentMissed"] == HOUSEHOLDS // 10
    assert said["ledger.Rulebook.DayReached"] == 1

    before = killed.everything()
    Closing(killed.url).finish()
    assert killed.everything() == before

"""
Two workshops of two organisations on one broker, as they run in earnest.

Processes, databases, users and permissions of their own: one is killed for a day
during which a case is handed over, and everything comes to who it is for.
"""

import json
from collections import Counter
from contextlib import closing
from datetime import date, timedelta
from itertools import product
from uuid import uuid4

import pytest
from amqp.exceptions import AccessRefused
from journeys.processes import Programme

from azione0.catchup import NoAnswer, fetch_page
from azione0.database import open_database
from azione0.partners import Partner, default_partners

pytestmark = [pytest.mark.broker, pytest.mark.postgres]

RETE, ELEFANTI = "workshops-larete", "workshops"
PARTNERS = (*default_partners(), Partner(RETE, "workshops", "la-rete"))
ON_POSTGRES = ("intake", "ledger", "reporting", RETE)
SERVICES = ("intake", "ledger", "reporting", ELEFANTI, RETE)
CREDITOR = "aler"
OPENED, SIGNED, FIRST_DUE = date(2025, 4, 1), date(2025, 4, 15), date(2025, 5, 10)
MISSED, SECOND_MISSED = date(2025, 5, 21), date(2025, 6, 21)
HANDED_OVER, HANDED_BACK = date(2025, 6, 1), date(2025, 7, 1)
ECONOMIC = ("AgreementSigned", "InstalmentMissed")


@pytest.fixture
def programme(server, databases, tmp_path):
    mark = uuid4().hex[:8]
    homes = {
        name: databases(name.replace("-", "_"))
        if name in ON_POSTGRES
        else f"sqlite:///{tmp_path / name}.db"
        for name in SERVICES
    }
    five = Programme(server, mark, tmp_path, homes, PARTNERS)
    five.homes = homes
    with five.at_work():
        yield five


def tenancy(number: int):
    return (
        "TenancyRegistered",
        f"tenancy-{number}",
        {
            "creditor_id": CREDITOR,
            "tenancy_id": f"T{number}",
            "dwelling_id": f"D{number}",
            "building_id": "torre-cimabue",
            "valid_from": "2018-03-01",
            "effective_on": "2018-03-01",
        },
    )


def bill(number: int, month: int):
    return (
        "ChargeIssued",
        f"bill-{number}-{month}",
        {
            "creditor_id": CREDITOR,
            "tenancy_id": f"T{number}",
            "charge_id": f"2025-{month:02}/{number}",
            "kind": "rent",
            "amount_cents": 18000,
            "issued_on": f"2025-{month:02}-01",
            "due_on": f"2025-{month:02}-20",
            "period_from": f"2025-{month:02}-01",
            "period_to": f"2025-{month:02}-28",
            "effective_on": f"2025-{month:02}-01",
        },
    )


def look(five, name: str, question: str, *values) -> list:
    """Ask the database of a service, beside it."""
    with closing(open_database(five.homes[name])) as database:  # noqa: SIM117  two
        with database.reading() as session:
            return session.execute(question, values)


def inbox(five, name: str) -> list[tuple[str, str, str, int | None]]:
    """Give sender's kind, contract, household and number of the letters acted on."""
    rows = look(
        five,
        name,
        "SELECT source, type, subject, number FROM inbox WHERE state = 'done' "
        "ORDER BY source, number",
    )
    return [
        (source.rpartition("/")[2].partition("-")[0], kind.split(".")[3], about, number)
        for source, kind, about, number in rows
    ]


def about(five, name: str, household: str) -> Counter:
    """Count the contracts that a service has heard about a household."""
    return Counter(kind for _, kind, whom, _ in inbox(five, name) if whom == household)


def without_gaps(five, name: str) -> None:
    numbers = {}
    for sender, _, _, number in inbox(five, name):
        numbers.setdefault(sender, []).append(number)
    for sender, found in numbers.items():
        assert found == [*range(1, len(found) + 1)], f"{name} from {sender}"


def let_two(five) -> list[tuple[str, str]]:
    """Let two flats; give household and case, of La Rete's and of Elefanti's."""
    five.publish(tenancy(1), tenancy(2))
    five.publish(*(bill(number, month) for number in (1, 2) for month in (1, 2, 3)))
    five.until(lambda: five.ask("reporting", "/glance")["bills"] == 6)
    homes = households(five)
    found = []
    for dwelling, organisation in (("D1", "la-rete"), ("D2", "elefanti-volanti")):
        case = five.act_for(
            "comune-brescia",
            "intake",
            "/cases",
            household_id=homes[dwelling],
            organisation_id=organisation,
            on=OPENED,
        )
        found.append((homes[dwelling], case["id"]))
    five.until(lambda: ledger_knows_of(five, 2))
    return found


def households(five) -> dict[str, str]:
    """Give the pseudonym of who lives in each flat, as intake told it."""
    rows = look(five, "reporting", "SELECT type, body FROM inbox ORDER BY position")
    said = [
        json.loads(bytes(body)) for kind, body in rows if "HouseholdRegistered" in kind
    ]
    return {it["dwelling_id"]: it["household_id"] for it in said}


def sign(five, household: str, whom: str) -> None:
    agreement = five.act_for(
        whom,
        "ledger",
        "/agreements",
        household_id=household,
        creditor_id=CREDITOR,
        instalment_cents=9000,
        first_due_on=FIRST_DUE,
        on=SIGNED,
    )
    five.act_for(
        whom,
        "ledger",
        f"/agreements/{agreement['id']}/signature",
        on=SIGNED,
        signatory_roles=["tenant", "creditor"],
    )


def hand_over(five, case: str, giver: str, receiver: str, on: date) -> None:
    """Let a case pass from one organisation to another, a week after it is offered."""
    offered_on = on - timedelta(days=7)
    offer = five.act_for(
        giver,
        "intake",
        f"/cases/{case}/hand-overs",
        to_organisation_id=receiver,
        from_on=on,
        reason="moved_near",
        on=offered_on,
    )
    five.act_for(
        receiver,
        "intake",
        f"/hand-overs/{offer['id']}/acceptances",
        operator_id="op-9",
        on=offered_on,
    )


def has_all(five, name: str) -> bool:
    """Say whether a service has taken all that was written to it."""
    taken = Counter(sender for sender, *_ in inbox(five, name))
    for publisher in ("intake", "ledger"):
        [[last]] = look(
            five,
            publisher,
            "SELECT last_number FROM recipients WHERE recipient = ?",
            five.partner(name).name,
        )
        if last != taken[publisher]:
            return False
    return True


def ledger_knows_of(five, words: int) -> bool:
    """Say whether the ledger was told so many times who follows a case."""
    told = look(five, "ledger", "SELECT count(*) FROM case_followers_v1")
    return told == [(words,)]


def test_one_is_killed_for_a_day_and_everything_comes_to_who_it_is_for(programme):
    five = programme
    (mine, case), (other, second) = let_two(five)
    sign(five, mine, "la-rete")
    sign(five, other, "elefanti-volanti")
    five.until(lambda: about(five, RETE, mine)["AgreementSigned"])
    five.until(lambda: about(five, ELEFANTI, other)["AgreementSigned"])

    five.kill(ELEFANTI)  # for "a day"
    five.close_day("ledger", MISSED)
    five.until(lambda: about(five, RETE, mine)["InstalmentMissed"])
    hand_over(five, case, "la-rete", "elefanti-volanti", HANDED_OVER)
    five.until(lambda: ledger_knows_of(five, 3))
    five.close_day("ledger", SECOND_MISSED)
    five.until(lambda: about(five, RETE, mine)["CaseAssigned"])
    five.start(ELEFANTI)
    five.until(lambda: about(five, ELEFANTI, mine)["InstalmentMissed"] == 2, 90)
    five.until(lambda: about(five, ELEFANTI, mine)["AgreementSigned"], 90)
    five.until(lambda: about(five, ELEFANTI, other)["InstalmentMissed"] == 2)
    five.until(lambda: about(five, ELEFANTI, mine)["CaseAssigned"])

    # Now the other is away, while a case passes to it.
    five.kill(RETE)
    hand_over(five, second, "elefanti-volanti", "la-rete", HANDED_BACK)
    five.until(lambda: ledger_knows_of(five, 4))
    five.start(RETE)
    for name in (RETE, ELEFANTI):
        five.until(lambda name=name: has_all(five, name), 90)
    heard = [
        [about(five, name, whom)[it] for it in ECONOMIC]
        for name, whom in product((RETE, ELEFANTI), (mine, other))
    ]
    assert heard == [[1, 1], [1, 2], [1, 2], [1, 2]]
    # Of the household that it follows no more it heard who follows, and no more.
    assert about(five, RETE, mine)["CaseAssigned"] == 1
    for name in (RETE, ELEFANTI):
        without_gaps(five, name)
        assert set(five.status(name)["letters"].values()) == {0}
        assert five.bus.depth(f"{five.partner(name).name}.inbox") == 0
    assert five.ask("reporting", "/glance")["bills"] == 6


def test_neither_may_read_what_is_addressed_to_the_other(programme):
    five = programme
    let_two(five)
    mine, theirs = five.partner(RETE).name, five.partner(ELEFANTI).name
    with five.bus.channel(mine) as channel, pytest.raises(AccessRefused):
        channel.basic_consume(f"{theirs}.inbox", callback=lambda _: None)
    url = five.partner(ELEFANTI).url
    intake = five.partner("intake").url
    assert fetch_page(intake, mine, 0, f"take-{RETE}")
    for whose, token in ((theirs, f"take-{RETE}"), (mine, f"take-{ELEFANTI}")):
        with pytest.raises(NoAnswer, match="403"):
            fetch_page(intake, whose, 0, token)
    # One has nothing to say to another of its kind.
    assert fetch_page(url, mine, 0, f"take-{RETE}") == []

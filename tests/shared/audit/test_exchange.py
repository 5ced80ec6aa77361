"""Checkpoints told to partners, cosigned, kept, and used against their own log."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest

from azione0.audit.merkle import consistency_proof, leaf_hash, root_of
from azione0.audit.note import (
    OF_A_WITNESS,
    OF_THE_LOG,
    Checkpoint,
    Signer,
    WrongKey,
    WrongNote,
    checkpoint_of,
    opened,
    signed,
    text_of,
)
from azione0.audit.seal import Forked, OlderCopy, seals
from azione0.audit.tables import TABLES
from azione0.audit.witness import (
    Growth,
    NotGrown,
    NotSigned,
    OtherSize,
    UnknownLog,
    Witness,
    WrongGrowth,
    disputes,
    held_note,
)
from azione0.catchup import NoAnswer
from azione0.database import open_database
from azione0.house import House
from azione0.store import Cause, Store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = date(2026, 1, 1)
LOG = Signer("test/ledger", bytes(range(32)))
SEEN = Signer("test/intake", bytes(range(1, 33)), OF_A_WITNESS)
LEAVES = [leaf_hash(bytes([it])) for it in range(40)]
OTHERS = {"ledger", "workshops", "employment", "reporting"}


class Days:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def days():
    return Days()


def rule(house, name, day=FIRST):
    """Let something happen in the front office."""
    with house.intake.transaction(Cause("comune/anna", name)):
        house.intake.adopt_policy(name, {"call_days": "6"}, day)


def last(house, kind="intake"):
    with house.office(kind).store.reading() as session:
        return seals(session)[-1]


def held_by(house, kind, origin="comune-brescia/intake"):
    return house.office(kind).exchange.held(origin)


def test_every_partner_cosigns_and_keeps_a_checkpoint(house):
    rule(house, "one")
    house.exchange_seals()
    me = house.intake.store
    exchange = house.office("intake").exchange
    assert exchange.status()["cosigned"] == {
        "aler-bcm/ledger": 1,
        "elefanti-volanti/workshops": 1,
        "solco-brescia/employment": 1,
        "azione0/reporting": 1,
    }
    assert exchange.troubles == {}
    with me.reading() as session:
        sealed = seals(session)[-1]
    for kind in OTHERS:
        note = held_by(house, kind)
        assert text_of(note) == text_of(sealed.note)
        partner = next(it for it in exchange.others if it.name == kind)
        keys = [exchange.key_of(partner, OF_A_WITNESS), exchange.key_of(partner, 1)]
        assert opened(note, keys[:1])[1] == {keys[0].name}


def test_a_log_that_grew_is_followed_and_each_day_one_checkpoint_stays(tmp_path, days):
    with House({"AZIONE0_DATA": str(tmp_path)}, clock=days) as house:
        for number in range(6):
            rule(house, f"rule-{number}", date(2026, 1, 1) + timedelta(number))
            house.exchange_seals()
            days.now += timedelta(hours=12)
        with house.ledger.store.reading() as session:
            kept = session.execute(
                "SELECT size FROM witnessed WHERE origin = ? ORDER BY size",
                ("comune-brescia/intake",),
            )
        # 1 and 2 were of the first day in Rome, 3 and 4 of the second.
        assert kept == [(2,), (4,), (5,), (6,)]
        house.exchange_seals()
        assert checkpoint_of(text_of(held_by(house, "ledger"))).size == 6


def test_a_partner_that_was_away_catches_up(house):
    rule(house, "one")
    house.exchange_seals()
    exchange = house.office("intake").exchange
    reach = exchange.way_to

    def not_the_ledger(partner):
        if partner.name == "ledger":
            raise NoAnswer("the ledger is away")
        return reach(partner)

    exchange.way_to = not_the_ledger
    for number in range(3):
        rule(house, f"rule-{number}", date(2026, 1, 2) + timedelta(number))
        exchange.step()
    assert exchange.troubles == {"ledger": "NoAnswer"}
    assert checkpoint_of(text_of(held_by(house, "ledger"))).size == 1
    assert checkpoint_of(text_of(held_by(house, "reporting"))).size == 4
    exchange.way_to = reach
    assert exchange.step() is False
    assert exchange.troubles == {}
    assert checkpoint_of(text_of(held_by(house, "ledger"))).size == 4


@pytest.fixture
def put_back(tmp_path):
    """A front office put back from the copy of an earlier day; the others go on."""
    environ = {"AZIONE0_DATA": str(tmp_path)}
    with House(environ, clock=lambda: NOW) as house:
        rule(house, "one")
        house.exchange_seals()
    shutil.copy(tmp_path / "intake.db", tmp_path / "copy")
    with House(environ, clock=lambda: NOW) as house:
        for number in range(3):
            rule(house, f"rule-{number}", date(2026, 1, 2) + timedelta(number))
        house.exchange_seals()
    shutil.copy(tmp_path / "copy", tmp_path / "intake.db")
    for left in tmp_path.glob("intake.db-*"):
        left.unlink()
    with House(environ, clock=lambda: NOW) as house:
        yield house


def reach_all(house):
    """Connect the services without sealing anything yet."""
    for office in house.offices.values():
        office.exchange.way_to = lambda it: house.office(it.name).exchange
    return house.office("intake").exchange


def test_an_older_copy_is_noticed_at_the_start_and_not_sealed(put_back):
    exchange = reach_all(put_back)
    rule(put_back, "another", date(2026, 2, 2))
    with pytest.raises(OlderCopy, match="4 fatti e qui ce ne sono 2"):
        exchange.step()
    assert last(put_back).size == 1
    assert "vecchia copia" in exchange.status()["trouble"]
    # It stays known when nobody can be asked any more.
    exchange.way_to = None
    with pytest.raises(OlderCopy):
        exchange.seal()


def test_an_older_copy_that_went_on_is_a_fork_and_not_sealed(put_back):
    exchange = reach_all(put_back)
    for number in range(5):
        rule(put_back, f"other-{number}", date(2026, 2, 2) + timedelta(number))
    with pytest.raises(Forked, match="riscritto"):
        exchange.step()
    assert last(put_back).size == 1


def test_a_fork_sealed_while_nobody_could_be_asked_is_refused_later(put_back):
    exchange = put_back.office("intake").exchange

    def nobody(partner):
        raise NoAnswer("nobody is there")

    exchange.way_to = nobody
    for number in range(5):
        rule(put_back, f"other-{number}", date(2026, 2, 2) + timedelta(number))
    exchange.step()
    assert last(put_back).size == 6
    reach_all(put_back)
    rule(put_back, "more", date(2026, 3, 3))
    with pytest.raises(Forked):
        exchange.step()
    assert last(put_back).size == 6
    assert checkpoint_of(text_of(held_by(put_back, "ledger"))).size == 4


def test_what_a_partner_says_without_our_key_stops_nobody(house):
    rule(house, "one")
    exchange = house.office("intake").exchange
    thief = Signer(exchange.origin, bytes(32))
    forged = signed(Checkpoint(exchange.origin, 99, root_of(LEAVES)), thief)

    class Liar:
        def keys(self):
            return house.office("ledger").exchange.keys()

        def held(self, origin):
            return forged

        def add(self, growth):
            return SEEN.sign(text_of(growth.note))

    others = {it: house.office(it).exchange for it in OTHERS}
    exchange.way_to = lambda it: Liar() if it.name == "ledger" else others[it.name]
    for kind in OTHERS:
        others[kind].way_to = lambda it: exchange
    exchange.step()
    assert last(house).size == 1
    assert set(exchange.status()["cosigned"]) == {
        "elefanti-volanti/workshops",
        "solco-brescia/employment",
        "azione0/reporting",
    }
    assert exchange.troubles["ledger"].startswith("NotSigned")


def test_the_first_key_of_a_partner_stays_unless_the_file_says_another(house, tmp_path):
    rule(house, "one")
    house.exchange_seals()
    (tmp_path / "intake.key").unlink()
    with House({"AZIONE0_DATA": str(tmp_path)}, clock=lambda: NOW) as again:
        rule(again, "two", date(2026, 1, 2))
        exchange = reach_all(again)
        exchange.step()
        assert exchange.troubles["ledger"].startswith("NotSigned")
        assert checkpoint_of(text_of(held_by(again, "ledger"))).size == 1


def test_a_key_in_the_partners_file_is_the_one_that_counts(tmp_path):
    listed = "".join(
        f'[[partner]]\nname = "{kind}"\nkind = "{kind}"\norganisation = "x"\n'
        f'url = "http://127.0.0.1:1"\nseal_key = "{key}"\n'
        for kind, key in (
            ("intake", ""),
            ("ledger", Signer("x/ledger", bytes(32)).verifier.text()),
            ("reporting", Signer("x/other", bytes(32)).verifier.text()),
        )
    )
    (tmp_path / "partners.toml").write_text(listed)
    environ = {
        "AZIONE0_DATA": str(tmp_path),
        "AZIONE0_PARTNERS": str(tmp_path / "partners.toml"),
    }
    with House(environ, clock=lambda: NOW, kinds=["intake"]) as house:
        exchange = house.office("intake").exchange
        ledger, reporting = exchange.others
        assert exchange.key_of(ledger, OF_THE_LOG).public != bytes(32)
        with pytest.raises(WrongKey):
            exchange.key_of(reporting, OF_THE_LOG)
        with pytest.raises(NoAnswer):
            exchange.key_of(ledger, OF_A_WITNESS)


class Seeing:
    """A witness on a store of its own."""

    def __init__(self, url):
        self.store = Store(open_database(url), clock=lambda: NOW)
        self.store.database.create(TABLES)
        self.witness = Witness(self.store, SEEN)

    def add(self, old, size, leaves=LEAVES, proof=None, by=LOG):
        point = Checkpoint(by.name, size, root_of(leaves[:size]))
        told = consistency_proof(leaves[:size], old) if proof is None else proof
        return self.witness.add(
            Growth(old, tuple(told), signed(point, by)), LOG.verifier
        )

    @property
    def held(self):
        with self.store.reading() as session:
            note = held_note(session, LOG.name)
        return checkpoint_of(text_of(note)).size if note else 0

    @property
    def disputes(self):
        with self.store.reading() as session:
            return disputes(session)


@pytest.fixture
def seeing(database_url):
    it = Seeing(database_url)
    yield it
    it.store.close()


def test_a_witness_signs_with_the_instant_at_which_it_saw(seeing):
    line = seeing.add(0, 7)
    assert line == SEEN.sign(
        Checkpoint(LOG.name, 7, root_of(LEAVES[:7])).text(), int(NOW.timestamp())
    )
    assert seeing.add(7, 7, proof=()) == line
    assert seeing.add(7, 33) != line
    assert seeing.held == 33


def test_who_signs_besides_is_not_kept(seeing):
    point = Checkpoint(LOG.name, 7, root_of(LEAVES[:7]))
    other = Signer("some/body", bytes(32))
    note = signed(point, LOG) + other.sign(point.text())
    seeing.witness.add(Growth(0, (), note), LOG.verifier)
    with seeing.store.reading() as session:
        assert "some/body" not in held_note(session, LOG.name)


CHANGED = [*LEAVES[:3], leaf_hash(b"changed"), *LEAVES[4:]]


@pytest.mark.parametrize(
    ("old", "size", "wrong", "more"),
    [
        (0, 33, OtherSize, {}),
        (6, 33, OtherSize, {}),
        (20, 33, OtherSize, {}),
        (9, 8, WrongGrowth, {"proof": ()}),
        (7, 33, NotGrown, {"proof": ()}),
        (7, 33, NotGrown, {"leaves": CHANGED}),
        (7, 7, NotGrown, {"leaves": CHANGED}),
        (7, 33, NotSigned, {"by": Signer("test/ledger2", bytes(range(32)))}),
        (7, 33, NotSigned, {"by": Signer("test/ledger", bytes(32))}),
        (7, 33, WrongGrowth, {"proof": (LEAVES[0],) * 64}),
    ],
)
def test_a_witness_signs_nothing_that_did_not_grow(seeing, old, size, wrong, more):
    seeing.add(0, 7)
    with pytest.raises(wrong):
        seeing.add(old, size, **more)
    assert seeing.held == 7
    # Both notes are kept where the log signed both.
    assert len(seeing.disputes) == (wrong is NotGrown)
    seeing.add(7, 33)
    assert seeing.held == 33


def test_no_proof_is_needed_nor_taken_from_nothing(seeing):
    with pytest.raises(WrongGrowth):
        seeing.add(0, 7, proof=(LEAVES[0],))
    assert seeing.held == 0


def test_two_forks_offered_at_once_are_not_both_signed(seeing):
    seeing.add(0, 2)
    begun = Barrier(2)

    def add(leaves):
        begun.wait()
        try:
            return seeing.add(2, 9, leaves=leaves)
        except (NotGrown, OtherSize) as wrong:
            return wrong

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(add, (LEAVES, CHANGED)))
    assert sum(isinstance(it, str) for it in answers) == 1
    assert seeing.held == 9


def test_a_log_of_nobody_is_not_known(house):
    point = Checkpoint("some/body", 7, root_of(LEAVES[:7]))
    growth = Growth(0, (), signed(point, Signer("some/body", bytes(32))))
    with pytest.raises(UnknownLog):
        house.office("intake").exchange.add(growth)


@pytest.mark.parametrize("letter", ["\0", "\r", "\x7f", "\ud800", "\t"])
def test_a_note_has_no_control_characters(letter):
    note = signed(Checkpoint(LOG.name, 7, LEAVES[0]), LOG)
    with pytest.raises(WrongNote):
        opened(note.replace("ledger", f"led{letter}ger"), [LOG.verifier])

"""What is sealed opens with its key and in its place, and is gone with its key."""

from contextlib import suppress
from hashlib import sha256
from uuid import UUID

import pytest
from eventsourcing.persistence import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from azione0.store import Cause
from azione0.vault.keyring import KeyEncryptionKeyLost, KeyLost
from azione0.vault.sealing import (
    DataKey,
    NotSealed,
    Place,
    key_id_of,
    new_secret,
    seal,
    unseal,
)
from azione0.vault.vault import ERASED
from azione0.vault.wrapping import SecretKey

ANNA, BRUNO = UUID(int=0xA), UUID(int=0xB)
KEY = DataKey(UUID(int=7), 1, new_secret())
PLACE = Place(ANNA, ANNA, "surname")
texts = st.text(st.characters(codec="utf-8"))


@given(texts, texts, st.integers(1, 9))
def test_a_sealed_text_opens_in_its_place_and_nowhere_else(value, field, version):
    key = DataKey(KEY.id, version, KEY.secret)
    place = Place(ANNA, BRUNO, field)
    sealed = seal(key, place, value)
    assert unseal(key, place, sealed) == value
    others = (
        (key, Place(BRUNO, BRUNO, field)),
        (key, Place(ANNA, ANNA, field)),
        (key, Place(ANNA, BRUNO, field + "x")),
        (DataKey(KEY.id, version + 1, KEY.secret), place),
        (DataKey(KEY.id, version, new_secret()), place),
    )
    for other_key, other_place in others:
        with pytest.raises(NotSealed):
            unseal(other_key, other_place, sealed)


def test_every_flipped_byte_is_noticed():
    sealed = seal(KEY, PLACE, "Rossi")
    for index in range(len(sealed)):
        changed = bytearray(sealed)
        changed[index] ^= 1
        if key_id_or_none(bytes(changed)) == KEY.id:
            with pytest.raises(NotSealed):
                unseal(KEY, PLACE, bytes(changed))


def key_id_or_none(sealed):
    try:
        return key_id_of(sealed)
    except NotSealed:
        return None


def test_the_header_is_format_key_and_nonce():
    sealed = seal(KEY, PLACE, "Rossi")
    assert sealed[:1] == b"\x01"
    assert UUID(bytes=sealed[1:17]) == KEY.id
    assert len(sealed) == 1 + 16 + 12 + len("Rossi") + 16
    assert seal(KEY, PLACE, "Rossi")[17:29] != sealed[17:29]


def test_what_was_written_is_read_and_its_digest_is_of_the_sealed_bytes(shelf):
    entries = shelf.write(ANNA, surname="Rossi", name="Anna")
    assert shelf.read(ANNA) == {"surname": "Rossi", "name": "Anna"}
    rows = shelf.vault.digests(ANNA)
    assert {(it.row_id, it.field): it.digest for it in entries} == rows
    assert sha256(b"Rossi").hexdigest() not in rows.values()


def test_each_person_and_each_class_has_a_key_of_its_own(shelf):
    shelf.write(ANNA, surname="Rossi")
    shelf.write(ANNA, "contact", phone="333")
    shelf.write(BRUNO, surname="Rossi")
    with shelf.store.reading() as session:
        keys = session.execute("SELECT key_id FROM vault_v1")
    assert len(set(keys)) == 3


def test_a_value_in_the_place_of_another_is_under_a_new_key(shelf):
    shelf.write(ANNA, surname="Rossi", name="Anna")
    before = shelf.vault.ring.newest(ANNA, "identity")
    entries = shelf.write(ANNA, surname="Bianchi")
    assert shelf.read(ANNA) == {"surname": "Bianchi", "name": "Anna"}
    assert shelf.vault.ring.newest(ANNA, "identity").version == 2
    assert shelf.vault.ring.find([before.id]) == {before.id: None}
    # All that was sealed anew is told, so that no digest is old.
    assert {it.field: it.digest for it in entries} == {
        field: it for (_, field), it in shelf.vault.digests(ANNA).items()
    }


def test_another_row_of_a_class_leaves_the_others_as_they_are(shelf):
    shelf.write(ANNA, "notes", UUID(int=1), text="first")
    before = shelf.vault.digests(ANNA)
    [entry] = shelf.write(ANNA, "notes", UUID(int=2), text="second")
    assert before.items() < shelf.vault.digests(ANNA).items()
    assert entry.row_id == UUID(int=2)


def test_nothing_is_written_when_the_transaction_fails_and_the_key_serves_later(shelf):
    fail_to_write(shelf, ANNA, surname="Rossi")
    assert shelf.read(ANNA) == {}
    shelf.write(ANNA, surname="Rossi")
    assert shelf.vault.ring.newest(ANNA, "identity").version == 1


def test_an_old_value_stays_when_the_transaction_that_replaces_it_fails(shelf):
    shelf.write(ANNA, surname="Rossi")
    fail_to_write(shelf, ANNA, surname="Bianchi")
    assert shelf.read(ANNA) == {"surname": "Rossi"}
    shelf.later(days=2)
    shelf.vault.sweep()  # the key that was left over goes
    assert shelf.read(ANNA) == {"surname": "Rossi"}
    left = shelf.vault.ring.made_before(shelf.now)
    assert left == {shelf.vault.ring.newest(ANNA, "identity").id}


def test_without_its_key_a_value_reads_as_erased(shelf):
    shelf.write(ANNA, surname="Rossi")
    shelf.write(ANNA, "health", note="asma")
    shelf.write(BRUNO, surname="Verdi")
    assert shelf.vault.destroy(ANNA, ["identity"]) == 1
    assert shelf.read(ANNA) == {"surname": ERASED, "note": "asma"}
    assert shelf.read(BRUNO) == {"surname": "Verdi"}
    assert shelf.vault.destroy(ANNA, ["identity"]) == 0


def test_a_key_that_nobody_destroyed_is_lost_and_said_to_be(shelf):
    shelf.write(ANNA, surname="Rossi")
    with shelf.vault.ring.database.writing() as session:
        session.execute("DELETE FROM data_keys_v1")
    with pytest.raises(KeyLost, match="restore its backup"):
        shelf.read(ANNA)


def test_without_the_covering_key_reading_says_which_one_and_the_rest_works(shelf):
    shelf.write(ANNA, surname="Rossi")
    shelf.close()
    shelf.open(SecretKey("kek-2", new_secret()))
    with pytest.raises(KeyEncryptionKeyLost, match="kek-1"):
        shelf.read(ANNA)
    shelf.write(BRUNO, surname="Verdi")
    assert shelf.read(BRUNO) == {"surname": "Verdi"}
    assert len(shelf.vault.digests(ANNA)) == 1


def test_a_wrong_covering_key_under_the_same_name_is_noticed(shelf):
    shelf.write(ANNA, surname="Rossi")
    shelf.close()
    shelf.open(SecretKey("kek-1", new_secret()))
    with pytest.raises(KeyEncryptionKeyLost, match="kek-1"):
        shelf.read(ANNA)


def test_an_interrupted_rotation_reads_both_and_goes_on(shelf):
    people = [UUID(int=100 + it) for it in range(5)]
    for person in people:
        shelf.write(person, surname=f"S{person.int}")
    shelf.close()
    new = SecretKey("kek-2", new_secret())
    shelf.open(new, [shelf.kek])
    assert shelf.vault.ring.rewrap(2) == 2  # and here it is killed
    shelf.close()
    shelf.open(new, [shelf.kek])
    assert [shelf.read(it) for it in people] == [
        {"surname": f"S{it.int}"} for it in people
    ]
    assert shelf.vault.ring.rewrap(2) == 2
    assert shelf.vault.ring.rewrap(2) == 1
    assert shelf.vault.ring.rewrap(2) == 0
    shelf.close()
    shelf.open(new)  # the old covering key can be destroyed
    assert shelf.read(people[4]) == {"surname": f"S{people[4].int}"}


def test_a_covered_key_moved_to_another_person_does_not_uncover(shelf):
    shelf.write(ANNA, surname="Rossi")
    with shelf.vault.ring.database.writing() as session:
        session.execute("UPDATE data_keys_v1 SET person_id = ?", (BRUNO,))
    with pytest.raises(KeyEncryptionKeyLost):
        shelf.read(ANNA)


def test_marks_are_alike_for_like_words_and_need_the_key(shelf, tmp_path):
    mark = shelf.vault.mark("RSSNNA80A41B157K")
    assert mark == shelf.vault.mark("RSSNNA80A41B157K")
    assert mark != shelf.vault.mark("RSSNNA80A41B157L")
    assert shelf.vault.mark("a", "bc") != shelf.vault.mark("ab", "c")
    assert mark != sha256(b"RSSNNA80A41B157K").digest()
    shelf.close()
    shelf.open()
    assert shelf.vault.mark("RSSNNA80A41B157K") == mark


def test_no_byte_of_a_destroyed_key_or_of_a_dropped_value_stays_in_a_file(shelf):
    if shelf.vault.store.database.dialect != "sqlite":
        pytest.skip("PostgreSQL keeps its log: such an erasure is pending")
    for person in range(40):
        shelf.write(UUID(int=person + 100), surname="x" * 50)
    shelf.write(ANNA, surname="Rossi")
    with shelf.vault.ring.database.reading() as session:
        [[wrapped]] = session.execute(
            "SELECT wrapped FROM data_keys_v1 WHERE person_id = ?", (ANNA,)
        )
    with shelf.store.reading() as session:
        [[sealed]] = session.execute(
            "SELECT sealed FROM vault_v1 WHERE person_id = ?", (ANNA,)
        )
    assert wrapped in files(shelf)
    assert sealed in files(shelf)
    with shelf.store.transaction(Cause("t", "t2")):
        shelf.vault.drop(ANNA, ["identity"])
    shelf.vault.destroy(ANNA, ["identity"])
    assert shelf.vault.scrub()
    assert wrapped not in files(shelf)
    assert sealed not in files(shelf)


def test_somebody_who_reads_can_delay_the_cleaning_and_is_told_of(shelf):
    shelf.write(ANNA, surname="Rossi")
    with shelf.vault.store.database.reading() as session:
        session.execute("SELECT count(*) FROM vault_v1")
        shelf.vault.destroy(ANNA, ["identity"])
        assert not shelf.vault.scrub()
    assert shelf.vault.scrub()


def fail_to_write(shelf, person, **values):
    with suppress(IntegrityError), shelf.store.transaction(Cause("a test", "failed")):
        shelf.vault.write(person, person, "identity", values)
        raise IntegrityError


def files(shelf):
    return b"".join(it.read_bytes() for it in shelf.folder.glob("*.db*"))

"""Signed checkpoints, by a published example and by everything that is not one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from azione0.audit.merkle import leaf_hash
from azione0.audit.note import (
    OF_A_WITNESS,
    Checkpoint,
    Signer,
    Verifier,
    WrongKey,
    WrongNote,
    opened,
    signed,
)

LOG = Signer("azione0.example/aler/ledger", bytes(range(32)))
WITNESS = Signer("witness.azione0.example/intake", bytes(32), OF_A_WITNESS)
POINT = Checkpoint(LOG.name, 20852, leaf_hash(b"x"))
NOTE = signed(POINT, LOG)
quick = settings(max_examples=200, derandomize=True, deadline=None)

#: The key and the note of the Go checksum database's own documentation
#: (golang.org/x/mod/sumdb/note, package example): not ours, so an oracle.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SAYS = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "\N{EM DASH} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1F"
    "FYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_a_key_and_a_signature_made_by_others_are_read_and_checked():
    peter = Verifier.read(PETER)
    assert peter.text() == PETER
    # Its text is no checkpoint, which is noticed only after its signature.
    with pytest.raises(WrongNote, match="three lines"):
        opened(SAYS, [peter])
    with pytest.raises(WrongNote, match="false"):
        opened(SAYS.replace("answer", "Answer"), [peter])


def test_a_checkpoint_is_signed_and_opened():
    assert NOTE.splitlines()[:4] == [LOG.name, "20852", POINT.text().split()[2], ""]
    assert opened(NOTE, [LOG.verifier]) == (POINT, {LOG.name})


def test_who_saw_it_signs_with_the_instant():
    note = NOTE + WITNESS.sign(POINT.text(), at=1_764_000_000)
    both = [LOG.verifier, WITNESS.verifier]
    assert opened(note, both) == (POINT, {LOG.name, WITNESS.name})
    assert opened(note, [LOG.verifier]) == (POINT, {LOG.name})
    other = NOTE + WITNESS.sign(POINT.text(), at=1_764_000_001)
    assert other != note


def test_whose_signature_is_not_known_has_not_signed():
    other = Signer(LOG.name, bytes(reversed(range(32))))
    assert opened(NOTE, [other.verifier]) == (POINT, set())


def test_a_witness_is_not_the_log():
    as_witness = Signer(LOG.name, LOG.private, OF_A_WITNESS)
    assert opened(NOTE, [as_witness.verifier]) == (POINT, set())


@quick
@given(some.integers(0, len(NOTE) - 1), some.characters(codec="utf-8"))
def test_nothing_in_a_note_can_be_changed(place, letter):
    changed = NOTE[:place] + letter + NOTE[place + 1 :]
    try:
        point, by = opened(changed, [LOG.verifier])
    except WrongNote:
        return
    assert (
        changed == NOTE or not by or (point, changed.strip()) == (POINT, NOTE.strip())
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        POINT.text(),
        POINT.text() + "\n",
        POINT.text() + "\nby nobody\n",
        POINT.text() + "\n\N{EM DASH} x !!!\n",
        POINT.text() + "more\n" + "\n" + LOG.sign(POINT.text() + "more\n"),
        signed(Checkpoint(LOG.name, 1, b"short"), LOG),
        signed(POINT, LOG).replace("20852", "+20852"),
        signed(POINT, LOG).replace("20852", "020852"),
        signed(POINT, LOG).rstrip("\n"),
        POINT.text() + "\n" + LOG.sign(POINT.text()) * 101,
    ],
)
def test_what_is_no_note_is_refused(text):
    with pytest.raises(WrongNote):
        opened(text, [LOG.verifier])


@pytest.mark.parametrize(
    "text",
    ["", "a+b", PETER[:-1], PETER.replace("c7", "c8"), "a b+1+AA==", "x+00000000+"],
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(WrongKey):
        Verifier.read(text)


def test_a_private_key_is_kept_in_a_line():
    made = Signer.new("test/ledger")
    assert Signer.read(made.text() + "\n") == made
    assert Signer.new("test/ledger") != made
    # As Go's own tools write them: the private key of the example above.
    peter = (
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    )
    assert Signer.read(peter).verifier.text() == PETER


@pytest.mark.parametrize("text", ["", "PRIVATE+KEY+a+b+c", PETER])
def test_what_is_no_private_key_is_refused(text):
    with pytest.raises(WrongKey):
        Signer.read(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb"])
def test_a_name_has_no_blank_and_no_plus(name):
    with pytest.raises(WrongKey):
        Signer.new(name)

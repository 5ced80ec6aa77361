import stat

import pytest

from azione0.tokens import (
    Actor,
    Grant,
    Keyring,
    WrongTokens,
    hash_of,
    read_tokens,
    write_tokens,
)

ANNA = Actor("comune/anna", "comune-brescia", ("operator",))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "tokens.toml"
    write_tokens(path, [Grant(hash_of("one"), ANNA)])
    return path


def test_a_token_is_found_by_its_hash_and_stands_nowhere(path):
    assert Keyring(path).actor("one") == ANNA
    assert "one" not in path.read_text().replace("operator", "")


@pytest.mark.parametrize("token", ["", "One", "one ", "two", hash_of("one"), "\ud800"])
def test_no_other_token_is_anybodys(path, token):
    assert Keyring(path).actor(token) is None


def test_without_a_file_nobody_may_act():
    assert Keyring(None).actor("one") is None


def test_what_is_written_is_read_again(path):
    reporting = Actor("reporting", "comune", ("recipient", "reader"), "reporting")
    grants = (Grant(hash_of("one"), ANNA), Grant(hash_of("two"), reporting))
    write_tokens(path, grants)
    assert read_tokens(path) == grants


def test_a_changed_file_is_read_again(path):
    keyring = Keyring(path)
    assert keyring.actor("one") == ANNA
    write_tokens(path, [Grant(hash_of("two"), ANNA)])
    assert keyring.actor("one") is None
    assert keyring.actor("two") == ANNA


def test_only_its_owner_reads_the_file(path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("actor", "organisation", "roles", "recipient"),
    [
        ("", "comune", ("operator",), ""),
        ('a"\nroles = []', "comune", ("operator",), ""),
        ("anna", "comune", (), ""),
        ("anna", "comune", ("head",), ""),
        ("anna", "comune", ("recipient",), ""),
        ("anna", "comune", ("operator",), "ledger"),
    ],
)
def test_an_actor_that_cannot_be_is_refused(actor, organisation, roles, recipient):
    with pytest.raises(WrongTokens):
        Actor(actor, organisation, roles, recipient)


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        "[[token]]",
        '[[token]]\nactor="a"\norganisation="b"\nroles="operator"\nsha256="{hash}"',
        '[[token]]\nactor="a"\norganisation="b"\nroles=["operator"]\nsha256="plain"',
        '[[token]]\nactor="a"\norganisation="b"\nroles=[]\nsha256="{hash}"',
    ],
)
def test_a_file_that_cannot_be_used_says_why(path, text):
    path.write_text(text.replace("{hash}", hash_of("one")))
    with pytest.raises(WrongTokens):
        read_tokens(path)

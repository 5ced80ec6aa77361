"""Azione 0 speaks Italian, or what it is asked for if it can."""

import pytest

from azione0.words import _, language


@pytest.fixture
def ask(monkeypatch):
    monkeypatch.delenv("AZIONE0_LANG", raising=False)
    monkeypatch.delenv("LANG", raising=False)
    return monkeypatch.setenv


def test_it_speaks_italian_if_nobody_asks(ask):
    assert language() == "it"


@pytest.mark.parametrize(
    ("asked", "letters"),
    [("en_GB.UTF-8", "en"), ("it", "it"), ("C", "it"), ("C.UTF-8", "it"), ("", "it")],
)
def test_the_machine_says_which_language(ask, asked, letters):
    ask("LANG", asked)
    assert language() == letters


def test_its_own_setting_goes_before_the_machine(ask):
    ask("LANG", "en_GB.UTF-8")
    ask("AZIONE0_LANG", "it")
    assert language() == "it"


def test_a_sentence_without_translation_still_reads(ask):
    ask("AZIONE0_LANG", "xx")
    assert _("Nessuno ha tradotto questa frase.") == "Nessuno ha tradotto questa frase."

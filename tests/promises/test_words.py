"""Whoever asks for English gets all of it, and no sentence that is no more."""

import ast
import io
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from azione0.commands.model import TOLD
from azione0.envelope import FORMS
from azione0.words import LOCALES, _
from intake import sentences as of_intake
from intake.documents.sentences import PLAIN_WORDS
from intake.people import page as of_persons
from ledger.documents import sentences as of_the_ledger
from reporting.commands.estimators import DESIGNS
from reporting.commands.indicators import REASONS
from reporting.model import ASKED
from reporting.pages.glance import INDICATORS, STATES
from reporting.report import page as of_the_report
from reporting.report.sentences import CANNOT_TELL, NAMES, SILENT
from reporting.sentences import RELIEFS, WORDS

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "shared/src", ROOT / "simulation/src", *ROOT.glob("services/*/src")]
CATALOGUE = LOCALES / "en" / "LC_MESSAGES" / "azione0.po"
LOOKED_UP = {
    "REASONS[figure.why]": REASONS.values(),
    "form.expected": [it.expected for it in FORMS.values()],
    "FORMS[name].expected": [it.expected for it in FORMS.values()],
    "WORDS[code]": WORDS.values(),
    "RELIEFS[said.proposal]": RELIEFS.values(),
    "CODES[code]": of_the_ledger.CODES.values(),
    "PLAIN_WORDS[code]": PLAIN_WORDS.values(),
    "MOVEMENTS[movement.kind]": of_the_ledger.MOVEMENTS.values(),
    "RULES[code]": of_the_ledger.RULES.values(),
    "INDICATORS[it.code]": INDICATORS.values(),
    "LABELS[code]": of_persons.LABELS.values(),
    "name": STATES.values(),
    "DESIGNS[it.design]": DESIGNS.values(),
    "ACTIONS[code]": of_intake.ACTIONS.values(),
    "CLASSES[code]": of_intake.CLASSES.values(),
    "TOLD[state]": TOLD.values(),
    "sentences.NAMES[code]": NAMES.values(),
    "sentences.NAMES[it.code]": NAMES.values(),
    "sentences.CANNOT_TELL[code]": CANNOT_TELL.values(),
    "SILENT[code]": SILENT.values(),
    "COMPONENTS[component]": of_the_report.COMPONENTS.values(),
    "TRAITS[name]": of_the_report.TRAITS.values(),
    "ASSUMED[name]": of_the_report.ASSUMED.values(),
    "ASKED[name]": ASKED.values(),
    "sentence": ASKED.values(),
}
"""Sentences that stand in a table, by how they are looked up there."""


def said() -> Iterator[tuple[str, str]]:
    """Every sentence that the sources say to people, and where."""
    yield from said_on_pages()
    for source in SOURCES:
        for path in sorted(source.rglob("*.py")):
            where = str(path.relative_to(ROOT))
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    not isinstance(node, ast.Call)
                    or not isinstance(node.func, ast.Name)
                    or node.func.id != "_"
                ):
                    continue
                [argument] = node.args
                if isinstance(argument, ast.Constant):
                    yield argument.value, f"{where}:{node.lineno}"
                else:
                    for sentence in LOOKED_UP[ast.unparse(argument)]:
                        yield sentence, f"{where}:{node.lineno}"


def said_on_pages() -> Iterator[tuple[str, str]]:
    """Every sentence of the templates, and where."""
    environment = Environment(autoescape=True)
    for source in SOURCES:
        for path in sorted(source.rglob("*.html")):
            where = str(path.relative_to(ROOT))
            page = environment.parse(path.read_text(encoding="utf-8"))
            for line, _function, sentence in extract_from_ast(page, ("_",)):
                assert isinstance(sentence, str), f"{where}:{line}"
                yield sentence, f"{where}:{line}"


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """The English sentences, by the Italian ones."""
    with CATALOGUE.open("rb") as opened:
        return read_po(opened)


def test_every_sentence_has_its_english(catalogue):
    spoken = {message.id for message in catalogue if message.id and message.string}
    missing = {sentence: where for sentence, where in said() if sentence not in spoken}
    assert not missing


def test_no_english_is_left_of_a_sentence_that_is_gone(catalogue):
    sentences = {sentence for sentence, _where in said()}
    assert {it.id for it in catalogue if it.id} <= sentences
    assert not catalogue.obsolete


def test_both_languages_fill_in_the_same_values(catalogue):
    for message in catalogue:
        if message.id:
            assert _values(message.string) == _values(message.id), message.id


def test_what_is_read_is_what_is_written(catalogue):
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    with CATALOGUE.with_suffix(".mo").open("rb") as opened:
        committed = {it.id: it.string for it in read_mo(opened) if it.id}
    assert committed == {it.id: it.string for it in read_mo(compiled) if it.id}


def test_whoever_asks_for_english_gets_it(monkeypatch):
    monkeypatch.setenv("AZIONE0_LANG", "en_GB.UTF-8")
    assert _("Il file è vuoto.") == "The file is empty."
    monkeypatch.setenv("AZIONE0_LANG", "it")
    assert _("Il file è vuoto.") == "Il file è vuoto."


def _values(sentence: str) -> set[tuple[str, str]]:
    # A sentence with braces of its own is not filled in.
    return {
        (name, spec or "")
        for _text, name, spec, _conversion in Formatter().parse(sentence)
        if name is not None
    }

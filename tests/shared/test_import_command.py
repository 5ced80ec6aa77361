"""`azione0 import` says what happened in one sentence, and 2 when nothing did."""

from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from click.testing import CliRunner

from azione0.commands import import_
from azione0.refused import BadLine, Refused
from ledger.files.recognise import LARGEST_FILE, recognise


@dataclass
class Outcome:
    """What the ledger answers, as far as the command looks at it."""

    already_imported: bool = False
    file_sha256: str = "0123456789abcdef"
    lines: int = 3
    posted: int = 2
    known: int = 1
    waiting: int = 0
    reversed: int = 0
    total_cents: int = 31550
    messages: tuple = ()


@dataclass
class Ledger:
    """A ledger that answers as told and remembers what it was asked."""

    answer: object
    asked: list = field(default_factory=list)

    @property
    def service(self):
        return self

    def import_file(self, office, content, kind, *, by, recorded_at, check_only):
        self.asked.append((len(content), kind, by, check_only))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def run(monkeypatch, tmp_path):
    def run_with(answer, *arguments, content=b"x"):
        path = tmp_path / "file.xml"
        path.write_bytes(content)
        ledger = Ledger(answer)

        @contextmanager
        def opened(kind):
            assert kind == "ledger"
            yield ledger

        monkeypatch.setattr(import_, "open_office", opened)
        result = CliRunner().invoke(import_.command, [*arguments, str(path)])
        return result, ledger.asked

    return run_with


def test_a_file_that_is_taken_is_summed_up(run):
    result, asked = run(Outcome(messages=("Da vedere.",)), "payments", "--by", "anna")
    assert result.exit_code == 0
    assert "File importato. Righe: 3, per 315,50 €." in result.output
    assert "registrate: 2" in result.output
    assert "in attesa" not in result.output
    assert "Da vedere." in result.output
    assert asked == [(1, "payments", "anna", False)]


def test_a_check_stores_nothing_and_says_so(run):
    result, asked = run(Outcome(), "bills", "--check")
    assert "non è stato registrato nulla" in result.output
    assert asked[0][1] == "bills"
    assert asked[0][3] is True


def test_the_same_bytes_again_are_no_error(run):
    result, _asked = run(Outcome(already_imported=True), "payments")
    assert result.exit_code == 0
    assert "già importato" in result.output


def test_a_refusal_names_every_bad_line_and_ends_with_two(run):
    bad = BadLine("riga 3", "amount", "1[b],5", "un importo")
    result, _asked = run(Refused("Non va.", [bad]), "payments")
    assert result.exit_code == 2
    assert "Non va. Non è stato registrato nulla." in result.stderr
    for said in ("riga 3", "amount", "1[b],5", "un importo"):
        assert said in result.stderr
    assert "Traceback" not in result.output


def test_very_many_bad_lines_are_all_written(run):
    many = [BadLine(f"riga {n}", "amount", "x", "un importo") for n in range(600)]
    result, _asked = run(Refused("Non va.", many), "payments")
    assert sum(line.startswith("riga ") for line in result.stderr.splitlines()) == 600


def test_an_endless_file_is_read_to_the_limit_and_no_further(tmp_path):
    path = tmp_path / "endless"
    with path.open("wb") as sparse:
        sparse.truncate(1 << 30)
    content = import_.read_capped(path)
    assert len(content) == LARGEST_FILE + 1
    with pytest.raises(Refused, match="20 MB"):
        recognise(content)

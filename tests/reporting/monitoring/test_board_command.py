"""`azione0 reporting board`, as it is typed."""

import csv
import io
import json

import pytest
from click.testing import CliRunner
from postman import hand_in, letter, open_house
from sought import told

from azione0.commands import main

PEOPLE = [*[(0, 0, 4, 0)] * 9, *[(1, 1, 2, 1)] * 6, *[(1, 1, 0, 2)] * 3]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("board")
    with open_house(folder) as house:
        letters = {it.headers["ce-id"]: it for it in map(letter, told(PEOPLE))}
        hand_in(house, list(letters.values()))
    return folder


@pytest.fixture
def run(data, monkeypatch):
    monkeypatch.setenv("AZIONE0_DATA", str(data))

    def typed(*words, language="it"):
        monkeypatch.setenv("AZIONE0_LANG", language)
        asked = ("reporting", "board", "--as-of", "2025-12-31", *words)
        done = CliRunner().invoke(main, asked)
        assert done.exit_code == 0, done.output
        return done.output

    return typed


def test_it_shows_figures_and_says_why_some_are_not_shown(run):
    shown = run("--view", "funnel")
    assert "Monitoraggio al 31/12/2025" in shown
    assert "Con piano" in shown
    assert "n.m. = non mostrato" in shown
    assert "Monitoring as of" in run(language="en")


def test_the_same_figures_come_in_every_format(run, tmp_path):
    plain = json.loads(run("--format", "json", "--view", "funnel", "--by", "building"))
    [table] = plain["tables"]
    cells = [cell for line in table["lines"] for cell in line["cells"]]
    rows = csv.DictReader(
        io.StringIO(
            run("--format", "csv", "--view", "funnel", "--by", "building").lstrip(
                "\ufeff"
            )
        ),
        delimiter=";",
    )
    assert [int(it["valore"]) if it["valore"] else None for it in rows] == cells
    assert None in cells
    assert plain["as_of"] == "2025-12-31"
    file = tmp_path / "board.html"
    run("--format", "html", "--output", str(file))
    page = file.read_text(encoding="utf-8")
    assert "<style>" in page
    assert "/api/" not in page

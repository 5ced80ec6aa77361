"""The dated table of thresholds is loaded from a file, whole or not at all."""

from datetime import date

import pytest
from click.testing import CliRunner

from workshops.budgets.subsistence import (
    ImpossibleThreshold,
    Threshold,
    WrongTable,
    read_table,
)
from workshops.commands.load_catalogue import command as load_catalogue
from workshops.commands.load_thresholds import command as load_thresholds
from workshops.labs.catalogue import WrongCatalogue, read_catalogue

HEAD = "household_type;valid_from;threshold_cents;housing_cents\n"
ROW = "uno_18_59_nord_metro;2024-01-01;90000;25000\n"


def test_a_table_is_read_in_any_order_of_its_columns():
    assert read_table((HEAD + ROW).encode()) == [
        Threshold("uno_18_59_nord_metro", date(2024, 1, 1), 900_00, 250_00)
    ]
    text = "valid_from,housing_cents,household_type,threshold_cents\n2024-01-01,1,x,2"
    assert read_table(b"\xef\xbb\xbf" + text.encode()) == [
        Threshold("x", date(2024, 1, 1), 2, 1)
    ]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("", "line 1"),
        (HEAD, "0 rows"),
        ("a;b\n1;2\n", "line 1"),
        (HEAD + "x;2024-13-01;2;1\n", "line 2"),
        (HEAD + "x;20240101;2;1\n", "line 2"),
        (HEAD + ROW + "x;2024-01-01;2,50;1\n", "line 3"),
        (HEAD + "x;2024-01-01;-2;1\n", "line 2"),
        (HEAD + "x;2024-01-01;2\n", "line 2"),
        (HEAD + "x;2024-01-01;2;1;9\n", "line 2"),
        (HEAD + ";2024-01-01;2;1\n", "line 2"),
        (HEAD + ROW + ROW, "twice"),
    ],
)
def test_a_table_that_is_wrong_is_refused_by_its_line(content, named):
    with pytest.raises(WrongTable, match=named):
        read_table(content.encode())


def test_a_housing_part_beyond_the_whole_is_refused():
    with pytest.raises(ImpossibleThreshold):
        read_table((HEAD + "x;2024-01-01;1;2\n").encode())
    with pytest.raises(WrongTable):
        read_table(b"\xff\xfe")


def test_the_command_loads_what_the_api_finds(ask, office, tmp_path):
    table = tmp_path / "soglie.csv"
    table.write_text(HEAD + ROW)
    environ = {"AZIONE0_DATA": str(office.settings.data)}
    for _twice in range(2):
        done = CliRunner().invoke(load_thresholds, [str(table)], env=environ)
        assert (done.exit_code, done.output) == (0, "Soglie caricate: 1.\n")
    drafted = {
        "household_id": "00000000-0000-4000-8000-000000000001",
        "month": "2025-04-15",
        "lines": [],
        "household_type": "uno_18_59_nord_metro",
        "on": "2025-04-15",
    }
    assert ask.post("/budgets", drafted).json["floor_cents"] == 65000
    drafted["month"] = "2023-04-15"
    assert ask.post("/budgets", drafted).json["type"].endswith("NoThreshold")


def test_the_proposed_catalogue_is_loaded_by_a_command(ask, office):
    environ = {"AZIONE0_DATA": str(office.settings.data)}
    done = CliRunner().invoke(load_catalogue, ["--on", "2025-01-01"], env=environ)
    assert (done.exit_code, done.output) == (0, "Laboratori nel catalogo: 9.\n")
    assert len({it["kind"] for it in ask.get("/catalogue").json}) == 9


@pytest.mark.parametrize("content", [b"\xff", b"[x", b"x = 1", b"[x]\nkind = 'reuse'"])
def test_a_catalogue_that_cannot_be_read_is_refused(content):
    with pytest.raises(WrongCatalogue):
        read_catalogue(content)

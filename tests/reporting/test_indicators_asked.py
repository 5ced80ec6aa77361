"""The indicators as they are asked for: typed, over HTTP, and as a dataset."""

import csv
import json

import pytest
from click.testing import CliRunner
from granted import grant
from postman import (
    HOUSEHOLD,
    NOW,
    at,
    billed,
    detected,
    hand_in,
    letter,
    missed,
    opened,
    paid,
    signed,
    taken_in_charge,
)

from azione0.commands import main
from azione0.door.web import create_app
from azione0.house import House
from azione0.store import Cause
from azione0.tokens import Actor, Grant, hash_of, write_tokens
from reporting.dataset.pseudonyms import Pseudonyms, WeakKey

ASK = {"Authorization": "Bearer ask"}
DAY = "2025-12-31"


@pytest.fixture
def house(tmp_path):
    tokens = tmp_path / "tokens.toml"
    grants = [("ask", "a"), ("board", "b"), ("work", "c")]
    write_tokens(
        tokens,
        [
            Grant(hash_of(word), Actor(who, "comune", ("reader",)))
            for word, who in grants
        ],
    )
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_TOKENS": str(tokens)}
    with House(environ, clock=lambda: NOW, kinds=("reporting",)) as house:
        office = house.office("reporting")
        grant(office, "a", "comune", "auditor")
        grant(office, "b", "comune", "board")
        grant(office, "c", "comune", "case_worker")
        hand_in(
            house,
            [
                letter(billed("2025-01-10", 18000), at("2025-01-10T08:00")),
                letter(paid("2025-01-20", 5000)),
                letter(detected("2025-02-11")),
                letter(opened("2025-02-12")),
                letter(taken_in_charge("2025-03-01")),
                letter(signed("2025-07-01", ["2025-08-31", "2025-09-30"], 9000)),
                letter(missed(1, "2025-09-11", "2025-08-31", 9000)),
            ],
        )
        yield house


def ask(house, path, word="ask"):
    client = create_app(house.office("reporting")).test_client()
    return client.get(f"/api/{path}", headers={"Authorization": f"Bearer {word}"})


def test_every_figure_tells_its_definition_and_what_it_is_worth(house):
    told = {it["code"]: it for it in ask(house, f"indicators?as_of={DAY}").json}
    missed_one = told["K3"]
    assert (missed_one["value"], missed_one["n"]) == ("0.0000", 1)
    assert missed_one["missing"] == 1, "of the second instalment nobody said anything"
    assert (missed_one["version"], missed_one["unit"]) == (1, "instalments")
    assert told["K2-6"]["denominator"] == 13000
    assert told["K11"]["why"] == "nothing_heard"
    computed = ("K1-contact", "K2-6", "K3", "K5", "K7")
    assert [told[it]["why"] for it in computed] == [""] * 5
    assert told["K17-days"]["why"] == "no_contract"
    earlier = ask(house, "indicators?as_of=2025-08-01").json
    assert {it["code"]: it for it in earlier}["K3"]["value"] is None


def test_figures_of_however_few_are_for_who_may_see_cases(house):
    assert ask(house, "indicators", "board").status_code == 403


def test_a_figure_opens_into_the_letters_behind_it(house):
    rows = ask(house, f"indicators/K3/behind?as_of={DAY}").json
    assert {it["standing"] for it in rows} == {"counted", "missing"}
    assert {it["household_id"] for it in rows} == {str(HOUSEHOLD)}
    letters = ask(house, f"households/{HOUSEHOLD}/story").json["lines"]
    assert len(letters) == 7
    decided = [it["decided_by"] for it in rows if it["decided_by"]]
    raw = letter(missed(1, "2025-09-11", "2025-08-31", 9000))
    assert decided == [raw.headers["ce-id"]]


def test_of_households_that_one_may_not_see_nothing_is_opened(house):
    assert ask(house, f"indicators/K3/behind?as_of={DAY}", "work").json == []


def test_a_definition_registered_after_the_data_is_told_from_one_before(house):
    reporting = house.reporting
    [before] = reporting.indicators(codes=["K3"])
    assert (before.registered_at, before.registered_before) == (None, False)
    with reporting.transaction(Cause("test", "register")):
        reporting.register_indicators(NOW.date())
    late, early = (reporting.indicators(codes=[it])[0] for it in ("K3", "K11"))
    assert (late.registered_at, late.registered_before) == (NOW, False)
    assert (early.registered_at, early.registered_before) == (NOW, True)


def test_an_indicator_that_is_none_is_not_found(house):
    assert ask(house, "indicators/K99/behind").status_code == 404


@pytest.fixture
def run(house, tmp_path, monkeypatch):
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path))
    return lambda *words: CliRunner().invoke(main, ["reporting", *words])


def test_indicators_are_typed_as_text_csv_and_json(run):
    text = run("indicators", "--as-of", DAY)
    assert text.exit_code == 0, text.output
    assert "K3: Rate pagate" in " ".join(text.output.split())
    rows = list(
        csv.DictReader(run("indicators", "--format", "csv").output.splitlines())
    )
    told = json.loads(run("indicators", "--format", "json").output)
    assert [it["code"] for it in rows] == [it["code"] for it in told]
    sql = run("indicators", "K3", "--sql").output
    assert sql.startswith("WITH\n")
    assert sql.count("?") == 2


def test_a_dataset_is_written_with_its_dictionary_and_pseudonyms(run, tmp_path):
    folder = tmp_path / "dataset"
    done = run("export-data", str(folder))
    assert done.exit_code == 0, done.output
    told = json.loads((folder / "datapackage.json").read_text())
    for table in told["resources"]:
        with (folder / table["path"]).open() as opened:
            rows = list(csv.DictReader(opened))
        assert len(rows) == table["rows"]
        assert (folder / table["parquet"]).exists()
        if rows:
            assert [it["name"] for it in table["schema"]["fields"]] == list(rows[0])
    written = "".join(it.read_text() for it in folder.glob("*.csv"))
    assert str(HOUSEHOLD) not in written
    assert {it["code"] for it in told["indicators"]} >= {"K1-contact", "K18"}
    assert (folder / "sql" / "K3.sql").read_text() == run(
        "indicators", "K3", "--sql"
    ).output
    assert run("export-data", str(folder)).exit_code == 2, (
        "a folder that holds something"
    )


def test_two_exports_join_only_under_one_key(run, tmp_path):
    key = tmp_path / "key"
    key.write_bytes(b"k" * 32)
    folders = [tmp_path / name for name in "abcd"]
    for folder, more in zip(
        folders, ((), (), ("--key-file", key), ("--key-file", key)), strict=True
    ):
        done = run("export-data", str(folder), "--csv-only", *map(str, more))
        assert done.exit_code == 0, done.output
    first, second, third, fourth = (
        {
            it["household_id"]
            for it in csv.DictReader((folder / "facts.csv").read_text().splitlines())
        }
        - {""}
        for folder in folders
    )
    assert third == fourth
    assert len(first | second | third) == 3 * len(first)


def test_a_short_key_keeps_no_pseudonym():
    with pytest.raises(WeakKey):
        Pseudonyms(b"short")

"""Every address of the board, walked by somebody who adds and subtracts figures."""

import csv
import io
import re
from collections import Counter

import pytest
from attacker import Attacker
from granted import grant
from postman import NOW, hand_in, letter
from sought import BUILDINGS, ORGANISATIONS, household, told

from azione0.door.web import create_app
from azione0.house import House
from azione0.tokens import Actor, Grant, hash_of, write_tokens

STAGES = ("targeted", "reached", "engaged", "in_charge", "agreement")
#: Building, organisation, stage, month: groups of one, of four, of many.
PEOPLE = [
    *[(0, 0, 4, 0)] * 9,
    *[(0, 0, 3, 1)] * 6,
    *[(0, 1, 2, 1)] * 2,
    *[(1, 1, 4, 2)] * 7,
    *[(1, 1, 1, 2)] * 3,
    *[(1, 0, 0, 3)] * 5,
    *[(2, 1, 4, 4)] * 4,
    *[(2, 0, 3, 4)] * 1,
    *[(0, 1, 0, 5)] * 8,
]
QUERIES = (
    "",
    "?as_of=2025-12-31",
    "?as_of=2025-06-30&known_at=2025-07-15T10:00:00Z",
    "?as_of=2025-03-31",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("walk")
    tokens = folder / "tokens.toml"
    who = {"board": "board", "auditor": "auditor"}
    write_tokens(
        tokens,
        [Grant(hash_of(it), Actor(it, "azione0", ("reader",))) for it in who],
    )
    environ = {"AZIONE0_DATA": str(folder), "AZIONE0_TOKENS": str(tokens)}
    with House(environ, clock=lambda: NOW, kinds=("reporting",)) as opened:
        for actor, role in who.items():
            grant(opened.office("reporting"), actor, "azione0", role)
        letters = {it.headers["ce-id"]: it for it in map(letter, told(PEOPLE))}
        hand_in(opened, list(letters.values()))
        yield opened


@pytest.fixture(scope="module")
def ask(house):
    client = create_app(house.office("reporting")).test_client()

    def get(path, who="board"):
        return client.get(f"/api/{path}", headers={"Authorization": f"Bearer {who}"})

    return get


def tables(answer):
    return {(it["code"], it["by"]): it for it in answer["tables"]}


GROUPS = {"organisation": (1, ORGANISATIONS), "building": (0, BUILDINGS)}


def hear_the_funnel(attacker, found):
    """Tell an attacker that all groupings are of the same people, and the figures."""
    for by, (_place, names) in GROUPS.items():
        for stage in STAGES:
            parts = {(by, name, stage): 1 for name in names}
            attacker.hear({("all", "all", stage): -1, **parts})
    for by in ("all", *GROUPS):
        for line in found["funnel", by]["lines"]:
            where = ("all", "all") if line["is_total"] else (by, line["key"])
            for at, cell in enumerate(line["cells"]):
                if cell is not None:
                    attacker.hear({(*where, it): 1 for it in STAGES[at:]})


def test_the_funnel_by_two_groupings_gives_no_small_group_away(ask):
    attacker = Attacker()
    hear_the_funnel(attacker, tables(ask("board?as_of=2025-12-31").json))
    assert attacker.heard > len(STAGES) * len(GROUPS)
    for by, (place, names) in GROUPS.items():
        counted = Counter((names[it[place]], STAGES[it[2]]) for it in PEOPLE)
        small = [it for it, count in counted.items() if count < 5]
        assert small
        for name, stage in small:
            assert not attacker.knows({(by, name, stage): 1}), (name, stage)


def test_every_table_adds_up_and_shows_no_one_to_four(ask):
    for query in QUERIES:
        for it in ask(f"board{query}").json["tables"]:
            for line in it["lines"]:
                for column, cell in zip(it["columns"], line["cells"], strict=True):
                    if column["unit"] == "count" and cell is not None:
                        assert cell == 0 or cell >= 5, (it["code"], it["by"], line)


def test_the_waterfall_told_adds_up_to_the_cent(ask):
    found = tables(ask("board?as_of=2025-12-31").json)
    for by in ("all", "organisation", "building"):
        for line in found["waterfall", by]["lines"]:
            *steps, closing = line["cells"]
            if None not in line["cells"]:
                assert sum(steps) == closing, line
    whole = found["waterfall", "all"]["lines"][0]["cells"]
    months = found["waterfall", "month"]["lines"]
    assert months[-1]["cells"][-1] == whole[-1] > 0


def test_page_csv_and_json_hide_the_same_figures(ask):
    for query in QUERIES:
        answer = ask(f"board{query}").json
        hidden = {
            (it["code"], it["by"], line["key"], column["code"])
            for it in answer["tables"]
            for line in it["lines"]
            for column, cell in zip(it["columns"], line["cells"], strict=True)
            if cell is None
        }
        assert hidden
        written = ask(f"board/csv{query}").get_data(as_text=True)
        rows = list(
            csv.DictReader(io.StringIO(written.lstrip("\ufeff")), delimiter=";")
        )
        assert sum(row["valore"] == "" for row in rows) == len(hidden)
        assert all((row["valore"] == "") == bool(row["non mostrato"]) for row in rows)
        assert {row["alla data"] for row in rows} == {answer["bulletin"]["as_of"]}
        page = ask(f"board/page{query}").get_data(as_text=True)
        assert page.count('class="number untold"') == len(hidden)
        # What is not told leaves no trace in the drawing: every frame is the same.
        frames = re.findall(r"<rect [^>]*stroke-dasharray[^>]*>", page)
        assert {re.search(r'width="(\d+)"', it)[1] for it in frames} == {"28"}


def test_a_day_within_a_month_is_answered_with_the_month_before(ask):
    whole = ask("board?as_of=2025-06-30").json
    for day in ("2025-07-01", "2025-07-15", "2025-07-30"):
        assert ask(f"board?as_of={day}").json == whole
    assert ask("board?as_of=2025-07-31").json != whole
    known = ask("board?known_at=2025-07-15T10:00:00Z").json["bulletin"]
    assert known == {"as_of": "2025-06-30", "known_on": "2025-06-30"}
    same = ask("board?known_on=2025-06-30").json["bulletin"]
    assert same == known


def test_the_board_may_not_ask_for_the_figures_that_are_not_hidden(ask):
    for path in ("glance", "agreements"):
        assert ask(path).status_code == 403
        assert ask(path, "auditor").status_code == 200


def test_a_figure_opens_for_who_may_see_cases_and_for_nobody_else(ask):
    figure = "view=funnel&by=building&row=sole&column=agreement&as_of=2025-12-31"
    assert ask(f"board/letters?{figure}").status_code == 403
    letters = ask(f"board/letters?{figure}", "auditor").json
    expected = {
        str(household(at)) for at, it in enumerate(PEOPLE) if (it[0], it[2]) == (1, 4)
    }
    assert {it["household_id"] for it in letters} == expected
    assert {it["name"] for it in letters} == {"AgreementSigned"}
    page = "board/page?as_of=2025-12-31"
    assert "/api/board/letters" not in ask(page).get_data(as_text=True)
    opened = ask(page, "auditor").get_data(as_text=True)
    links = re.findall(r'href="/api/(board/letters/page\?[^"]+)"', opened)
    assert len(links) > 50


def test_every_figure_that_is_told_opens_into_letters(ask):
    opened = ask("board/page?as_of=2025-12-31", "auditor").get_data(as_text=True)
    for link in re.findall(r'href="/api/(board/letters/page\?[^"]+)"', opened):
        answer = ask(link.replace("&amp;", "&"), "auditor")
        assert answer.status_code == 200, link
        assert "Nessuna lettera" not in answer.get_data(as_text=True), link


def test_a_figure_that_is_none_is_not_found(ask):
    for wrong in (
        "view=funnel&by=building&row=sole&column=closing",
        "view=waterfall&by=month&row=soon&column=new",
    ):
        assert ask(f"board/letters?{wrong}", "auditor").status_code == 404


def test_a_page_asks_nobody_for_anything(ask):
    answer = ask("board/page")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'self'" in policy
    page = answer.get_data(as_text=True)
    assert "<script" not in page
    assert " style=" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert ask("board/style").mimetype == "text/css"


def test_groups_that_change_by_fewer_than_five_are_not_told_twice(ask):
    """Whoever keeps every bulletin sees no step of one to four in a group's figures."""
    ends = [f"2025-{month:02}-28" for month in range(2, 13)] + ["2026-01-31"]
    known = "known_at=2026-06-30T23:00:00Z"
    boards = [tables(ask(f"board?as_of={it}&{known}").json) for it in ends]
    compared = 0
    for code in ("funnel", "plans", "work"):
        for by in GROUPS:
            told = Counter()
            for board in boards:
                for line in board[code, by]["lines"]:
                    if line["is_total"] or by not in GROUPS:
                        continue
                    # The last figure of a line is a sum, or its furthest stage.
                    count = line["cells"][-1]
                    if count is None:
                        continue
                    step = abs(count - told[line["key"]])
                    compared += step > 0
                    assert step == 0 or step >= 5, (code, by, line)
                    told[line["key"]] = count
    assert compared


def test_the_page_says_who_writes_to_us(ask):
    page = ask("board/page").get_data(as_text=True)
    for publisher in ("intake", "ledger", "workshops", "employment"):
        assert f'<th scope="row">{publisher}</th>' in page

"""The same letters make the same bulletin on either database, and open alike."""

import pytest
from postman import hand_in, letter, on, open_house
from sought import told

PEOPLE = [
    *[(0, 0, 4, 0)] * 9,
    *[(0, 0, 3, 1)] * 6,
    *[(1, 1, 1, 2)] * 3,
    *[(2, 1, 4, 4)] * 7,
]
FIGURES = (
    ("funnel", "building", "smeraldo", "agreement"),
    ("waterfall", "all", "all", "closing"),
    ("waterfall", "month", "2025-03", "new"),
    ("work", "all", "all", "people"),
)


def asked(folder, url=""):
    letters = {it.headers["ce-id"]: it for it in map(letter, told(PEOPLE))}
    with open_house(folder, url) as house:
        reporting = hand_in(house, list(letters.values()))
        board = reporting.board(on("2025-12-31"))
        behind = [
            reporting.letters_behind(
                view=view, by=by, row=row, column=column, as_of=on("2025-12-31")
            )
            for view, by, row, column in FIGURES
        ]
    return board, behind


@pytest.mark.postgres
def test_the_bulletin_is_the_same_on_both(tmp_path, postgres_url):
    here, there = asked(tmp_path), asked(tmp_path, postgres_url)
    assert here == there
    assert all(here[1])

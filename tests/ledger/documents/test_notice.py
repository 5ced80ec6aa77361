"""A notice is printed when it can be paid, and else it is said why not."""

import base64
import re
from urllib.parse import unquote_to_bytes

import pytest
import segno
from bookkeeping import charge, day, left_open

from ledger.creditors import Creditor
from ledger.documents.notice import (
    NoNotice,
    PaymentNotice,
    notice_for,
    notice_number,
    qr_code,
)

IUV, NUMBER = "01000000001234519", "301000000001234519"
ALER = Creditor("aler-bcm", "aler", "77777777777", (), "ALER")


def open_line(cents=18000, status="not_due", *, iuv=IUV, name="", due="2025-03-10"):
    return left_open(charge(due, cents, iuv=iuv, name=name), cents, status)


def test_the_known_iuv_gives_the_known_number():
    assert notice_number(IUV) == NUMBER


@pytest.mark.parametrize("iuv", ["", "N1", "0100000000123451", "01000000001234518"])
def test_another_text_gives_no_number(iuv):
    assert notice_number(iuv) is None


def test_the_qr_code_says_what_pagopa_asks_for():
    found = notice_for(IUV, [open_line()], ALER)
    assert found.qr_content == f"PAGOPA|002|{NUMBER}|77777777777|18000"
    assert found.spaced_number == "3010 0000 0001 2345 19"


def test_the_amount_is_what_is_still_open_of_all_its_charges():
    lines = [
        open_line(5000, "overdue", name="rent", due="2025-03-10"),
        open_line(2500, "not_due", name="service", due="2025-03-20"),
        open_line(9999, name="another", iuv="01000000001234620"),
    ]
    found = notice_for(IUV, lines, ALER)
    assert (found.cents, found.due_on) == (7500, day("2025-03-10"))


@pytest.mark.parametrize(
    ("iuv", "lines", "creditor", "said"),
    [
        (None, [open_line()], ALER, "non ha un codice IUV"),
        ("N1", [open_line()], ALER, "N1"),
        (IUV, [open_line()], None, "codice fiscale"),
        (IUV, [], ALER, "non resta nulla"),
        (IUV, [open_line(status="rescheduled")], ALER, "nel piano di rientro"),
        (IUV, [open_line(status="disputed")], ALER, "contestato"),
        (IUV, [open_line(10**10)], ALER, "troppo grande"),
    ],
)
def test_where_no_notice_can_be_printed_it_is_said_why(iuv, lines, creditor, said):
    with pytest.raises(NoNotice, match=said):
        notice_for(iuv, lines, creditor)


@pytest.mark.parametrize("cents", [1, 18000, 10**9])
def test_the_level_is_m_also_where_a_better_one_would_fit(cents):
    notice = PaymentNotice(NUMBER, "77777777777", "ALER", cents, day("2025-03-10"))
    assert qr_code(notice.qr_content).error == "M"


def test_the_image_has_the_modules_of_the_code_at_level_m():
    notice = PaymentNotice(NUMBER, "77777777777", "ALER", 18000, day("2025-03-10"))
    code = qr_code(notice.qr_content)
    assert code == segno.make_qr(notice.qr_content, error="m", boost_error=False)
    kind, _, image = notice.qr_image().partition(",")
    assert kind.startswith("data:image/svg+xml")
    svg = (base64.b64decode if "base64" in kind else unquote_to_bytes)(image).decode()
    assert drawn(svg, len(code.matrix)) == [list(map(bool, row)) for row in code.matrix]


def drawn(svg: str, size: int) -> list[list[bool]]:
    """The modules that the horizontal strokes of an image fill, border left out."""
    modules = [[False] * size for _ in range(size)]
    [path] = re.findall(r" d='([^']+)'", svg)
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
        steps = [float(it) for it in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "M":
            x, y = steps
        elif command == "m":
            x, y = x + steps[0], y + steps[1]
        else:
            for column in range(int(x), int(x + steps[0])):
                modules[int(y) - 4][column - 4] = True
            x += steps[0]
    return modules

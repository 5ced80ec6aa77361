"""pagoPA reporting flows: read whole, or refused whole with every fault named."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azione0.refused import Refused
from ledger.files.pagopa import FlowLine, read_flow
from ledger.files.recognise import PAGOPA_NAMESPACE

ALER = {"77777777777": "aler-bcm"}
EXAMPLE = (Path(__file__).parent / "samples/flusso-2021-11-21.xml").read_bytes()
SEVERAL = "flusso-piu-pagamenti.xml"


def refusal(content):
    with pytest.raises(Refused) as refused:
        read_flow(content, ALER)
    return refused.value


def test_the_public_example_pays_one_notice(sample):
    flow = read_flow(sample("flusso-2021-11-21.xml"), ALER)
    assert flow.key == (
        "2021-11-21ABI00000-AABB648200001295",
        "B:ABI00000",
        "aler-bcm",
    )
    assert flow.written_at == datetime(2021, 11, 21, 23, 37, 32, tzinfo=UTC)
    assert flow.settled_on == date(2021, 11, 21)
    assert flow.lines == (
        FlowLine(
            iuv="12210209926737900",
            iur="2130101502302932577",
            index=1,
            amount_cents=123456,
            outcome="0",
            paid_on=date(2021, 11, 21),
        ),
    )


def test_one_receipt_may_cover_several_shares_and_a_revocation(sample):
    flow = read_flow(sample(SEVERAL), ALER)
    assert [line.index for line in flow.lines] == [1, 2, 1, 1, 1]
    assert [line.is_revoked for line in flow.lines] == [False] * 4 + [True]
    assert sum(line.amount_cents for line in flow.lines) == flow.total_cents == 31550


def test_a_payment_and_its_revocation_share_a_receipt_in_one_flow(sample):
    same = [(">01000000001234803<", ">01000000001234601<"), (">IUR-D<", ">IUR-B<")]
    flow = read_flow(sample(SEVERAL, *same), ALER)
    assert [line.iur for line in flow.lines].count("IUR-B") == 2


def test_an_offset_on_the_day_of_payment_does_not_move_it(sample):
    assert read_flow(sample(SEVERAL), ALER).lines[3].paid_on == date(2026, 3, 11)


def test_a_prefix_changes_nothing(sample):
    content = sample("flusso-2021-11-21.xml").decode()
    prefixed = (
        (content.replace("</", "</p:").replace("<", "<p:").replace("<p:/p:", "</p:"))
        .replace("<p:?xml", "<?xml")
        .replace("xmlns=", "xmlns:p=")
    )
    assert read_flow(prefixed.encode(), ALER) == read_flow(content.encode(), ALER)


def test_totals_that_disagree_refuse_the_flow_with_both_figures(sample):
    refused = refusal(sample(SEVERAL, (">315.50<", ">335.50<")))
    assert str(refused) == "Il flusso dichiara 335,50 €, le righe sommano 315,50 €."


@pytest.mark.parametrize("total", ["31550", "31550.00"])
def test_a_total_in_cents_is_refused_and_recognised(sample, total):
    refused = refusal(sample(SEVERAL, (">315.50<", f">{total}<")))
    [line] = refused.lines
    assert line.field == "importoTotalePagamenti"
    assert "centesimi" in line.expected + str(refused)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        (">1.1<", ">1.2<", "versioneOggetto"),
        (">2026-03-12PPAYITR1XXX-S000000042<", ">a b<", "identificativoFlusso"),
        (">2026-03-13T00:12:00<", ">2026-03-13<", "dataOraFlusso"),
        (">2026-03-12<", ">12/03/2026<", "dataRegolamento"),
        (">B<", ">X<", "istitutoMittente"),
        (">G<", ">A<", "istitutoRicevente"),
        (">77777777777<", ">11111111111<", "codiceIdentificativoUnivoco"),
        (">5<", ">4<", "numeroTotalePagamenti"),
        (">5<", "><", "numeroTotalePagamenti"),
        (">IUR-B<", "><", "identificativoUnivocoRiscossione"),
        (">95.50<", ">95,50<", "singoloImportoPagato"),
        (">95.50<", ">-95.50<", "singoloImportoPagato"),
        (">-40.00<", ">40.00<", "singoloImportoPagato"),
        (">9<", ">7<", "codiceEsitoSingoloPagamento"),
        (">2<", ">6<", "indiceDatiSingoloPagamento"),
        (">2<", ">1<", "identificativoUnivocoVersamento"),
        (">2026-03-09<", ">2026-02-30<", "dataEsitoSingoloPagamento"),
    ],
)
def test_a_field_against_the_rules_is_named(sample, before, after, field):
    lines = refusal(sample(SEVERAL, (before, after))).lines
    assert field in " ".join(line.field for line in lines)


def test_all_faults_of_a_flow_are_named_at_once_with_their_lines(sample):
    changes = [(">1.1<", ">2<"), (">95.50<", ">x<"), (">IUR-C<", ">I C<")]
    refused = refusal(sample(SEVERAL, *changes))
    assert [(line.where, line.field) for line in refused.lines] == [
        ("riga 2, flusso", "versioneOggetto"),
        ("riga 39, pagamento 3", "singoloImportoPagato"),
        ("riga 46, pagamento 4", "identificativoUnivocoRiscossione"),
    ]
    assert refused.lines[1].value == "x"


def test_a_field_written_twice_is_refused(sample):
    twice = "<versioneOggetto>1.0</versioneOggetto><versioneOggetto>1.1<"
    refused = refusal(sample(SEVERAL, ("<versioneOggetto>1.1<", twice)))
    assert refused.lines[0].value == "1.0 | 1.1"


def test_a_flow_without_payments_is_refused():
    empty = f'<FlussoRiversamento xmlns="{PAGOPA_NAMESPACE}"/>'
    fields = [line.field for line in refusal(empty.encode()).lines]
    assert "datiSingoliPagamenti" in fields


def test_the_check_digits_of_an_iuv_are_not_looked_at(sample):
    content = sample(SEVERAL, (">01000000001234519<", ">12345678901233<"))
    assert read_flow(content, ALER).lines[0].iuv == "12345678901233"


def test_a_creditor_not_configured_is_not_shown_whole(sample):
    refused = refusal(sample(SEVERAL, (">77777777777<", ">11111111111<")))
    assert "non è tra quelli configurati" in str(refused)
    assert "11111111111" not in repr(refused.lines)


@given(place=st.integers(0, 1800), sign=st.integers(0, 255), size=st.integers(0, 3))
def test_a_damaged_flow_is_read_or_refused_never_anything_else(place, sign, size):
    content = EXAMPLE[:place] + bytes([sign]) * size + EXAMPLE[place + 1 :]
    try:
        flow = read_flow(content, ALER)
    except Refused:
        return
    assert sum(line.amount_cents for line in flow.lines) == flow.total_cents

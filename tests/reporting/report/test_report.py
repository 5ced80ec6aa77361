"""The validation report: from an archive whose truth is known to a page and a PDF."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import chain
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from click.testing import CliRunner
from postman import NOW, at, open_house

from azione0.commands import main
from azione0.store import Cause
from reporting.commands import analysing
from reporting.histories.told import Estate
from reporting.invented.estate import of_panel, of_waits
from reporting.invented.names import DEEP, Names
from reporting.invented.post import envelopes, take_in
from reporting.invented.through import by_letters
from reporting.report import safe, sentences
from reporting.report.findings import find
from reporting.report.given import given, programme
from reporting.report.making import NothingTold, make_report, plan_of, read_place
from reporting.report.page import report_page, to_pdf
from reporting.report.plan import AnalysisPlan, WrongPlan, read_plan
from reporting.report.spent import WrongCosts, read_costs
from reporting.validation.interval import TooFew
from reporting.validation.months import last_day
from reporting.validation.panel import NEVER
from reporting.validation.planted import Plan, draw
from reporting.validation.proportions import proportion
from reporting.validation.trials import FIRST
from reporting.validation.waits import WaitPlan, draw_waits

MONTHS = 36
WORLD = Plan(
    -20_000,
    (*[12] * 5, *[18] * 5, *[NEVER] * 5),
    households=8,
    months=MONTHS,
)
WAITS = WaitPlan(90, MONTHS)
LAST = last_day(FIRST, MONTHS - 1)
ASKED = AnalysisPlan(FIRST, MONTHS, ("B", "C", "D"))


def letters_of(world=WORLD, waits=WAITS, seed=4):
    names, buildings = Names(seed, FIRST), len(world.reached)
    brief = draw_waits(waits, FIRST, seed)
    return chain(
        of_panel(draw(world, seed), names), of_waits(brief, names, MONTHS, buildings)
    ), names


@pytest.fixture(scope="module")
def estate() -> Estate:
    return by_letters(*letters_of())


@pytest.fixture(scope="module")
def found(estate):
    return find(estate, ASKED, LAST)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    letters, names = letters_of()
    with open_house(folder) as house:
        take_in(house.office("reporting"), envelopes(letters, names))
        yield house


def made(house, **asked):
    asked = {"as_of": LAST, "known_at": NOW, "today": NOW.date(), **asked}
    return make_report(house.reporting, **asked)


def test_every_valid_design_holds_what_was_planted(found):
    truth = WORLD.effect_after(3)
    rows = {it.code: it for it in sentences.rows(found)}
    assert list(rows) == list(sentences.NAMES)
    for it in rows.values():
        assert it.interval, it
        if it.valid:
            assert it.interval.covers(truth), it
    assert rows["staircase"].valid
    assert not rows["before_after"].valid
    assert not rows["interrupted"].valid
    assert "più bassa di" in sentences.main_title(found)


def test_the_curve_around_the_arrival_falls_by_what_was_planted(found):
    curve = dict(zip(found.around.places, found.around.cents, strict=True))
    before = sum(curve[it] for it in range(-6, 0)) / 6
    after = sum(curve[it] for it in range(6)) / 6
    assert curve.keys() == set(range(-12, 18))
    assert -30_000 < after - before < -12_000


def test_a_building_is_compared_whole_whoever_came():
    """Some come by themselves: what the building gains is less than what they do."""
    chosen = replace(WORLD, chosen=True, reached=WORLD.reached * 3)
    world = draw(chosen, 4)
    reached = [world.panel.reached[it] != NEVER for it in world.panel.building]
    share = world.shown.came.sum() / sum(reached)
    found = find(by_letters(*letters_of(chosen)), ASKED, LAST)
    truth = WORLD.effect_after(3)
    assert 0.2 < share < 0.6
    assert found.staircase.draw.interval.covers(share * truth)
    assert not found.staircase.draw.interval.covers(truth)
    assert found.matched.effect.interval.covers(truth)


def test_who_was_in_arrears_before_the_plan_is_no_wait(found, estate):
    waits = draw_waits(WAITS, FIRST, 4)
    assert found.cure.everybody.counted == len(waits)
    assert found.cure.cleared.ended == sum(it.cause == "cleared" for it in waits)
    assert found.cure.left.ended == sum(it.cause == "left" for it in waits)
    later = find(estate, replace(ASKED, first=date(2023, 1, 1), months=20), LAST)
    assert later.cure.everybody.counted == sum(
        it.detected_on >= date(2023, 1, 1) for it in waits
    )


def test_a_cohort_that_is_too_young_is_not_counted(found):
    six, twelve, two_years = found.reductions
    came = six.counted + six.missing
    assert six.immature == 0
    assert two_years.immature > 0
    for it in (twelve, two_years):
        assert it.counted + it.missing + it.immature == came
    assert replace(six, before_cents=0).share is None
    assert replace(six, before_cents=200, after_cents=50).share == 0.75


def test_what_was_given_is_counted_and_what_no_letter_says_is_missing(estate):
    told = programme(estate, LAST)
    charged = [it for it in estate.households.values() if it.in_charge_since]
    assert (told.take_up.part, told.take_up.whole) == (len(charged), len(charged))
    assert (told.buildings.part, told.buildings.whole) == (10, 15)
    one = given(charged[0], LAST)
    assert (one.contact_days, one.pact, one.assessment_days) == (1, True, None)
    assert one.reviews_held is None
    assert one.reviews_due == (LAST - charged[0].in_charge_since).days // 91
    assert told.fidelity.missing >= 2 * len(charged)
    assert told.households == sum(
        it.overdue([LAST])[0] is not None for it in estate.households.values()
    )


def test_few_buildings_have_no_interval_and_the_page_says_so(tmp_path):
    few = replace(WORLD, reached=(12, 12, NEVER, NEVER))
    letters, names = letters_of(few)
    with open_house(tmp_path) as house:
        take_in(house.office("reporting"), envelopes(letters, names))
        page = report_page(made(house))
    found = find(by_letters(*letters_of(few)), ASKED, LAST)
    assert found.staircase.draw.possible == 6
    assert found.staircase.draw.interval is None
    assert "nessun confronto valido dà un intervallo" in sentences.main_title(found)
    assert "6 assegnazioni possibili: sotto 20 non c'è intervallo" in text_of(page)
    assert "Gli edifici sono pochi" in page


def test_without_anybody_not_reached_there_is_no_comparison(tmp_path):
    whole = replace(WORLD, reached=(12,) * 6)
    found = find(by_letters(*letters_of(whole)), ASKED, LAST)
    assert found.staircase is found.differences is found.matched is None
    assert found.interrupted is not None
    row = sentences.rows(found)[0]
    assert (row.value, row.note) == (None, sentences.SILENT["staircase"])
    assert "Non si può controllare" in sentences.alike_title(found)


def test_an_archive_of_nobody_says_nothing(tmp_path):
    with open_house(tmp_path) as house:
        with pytest.raises(NothingTold):
            made(house, as_of=None)
        with pytest.raises(TooFew):
            made(house, plan=ASKED)


# The page.


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("&#39;", "'")


def test_the_page_says_its_days_its_plan_and_what_it_cannot_say(archive):
    page = report_page(made(archive, plan=ASKED))
    said = text_of(page)
    assert "Dati inventati: nessun nucleo" in said
    assert "Dati al 31/12/2024, noti al 01/12/2026 09:00" in said
    assert ASKED.digest in said
    assert "non registrato" in said
    assert "Quanto costa non si può dire" in said
    assert "Che cosa non si può concludere" in said
    assert "Non si sa, perché nessuno l'ha scritto nella scheda" in said
    for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        picture = ET.fromstring(svg)  # noqa: S314  drawn by us
        assert picture.find("{*}title").text
        assert "nan" not in svg
    assert len(re.findall("<svg", page)) == 5
    assert "<script" not in page
    assert not re.search(r"(src|href)=", page)
    assert "mondo-inventato" not in page
    household = str(Names(4, FIRST).household(DEEP, 0))
    assert household not in page


def test_the_same_archive_gives_the_same_page_and_the_same_pdf(archive):
    one, two = (report_page(made(archive, plan=ASKED)) for _ in range(2))
    assert one == two
    pytest.importorskip("weasyprint")
    assert to_pdf(one) == to_pdf(two)


def test_it_is_english_for_who_asks(archive, monkeypatch):
    monkeypatch.setenv("AZIONE0_LANG", "en")
    said = text_of(report_page(made(archive, plan=ASKED)))
    assert "What cannot be concluded" in said
    for italian in ("morosità", "edifici", "nuclei", "mesi"):
        assert italian not in said


def test_what_was_known_earlier_is_what_the_report_tells(archive):
    early = made(archive, as_of=last_day(FIRST, 20), known_at=at("2023-06-01"))
    assert early.found.plan.months == 21
    assert early.estate.letters < made(archive).estate.letters
    # Nothing of June and later was written down by then: arrears stand still.
    values = early.found.seen.panel.values
    values = values[np.isfinite(values).all(axis=1)]
    assert (values[:, 16:] == values[:, [16]]).all()
    assert (values[:, 15] != values[:, 16]).any()


def test_a_plan_that_goes_beyond_the_data_is_refused(archive):
    with pytest.raises(WrongPlan, match="01/2025"):
        made(archive, plan=replace(ASKED, months=MONTHS + 1))


def test_a_plan_that_follows_from_the_data_takes_only_whole_months(archive, estate):
    assert plan_of(estate, LAST) == replace(ASKED, bands=("B", "C", "D"))
    assert plan_of(estate, LAST - timedelta(1)).months == MONTHS - 1
    assert plan_of(Estate(), date(2025, 3, 15)).months == 1


# Registration.


@pytest.mark.parametrize(
    ("written", "said"),
    [("2022-12-31", "registrato prima dei dati"), ("2023-01-01", "registrato dopo")],
)
def test_a_plan_counts_as_proof_only_if_it_was_there_before(
    archive, monkeypatch, written, said
):
    """Buildings were first reached on 1 January 2023, in Rome an hour before UTC."""
    asked = replace(ASKED, seed=int(written.replace("-", "")))
    reporting = archive.reporting
    register(reporting, asked)
    first = reporting.registration_of(asked.digest)
    register(reporting, asked)
    assert reporting.registration_of(asked.digest) == first
    moment = at(written)
    monkeypatch.setattr(
        type(reporting),
        "registration_of",
        lambda self, digest: moment if digest == asked.digest else None,
    )
    assert said in text_of(report_page(made(archive, plan=asked)))
    other = replace(asked, follow=5)
    assert "non registrato" in text_of(report_page(made(archive, plan=other)))


def register(reporting, plan):
    with reporting.transaction(Cause("board", f"register/{plan.digest}")):
        reporting.register_plan(plan.text, plan.digest, NOW.date())


def test_the_hash_is_that_of_the_text_and_every_choice_is_in_it():
    assert ASKED.digest == sha256(ASKED.text.encode()).hexdigest()
    assert json.loads(ASKED.text)["first"] == "2022-01-01"
    others = {
        replace(ASKED, **it).digest
        for it in (
            {"first": date(2022, 2, 1)},
            {"months": 35},
            {"bands": ("C", "D")},
            {"baseline": 5},
            {"follow": 7},
            {"designs": ("staircase",)},
            {"seed": 2},
        )
    }
    assert len(others) == 7
    assert ASKED.digest not in others


@pytest.mark.parametrize(
    "text",
    [
        "",
        "first = 2022-01-01",
        "first = 2022-01-02\nmonths = 5",
        "first = 2022-01-01\nmonths = 0",
        "first = 2022-01-01\nmonths = true",
        'first = "2022-01-01"\nmonths = 5',
        "first = 2022-01-01T00:00:00\nmonths = 5",
        "first = 2022-01-01\nmonths = 500",
        "first = 2022-01-01\nmonths = 5\nbands = []",
        'first = 2022-01-01\nmonths = 5\nbands = ["E"]',
        'first = 2022-01-01\nmonths = 5\nbands = "BC"',
        'first = 2022-01-01\nmonths = 5\ndesigns = ["luck"]',
        "first = 2022-01-01\nmonths = 5\nhope = 1",
        "no toml",
    ],
)
def test_a_plan_that_cannot_be_followed_is_refused(tmp_path, text):
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongPlan):
        read_plan(path)


def test_the_commands_register_and_write(tmp_path, monkeypatch):
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path))
    letters, names = letters_of(replace(WORLD, households=2), WaitPlan(5, MONTHS))
    with open_house(tmp_path) as house:
        take_in(house.office("reporting"), envelopes(letters, names))
    plan = tmp_path / "plan.toml"
    plan.write_text('first = 2022-01-01\nmonths = 36\nbands = ["B", "C", "D"]\n')
    asked = ["reporting", "register", str(plan)]
    first, again = (CliRunner().invoke(main, asked) for _ in range(2))
    assert first.exit_code == 0, first.output
    assert ASKED.digest in first.output
    assert again.output == first.output
    asked = ["reporting", "validation", "--plan", str(plan), "--format", "html"]
    asked += ["--as-of", "2024-12-31", "--output", str(tmp_path / "out")]
    said = CliRunner().invoke(main, asked)
    assert said.exit_code == 0, said.output
    assert [it.name for it in (tmp_path / "out").iterdir()] == ["validation.html"]
    assert "registrato dopo" in (tmp_path / "out/validation.html").read_text()
    plan.write_text("months = 1\n")
    refused = CliRunner().invoke(main, asked)
    assert refused.exit_code == 2
    assert "almeno first e months" in refused.output


def test_a_machine_without_templates_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(analysing, "find_spec", lambda name: None)
    with pytest.raises(analysing.NoAnalysis, match="report"):
        analysing.need_pages()


# Costs, the place, and small numbers.

COSTS = """
until = 2024-12-31
cost_cents = 1_000_000
recovered_cents = 250_000
[social]
outcomes_cents = [800_000]
deadweight = ["0", "0.5", "1"]
attribution = ["0", "0", "0"]
drop = ["0", "0", "0"]
discount = ["0", "0", "0"]
"""


def test_costs_are_told_where_they_are_given(archive, tmp_path):
    path = tmp_path / "costs.toml"
    path.write_text(COSTS, encoding="utf-8")
    spent = read_costs(path, 40)
    assert spent.per_case.per_case_cents == 25_000
    assert spent.per_case.per_recovered == 4
    assert spent.social.ratio == Decimal("0.4")
    assert spent.social.greatest == Decimal("0.8")
    said = text_of(report_page(made(archive, costs=path)))
    assert "Ogni caso è costato" in said
    assert "Ritorno sociale (K15): 0,4 euro per euro" in said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("until = 2024-12-31", 'until = "2024"'),
        ("cost_cents = 1_000_000", "cost_cents = 1.5"),
        ("cost_cents = 1_000_000", "cost_cents = -1"),
        ("recovered_cents", "#"),
        ('drop = ["0", "0", "0"]', 'drop = ["0", "0"]'),
        ('drop = ["0", "0", "0"]', 'drop = ["0", "2", "3"]'),
        ('drop = ["0", "0", "0"]', 'drop = ["0", "x", "0"]'),
        ('drop = ["0", "0", "0"]', ""),
        ("until", "no toml"),
    ],
)
def test_costs_that_cannot_be_are_refused(tmp_path, old, new):
    path = tmp_path / "costs.toml"
    path.write_text(COSTS.replace(old, new), encoding="utf-8")
    if new == "#":
        assert read_costs(path, 40).per_case.per_recovered is None
        return
    with pytest.raises(WrongCosts):
        read_costs(path, 40)
    with pytest.raises(WrongCosts):
        read_costs(path, 0)


def test_the_sheet_of_the_place_is_told_and_escaped(archive, tmp_path):
    path = tmp_path / "place.toml"
    path.write_text(
        'estate = "Torre <b>"\ndwellings = 180\nservices_before = ["a", "b"]\n'
        "[tenure_mix]\npublic = 0.8\nprivate = 0.2\n",
        encoding="utf-8",
    )
    page = report_page(made(archive, place=path))
    assert "Torre &lt;b&gt;" in page
    assert "public 0.8, private 0.2" in page
    assert "Alloggi pubblici" not in page.partition("Non si sa")[2]
    path.write_text("hope = 1", encoding="utf-8")
    with pytest.raises(WrongPlan):
        read_place(path)
    path.write_text("no toml", encoding="utf-8")
    with pytest.raises(WrongPlan):
        read_place(path)


def test_no_small_number_gets_out():
    assert safe.alone(4) == safe.HIDDEN
    assert [safe.alone(0), safe.alone(5)] == ["0", "5"]
    assert safe.line([3, 40]) == [safe.HIDDEN, safe.HIDDEN]
    assert safe.line([0, 40]) == ["0", "40"]
    assert safe.share(proportion(3, 40)) == (safe.HIDDEN, "", "")
    assert safe.share(proportion(38, 40)) == (safe.HIDDEN, "", "")
    assert safe.share(proportion(10, 40))[2] == "10 / 40"
    assert safe.share(None)[0] == "non c'è"
    hidden = safe.table([[2, 30], [20, 30]])
    assert hidden[0][0] == safe.HIDDEN
    assert sum(cell == safe.HIDDEN for row in hidden for cell in row) >= 4

"""
The model leaves without anybody in it, and comes to another estate as proposals.

commands/model.py → ledger/model.py, intake/model.py → commands/model.py elsewhere
"""

import json
import re
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from uuid import UUID

import jsonschema
import pytest
from canary import files_below, found_in
from click.testing import CliRunner
from front_desk import ALER, letter, tenancy
from people_desk import ANNA

from azione0.commands import main
from azione0.contract import SERVICES
from azione0.house import House
from azione0.leaving import NotEmpty
from azione0.model.about import explain
from azione0.model.folder import DamagedModel, NotAModel, OtherModel, write
from azione0.model.names import (
    Name,
    Names,
    WrongNames,
    names_to_fill_in,
    read_names,
)
from azione0.model.part import FITS, LEFT_OUT, PROPOSED, TAKEN, WANTED
from azione0.model.taking import ModelRefused, names_asked, take
from azione0.store import Cause
from intake.governance.target import Exclusion
from ledger.rulebook import RULEBOOK_ID, Rulebook
from workshops.labs.template import Outline

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
FROM, ON, THERE = date(2025, 1, 1), date(2026, 3, 1), date(2026, 6, 1)
HOUSEHOLD = UUID("00000000-0000-4000-8000-00000000c0de")
PERSON = UUID("00000000-0000-4000-8000-00000000beef")
SOCIAL = "social_file"
BUDGET = Outline("family_budget", "Conti di casa", ("know_outgoings",), 6, 120, 12)
NAMES = Names(
    {
        Name("organisations", "la-rete"): ("onlus-mantova",),
        Name("buildings", "torre-cimabue"): ("palazzo-a", "palazzo-b"),
        Name("buildings", "casa-rossa"): ("palazzo-b",),
        Name("creditors", "aler-bcm"): ("aler-mn",),
        Name("programmes", "BS-1"): (),
    }
)
#: What only somebody's file, desk or minutes hold.
CANARIES = {
    "surname": "Quagliotti",
    "code": ANNA["codice_fiscale"],
    "address": ANNA["address"],
    "dwelling": "D1-canarino",
    "worker": "operatrice.canarina",
    "facilitator": "00000000-0000-4000-8000-00000fac1117",
    "minutes": "CdR 7/2025 canarino",
    "mail": "dpo.canarino@comune.example",
    "phone": "030 2977381",
    "household": str(HOUSEHOLD),
    "person": str(PERSON),
    "place": "Sala Canarini, via Quaglie 7",
    "reader": "comune/canarino",
}


def lived(house):
    """Have five services decide, load, plan and meet people; give the house."""
    worker = Cause(CANARIES["worker"], "lived")
    with house.intake.transaction(worker):
        it = house.intake
        it.adopt_policy(
            "2025/1",
            {"call_days": "4", "grace_days": "12", "legal_interest_bp_2027": "125"},
            FROM,
            CANARIES["minutes"],
        )
        it.adopt_target(
            organisation_id="la-rete",
            decision_ref=CANARIES["minutes"],
            buildings=["torre-cimabue", "casa-rossa"],
            bands=["B", "C"],
            creditors=["aler-bcm"],
            excluded=[
                Exclusion("building", "casa-rossa", "works"),
                Exclusion("household", str(HOUSEHOLD), "guardianship"),
            ],
            valid_from=FROM,
        )
        over = it.adopt_target(
            organisation_id="la-rete",
            decision_ref="old",
            buildings=["finita"],
            bands=["D"],
            valid_from=date(2025, 1, 2),
        )
        it.supersede_target(over, date(2025, 6, 1))
        it.publish_notice(SOCIAL, "0", "Una versione di prima.", FROM)
        text = (
            "Il titolare è il Comune (D.Lgs. 196/2003, dal 2026-01-01). "
            f"Scrivere a {CANARIES['mail']} o chiamare {CANARIES['phone']}."
        )
        it.publish_notice(SOCIAL, "1", text, date(2026, 1, 1))
        it.mandate_organisation("comune-brescia", "lead", FROM)
        it.seat(CANARIES["reader"], "comune-brescia", "chair", date(2026, 2, 1))
    house.hand_in("intake", [letter(tenancy(dwelling_id=CANARIES["dwelling"]))])
    household_id = house.intake.household_of(ALER, "T1")
    with house.intake.transaction(Cause(CANARIES["worker"], "person")):
        person = ANNA | {"surname": CANARIES["surname"], "codice_fiscale": None}
        house.intake.register_person(household_id, person, FROM)
    with house.workshops.transaction(worker):
        it = house.workshops
        it.load_catalogue({"conti_di_casa": BUDGET}, FROM)
        workshop_id = it.plan_from_template(
            "conti_di_casa",
            "elefanti-volanti",
            date(2026, 4, 1),
            ON,
            place=CANARIES["place"],
            facilitators=[UUID(CANARIES["facilitator"])],
        )
        it.enrol(workshop_id, HOUSEHOLD, ON, person_id=PERSON)
    with house.employment.transaction(worker):
        it = house.employment
        it.adopt_programme("BS-1", "local", {}, "Comune di Brescia", FROM)
        it.open_pathway(PERSON, HOUSEHOLD, "BS-1", ON)
    house.deliver()
    return house


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    environ = {"AZIONE0_DATA": str(tmp_path_factory.mktemp("origin"))}
    with House(environ, clock=lambda: NOW) as house:
        yield lived(house)


@pytest.fixture(scope="module")
def written(origin, tmp_path_factory):
    place = tmp_path_factory.mktemp("written") / "model"
    for kind in SERVICES:
        write(origin.office(kind), place, ON)
    explain(place, origin.offices)
    return place


@pytest.fixture
def folder(written, tmp_path):
    return Path(copytree(written, tmp_path / "model"))


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """A new installation in which every model is refused."""
    environ = {"AZIONE0_DATA": str(tmp_path_factory.mktemp("untouched"))}
    with House(environ, clock=lambda: NOW) as house:
        yield house


@pytest.fixture
def elsewhere(tmp_path, database_url):
    """A new installation; its front office on each of the stores."""
    environ = {
        "AZIONE0_DATA": str(tmp_path / "elsewhere"),
        "AZIONE0_INTAKE_DB": database_url,
    }
    with House(environ, clock=lambda: NOW) as house:
        yield house


def items(folder, kind, name):
    return json.loads((folder / kind / f"{name}.json").read_text(encoding="utf-8"))


def taken(folder, house, **told):
    told = {"on": THERE, "by": "mantova", "names": NAMES} | told
    return {
        (it.kind, it.part): it.outcomes for it in take(folder, house.offices, **told)
    }


def heads(house):
    return {
        kind: office.store.max_notification_id()
        for kind, office in house.offices.items()
    }


def test_nobody_is_in_it(folder, origin):
    written = files_below(folder)
    assert len(written) > 20
    for path, content in written.items():
        assert not found_in(content, CANARIES.values()), path
        assert not re.search(rb"[0-9a-f]{8}-[0-9a-f]{4}-", content), path
    for office in origin.offices.values():
        with office.store.reading() as session:
            rows = session.execute("SELECT DISTINCT actor FROM events")
        actors = {actor for (actor,) in rows if actor}
        for path, content in written.items():
            assert not found_in(content, actors), path
    # The canaries are there to be found, where they belong.
    assert origin.intake.notices_on(ON)[0].text.count("canarino") == 1


def test_it_tells_what_counts_and_nothing_else(folder):
    [target] = items(folder, "intake", "targets")
    assert target["buildings"] == ["casa-rossa", "torre-cimabue"]
    assert target["excluded_buildings"] == [
        {"building": "casa-rossa", "reason": "works"}
    ]
    assert target["household_reasons"] == ["guardianship"]
    of_intake = {it["name"]: it["value"] for it in items(folder, "intake", "figures")}
    of_ledger = {it["name"]: it["value"] for it in items(folder, "ledger", "figures")}
    assert of_intake["call_days"] == "4"
    assert "grace_days" not in of_intake
    assert (of_ledger["grace_days"], of_ledger["counts_current_bills"]) == ("12", "1")
    assert of_ledger["legal_interest_bp_2027"] == "125"
    [notice] = items(folder, "intake", "notices")
    assert notice["text"] == (
        "Il titolare è il Comune (D.Lgs. 196/2003, dal 2026-01-01). "
        "Scrivere a [...] o chiamare [...]."
    )
    [template] = items(folder, "workshops", "catalogue")
    assert template["code"] == "conti_di_casa"


def test_every_file_is_of_its_schema_and_explained(folder):
    for kind in SERVICES:
        manifest = json.loads((folder / kind / "manifest.json").read_text())
        assert manifest["as_of"] == "2026-03-01"
        for name in manifest["parts"]:
            schema = folder / kind / "schemas" / f"{name}.schema.json"
            jsonschema.validate(
                items(folder, kind, name), json.loads(schema.read_text())
            )
            for page in ("LEGGIMI.md", "README.md"):
                assert f"{kind}/{name}.json" in (folder / page).read_text()
    assert "I parametri del registro" in (folder / "LEGGIMI.md").read_text()
    assert "I parametri" not in (folder / "README.md").read_text()


def test_it_is_proposed_elsewhere_and_adopted_by_the_board_there(folder, elsewhere):
    outcomes = taken(folder, elsewhere)
    states = {part: {it.state for it in said} for part, said in outcomes.items()}
    assert states["intake", "targets"] == {PROPOSED}
    assert states["intake", "figures"] == {PROPOSED}
    assert states["ledger", "figures"] == {PROPOSED, FITS}
    assert states["workshops", "catalogue"] == {TAKEN}
    assert states["intake", "notices"] == states["reporting", "context"] == {WANTED}
    assert {it.state for it in outcomes["employment", "programmes"]} == {FITS, LEFT_OUT}
    intake = elsewhere.intake
    # Nothing counts yet.
    assert intake.policies() == []
    [draft] = intake.targets()
    assert (draft.status, draft.decision_ref) == ("draft", None)
    assert draft.criteria.organisation_id == "onlus-mantova"
    assert draft.criteria.buildings == ["palazzo-a", "palazzo-b"]
    assert draft.criteria.creditors == ["aler-mn"]
    assert draft.criteria.excluded == [Exclusion("building", "palazzo-b", "works")]
    assert draft.criteria.valid_from == THERE
    [proposal] = intake.proposals()
    assert proposal.status == "proposed"
    assert {it.name: it.value for it in proposal.figures}["grace_days"] == "12"

    with intake.transaction(Cause("board", "adopt")):
        intake.mandate_organisation("onlus-mantova", "partner", FROM)
        intake.adopt_draft(draft.definition_id, "MN 1")
        intake.adopt_proposal(proposal.proposal_id, THERE, "MN 2")
    elsewhere.deliver()
    counting = {it.name: it.value for it in intake.figures(THERE)}
    assert counting["call_days"] == "4"
    rules = elsewhere.ledger.get(Rulebook, RULEBOOK_ID).rules
    assert rules.at(THERE).grace_days == 12
    assert rules.legal_rates().on(date(2027, 5, 1)).basis_points == 125


def test_taken_twice_it_changes_nothing(folder, elsewhere):
    taken(folder, elsewhere)
    before = heads(elsewhere)
    again = taken(folder, elsewhere, on=date(2026, 7, 1))
    assert heads(elsewhere) == before
    states = {it.state for said in again.values() for it in said}
    assert not states & {TAKEN}
    assert {it.state for it in again["intake", "figures"]} == {FITS}
    assert {it.state for it in again["intake", "targets"]} == {FITS}


def test_adopted_and_written_again_it_is_the_same(folder, elsewhere, tmp_path):
    same = Names({it: (it.word,) for it in names_asked(folder, elsewhere.offices)})
    taken(folder, elsewhere, names=same)
    intake = elsewhere.intake
    [draft], [proposal] = intake.targets(), intake.proposals()
    with intake.transaction(Cause("board", "adopt")):
        intake.mandate_organisation("la-rete", "partner", FROM)
        intake.adopt_draft(draft.definition_id, "MN 1")
        intake.adopt_proposal(proposal.proposal_id, THERE)
    elsewhere.deliver()
    for kind in SERVICES:
        write(elsewhere.office(kind), tmp_path / "again", THERE)
    for kind in SERVICES:
        for name in json.loads((folder / kind / "manifest.json").read_text())["parts"]:
            if name == "notices":
                continue
            first, again = (
                [_without(it) for it in items(place, kind, name)]
                for place in (folder, tmp_path / "again")
            )
            assert again == first, (kind, name)


def _without(item):
    """Leave out what is said anew elsewhere: versions of policies, days, reasons."""
    anew = ("policy_version", "valid_from", "household_reasons")
    return {name: value for name, value in item.items() if name not in anew}


def test_what_only_brescia_knows_is_asked_for(folder, untouched):
    before = heads(untouched)
    with pytest.raises(ModelRefused) as refused:
        taken(folder, untouched, names=Names())
    assert {(it.field, it.value) for it in refused.value.lines} == {
        ("organisations", "la-rete"),
        ("buildings", "casa-rossa"),
        ("buildings", "torre-cimabue"),
        ("creditors", "aler-bcm"),
        ("programmes", "BS-1"),
    }
    assert heads(untouched) == before


CHANGED = {"scheme": "path", "levels": {"1": -7}}
WRONG = [
    ("intake", "figures", {"name": "call_days", "value": "soon"}, "value"),
    ("intake", "figures", {"name": "grace_days", "value": "1"}, "name"),
    ("ledger", "figures", {"name": "patience", "value": "1"}, "name"),
    ("ledger", "figures", {"name": "surplus_rule", "value": "gift"}, "value"),
    ("ledger", "figures", {"name": "legal_interest_bp_2025", "value": "9"}, "value"),
    ("intake", "targets", {"bands": ["Z"]}, "criteria"),
    ("intake", "purposes", {"retention_years": 1}, "retention"),
    ("intake", "purposes", {"code": "gossip"}, "code"),
    ("intake", "matrix", {"version": "9"}, "version"),
    ("intake", "notices", {"purpose": "gossip"}, "purpose"),
    ("workshops", "catalogue", {"kind": "magic"}, "outline"),
    ("workshops", "catalogue", {"code": "Two Words"}, "outline"),
    ("workshops", "affordability", {"version": "progetto-9"}, "version"),
    ("workshops", "questionnaires", {"version": "1999"}, "version"),
    ("employment", "programmes", CHANGED | {"code": "GOL"}, "code"),
    ("employment", "programmes", CHANGED | {"code": "NEW"}, "terms"),
    ("employment", "rules", {"rules": "placements", "figures": {}}, "figures"),
    ("employment", "pathway", {"about": "obstacles", "words": ["fate"]}, "words"),
    ("reporting", "indicators", {"version": 99}, "version"),
    ("reporting", "context", {"field": "weather"}, "field"),
]


@pytest.mark.parametrize(("kind", "name", "change", "field"), WRONG)
def test_what_does_not_fit_is_named_and_nothing_is_taken(
    kind, name, change, field, folder, untouched
):
    rewrite(folder, kind, name, lambda told: [told[0] | change, *told[1:]])
    before = heads(untouched)
    with pytest.raises(ModelRefused) as refused:
        taken(folder, untouched)
    [line] = [it for it in refused.value.lines if it.where.startswith(f"{kind}/")]
    assert line.where.startswith(f"{kind}/{name}.json")
    assert line.field.startswith(field)
    assert heads(untouched) == before


def rewrite(folder, kind, name, change, **manifest):
    """Change a part as somebody would who also changes its digest."""
    path = folder / kind / f"{name}.json"
    path.write_text(json.dumps(change(json.loads(path.read_text()))))
    place = folder / kind / "manifest.json"
    told = json.loads(place.read_text())
    told["parts"][name]["sha256"] = sha256(path.read_bytes()).hexdigest()
    told["parts"][name] |= manifest
    place.write_text(json.dumps(told))


def test_a_name_of_no_use_is_refused(folder, elsewhere):
    two = Names({**NAMES.said, Name("organisations", "la-rete"): ("a", "b")})
    with pytest.raises(ModelRefused) as refused:
        taken(folder, elsewhere, names=two)
    assert [it.field for it in refused.value.lines] == ["organisations"]
    # Without a creditor it would seek the debtors of every one.
    nobody = Names({**NAMES.said, Name("creditors", "aler-bcm"): ()})
    with pytest.raises(ModelRefused) as refused:
        taken(folder, elsewhere, names=nobody)
    assert [it.field for it in refused.value.lines] == ["creditors"]
    left = Names({**NAMES.said, Name("organisations", "la-rete"): ()})
    assert [
        it.state for it in taken(folder, elsewhere, names=left)["intake", "targets"]
    ] == [LEFT_OUT]


def test_a_part_that_does_not_fit_can_be_left_where_it_is(folder, elsewhere):
    rewrite(folder, "intake", "matrix", list, version=2)
    rewrite(folder, "ledger", "figures", list, version=2)
    outcomes = taken(folder, elsewhere, without={"intake/matrix", "ledger/figures"})
    assert ("intake", "matrix") not in outcomes
    [proposal] = elsewhere.intake.proposals()
    assert "grace_days" not in {it.name for it in proposal.figures}


def test_what_is_no_whole_model_is_refused(folder, untouched, tmp_path):
    before = heads(untouched)
    with pytest.raises(NotAModel):
        taken(tmp_path / "nothing", untouched)
    rewrite(folder, "ledger", "figures", list, version=2)
    with pytest.raises(OtherModel, match="ledger/figures"):
        taken(folder, untouched)
    rewrite(folder, "ledger", "figures", list, version=1)
    rewrite(folder, "ledger", "figures", lambda told: [told[0] | {"mood": "1"}])
    with pytest.raises(DamagedModel, match="mood"):
        taken(folder, untouched)
    (folder / "ledger" / "figures.json").write_text("[]")
    with pytest.raises(DamagedModel, match="figures"):
        taken(folder, untouched)
    (folder / "ledger" / "figures.json").unlink()
    with pytest.raises(DamagedModel, match="figures"):
        taken(folder, untouched)
    (folder / "ledger" / "manifest.json").write_text("{")
    with pytest.raises(NotAModel):
        taken(folder, untouched)
    assert heads(untouched) == before


def test_a_partner_writes_its_own_part_and_takes_its_own(origin, tmp_path):
    ours, theirs = tmp_path / "ledger-only", tmp_path / "all"
    write(origin.office("ledger"), ours, ON)
    with pytest.raises(NotEmpty):
        write(origin.office("ledger"), ours, ON)
    for place in (ours, theirs):
        if place == theirs:
            write(origin.office("intake"), theirs, ON)
            copytree(ours / "ledger", theirs / "ledger")
    environ = {"AZIONE0_DATA": str(tmp_path / "elsewhere")}
    with House(environ, clock=lambda: NOW, kinds=("intake",)) as house:
        taken(theirs, house)
        [proposal] = house.intake.proposals()
        # The ledger is elsewhere, and its figures are proposed all the same.
        assert {"grace_days", "call_days"} <= {it.name for it in proposal.figures}


def test_the_three_commands(origin, tmp_path, monkeypatch):
    data = origin.office("intake").settings.data
    monkeypatch.setenv("AZIONE0_DATA", str(data))
    run = CliRunner().invoke
    out = str(tmp_path / "out")
    told = run(main, ["model", "export", out, "--on", "2026-03-01"])
    assert told.exit_code == 0, told.output
    assert "LEGGIMI.md" in told.output
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path / "new"))
    told = run(main, ["model", "names", out])
    assert told.exit_code == 0, told.output
    asked = tmp_path / "names.toml"
    asked.write_text(told.output)
    told = run(main, ["model", "import", out, "--names", str(asked)])
    assert told.exit_code == 2
    assert "torre-cimabue" in told.output
    asked.write_text(re.sub(r'"(.*)" = ""', r'"\1" = "\1"', asked.read_text()))
    told = run(main, ["model", "import", out, "--names", str(asked), "--check"])
    assert told.exit_code == 0, told.output
    told = run(main, ["model", "import", out, "--names", str(asked)])
    assert told.exit_code == 0, told.output
    assert "decide la cabina di regia" in told.output
    told = run(main, ["model", "import", out, "--service", "gossip"])
    assert told.exit_code == 2


@pytest.mark.parametrize(
    "text", ["[buildings]\nx = 1", "buildings = 1", "[", "[buildings]\nx = [1]"]
)
def test_a_file_of_names_that_cannot_be_read_is_refused(text, tmp_path):
    path = tmp_path / "names.toml"
    path.write_text(text)
    with pytest.raises(WrongNames):
        read_names(path)


def test_a_file_of_names_says_what_was_filled_in(tmp_path):
    asked = [Name("buildings", 'la "torre"'), Name("creditors", "x")]
    path = tmp_path / "names.toml"
    path.write_text(names_to_fill_in(asked))
    assert read_names(path).unsaid(asked) == asked
    path.write_text(
        '[buildings]\n"la \\"torre\\"" = ["a", "b"]\n[creditors]\nx = false\n'
    )
    said = read_names(path)
    assert said.unsaid(asked) == []
    assert said.ours("buildings", 'la "torre"') == ("a", "b")
    assert said.ours("creditors", "x") == ()

"""Programmes, profiles, vacancies and applications as a program sees them over HTTP."""

from datetime import date
from uuid import UUID

import pytest
from granted import grant

from azione0.door.web import create_app
from azione0.house import House
from azione0.store import Cause
from azione0.tokens import Actor, Grant, hash_of, write_tokens
from employment.pathway.esco import occupations, skills

HOUSEHOLD = "00000000-0000-4000-8000-000000000001"
PERSON = "00000000-0000-4000-8000-000000000009"
CLEANER = occupations().search("addetto alle pulizie")[0].code
SKILL = skills().search("lavare i pavimenti")[0].code
ON = "2025-03-03"
PATHWAY = {
    "person_id": PERSON,
    "household_id": HOUSEHOLD,
    "programme_code": "DUL",
    "on": ON,
}
ABILITIES = {
    "occupations": [CLEANER],
    "skills": [SKILL],
    "languages": ["it:A2"],
    "obstacles": ["childcare"],
    "least_hours": 10,
    "most_hours": 30,
    "available_from": ON,
    "on": ON,
}
EMPLOYER = {"reference": "AZ-1", "ateco": "81.21", "place": "017029", "on": ON}
VACANCY = {
    "occupation": CLEANER,
    "contract_kind": "fixed_term",
    "hours_per_week": 20,
    "positions": 1,
    "requirements": [
        {"word": f"skill:{SKILL}", "weight": "must"},
        {"word": "licence:B", "weight": "nice"},
    ],
    "from_on": "2025-04-01",
    "until_on": "2025-06-30",
    "on": ON,
}
JOB = {
    "contract_kind": "permanent",
    "start_on": "2025-05-05",
    "hours_per_week": "20",
    "unilav_code": "1701725200123456",
    "on": "2025-05-02",
}


@pytest.fixture
def house(tmp_path, clock):
    path = tmp_path / "tokens.toml"
    actor = Actor("solco-brescia/bruno", "solco-brescia", ("operator",))
    write_tokens(path, [Grant(hash_of("act"), actor)])
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_TOKENS": str(path)}
    with House(environ, clock=clock, kinds=("employment",)) as opened:
        office = opened.office("employment")
        grant(office, actor.name, actor.organisation, "supervisor", "accountant")
        yield opened


@pytest.fixture
def ask(house):
    client = create_app(house.office("employment")).test_client()
    headers = {"Authorization": "Bearer act"}

    def asking(address, body=None):
        if body is None:
            return client.get(f"/api{address}", headers=headers)
        return client.post(f"/api{address}", json=body, headers=headers)

    return asking


@pytest.fixture
def pathway(ask):
    opened = ask("/pathways", PATHWAY).json["id"]
    assert ask(f"/pathways/{opened}/declaration", {"on": ON}).status_code == 200
    ask(f"/pathways/{opened}/profile", {"band": 1, "on": ON})
    assert ask(f"/pathways/{opened}/service-pact", {"on": ON}).status_code == 200
    assert ask(f"/pathways/{opened}/abilities", ABILITIES).status_code == 200
    return opened


@pytest.fixture
def vacancy(ask):
    employer = ask("/employers", EMPLOYER)
    assert employer.status_code == 201
    opened = ask("/vacancies", {**VACANCY, "employer_id": employer.json["id"]})
    assert opened.status_code == 201, opened.json
    return opened.json["id"]


def test_occupations_and_skills_are_found_by_italian_words(ask):
    [first, *_] = ask("/occupations?text=muletto").json
    assert (first["italian"], first["isco"]) == ("carrellista", "8344")
    assert ask("/skills?text=caffe").json[0]["english"] == "prepare hot drinks"
    assert ask("/occupations?text=zzz").json == []
    assert ask("/occupations").status_code == 422


def test_a_programme_is_adopted_and_asked_for(ask):
    local = {
        "code": "BS-1",
        "scheme": "band",
        "levels": {"1": 4},
        "source": "Comune di Brescia",
        "on": ON,
    }
    assert ask("/programmes", local).json["levels"] == {"1": 4}
    assert ask("/programmes/BS-1").json["source"] == "Comune di Brescia"
    assert ask("/programmes/GOL").json["scheme"] == "path"
    assert ask("/programmes/XYZ").status_code == 422
    endless = {**local, "levels": {"1": 0}}
    assert ask("/programmes", endless).json["type"].endswith("ImpossibleTerms")


def test_a_pathway_has_actions_rests_and_a_length(ask, pathway):
    planned = {"kind": "training", "minutes": 120, "due_on": "2025-03-31", "on": ON}
    action = ask(f"/pathways/{pathway}/actions", planned).json["id"]
    hours = f"/pathways/{pathway}/actions/{action}/hours"
    assert ask(hours, {"minutes": 120, "on": "2025-03-10"}).status_code == 204
    ask("/days", {"day": "2025-04-01"})
    [told] = ask(f"/pathways/{pathway}/actions").json
    assert (told["minutes_done"], told["kept"]) == (120, True)
    rest = {"from_on": "2025-04-10", "until_on": "2025-04-19", "reason": "illness"}
    assert ask(f"/pathways/{pathway}/suspensions", rest).status_code == 204
    more = {"days": 5, "reason": "course_running", "on": "2025-05-01"}
    assert ask(f"/pathways/{pathway}/prolongations", more).status_code == 204
    length = ask(f"/pathways/{pathway}/length?on=2025-05-01").json
    assert length["planned_end_on"] == "2025-06-17"
    assert length["remaining_days"] == 48
    dropped = {"on": "2025-05-01", "reason": "cancelled"}
    removal = f"/pathways/{pathway}/actions/{action}/removal"
    assert ask(removal, dropped).status_code == 204
    assert ask(removal, dropped).status_code == 404


def test_a_vacancy_is_matched_applied_for_shown_and_accepted(
    ask, house, pathway, vacancy
):
    [match] = ask(f"/vacancies/{vacancy}/matches?on={ON}").json
    assert match["fits"] == [f"skill:{SKILL}", "hours:20", "available"]
    assert (match["missing"], match["nice_missing"]) == ([], ["licence:B"])
    assert match["may_be_shared"] is False
    [open_one] = ask(f"/vacancies?on={ON}").json
    assert (open_one["id"], open_one["free"]) == (vacancy, 1)
    assert ask("/vacancies?on=2025-07-01").json == []

    made = ask(f"/pathways/{pathway}/candidacies", {"vacancy_id": vacancy, "on": ON})
    assert made.status_code == 201
    address = f"/candidacies/{made.json['id']}"
    refused = ask(f"{address}/sheet", {"on": ON})
    assert refused.json["type"].endswith("ConsentMissing")
    with house.employment.transaction(Cause("letter", "consent")):
        house.employment.give_consent(
            UUID(PERSON), UUID(HOUSEHOLD), date.fromisoformat(ON)
        )
    sheet = ask(f"{address}/sheet", {"on": ON}).json
    assert sheet["abilities"]["occupations"] == [CLEANER]
    assert "obstacles" not in sheet["abilities"]
    assert PERSON not in str(sheet)
    assert HOUSEHOLD not in str(sheet)

    assert ask(f"{address}/processing", {"on": ON}).json["state"] == "processing"
    assert ask(f"{address}/postponement", {"on": ON}).json["state"] == "postponed"
    assert ask(f"{address}/acceptance", {"on": ON}).json["state"] == "accepted"
    assert ask(f"/vacancies/{vacancy}").json["state"] == "filled"
    [listed] = ask(f"/vacancies/{vacancy}/candidacies").json
    assert (listed["state"], listed["person_id"]) == ("accepted", PERSON)
    [own] = ask(f"/pathways/{pathway}/candidacies").json
    assert (own["id"], own["vacancy_id"]) == (made.json["id"], vacancy)
    undone = {"on": ON, "reason": "no_show"}
    assert ask(f"{address}/cancellation", undone).json["state"] == "cancelled"
    assert ask(f"/vacancies/{vacancy}").json["free"] == 1


def test_a_job_of_an_accepted_application_is_chased(ask, pathway, vacancy):
    made = ask(f"/pathways/{pathway}/candidacies", {"vacancy_id": vacancy, "on": ON})
    told = {**JOB, "candidacy_id": made.json["id"], "ccnl": "K511", "net_cents": 85000}
    job = ask(f"/pathways/{pathway}/placements", told).json
    assert "85000" not in str(job)
    ask(f"/placements/{job['id']}/start", {"start_on": "2025-05-05"})
    [chase] = ask("/chases?on=2025-06-04").json
    assert (chase["kind"], chase["checkpoint_days"]) == ("retention", 30)
    sure = {"evidence": "payslip", "on": "2025-06-05"}
    assert ask(f"/placements/{job['id']}/verifications", sure).status_code == 204
    assert ask("/chases?on=2025-06-04").json == []


def test_a_traineeship_is_attended_and_prolonged(ask, pathway):
    terms = {
        "start_on": "2025-05-05",
        "planned_end_on": "2025-08-04",
        "allowance_cents": 50000,
    }
    trainee = ask(f"/pathways/{pathway}/traineeships", terms).json["id"]
    month = {"month": 1, "minutes_planned": 6000, "minutes_present": 3000}
    due = ask(f"/traineeships/{trainee}/attendance", month).json
    assert due == {"month": 1, "allowance_cents": 25000}
    longer = {"planned_end_on": "2025-11-04", "on": "2025-08-01"}
    address = f"/traineeships/{trainee}/prolongation"
    assert ask(address, longer).json["planned_end_on"] == "2025-11-04"


def test_bad_input_is_refused_by_name_and_nothing_is_half_done(ask, pathway, vacancy):
    employer = ask(f"/vacancies/{vacancy}").json["employer_id"]
    work = {**VACANCY, "employer_id": employer}
    made = ask(f"/pathways/{pathway}/candidacies", {"vacancy_id": vacancy, "on": ON})
    candidacy = f"/candidacies/{made.json['id']}"
    strange = [{"word": "gender:f", "weight": "must"}]
    nobody = "00000000-0000-4000-8000-0000000000ff"
    planned = {"kind": "training", "minutes": 0, "due_on": ON, "on": ON}
    rest = {"from_on": "2025-04-10", "until_on": "2025-04-01", "reason": "illness"}
    for address, body, status, kind in (
        ("/pathways", {**PATHWAY, "programme_code": "XYZ"}, 422, "UnknownProgramme"),
        (f"/pathways/{pathway}/profile", {"path": 4, "on": ON}, 422, "ImpossibleLevel"),
        (f"/pathways/{pathway}/declaration", {"on": ON}, 409, "Declared"),
        (f"/pathways/{pathway}/actions", planned, 422, "ImpossibleAction"),
        (f"/pathways/{pathway}/suspensions", rest, 422, "ImpossiblePause"),
        (f"/pathways/{pathway}/resumption", {"on": ON}, 409, "NotResting"),
        (
            f"/pathways/{pathway}/abilities",
            {**ABILITIES, "skills": ["x"]},
            422,
            "UnknownWord",
        ),
        (
            f"/pathways/{pathway}/abilities",
            {**ABILITIES, "obstacles": ["depression"]},
            422,
            "ImpossibleProfileWord",
        ),
        (
            f"/pathways/{pathway}/abilities",
            {**ABILITIES, "least_hours": 99},
            422,
            "ImpossibleHours",
        ),
        ("/employers", {**EMPLOYER, "ateco": "bar"}, 422, "ImpossibleEmployer"),
        ("/vacancies", {**work, "positions": 0}, 422, "ImpossibleVacancy"),
        ("/vacancies", {**work, "requirements": strange}, 422, "ImpossibleRequirement"),
        ("/vacancies", {**work, "employer_id": nobody}, 404, "NotFound"),
        (
            f"/pathways/{pathway}/candidacies",
            {"vacancy_id": vacancy, "on": ON},
            409,
            "AlreadyApplied",
        ),
        (
            f"{candidacy}/refusal",
            {"by": "employer", "reason": "pay", "on": ON},
            422,
            "UnknownReason",
        ),
        (f"{candidacy}/return", {"on": ON}, 409, "NoSuchStep"),
        (f"{candidacy}/processing", {"on": "2025-03-02"}, 422, "StepTooEarly"),
        (f"/candidacies/{nobody}/processing", {"on": ON}, 404, "NotFound"),
        (
            f"/pathways/{pathway}/placements",
            {**JOB, "unilav_code": "UNILAV"},
            422,
            "NotUnilav",
        ),
        (
            f"/pathways/{pathway}/placements",
            {**JOB, "ccnl": "commerce"},
            422,
            "ImpossiblePay",
        ),
        (
            f"/pathways/{pathway}/placements",
            {**JOB, "candidacy_id": nobody},
            422,
            "NotTheirs",
        ),
    ):
        before = ask(f"/pathways/{pathway}").json
        answer = ask(address, body)
        assert answer.json["type"].endswith(kind), (address, answer.json)
        assert answer.status_code == status
        assert PERSON not in answer.json.get("detail", "")
        assert ask(f"/pathways/{pathway}").json == before
    assert ask(candidacy).json["state"] == "new"


def test_the_sheet_tells_in_words_what_was_shown_and_no_obstacle(
    ask, house, pathway, vacancy, monkeypatch
):
    told = ABILITIES | {
        "obstacles": ["debts", "housing", "childcare"],
        "licences": ["B", "forklift"],
        "shifts": ["evening"],
        "places": ["017029"],
    }
    assert ask(f"/pathways/{pathway}/abilities", told).status_code == 200
    made = ask(
        f"/pathways/{pathway}/candidacies", {"vacancy_id": vacancy, "on": ON}
    ).json["id"]
    address = f"/candidacies/{made}"
    refused = ask(f"{address}/sheet.html")
    assert refused.status_code == 409
    assert refused.json["type"].endswith("NotShared")

    with house.employment.transaction(Cause("intake", "consent")):
        house.employment.give_consent(UUID(PERSON), UUID(HOUSEHOLD), date(2025, 3, 1))
    assert ask(f"{address}/sheet", {"on": ON}).status_code == 200
    sheet = ask(f"{address}/sheet.html")
    assert sheet.status_code == 200, sheet.text
    assert sheet.content_type == "text/html; charset=utf-8"
    for words in (
        "Una persona per: addetto alle pulizie",
        skills().by_code[SKILL].italian,
        "italiano, A2",
        "patente B",
        "patentino del muletto",
        "di sera",
        "da 10 a 30 ore alla settimana",
        "Raggiunge il luogo di lavoro.",
        "Lavoro a termine, 20 ore alla settimana, da martedì 1 aprile 2025",
        "Solco Brescia",
    ):
        assert words in sheet.text
    for hidden in (PERSON, HOUSEHOLD, pathway, "childcare", "debts", "figli", "AZ-1"):
        assert hidden not in sheet.text
    assert not {"src=", "href=", "<script"} & set(sheet.text.split())
    monkeypatch.setenv("AZIONE0_LANG", "en")
    assert "driving licence B" in ask(f"{address}/sheet.html").text
    monkeypatch.setenv("AZIONE0_LANG", "it")
    printed = ask(f"{address}/sheet.pdf")
    assert printed.data.startswith(b"%PDF") or printed.status_code == 503

    with house.employment.transaction(Cause("intake", "withdrawal")):
        house.employment.withdraw_consent(
            UUID(PERSON), UUID(HOUSEHOLD), date(2025, 4, 1)
        )
    gone = ask(f"{address}/sheet.html")
    assert (gone.status_code, "Una persona" in gone.text) == (409, False)

"""Applications: shown with consent only, answered with typed reasons, one accepted."""

from datetime import date
from threading import Barrier, Thread
from uuid import UUID

import pytest
from eventsourcing.persistence import IntegrityError, PersistenceError

from azione0.contracts.intake import ConsentGiven, ConsentWithdrawn
from azione0.house import House
from azione0.store import Cause
from employment.application import ConsentMissing
from employment.pathway.esco import occupations
from employment.pathway.profile import Abilities
from employment.vacancies.employer import ImpossibleEmployer, NoPartner
from employment.vacancies.job_search import (
    REASONS,
    AlreadyApplied,
    JobSearch,
    NoSuchStep,
    StepTooEarly,
    UnknownCandidacy,
    UnknownReason,
)
from employment.vacancies.requirements import Requirement
from employment.vacancies.vacancy import (
    ImpossibleVacancy,
    Vacancy,
    VacancyFull,
    VacancyOver,
)

ON, LAST = date(2025, 3, 3), date(2025, 6, 30)
CLEANER = occupations().search("addetto alle pulizie")[0].code
WORK = ("fixed_term", 20)


def abilities(**other):
    told = {
        "occupations": [CLEANER],
        "skills": [],
        "languages": ["it:A2"],
        "licences": [],
        "obstacles": ["childcare"],
        "shifts": ["day"],
        "places": ["017029"],
        "least_hours": 10,
        "most_hours": 30,
        "available_from": ON,
    }
    return Abilities(**{**told, **other})


def person(desk, number=1):
    pathway = desk.open_pathway(UUID(int=number), UUID(int=100 + number), "GOL", ON)
    desk.describe_profile(pathway, abilities(), ON)
    return pathway


def vacancy(desk, positions=1, reference="AZ-1", requirements=(), until_on=LAST):
    employer = desk.register_employer(reference, "81.21", "017029", ON)
    return desk.open_vacancy(
        employer, CLEANER, *WORK, positions, list(requirements), ON, until_on, ON
    )


def consent(kind, on, number=1):
    return kind(
        person_id=UUID(int=number),
        household_id=UUID(int=100 + number),
        purpose="employment_matching",
        text_version="2025-1",
        effective_on=on,
    )


def states(desk, *candidacies):
    return [desk.candidacy(it).state for it in candidacies]


def test_one_acceptance_lets_the_others_go(desk_on_each_store):
    desk = desk_on_each_store
    pathway = person(desk)
    first, second, third, refused = (
        desk.apply(pathway, vacancy(desk, reference=f"AZ-{n}"), ON) for n in range(4)
    )
    desk.process_candidacy(second, ON)
    desk.postpone_candidacy(third, ON)
    desk.refuse_candidacy(refused, "employer", "experience", ON)
    desk.accept_candidacy(first, ON)
    assert states(desk, first, second, third, refused) == [
        "accepted",
        "obsolete",
        "obsolete",
        "refused",
    ]
    with pytest.raises(NoSuchStep, match="obsolete"):
        desk.accept_candidacy(second, ON)
    desk.cancel_candidacy(first, "no_show", ON)
    desk.reset_candidacy(second, ON)
    desk.accept_candidacy(second, ON)
    assert states(desk, first, second) == ["cancelled", "accepted"]


def test_an_acceptance_takes_a_position_and_a_cancellation_frees_it(desk):
    work = vacancy(desk, positions=1)
    first = desk.apply(person(desk, 1), work, ON)
    second = desk.apply(person(desk, 2), work, ON)
    desk.accept_candidacy(first, ON)
    with pytest.raises(VacancyFull):
        desk.accept_candidacy(second, ON)
    assert states(desk, second) == ["new"]
    assert desk.application.get(Vacancy, work).state == "filled"
    desk.cancel_candidacy(first, "changed_mind", ON)
    desk.accept_candidacy(second, ON)
    assert states(desk, first, second) == ["cancelled", "accepted"]
    listed = desk.applications_for(work)
    assert [it["state"] for it in listed].count("accepted") == 1


def race(url, folder, clock, candidacies):
    """Accept each application in a thread of its own, with a service of its own."""
    ready, won, lost = Barrier(len(candidacies)), [], []

    def accept(number, candidacy):
        environ = {"AZIONE0_DATA": str(folder), "AZIONE0_EMPLOYMENT_DB": url}
        with House(environ, clock=clock, kinds=("employment",)) as house:
            ready.wait()
            for attempt in range(20):
                cause = Cause("operator", f"race-{number}-{attempt}")
                try:
                    with house.employment.transaction(cause):
                        house.employment.accept_candidacy(candidacy, ON)
                except (IntegrityError, PersistenceError):
                    continue
                except (NoSuchStep, VacancyFull) as refused:
                    lost.append(refused)
                else:
                    won.append(candidacy)
                return

    threads = [Thread(target=accept, args=it) for it in enumerate(candidacies)]
    for it in threads:
        it.start()
    for it in threads:
        it.join(60)
    return won, lost


def test_of_acceptances_that_race_for_a_person_one_wins(
    desk_on_each_store, database_url, tmp_path, clock
):
    desk = desk_on_each_store
    pathway = person(desk)
    made = [desk.apply(pathway, vacancy(desk, reference=f"A{n}"), ON) for n in range(3)]
    won, lost = race(database_url, tmp_path, clock, made)
    assert (len(won), len(lost)) == (1, 2)
    assert sorted(states(desk, *made)) == ["accepted", "obsolete", "obsolete"]
    taken = desk.rows("SELECT vacancy_id FROM vacancies_v1 WHERE free = 0")
    assert len(taken) == 1


def test_of_acceptances_that_race_for_a_position_one_wins(
    desk_on_each_store, database_url, tmp_path, clock
):
    desk = desk_on_each_store
    work = vacancy(desk, positions=1)
    made = [desk.apply(person(desk, n), work, ON) for n in (1, 2, 3)]
    won, lost = race(database_url, tmp_path, clock, made)
    assert (len(won), len(lost)) == (1, 2)
    assert sorted(states(desk, *made)) == ["accepted", "new", "new"]
    assert desk.application.get(Vacancy, work).free == 0


def test_nothing_is_shown_to_an_employer_without_consent(desk_on_each_store):
    desk = desk_on_each_store
    made = desk.apply(person(desk), vacancy(desk), ON)
    with pytest.raises(ConsentMissing, match="has not agreed"):
        desk.share_candidacy(made, ON)
    desk.hear(consent(ConsentGiven, date(2025, 3, 10)))
    with pytest.raises(ConsentMissing):
        desk.share_candidacy(made, date(2025, 3, 9))
    sheet = desk.share_candidacy(made, date(2025, 3, 10))
    assert sheet.abilities.languages == ["it:A2"]
    assert desk.candidacy(made).shared_on == date(2025, 3, 10)
    assert str(UUID(int=1)) not in str(sheet)


def test_who_withdraws_is_shown_no_more_and_applications_are_let_go(
    desk_on_each_store,
):
    desk = desk_on_each_store
    made = desk.apply(person(desk), vacancy(desk), ON)
    desk.hear(consent(ConsentGiven, ON), consent(ConsentWithdrawn, date(2025, 4, 1)))
    assert states(desk, made) == ["obsolete"]
    with pytest.raises(ConsentMissing):
        desk.share_candidacy(made, date(2025, 4, 1))
    with pytest.raises(ConsentMissing):
        desk.accept_candidacy(made, date(2025, 4, 1))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_what_a_withdrawal_lets_go_does_not_depend_on_the_order(
    desk_on_each_store, order
):
    desk = desk_on_each_store
    pathway = person(desk)
    made = desk.apply(pathway, vacancy(desk), ON)
    letters = [
        consent(ConsentGiven, ON),
        consent(ConsentWithdrawn, date(2025, 4, 1)),
        consent(ConsentGiven, date(2025, 5, 1)),
    ]
    for it in order:
        desk.hear(letters[it])
    assert states(desk, made) == ["obsolete"]
    again = desk.open_pathway(UUID(int=1), UUID(int=101), "GOL", date(2025, 5, 1))
    later = desk.apply(again, vacancy(desk, reference="AZ-2"), date(2025, 5, 1))
    desk.describe_profile(again, abilities(), date(2025, 5, 1))
    assert desk.share_candidacy(later, date(2025, 5, 1)).candidacy_id == later


def test_who_withdrew_is_matched_no_more(desk):
    person(desk, 1)
    person(desk, 2)
    desk.hear(consent(ConsentGiven, ON, 1), consent(ConsentGiven, ON, 2))
    work = vacancy(desk, requirements=[Requirement("language:it:A2", "must")])
    found = desk.match_vacancy(work, ON)
    assert [it.may_be_shared for it in found] == [True, True]
    assert "language:it:A2" in found[0].fits
    desk.hear(consent(ConsentWithdrawn, date(2025, 4, 1), 1))
    later = desk.match_vacancy(work, date(2025, 4, 1))
    assert [it.person_id.int for it in later] == [2]
    assert desk.match_all(date(2025, 4, 1)) == {work: later}
    assert desk.match_all(date(2025, 7, 1)) == {}


def test_who_agreed_to_nothing_is_explained_but_not_to_be_shared(desk):
    person(desk)
    [match] = desk.match_vacancy(vacancy(desk), ON)
    assert not match.may_be_shared


@pytest.mark.parametrize(
    ("by", "reason"),
    [("employer", "pay"), ("person", "skills"), ("desk", "pay"), ("boss", "skills")],
)
def test_a_reason_belongs_to_who_refuses(desk, by, reason):
    made = desk.apply(person(desk), vacancy(desk), ON)
    with pytest.raises(UnknownReason, match="choose among"):
        desk.refuse_candidacy(made, by, reason, ON)
    assert states(desk, made) == ["new"]


@pytest.mark.parametrize("by", sorted(REASONS))
def test_a_typed_refusal_is_kept_with_who_refused(desk, by):
    made = desk.apply(person(desk), vacancy(desk), ON)
    reason = min(REASONS[by])
    desk.refuse_candidacy(made, by, reason, ON)
    kept = desk.candidacy(made)
    assert (kept.state, kept.refused_by, kept.reason) == ("refused", by, reason)


def test_applications_outside_the_days_of_a_vacancy_are_refused(desk):
    pathway, work = person(desk), vacancy(desk)
    with pytest.raises(VacancyOver):
        desk.apply(pathway, work, date(2025, 7, 1))
    desk.close_vacancy(work, "stopped_hiring", date(2025, 4, 1))
    with pytest.raises(VacancyOver):
        desk.apply(pathway, work, date(2025, 4, 2))
    made = desk.apply(pathway, work, ON)
    with pytest.raises(AlreadyApplied):
        desk.apply(pathway, work, ON)
    with pytest.raises(StepTooEarly):
        desk.process_candidacy(made, date(2025, 3, 2))
    with pytest.raises(UnknownCandidacy):
        desk.process_candidacy(UUID(int=5), ON)


def test_an_employer_that_left_offers_nothing_more(desk):
    work = vacancy(desk)
    employer = desk.application.get(Vacancy, work).employer_id
    desk.let_employer_leave(employer, "bankrupt", date(2025, 4, 1))
    assert desk.application.get(Vacancy, work).state == "closed"
    with pytest.raises(NoPartner):
        desk.open_vacancy(employer, CLEANER, *WORK, 1, [], LAST, LAST, date(2025, 4, 1))


@pytest.mark.parametrize(
    ("hours", "positions", "until_on"),
    [(0, 1, LAST), (61, 1, LAST), (20, 0, LAST), (20, 101, LAST), (20, 1, ON)],
)
def test_work_that_cannot_be_is_refused(desk, hours, positions, until_on):
    employer = desk.register_employer("AZ-1", "81.21", "017029", ON)
    with pytest.raises(ImpossibleVacancy):
        desk.open_vacancy(
            employer,
            CLEANER,
            "fixed_term",
            hours,
            positions,
            [],
            LAST,
            until_on,
            date(2025, 3, 4),
        )


@pytest.mark.parametrize(("ateco", "place"), [("cleaning", "017029"), ("81", "BS")])
def test_an_employer_is_known_by_codes(desk, ateco, place):
    with pytest.raises(ImpossibleEmployer):
        desk.register_employer("AZ-1", ateco, place, ON)


def test_a_search_read_again_is_the_same(desk_on_each_store):
    desk = desk_on_each_store
    made = desk.apply(person(desk), vacancy(desk), ON)
    other = vacancy(desk, reference="AZ-2")
    desk.refuse_candidacy(made, "person", "pay", ON)
    desk.transfer_candidacy(made, other, ON)
    [[search_id]] = desk.rows("SELECT search_id FROM candidacies_v1")
    fresh = type(desk.application)(desk.application.store).get(JobSearch, search_id)
    assert fresh.candidacy(made) == desk.candidacy(made)
    assert fresh.candidacy(made).vacancy_id == other


def test_an_application_is_not_taken_up_beside_a_new_one_for_the_same_work(desk):
    pathway = person(desk)
    wanted = vacancy(desk, positions=2)
    other = vacancy(desk, reference="AZ-2")
    first = desk.apply(pathway, wanted, ON)
    desk.accept_candidacy(desk.apply(pathway, other, ON), ON)
    assert desk.application.candidacy(first).state == "obsolete"
    second = desk.apply(pathway, wanted, ON)
    with pytest.raises(AlreadyApplied):
        desk.reset_candidacy(first, ON)
    assert desk.application.candidacy(second).state == "new"

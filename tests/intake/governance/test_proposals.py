"""Figures proposed from outside count for nothing until the board adopts them."""

from datetime import date

import pytest

from intake.cases.pact import NotACode
from intake.governance.figures import ImpossibleFigure
from intake.governance.policy import PolicyAlreadyAdopted
from intake.governance.proposal import ProposalSettled

ON, FROM = date(2025, 3, 1), date(2025, 4, 1)
FIGURES = {"call_days": "2", "grace_days": "12"}


def proposed(office, **figures):
    with office.command() as intake:
        intake.propose_figures("mantova", FIGURES | figures, ON)
    return office.intake.proposals()[0]


def call_days(office, day):
    [found] = [it for it in office.intake.figures(day) if it.name == "call_days"]
    return found.value, found.policy_version


def test_a_proposal_counts_once_it_is_adopted_and_from_its_day(office):
    made = proposed(office)
    before = call_days(office, FROM)
    assert before[1] == "proposal"
    with office.command() as intake:
        intake.adopt_proposal(made.proposal_id, FROM)
    assert call_days(office, FROM) == ("2", made.policy_version)
    assert call_days(office, date(2025, 3, 31)) == before
    [now] = office.intake.proposals()
    assert now.status == "adopted"
    with office.command() as intake, pytest.raises(ProposalSettled):
        intake.adopt_proposal(made.proposal_id, FROM)
    with office.command() as intake, pytest.raises(ProposalSettled):
        intake.dismiss_proposal(made.proposal_id, "no_use", FROM)


def test_what_is_not_wanted_is_put_aside_with_a_reason(office):
    made = proposed(office)
    with office.command() as intake, pytest.raises(NotACode):
        intake.dismiss_proposal(made.proposal_id, "Mario said so", FROM)
    with office.command() as intake:
        intake.dismiss_proposal(made.proposal_id, "no_use", FROM)
    assert office.intake.proposals()[0].status == "dismissed"
    assert office.intake.policies() == []
    with office.command() as intake, pytest.raises(ProposalSettled):
        intake.adopt_proposal(made.proposal_id, FROM)


def test_a_refused_adoption_leaves_the_proposal_open(office):
    made = proposed(office)
    with office.command() as intake:
        intake.adopt_policy("ours", {"call_days": "3"}, FROM)
    with pytest.raises(PolicyAlreadyAdopted), office.command() as intake:
        intake.adopt_proposal(made.proposal_id, FROM)
    assert office.intake.proposals()[0].status == "proposed"
    assert call_days(office, FROM) == ("3", "ours")


def test_the_same_proposal_again_is_one(office):
    assert proposed(office) == proposed(office)
    assert len(office.intake.proposals()) == 1
    proposed(office, call_days="9")
    assert len(office.intake.proposals()) == 2
    with pytest.raises(ImpossibleFigure), office.command() as intake:
        intake.propose_figures("mantova", {"quorum_percent": "101"}, ON)


def test_the_board_sees_and_decides_over_http(http):
    with http.office.command() as intake:
        intake.propose_figures("mantova", FIGURES, ON)
    [told] = http.ask("/policies/proposals", acting="board").get_json()
    assert (told["source"], told["status"]) == ("mantova", "proposed")
    assert {"name": "grace_days", "value": "12"} in told["figures"]
    place = f"/policies/proposals/{told['proposal_id']}"
    body = {"effective_from": "2025-04-01"}
    done = http.order(f"{place}/adoptions", acting="board", **body)
    assert done.status_code < 300, done.get_json()
    again = http.order(f"{place}/adoptions", acting="board", **body)
    assert again.status_code == 409
    late = {"reason": "no_use", "on": "2025-04-01"}
    assert http.order(f"{place}/dismissals", acting="board", **late).status_code == 409

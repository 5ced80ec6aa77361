"""
What the people of the five organisations do, as far as a simulation can.

Every act goes through the same use-cases as a real one, under its own cause; a
refusal of the domain is taken as one takes it at a desk: one goes on to the next.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID, uuid5

from azione0.house import House
from azione0.store import Cause
from employment.pathway.pathway import PathwayOver
from intake.lists import TaskLine
from ledger.account.account import Account, account_id
from ledger.agreement.agreement import RepaymentAgreement
from ledger.agreement.schedule import (
    InstalmentTooSmall,
    NothingToRepay,
    TooManyInstalments,
)
from ledger.application import Ledger
from ledger.application.agreements import NotAffordable
from simulation.estate import Dwelling, Tenancy
from simulation.tenants import Household, Promise
from workshops.budgets.lines import Line
from workshops.labs.enrolment import ABSENT, EXCUSED, PRESENT, Mark

LEAST_INSTALMENT_CENTS = 3000
SESSION_MINUTES = 120
SEATS = 16
LABS = ("family_budget", "food_sharing", "energy_saving", "condominium_life")
NEEDS = (
    "housing",
    "income_and_debt",
    "work",
    "family",
    "skills",
    "network",
    "autonomy",
)
BREAKING_LENGTH = 5


@dataclass(slots=True)
class Lab:
    """A workshop under way: its sessions and the places given in it."""

    id: UUID
    days: list[date]
    places: dict[UUID, UUID] = field(default_factory=dict)
    held: int = 0


@dataclass(slots=True)
class Follow:
    """How far the operators have come with one household."""

    household: Household
    household_id: UUID
    case_id: UUID
    budget_cents: int | None = None
    pathway: UUID | None = None
    job: UUID | None = None
    job_ends_on: date | None = None
    agreements: dict[str, UUID] = field(default_factory=dict)


class Operators:
    """Front office, ledger desk, workshops and labour services at work."""

    def __init__(self, house: House, chance: Random) -> None:
        self.house = house
        self.chance = chance
        self.follows: dict[UUID, Follow] = {}
        self.labs: list[Lab] = []
        self._acts = 0

    # -- the front office

    def adopt_target(self, buildings: list[str], on: date) -> None:
        """Let the steering group say whom the programme seeks."""
        intake = self.house.intake
        with intake.transaction(self._cause("cabina-di-regia")):
            intake.adopt_target(
                organisation_id="la-rete",
                decision_ref="verbale-1",
                buildings=buildings,
                bands=["A", "B", "C", "D"],
                valid_from=on,
            )

    def work_on_cases(self, today: date, households: Mapping[UUID, Household]) -> None:
        """Call, listen, assess and take in charge; close what is resolved."""
        intake = self.house.intake
        waiting = [
            it
            for status in (
                "identified",
                "contacting",
                "engaged",
                "assessed",
                "reopened",
            )
            for it in intake.cases(status=status)
        ]
        with intake.transaction(self._cause("la-rete")):
            for line in waiting:
                follow = self.follows.setdefault(
                    line.household_id,
                    Follow(
                        households[line.household_id], line.household_id, line.case_id
                    ),
                )
                self._next_step(line.status, line.attempts, follow, today)
            for task in intake.tasks(due_by=today):
                if self.chance.random() < 0.8:
                    with intake.transaction(self._cause("la-rete")):
                        self._do(task, today)

    def _do(self, task: TaskLine, today: date) -> None:
        """Do what a task asks for, by recording what was found if it is that."""
        intake = self.house.intake
        case_id = intake.case_of(task.household_id)
        if task.kind == "review_case":
            intake.review_case(case_id, "go_on", today)
        elif task.kind == "reassess":
            scores = {it: self.chance.choice((2, 3, 3, 4, 4, 5)) for it in NEEDS}
            intake.assess(case_id, scores, today)
        else:
            intake.complete_task(task.task_id, today)

    def _next_step(
        self, status: str, attempts: int, follow: Follow, today: date
    ) -> None:
        intake, case = self.house.intake, follow.case_id
        if status in ("identified", "contacting", "reopened"):
            if attempts >= 6 and status == "contacting":
                self._act(lambda: intake.close_case(case, "unreachable", today), intake)
                return
            reached = self.chance.random() < 0.55
            self._act(
                lambda: intake.record_contact(
                    case,
                    channel=self.chance.choice(("phone", "door", "letter")),
                    outcome="reached" if reached else "no_answer",
                    on=today,
                    part_of_day=self.chance.choice(("morning", "afternoon")),
                ),
                intake,
            )
        elif status == "engaged":
            scores = {it: self.chance.choice((1, 2, 2, 3, 3, 4)) for it in NEEDS}
            self._act(lambda: intake.assess(case, scores, today), intake)
        elif status == "assessed" and self.chance.random() < 0.85:
            taken = self._act(
                lambda: intake.take_in_charge(
                    case,
                    commitments={
                        "ledger": "keep_agreement",
                        "workshops": "attend_budget_lab",
                        "employment": "look_for_work",
                    },
                    goals=["pay_current_bills", "repay_arrears"],
                    operator_id=f"operatore-{self.chance.randrange(1, 7)}",
                    on=today,
                ),
                intake,
            )
            follow.household.supported = follow.household.supported or taken

    # -- the household's budget, and the agreement that it allows

    def agree_budgets(self, today: date) -> None:
        """Write and agree the budgets of the households in charge."""
        workshops = self.house.workshops
        with workshops.transaction(self._cause("elefanti-volanti")):
            for follow in self.in_charge():
                if follow.budget_cents is None:
                    self._agree_budget(follow, today)

    def _agree_budget(self, follow: Follow, today: date) -> None:
        workshops, dwelling = self.house.workshops, follow.household.dwelling
        with workshops.transaction(self._cause("elefanti-volanti")):
            budget = workshops.draft_budget(
                follow.household_id,
                today.replace(day=1),
                _budget_lines(dwelling, follow.household),
                today,
                floor_cents=22000 + 9000 * (dwelling.adults + dwelling.minors),
            )
            assessed = workshops.agree_budget(budget, today)
        follow.budget_cents = assessed.affordable_cents

    def sign_agreements(self, today: date) -> None:
        """Put arrears into instalments that the budget allows."""
        ledger: Ledger = self.house.ledger
        with ledger.transaction(self._cause("ufficio-morosita")):
            for follow in self.in_charge():
                if not follow.budget_cents:
                    continue
                for tenancy in follow.household.dwelling.tenancies:
                    self._sign_agreement(follow, tenancy, today)

    def _sign_agreement(self, follow: Follow, tenancy: Tenancy, today: date) -> None:
        ledger: Ledger = self.house.ledger
        account = ledger.get(
            Account, account_id(follow.household_id, tenancy.creditor_id)
        )
        in_arrears = any(it.cleared_on is None for it in account.episodes.values())
        if not in_arrears or self.chance.random() < 0.5:
            return
        earlier = follow.agreements.get(tenancy.creditor_id)
        if earlier and (
            ledger.get(RepaymentAgreement, earlier).running
            or self.chance.random() < 0.8
        ):
            return
        debt = ledger.standing(
            follow.household_id, tenancy.creditor_id, today
        ).overdue_cents
        share = len(follow.household.dwelling.tenancies)
        cents = min((follow.budget_cents or 0) // share // 500 * 500, debt)
        first = (today.replace(day=1) + timedelta(days=62)).replace(day=10)
        with suppress(
            NothingToRepay, InstalmentTooSmall, TooManyInstalments, NotAffordable
        ):
            if cents < min(LEAST_INSTALMENT_CENTS, debt):
                return
            with ledger.transaction(self._cause("ufficio-morosita")):
                agreement = ledger.propose_agreement(
                    follow.household_id,
                    tenancy.creditor_id,
                    instalment_cents=cents,
                    first_due_on=first,
                    on=today,
                )
                plan = ledger.sign_agreement(
                    agreement, on=today, signatory_roles=["tenant", "operator"]
                )
            follow.agreements[tenancy.creditor_id] = agreement
            follow.household.promises += [
                Promise(
                    tenancy, str(agreement)[:8], it.number, it.due_on, it.amount_cents
                )
                for it in plan.instalments
            ]

    # -- workshops

    def hold_workshops(self, today: date) -> None:
        """Schedule labs, give places, keep the registers."""
        workshops = self.house.workshops
        with workshops.transaction(self._cause("elefanti-volanti")):
            if today.month % 2 == 1 and today.day < BREAKING_LENGTH:
                days = [today + timedelta(days=14 + 14 * it) for it in range(4)]
                kind = LABS[today.month // 2 % len(LABS)]
                lab = workshops.schedule_workshop(
                    kind,
                    "elefanti-volanti",
                    SEATS,
                    [(day, SESSION_MINUTES) for day in days],
                    today,
                )
                self.labs.append(Lab(lab, days))
                self._give_places(self.labs[-1], today)
            for lab in self.labs:
                while lab.held < len(lab.days) and lab.days[lab.held] <= today:
                    self._keep_register(lab, today)

    def _give_places(self, lab: Lab, today: date) -> None:
        workshops = self.house.workshops
        for follow in self.in_charge():
            if self.chance.random() < 0.5 and len(lab.places) < SEATS:
                with workshops.transaction(self._cause("elefanti-volanti")):
                    lab.places[follow.household_id] = workshops.enrol(
                        lab.id, follow.household_id, today
                    )

    def _keep_register(self, lab: Lab, today: date) -> None:
        workshops = self.house.workshops
        lab.held += 1
        marks = {}
        for place in lab.places.values():
            mark = self.chance.choices((PRESENT, EXCUSED, ABSENT), (78, 8, 14))[0]
            marks[place] = Mark(mark)
        with workshops.transaction(self._cause("elefanti-volanti")):
            workshops.register_session(lab.id, lab.held, marks, today)
            if lab.held == len(lab.days):
                workshops.complete_workshop(lab.id, today)

    # -- work

    def look_for_work(self, today: date) -> None:
        """Open pathways, place people, and let some lose their jobs."""
        employment = self.house.employment
        with employment.transaction(self._cause("solco-brescia")):
            for follow in self.in_charge():
                if follow.pathway is None:
                    if self.chance.random() < 0.25:
                        self._open_pathway(follow, today)
                elif follow.job is None:
                    if self.chance.random() < 0.09:
                        try:
                            self._place(follow, today)
                        except PathwayOver:
                            follow.pathway = None
                elif follow.job_ends_on and follow.job_ends_on <= today:
                    self._lose_job(follow, follow.job_ends_on)

    def close_day(self, today: date) -> None:
        """Close the day where days are closed."""
        for name in ("ledger", "employment"):
            application = self.house.office(name).application
            with application.transaction(Cause("timer", f"close-day/{name}/{today}")):
                application.close_day(today)

    def _open_pathway(self, follow: Follow, today: date) -> None:
        employment = self.house.employment
        person = uuid5(follow.household_id, "adult-1")
        with employment.transaction(self._cause("solco-brescia")):
            follow.pathway = employment.open_pathway(
                person, follow.household_id, "GOL", today
            )
            employment.assess_profile(
                follow.pathway, today, path=self.chance.choice((1, 2, 3, 4))
            )
            employment.sign_service_pact(follow.pathway, today)

    def _place(self, follow: Follow, today: date) -> None:
        employment = self.house.employment
        term = self.chance.choice((None, 90, 183, 183, 365))
        ends_on = today + timedelta(days=term - 1) if term else None
        with employment.transaction(self._cause("solco-brescia")):
            follow.job = employment.plan_placement(
                follow.pathway,
                "fixed_term" if term else "permanent",
                today,
                Decimal(self.chance.choice((16, 20, 24, 30, 40))),
                today,
                planned_end_on=ends_on,
                unilav_code=f"1701725{self._acts:09}",
            )
            employment.start_job(follow.job, today)
        follow.household.working = True
        lost = self.chance.random() < 0.3
        follow.job_ends_on = (
            today + timedelta(days=self.chance.randrange(40, 160)) if lost else ends_on
        )

    def _lose_job(self, follow: Follow, on: date) -> None:
        employment = self.house.employment
        with employment.transaction(self._cause("solco-brescia")):
            employment.end_job(follow.job, on, "contract_ended")
        follow.job, follow.job_ends_on = None, None
        follow.household.working = False

    # -- how an act is made

    def in_charge(self) -> list[Follow]:
        """Give the households that are in charge."""
        return [it for it in self.follows.values() if it.household.supported]

    def _cause(self, actor: str) -> Cause:
        self._acts += 1
        return Cause(actor=actor, id=f"simulation/{self._acts}")

    def _act(self, act: Callable[[], object], application: object) -> bool:
        """Do one thing under a cause of its own; tell whether it was accepted."""
        with application.transaction(self._cause("la-rete")):  # type: ignore[attr-defined]
            act()
        return True


def _budget_lines(dwelling: Dwelling, household: Household) -> list[Line]:
    """Invent a budget of the size that the household's means allow."""
    people = dwelling.adults + dwelling.minors
    income = 78000 + int(90000 * dwelling.means) + 17000 * dwelling.minors
    lines = [
        Line("inclusion_allowance" if household.hard_times else "work", income),
        Line("food", 12000 + 6000 * people),
        Line("energy", 9000),
        Line("communication", 2500),
    ]
    for tenancy in dwelling.tenancies:
        for kind, cents in tenancy.bills:
            lines.append(Line("rent" if kind == "rent" else "service_charges", cents))
    return lines

"""The lists that the workshops' desk looks through: workshops, places, budgets."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from azione0.database import Session
from workshops.budgets.budget import HouseholdBudget
from workshops.labs.enrolment import Enrolment
from workshops.labs.hours import HoursGiven
from workshops.labs.invitation import Invitation
from workshops.labs.notice import Notice
from workshops.labs.questionnaire import Questionnaire
from workshops.labs.template import LabTemplate
from workshops.labs.workshop import Workshop


def show_workshop(session: Session, workshop: Workshop) -> None:
    """Bring a workshop's line up to date."""
    _replace(
        session,
        "workshops_v1",
        {
            "workshop_id": workshop.id,
            "kind": workshop.kind,
            "organisation_id": workshop.organisation_id,
            "state": workshop.state,
            "capacity": workshop.capacity,
            "seated": len(workshop.seated),
            "waiting": len(workshop.waiting),
            "starts_on": min(it.on for it in workshop.sessions.values()),
            "ends_on": workshop.last_on,
        },
    )
    session.execute("DELETE FROM facilitators_v1 WHERE workshop_id = ?", (workshop.id,))
    leads = sorted(workshop.facilitators)
    session.insert(
        "facilitators_v1",
        ("facilitator_id", "workshop_id"),
        [(who, workshop.id) for who in leads],
    )


def show_template(session: Session, template: LabTemplate) -> None:
    """Bring a template's line up to date."""
    _replace(
        session,
        "templates_v1",
        {
            "template_id": template.id,
            "code": template.code,
            "kind": template.outline.kind,
            "retired_on": template.retired_on,
        },
    )


def show_invitation(session: Session, invitation: Invitation) -> None:
    """Bring an invitation's line up to date."""
    _replace(
        session,
        "invitations_v1",
        {
            "invitation_id": invitation.id,
            "token_sha256": invitation.token_sha256,
            "workshop_id": invitation.workshop_id,
            "household_id": invitation.household_id,
            "person_id": invitation.person_id,
            "expires_at": invitation.expires_at,
            "is_open": invitation.is_open,
        },
    )


def show_notice(session: Session, notice: Notice) -> None:
    """Bring a notice's line up to date."""
    _replace(
        session,
        "notices_v1",
        {
            "notice_id": notice.id,
            "workshop_id": notice.workshop_id,
            "enrolment_id": notice.enrolment_id,
            "news": notice.news,
            "session_number": notice.session_number,
            "owed_since_on": notice.owed_since_on,
            "settled_on": notice.settled_on,
        },
    )


def show_hours(session: Session, hours: HoursGiven) -> None:
    """Bring a line of hours up to date."""
    _replace(
        session,
        "hours_v1",
        {
            "hours_id": hours.id,
            "kind": hours.kind,
            "activity": hours.activity,
            "workshop_id": hours.workshop_id,
            "household_id": hours.household_id,
            "person_id": hours.person_id,
            "minutes": hours.minutes,
            "given_on": hours.given_on,
        },
    )


def show_answers(session: Session, answers: Questionnaire) -> None:
    """Bring the line of a questionnaire up to date; its scores stay in the events."""
    _replace(
        session,
        "questionnaires_v1",
        {
            "answers_id": answers.id,
            "workshop_id": answers.workshop_id,
            "enrolment_id": answers.enrolment_id,
            "moment": answers.moment,
            "words": answers.version_of_words,
        },
    )


def show_enrolment(session: Session, enrolment: Enrolment) -> None:
    """Bring an enrolment's line up to date."""
    _replace(
        session,
        "enrolments_v1",
        {
            "enrolment_id": enrolment.id,
            "workshop_id": enrolment.workshop_id,
            "household_id": enrolment.household_id,
            "person_id": enrolment.person_id,
            "organisation_id": enrolment.organisation_id,
            "origin": enrolment.origin,
            "state": enrolment.state,
            "requested_on": enrolment.requested_on,
            "minutes_attended": enrolment.minutes_attended,
            "ended_on": enrolment.ended_on,
        },
    )


def show_budget(session: Session, budget: HouseholdBudget) -> None:
    """Bring a budget's line up to date."""
    _replace(
        session,
        "budgets_v1",
        {
            "budget_id": budget.id,
            "household_id": budget.household_id,
            "month": budget.month,
            "state": budget.state,
            "affordable_cents": budget.affordable_cents,
            "reviewed_on": budget.reviewed_on,
        },
    )


def workshops_from(session: Session, on: date) -> list[tuple[Any, ...]]:
    """Give the workshops that are not over on a day, soonest first."""
    return session.execute(
        "SELECT workshop_id, kind, organisation_id, state, capacity, seated, waiting, "
        "starts_on, ends_on FROM workshops_v1 WHERE ends_on >= ? "
        "ORDER BY starts_on, workshop_id",
        (on,),
    )


def notices_owed(session: Session) -> list[tuple[Any, ...]]:
    """Give whom to tell what, who waits longest first."""
    return session.execute(
        "SELECT notice.notice_id, notice.workshop_id, notice.enrolment_id, "
        "place.household_id, place.person_id, place.organisation_id, notice.news, "
        "notice.session_number, notice.owed_since_on FROM notices_v1 AS notice "
        "JOIN enrolments_v1 AS place ON place.enrolment_id = notice.enrolment_id "
        "WHERE notice.settled_on IS NULL "
        "ORDER BY notice.owed_since_on, notice.notice_id"
    )


def _replace(session: Session, table: str, row: Mapping[str, Any]) -> None:
    """Write a row whose first column is its key, in place of the one there."""
    key, *others = row
    marks = ", ".join("?" * len(row))
    news = ", ".join(f"{column} = excluded.{column}" for column in others)
    session.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks}) "  # noqa: S608  names are ours
        f"ON CONFLICT ({key}) DO UPDATE SET {news}",
        tuple(row.values()),
    )

"""Reporting over HTTP: questions only, each as of a day and as known at an instant."""

from datetime import date, datetime
from uuid import UUID

from azione0.door.api import Api
from reporting import forms
from reporting.access import ACCESS
from reporting.agreement import Agreement
from reporting.application import Reporting
from reporting.generations import NeverBuilt
from reporting.glance import Glance
from reporting.story import Story

api = Api(
    "reporting",
    access=ACCESS,
    about="What the letters of all services say, taken together.",
    # Whoever asks can do nothing about it; the figures are there later.
    refusals={NeverBuilt: 503},
)


@api.question("/glance", forms.GlanceForm, asks=forms.Asked)
def programme_at_a_glance(
    reporting: Reporting, as_of: date | None, known_at: datetime | None
) -> Glance:
    """Give the programme's figures."""
    return reporting.glance(as_of, known_at)


@api.question("/agreements", forms.AgreementForm(many=True), asks=forms.Asked)
def agreements_kept_and_missed(
    reporting: Reporting, as_of: date | None, known_at: datetime | None
) -> list[Agreement]:
    """List every agreement with how it is kept, in the order of signing."""
    return reporting.agreements(as_of, known_at)


@api.question(
    "/households/<uuid:household_id>/story", forms.StoryForm, asks=forms.Asked
)
def household_story(
    reporting: Reporting,
    household_id: UUID,
    as_of: date | None,
    known_at: datetime | None,
) -> Story:
    """Tell what happened to a household across the five services."""
    return reporting.story(household_id, as_of, known_at)

"""The sharings of cases as rows: with whom, for what, from when until when."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from azione0.access.sharing import CaseSharing, sharing_key
from azione0.application import Application
from azione0.database import Session
from azione0.words import _

TABLES = (
    """CREATE TABLE IF NOT EXISTS case_shares_v2 (
        share_id uuid PRIMARY KEY,
        household_id uuid NOT NULL,
        organisation text NOT NULL,
        receiver text,
        purpose text NOT NULL,
        ground text NOT NULL,
        since_on date NOT NULL,
        until_on date NOT NULL,
        ended_on date)""",
    """CREATE INDEX IF NOT EXISTS case_shares_v2_with
        ON case_shares_v2 (organisation, household_id)""",
)
HOLDS: Mapping[str, str] = {
    "case_shares_v2": _(
        "Quali casi sono stati condivisi, con chi, perché, da quando a quando."
    ),
}
_COLUMNS = (
    "share_id",
    "household_id",
    "organisation",
    "receiver",
    "purpose",
    "ground",
    "since_on",
    "until_on",
    "ended_on",
)


def show_shares(session: Session, sharing: CaseSharing) -> None:
    """Bring the rows of a household's sharings up to date."""
    session.put(
        "case_shares_v2",
        _COLUMNS[:1],
        _COLUMNS,
        [
            (
                it.share_id,
                sharing.household_id,
                it.organisation,
                it.receiver,
                it.purpose,
                it.ground,
                it.since,
                it.until,
                it.ended_on,
            )
            for it in sharing.shares
        ],
    )


def shared_with(session: Session, organisation: str) -> set[UUID]:
    """Give the households whose case was ever shared with an organisation."""
    rows = session.execute(
        "SELECT DISTINCT household_id FROM case_shares_v2 WHERE organisation = ?",
        (organisation,),
    )
    return {household_id for [household_id] in rows}


def keep_to_consents(
    application: Application,
    household_id: UUID,
    agreed_until: Callable[[date], date | None],
) -> None:
    """
    End the sharings that rest on consents which are there no more.

    `agreed_until` gives the last day to which the household agrees from a day on. In
    the transaction in which a consent, or who has to give one, changes.
    """
    sharing = application.find(CaseSharing, sharing_key(household_id))
    transaction = application.store.current()
    if sharing is None or transaction is None:
        return
    sharing.keep_to_consents(agreed_until)
    application.save(sharing)
    show_shares(transaction.session, sharing)

"""What reporting says to the steering group: the programme's figures at a date."""

from datetime import date, datetime
from decimal import Decimal

from azione0.contract import Code, Contract, Plain, contract, part
from azione0.contracts import partner


@part
class IndicatorValue:
    """One figure, from how many cases, and how many were missing."""

    code: Code
    counted: int
    missing: int
    value: Decimal | None = None


@contract(publisher="reporting", audience=["intake"], subject="indicator_set_version")
class IndicatorSnapshotPublished(Contract):
    """The indicators as of a day, as known at an instant; no value below 5 cases."""

    indicator_set_version: Plain[str]
    as_of: Plain[date]
    as_known_at: Plain[datetime]
    values: Plain[tuple[IndicatorValue, ...]]


@contract(publisher="reporting", audience=["intake"])
class SubjectErasureConfirmed(partner.SubjectErasureConfirmed):
    """Reporting holds nothing of a person but a random id. Source: art. 17 GDPR."""

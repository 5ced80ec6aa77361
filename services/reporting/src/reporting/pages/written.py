"""How the board's figures are written for people, on every kind of page alike."""

from datetime import timedelta
from decimal import Decimal

from azione0.words import _
from reporting.amounts import euros, number, percent
from reporting.monitoring.grouping import BUILDING, MONTH, ORGANISATION
from reporting.monitoring.release import Released, Unit

MINUTES_OF_AN_HOUR = 60
SECONDS_OF_AN_HOUR = 3600


def figure(cents_or_count: int | None, unit: Unit) -> str:
    """Write one figure with the language's own marks; one that is not told says so."""
    if cents_or_count is None:
        return not_told()
    if unit == "cents":
        return euros(cents_or_count)
    if unit == "minutes":
        hours, minutes = divmod(cents_or_count, MINUTES_OF_AN_HOUR)
        return _("{hours} h {minutes:02} min").format(
            hours=number(hours), minutes=minutes
        )
    if unit == "share":
        return percent(Decimal(cents_or_count) / 10_000)
    if unit == "ratio":
        return number(Decimal(cents_or_count) / 100)
    return number(cents_or_count)


def not_told() -> str:
    """Give the mark of a figure that is not told."""
    return _("n.m.")


def why_not_told() -> str:
    """Say why some figures are not told."""
    return _(
        "n.m. = non mostrato: dietro la cifra ci sono meno di cinque nuclei o persone, "
        "oppure la cifra le farebbe ricavare per differenza."
    )


def first_title(by: str) -> str:
    """Say what the rows of a table are."""
    return {
        MONTH: _("Mese"),
        ORGANISATION: _("Organizzazione"),
        BUILDING: _("Edificio"),
    }.get(by, _("Insieme"))


def caption(table: Released) -> str:
    """Say what a table shows, and by what it tells it apart."""
    if table.by == MONTH:
        return _("{title}, per mese").format(title=table.title)
    if table.by == ORGANISATION:
        return _("{title}, per organizzazione").format(title=table.title)
    if table.by == BUILDING:
        return _("{title}, per edificio").format(title=table.title)
    return table.title


def rhythm_said(state: str) -> str:
    """Say how a publisher writes to us."""
    return {
        "quiet": _("zitto da più del suo solito, ma risponde"),
        "silent": _("muto: né lettere né risposte"),
    }.get(state, _("come al solito"))


def lasting(time: timedelta) -> str:
    """Write how long something lasts, to the largest whole unit."""
    seconds = int(time.total_seconds())
    if time.days:
        return _("{count} giorni").format(count=number(time.days))
    if seconds >= SECONDS_OF_AN_HOUR:
        return _("{count} ore").format(count=seconds // SECONDS_OF_AN_HOUR)
    if seconds >= MINUTES_OF_AN_HOUR:
        return _("{count} minuti").format(count=seconds // MINUTES_OF_AN_HOUR)
    return _("meno di un minuto")

"""
Local accounts: a password for who has no identity provider, and sessions.

Kept beside the events and never in them: the hash of a password (argon2id), the hash
of a session's secret, and how often somebody tried in vain. A session's secret is 256
random bits that only its cookie holds.

Source: OWASP ASVS 4.0, V2 and V3; NIST SP 800-63B, 5.1.1.2 and 5.2.2.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from azione0.database import Database, Session
from azione0.words import _

TABLES = (
    """CREATE TABLE IF NOT EXISTS local_accounts_v1 (
        actor text PRIMARY KEY,
        organisation text NOT NULL,
        password_hash text NOT NULL,
        changed_at timestamptz NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS sessions_v1 (
        session_hash text PRIMARY KEY,
        actor text NOT NULL,
        organisation text NOT NULL,
        begun_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS login_tries_v1 (
        tried text PRIMARY KEY,
        failures bigint NOT NULL,
        last_at timestamptz NOT NULL)""",
)
HOLDS: Mapping[str, str] = {
    "local_accounts_v1": _("Chi può entrare con una password, e il suo hash argon2id."),
    "sessions_v1": _("Chi è entrato: l'hash del segreto di ogni sessione."),
    "login_tries_v1": _(
        "Quante volte un ingresso è fallito, per account e indirizzo, in hash."
    ),
}
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
#: What nobody takes along: who is signed in here, and who tried.
LEFT_BEHIND = ("sessions_v1", "login_tries_v1", "oidc_logins_v1")
#: Failures without any delay, and the longest delays. An account's is short, so that
#: nobody can lock somebody else out; an address's is long.
FREE_TRIES = 3
LONGEST_FOR_ACCOUNT = timedelta(seconds=5)
LONGEST_FOR_ADDRESS = timedelta(minutes=5)
#: After so long without a failure nothing is held against anybody.
FORGIVEN = timedelta(hours=1)
_BYTES = 32


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whose session it is, and for which organisation they act."""

    actor: str
    organisation: str


class Accounts:
    """The local accounts of one service."""

    def __init__(
        self, database: Database, hasher: PasswordHasher | None = None
    ) -> None:
        self._database = database
        self._hasher = hasher or PasswordHasher()
        database.create(TABLES)

    @cached_property
    def _dummy(self) -> str:
        """What is verified for a name that nobody has, so that it takes as long."""
        return self._hasher.hash(token_urlsafe(_BYTES))

    # -- accounts

    def add(self, actor: str, organisation: str, password: str, now: datetime) -> None:
        """Make an account; `AlreadyThere`, `WeakPassword`."""
        hashed = self._hashed(actor, password)
        with self._database.writing() as session:
            if _account(session, actor):
                raise AlreadyThere(_("l'account c'è già: cambiarne la password"))
            session.execute(
                "INSERT INTO local_accounts_v1 (actor, organisation, password_hash, "
                "changed_at) VALUES (?, ?, ?, ?)",
                (actor, organisation, hashed, now),
            )

    def change_password(self, actor: str, password: str, now: datetime) -> None:
        """Give an account another password and end its sessions; `NoAccount`."""
        hashed = self._hashed(actor, password)
        with self._database.writing() as session:
            if not _account(session, actor):
                raise NoAccount(_("non c'è un account con questo nome"))
            session.execute(
                "UPDATE local_accounts_v1 SET password_hash = ?, changed_at = ? "
                "WHERE actor = ?",
                (hashed, now, actor),
            )
            session.execute("DELETE FROM sessions_v1 WHERE actor = ?", (actor,))

    def organisation_of(self, actor: str) -> str:
        """Give for which organisation an account acts; `NoAccount`."""
        with self._database.reading() as session:
            found = _account(session, actor)
        if found is None:
            raise NoAccount(_("non c'è un account con questo nome"))
        return found[0]

    def end_sessions(self, actor: str) -> None:
        """Sign an actor out everywhere."""
        with self._database.writing() as session:
            session.execute("DELETE FROM sessions_v1 WHERE actor = ?", (actor,))

    def verify(
        self, actor: str, password: str, address: str, now: datetime
    ) -> SignedIn:
        """
        Say whose password it is.

        `WrongLogin` without saying what was wrong; `TooSoon` if one must wait, which
        no further try prolongs. Both take their time for unknown names too.
        """
        account, place = _digest("account", actor), _digest("address", address)
        nobodys = self._dummy
        with self._database.writing() as session:
            # One at a time: who guesses many times at once reads what is noted, too.
            # The first guesses find no row to wait for, so one is put there.
            session.execute(
                "INSERT INTO login_tries_v1 (tried, failures, last_at) "
                "VALUES (?, 0, ?) ON CONFLICT (tried) DO UPDATE "
                "SET failures = login_tries_v1.failures",
                (account, now),
            )
            waits = max(
                _wait(session, account, LONGEST_FOR_ACCOUNT, now),
                _wait(session, place, LONGEST_FOR_ADDRESS, now),
            )
            found = _account(session, actor)
            if waits <= timedelta():
                # Until it is verified it counts as a failure.
                _note_failure(session, account, now)
        if waits > timedelta():
            raise TooSoon(waits)
        organisation, hashed = found or ("", nobodys)
        if not self._fits(hashed, password) or not found:
            with self._database.writing() as session:
                _note_failure(session, place, now)
            raise WrongLogin(_("nome o password non validi"))
        with self._database.writing() as session:
            # The address stays noted: it may be trying many accounts.
            session.execute(
                "DELETE FROM login_tries_v1 WHERE tried = ?",
                (account,),
            )
            if self._hasher.check_needs_rehash(hashed):
                session.execute(
                    "UPDATE local_accounts_v1 SET password_hash = ? WHERE actor = ?",
                    (self._hasher.hash(_normal(password)), actor),
                )
        return SignedIn(actor, organisation)

    # -- sessions

    def begin(self, who: SignedIn, now: datetime, *, instead_of: str = "") -> str:
        """Begin a session and give its secret; the one it replaces ends."""
        secret = token_urlsafe(_BYTES)
        with self._database.writing() as session:
            session.execute(
                "DELETE FROM sessions_v1 WHERE session_hash = ? OR seen_at < ? "
                "OR begun_at < ?",
                (_digest("session", instead_of), now - IDLE, now - LONGEST),
            )
            session.execute(
                "INSERT INTO sessions_v1 (session_hash, actor, organisation, "
                "begun_at, seen_at) VALUES (?, ?, ?, ?, ?)",
                (_digest("session", secret), who.actor, who.organisation, now, now),
            )
        return secret

    def signed_in(self, secret: str, now: datetime) -> SignedIn | None:
        """Give whose session a secret is; `None` if it ended or never began."""
        hashed = _digest("session", secret)
        with self._database.reading() as session:
            rows = session.execute(
                "SELECT actor, organisation, begun_at, seen_at FROM sessions_v1 "
                "WHERE session_hash = ?",
                (hashed,),
            )
        if not rows:
            return None
        [[actor, organisation, begun_at, seen_at]] = rows
        if now - seen_at >= IDLE or now - begun_at >= LONGEST:
            self.end(secret)
            return None
        if now - seen_at > IDLE / 10:
            with self._database.writing() as session:
                session.execute(
                    "UPDATE sessions_v1 SET seen_at = ? WHERE session_hash = ?",
                    (now, hashed),
                )
        return SignedIn(actor, organisation)

    def end(self, secret: str) -> None:
        """End a session; one that is not there is ended already."""
        with self._database.writing() as session:
            session.execute(
                "DELETE FROM sessions_v1 WHERE session_hash = ?",
                (_digest("session", secret),),
            )

    # -- checked and noted

    def _hashed(self, actor: str, password: str) -> str:
        text = _normal(password)
        if not SHORTEST_PASSWORD <= len(text) <= LONGEST_PASSWORD:
            raise WeakPassword(
                _("la password deve avere da {least} a {most} caratteri").format(
                    least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD
                )
            )
        if (
            text.casefold() in actor.casefold()
            or len(set(text)) < SHORTEST_PASSWORD / 2
        ):
            raise WeakPassword(_("la password è troppo facile da indovinare"))
        return self._hasher.hash(text)

    def _fits(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, _normal(password)[:LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return False


def _note_failure(session: Session, tried: str, now: datetime) -> None:
    session.execute("DELETE FROM login_tries_v1 WHERE last_at < ?", (now - FORGIVEN,))
    session.execute(
        "INSERT INTO login_tries_v1 (tried, failures, last_at) "
        "VALUES (?, 1, ?) ON CONFLICT (tried) DO UPDATE "
        "SET failures = login_tries_v1.failures + 1, last_at = excluded.last_at",
        (tried, now),
    )


def _account(session: Session, actor: str) -> tuple[str, str] | None:
    rows = session.execute(
        "SELECT organisation, password_hash FROM local_accounts_v1 WHERE actor = ?",
        (actor,),
    )
    return (rows[0][0], rows[0][1]) if rows else None


def _wait(session: Session, tried: str, longest: timedelta, now: datetime) -> timedelta:
    """Give how long to wait: twice as long after each failure beyond the first few."""
    rows = session.execute(
        "SELECT failures, last_at FROM login_tries_v1 WHERE tried = ?", (tried,)
    )
    if not rows or now - rows[0][1] > FORGIVEN:
        return timedelta()
    beyond = int(rows[0][0]) - FREE_TRIES
    if beyond < 0:
        return timedelta()
    delay = min(timedelta(seconds=2 ** min(beyond, 20)), longest)
    last_at: datetime = rows[0][1]
    return max(last_at + delay - now, timedelta())


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class AlreadyThere(Exception):
    """An account that was made before."""


class NoAccount(LookupError):
    """A name that has no local account."""


class WeakPassword(Exception):
    """A password that is too short, too long or too easy."""


class WrongLogin(Exception):
    """A name and a password that do not belong together."""


class TooSoon(Exception):
    """A sign-in too soon after others that failed."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds = max(1, -(-wait // timedelta(seconds=1)))
        super().__init__(
            _("troppi tentativi: riprovare tra {seconds} secondi").format(
                seconds=self.seconds
            )
        )

"""
The settings of one service, read from its environment and refused when wrong.

`AZIONE0_DATA`          folder of the embedded databases (default `data`)
`AZIONE0_<KIND>_DB`     database address; default a SQLite file in the folder
`AZIONE0_<NAME>_DB`     the same for one of several of a kind, `-` written as `_`
`AZIONE0_AMQP`          broker address; absent means the embedded bus
`AZIONE0_NAME`          this service's own name, by default its kind
`AZIONE0_ORGANISATION`  who runs it, by default as the partners file says
`AZIONE0_PARTNERS`      the partners file
`AZIONE0_PORT`          HTTP port, by default as the partners file says
`AZIONE0_TOKENS`        file of the tokens of those who may act
`AZIONE0_OIDC`          file of the identity providers of organisations
`AZIONE0_PROXIES`       how many proxies of ours stand in front of it (default 0)
`AZIONE0_LETTERS_TOKEN` token that it shows when it asks others for its letters
`AZIONE0_SEAL_SECONDS`  how often its log is sealed (default 60)
`AZIONE0_SEAL_KEY`      file of the key that signs the seals (`audit/key.py`)
`AZIONE0_WITNESS_KEY`   file of the key that cosigns the seals of others

Those of a service that keeps persons are in `azione0.vault.settings`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from azione0.addressing import Addressing, addressing_among
from azione0.contract import SERVICES
from azione0.partners import Partner, default_partners, read_partners
from azione0.vault.settings import KeySettings, key_settings

#: Settings of the event sourcing library's own stores. They would do nothing here,
#: and the first of them loses events where it does something.
OF_THE_LIBRARY = (
    "POSTGRES_ENABLE_DB_FUNCTIONS",
    "PERSISTENCE_MODULE",
    "SINGLE_ROW_TRACKING",
)

SEAL_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a service is told from outside."""

    me: Partner
    partners: tuple[Partner, ...]
    database_url: str
    data: Path
    amqp: str | None
    port: int
    tokens: Path | None
    letters_token: str | None = None
    seal_seconds: float = SEAL_SECONDS
    oidc: Path | None = None
    keys: KeySettings | None = None
    proxies: int = 0
    seal_key: Path | None = None
    witness_key: Path | None = None

    @property
    def recipients(self) -> dict[str, str]:
        """Give the names to which letters may be addressed, with their kinds."""
        return {it.name: it.kind for it in self.partners if it.name != self.me.name}

    @property
    def addressing(self) -> Addressing:
        """Say which of several services of a kind hears of whom."""
        return addressing_among(self.partners)


def settings_for(kind: str, environ: Mapping[str, str]) -> Settings:
    """Read the settings of one service; `WrongSetting` names what to change."""
    if kind not in SERVICES:
        raise WrongSetting(f"{kind!r} is no service: choose {', '.join(SERVICES)}")
    if foreign := next((it for it in OF_THE_LIBRARY if it in environ), None):
        raise WrongSetting(
            f"{foreign} is no setting of Azione 0: remove it; the store is chosen "
            f"by AZIONE0_{kind.upper()}_DB"
        )
    listed = environ.get("AZIONE0_PARTNERS")
    partners = read_partners(Path(listed)) if listed else default_partners()
    name = environ.get("AZIONE0_NAME", kind)
    me = next((it for it in partners if it.name == name), None)
    if me is None or me.kind != kind:
        raise WrongSetting(
            f"AZIONE0_NAME={name}: the partners file has no {kind} of that name"
        )
    organisation = environ.get("AZIONE0_ORGANISATION", me.organisation)
    if organisation != me.organisation:
        raise WrongSetting(
            f"AZIONE0_ORGANISATION={organisation}: the partners file says that "
            f"{name} is run by {me.organisation}"
        )
    data = Path(environ.get("AZIONE0_DATA", "data"))
    amqp = environ.get("AZIONE0_AMQP") or None
    if amqp and urlsplit(amqp).scheme not in ("amqp", "amqps", "pyamqp"):
        raise WrongSetting(
            "AZIONE0_AMQP must look like amqp://USER:PASSWORD@HOST/VHOST"
        )
    tokens = environ.get("AZIONE0_TOKENS")
    if tokens and not Path(tokens).is_file():
        raise WrongSetting(f"AZIONE0_TOKENS={tokens}: there is no such file")
    return Settings(
        me=me,
        partners=partners,
        database_url=environ.get(_database_setting(name))
        or environ.get(_database_setting(kind))
        or f"sqlite:///{data / name}.db",
        data=data,
        amqp=amqp,
        port=_port(environ.get("AZIONE0_PORT"), me),
        tokens=Path(tokens) if tokens else None,
        letters_token=environ.get("AZIONE0_LETTERS_TOKEN") or None,
        seal_seconds=_seconds(environ.get("AZIONE0_SEAL_SECONDS")),
        oidc=_oidc(environ),
        keys=key_settings(kind, name, data, environ),
        proxies=_proxies(environ.get("AZIONE0_PROXIES")),
        seal_key=_path(environ.get("AZIONE0_SEAL_KEY")),
        witness_key=_path(environ.get("AZIONE0_WITNESS_KEY")),
    )


def settings_of_all(kinds: Iterable[str], environ: Mapping[str, str]) -> list[Settings]:
    """
    Read the settings of every service of some kinds that takes part.

    For those that run in one process: with two of a kind each has its own.
    """
    listed = environ.get("AZIONE0_PARTNERS")
    partners = read_partners(Path(listed)) if listed else default_partners()
    named = environ.get("AZIONE0_NAME")
    found = []
    for kind in kinds:
        names = [it.name for it in partners if it.kind == kind] or [kind]
        found += [
            settings_for(kind, {**environ, "AZIONE0_NAME": name})
            for name in names
            if named in (None, name)
        ]
    homes: dict[str, str] = {}
    for it in found:
        other = homes.setdefault(it.database_url, it.me.name)
        if other != it.me.name:
            raise WrongSetting(
                f"{other} and {it.me.name} would share one database: give "
                f"{_database_setting(it.me.name)}"
            )
    return found


def _database_setting(name: str) -> str:
    return f"AZIONE0_{name.upper().replace('-', '_')}_DB"


def _seconds(given: str | None) -> float:
    if given is None:
        return SEAL_SECONDS
    longest = 86_400
    if not given.isascii() or not given.isdigit() or not 0 < int(given) <= longest:
        raise WrongSetting(
            f"AZIONE0_SEAL_SECONDS={given}: give whole seconds from 1 to {longest}"
        )
    return float(given)


def _port(given: str | None, me: Partner) -> int:
    if given is None:
        return urlsplit(me.url).port or 0
    highest = 65535
    if not given.isascii() or not given.isdigit() or not 0 < int(given) <= highest:
        raise WrongSetting(f"AZIONE0_PORT={given}: give a number from 1 to 65535")
    return int(given)


def _proxies(given: str | None) -> int:
    if not given:
        return 0
    most = 9
    if not given.isascii() or not given.isdigit() or int(given) > most:
        raise WrongSetting(f"AZIONE0_PROXIES={given}: give a number from 0 to {most}")
    return int(given)


def _path(given: str | None) -> Path | None:
    return Path(given) if given else None


def _oidc(environ: Mapping[str, str]) -> Path | None:
    listed = environ.get("AZIONE0_OIDC")
    if listed and not Path(listed).is_file():
        raise WrongSetting(f"AZIONE0_OIDC={listed}: there is no such file")
    return Path(listed) if listed else None


class WrongSetting(Exception):
    """A setting that cannot be used, and what to change."""

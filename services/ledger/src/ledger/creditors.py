"""
The creditors whose files and letters this ledger takes, as the operator lists them.

A creditor is known by its codice fiscale in pagoPA flows and by its accounts in
bank statements. A list with a mistake in it is refused, for money would go astray.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, TypeVar, cast

from stdnum import iban as ibans

T = TypeVar("T")
SETTING = "AZIONE0_CREDITORS"
CONTACT = "contact"
PUBLISHERS = ("aler", "condominium")
CREDITOR_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,39}")
FISCAL_CODE = re.compile(r"[0-9]{11}|[A-Z0-9]{16}")


@dataclass(frozen=True, slots=True)
class Creditor:
    """
    One creditor: its id, the kind of publisher it is, its fiscal code and accounts.

    The check digits of the fiscal code are not looked at: it is only compared.
    `contact` is whom to call, as letters say it; it may be left out.
    """

    creditor_id: str
    publisher: Literal["aler", "condominium"]
    codice_fiscale: str
    ibans: tuple[str, ...]
    name: str
    contact: str = ""


class Creditors:
    """All creditors; `BadCreditors` if two share an id, a fiscal code, an account."""

    def __init__(self, creditors: Iterable[Creditor] = ()) -> None:
        self._by_id: dict[str, Creditor] = {}
        self.by_fiscal_code: dict[str, str] = {}
        self.by_iban: dict[str, str] = {}
        for creditor in creditors:
            _add(self._by_id, creditor.creditor_id, creditor)
            _add(self.by_fiscal_code, creditor.codice_fiscale, creditor.creditor_id)
            for iban in creditor.ibans:
                _add(self.by_iban, iban, creditor.creditor_id)

    def __iter__(self) -> Iterator[Creditor]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __getitem__(self, creditor_id: str) -> Creditor:
        return self._by_id[creditor_id]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all creditors."""
        return frozenset(self._by_id)


def creditors_from(environment: Mapping[str, str]) -> Creditors:
    """
    Read the creditors from the file that `AZIONE0_CREDITORS` names.

    None at all if it is not set. `BadCreditors` says what to change.
    """
    path = environment.get(SETTING)
    if not path:
        return Creditors()
    try:
        content = Path(path).read_bytes()
    except OSError as unreadable:
        raise BadCreditors(
            f"{SETTING}: {path} cannot be read ({unreadable.strerror})"
        ) from None
    return read_creditors(content, name=path)


def read_creditors(content: bytes, *, name: str) -> Creditors:
    """
    Read a list of creditors, TOML or JSON by the ending of its `name`.

    In TOML one `[[creditors]]` table each; in JSON `{"creditors": [{...}]}`.
    """
    try:
        text = content.decode()
        listed = json.loads(text) if name.endswith(".json") else tomllib.loads(text)
    except ValueError as broken:
        raise BadCreditors(f"{name} is not sound: {broken}") from None
    if not isinstance(listed, dict) or set(listed) != {"creditors"}:
        raise BadCreditors(f"{name}: write one list named creditors, nothing else")
    entries = listed["creditors"]
    if not isinstance(entries, list) or not entries:
        raise BadCreditors(f"{name}: the list named creditors is empty")
    return Creditors(
        _creditor(entry, f"{name}, creditor {number}")
        for number, entry in enumerate(entries, start=1)
    )


def _creditor(entry: object, where: str) -> Creditor:
    wanted = {field.name for field in fields(Creditor)} - {CONTACT}
    if not isinstance(entry, dict) or set(entry) - {CONTACT} != wanted:
        raise BadCreditors(
            f"{where}: write exactly {', '.join(sorted(wanted))}, and {CONTACT} if "
            "letters should name whom to call"
        )
    accounts = entry["ibans"]
    if not isinstance(accounts, list) or not all(
        isinstance(account, str) for account in accounts
    ):
        raise BadCreditors(f"{where}: ibans is a list of texts, perhaps empty")
    return Creditor(
        creditor_id=_text(entry, "creditor_id", CREDITOR_ID, where),
        publisher=cast(
            "Literal['aler', 'condominium']",
            _text(entry, "publisher", re.compile("|".join(PUBLISHERS)), where),
        ),
        codice_fiscale=_text(entry, "codice_fiscale", FISCAL_CODE, where),
        ibans=tuple(_iban(account, where) for account in accounts),
        name=_text(entry, "name", re.compile(r".{1,200}"), where),
        contact=_text({CONTACT: "", **entry}, CONTACT, re.compile(r".{0,200}"), where),
    )


def _text(
    entry: dict[str, object], name: str, pattern: re.Pattern[str], where: str
) -> str:
    value = entry[name]
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise BadCreditors(
            f"{where}: {name} = {value!r} does not fit {pattern.pattern}"
        )
    return value


def _iban(account: str, where: str) -> str:
    plain = "".join(account.split()).upper()
    if not ibans.is_valid(plain):
        raise BadCreditors(f"{where}: {account!r} is no IBAN; look for a wrong digit")
    return plain


def _add(known: dict[str, T], key: str, value: T) -> None:
    if key in known:
        raise BadCreditors(f"two creditors share {key}")
    known[key] = value


class BadCreditors(Exception):
    """The list of creditors cannot be used; the message says what to change."""

"""
What the headers of a letter must look like, before anyone opens it.

The CloudEvents library invents an id or a time where one is missing; so the
headers are looked at here first.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass

from azione0.body import BadLetter
from azione0.fields import SHOWN, Fault, shown
from azione0.words import _

JSON = "application/json"
CONTENT_TYPE = "content-type"

HEADER_NAME = re.compile(r"ce-[a-z0-9]{1,40}")


@dataclass(frozen=True, slots=True)
class _Form:
    """What a header may look like, and how that is said."""

    allowed: re.Pattern[str]
    expected: str


_TEXT = "[^\\x00-\\x1f\\ud800-\\udfff]{1,200}"
_INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)"
ANYTHING = _Form(re.compile(_TEXT), "un testo da 1 a 200 caratteri")
FORMS = {
    "ce-id": ANYTHING,
    "ce-source": _Form(
        # Without control characters and halves of others: no database keeps those.
        re.compile("//{0}/{0}".format("[^/\\s\\x00-\\x1f\\ud800-\\udfff]{1,99}")),
        "//organizzazione/servizio",
    ),
    "ce-specversion": _Form(re.compile(r"1\.0"), "1.0"),
    "ce-type": _Form(
        re.compile(r"it\.azione0\.[a-z]{1,40}\.[A-Za-z]{1,80}\.v[1-9][0-9]{0,3}"),
        "it.azione0.<chi>.<Contratto>.v<versione>",
    ),
    "ce-time": _Form(
        re.compile(_INSTANT, re.ASCII), "un istante come 2025-01-31T00:00:00+01:00"
    ),
    "ce-recordedtime": _Form(
        re.compile(_INSTANT, re.ASCII), "un istante come 2025-01-31T10:00:00Z"
    ),
    "ce-subject": ANYTHING,
    "ce-correlationid": ANYTHING,
    "ce-causationid": ANYTHING,
    "ce-policyversion": ANYTHING,
    "ce-dataschema": ANYTHING,
    CONTENT_TYPE: _Form(
        re.compile(r"application/json( *; *charset=utf-8)?", re.IGNORECASE), JSON
    ),
}
LEFT_OUT_BY_CREDITORS = ("ce-subject", "ce-correlationid", "ce-causationid")
REQUIRED = (
    "ce-id",
    "ce-source",
    "ce-specversion",
    "ce-type",
    "ce-time",
    "ce-recordedtime",
    CONTENT_TYPE,
)


#: Headers whose few values come again in thousands of letters.
SAME_FOR_MANY = frozenset(
    {"ce-source", "ce-specversion", "ce-type", "ce-time", "ce-dataschema", CONTENT_TYPE}
)
MOST_KNOWN = 10_000
_known: set[tuple[str, object]] = set()


def check_headers(headers: Mapping[str, str]) -> None:
    """Refuse headers that are missing or wrong; `BadLetter` names each of them."""
    faults = list(absent(headers, REQUIRED))
    for name, value in headers.items():
        if (name, value) in _known:
            continue
        form = FORMS.get(name)
        if form is None:
            if not name.lower().startswith("ce-"):
                continue
            if not HEADER_NAME.fullmatch(name):
                faults.append(Fault(name[:SHOWN], shown(value), _("un nome minuscolo")))
            form = ANYTHING
        if not isinstance(value, str) or not form.allowed.fullmatch(value):
            faults.append(Fault(name[:SHOWN], shown(value), _(form.expected)))
        elif name in SAME_FOR_MANY and len(_known) < MOST_KNOWN:
            _known.add((name, value))
    refuse(faults)


def absent(headers: Mapping[str, str], names: Iterable[str]) -> Iterator[Fault]:
    """Give a fault for each of these headers that is missing."""
    for name in names:
        if name not in headers:
            yield Fault(name, shown(MISSING), _(FORMS[name].expected))


def refuse(faults: Iterable[Fault]) -> None:
    """Raise `BadLetter` if there is any fault."""
    if found := tuple(faults):
        raise BadLetter(found)

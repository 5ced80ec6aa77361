"""
What the broker must know: who may say what, and into whose inbox it goes.

Exchanges, inboxes, bindings, users and permissions all follow from the contracts
and from the partners file, so that nobody receives what is not meant for them.
Services create nothing; the operator loads these definitions.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from azione0.addressing import addressed, addressing_among
from azione0.contract import Promise, heard_by, said_by
from azione0.partners import Partner

VHOST = "azione0"
#: What a user may not do at all.
NOTHING = "^$"
LISTENER = "-listener"
INBOX = ".inbox"
#: From this version on a quorum queue drops a letter delivered twenty times,
#: unless it is told not to; before it, saying so drops at the first failure.
LIMITED_SINCE = (4, 0)


def definitions(
    partners: Sequence[Partner],
    *,
    password_hashes: Mapping[str, str],
    server_version: tuple[int, ...],
    vhost: str = VHOST,
) -> dict[str, Any]:
    """
    Give RabbitMQ's definitions, as `rabbitmqctl import_definitions` reads them.

    `password_hashes` has one for each partner (see `password_hash`), and for a
    `<name>-listener` where a partner also listens with a plain client.
    `server_version` is the broker's, such as (3, 10, 8). `WithoutPassword` names
    the partners that have none.
    """
    listeners = [it for it in partners if it.name + LISTENER in password_hashes]
    users = [it.name for it in partners] + [it.name + LISTENER for it in listeners]
    if missing := [name for name in users if name not in password_hashes]:
        raise WithoutPassword(f"no password for {', '.join(missing)}")
    return {
        "vhosts": [{"name": vhost}],
        "users": [
            {
                "name": name,
                "password_hash": password_hashes[name],
                "hashing_algorithm": "rabbit_password_hashing_sha256",
                "tags": [],
            }
            for name in users
        ],
        **topology(partners, server_version=server_version, vhost=vhost),
        "permissions": [
            *(_permission(it, vhost) for it in partners),
            *(_listener_permission(it, partners, vhost) for it in listeners),
        ],
        "topic_permissions": [
            *(_topic_permission(it, vhost) for it in partners),
            *_listener_topics(listeners, partners, vhost),
        ],
    }


def topology(
    partners: Sequence[Partner],
    *,
    server_version: tuple[int, ...],
    vhost: str = VHOST,
) -> dict[str, Any]:
    """Give exchanges, queues, bindings and policies alone."""
    return {
        "exchanges": [
            {
                "name": exchange_of(it),
                "vhost": vhost,
                "type": "topic",
                "durable": True,
                "auto_delete": False,
                "internal": False,
                "arguments": {},
            }
            for it in partners
        ],
        "queues": [
            {
                "name": name,
                "vhost": vhost,
                "durable": True,
                "auto_delete": False,
                "arguments": arguments,
            }
            for it in partners
            for name, arguments in _queues(it)
        ],
        "bindings": [
            {
                "source": exchange_of(publisher),
                "vhost": vhost,
                "destination": inbox_of(recipient),
                "destination_type": "queue",
                "routing_key": key,
                "arguments": {},
            }
            for publisher in partners
            for recipient in partners
            if publisher is not recipient
            for key in _keys(publisher, recipient, partners)
        ],
        "policies": list(_policies(server_version, vhost)),
    }


def surplus_bindings(
    made: Mapping[str, Any], found: Iterable[Mapping[str, str]]
) -> list[Mapping[str, str]]:
    """
    Give the bindings of inboxes that the server has and the definitions do not.

    Loading definitions adds and takes nothing away: who became one of several of a
    kind would go on hearing of everybody. `found` has `source_name`,
    `destination_name` and `routing_key` of each.
    """
    wanted = {
        (it["source"], it["destination"], it["routing_key"]) for it in made["bindings"]
    }
    return [
        it
        for it in found
        # Without a source it is the queue's own name, which nobody unbinds.
        if it["source_name"]
        and it["destination_name"].endswith(INBOX)
        and (it["source_name"], it["destination_name"], it["routing_key"]) not in wanted
    ]


def exchange_of(partner: Partner) -> str:
    """Name the exchange to which a partner alone may publish."""
    return f"{partner.name}.events"


def inbox_of(partner: Partner) -> str:
    """Name the queue that a partner alone may read."""
    return f"{partner.name}{INBOX}"


def password_hash(password: str, salt: bytes) -> str:
    """Hash a password as RabbitMQ keeps it; the salt is four random bytes."""
    return b64encode(salt + sha256(salt + password.encode()).digest()).decode()


def version_of(text: str) -> tuple[int, ...]:
    """Read `3.10.8`; `UnknownVersion` if it is none."""
    found = re.fullmatch(r"\s*(\d+)\.(\d+)(?:\.(\d+))?\S*\s*", text, re.ASCII)
    if found is None:
        raise UnknownVersion(f"{text.strip()!r} is no version of RabbitMQ")
    return tuple(int(part) for part in found.groups(default="0"))


def _queues(partner: Partner) -> Iterator[tuple[str, dict[str, Any]]]:
    if not heard_by(partner.kind):
        return
    dead = f"{partner.name}.dead"
    yield (
        inbox_of(partner),
        {
            "x-queue-type": "quorum",
            "x-single-active-consumer": True,
            # A letter that the queue gives up lands where it can be looked at.
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": dead,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        },
    )
    yield dead, {"x-queue-type": "quorum"}


def _policies(server_version: tuple[int, ...], vhost: str) -> Iterator[dict[str, Any]]:
    # A policy and not an argument of the queue: that could not be changed when the
    # server is upgraded.
    if server_version >= LIMITED_SINCE:
        yield {
            "name": "azione0-keeps-letters",
            "vhost": vhost,
            "pattern": r"\.(inbox|dead)$",
            "apply-to": "queues",
            "definition": {"delivery-limit": -1},
            "priority": 10,
        }


def _permission(partner: Partner, vhost: str) -> dict[str, str]:
    return {
        "user": partner.name,
        "vhost": vhost,
        "configure": NOTHING,
        "write": _only([exchange_of(partner)]),
        "read": _only([inbox_of(partner)]),
    }


def _topic_permission(partner: Partner, vhost: str) -> dict[str, str]:
    names = sorted(it.promise.routing_key for it in said_by(partner.kind))
    return {
        "user": partner.name,
        "vhost": vhost,
        "exchange": exchange_of(partner),
        "write": _only(names, r"(\.to\.[a-z0-9-]+)?"),
        "read": NOTHING,
    }


def _listener_permission(
    partner: Partner, partners: Sequence[Partner], vhost: str
) -> dict[str, str]:
    """Let a plain nameko listener make its own queues, `evt-…--<name>.…`."""
    said = [it for it in partners if it is not partner and _promises(it, partner)]
    own = rf"evt-[a-z0-9-]+-[A-Za-z0-9.]+--{re.escape(partner.name)}\.[a-z0-9_.-]+"
    exchanges = "|".join(re.escape(exchange_of(it)) for it in said)
    return {
        "user": partner.name + LISTENER,
        "vhost": vhost,
        "configure": f"^{own}$",
        "write": f"^{own}$",
        "read": f"^({own}|{exchanges})$",
    }


def _listener_topics(
    listeners: Iterable[Partner], partners: Sequence[Partner], vhost: str
) -> Iterator[dict[str, str]]:
    # For every exchange, not only for those that say something to the listener: a
    # user without a topic permission on an exchange may bind anything on it.
    for listener in listeners:
        for publisher in partners:
            yield {
                "user": listener.name + LISTENER,
                "vhost": vhost,
                "exchange": exchange_of(publisher),
                "write": NOTHING,
                "read": _only(_keys(publisher, listener, partners)),
            }


def _promises(publisher: Partner, recipient: Partner) -> list[Promise]:
    return sorted(
        (
            it.promise
            for it in said_by(publisher.kind)
            if recipient.kind in it.promise.audience
        ),
        key=lambda it: it.routing_key,
    )


def _keys(
    publisher: Partner, recipient: Partner, partners: Sequence[Partner]
) -> list[str]:
    """
    Give the routing keys under which a publisher's letters reach a recipient.

    One of several of its kind hears of a household only what is addressed to it:
    under the plain key it would hear of everybody.
    """
    shares = recipient.kind in addressing_among(partners).kinds
    return [
        key
        for it in _promises(publisher, recipient)
        for key in (it.routing_key, addressed(it.routing_key, recipient.name))
        if not (shares and it.is_about_a_household and key == it.routing_key)
    ]


def _only(names: Sequence[str], ending: str = "") -> str:
    if not names:
        return NOTHING
    return f"^({'|'.join(re.escape(name) for name in names)}){ending}$"


class WithoutPassword(Exception):
    """A partner that has no password for the broker."""


class UnknownVersion(Exception):
    """A text that is no version of RabbitMQ."""

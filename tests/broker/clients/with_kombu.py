"""A creditor's program that knows kombu and the published schemas, and no more."""

import json
import os
import sys
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from kombu import Connection, Consumer, Exchange, Producer, Queue

NAME = os.environ["PARTNER"]
TENANCY = {"creditor_id": "aler", "tenancy_id": "0012-34567"}


def letters():
    """Give what a year of one tenancy says: routing key, id, body."""
    yield (
        "TenancyRegistered",
        "tenancy",
        {
            **TENANCY,
            "dwelling_id": "TC-04-17",
            "building_id": "torre-cimabue",
            "valid_from": "2018-03-01",
            "effective_on": "2018-03-01",
        },
    )
    for month in range(1, 13):
        yield (
            "ChargeIssued",
            f"charge-{month}",
            {
                **TENANCY,
                "charge_id": f"2024-{month:02}/1",
                "kind": "rent",
                "amount_cents": 15000,
                "issued_on": f"2024-{month:02}-01",
                "due_on": f"2024-{month:02}-20",
                "period_from": f"2024-{month:02}-01",
                "period_to": f"2024-{month:02}-28",
                "effective_on": f"2024-{month:02}-01",
            },
        )
    yield (
        "PaymentReceived",
        "payment",
        {
            **TENANCY,
            "payment_id": "2024-00981",
            "amount_cents": 15000,
            "value_on": "2024-02-03",
            "channel": "mav",
            "payer": "tenant",
            "effective_on": "2024-02-03",
        },
    )


def say(connection):
    """Publish a year of one tenancy."""
    exchange = Exchange(f"{NAME}.events", type="topic", no_declare=True)
    producer = Producer(connection.channel(), exchange=exchange, auto_declare=False)
    for name, letter_id, body in letters():
        day = date.fromisoformat(body["effective_on"])
        starts = datetime.combine(day, time(), ZoneInfo("Europe/Rome"))
        producer.publish(
            json.dumps(body).encode(),
            routing_key=name,
            content_type="application/json",
            content_encoding="utf-8",
            delivery_mode=2,
            mandatory=True,
            headers={
                "ce-specversion": "1.0",
                "ce-id": letter_id,
                "ce-source": "//aler-bcm/aler",
                "ce-type": f"it.azione0.aler.{name}.v1",
                "ce-time": starts.isoformat(),
                "ce-recordedtime": f"{body['effective_on']}T03:00:00Z",
            },
        )


def hear(connection):
    """Print what comes until an agreement is signed, ten seconds at most."""
    heard = []

    def note(message):
        heard.append(message.headers["ce-type"])
        print(message.headers["ce-type"], json.loads(message.body), flush=True)  # noqa: T201
        message.ack()

    queue = Queue(f"{NAME}.inbox", no_declare=True)
    channel = connection.channel()
    with Consumer(channel, queues=[queue], on_message=note, auto_declare=False):
        while not any("AgreementSigned" in it for it in heard):
            try:
                connection.drain_events(timeout=10)
            except TimeoutError:
                break


with Connection(
    os.environ["AMQP_URL"], transport_options={"confirm_publish": True}
) as connected:
    {"say": say, "hear": hear}[sys.argv[1]](connected)

"""
The answers to commands, kept a while for who asks again.

The door writes and reads them; they are a table of the service's own database, so
that a command and its answer are committed together.
"""

from azione0.words import _

TABLES = (
    """CREATE TABLE IF NOT EXISTS answers_v1 (
        actor text NOT NULL,
        idempotency_key text NOT NULL,
        fingerprint text NOT NULL,
        status bigint NOT NULL,
        body text NOT NULL,
        answered_at timestamptz NOT NULL,
        PRIMARY KEY (actor, idempotency_key))""",
    "CREATE INDEX IF NOT EXISTS answers_v1_by_age ON answers_v1 (answered_at)",
)
#: What it holds, for who reads an export.
HOLDS = {
    "answers_v1": _(
        "Le risposte ai comandi degli ultimi 7 giorni, per chi le chiede di nuovo."
    ),
}

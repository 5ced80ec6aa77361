"""Where a log's leaves and seals are kept, in the service's own database."""

from azione0.words import _

TABLES = (
    "CREATE TABLE IF NOT EXISTS leaves (seq {key}, leaf bytea NOT NULL)",
    """CREATE TABLE IF NOT EXISTS seals (
        size {key}, edge text NOT NULL, note text NOT NULL,
        sealed_at timestamptz NOT NULL)""",
)
#: What each of them holds, for who reads an export.
HOLDS = {
    "leaves": _("L'impronta di ogni fatto, foglia dell'albero che lo sigilla."),
    "seals": _("I sigilli firmati: quanti fatti c'erano, e la radice dell'albero."),
}

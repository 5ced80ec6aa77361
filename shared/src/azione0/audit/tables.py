"""Where a log's leaves and seals are kept, in the service's own database."""

from azione0.words import _

TABLES = (
    "CREATE TABLE IF NOT EXISTS leaves (seq {key}, leaf bytea NOT NULL)",
    """CREATE TABLE IF NOT EXISTS seals (
        size {key}, edge text NOT NULL, note text NOT NULL,
        sealed_at timestamptz NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS cosigned (
        witness text NOT NULL, size bigint NOT NULL, note text NOT NULL,
        noted_on date NOT NULL, PRIMARY KEY (witness, size))""",
    """CREATE TABLE IF NOT EXISTS witnessed (
        origin text NOT NULL, size bigint NOT NULL, note text NOT NULL,
        noted_on date NOT NULL, PRIMARY KEY (origin, size))""",
    "CREATE TABLE IF NOT EXISTS witnessed_logs (origin text PRIMARY KEY)",
    """CREATE TABLE IF NOT EXISTS disputed (
        origin text NOT NULL, held text NOT NULL, given text NOT NULL,
        noted_at timestamptz NOT NULL, PRIMARY KEY (origin, held, given))""",
    """CREATE TABLE IF NOT EXISTS known_keys (
        name text NOT NULL, kind bigint NOT NULL, key text NOT NULL,
        noted_at timestamptz NOT NULL, PRIMARY KEY (name, kind))""",
)
#: What each of them holds, for who reads an export.
HOLDS = {
    "leaves": _("L'impronta di ogni fatto, foglia dell'albero che lo sigilla."),
    "seals": _("I sigilli firmati: quanti fatti c'erano, e la radice dell'albero."),
    "cosigned": _("I sigilli di questo registro che i partner hanno controfirmato."),
    "witnessed": _("I sigilli dei registri dei partner, visti e controfirmati qui."),
    "witnessed_logs": _("I registri dei partner di cui si tengono sigilli."),
    "disputed": _("Coppie di sigilli di un partner che si contraddicono: le prove."),
    "known_keys": _(
        "Le chiavi pubbliche dei partner, come furono viste la prima volta."
    ),
}

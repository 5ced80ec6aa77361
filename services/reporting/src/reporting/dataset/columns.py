"""What each table of the dataset holds: its columns, their types and their meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reporting.indicators.evidence import PROJECTIONS

#: Kinds of columns, with what they are called in a Table Schema and in DuckDB.
INTEGER, TEXT, PSEUDONYM = "integer", "string", "pseudonym"
DUCKDB_TYPES = {INTEGER: "BIGINT", TEXT: "VARCHAR", PSEUDONYM: "VARCHAR"}
DAY = "days from 1970-01-01"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; a pseudonym stands in the place of an id, and is keyed."""

    name: str
    kind: str
    about: str
    required: bool = True


_ORIGIN = (
    Column("day", INTEGER, f"The day from which the fact counts, in {DAY}."),
    Column(
        "known",
        INTEGER,
        "When it was written down, in microseconds from 1970-01-01T00:00Z.",
    ),
    Column("letter_id", PSEUDONYM, "The letter that says so."),
)
TABLES: Mapping[str, Sequence[Column]] = {
    "facts": (
        Column("kind", TEXT, "What is told: the contract's name, or a kind of it."),
        Column("thing", PSEUDONYM, "What it is about.", required=False),
        Column("other", PSEUDONYM, "The second thing it names.", required=False),
        Column("household_id", PSEUDONYM, "Whose it is.", required=False),
        Column("creditor_id", TEXT, "With which creditor; empty if with none."),
        Column(
            "detail",
            TEXT,
            "Its one code: an outcome, a payer, an organisation. A building's own "
            "name is replaced by a pseudonym.",
        ),
        Column("amount", INTEGER, "Euro cents, minutes, or persons of a household."),
        Column("number", INTEGER, "A count that goes with it; -1 if not known."),
        Column(
            "counts_on",
            INTEGER,
            f"The day that the thing names, in {DAY}.",
            required=False,
        ),
        *_ORIGIN,
    ),
    "covered": (
        Column("payment_id", PSEUDONYM, "The payment."),
        Column("charge_id", PSEUDONYM, "The charge it went to.", required=False),
        Column("cents", INTEGER, "How much of it, in euro cents."),
        Column("said", INTEGER, "1 if this replaces what was said of the payment."),
        *_ORIGIN,
    ),
    "agreements": (
        Column("agreement_id", PSEUDONYM, "The agreement.", required=False),
        Column("kind", TEXT, "What is said of it."),
        Column(
            "number", INTEGER, "Of which instalment; of a policy, its days of grace."
        ),
        Column("household_id", PSEUDONYM, "Whose it is.", required=False),
        Column("creditor_id", TEXT, "With which creditor."),
        Column(
            "counts_on", INTEGER, f"The day that is named, in {DAY}.", required=False
        ),
        Column("cents", INTEGER, "Euro cents promised, paid, due or outstanding."),
        Column("figure", INTEGER, "Days late, cents paid by grace, or down payment."),
        *_ORIGIN,
    ),
}


def names(table: str) -> list[str]:
    """Give a table's columns by name, as its projection has them."""
    found = [it.name for it in TABLES[table]]
    if tuple(found) != PROJECTIONS[table].columns:
        raise RuntimeError(f"{table}: the dictionary does not name its columns")
    return found

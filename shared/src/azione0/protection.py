"""
What PostgreSQL itself refuses, whatever the service's code does.

The tables belong to a role of their own, which only migrations use. The service's
role may add events and read them, and nothing else: that prevents accidents, and
tampering by who holds the service's password. Where cases of several organisations
lie side by side, a query sees only the rows of the organisation for which it is made.

Source: PostgreSQL 15, sections 5.8 (row security policies) and 5.7 (privileges).
"""

from psycopg import sql

from azione0.access.accessed import DAYS_KEPT
from azione0.database import Database

#: Tables that grow and are never changed.
FOR_EVER = ("events", "leaves", "seals", "disputed", "known_keys")
#: Tables whose rows nobody changes; the database removes them when it is their time.
KEPT = ("data_accessed_v1",)
#: Read models with the household whose case a row is about.
BY_HOUSEHOLD = {
    "intake": (
        "case_references_v1",
        "cases_v2",
        "compositions_v1",
        "households_v2",
        "selections_v1",
        "signals_v1",
        "tasks_v1",
        # What a row of the worklist tells; where it stands in the order is no secret.
        "worklist_told_v1",
        "people_v1",
        "erasures_v1",
        "erasure_receipts_v1",
        # A sentence may speak of somebody.
        "emergencies_v1",
    ),
}
#: Tables with the person whom a row is about.
BY_PERSON = {"intake": ("vault_v1", "person_marks_v1")}
#: Who reads for these purposes may see every case. Source: `access/rules.py`.
SEES_ALL = ("accounting", "audit", "data_protection", "system")
#: Who may open the sealed data of everybody.
OPENS_ALL = ("data_protection", "system")

_FORGET = """
CREATE OR REPLACE FUNCTION azione0_forget_accessed() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM data_accessed_v1
        WHERE accessed_at < clock_timestamp() - interval '{days} days' RETURNING 1)
    SELECT count(*) FROM gone
$$
"""
_NEVER = """
CREATE OR REPLACE FUNCTION azione0_never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed nor removed', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$
"""
_MAY_SEE = """
CREATE OR REPLACE FUNCTION azione0_may_see(household uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT current_setting('azione0.purposes', true) = ANY (ARRAY[{sees_all}])
    OR CASE WHEN NOT EXISTS (
            SELECT 1 FROM case_followers_v1 AS c WHERE c.household_id = household)
        THEN current_setting('azione0.organisation', true)
            = current_setting('azione0.holder', true)
            AND current_setting('azione0.organisation', true) <> ''
        ELSE (
            SELECT c.organisation FROM case_followers_v1 AS c
            WHERE c.household_id = household AND c.since_on
                <= nullif(current_setting('azione0.day', true), '')::date
            ORDER BY c.since_on DESC, c.letter_id DESC LIMIT 1
        ) = current_setting('azione0.organisation', true)
        OR EXISTS (
            SELECT 1 FROM case_shares_v2 AS s WHERE s.household_id = household
            AND s.organisation = current_setting('azione0.organisation', true)
            AND (s.receiver IS NULL
                OR s.receiver = current_setting('azione0.actor', true))
            AND s.purpose = current_setting('azione0.purposes', true)
            AND nullif(current_setting('azione0.day', true), '')::date
                BETWEEN s.since_on AND s.until_on
            AND (s.ended_on IS NULL
                OR nullif(current_setting('azione0.day', true), '')::date < s.ended_on))
        END
    OR EXISTS (
        SELECT 1 FROM emergency_hours_v1 AS e WHERE e.household_id = household
        AND e.actor = current_setting('azione0.actor', true)
        AND e.organisation = current_setting('azione0.organisation', true)
        AND nullif(current_setting('azione0.at', true), '')::timestamptz >= e.from_at
        AND nullif(current_setting('azione0.at', true), '')::timestamptz < e.until_at)
$$
"""
#: Who persons are is seen by fewer: control reads pseudonyms.
_MAY_SEE_PERSON = """
CREATE OR REPLACE FUNCTION azione0_may_see_person(person uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('azione0.purposes', true), '')
        = ANY (ARRAY[{opens_all}])
    OR (coalesce(current_setting('azione0.purposes', true), '')
            <> ALL (ARRAY[{sees_all}])
        AND EXISTS (
            SELECT 1 FROM people_v1 AS p
            WHERE p.person_id = person AND azione0_may_see(p.household_id)))
$$
"""


def protect(database: Database, kind: str, role: str) -> None:
    """
    Let a service's role do what it needs in a database, and no more.

    Called by who owns the tables, when all of them are there; again changes
    nothing. `NotPostgres` for another database, which knows no roles.
    """
    if database.dialect != "postgres":
        raise NotPostgres(
            "only PostgreSQL has roles: a SQLite file is protected by the rights of "
            "its folder"
        )
    name = sql.Identifier(role).as_string()
    statements = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        (
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public "
            f"TO {name}"
        ),
        *(f"REVOKE UPDATE, DELETE, TRUNCATE ON {it} FROM {name}" for it in FOR_EVER),
        *(f"REVOKE UPDATE, DELETE, TRUNCATE ON {it} FROM {name}" for it in KEPT),
        _FORGET.format(days=DAYS_KEPT.days),
        "REVOKE ALL ON FUNCTION azione0_forget_accessed() FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION azione0_forget_accessed() TO {name}",
        _NEVER,
        *(statement for it in FOR_EVER for statement in _for_ever(it)),
    ]
    if kind == "reporting":
        # It builds the tables of its projections anew while it runs.
        statements.append(f"GRANT CREATE ON SCHEMA public TO {name}")
    if kind in BY_HOUSEHOLD:
        words = ", ".join(f"'{it}'" for it in SEES_ALL)
        statements.append(_MAY_SEE.format(sees_all=words))
        opening = ", ".join(f"'{it}'" for it in OPENS_ALL)
        statements.append(_MAY_SEE_PERSON.format(sees_all=words, opens_all=opening))
        for table in BY_HOUSEHOLD[kind]:
            statements += _kept_to(table, "azione0_may_see(household_id)")
        for table in BY_PERSON[kind]:
            statements += _kept_to(table, "azione0_may_see_person(person_id)")
    with database.writing() as session:
        for statement in statements:
            session.execute(statement)


def _for_ever(table: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS azione0_never_changed ON {table}",
        (
            f"CREATE TRIGGER azione0_never_changed BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION azione0_never()"
        ),
        f"DROP TRIGGER IF EXISTS azione0_never_emptied ON {table}",
        (
            f"CREATE TRIGGER azione0_never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION azione0_never()"
        ),
    ]


def _kept_to(table: str, condition: str) -> list[str]:
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS azione0_by_household ON {table}",
        (
            f"CREATE POLICY azione0_by_household ON {table} "
            f"USING ({condition}) WITH CHECK ({condition})"
        ),
    ]


class NotPostgres(Exception):
    """A database that knows no roles."""

"""What the workshops look up quickly: their own lists, and facts others told them."""

from azione0 import followed

TABLES = (
    *followed.TABLES,
    """CREATE TABLE IF NOT EXISTS workshops_v1 (
        workshop_id uuid PRIMARY KEY,
        kind text NOT NULL,
        organisation_id text NOT NULL,
        state text NOT NULL,
        capacity bigint NOT NULL,
        seated bigint NOT NULL,
        waiting bigint NOT NULL,
        starts_on date NOT NULL,
        ends_on date NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS enrolments_v1 (
        enrolment_id uuid PRIMARY KEY,
        workshop_id uuid NOT NULL,
        household_id uuid,
        person_id uuid,
        organisation_id text,
        origin text NOT NULL,
        state text NOT NULL,
        requested_on date NOT NULL,
        minutes_attended bigint NOT NULL,
        ended_on date)""",
    """CREATE INDEX IF NOT EXISTS enrolments_of_household_v1
        ON enrolments_v1 (household_id)""",
    """CREATE TABLE IF NOT EXISTS templates_v1 (
        template_id uuid PRIMARY KEY,
        code text NOT NULL,
        kind text NOT NULL,
        retired_on date)""",
    """CREATE TABLE IF NOT EXISTS facilitators_v1 (
        facilitator_id uuid NOT NULL,
        workshop_id uuid NOT NULL,
        PRIMARY KEY (facilitator_id, workshop_id))""",
    """CREATE TABLE IF NOT EXISTS invitations_v1 (
        invitation_id uuid PRIMARY KEY,
        token_sha256 text NOT NULL UNIQUE,
        workshop_id uuid NOT NULL,
        household_id uuid NOT NULL,
        person_id uuid,
        expires_at timestamptz NOT NULL,
        is_open boolean NOT NULL)""",
    """CREATE INDEX IF NOT EXISTS invitations_of_household_v1
        ON invitations_v1 (household_id)""",
    """CREATE TABLE IF NOT EXISTS notices_v1 (
        notice_id uuid PRIMARY KEY,
        workshop_id uuid NOT NULL,
        enrolment_id uuid NOT NULL,
        news text NOT NULL,
        session_number bigint NOT NULL,
        owed_since_on date NOT NULL,
        settled_on date)""",
    """CREATE INDEX IF NOT EXISTS notices_of_enrolment_v1
        ON notices_v1 (enrolment_id)""",
    """CREATE TABLE IF NOT EXISTS hours_v1 (
        hours_id uuid PRIMARY KEY,
        kind text NOT NULL,
        activity text NOT NULL,
        workshop_id uuid,
        household_id uuid,
        person_id uuid,
        minutes bigint NOT NULL,
        given_on date NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS questionnaires_v1 (
        answers_id uuid PRIMARY KEY,
        workshop_id uuid NOT NULL,
        enrolment_id uuid NOT NULL,
        moment text NOT NULL,
        words text NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS budgets_v1 (
        budget_id uuid PRIMARY KEY,
        household_id uuid NOT NULL,
        month date NOT NULL,
        state text NOT NULL,
        affordable_cents bigint,
        reviewed_on date)""",
    "CREATE INDEX IF NOT EXISTS budgets_of_household_v1 ON budgets_v1 (household_id)",
    """CREATE TABLE IF NOT EXISTS agreements_v1 (
        agreement_id uuid PRIMARY KEY,
        household_id uuid NOT NULL,
        signed_on date NOT NULL,
        supersedes uuid)""",
    """CREATE TABLE IF NOT EXISTS instalments_v1 (
        agreement_id uuid NOT NULL,
        number bigint NOT NULL,
        due_on date NOT NULL,
        amount_cents bigint NOT NULL,
        PRIMARY KEY (agreement_id, number))""",
    """CREATE TABLE IF NOT EXISTS schedules_v1 (
        letter_id text PRIMARY KEY,
        agreement_id uuid NOT NULL,
        effective_on date NOT NULL,
        recorded_at timestamptz NOT NULL)""",
    """CREATE INDEX IF NOT EXISTS schedules_of_agreement_v1
        ON schedules_v1 (agreement_id)""",
    """CREATE TABLE IF NOT EXISTS rescheduled_instalments_v1 (
        letter_id text NOT NULL,
        number bigint NOT NULL,
        due_on date NOT NULL,
        amount_cents bigint NOT NULL,
        PRIMARY KEY (letter_id, number))""",
    """CREATE TABLE IF NOT EXISTS agreement_words_v1 (
        letter_id text PRIMARY KEY,
        agreement_id uuid NOT NULL,
        word text NOT NULL,
        effective_on date NOT NULL,
        recorded_at timestamptz NOT NULL)""",
    """CREATE INDEX IF NOT EXISTS words_of_agreement_v1
        ON agreement_words_v1 (agreement_id)""",
    """CREATE TABLE IF NOT EXISTS thresholds_v1 (
        household_type text NOT NULL,
        valid_from date NOT NULL,
        threshold_cents bigint NOT NULL,
        housing_cents bigint NOT NULL,
        PRIMARY KEY (household_type, valid_from))""",
)

"""What employment looks up quickly: its own lists, and facts others told it."""

from azione0 import followed

TABLES = (
    *followed.TABLES,
    """CREATE TABLE IF NOT EXISTS pathways_v1 (
        pathway_id uuid PRIMARY KEY,
        household_id uuid NOT NULL,
        person_id uuid NOT NULL,
        programme_code text NOT NULL,
        state text NOT NULL,
        opened_on date NOT NULL,
        interrupted_on date)""",
    """CREATE INDEX IF NOT EXISTS pathways_of_household_v1
        ON pathways_v1 (household_id)""",
    "CREATE INDEX IF NOT EXISTS pathways_of_person_v1 ON pathways_v1 (person_id)",
    """CREATE TABLE IF NOT EXISTS placements_v1 (
        placement_id uuid PRIMARY KEY,
        pathway_id uuid NOT NULL,
        household_id uuid NOT NULL,
        person_id uuid NOT NULL,
        state text NOT NULL,
        start_on date NOT NULL,
        end_on date,
        check_on date)""",
    """CREATE INDEX IF NOT EXISTS placements_of_person_v1
        ON placements_v1 (person_id)""",
    "CREATE INDEX IF NOT EXISTS placements_to_check_v1 ON placements_v1 (check_on)",
    """CREATE TABLE IF NOT EXISTS job_checks_v1 (
        household_id uuid NOT NULL,
        checked_on date NOT NULL,
        working boolean NOT NULL,
        PRIMARY KEY (household_id, checked_on))""",
    """CREATE TABLE IF NOT EXISTS pathway_dues_v1 (
        pathway_id uuid PRIMARY KEY,
        due_on date)""",
    "CREATE INDEX IF NOT EXISTS pathway_dues_by_day_v1 ON pathway_dues_v1 (due_on)",
    """CREATE TABLE IF NOT EXISTS traineeships_v1 (
        traineeship_id uuid PRIMARY KEY,
        pathway_id uuid NOT NULL,
        household_id uuid NOT NULL,
        person_id uuid NOT NULL,
        start_on date NOT NULL,
        planned_end_on date NOT NULL,
        end_on date)""",
    """CREATE INDEX IF NOT EXISTS traineeships_to_end_v1
        ON traineeships_v1 (planned_end_on)""",
    """CREATE TABLE IF NOT EXISTS chases_v1 (
        placement_id uuid NOT NULL,
        kind text NOT NULL,
        checkpoint_days bigint NOT NULL,
        household_id uuid NOT NULL,
        due_on date NOT NULL,
        done_on date,
        PRIMARY KEY (placement_id, kind, checkpoint_days))""",
    "CREATE INDEX IF NOT EXISTS chases_by_day_v1 ON chases_v1 (due_on)",
    """CREATE TABLE IF NOT EXISTS vacancies_v1 (
        vacancy_id uuid PRIMARY KEY,
        employer_id uuid NOT NULL,
        occupation text NOT NULL,
        state text NOT NULL,
        free bigint NOT NULL,
        opened_on date NOT NULL,
        from_on date NOT NULL,
        until_on date NOT NULL,
        closed_on date,
        asked text NOT NULL)""",
    """CREATE INDEX IF NOT EXISTS vacancies_of_employer_v1
        ON vacancies_v1 (employer_id)""",
    """CREATE TABLE IF NOT EXISTS candidacies_v1 (
        candidacy_id uuid PRIMARY KEY,
        search_id uuid NOT NULL,
        person_id uuid NOT NULL,
        household_id uuid NOT NULL,
        vacancy_id uuid NOT NULL,
        state text NOT NULL,
        made_on date NOT NULL,
        shared_on date,
        refused_by text,
        reason text)""",
    """CREATE INDEX IF NOT EXISTS candidacies_of_vacancy_v1
        ON candidacies_v1 (vacancy_id)""",
    "CREATE INDEX IF NOT EXISTS candidacies_of_person_v1 ON candidacies_v1 (person_id)",
    """CREATE TABLE IF NOT EXISTS profiles_v1 (
        person_id uuid PRIMARY KEY,
        pathway_id uuid NOT NULL,
        household_id uuid NOT NULL,
        described_on date NOT NULL,
        abilities text NOT NULL)""",
)

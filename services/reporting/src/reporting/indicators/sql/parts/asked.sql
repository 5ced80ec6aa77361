-- As of which day, and with the knowledge of which instant.
asked AS (
  SELECT CAST(? AS bigint) AS as_of, CAST(? AS bigint) AS known_at
)

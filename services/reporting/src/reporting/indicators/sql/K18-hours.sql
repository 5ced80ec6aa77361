SELECT
  CAST(h.month AS text) AS grp, h.letter_id AS unit,
  CAST(h.household_id AS text) AS household_id,
  h.minutes AS part, 60 AS whole,
  'counted' AS standing, h.letter_id, h.letter_id AS decided_by
FROM hours h

SELECT
  '' AS grp, CAST(s.household_id AS text) AS unit,
  CAST(s.household_id AS text) AS household_id,
  CASE WHEN c.letter_id IS NULL THEN 0 ELSE 1 END AS part, 1 AS whole,
  'counted' AS standing, s.letter_id, c.letter_id AS decided_by
FROM sought s
LEFT JOIN in_charge c ON c.household_id = s.household_id

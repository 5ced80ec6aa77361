SELECT
  '' AS grp, CAST(c.household_id AS text) AS unit,
  CAST(c.household_id AS text) AS household_id,
  CASE WHEN g.letter_id IS NULL THEN 0 ELSE 1 END AS part, 1 AS whole,
  'counted' AS standing, c.letter_id, g.letter_id AS decided_by
FROM in_charge c
LEFT JOIN (
  SELECT household_id, min(letter_id) AS letter_id
  FROM promises
  GROUP BY household_id
) g ON g.household_id = c.household_id

SELECT
  '' AS grp, CAST(s.household_id AS text) AS unit,
  CAST(s.household_id AS text) AS household_id,
  CASE WHEN r.letter_id IS NULL THEN 0 ELSE 1 END AS part, 1 AS whole,
  'counted' AS standing, s.letter_id, r.letter_id AS decided_by
FROM sought s
LEFT JOIN (
  SELECT household_id, min(letter_id) AS letter_id
  FROM told
  WHERE kind = 'ContactAttempted' AND detail = 'reached'
  GROUP BY household_id
) r ON r.household_id = s.household_id

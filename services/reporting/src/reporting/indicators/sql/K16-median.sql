SELECT
  c.grp, CAST(c.household_id AS text) AS unit,
  CAST(c.household_id AS text) AS household_id,
  CASE WHEN c.standing = 'counted' THEN c.steps ELSE 0 END AS part,
  CASE WHEN c.standing = 'counted' THEN 1 ELSE 0 END AS whole,
  c.standing, c.letter_id, c.decided_by
FROM changed c

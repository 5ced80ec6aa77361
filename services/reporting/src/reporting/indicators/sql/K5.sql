SELECT
  '' AS grp, CAST(p.agreement_id AS text) AS unit,
  CAST(p.household_id AS text) AS household_id,
  CASE WHEN p.breached_on IS NULL THEN 0 ELSE 1 END AS part, 1 AS whole,
  'counted' AS standing, p.letter_id, p.breach_letter_id AS decided_by
FROM promises p

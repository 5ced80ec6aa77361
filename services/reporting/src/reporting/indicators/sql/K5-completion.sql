SELECT
  '' AS grp, CAST(p.agreement_id AS text) AS unit,
  CAST(p.household_id AS text) AS household_id,
  CASE WHEN p.completed = 1 THEN 1 ELSE 0 END AS part,
  CASE
    WHEN p.completed = 1 OR p.broken_on IS NOT NULL OR p.terminated_on IS NOT NULL
      THEN 1
    ELSE 0
  END AS whole,
  CASE
    WHEN p.completed = 1 OR p.broken_on IS NOT NULL OR p.terminated_on IS NOT NULL
      THEN 'counted'
    ELSE 'immature'
  END AS standing,
  p.letter_id, p.breach_letter_id AS decided_by
FROM promises p

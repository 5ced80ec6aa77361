SELECT
  '' AS grp, CAST(j.agreement_id AS text) || ' ' || CAST(j.number AS text) AS unit,
  CAST(j.household_id AS text) AS household_id,
  CASE WHEN j.standing = 'counted' AND j.missed = 0 THEN 1 ELSE 0 END AS part,
  CASE WHEN j.standing = 'counted' THEN 1 ELSE 0 END AS whole,
  j.standing, j.signed_letter_id AS letter_id, j.decided_by
FROM judged j
WHERE j.standing <> 'nothing'

SELECT
  '' AS grp, CAST(j.agreement_id AS text) || ' ' || CAST(j.number AS text) AS unit,
  CAST(j.household_id AS text) AS household_id,
  CASE
    WHEN j.standing <> 'counted' THEN 0
    WHEN j.missed = 1 AND j.by_grace_cents < j.cents THEN j.by_grace_cents
    ELSE j.cents
  END AS part,
  CASE WHEN j.standing = 'counted' THEN j.cents ELSE 0 END AS whole,
  j.standing, j.signed_letter_id AS letter_id, j.decided_by
FROM judged j
WHERE j.standing <> 'nothing'

, participants AS (
  SELECT
    coalesce(CAST(household_id AS text), CAST(guest_id AS text)) AS participant,
    CAST(household_id AS text) AS household_id, letter_id
  FROM hours
  UNION ALL
  SELECT CAST(household_id AS text), CAST(household_id AS text), letter_id
  FROM told
  WHERE kind = 'SessionAttended' AND detail = 'present'
),
cased AS (
  SELECT DISTINCT CAST(household_id AS text) AS household_id FROM sought
)
SELECT
  '' AS grp, p.participant AS unit, max(p.household_id) AS household_id,
  CASE WHEN max(c.household_id) IS NULL THEN 1 ELSE 0 END AS part, 1 AS whole,
  'counted' AS standing, min(p.letter_id) AS letter_id, min(p.letter_id) AS decided_by
FROM participants p
LEFT JOIN cased c ON c.household_id = p.household_id
WHERE p.participant IS NOT NULL
GROUP BY p.participant

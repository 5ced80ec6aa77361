, plans AS (
  SELECT
    thing AS workshop_id, amount AS minutes, letter_id,
    row_number() OVER (
      PARTITION BY thing ORDER BY known DESC, day DESC, letter_id DESC
    ) AS back
  FROM told
  WHERE kind = 'WorkshopScheduled'
),
sessions AS (
  SELECT
    thing AS workshop_id, other AS enrolment_id, number, household_id,
    amount AS minutes, letter_id,
    row_number() OVER (
      PARTITION BY thing, other, number
      ORDER BY known DESC, day DESC, letter_id DESC
    ) AS back
  FROM told
  WHERE kind = 'SessionAttended'
)
SELECT
  '' AS grp, CAST(s.enrolment_id AS text) || ' ' || CAST(s.number AS text) AS unit,
  CAST(s.household_id AS text) AS household_id,
  CASE WHEN p.minutes IS NULL THEN 0 ELSE s.minutes END AS part,
  coalesce(p.minutes, 0) AS whole,
  CASE WHEN p.minutes IS NULL THEN 'missing' ELSE 'counted' END AS standing,
  s.letter_id, p.letter_id AS decided_by
FROM sessions s
LEFT JOIN plans p ON p.workshop_id = s.workshop_id AND p.back = 1
WHERE s.back = 1

, checkpoints AS (
  SELECT 30 AS days UNION ALL SELECT 90 UNION ALL SELECT 180 UNION ALL SELECT 365
),
placements AS (
  SELECT
    thing AS placement_id, household_id, counts_on AS start_on, letter_id,
    row_number() OVER (
      PARTITION BY thing ORDER BY known DESC, day DESC, letter_id DESC
    ) AS back
  FROM told
  WHERE kind = 'JobPlaced'
),
checks AS (
  SELECT
    thing AS placement_id, number AS days, detail, letter_id,
    row_number() OVER (
      PARTITION BY thing, number ORDER BY known DESC, day DESC, letter_id DESC
    ) AS back
  FROM told
  WHERE kind = 'RetentionConfirmed'
),
shown AS (
  SELECT
    n.days, p.placement_id, p.household_id, p.letter_id, c.detail,
    c.letter_id AS decided_by,
    CASE
      WHEN p.start_on + n.days > a.as_of THEN 'immature'
      WHEN c.detail IS NULL THEN 'missing'
      ELSE 'counted'
    END AS standing
  FROM placements p
  CROSS JOIN checkpoints n
  CROSS JOIN asked a
  LEFT JOIN checks c ON c.placement_id = p.placement_id AND c.days = n.days
    AND c.back = 1
  WHERE p.back = 1
)
SELECT
  CAST(s.days AS text) AS grp, CAST(s.placement_id AS text) AS unit,
  CAST(s.household_id AS text) AS household_id,
  CASE WHEN s.standing = 'counted' AND s.detail = 'retained' THEN 1 ELSE 0 END AS part,
  CASE WHEN s.standing = 'counted' THEN 1 ELSE 0 END AS whole,
  s.standing, s.letter_id, s.decided_by
FROM shown s

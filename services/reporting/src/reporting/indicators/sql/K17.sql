, labs AS (
  SELECT DISTINCT thing AS workshop_id
  FROM told
  WHERE kind = 'WorkshopScheduled' AND detail = 'family_budget'
),
attended AS (
  SELECT s.household_id, min(s.day) AS first_on, max(s.day) AS last_on
  FROM (
    SELECT
      household_id, thing, detail, day,
      row_number() OVER (
        PARTITION BY thing, other, number
        ORDER BY known DESC, day DESC, letter_id DESC
      ) AS back
    FROM told
    WHERE kind = 'SessionAttended'
  ) s
  JOIN labs l ON l.workshop_id = s.thing
  WHERE s.back = 1 AND s.detail = 'present'
  GROUP BY s.household_id
),
reviews AS (
  SELECT household_id, number, day, known, letter_id
  FROM told
  WHERE kind = 'BudgetReviewed' AND number >= 0
),
befores AS (
  SELECT
    a.household_id, r.number, r.letter_id,
    row_number() OVER (
      PARTITION BY a.household_id ORDER BY r.day DESC, r.known DESC, r.letter_id DESC
    ) AS back
  FROM attended a
  JOIN reviews r ON r.household_id = a.household_id AND r.day < a.first_on
),
afters AS (
  SELECT
    a.household_id, r.number, r.letter_id,
    row_number() OVER (
      PARTITION BY a.household_id ORDER BY r.day DESC, r.known DESC, r.letter_id DESC
    ) AS back
  FROM attended a
  JOIN reviews r ON r.household_id = a.household_id AND r.day > a.last_on
)
SELECT
  '' AS grp, CAST(a.household_id AS text) AS unit,
  CAST(a.household_id AS text) AS household_id,
  CASE
    WHEN b.number IS NULL OR f.number IS NULL THEN 0 ELSE f.number - b.number
  END AS part,
  CASE WHEN b.number IS NULL OR f.number IS NULL THEN 0 ELSE 10000 END AS whole,
  CASE
    WHEN b.number IS NULL OR f.number IS NULL THEN 'missing' ELSE 'counted'
  END AS standing,
  b.letter_id, f.letter_id AS decided_by
FROM attended a
LEFT JOIN befores b ON b.household_id = a.household_id AND b.back = 1
LEFT JOIN afters f ON f.household_id = a.household_id AND f.back = 1

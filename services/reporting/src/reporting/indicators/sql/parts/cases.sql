-- Households that were sought, without those whose opening was undone untouched;
-- and since when each was first in charge.
steps AS (
  SELECT
    t.household_id, t.kind, t.detail, t.day, t.letter_id,
    row_number() OVER (
      PARTITION BY t.household_id ORDER BY t.day, t.known, t.letter_id
    ) AS nth,
    row_number() OVER (
      PARTITION BY t.household_id
      ORDER BY t.known DESC, t.day DESC, t.kind, t.letter_id DESC
    ) AS back
  FROM told t
  WHERE t.kind IN ('CaseOpened', 'CaseTakenInCharge', 'ClosedFor')
),
touched AS (
  SELECT DISTINCT t.household_id
  FROM told t
  WHERE t.kind IN ('ContactAttempted', 'CaseTakenInCharge')
),
sought AS (
  SELECT s.household_id, min(f.letter_id) AS letter_id
  FROM steps s
  JOIN (
    SELECT household_id, letter_id,
      row_number() OVER (PARTITION BY household_id ORDER BY nth) AS firstly
    FROM steps
    WHERE kind <> 'ClosedFor'
  ) f ON f.household_id = s.household_id AND f.firstly = 1
  LEFT JOIN touched t ON t.household_id = s.household_id
  WHERE s.back = 1 AND (
    t.household_id IS NOT NULL
    OR s.kind <> 'ClosedFor'
    OR s.detail NOT IN ('arrears_retracted', 'no_longer_sought')
  )
  GROUP BY s.household_id
),
taken AS (
  SELECT
    t.household_id, t.thing AS case_id, t.day AS taken_on, t.letter_id,
    row_number() OVER (
      PARTITION BY t.household_id ORDER BY t.day, t.known, t.letter_id
    ) AS nth
  FROM told t
  WHERE t.kind = 'CaseTakenInCharge'
),
in_charge AS (
  SELECT household_id, case_id, taken_on, letter_id FROM taken WHERE nth = 1
)

-- Episodes of arrears that stand. A retraction holds for every day once it is known.
unsaid AS (
  SELECT f.thing, count(*) AS times
  FROM facts f
  CROSS JOIN asked a
  WHERE f.kind = 'ArrearsRetracted' AND f.known <= a.known_at
  GROUP BY f.thing
),
detected AS (
  SELECT
    d.thing, d.household_id, d.creditor_id, d.detail, d.day, d.letter_id,
    row_number() OVER (
      PARTITION BY d.thing ORDER BY d.known DESC, d.day DESC, d.letter_id DESC
    ) AS back,
    count(*) OVER (PARTITION BY d.thing) AS times
  FROM told d
  WHERE d.kind = 'ArrearsDetected'
),
episodes AS (
  SELECT
    d.thing AS episode_id, d.household_id, d.creditor_id, d.detail,
    d.day AS detected_on, d.letter_id
  FROM detected d
  LEFT JOIN unsaid u ON u.thing = d.thing
  WHERE d.back = 1 AND d.times > coalesce(u.times, 0)
),
cleared AS (
  SELECT
    c.thing AS episode_id, c.counts_on AS cleared_on, c.letter_id,
    row_number() OVER (
      PARTITION BY c.thing ORDER BY c.known DESC, c.day DESC, c.letter_id DESC
    ) AS back
  FROM told c
  WHERE c.kind = 'ArrearsCleared'
)

-- Each household in charge on the day it was taken (0), and on the day asked for.
horizons AS (
  SELECT c.household_id, '0' AS grp, c.taken_on AS at_on, c.letter_id
  FROM in_charge c
  UNION ALL
  SELECT c.household_id, '', a.as_of, c.letter_id
  FROM in_charge c
  CROSS JOIN asked a
),
moments AS (
  SELECT household_id, grp, at_on FROM horizons
),
watched AS (
  SELECT household_id, grp, at_on, letter_id, 'counted' AS standing
  FROM horizons
  WHERE grp <> '0'
)

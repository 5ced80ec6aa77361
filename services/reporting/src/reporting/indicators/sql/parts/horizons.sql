-- Each household in charge on the day it was taken (0) and so many months after.
horizons AS (
  SELECT c.household_id, '0' AS grp, c.taken_on AS at_on, c.letter_id
  FROM in_charge c
  UNION ALL
  SELECT c.household_id, CAST(h.number AS text), h.counts_on, c.letter_id
  FROM in_charge c
  JOIN told h ON h.letter_id = c.letter_id AND h.kind = 'MonthsInCharge'
    AND h.household_id = c.household_id
  WHERE h.number IN (6, 12, 24)
),
moments AS (
  SELECT h.household_id, h.grp, h.at_on
  FROM horizons h
  CROSS JOIN asked a
  WHERE h.at_on <= a.as_of
),
watched AS (
  SELECT
    h.household_id, h.grp, h.at_on, h.letter_id,
    CASE
      WHEN h.at_on > a.as_of THEN 'immature'
      WHEN g.gone_on <= h.at_on OR e.ended_on <= h.at_on THEN 'censored'
      ELSE 'counted'
    END AS standing
  FROM horizons h
  CROSS JOIN asked a
  LEFT JOIN gone g ON g.household_id = h.household_id
  LEFT JOIN (
    SELECT household_id, min(ended_on) AS ended_on
    FROM account_ends
    GROUP BY household_id
  ) e ON e.household_id = h.household_id
  WHERE h.grp <> '0'
)

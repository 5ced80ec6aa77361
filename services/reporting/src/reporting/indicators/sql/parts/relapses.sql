-- The first time each household had nothing overdue any more, and how it went on.
clearances AS (
  SELECT
    e.household_id, e.creditor_id, e.episode_id, c.cleared_on, c.letter_id,
    row_number() OVER (
      PARTITION BY e.household_id
      ORDER BY c.cleared_on, e.creditor_id, c.letter_id
    ) AS nth
  FROM episodes e
  JOIN cleared c ON c.episode_id = e.episode_id AND c.back = 1
),
followed AS (
  SELECT
    c.household_id, c.cleared_on, c.letter_id,
    r.detected_on AS relapsed_on, r.letter_id AS relapse_letter_id,
    CASE
      WHEN g.gone_on < coalesce(x.ended_on, a.as_of + 1)
        AND g.gone_on <= a.as_of THEN g.gone_on
      WHEN x.ended_on <= a.as_of THEN x.ended_on
      ELSE a.as_of
    END AS cut_on
  FROM clearances c
  CROSS JOIN asked a
  LEFT JOIN (
    SELECT
      c.household_id, e.detected_on, e.letter_id,
      row_number() OVER (
        PARTITION BY c.household_id ORDER BY e.detected_on, e.letter_id
      ) AS nth
    FROM clearances c
    JOIN episodes e ON e.household_id = c.household_id
      AND e.creditor_id = c.creditor_id AND e.detail = 'relapse'
      AND e.detected_on > c.cleared_on
    WHERE c.nth = 1
  ) r ON r.household_id = c.household_id AND r.nth = 1
  LEFT JOIN (
    SELECT household_id, creditor_id, ended_on FROM account_ends
  ) x ON x.household_id = c.household_id AND x.creditor_id = c.creditor_id
    AND x.ended_on >= c.cleared_on
  LEFT JOIN gone g ON g.household_id = c.household_id AND g.gone_on >= c.cleared_on
  WHERE c.nth = 1
)

, closed AS (
  SELECT e.episode_id, min(c.day) AS closed_on
  FROM episodes e
  JOIN told c ON c.household_id = e.household_id
  WHERE (
      c.kind = 'CaseClosed'
      OR (c.kind = 'AccountClosed' AND c.creditor_id = e.creditor_id)
    )
    AND c.day >= e.detected_on
  GROUP BY e.episode_id
),
spells AS (
  SELECT
    e.episode_id, e.household_id, e.detected_on, e.letter_id,
    c.cleared_on, c.letter_id AS cleared_letter_id,
    coalesce(x.closed_on, a.as_of) AS cut_on
  FROM episodes e
  CROSS JOIN asked a
  LEFT JOIN cleared c ON c.episode_id = e.episode_id AND c.back = 1
  LEFT JOIN closed x ON x.episode_id = e.episode_id
)
SELECT
  '' AS grp, CAST(s.episode_id AS text) AS unit,
  CAST(s.household_id AS text) AS household_id,
  CASE WHEN s.cleared_on <= s.cut_on THEN 1 ELSE 0 END AS part,
  CASE WHEN s.cleared_on <= s.cut_on THEN s.cleared_on ELSE s.cut_on END
    - s.detected_on AS whole,
  'counted' AS standing, s.letter_id, s.cleared_letter_id AS decided_by
FROM spells s

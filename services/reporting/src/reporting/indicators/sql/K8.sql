, shown AS (
  SELECT
    f.*,
    CASE
      WHEN a.as_of - f.cleared_on < 365 THEN 'immature'
      WHEN f.cut_on - f.cleared_on < 365
        AND (f.relapsed_on IS NULL OR f.relapsed_on > f.cut_on) THEN 'censored'
      ELSE 'counted'
    END AS standing
  FROM followed f
  CROSS JOIN asked a
)
SELECT
  '' AS grp, CAST(s.household_id AS text) AS unit,
  CAST(s.household_id AS text) AS household_id,
  CASE
    WHEN s.standing = 'counted' AND s.relapsed_on - s.cleared_on <= 365 THEN 1 ELSE 0
  END AS part,
  CASE WHEN s.standing = 'counted' THEN 1 ELSE 0 END AS whole,
  s.standing, s.letter_id, s.relapse_letter_id AS decided_by
FROM shown s

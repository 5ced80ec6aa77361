SELECT
  '' AS grp, CAST(f.household_id AS text) AS unit,
  CAST(f.household_id AS text) AS household_id,
  CASE WHEN f.relapsed_on <= f.cut_on THEN 1 ELSE 0 END AS part,
  CASE WHEN f.relapsed_on <= f.cut_on THEN f.relapsed_on ELSE f.cut_on END
    - f.cleared_on AS whole,
  'counted' AS standing, f.letter_id, f.relapse_letter_id AS decided_by
FROM followed f

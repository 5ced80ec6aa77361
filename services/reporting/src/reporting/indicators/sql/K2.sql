SELECT
  w.grp, CAST(w.household_id AS text) AS unit,
  CAST(w.household_id AS text) AS household_id,
  CASE
    WHEN w.standing = 'counted' THEN CAST(f.cents - t.cents AS bigint) ELSE 0
  END AS part,
  CASE WHEN w.standing = 'counted' THEN CAST(f.cents AS bigint) ELSE 0 END AS whole,
  w.standing, w.letter_id, w.letter_id AS decided_by
FROM watched w
LEFT JOIN balances f ON f.household_id = w.household_id AND f.grp = '0'
LEFT JOIN balances t ON t.household_id = w.household_id AND t.grp = w.grp

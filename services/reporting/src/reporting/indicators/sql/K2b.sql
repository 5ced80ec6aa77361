, self_lines AS (
  -- What stood at the beginning stays as it was; only the tenant's own money counts.
  SELECT w.household_id, w.grp, o.creditor_id, o.cents
  FROM watched w
  JOIN overdue o ON o.household_id = w.household_id AND o.grp = '0'
  UNION ALL
  SELECT w.household_id, w.grp, o.creditor_id, o.cents
  FROM watched w
  JOIN overdue o ON o.household_id = w.household_id AND o.grp = w.grp
  LEFT JOIN overdue s ON s.household_id = w.household_id AND s.grp = '0'
    AND s.charge_id = o.charge_id
  WHERE s.charge_id IS NULL
  UNION ALL
  SELECT w.household_id, w.grp, p.creditor_id, -p.cents
  FROM watched w
  JOIN horizons h ON h.household_id = w.household_id AND h.grp = '0'
  JOIN taken_off p ON p.household_id = w.household_id AND p.grp = w.grp
  WHERE p.day <= h.at_on
    OR (p.kind IN ('PaymentPosted', 'PaymentPostingReversed') AND p.detail = 'tenant')
),
self_balances AS (
  SELECT household_id, grp, sum(CASE WHEN cents > 0 THEN cents ELSE 0 END) AS cents
  FROM (
    SELECT household_id, grp, creditor_id, sum(cents) AS cents
    FROM self_lines
    GROUP BY household_id, grp, creditor_id
  ) c
  GROUP BY household_id, grp
)
SELECT
  w.grp, CAST(w.household_id AS text) AS unit,
  CAST(w.household_id AS text) AS household_id,
  CASE
    WHEN w.standing = 'counted' THEN CAST(f.cents - coalesce(t.cents, 0) AS bigint)
    ELSE 0
  END AS part,
  CASE WHEN w.standing = 'counted' THEN CAST(f.cents AS bigint) ELSE 0 END AS whole,
  w.standing, w.letter_id, w.letter_id AS decided_by
FROM watched w
LEFT JOIN balances f ON f.household_id = w.household_id AND f.grp = '0'
LEFT JOIN self_balances t ON t.household_id = w.household_id AND t.grp = w.grp

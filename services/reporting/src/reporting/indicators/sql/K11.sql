, evictions AS (
  -- What averted it can be unsaid: the step before is said again, of the same claim.
  SELECT
    f.household_id, f.creditor_id, f.detail AS step, f.amount, f.day, f.letter_id,
    lead(f.detail) OVER w AS next_step, lead(f.amount) OVER w AS next_amount
  FROM facts f
  CROSS JOIN asked a
  WHERE f.kind = 'EvictionStepRecorded' AND f.known <= a.known_at
  WINDOW w AS (
    PARTITION BY f.household_id, f.creditor_id ORDER BY f.known, f.day, f.letter_id
  )
),
shown AS (
  SELECT
    e.household_id, e.creditor_id, e.step, e.letter_id,
    CASE
      WHEN e.step IN ('averted', 'executed') THEN 'counted' ELSE 'immature'
    END AS standing
  FROM evictions e
  CROSS JOIN asked a
  WHERE e.day <= a.as_of AND (
    e.step = 'executed'
    OR (
      e.step = 'averted' AND (
        e.next_step IS NULL
        OR (e.next_step IN ('noticed', 'filed') AND e.next_amount <> e.amount)
      )
    )
    OR (e.step NOT IN ('averted', 'executed') AND e.next_step IS NULL)
  )
)
SELECT
  '' AS grp,
  CAST(s.household_id AS text) || ' ' || s.creditor_id || ' ' || s.letter_id AS unit,
  CAST(s.household_id AS text) AS household_id,
  CASE WHEN s.step = 'averted' THEN 1 ELSE 0 END AS part,
  CASE WHEN s.standing = 'counted' THEN 1 ELSE 0 END AS whole,
  s.standing, s.letter_id, s.letter_id AS decided_by
FROM shown s

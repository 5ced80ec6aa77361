, figures AS (
  SELECT detail, amount, counts_on, known FROM told WHERE kind = 'Figure'
),
posted AS (
  SELECT
    t.thing AS charge_id, t.household_id, t.detail AS kind, t.letter_id,
    row_number() OVER (
      PARTITION BY t.thing, t.household_id ORDER BY t.known DESC, t.letter_id DESC
    ) AS back
  FROM told t
  WHERE t.kind = 'ChargePosted' AND t.detail IN ('rent', 'service')
),
bills AS (
  SELECT
    c.household_id, c.charge_id, c.cents, c.due_on, c.disputes, p.letter_id,
    c.due_on + coalesce(
      (
        SELECT f.amount FROM figures f
        WHERE f.detail = 'grace_days' AND f.counts_on <= c.due_on
        ORDER BY f.counts_on DESC, f.amount DESC LIMIT 1
      ),
      10
    ) AS until_on,
    coalesce(
      (
        SELECT f.amount FROM figures f
        WHERE f.detail = 'paid_tolerance_cents' AND f.counts_on <= c.due_on
        ORDER BY f.counts_on DESC, f.amount DESC LIMIT 1
      ),
      100
    ) AS tolerance_cents
  FROM charges c
  JOIN posted p ON p.charge_id = c.charge_id AND p.household_id = c.household_id
    AND p.back = 1
  JOIN in_charge i ON i.household_id = c.household_id
  LEFT JOIN account_ends e ON e.household_id = c.household_id
    AND e.creditor_id = c.creditor_id
  WHERE c.due_on >= i.taken_on AND c.cents > 0
    AND (e.ended_on IS NULL OR c.due_on < e.ended_on)
),
allocations AS (
  -- A payment's lines as they were said last; a later credit adds to them.
  SELECT l.payment_id, l.charge_id, l.cents
  FROM covered l
  CROSS JOIN asked a
  JOIN (
    SELECT c.payment_id, max(c.known) AS known
    FROM covered c
    CROSS JOIN asked q
    WHERE c.said = 1 AND c.known <= q.known_at
      AND (c.charge_id IS NOT NULL OR c.day <= q.as_of)
    GROUP BY c.payment_id
  ) s ON s.payment_id = l.payment_id
  WHERE l.known <= a.known_at AND l.charge_id IS NOT NULL
    AND ((l.said = 1 AND l.known = s.known) OR (l.said = 0 AND l.known >= s.known))
),
received AS (
  SELECT
    thing AS payment_id, counts_on AS value_on, letter_id,
    row_number() OVER (
      PARTITION BY thing ORDER BY known DESC, letter_id DESC
    ) AS back
  FROM told
  WHERE kind = 'PaymentPosted'
),
in_time AS (
  SELECT
    b.household_id, b.charge_id, sum(l.cents) AS cents, max(r.letter_id) AS letter_id
  FROM bills b
  JOIN allocations l ON l.charge_id = b.charge_id
  JOIN received r ON r.payment_id = l.payment_id AND r.back = 1
  WHERE r.value_on <= b.until_on
  GROUP BY b.household_id, b.charge_id
),
shown AS (
  SELECT
    b.*,
    CASE
      WHEN b.until_on >= a.as_of THEN 'immature'
      WHEN b.disputes > 0 THEN 'censored'
      ELSE 'counted'
    END AS standing,
    t.cents AS in_time_cents, t.letter_id AS decided_by
  FROM bills b
  CROSS JOIN asked a
  LEFT JOIN in_time t ON t.charge_id = b.charge_id
    AND t.household_id = b.household_id
)
SELECT
  '' AS grp, CAST(s.charge_id AS text) AS unit,
  CAST(s.household_id AS text) AS household_id,
  CASE
    WHEN s.standing = 'counted'
      AND coalesce(s.in_time_cents, 0) >= s.cents - s.tolerance_cents THEN 1
    ELSE 0
  END AS part,
  CASE WHEN s.standing = 'counted' THEN 1 ELSE 0 END AS whole,
  s.standing, s.letter_id, s.decided_by
FROM shown s

-- Each instalment as it was agreed last, and whether its keeping can be judged.
changes AS (
  SELECT
    agreement_id, letter_id,
    row_number() OVER (
      PARTITION BY agreement_id ORDER BY day DESC, known DESC, letter_id DESC
    ) AS back
  FROM said
  WHERE kind = 'AgreementRescheduled'
),
scheduled AS (
  SELECT
    i.agreement_id, i.number, i.counts_on, i.cents, i.letter_id,
    row_number() OVER (
      PARTITION BY i.agreement_id, i.number
      ORDER BY i.day DESC, i.known DESC, i.letter_id DESC
    ) AS back
  FROM said i
  LEFT JOIN changes c ON c.agreement_id = i.agreement_id AND c.back = 1
  WHERE (c.letter_id IS NULL AND i.kind = 'Instalment')
    OR (i.kind = 'RescheduledInstalment' AND i.letter_id = c.letter_id)
),
taken_back AS (
  SELECT agreement_id, number, counts_on, count(*) AS times
  FROM said
  WHERE kind = 'InstalmentPaymentRetracted'
  GROUP BY agreement_id, number, counts_on
),
payments AS (
  SELECT
    p.agreement_id, p.number, p.counts_on AS paid_on, p.letter_id,
    count(*) OVER (PARTITION BY p.agreement_id, p.number, p.counts_on) AS times,
    p.known, p.day
  FROM said p
  WHERE p.kind = 'InstalmentPaid'
),
paid AS (
  SELECT
    p.agreement_id, p.number, p.paid_on, p.letter_id,
    row_number() OVER (
      PARTITION BY p.agreement_id, p.number
      ORDER BY p.known DESC, p.day DESC, p.letter_id DESC
    ) AS back
  FROM payments p
  LEFT JOIN taken_back t ON t.agreement_id = p.agreement_id
    AND t.number = p.number AND t.counts_on = p.paid_on
  WHERE p.times > coalesce(t.times, 0)
),
unmissed AS (
  SELECT agreement_id, number, count(*) AS times
  FROM said
  WHERE kind = 'InstalmentMissRetracted'
  GROUP BY agreement_id, number
),
misses AS (
  SELECT
    m.agreement_id, m.number, m.counts_on, m.cents, m.figure, m.letter_id,
    count(*) OVER (PARTITION BY m.agreement_id, m.number) AS times,
    row_number() OVER (
      PARTITION BY m.agreement_id, m.number
      ORDER BY m.known DESC, m.day DESC, m.letter_id DESC
    ) AS back
  FROM said m
  WHERE m.kind = 'InstalmentMissed'
),
instalments AS (
  SELECT
    g.agreement_id, g.household_id, g.creditor_id, s.number,
    g.broken_on, g.terminated_on, g.completed, g.rested, g.superseded,
    CASE WHEN m.number IS NULL THEN 0 ELSE 1 END AS missed,
    CASE WHEN m.number IS NULL THEN s.counts_on ELSE m.counts_on END AS due_on,
    CASE WHEN m.number IS NULL THEN s.cents ELSE m.cents END AS cents,
    m.figure AS by_grace_cents,
    p.paid_on,
    g.letter_id AS signed_letter_id,
    s.letter_id AS promised_letter_id,
    coalesce(m.letter_id, p.letter_id) AS decided_by
  FROM promises g
  JOIN scheduled s ON s.agreement_id = g.agreement_id AND s.back = 1
  LEFT JOIN paid p ON p.agreement_id = s.agreement_id
    AND p.number = s.number AND p.back = 1
  LEFT JOIN (
    SELECT m.*
    FROM misses m
    LEFT JOIN unmissed u ON u.agreement_id = m.agreement_id AND u.number = m.number
    WHERE m.back = 1 AND m.times > coalesce(u.times, 0)
  ) m ON m.agreement_id = s.agreement_id AND m.number = s.number
),
graced AS (
  -- The grace of an instalment is that of the policy in force on its due day.
  SELECT
    i.*,
    i.due_on + coalesce(
      (
        SELECT p.number FROM said p
        WHERE p.kind = 'PolicyParametersAdopted' AND p.counts_on <= i.due_on
        ORDER BY p.counts_on DESC, p.number DESC LIMIT 1
      ),
      10
    ) AS grace_until
  FROM instalments i
),
judged AS (
  SELECT
    i.*,
    CASE
      WHEN i.missed = 1 THEN 'counted'
      WHEN i.cents = 0 THEN 'nothing'
      WHEN i.paid_on IS NOT NULL AND i.completed = 1 THEN 'counted'
      WHEN i.grace_until >= a.as_of
        OR i.grace_until >= coalesce(i.broken_on, a.as_of)
        OR i.grace_until >= coalesce(i.terminated_on, a.as_of)
        THEN 'immature'
      WHEN i.paid_on IS NOT NULL THEN 'counted'
      WHEN i.rested = 1 OR i.superseded = 1 OR i.completed = 1 THEN 'immature'
      ELSE 'missing'
    END AS standing
  FROM graced i
  CROSS JOIN asked a
)

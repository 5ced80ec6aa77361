-- Agreements and their instalments. What takes a statement back does so for every
-- day, once it is known; breaches are looked at whole, for a retraction does not say
-- which one it takes back: it is the last before it, in the order of writing.
said AS NOT MATERIALIZED (
  SELECT g.*
  FROM agreements g
  CROSS JOIN asked a
  WHERE g.known <= a.known_at AND (
    g.day <= a.as_of
    OR g.kind IN (
      'InstalmentPaymentRetracted', 'InstalmentMissRetracted', 'BreachRetracted',
      'CompletionRetracted', 'AgreementBreached', 'AgreementReinstated'
    )
  )
),
words AS (
  SELECT
    agreement_id, kind, day, letter_id,
    sum(
      CASE kind
        WHEN 'AgreementBreached' THEN 1 WHEN 'BreachRetracted' THEN -1 ELSE 0
      END
    ) OVER (PARTITION BY agreement_id ORDER BY known, turn, day, letter_id) AS level,
    row_number() OVER (
      PARTITION BY agreement_id ORDER BY known, turn, day, letter_id
    ) AS nth
  FROM (
    SELECT
      s.*,
      CASE kind
        WHEN 'BreachRetracted' THEN 0 WHEN 'AgreementBreached' THEN 1 ELSE 2
      END AS turn
    FROM said s
    WHERE kind IN ('BreachRetracted', 'AgreementBreached', 'AgreementReinstated')
  ) w
),
breaches AS (
  SELECT
    b.agreement_id, b.day AS broken_on, b.letter_id,
    (
      SELECT r.day FROM words r
      WHERE r.agreement_id = b.agreement_id AND r.kind = 'AgreementReinstated'
        AND r.nth > b.nth AND r.level = b.level
      ORDER BY r.nth DESC LIMIT 1
    ) AS until_on
  FROM words b
  CROSS JOIN asked a
  WHERE b.kind = 'AgreementBreached' AND b.level >= 1 AND b.day <= a.as_of
    AND NOT EXISTS (
      SELECT 1 FROM words l
      WHERE l.agreement_id = b.agreement_id AND l.nth > b.nth AND l.level < b.level
    )
),
broken AS (
  SELECT
    b.agreement_id,
    max(b.broken_on) AS breached_on,
    max(
      CASE WHEN b.until_on IS NULL OR b.until_on > a.as_of THEN b.broken_on END
    ) AS broken_on,
    max(b.letter_id) AS letter_id
  FROM breaches b
  CROSS JOIN asked a
  GROUP BY b.agreement_id
),
states AS (
  SELECT
    agreement_id,
    min(CASE WHEN kind = 'AgreementTerminated' THEN day END) AS terminated_on,
    max(CASE WHEN kind = 'AgreementSuspended' THEN 1 ELSE 0 END) AS rested,
    max(CASE WHEN kind = 'AgreementSuperseded' THEN 1 ELSE 0 END) AS superseded,
    sum(
      CASE kind
        WHEN 'AgreementCompleted' THEN 1 WHEN 'CompletionRetracted' THEN -1 ELSE 0
      END
    ) AS completions
  FROM said
  GROUP BY agreement_id
),
signatures AS (
  SELECT
    s.agreement_id, s.household_id, s.creditor_id, s.counts_on AS signed_on,
    s.letter_id,
    row_number() OVER (
      PARTITION BY s.agreement_id ORDER BY s.known, s.letter_id
    ) AS nth
  FROM said s
  WHERE s.kind = 'AgreementSigned'
),
promises AS (
  SELECT
    g.agreement_id, g.household_id, g.creditor_id, g.signed_on, g.letter_id,
    b.breached_on, b.broken_on, b.letter_id AS breach_letter_id,
    t.terminated_on, t.rested, t.superseded,
    CASE WHEN t.completions > 0 THEN 1 ELSE 0 END AS completed
  FROM signatures g
  JOIN states t ON t.agreement_id = g.agreement_id
  LEFT JOIN broken b ON b.agreement_id = g.agreement_id
  WHERE g.nth = 1
)

-- What was overdue of a household at a moment, creditor by creditor, in euro cents:
-- the undisputed charges past their due day less all that was paid or written off.
-- `moments` names the households and the days; one creditor's credit pays no other.
statements AS (
  SELECT
    m.household_id, m.grp, m.at_on, f.thing AS charge_id, f.creditor_id, f.kind,
    f.amount, f.counts_on,
    row_number() OVER (
      PARTITION BY m.household_id, m.grp, f.thing,
        CASE WHEN f.kind = 'ChargeDisputed' THEN 1 ELSE 0 END
      ORDER BY
        CASE WHEN f.kind = 'ChargePosted' THEN 1 ELSE 0 END,
        f.day DESC, f.known DESC, f.letter_id DESC
    ) AS back,
    row_number() OVER (
      PARTITION BY m.household_id, m.grp, f.thing,
        CASE
          WHEN f.kind = 'ChargeDisputed' OR f.counts_on IS NULL THEN 1 ELSE 0
        END
      ORDER BY
        CASE WHEN f.kind = 'ChargePosted' THEN 1 ELSE 0 END,
        f.day DESC, f.known DESC, f.letter_id DESC
    ) AS dated_back
  FROM moments m
  JOIN told f ON f.household_id = m.household_id AND f.day <= m.at_on
  WHERE f.kind IN ('ChargePosted', 'ChargeAdjusted', 'ChargeDisputed', 'DisputeResolved')
),
charges AS (
  SELECT
    household_id, grp, at_on, charge_id, min(creditor_id) AS creditor_id,
    sum(CASE WHEN kind <> 'ChargeDisputed' AND back = 1 THEN amount ELSE 0 END)
      AS cents,
    max(
      CASE
        WHEN kind <> 'ChargeDisputed' AND counts_on IS NOT NULL AND dated_back = 1
          THEN counts_on
      END
    ) AS due_on,
    sum(
      CASE kind
        WHEN 'ChargeDisputed' THEN 1 WHEN 'DisputeResolved' THEN -1 ELSE 0
      END
    ) AS disputes
  FROM statements
  GROUP BY household_id, grp, at_on, charge_id
),
overdue AS (
  SELECT household_id, grp, at_on, creditor_id, charge_id, cents
  FROM charges
  WHERE due_on < at_on AND disputes <= 0
),
taken_off AS (
  SELECT
    m.household_id, m.grp, f.creditor_id, f.kind, f.detail, f.day, f.amount AS cents
  FROM moments m
  JOIN told f ON f.household_id = m.household_id AND f.day <= m.at_on
  WHERE f.kind IN (
    'PaymentPosted', 'PaymentPostingReversed', 'DebtWrittenOff', 'DebtWriteOffRevoked'
  )
),
by_creditor AS (
  SELECT household_id, grp, creditor_id, sum(cents) AS cents
  FROM (
    SELECT household_id, grp, creditor_id, cents FROM overdue
    UNION ALL
    SELECT household_id, grp, creditor_id, -cents FROM taken_off
  ) all_lines
  GROUP BY household_id, grp, creditor_id
),
balances AS (
  SELECT
    m.household_id, m.grp,
    coalesce(sum(CASE WHEN b.cents > 0 THEN b.cents ELSE 0 END), 0) AS cents
  FROM moments m
  LEFT JOIN by_creditor b ON b.household_id = m.household_id AND b.grp = m.grp
  GROUP BY m.household_id, m.grp
)

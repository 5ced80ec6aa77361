-- From which day a household, or its account, is watched no more.
account_ends AS (
  SELECT household_id, creditor_id, min(day) AS ended_on
  FROM told
  WHERE kind = 'AccountClosed'
  GROUP BY household_id, creditor_id
),
gone AS (
  SELECT household_id, min(day) AS gone_on
  FROM told
  WHERE kind = 'CaseClosed' AND detail IN ('moved', 'evicted', 'deceased')
  GROUP BY household_id
)

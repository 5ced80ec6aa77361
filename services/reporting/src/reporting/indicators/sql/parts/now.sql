-- Each household in charge, on the day that is asked for.
moments AS (
  SELECT c.household_id, '' AS grp, a.as_of AS at_on
  FROM in_charge c
  CROSS JOIN asked a
)

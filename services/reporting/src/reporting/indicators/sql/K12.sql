, followed AS (
  SELECT thing AS case_id, detail AS organisation_id, day AS since, known, letter_id
  FROM told
  WHERE kind = 'CaseOpened'
  UNION ALL
  SELECT t.thing, t.detail, t.counts_on, t.known, t.letter_id
  FROM told t
  CROSS JOIN asked a
  WHERE t.kind = 'CaseAssigned' AND t.counts_on <= a.as_of
),
turns AS (
  SELECT
    case_id, organisation_id, since, letter_id,
    lead(since) OVER (PARTITION BY case_id ORDER BY since, known, letter_id) AS until_on
  FROM followed
),
stays AS (
  SELECT
    c.household_id, c.case_id, c.taken_on, c.letter_id,
    coalesce(min(e.day), a.as_of) + 1 AS end_on
  FROM in_charge c
  CROSS JOIN asked a
  LEFT JOIN told e ON e.household_id = c.household_id AND e.kind = 'CaseClosed'
    AND e.day >= c.taken_on
  GROUP BY c.household_id, c.case_id, c.taken_on, c.letter_id, a.as_of
),
spans AS (
  SELECT
    s.household_id, s.case_id, s.letter_id, t.organisation_id,
    t.letter_id AS decided_by,
    CASE WHEN t.since > s.taken_on THEN t.since ELSE s.taken_on END AS first_on,
    CASE
      WHEN t.until_on IS NULL OR t.until_on > s.end_on THEN s.end_on ELSE t.until_on
    END AS until_on
  FROM stays s
  JOIN turns t ON t.case_id = s.case_id
)
SELECT
  s.organisation_id AS grp, CAST(s.case_id AS text) AS unit,
  CAST(s.household_id AS text) AS household_id,
  0 AS part, s.until_on - s.first_on AS whole,
  'counted' AS standing, s.letter_id, s.decided_by
FROM spans s
WHERE s.until_on > s.first_on

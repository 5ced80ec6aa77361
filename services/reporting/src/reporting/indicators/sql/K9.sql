, pacts AS (
  SELECT
    thing AS person_id, household_id, letter_id,
    row_number() OVER (PARTITION BY thing ORDER BY day, known, letter_id) AS nth
  FROM told
  WHERE kind = 'ServicePactSigned'
),
consents AS (
  SELECT
    thing AS person_id, kind, day, letter_id,
    row_number() OVER (
      PARTITION BY thing ORDER BY day DESC, known DESC, letter_id DESC
    ) AS back
  FROM told
  WHERE kind IN ('ConsentGiven', 'ConsentWithdrawn') AND detail = 'employment_matching'
),
placed AS (
  SELECT
    t.other AS person_id, t.counts_on AS start_on, t.letter_id,
    row_number() OVER (
      PARTITION BY t.other ORDER BY t.counts_on, t.known, t.letter_id
    ) AS nth
  FROM told t
  WHERE t.kind = 'JobPlaced' AND t.amount = 1
),
shown AS (
  SELECT
    p.person_id, p.household_id, p.letter_id, j.start_on,
    coalesce(j.letter_id, c.letter_id) AS decided_by,
    CASE
      WHEN c.day IS NOT NULL AND (j.start_on IS NULL OR j.start_on >= c.day)
        THEN 'censored'
      ELSE 'counted'
    END AS standing
  FROM pacts p
  LEFT JOIN consents c ON c.person_id = p.person_id AND c.back = 1
    AND c.kind = 'ConsentWithdrawn'
  LEFT JOIN placed j ON j.person_id = p.person_id AND j.nth = 1
  WHERE p.nth = 1
)
SELECT
  '' AS grp, CAST(s.person_id AS text) AS unit,
  CAST(s.household_id AS text) AS household_id,
  CASE WHEN s.standing = 'counted' AND s.start_on IS NOT NULL THEN 1 ELSE 0 END AS part,
  CASE WHEN s.standing = 'counted' THEN 1 ELSE 0 END AS whole,
  s.standing, s.letter_id, s.decided_by
FROM shown s

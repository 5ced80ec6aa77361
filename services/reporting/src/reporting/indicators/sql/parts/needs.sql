-- A household's score in each domain when it was taken in charge, and the one
-- nearest to so many months later, at most 90 days away.
scores AS (
  SELECT
    household_id, detail AS domain, number AS score, day, known, letter_id
  FROM told
  WHERE kind = 'NeedsAssessed'
),
entries AS (
  SELECT
    c.household_id, s.domain, s.score, s.day, s.letter_id,
    row_number() OVER (
      PARTITION BY c.household_id, s.domain
      ORDER BY s.day DESC, s.known DESC, s.letter_id DESC
    ) AS back
  FROM in_charge c
  JOIN scores s ON s.household_id = c.household_id AND s.day <= c.taken_on
),
followups AS (
  SELECT
    w.household_id, w.grp, s.domain, s.score, s.letter_id,
    row_number() OVER (
      PARTITION BY w.household_id, w.grp, s.domain
      ORDER BY abs(s.day - w.at_on), s.day, s.known DESC, s.letter_id DESC
    ) AS nth
  FROM watched w
  JOIN in_charge c ON c.household_id = w.household_id
  JOIN scores s ON s.household_id = w.household_id
  WHERE s.day > c.taken_on AND abs(s.day - w.at_on) <= 90
),
changed AS (
  SELECT
    e.household_id, e.domain || '-' || w.grp AS grp,
    CASE
      WHEN w.standing <> 'counted' THEN w.standing
      WHEN f.score IS NULL THEN 'missing'
      ELSE 'counted'
    END AS standing,
    f.score - e.score AS steps, e.letter_id, f.letter_id AS decided_by
  FROM entries e
  JOIN watched w ON w.household_id = e.household_id
  LEFT JOIN followups f ON f.household_id = e.household_id AND f.grp = w.grp
    AND f.domain = e.domain AND f.nth = 1
  WHERE e.back = 1
)

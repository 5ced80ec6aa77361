, weights AS (
  SELECT
    detail AS component, amount AS weight,
    row_number() OVER (
      PARTITION BY detail ORDER BY counts_on DESC, known DESC, amount DESC
    ) AS back
  FROM told
  CROSS JOIN asked a
  WHERE kind = 'Figure' AND counts_on <= a.as_of
),
opened AS (
  SELECT c.household_id, max(o.day) AS opened_on
  FROM in_charge c
  JOIN told o ON o.household_id = c.household_id AND o.kind = 'CaseOpened'
    AND o.day <= c.taken_on
  GROUP BY c.household_id
),
homes AS (
  SELECT
    household_id, number AS adults,
    row_number() OVER (
      PARTITION BY household_id ORDER BY day DESC, known DESC, letter_id DESC
    ) AS back
  FROM told
  WHERE kind = 'HouseholdRegistered'
),
sessions AS (
  SELECT
    household_id, detail, day,
    row_number() OVER (
      PARTITION BY thing, other, number
      ORDER BY known DESC, day DESC, letter_id DESC
    ) AS back
  FROM told
  WHERE kind = 'SessionAttended'
),
base AS (
  SELECT
    c.household_id, c.letter_id, c.taken_on,
    coalesce(o.opened_on, c.taken_on) AS opened_on,
    coalesce(h.adults, -1) AS adults
  FROM in_charge c
  LEFT JOIN opened o ON o.household_id = c.household_id
  LEFT JOIN homes h ON h.household_id = c.household_id AND h.back = 1
),
met AS (
  SELECT
    b.household_id,
    max(
      CASE
        WHEN t.kind = 'ContactAttempted' AND t.detail = 'reached'
          AND t.day BETWEEN b.opened_on AND b.opened_on + 30 THEN 1 ELSE 0
      END
    ) AS contact,
    max(
      CASE
        WHEN t.kind = 'NeedsAssessed'
          AND t.day BETWEEN b.opened_on AND b.opened_on + 45 THEN 1 ELSE 0
      END
    ) AS assessment,
    max(CASE WHEN t.kind = 'BudgetAgreed' THEN 1 ELSE 0 END) AS budget,
    max(CASE WHEN t.kind = 'ProfileAssessed' THEN 1 ELSE 0 END) AS profile,
    count(
      DISTINCT CASE
        WHEN t.kind = 'CaseReviewed' AND t.day >= b.taken_on THEN t.day
      END
    ) AS reviews,
    min(
      CASE WHEN t.kind = 'CaseClosed' AND t.day >= b.taken_on THEN t.day END
    ) AS closed_on
  FROM base b
  JOIN told t ON t.household_id = b.household_id
  WHERE t.kind IN (
    'ContactAttempted', 'NeedsAssessed', 'BudgetAgreed', 'ProfileAssessed',
    'CaseReviewed', 'CaseClosed', 'CaseTakenInCharge'
  )
  GROUP BY b.household_id
),
present AS (
  SELECT household_id, count(*) AS sessions
  FROM sessions
  WHERE back = 1 AND detail = 'present'
  GROUP BY household_id
),
planned AS (
  SELECT DISTINCT g.household_id
  FROM agreements g
  CROSS JOIN asked a
  WHERE g.kind = 'AgreementSigned' AND g.known <= a.known_at AND g.day <= a.as_of
),
done AS (
  SELECT
    b.household_id, b.letter_id, b.adults, m.contact, m.assessment, m.budget,
    m.profile, m.reviews, coalesce(p.sessions, 0) AS sessions,
    CASE WHEN g.household_id IS NULL THEN 0 ELSE 1 END AS plan,
    coalesce(m.closed_on, a.as_of) - b.taken_on AS days
  FROM base b
  CROSS JOIN asked a
  JOIN met m ON m.household_id = b.household_id
  LEFT JOIN present p ON p.household_id = b.household_id
  LEFT JOIN planned g ON g.household_id = b.household_id
),
components AS (
  SELECT household_id, letter_id, 'contact' AS component, contact AS given FROM done
  UNION ALL
  SELECT household_id, letter_id, 'assessment', assessment FROM done
  UNION ALL
  SELECT household_id, letter_id, 'pact', 1 FROM done
  UNION ALL
  SELECT household_id, letter_id, 'budget', budget FROM done
  UNION ALL
  SELECT household_id, letter_id, 'sessions',
    CASE WHEN sessions >= 4 THEN 1 ELSE 0 END FROM done
  UNION ALL
  SELECT household_id, letter_id, 'plan', plan FROM done
  UNION ALL
  -- Who is of working age is on no contract: a profile is asked where there is an
  -- adult, and missing where nobody has counted the adults.
  SELECT household_id, letter_id, 'labour_profile',
    CASE WHEN profile = 1 THEN 1 WHEN adults < 0 THEN -1 ELSE 0 END
  FROM done
  WHERE adults <> 0 OR profile = 1
  UNION ALL
  -- A review is due for each full stretch of 91 days in charge.
  SELECT household_id, letter_id, 'review',
    CASE WHEN (reviews + 1) * 91 > days THEN 1 ELSE 0 END
  FROM done
  WHERE days >= 91
)
SELECT
  '' AS grp, CAST(c.household_id AS text) || ' ' || c.component AS unit,
  CAST(c.household_id AS text) AS household_id,
  CASE WHEN c.given = 1 THEN coalesce(w.weight, 1) ELSE 0 END AS part,
  coalesce(w.weight, 1) AS whole,
  CASE WHEN c.given < 0 THEN 'missing' ELSE 'counted' END AS standing,
  c.letter_id, c.letter_id AS decided_by
FROM components c
LEFT JOIN weights w ON w.component = 'fidelity_' || c.component AND w.back = 1
WHERE coalesce(w.weight, 1) > 0

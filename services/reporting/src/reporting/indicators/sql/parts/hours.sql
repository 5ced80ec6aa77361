-- Hours given to the estate, each entry as it was said last; 0 minutes take it back.
hours AS (
  SELECT household_id, guest_id, minutes, month, letter_id
  FROM (
    SELECT
      household_id, other AS guest_id, amount AS minutes, number AS month, letter_id,
      row_number() OVER (
        PARTITION BY thing ORDER BY known DESC, day DESC, letter_id DESC
      ) AS back
    FROM told
    WHERE kind = 'CommunityHoursGiven'
  ) h
  WHERE h.back = 1 AND h.minutes > 0
)

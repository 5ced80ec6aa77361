-- The facts that count by that day and were written down by that instant.
told AS NOT MATERIALIZED (
  SELECT f.*
  FROM facts f
  CROSS JOIN asked a
  WHERE f.known <= a.known_at AND f.day <= a.as_of
)

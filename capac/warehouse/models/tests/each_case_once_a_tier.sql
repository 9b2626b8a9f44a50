-- A case of a year stands once in each tier of its indicator.
SELECT indicator_id, year, part, case_id, tier, COUNT(*) AS times
FROM cases
GROUP BY indicator_id, year, part, case_id, tier
HAVING COUNT(*) <> 1

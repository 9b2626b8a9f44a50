-- A case stands once behind its indicator: in a part with a clock, in a part, year and tier without.
SELECT indicator_id, part, case_id, CAST(NULL AS INTEGER) AS year, CAST(NULL AS INTEGER) AS tier, COUNT(*) AS times
FROM known_clocks
GROUP BY indicator_id, part, case_id
HAVING COUNT(*) <> 1
UNION ALL
SELECT indicator_id, part, case_id, year, tier, COUNT(*)
FROM counted
GROUP BY indicator_id, part, case_id, year, tier
HAVING COUNT(*) <> 1

-- Why: the cases of a year by tier, outcome and reason, as its room codes it ('' none).
SELECT indicator_id, year, part, tier, outcome, reason, CAST(SUM(cases) AS BIGINT) AS cases
FROM tallies
GROUP BY indicator_id, year, part, tier, outcome, reason

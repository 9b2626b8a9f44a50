-- How long it took: the number of stopped cases for each number of days, in the unit of the indicator.
SELECT indicator_id, year, part, days, CAST(SUM(cases) AS BIGINT) AS cases
FROM tallies
WHERE is_stopped AND tier = 1
GROUP BY indicator_id, year, part, days

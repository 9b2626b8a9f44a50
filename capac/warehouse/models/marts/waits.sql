-- How long it took: the number of stopped cases for each number of working days.
SELECT indicator_id, year, part, days, COUNT(*) AS cases
FROM case_clocks
WHERE stopped_on IS NOT NULL
GROUP BY indicator_id, year, part, days

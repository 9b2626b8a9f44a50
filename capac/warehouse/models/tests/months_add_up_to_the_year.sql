-- The months of a year add up to the year, in each part and tier.
SELECT
    indicator_id,
    year,
    part,
    tier,
    SUM(CASE WHEN month IS NULL THEN denominator ELSE -denominator END) AS denominator,
    SUM(CASE WHEN month IS NULL THEN numerator ELSE -numerator END) AS numerator
FROM figures
GROUP BY indicator_id, year, part, tier
HAVING
    SUM(CASE WHEN month IS NULL THEN denominator ELSE -denominator END) <> 0
    OR SUM(CASE WHEN month IS NULL THEN numerator ELSE -numerator END) <> 0

-- The months of a year never hold more than the year, in each part and tier, and all of it where each case has a month.
WITH told AS (
    SELECT
        indicator_id,
        year,
        part,
        tier,
        SUM(CASE WHEN month IS NULL THEN numerator ELSE 0 END) AS numerator,
        SUM(CASE WHEN month IS NULL THEN 0 ELSE numerator END) AS numerator_of_months
    FROM figures
    GROUP BY indicator_id, year, part, tier
)

SELECT t.indicator_id, t.year, t.part, t.tier, t.numerator, t.numerator_of_months
FROM told AS t
WHERE
    t.numerator < t.numerator_of_months
    OR (
        t.numerator > t.numerator_of_months
        AND NOT EXISTS (
            SELECT 1 FROM tallies AS a
            WHERE a.indicator_id = t.indicator_id AND a.year = t.year AND a.tier = t.tier AND a.month IS NULL
        )
    )

-- A year's figure counts every case once: in the numerator, in the denominator alone, still open, or left out.
WITH counted AS (
    SELECT indicator_id, year, tier, COUNT(*) AS cases
    FROM cases
    GROUP BY indicator_id, year, tier
)

SELECT f.indicator_id, f.year, f.tier, f.numerator, f.denominator, f.still_open, f.left_out, c.cases
FROM figures AS f
LEFT JOIN counted AS c ON c.indicator_id = f.indicator_id AND c.year = f.year AND c.tier = f.tier
WHERE
    f.month IS NULL
    AND f.part = ''
    AND (f.numerator > f.denominator OR f.denominator + f.still_open + f.left_out <> COALESCE(c.cases, 0))

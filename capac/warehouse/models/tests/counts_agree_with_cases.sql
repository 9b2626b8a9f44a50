-- A year's figure counts every case once: in the numerator, in the denominator alone, still open, or left out.
WITH counted AS (
    SELECT c.indicator_id, c.year, c.tier, COUNT(*) AS cases
    FROM cases AS c
    JOIN measures AS m ON m.indicator_id = c.indicator_id
    WHERE m.shape NOT IN ('count', 'mean_per_unit')
    GROUP BY c.indicator_id, c.year, c.tier
)

SELECT f.indicator_id, f.year, f.tier, f.numerator, f.denominator, f.still_open, f.left_out, c.cases
FROM counted AS c
LEFT JOIN figures AS f
    ON f.indicator_id = c.indicator_id AND f.year = c.year AND f.tier = c.tier AND f.month IS NULL AND f.part = ''
WHERE
    f.indicator_id IS NULL
    OR f.numerator > f.denominator
    OR f.denominator + f.still_open + f.left_out <> c.cases

-- A case that started under a contract counts in its first tier, and each limit has its last day.
WITH started AS (
    SELECT s.indicator_id, SUM(s.cases) AS cases
    FROM spans AS s
    WHERE s.started_on >= (SELECT MIN(n.valid_from) FROM norm_tiers AS n WHERE n.indicator_id = s.indicator_id)
    GROUP BY s.indicator_id
),

counted AS (
    SELECT
        c.indicator_id,
        SUM(CASE WHEN c.tier = 1 THEN c.cases ELSE 0 END) AS cases,
        SUM(CASE WHEN c.days IS NULL OR (c.unit IS NOT NULL AND c.last_day IS NULL) THEN 1 ELSE 0 END) AS without_day
    FROM clocks AS c
    GROUP BY c.indicator_id
)

SELECT s.indicator_id, s.cases, c.cases AS counted, c.without_day
FROM started AS s
LEFT JOIN counted AS c ON c.indicator_id = s.indicator_id
WHERE c.indicator_id IS NULL OR c.cases <> s.cases OR c.without_day > 0

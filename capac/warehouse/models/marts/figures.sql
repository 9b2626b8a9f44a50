-- Every figure: year or month, all together ('') or one part, a tier. Numerator and denominator, never a percentage; of
-- the stopped cases the sum of days and the days within which 80 and 95 of a hundred stopped. A count is over one.
WITH levels AS (
    SELECT t.*, CAST(NULL AS DATE) AS told_month, '' AS told_part FROM tallies AS t
    UNION ALL
    SELECT t.*, t.month, '' FROM tallies AS t WHERE t.month IS NOT NULL
    UNION ALL
    SELECT t.*, CAST(NULL AS DATE), t.part FROM tallies AS t WHERE t.part <> ''
    UNION ALL
    SELECT t.*, t.month, t.part FROM tallies AS t WHERE t.part <> '' AND t.month IS NOT NULL
),

spread AS (
    SELECT
        indicator_id, year, told_month, told_part, tier, is_stopped, days,
        SUM(cases) AS cases,
        SUM(numerator) AS numerator,
        SUM(denominator) AS denominator,
        SUM(CASE WHEN outcome = 'open' THEN cases ELSE 0 END) AS still_open,
        SUM(CASE WHEN outcome = 'left_out' THEN cases ELSE 0 END) AS left_out,
        MIN(first_missed) AS first_missed
    FROM levels
    GROUP BY indicator_id, year, told_month, told_part, tier, is_stopped, days
),

ranked AS (
    SELECT
        s.*,
        SUM(s.cases) OVER (
            PARTITION BY s.indicator_id, s.year, s.told_month, s.told_part, s.tier, s.is_stopped ORDER BY s.days
        ) AS up_to,
        SUM(s.cases) OVER (
            PARTITION BY s.indicator_id, s.year, s.told_month, s.told_part, s.tier, s.is_stopped
        ) AS together
    FROM spread AS s
)

SELECT
    r.indicator_id,
    r.year,
    r.told_month AS month,
    r.told_part AS part,
    r.tier,
    CAST(SUM(r.numerator) AS BIGINT) AS numerator,
    CAST(CASE WHEN m.shape = 'count' THEN 1 ELSE SUM(r.denominator) END AS BIGINT) AS denominator,
    CAST(SUM(r.still_open) AS BIGINT) AS still_open,
    CAST(SUM(r.left_out) AS BIGINT) AS left_out,
    CAST(COALESCE(SUM(r.cases) FILTER (WHERE r.is_stopped), 0) AS BIGINT) AS stopped,
    CAST(SUM(r.cases * r.days) FILTER (WHERE r.is_stopped) AS BIGINT) AS sum_days,
    MIN(r.days) FILTER (WHERE r.is_stopped AND r.up_to * 100 >= r.together * 80) AS p80_days,
    MIN(r.days) FILTER (WHERE r.is_stopped AND r.up_to * 100 >= r.together * 95) AS p95_days,
    MAX(r.days) FILTER (WHERE NOT r.is_stopped) AS oldest_open_days,
    MIN(r.first_missed) AS first_missed
FROM ranked AS r
JOIN measures AS m ON m.indicator_id = r.indicator_id
GROUP BY r.indicator_id, r.year, r.told_month, r.told_part, r.tier, m.shape

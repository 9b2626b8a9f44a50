-- 8.1.5 Payments after receipt of the document, per payment type. The number of working days is printed "xx": no
-- share can be told, so the distribution is: mean (sum and count), 80th and 95th percentile of whole working days.
SELECT
    year,
    month,
    COALESCE(part, '') AS part,
    tier,
    COUNT(*) FILTER (WHERE outcome = 'in_time') AS numerator,
    COUNT(*) FILTER (WHERE outcome IN ('in_time', 'late')) AS denominator,
    COUNT(*) FILTER (WHERE outcome = 'open') AS still_open,
    0 AS left_out,
    COUNT(stopped_on) AS stopped,
    CAST(SUM(days) FILTER (WHERE stopped_on IS NOT NULL) AS BIGINT) AS sum_days,
    PERCENTILE_DISC(0.8) WITHIN GROUP (ORDER BY days) FILTER (WHERE stopped_on IS NOT NULL) AS p80_days,
    PERCENTILE_DISC(0.95) WITHIN GROUP (ORDER BY days) FILTER (WHERE stopped_on IS NOT NULL) AS p95_days,
    MAX(days) FILTER (WHERE stopped_on IS NULL) AS oldest_open_days,
    MIN(last_day) FILTER (WHERE outcome = 'late') AS first_missed
FROM clock_tiers
WHERE indicator_id = '8.1.5'
GROUP BY GROUPING SETS ((year, tier), (year, month, tier), (year, part, tier), (year, month, part, tier))

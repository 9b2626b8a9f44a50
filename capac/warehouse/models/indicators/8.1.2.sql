-- 8.1.2 Authorisations treated by the team of C2 experts: 95 % within ten working days, 100 % within the month.
SELECT
    year,
    month,
    '' AS part,
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
WHERE indicator_id = '8.1.2'
GROUP BY GROUPING SETS ((year, tier), (year, month, tier))

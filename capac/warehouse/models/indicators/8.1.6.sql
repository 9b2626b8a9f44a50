-- 8.1.6 Cases paid and finally accepted by ONEM: of all with a definitive outcome, without technical incidents.
SELECT
    year,
    month,
    '' AS part,
    1 AS tier,
    COUNT(*) FILTER (WHERE outcome = 'accepted') AS numerator,
    COUNT(*) FILTER (WHERE outcome IN ('accepted', 'rejected')) AS denominator,
    COUNT(*) FILTER (WHERE outcome = 'open') AS still_open,
    COUNT(*) FILTER (WHERE outcome = 'left_out') AS left_out,
    0 AS stopped,
    CAST(NULL AS BIGINT) AS sum_days,
    CAST(NULL AS INTEGER) AS p80_days,
    CAST(NULL AS INTEGER) AS p95_days,
    CAST(NULL AS INTEGER) AS oldest_open_days,
    CAST(NULL AS DATE) AS first_missed
FROM verified_cases
GROUP BY GROUPING SETS ((year), (year, month))

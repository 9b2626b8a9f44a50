-- Cases of one kind together: how many there are of an indicator, month, part, tier, number of days, outcome and reason.
WITH told AS (
    SELECT
        indicator_id, year, month, part, tier, stopped_on IS NOT NULL AND days IS NOT NULL AS is_stopped, days,
        outcome, reason,
        SUM(cases) AS cases,
        SUM(CASE WHEN outcome = 'in_time' THEN cases ELSE 0 END) AS numerator,
        SUM(CASE WHEN outcome IN ('in_time', 'late') THEN cases ELSE 0 END) AS denominator,
        MIN(CASE WHEN outcome = 'late' THEN last_day END) AS first_missed
    FROM clocks
    GROUP BY
        indicator_id, year, month, part, tier, stopped_on IS NOT NULL AND days IS NOT NULL, days, outcome, reason
    UNION ALL
    SELECT
        indicator_id, year, month, part, tier, stopped_on IS NOT NULL AND days IS NOT NULL, days, outcome, reason,
        COUNT(*), SUM(numerator), SUM(denominator), CAST(NULL AS DATE)
    FROM counted
    GROUP BY
        indicator_id, year, month, part, tier, stopped_on IS NOT NULL AND days IS NOT NULL, days, outcome, reason
)

SELECT
    indicator_id, year, month, part, tier, is_stopped, days, outcome, reason,
    CAST(cases AS BIGINT) AS cases,
    CAST(numerator AS BIGINT) AS numerator,
    CAST(denominator AS BIGINT) AS denominator,
    first_missed
FROM told

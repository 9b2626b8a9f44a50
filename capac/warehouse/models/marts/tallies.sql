-- Cases of one kind together: how many there are of an indicator, month, part, tier, outcome and number of days.
SELECT
    indicator_id,
    year,
    month,
    part,
    tier,
    stopped_on IS NOT NULL AND days IS NOT NULL AS is_stopped,
    days,
    COUNT(*) AS cases,
    SUM(numerator) AS numerator,
    SUM(denominator) AS denominator,
    SUM(CASE WHEN outcome = 'open' THEN 1 ELSE 0 END) AS still_open,
    SUM(CASE WHEN outcome = 'left_out' THEN 1 ELSE 0 END) AS left_out,
    MIN(CASE WHEN outcome = 'late' THEN last_day END) AS first_missed
FROM cases
GROUP BY indicator_id, year, month, part, tier, stopped_on IS NOT NULL AND days IS NOT NULL, days

-- Every case behind a figure, one row a tier: what stands behind the number, and why it counts as it does.
SELECT
    indicator_id, year, month, part, tier, case_id, reference, client_id, started_on, stopped_on, last_day, days,
    outcome, reason,
    CAST(CASE WHEN outcome = 'in_time' THEN 1 ELSE 0 END AS BIGINT) AS numerator,
    CAST(CASE WHEN outcome IN ('in_time', 'late') THEN 1 ELSE 0 END AS BIGINT) AS denominator
FROM clock_tiers
UNION ALL
SELECT
    indicator_id, year, month, part, tier, case_id, reference, client_id, started_on, stopped_on, CAST(NULL AS DATE),
    days, outcome, reason, numerator, denominator
FROM counted

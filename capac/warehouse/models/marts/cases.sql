-- Every case behind a figure, one row a tier: what stands behind the number, and why it counts as it does.
SELECT
    indicator_id, year, month, part, tier, case_id, reference, client_id, started_on, stopped_on, last_day, days,
    outcome, reason
FROM clock_tiers
UNION ALL
SELECT
    '8.1.6', year, month, '', 1, case_id, reference, client_id, month, known_on, CAST(NULL AS DATE),
    CAST(NULL AS INTEGER), outcome, reason
FROM verified_cases

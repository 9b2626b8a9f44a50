-- Every case behind a figure, one row a tier: what stands behind the number, and why it counts as it does.
SELECT
    k.indicator_id, c.year, c.month, k.part, c.tier, k.case_id, k.reference, k.client_id, k.started_on, k.stopped_on,
    c.last_day, c.days, c.outcome, k.reason,
    CAST(CASE WHEN c.outcome = 'in_time' THEN 1 ELSE 0 END AS BIGINT) AS numerator,
    CAST(CASE WHEN c.outcome IN ('in_time', 'late') THEN 1 ELSE 0 END AS BIGINT) AS denominator
FROM known_clocks AS k
JOIN clocks AS c
    ON c.indicator_id = k.indicator_id
    AND c.part = k.part
    AND c.started_on = k.started_on
    AND COALESCE(c.stopped_on, DATE '9999-12-31') = COALESCE(k.stopped_on, DATE '9999-12-31')
    AND COALESCE(c.due_on, DATE '9999-12-31') = COALESCE(k.due_on, DATE '9999-12-31')
    AND c.reason = k.reason
UNION ALL
SELECT
    indicator_id, year, month, part, tier, case_id, reference, client_id, started_on, stopped_on, CAST(NULL AS DATE),
    days, outcome, reason, numerator, denominator
FROM counted

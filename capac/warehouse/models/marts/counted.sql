-- Every case that counts or not without a clock, as known on the as-of day. Where nothing else is said, a case that is
-- reached or accepted is one of one, one that is missed or rejected none of one, any other none of none.
WITH known AS (
    SELECT
        c.*,
        CASE WHEN c.year IS NULL THEN c.started_on ELSE LEAST(c.started_on, COALESCE(c.known_on, c.started_on)) END
            AS told_on
    FROM counted_cases AS c
    CROSS JOIN as_of AS d
    WHERE COALESCE(c.known_on, c.started_on) <= d.as_of AND (c.year IS NOT NULL OR c.started_on <= d.as_of)
)

SELECT
    k.indicator_id,
    COALESCE(k.year, CAST(EXTRACT(YEAR FROM k.started_on) AS INTEGER)) AS year,
    CASE WHEN k.year IS NULL THEN CAST(DATE_TRUNC('MONTH', k.started_on) AS DATE) END AS month,
    COALESCE(k.part, '') AS part,
    COALESCE(k.tier, 1) AS tier,
    k.case_id,
    COALESCE(k.reference, k.case_id) AS reference,
    k.client_id,
    k.told_on AS started_on,
    COALESCE(k.decided_on, CASE WHEN k.days IS NOT NULL THEN k.told_on END) AS stopped_on,
    CAST(k.days AS INTEGER) AS days,
    k.outcome,
    COALESCE(k.reason, '') AS reason,
    COALESCE(k.numerator, CASE WHEN k.outcome IN ('reached', 'accepted') THEN 1 ELSE 0 END) AS numerator,
    COALESCE(
        k.denominator, CASE WHEN k.outcome IN ('reached', 'accepted', 'missed', 'rejected') THEN 1 ELSE 0 END
    ) AS denominator
FROM known AS k

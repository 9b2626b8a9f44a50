-- Payments told to ONEM, as known on the as-of day, each with the last definitive outcome known by then; and imported ones.
WITH heard AS (
    SELECT
        f.*,
        COALESCE(f.known_on <= d.as_of, FALSE) AS is_known,
        COALESCE(f.technical_incident AND f.incident_known_on <= d.as_of, FALSE) AS is_incident
    FROM verified_payments AS f
    CROSS JOIN as_of AS d
    WHERE f.told_on <= d.as_of
),

ranked AS (
    SELECT
        h.*,
        ROW_NUMBER() OVER (
            PARTITION BY h.id ORDER BY CASE WHEN h.is_known THEN h.phase ELSE -1 END DESC
        ) AS place
    FROM heard AS h
)

SELECT
    r.id AS case_id,
    r.id AS reference,
    r.client_id,
    CAST(NULL AS INTEGER) AS year,
    r.introduction_month AS started_on,
    r.is_incident,
    CASE WHEN r.is_known THEN r.finally_accepted END AS finally_accepted,
    CASE WHEN r.is_known THEN r.known_on END AS decided_on,
    CASE WHEN r.is_known AND NOT r.finally_accepted THEN CONCAT(r.outcome, ' ', r.cause) ELSE '' END AS reason
FROM ranked AS r
WHERE r.place = 1
UNION ALL
SELECT
    CONCAT('import:', i.id),
    i.id,
    NULL,
    i.period,
    LEAST(i.period_end, COALESCE(i.known_on, i.period_end)),
    COALESCE(i.technical_incident, FALSE),
    i.finally_accepted,
    CASE WHEN i.finally_accepted IS NOT NULL THEN COALESCE(i.known_on, i.period_end) END,
    i.delayed_by
FROM valid_verified_payments AS i
CROSS JOIN as_of AS d
WHERE COALESCE(i.known_on, i.period_end) <= d.as_of

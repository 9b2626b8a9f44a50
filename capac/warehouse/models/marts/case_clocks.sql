-- Every case with a clock, whatever it is: when it started, when it stopped, how many working days lie between.
-- The day of receipt is not counted. A case that still waits counts to the as-of day.
WITH cases AS (
    SELECT '8.1.2' AS indicator_id, '' AS part, case_id, reference, client_id, started_on, stopped_on, reason
    FROM known_authorisations_by_hand
    UNION ALL
    SELECT '8.1.5', payment_type, case_id, reference, client_id, started_on, stopped_on, reason
    FROM known_document_payments
)

SELECT
    c.*,
    CAST(EXTRACT(YEAR FROM c.started_on) AS INTEGER) AS year,
    CAST(DATE_TRUNC('MONTH', c.started_on) AS DATE) AS month,
    s.open_index AS start_index,
    GREATEST(e.open_index - s.open_index, 0) AS days
FROM cases AS c
CROSS JOIN as_of AS d
LEFT JOIN calendar AS s ON s.day = c.started_on
LEFT JOIN calendar AS e ON e.day = COALESCE(c.stopped_on, d.as_of)

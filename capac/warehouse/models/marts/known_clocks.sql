-- Every case with a clock, whatever it is, as known on the as-of day: when it started, and when it stopped if it did.
SELECT
    c.indicator_id,
    COALESCE(c.part, '') AS part,
    c.case_id,
    COALESCE(c.reference, c.case_id) AS reference,
    c.client_id,
    c.started_on,
    CASE WHEN GREATEST(c.stopped_on, COALESCE(c.stop_known_on, c.stopped_on)) <= d.as_of THEN c.stopped_on END
        AS stopped_on,
    c.due_on,
    COALESCE(c.reason, '') AS reason
FROM clock_cases AS c
CROSS JOIN as_of AS d
WHERE GREATEST(c.started_on, COALESCE(c.known_on, c.started_on)) <= d.as_of

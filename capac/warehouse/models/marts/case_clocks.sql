-- Every case with a clock, whatever it is, as known on the as-of day: when it started, when it stopped, how many days
-- lie between in the unit of its indicator. The day of receipt is not counted; a case that waits counts to the as-of day.
WITH known AS (
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
        COALESCE(c.reason, '') AS reason,
        d.as_of
    FROM clock_cases AS c
    CROSS JOIN as_of AS d
    WHERE GREATEST(c.started_on, COALESCE(c.known_on, c.started_on)) <= d.as_of
)

SELECT
    k.indicator_id,
    k.part,
    k.case_id,
    k.reference,
    k.client_id,
    k.started_on,
    k.stopped_on,
    k.due_on,
    k.reason,
    CAST(EXTRACT(YEAR FROM k.started_on) AS INTEGER) AS year,
    CAST(DATE_TRUNC('MONTH', k.started_on) AS DATE) AS month,
    s.open_index AS start_index,
    CASE m.unit
        WHEN 'working_day' THEN GREATEST(e.open_index - s.open_index, 0)
        ELSE GREATEST(CAST(DATE_DIFF('day', k.started_on, COALESCE(k.stopped_on, k.as_of)) AS INTEGER), 0)
    END AS days
FROM known AS k
JOIN measures AS m ON m.indicator_id = k.indicator_id
LEFT JOIN calendar AS s ON s.day = k.started_on
LEFT JOIN calendar AS e ON e.day = COALESCE(k.stopped_on, k.as_of)

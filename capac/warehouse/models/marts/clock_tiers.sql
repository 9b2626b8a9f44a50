-- Each case against each tier of the norm in force when its clock started: in time, late, or open within the tier.
-- Late: not stopped by the tier's last day, and that day is before the as-of day. Where the norm has no limit the last
-- day is the one that the case itself bears; without any it is never late.
WITH limited AS (
    SELECT
        c.*,
        t.tier,
        t.unit,
        CASE COALESCE(t.unit, '')
            WHEN '' THEN c.due_on
            WHEN 'working_day' THEN w.day
            WHEN 'calendar_day' THEN c.started_on + t.n
            WHEN 'month' THEN CAST(c.started_on + t.n * INTERVAL '1' MONTH AS DATE)
        END AS last_day
    FROM case_clocks AS c
    JOIN norm_tiers AS t
        ON t.indicator_id = c.indicator_id
        AND c.started_on BETWEEN t.valid_from AND t.valid_to
    LEFT JOIN calendar AS w
        ON t.unit = 'working_day'
        AND w.is_open
        AND w.open_index = c.start_index + t.n
)

SELECT
    l.*,
    CASE
        WHEN l.stopped_on <= COALESCE(l.last_day, l.stopped_on) THEN 'in_time'
        WHEN l.last_day < d.as_of THEN 'late'
        ELSE 'open'
    END AS outcome
FROM limited AS l
CROSS JOIN as_of AS d

-- The one clock: each span of days against each tier of the norm in force when it started, in time, late, or open.
-- The day of receipt is not counted; what waits counts to the as-of day, in the unit of its indicator. Late: not stopped
-- by the tier's last day, and that day is before the as-of day. Where the norm has no limit the last day is the one that
-- the case itself bears; without any it is never late.
WITH waited AS (
    SELECT
        s.*,
        d.as_of,
        f.open_index AS start_index,
        CASE m.unit
            WHEN 'working_day' THEN GREATEST(e.open_index - f.open_index, 0)
            ELSE GREATEST(CAST(DATE_DIFF('day', s.started_on, COALESCE(s.stopped_on, d.as_of)) AS INTEGER), 0)
        END AS days
    FROM spans AS s
    CROSS JOIN as_of AS d
    JOIN measures AS m ON m.indicator_id = s.indicator_id
    LEFT JOIN calendar AS f ON f.day = s.started_on
    LEFT JOIN calendar AS e ON e.day = COALESCE(s.stopped_on, d.as_of)
),

limited AS (
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
    FROM waited AS c
    JOIN norm_tiers AS t
        ON t.indicator_id = c.indicator_id
        AND c.started_on BETWEEN t.valid_from AND t.valid_to
    LEFT JOIN calendar AS w
        ON t.unit = 'working_day'
        AND w.is_open
        AND w.open_index = c.start_index + t.n
)

SELECT
    indicator_id,
    CAST(EXTRACT(YEAR FROM started_on) AS INTEGER) AS year,
    CAST(DATE_TRUNC('MONTH', started_on) AS DATE) AS month,
    part,
    tier,
    started_on,
    stopped_on,
    due_on,
    reason,
    unit,
    last_day,
    days,
    CASE
        WHEN stopped_on <= COALESCE(last_day, stopped_on) THEN 'in_time'
        WHEN last_day < as_of THEN 'late'
        ELSE 'open'
    END AS outcome,
    cases
FROM limited

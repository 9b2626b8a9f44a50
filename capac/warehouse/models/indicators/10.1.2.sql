-- 10.1.2 Days of training per full-time equivalent, all days and those of the core business, in hundredths.
SELECT
    staff_id AS case_id,
    period AS year,
    period_end AS started_on,
    known_on,
    1 AS tier,
    'reached' AS outcome,
    CAST(COALESCE(training_days, 0) * 100 AS BIGINT) AS numerator,
    CAST(COALESCE(fte, 0) * 100 AS BIGINT) AS denominator
FROM valid_training
UNION ALL
SELECT
    staff_id, period, period_end, known_on, 2, 'reached',
    CAST(COALESCE(core_days, 0) * 100 AS BIGINT), CAST(COALESCE(fte, 0) * 100 AS BIGINT)
FROM valid_training

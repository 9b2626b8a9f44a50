-- 17.1.1-4a Telework: days a week per member of staff whose function allows it, in hundredths.
SELECT
    id AS case_id,
    period AS year,
    period_end AS started_on,
    known_on,
    'reached' AS outcome,
    CAST(COALESCE(telework_days_a_week, 0) * 100 AS BIGINT) AS numerator,
    CAST(100 AS BIGINT) AS denominator
FROM valid_staff
WHERE teleworkable

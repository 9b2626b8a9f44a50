-- 2.3.1 Video appointments for everybody: the offices of a year, those reached that offered at least one video slot.
SELECT
    s.office AS case_id,
    CAST(EXTRACT(YEAR FROM s.observed_on) AS INTEGER) AS year,
    MIN(s.observed_on) AS started_on,
    CASE WHEN COUNT(s.first_free_on) FILTER (WHERE s.mode = 'video') > 0 THEN 'reached' ELSE 'missed' END AS outcome
FROM valid_appointment_slots AS s
CROSS JOIN as_of AS d
WHERE GREATEST(s.observed_on, COALESCE(s.known_on, s.observed_on)) <= d.as_of
GROUP BY s.office, CAST(EXTRACT(YEAR FROM s.observed_on) AS INTEGER)

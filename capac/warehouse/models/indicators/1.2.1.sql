-- 1.2.1 Appointments: each look at an office's first free slot, by mode. The number of weeks is printed "XX": no share
-- can be judged, so the distribution of the wait in calendar days is told. A look is known on its own day.
SELECT
    CONCAT(office, '/', mode, '/', observed_on) AS case_id,
    mode AS part,
    observed_on AS started_on,
    known_on,
    CAST(DATE_DIFF('day', observed_on, first_free_on) AS BIGINT) AS days,
    CASE WHEN first_free_on IS NULL THEN 'missed' ELSE 'reached' END AS outcome
FROM valid_appointment_slots

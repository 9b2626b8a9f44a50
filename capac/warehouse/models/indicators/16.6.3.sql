-- 16.6.3 Consultations held by the State in a year.
SELECT id AS case_id, held_on AS started_on, known_on, 'reached' AS outcome
FROM valid_meetings
WHERE kind = 'state_consultation'

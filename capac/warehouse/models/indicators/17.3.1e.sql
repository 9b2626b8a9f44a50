-- 17.3.1e Meetings of the PLATINA network in a year.
SELECT id AS case_id, held_on AS started_on, known_on, 'reached' AS outcome
FROM valid_meetings
WHERE kind = 'platina'

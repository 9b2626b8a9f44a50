-- 17.6.1 Times that ministers were told of the secondary network in a year.
SELECT id AS case_id, held_on AS started_on, known_on, 'reached' AS outcome
FROM valid_meetings
WHERE kind = 'secondary_network'

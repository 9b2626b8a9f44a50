-- 17.4.1b Meetings of the organisation-control network in a year.
SELECT id AS case_id, held_on AS started_on, known_on, 'reached' AS outcome
FROM valid_meetings
WHERE kind = 'organisation_control'

-- 17.3.1g Global meetings on the audits in a year.
SELECT id AS case_id, held_on AS started_on, known_on, 'reached' AS outcome
FROM valid_meetings
WHERE kind = 'audit_global'

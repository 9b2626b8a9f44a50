-- 2.5.1 E-mails of the first line, from receipt to answer. What needs the second line is not of this population.
SELECT id AS case_id, received_on AS started_on, answered_on AS stopped_on, known_on, delayed_by AS reason
FROM valid_emails
WHERE line = '1'

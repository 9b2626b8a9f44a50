-- 2.5.2 E-mails of the second line with an attachment. The number of days is printed "xx": the distribution is told.
SELECT id AS case_id, received_on AS started_on, answered_on AS stopped_on, known_on, delayed_by AS reason
FROM valid_emails
WHERE line = '2' AND has_attachment

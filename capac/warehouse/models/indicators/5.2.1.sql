-- 5.2.1 Admissible complaints, from receipt to reply.
SELECT id AS case_id, received_on AS started_on, replied_on AS stopped_on, known_on, delayed_by AS reason
FROM valid_complaints
WHERE admissible

-- 19.4§2a Questions of the federal ombudsman, from receipt to answer.
SELECT id AS case_id, received_on AS started_on, answered_on AS stopped_on, known_on, delayed_by AS reason
FROM valid_mediator_questions

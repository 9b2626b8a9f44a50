-- 2.2.1 Call-backs: from the day on which one was asked for to the day of the call.
SELECT id AS case_id, asked_at AS started_on, called_at AS stopped_on, known_on, delayed_by AS reason
FROM valid_callbacks

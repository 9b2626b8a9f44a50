-- 2.4.1 Chats answered and resolved, of all; beside it the seconds until the answer.
SELECT
    id AS case_id,
    started_at AS started_on,
    known_on,
    answered_after_s AS days,
    CASE WHEN answered_after_s IS NOT NULL AND resolved THEN 'reached' ELSE 'missed' END AS outcome
FROM valid_chats

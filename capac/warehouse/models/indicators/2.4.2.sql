-- 2.4.2 Sessions of the chatbot answered without being handed over, of all.
SELECT
    id AS case_id,
    started_at AS started_on,
    known_on,
    CASE WHEN answered AND NOT COALESCE(handed_over, FALSE) THEN 'reached' ELSE 'missed' END AS outcome
FROM valid_bot_sessions

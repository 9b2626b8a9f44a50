-- 10.1.1 Staff of a year with at least so many days of training.
SELECT
    s.staff_id AS case_id,
    s.period AS year,
    s.period_end AS started_on,
    s.known_on,
    CASE WHEN s.training_days >= t.value THEN 'reached' ELSE 'missed' END AS outcome
FROM valid_training AS s
JOIN thresholds AS t ON t.indicator_id = '10.1.1' AND t.name = 'at_least'

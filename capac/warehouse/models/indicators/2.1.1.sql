-- 2.1.1 Calls to operators that an operator took; a call abandoned within so many seconds of waiting is excluded.
SELECT
    c.id AS case_id,
    c.period AS year,
    c.period_end AS started_on,
    c.known_on,
    CASE WHEN c.answered THEN 'reached' WHEN c.waited_s <= t.value THEN 'left_out' ELSE 'missed' END AS outcome
FROM valid_calls AS c
JOIN thresholds AS t ON t.indicator_id = '2.1.1' AND t.name = 'abandoned_within'
WHERE c.to_operator

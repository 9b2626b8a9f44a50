-- 2.1.3 Waiting time of the calls that an operator took, in seconds. No statistic is named: the distribution is told.
SELECT id AS case_id, period AS year, period_end AS started_on, known_on, waited_s AS days, 'reached' AS outcome
FROM valid_calls
WHERE to_operator AND answered

-- 1.1.1 Info desks: the offices of a year that are open at least so many half-days a week.
SELECT
    i.office AS case_id,
    i.period AS year,
    i.period_end AS started_on,
    i.known_on,
    CASE WHEN i.open_half_days_a_week >= t.value THEN 'reached' ELSE 'missed' END AS outcome
FROM valid_info_desks AS i
JOIN thresholds AS t ON t.indicator_id = '1.1.1' AND t.name = 'at_least'

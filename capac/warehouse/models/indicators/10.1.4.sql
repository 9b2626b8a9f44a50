-- 10.1.4 Offices of a year that completed their team interviews.
SELECT
    office AS case_id,
    period AS year,
    period_end AS started_on,
    known_on,
    CASE WHEN completed THEN 'reached' ELSE 'missed' END AS outcome
FROM valid_team_interviews

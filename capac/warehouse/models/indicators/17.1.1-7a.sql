-- 17.1.1-7a Staff recognised as persons with a disability, of all, in persons.
SELECT
    id AS case_id,
    period AS year,
    period_end AS started_on,
    known_on,
    CASE WHEN disability_recognised THEN 'reached' ELSE 'missed' END AS outcome
FROM valid_staff

-- 6.1.1 Results of C9: reached are (the fewer the better) those that came back as C51 through our own doing.
SELECT
    id AS case_id,
    period AS year,
    period_end AS started_on,
    known_on,
    CASE WHEN returned_c51 AND return_due_to_capac THEN 'reached' ELSE 'missed' END AS outcome
FROM valid_submissions

-- 6.1.1 Results of C9: reached are (the fewer the better) those that came back as C51 through our own doing.
SELECT
    case_id,
    reference,
    client_id,
    year,
    started_on,
    known_on,
    CASE WHEN is_ours THEN 'reached' ELSE 'missed' END AS outcome
FROM united_submissions

-- Results of C9: the room's own, counted in the year of ONEM's answer, and imported ones, counted in that of their period.
SELECT
    CAST(id AS VARCHAR) AS case_id,
    reference,
    client_id,
    CAST(EXTRACT(YEAR FROM answered_on) AS INTEGER) AS year,
    answered_on AS started_on,
    answered_on AS known_on,
    returned_c51 AND return_due_to_capac AS is_ours
FROM submissions
UNION ALL
SELECT CONCAT('import:', id), id, NULL, period, period_end, known_on, returned_c51 AND return_due_to_capac
FROM valid_submissions

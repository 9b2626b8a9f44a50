-- 2.5.3 Letters to the payment offices, by office. The number of days is printed "XX": the distribution is told.
SELECT
    id AS case_id, office AS part, received_on AS started_on, treated_on AS stopped_on, known_on, delayed_by AS reason
FROM valid_letters_in

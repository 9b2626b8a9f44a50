-- 10.1.5 Certified courses held in a year.
SELECT id AS case_id, held_on AS started_on, known_on, 'reached' AS outcome
FROM valid_certified_courses

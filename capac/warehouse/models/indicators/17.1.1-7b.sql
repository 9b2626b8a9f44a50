-- 17.1.1-7b Grades A3 to A5 of a year: persons of the under-represented gender, which is the second most frequent one.
WITH known AS (
    SELECT s.*, COUNT(*) OVER (PARTITION BY s.period, s.gender) AS as_many
    FROM imported_staff AS s
    CROSS JOIN as_of AS d
    WHERE s.grade IN ('A3', 'A4', 'A5') AND COALESCE(s.known_on, s.period_end) <= d.as_of
)

SELECT
    k.id AS case_id,
    k.period AS year,
    k.period_end AS started_on,
    k.known_on,
    CASE
        WHEN DENSE_RANK() OVER (PARTITION BY k.period ORDER BY k.as_many DESC, k.gender) = 2 THEN 'reached'
        ELSE 'missed'
    END AS outcome
FROM known AS k

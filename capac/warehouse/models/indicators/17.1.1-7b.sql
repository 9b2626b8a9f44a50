-- 17.1.1-7b Grades A3 to A5 of a year: persons of the under-represented gender, which is the second most frequent one.
-- Whose gender is not known is left out.
WITH known AS (
    SELECT s.*, COUNT(*) OVER (PARTITION BY s.period, s.gender) AS as_many
    FROM valid_staff AS s
    CROSS JOIN as_of AS d
    WHERE s.grade IN ('A3', 'A4', 'A5') AND COALESCE(s.known_on, s.period_end) <= d.as_of
),

ranked AS (
    SELECT
        k.*,
        DENSE_RANK() OVER (
            PARTITION BY k.period, k.gender IS NULL ORDER BY k.as_many DESC, k.gender
        ) AS place
    FROM known AS k
)

SELECT
    r.id AS case_id,
    r.period AS year,
    r.period_end AS started_on,
    r.known_on,
    CASE WHEN r.gender IS NULL THEN 'left_out' WHEN r.place = 2 THEN 'reached' ELSE 'missed' END AS outcome
FROM ranked AS r

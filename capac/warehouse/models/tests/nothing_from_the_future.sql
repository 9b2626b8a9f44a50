-- No case knows a day after the as-of day.
SELECT c.indicator_id, c.case_id, c.started_on, c.stopped_on
FROM cases AS c
CROSS JOIN as_of AS d
WHERE c.started_on > d.as_of OR c.stopped_on > d.as_of

-- No case knows a day after the as-of day.
SELECT s.indicator_id, s.started_on, s.stopped_on
FROM spans AS s
CROSS JOIN as_of AS d
WHERE s.started_on > d.as_of OR s.stopped_on > d.as_of
UNION ALL
SELECT c.indicator_id, c.started_on, c.stopped_on
FROM counted AS c
CROSS JOIN as_of AS d
WHERE c.started_on > d.as_of OR c.stopped_on > d.as_of

-- Cases that started and stopped on the same days, counted together: the clock is read once for all of them.
SELECT indicator_id, part, started_on, stopped_on, due_on, reason, COUNT(*) AS cases
FROM known_clocks
GROUP BY indicator_id, part, started_on, stopped_on, due_on, reason

-- A case that started under a contract has its tiers, and each limit its last day.
SELECT c.indicator_id, c.case_id, c.started_on, t.tier, t.unit, t.last_day
FROM case_clocks AS c
LEFT JOIN clock_tiers AS t ON t.indicator_id = c.indicator_id AND t.case_id = c.case_id AND t.part = c.part
WHERE
    c.started_on >= (SELECT MIN(n.valid_from) FROM norm_tiers AS n WHERE n.indicator_id = c.indicator_id)
    AND (t.tier IS NULL OR c.days IS NULL OR (t.unit IS NOT NULL AND t.last_day IS NULL))

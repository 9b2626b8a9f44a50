-- No day lies under two versions of one tier.
SELECT a.indicator_id, a.tier, a.valid_from, b.valid_from AS again_from
FROM norm_tiers AS a
JOIN norm_tiers AS b ON b.indicator_id = a.indicator_id AND b.tier = a.tier AND b.valid_from > a.valid_from
WHERE b.valid_from <= a.valid_to
UNION ALL
SELECT indicator_id, tier, valid_from, valid_from
FROM norm_tiers
GROUP BY indicator_id, tier, valid_from
HAVING COUNT(*) <> 1
